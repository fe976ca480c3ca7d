"""The frame of every action: no trace, no commit."""

import re
import uuid
from typing import Any

import pytest
from django.db import ProgrammingError, connection

from goldenthread.audit import Deed
from goldenthread.service.actions.doing import LeftNoTrace, doing
from goldenthread.service.store.models import Account, LedgerEntry, LedgerPayload, Look, Outbox


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


def test_what_is_made_while_a_deed_is_kept_leaves_once_the_deed_is_there(westhaven: Any) -> None:
    with doing(by=westhaven.person("sam.social"), at=westhaven.now) as action:
        entry = action.record(Deed.SIGNED_IN, at_once=False)
        action.afterwards("nothing", entry)
        with action.being_kept():
            made = "a page"
    assert made == "a page"
    assert Outbox.objects.filter(entry_id=entry).count() == 1
    with westhaven.as_role("worker"):
        assert LedgerEntry.objects.filter(id=entry).exists()
        assert LedgerPayload.objects.get(entry_id=entry).deed == Deed.SIGNED_IN.value


def test_nothing_is_made_for_an_action_that_wrote_no_entry(westhaven: Any) -> None:
    made = []
    with (
        pytest.raises(LeftNoTrace),
        doing(by=westhaven.person("sam.social"), at=westhaven.now) as action,
        action.being_kept(),
    ):
        made.append("a page")
    assert made == []


REFUSED_AT_THE_VERY_END = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is gone'; END $$;
CREATE CONSTRAINT TRIGGER refuses AFTER INSERT ON store_ledgerentry DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION refuse()
"""


@pytest.mark.parametrize("fails", ["REVOKE INSERT ON store_ledgerentry FROM {web}", REFUSED_AT_THE_VERY_END])
def test_a_page_is_never_answered_whose_entry_could_not_be_kept(
    westhaven_copy: Any, client: Any, sign_in: Any, settings: Any, fails: str
) -> None:
    """Neither where the entry cannot be written, nor where all was written and the commit itself fails."""
    area, child = westhaven_copy, westhaven_copy.child("young-carer")
    client.raise_request_exception = False
    sign_in(client, Account.objects.get(username="sam.social"))
    asked = {
        "purpose": "protect_from_harm",
        "reason": "A teacher saw bruises and rang us",
        "nhs_number": child["nhs_number"],
    }
    page = client.post("/find/", asked)
    assert page.status_code == 200
    assert child["given_name"] in page.content.decode()
    look = next(iter(re.findall(r"/looks/([0-9a-f-]{36})/", page.content.decode())))
    with area.as_role("worker"):
        looks = Look.objects.count()
    with area.as_role("owner"), connection.cursor() as cursor:
        cursor.execute(fails.format(web=settings.DATABASE_ROLES["web"]))
    for answer in (client.post("/find/", asked), client.get(f"/looks/{look}/")):
        assert answer.status_code in {500, 503}
        assert child["given_name"] not in answer.content.decode()
    with area.as_role("worker"):
        assert Look.objects.count() == looks


def test_a_page_that_fails_to_be_drawn_takes_no_entry_back(westhaven: Any) -> None:
    kept = []

    def draw() -> None:
        with doing(by=westhaven.person("sam.social"), at=westhaven.now) as action:
            kept.append(action.record(Deed.SIGNED_IN, at_once=False))
            with action.being_kept():
                raise KeyError("a fault of the page")

    with pytest.raises(KeyError):
        draw()
    with westhaven.as_role("worker"):
        assert LedgerEntry.objects.filter(id=kept[0]).exists()
    draw_again = westhaven.look("sam.social", "young-carer")
    assert draw_again.name, "the connection serves the next page"


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
