"""The frame of every action: no trace, no commit."""

import uuid
from typing import Any

import pytest
from django.db import ProgrammingError, connection

from goldenthread.audit import Deed
from goldenthread.service.actions.doing import LeftNoTrace, doing
from goldenthread.service.store.models import Look, Outbox


def test_an_action_that_wrote_no_entry_is_undone(westhaven: Any) -> None:
    sam = westhaven.person("sam.social")
    before = Outbox.objects.count()
    with pytest.raises(LeftNoTrace), doing(by=sam, at=westhaven.now) as action:
        Outbox.objects.create(task="x", entry_id="0" * 32, made_at=action.at, due_at=action.at)
    assert Outbox.objects.count() == before


def test_what_is_kept_at_the_end_is_kept_with_an_entry_and_never_without(westhaven: Any) -> None:
    sam, now = westhaven.person("sam.social"), westhaven.now

    def rows_of(entry: uuid.UUID) -> int:
        return Outbox.objects.filter(entry_id=entry).count()

    with doing(by=sam, at=now) as action:
        entry = action.record(Deed.SIGNED_IN)
        action.afterwards("nothing", entry)
        assert rows_of(entry) == 0
    assert rows_of(entry) == 1
    without = uuid.uuid4()
    with pytest.raises(LeftNoTrace), doing(by=sam, at=now) as action:
        action.afterwards("nothing", without)
    assert rows_of(without) == 0


def test_an_action_whose_entry_cannot_be_written_gives_no_answer(westhaven: Any) -> None:
    from goldenthread.service.actions import finding

    sam = westhaven.person("sam.social")
    with westhaven.as_role("owner"), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON store_ledgerentry FROM golden_thread_web")
    try:
        with pytest.raises(ProgrammingError):
            finding.find_child(westhaven.sought("young-carer"), by=sam, at=westhaven.now)
    finally:
        with westhaven.as_role("owner"), connection.cursor() as cursor:
            cursor.execute("GRANT INSERT ON store_ledgerentry TO golden_thread_web")


def test_who_asks_is_forgotten_when_the_action_is_over(westhaven: Any) -> None:
    sam = westhaven.person("sam.social")
    with doing(by=sam, at=westhaven.now) as action:
        action.record(Deed.SIGNED_IN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('gt.agency', true), '')")
        assert cursor.fetchone() == ("",)
        cursor.execute("SELECT count(*) FROM store_person")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("verb", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("store_ledgerentry", "commitment"),
        ("store_ledgerpayload", "payload"),
        ("store_ledgerleaf", "entry_id"),
        ("store_ledgernode", "digest"),
        ("store_ledgerhead", "note"),
        ("store_ledgerkey", "public_key"),
        ("store_ledgercosignature", "line"),
    ],
)
@pytest.mark.parametrize("role", ["owner", "worker", "web", "auditor"])
def test_no_role_changes_or_removes_what_was_written(
    westhaven: Any, verb: str, table: str, column: str, role: str
) -> None:
    from django.db import DatabaseError

    westhaven.look("sam.social", "young-carer")
    with westhaven.as_role(role), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(verb.format(table, column))


def test_one_practitioner_cannot_read_the_looks_of_another(westhaven: Any) -> None:
    westhaven.look("sam.social", "young-carer")
    with doing(by=westhaven.person("pat.police"), at=westhaven.now) as action:
        action.record(Deed.SIGNED_IN)
        assert not Look.objects.exclude(account_id=action.by.account_id).exists()
