"""While a load runs pages show what was before it: whoever looks meanwhile is listed with those who looked before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.service.actions import loading, telling
from goldenthread.service.actions.linking.shapes import WrongLinkShown
from tests.service.conftest import Westhaven
from tests.service.link_story import DIFFERENT, numbers_held, page_of, settle_by_two


def _joined_child(area: Westhaven) -> Any:
    """A pair that the machine joined, of a child whom nobody hides and who is found by a number."""
    from goldenthread.service.store.models import LinkQuestion, Person

    with area.as_role("worker"):
        children = set(Person.objects.filter(custodian_id=None, kind="child").values_list("pk", flat=True))
        found = children & set(numbers_held().values_list("person_id", flat=True))
        joined = LinkQuestion.objects.filter(custodian_id=None, kind="pair", outcome="linked", together=True)
        return next(one for one in joined.order_by("dataset_l", "record_id_l") if one.person_id_l in found)


@pytest.mark.requirement("A9")
def test_whoever_saw_a_wrong_link_while_the_load_ran_that_mends_it_is_listed(westhaven_copy: Westhaven) -> None:
    from goldenthread.service.store.models import WrongLinkFound

    area = westhaven_copy
    part = _joined_child(area)
    settle_by_two(area, part.id, DIFFERENT)
    began = area.now + timedelta(days=1)
    # Nothing of the load is kept yet, so to this look it is as though it had not begun.
    page_of(replace(area, now=began + timedelta(seconds=1)), part.person_id_l)
    with area.as_role("worker"):
        plan = area.folder / "area.yaml"
        with CaptureQueriesContext(connection) as asked:
            assert loading.load_area(plan, at=began, demonstration=True, tell=lambda _: None).changed
    said = [str(query["sql"]) for query in asked.captured_queries]
    checked = said.index("SET CONSTRAINTS ALL IMMEDIATE")
    (timed,) = [place for place, sql in enumerate(said) if sql.startswith('UPDATE "store_wronglinkfound" SET "until"')]
    kept = said.index("COMMIT", checked)
    # When it is told until when pages showed what was before, no checking is left to be done.
    assert checked < timed < kept
    assert not any("INSERT" in sql or "COPY" in sql for sql in said[timed:kept])
    with area.as_role("worker"):
        (wrong,) = WrongLinkFound.objects.filter(person_id=part.person_id_l)
    assert wrong.until > began + timedelta(seconds=1)
    shown = telling.wrong_link(wrong.id, by=area.person("rae.reviewer"), at=wrong.until)
    assert isinstance(shown, WrongLinkShown)
    looked = {one.name: one.last_at for one in shown.people}  # others may have, while other tests ran
    assert looked["Sam Okafor"] == began + timedelta(seconds=1)
