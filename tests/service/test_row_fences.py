"""The fence beneath the decision: every row each standing may read through the database alone, against plain rules.

The rules are written here from their prose and applied to the rows as the worker reads them; the web role then asks
for every row of every fenced table, with no action in between.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from goldenthread.service.store.fences import WEB_SEES

REVIEWS = ("access_reviewer", "data_protection_officer")
PURPOSES = ("protect_from_harm", "support_a_family_early", "care_for_a_child_we_know")
OF_SHARING = {
    f"store_{table}"
    for table in (
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
}
"""What somebody decided, asked or passed on: ``test_sharing_fences`` holds these."""
OF_LINKS = {
    f"store_{table}"
    for table in (
        "linkquestion",
        "linkanswer",
        "linkruling",
        "familyfound",
        "wronglinkfound",
        "wronglinkpage",
        "toldofwronglink",
        "linkdoubt",
    )
}
"""What people are asked of two records: ``test_reviewing_links`` and ``test_doubted_pages`` hold these."""
OF_A_PERSON = ("personname", "relationship", "groupmember", "searchkey")

Row = dict[str, Any]
Standing = tuple[str, str, str]
"""Agency, role and purpose."""


@dataclass(frozen=True)
class Truth:
    """All rows of the fenced tables, and what is granted now, as the worker reads them."""

    tables: Mapping[str, list[Row]]
    on_record: Mapping[str, set[str]] = field(repr=False)
    identifies: set[Standing] = field(repr=False)
    granted: Mapping[Standing, set[tuple[str, str]]] = field(repr=False)

    def expected(self, standing: Standing) -> dict[str, set[Any]]:
        """The rows of each table that this standing may read."""
        return {
            table: {row["id"] for row in rows if RULES[table](self, standing, row)}
            for table, rows in self.tables.items()
        }


def _is_not_hidden_from(standing: Standing, row: Row) -> bool:
    return row["custodian_id"] in (None, standing[0])


def _knows(truth: Truth, standing: Standing, person: str) -> bool:
    agency, role, _ = standing
    return standing in truth.identifies or role in REVIEWS or person in truth.on_record[agency]


def _person(truth: Truth, standing: Standing, row: Row) -> bool:
    return _is_not_hidden_from(standing, row) and _knows(truth, standing, row["id"])


def _held_about(truth: Truth, standing: Standing, row: Row) -> bool:
    return _is_not_hidden_from(standing, row) and _knows(truth, standing, row["person_id"])


def _address(truth: Truth, standing: Standing, row: Row) -> bool:
    """A protected address is for the agency that holds it and for the custodian alone."""
    may_have_it = not row["is_protected"] or standing[0] in (row["agency_id"], row["custodian_id"])
    return may_have_it and _held_about(truth, standing, row)


def _identifier(truth: Truth, standing: Standing, row: Row) -> bool:
    """A passport and an agency's own number are for the agency that holds them alone, whatever anybody may know."""
    like_the_name = row["kind"] in ("nhs_number", "upn")
    return (like_the_name or row["agency_id"] == standing[0]) and _held_about(truth, standing, row)


def _membership(truth: Truth, standing: Standing, row: Row) -> bool:
    """That another agency knows a child is for those who may be sure who the child is."""
    agency, role, _ = standing
    beyond = standing in truth.identifies or role in REVIEWS
    return _is_not_hidden_from(standing, row) and (row["agency_id"] == agency or beyond)


def _flag(truth: Truth, standing: Standing, row: Row) -> bool:
    own = row["agency_id"] == standing[0]
    return _is_not_hidden_from(standing, row) and (own or (row["agency_id"], row["kind"]) in truth.granted[standing])


def _found_by_likeness(truth: Truth, standing: Standing, row: Row) -> bool:
    """What an agency's own records say is for that agency, and for those who may be sure who the child is."""
    agency, role, _ = standing
    beyond = standing in truth.identifies or role in REVIEWS
    return _is_not_hidden_from(standing, row) and (agency in row["agencies"] or beyond)


def _number(truth: Truth, standing: Standing, row: Row) -> bool:
    return _found_by_likeness(truth, standing, truth.tables["store_searchrecord"][row["record_id"]])


RULES: Mapping[str, Callable[[Truth, Standing, Row], bool]] = {
    "store_person": _person,
    "store_personaddress": _address,
    "store_personidentifier": _identifier,
    "store_membership": _membership,
    "store_flag": _flag,
    "store_searchrecord": _found_by_likeness,
    "store_searchnumber": _number,
    **{f"store_{table}": _held_about for table in OF_A_PERSON},
}


