"""The fence beneath sharing: who reads, writes and changes which row through the database alone, action or none."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from goldenthread.service.actions import advising, asking, emergencies, releasing, sharing, unsent
from goldenthread.service.actions.sharing_shapes import Asking
from tests.service.sharing_answers import CSC, POLICE, SCHOOL, answered, decision

TABLES = (
    "sharingdraft",
    "typedform",
    "decisionrecord",
    "recordaddition",
    "release",
    "informationrequest",
    "requestturn",
    "advicerequest",
    "emergencyfollowup",
    "feedback",
)
STANDINGS = (
    (CSC, "social_worker"),
    (CSC, "access_reviewer"),
    (SCHOOL, "designated_safeguarding_lead"),
    (POLICE, "police_safeguarding_officer"),
    ("westhaven-housing", "housing_officer"),
    ("", ""),
)
WHERE_MINE = {
    "sharingdraft": "agency_id = {a} AND role = {r} AND account_id = {me}",
    "typedform": "agency_id = {a} AND role = {r} AND account_id = {me}",
    "decisionrecord": "agency_id = {a} OR (is_emergency AND {r} = 'access_reviewer')",
    "recordaddition": "agency_id = {a} OR ({r} = 'access_reviewer' AND record_id IN"
    " (SELECT id FROM store_decisionrecord WHERE is_emergency))",
    "release": "sender_agency_id = {a} OR recipient_agency_id = {a}",
    "informationrequest": "asking_agency_id = {a} OR asked_agency_id = {a}",
    "requestturn": "asking_agency_id = {a} OR asked_agency_id = {a}",
    "advicerequest": "agency_id = {a}",
    "emergencyfollowup": "agency_id = {a} OR {r} = 'access_reviewer'",
    "feedback": "sender_agency_id = {a} OR recipient_agency_id = {a}",
}
"""The rules once more, in their own words, run by the worker who sees every row."""


@pytest.fixture
def something_of_everything(westhaven: Any) -> None:
    dee, sam, at = westhaven.person("dee.school"), westhaven.person("sam.social"), westhaven.now
    draft = answered(westhaven)
    asked = advising.ask("legal", "A question", "A step", is_anonymous=True, draft=draft, by=dee, at=at)
    assert isinstance(asked, UUID)
    answered(westhaven)
    assert isinstance(sharing.decide(draft, decision(), by=dee, at=at), UUID)
    newest = releasing.inbox(by=sam, at=at)[0]
    assert releasing.say_what_became(newest.release, "acting", "We will visit.", by=sam, at=at) is True
    sent = emergencies.send(POLICE, "Kit, 12", f"He is hurt, {uuid4()}", by=dee, at=at)
    assert isinstance(sent, UUID)
    assert emergencies.complete(sent, "He was alone and bleeding.", by=dee, at=at) is True
    unsent.keep("/requests/new/", {"why": ["A worry"]}, by=dee, at=at)
    wanted = Asking(agency=SCHOOL, child="A pupil", what="Attendance this term", why="A worry about him")
    assert isinstance(asking.ask(wanted, by=sam, at=at), UUID)


@pytest.mark.usefixtures("something_of_everything")
def test_each_standing_reads_exactly_the_rows_that_the_rules_allow(westhaven: Any) -> None:
    me = westhaven.person("dee.school").account_id
    seen_somewhere = set()
    with psycopg.connect(westhaven.urls.web) as web, psycopg.connect(westhaven.urls.worker) as worker:
        for agency, role in STANDINGS:
            for table in TABLES:
                key = "record_id" if table == "emergencyfollowup" else "id"
                seen = _seen(web, agency, role, me, table, key)
                rule = WHERE_MINE[table].format(a=_quoted(agency), r=_quoted(role), me=me)
                expected = {row[0] for row in worker.execute(f"SELECT {key} FROM store_{table} WHERE {rule}")}
                assert seen == expected, (table, agency, role)
                seen_somewhere |= {table} if seen else set()
    assert seen_somewhere == set(TABLES)


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _seen(web: Any, agency: str, role: str, me: int, table: str, key: str) -> set[Any]:
    with web.transaction():
        for name, value in (("agency", agency), ("role", role), ("account", str(me)), ("purpose", "")):
            web.execute("SELECT set_config(%s, %s, true)", [f"gt.{name}", value])
        asked = sql.SQL("SELECT {} FROM {}").format(sql.Identifier(key), sql.Identifier(f"store_{table}"))
        return {row[0] for row in web.execute(asked)}


@pytest.mark.usefixtures("something_of_everything")
def test_nobody_changes_what_was_released_or_reviews_their_own_emergency(westhaven: Any) -> None:
    dee = westhaven.person("dee.school")
    for change in ("UPDATE store_release SET items = '[]'", "UPDATE store_informationrequest SET why = 'x'"):
        with psycopg.connect(westhaven.urls.web) as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute(change)
    with psycopg.connect(westhaven.urls.web) as web:
        for name, value in (("agency", dee.agency), ("role", dee.role.value), ("account", str(dee.account_id))):
            web.execute("SELECT set_config(%s, %s, true)", [f"gt.{name}", value])
        with pytest.raises(psycopg.errors.CheckViolation):
            web.execute("UPDATE store_emergencyfollowup SET reviewed_by = %s", [dee.account_id])


def test_nobody_writes_in_another_agencys_name(westhaven: Any) -> None:
    sam = westhaven.person("sam.social")
    with psycopg.connect(westhaven.urls.web) as web:
        for name, value in (("agency", sam.agency), ("role", sam.role.value), ("account", str(sam.account_id))):
            web.execute("SELECT set_config(%s, %s, true)", [f"gt.{name}", value])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute(
                "INSERT INTO store_recordaddition (id, record_id, agency_id, account_id, author_name, added_at, kind,"
                " words) VALUES (gen_random_uuid(), gen_random_uuid(), %s, %s, 'x', now(), 'x', 'x')",
                [POLICE, sam.account_id],
            )
