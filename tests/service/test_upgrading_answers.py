"""What reviewers answered before they could tick several records is kept by the upgrade."""

from importlib import import_module
from typing import Any

from django.db import connection

from goldenthread.linkage.reviewing import Said
from goldenthread.service.actions.linking import reviewing


def test_an_upgrade_keeps_the_one_record_that_somebody_took_out(westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import LinkAnswer, LinkQuestion

    upgrade = import_module("goldenthread.service.store.migrations.0019_several_records_of_somebody_else")
    with westhaven_copy.as_role("worker"):
        whole, pair = (LinkQuestion.objects.filter(kind=kind, custodian_id=None)[0].pk for kind in ("person", "pair"))
    by, at = westhaven_copy.person("cleo.clerk"), westhaven_copy.now
    reviewing.answer(whole, said=Said.DIFFERENT, note="", takes_out=[2], by=by, at=at)
    reviewing.answer(pair, said=Said.SAME, note="", takes_out=(), by=by, at=at)
    with westhaven_copy.as_role("owner"), connection.cursor() as cursor:
        step = next(step for step in upgrade.Migration.operations if hasattr(step, "sql"))
        # As it was before: one place, or none, and nothing asked of it
        cursor.execute("ALTER TABLE store_linkanswer DROP CONSTRAINT only_two_people_have_records_of_somebody_else")
        cursor.execute(step.reverse_sql)
        cursor.execute(step.sql)
    with westhaven_copy.as_role("worker"):
        kept = LinkAnswer.objects.order_by("said").values_list("said", "takes_out")
        assert list(kept) == [("different", [2]), ("same", [])]