@pytest.fixture
def truth(westhaven: Any) -> Truth:
    with psycopg.connect(westhaven.urls.worker, row_factory=dict_row) as worker:

        def rows(table: str) -> list[Row]:
            return worker.execute(sql.SQL("SELECT * FROM {} ORDER BY 1").format(sql.Identifier(table))).fetchall()

        on_record: dict[str, set[str]] = defaultdict(set)
        for row in rows("store_membership"):
            on_record[row["agency_id"]].add(row["person_id"])
        granted: dict[Standing, set[tuple[str, str]]] = defaultdict(set)
        for row in _live(rows("store_grantedpermission")):
            granted[row["holder_agency_id"], row["role"], row["purpose"]].add((row["source_agency_id"], row["kind"]))
        identifies = {
            (row["holder_agency_id"], row["role"], row["purpose"]) for row in _live(rows("store_grantedidentity"))
        }
        return Truth({table: rows(table) for table in RULES}, on_record, identifies, granted)


def _live(rows: Iterable[Row]) -> list[Row]:
    now = datetime.now(tz=UTC)
    return [row for row in rows if row["revoked_at"] is None and row["not_before"] <= now < row["not_after"]]


def _seen(web: psycopg.Connection[Any], standing: Standing) -> dict[str, set[Any]]:
    with web.transaction():
        for name, value in zip(("agency", "role", "purpose", "account"), (*standing, "1"), strict=True):
            web.execute("SELECT set_config(%s, %s, true)", [f"gt.{name}", value])
        return {
            table: {row[0] for row in web.execute(sql.SQL("SELECT id FROM {}").format(sql.Identifier(table)))}
            for table in RULES
        }


def _differences(westhaven: Any, truth: Truth, standings: Iterable[Standing]) -> dict[Any, int]:
    with psycopg.connect(westhaven.urls.web) as web:
        found = {}
        for standing in standings:
            seen, expected = _seen(web, standing), truth.expected(standing)
            found.update({(standing, t): len(seen[t] ^ expected[t]) for t in RULES if seen[t] != expected[t]})
        return found


def _of_every_agency(truth: Truth) -> list[Standing]:
    """Each agency once in each role it has, for each purpose; once as a reviewer, once in a role that holds nothing."""
    agencies = sorted({row["agency_id"] for row in truth.tables["store_membership"]})
    found = {*truth.granted, *truth.identifies}
    for agency in agencies:
        found |= {(agency, "administrator", PURPOSES[0]), (agency, REVIEWS[0], PURPOSES[0])}
    return sorted(found)


def test_every_table_of_people_that_is_fenced_has_its_rule_here() -> None:
    of_people = {t for t in WEB_SEES if t not in ("store_ledgerpayload", "store_look", "store_reviewitem")}
    assert of_people - {"store_custodianalert", "store_searchmodel"} - OF_SHARING - OF_LINKS == set(RULES)


@pytest.mark.requirement("D4")
def test_each_agency_reads_exactly_the_rows_that_the_rules_allow(westhaven: Any, truth: Truth) -> None:
    hidden = sum(row["custodian_id"] is not None for row in truth.tables["store_person"])
    protected = sum(row["is_protected"] for row in truth.tables["store_personaddress"])
    assert min(hidden, protected, *(len(rows) for rows in truth.tables.values())) > 0
    standings = _of_every_agency(truth)
    assert len({agency for agency, _, _ in standings}) > 20
    assert _differences(westhaven, truth, standings) == {}


@pytest.mark.parametrize(
    "standing",
    [
        ("", "", ""),
        ("no-such-agency", "social_worker", PURPOSES[0]),
        ("westhaven-police", "no_such_role", PURPOSES[0]),
        ("westhaven-childrens-social-care", "social_worker", "no_such_purpose"),
    ],
)
def test_a_standing_that_nobody_has_reads_no_more_than_the_rules_allow(
    westhaven: Any, truth: Truth, standing: Standing
) -> None:
    assert _differences(westhaven, truth, [standing]) == {}
    if standing[0] in ("", "no-such-agency"):
        with psycopg.connect(westhaven.urls.web) as web:
            assert set().union(*_seen(web, standing).values()) == set()


def test_a_fence_left_open_would_be_seen(westhaven_copy: Any, westhaven: Any, truth: Truth) -> None:
    """The control: one policy too many on one table, and the comparison says so."""
    standing = ("westhaven-housing", "housing_officer", PURPOSES[0])
    for table in ("store_personaddress", "store_flag"):
        with psycopg.connect(westhaven_copy.urls.owner) as owner:
            opened = sql.SQL("CREATE POLICY opened ON {} FOR SELECT TO golden_thread_web USING (true)")
            owner.execute(opened.format(sql.Identifier(table)))
    assert {table for _, table in _differences(westhaven_copy, truth, [standing])} == {
        "store_personaddress",
        "store_flag",
    }


def test_how_common_names_are_is_for_whoever_acts_for_an_agency(westhaven: Any) -> None:
    with psycopg.connect(westhaven.urls.web) as web:
        seen = []
        for agency in ("", "westhaven-police"):
            web.execute("SELECT set_config('gt.agency', %s, true)", [agency])
            seen.append(len(web.execute("SELECT version FROM store_searchmodel").fetchall()))
    assert seen == [0, 1]
