"""Who belongs to which child: by declaration, by a name on the child's record, and perhaps by what they share."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from goldenthread.people import Confidence, FamilyLink, Ground, Index, link_families
from tests.unit.people.area import adult, declares, gathered, held, record, tables

WITHOUT_DETAILS: dict[str, Any] = {"date_of_birth": None, "date_of_birth_precision": None, "address_line": None}


def linked(
    records: list[dict[str, Any]], relations: list[dict[str, Any]], **more: Any
) -> tuple[Index, dict[tuple[str, str], FamilyLink]]:
    """The links by the record ids of adult and child, which are the names in these tests."""
    index = gathered(records, relations, **more)
    table = tables(records, relations)[0].append_column("phone", pa.array([r.get("phone") for r in records]))
    name_of = {person: record_id for (_, record_id), person in held(index).items()}
    return index, {(name_of[one.adult], name_of[one.child]): one for one in link_families(table, index)}


def neighbours(count: int, *, declared: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Homes of one adult and one child each, of which the first ``declared`` are declared mother and child."""
    records, relations = [], []
    for n in range(count):
        home = {"address_line": f"{n + 1} Mill Lane"}
        records += [
            record("gp", f"child{n}", 100 + 2 * n, **home, date_of_birth=date(2015, 3, 1 + n)),
            adult("gp", f"ADULT{n}", 101 + 2 * n, **home, in_cohort="seed", date_of_birth=date(1985, 3, 1 + n)),
        ]
        relations += [declares("gp", f"ADULT{n}", f"child{n}")] if n < declared else []
    return records, relations


@pytest.mark.requirement("B1")
@pytest.mark.requirement("B4")
def test_a_declared_mother_is_linked_with_who_says_so_from_when_and_how_sure_it_is() -> None:
    _, links = linked(
        [record("gp", "ann", 1), adult("gp", "MUM", 2)],
        [declares("gp", "MUM", "ann", since=date(2020, 5, 1), until=date(2025, 5, 1))],
    )
    (found,) = links.values()
    assert (found.relations, found.grounds, found.datasets) == (("mother",), (Ground.DECLARED,), ("gp",))
    assert (found.since, found.until) == (date(2020, 5, 1), date(2025, 5, 1))
    assert (found.is_possible, found.confidence) == (False, Confidence.DECLARED_BY_ONE)
    assert found.because


def test_a_parent_of_whom_a_pupil_s_record_gives_no_more_than_a_name_is_said_to_be_named() -> None:
    _, links = linked(
        [record("school", "ann", 1), adult("school", "MUM", 2, **WITHOUT_DETAILS)], [declares("school", "MUM", "ann")]
    )
    (found,) = links.values()
    assert found.grounds == (Ground.NAMED,)
    assert "a name" in found.because


def test_the_one_adult_of_the_home_who_has_that_name_may_be_the_parent_a_record_names() -> None:
    records = [
        record("school", "ann", 1),
        adult("school", "NAMED", 2, **WITHOUT_DETAILS),
        adult("gp", "SANA", 3, in_cohort="seed"),
        adult("gp", "OTHER", 4, in_cohort="seed", given_name="Ruth"),
    ]
    _, links = linked(records, [declares("school", "NAMED", "ann")])
    assert links["SANA", "ann"].grounds == (Ground.SAME_NAME,)
    assert links["SANA", "ann"].is_possible
    assert ("OTHER", "ann") not in links


def test_two_adults_of_that_name_in_the_home_leave_open_whom_the_record_means() -> None:
    records = [
        record("school", "ann", 1),
        adult("school", "NAMED", 2, **WITHOUT_DETAILS),
        adult("gp", "SANA", 3, in_cohort="seed"),
        adult("gp", "SANA2", 4, in_cohort="seed", date_of_birth=date(1969, 1, 2)),
    ]
    _, links = linked(records, [declares("school", "NAMED", "ann")])
    assert set(links) == {("NAMED", "ann")}


def test_a_shared_home_makes_a_possible_link_where_such_pairs_are_mostly_declared() -> None:
    _, links = linked(*neighbours(30, declared=24))
    possible = {pair: one for pair, one in links.items() if one.is_possible}
    assert len(possible) == 6
    assert {one.grounds for one in possible.values()} == {(Ground.SHARED_HOME,)}
    assert {one.share_declared for one in possible.values()} == {0.8}
    assert {one.confidence for one in possible.values()} == {None}


def test_a_shared_home_makes_no_link_where_agencies_seldom_bear_it_out_or_too_few_are_like_it() -> None:
    for count, declared in ((30, 10), (15, 12)):
        _, links = linked(*neighbours(count, declared=declared))
        assert not any(one.is_possible for one in links.values())


def test_a_possible_link_makes_nobody_a_parent_and_nobody_family() -> None:
    index, links = linked(*neighbours(30, declared=24))
    possible = {one.adult for one in links.values() if one.is_possible}
    assert possible
    assert not possible & {r.from_person for r in index.relationships}
    assert not possible & {f.person_id for f in index.families}


def test_nobody_shares_a_home_with_a_child_as_a_parent_who_is_too_near_the_child_s_age() -> None:
    records, relations = neighbours(30, declared=24)
    records[-1]["date_of_birth"] = date(2006, 1, 1)
    _, links = linked(records, relations)
    assert ("ADULT29", "child29") not in links
    assert ("ADULT28", "child28") in links


def test_a_lodger_whom_an_agency_calls_one_is_no_possible_parent() -> None:
    records, relations = neighbours(30, declared=24)
    _, links = linked(records, [*relations, declares("gp", "ADULT29", "child29", "household_member")])
    assert ("ADULT29", "child29") not in links


def test_one_telephone_is_ground_for_a_possible_link_across_two_homes() -> None:
    records, relations = neighbours(30, declared=24)
    for n, row in enumerate(records):
        row["address_line"] = f"{n + 1} Long Row"
        row["phone"] = f"01632 {960000 + n // 2}"
    _, links = linked(records, relations)
    assert links["ADULT29", "child29"].grounds == (Ground.SHARED_PHONE,)


def test_a_father_declared_for_one_sibling_may_be_the_father_of_the_other() -> None:
    records, relations = [], []
    for n in range(30):
        for place, name in enumerate(("ann", "bob", "MUM", "DAD")):
            make = adult if name.isupper() else record
            home = {"address_line": f"{4 * n + place + 1} Mill Lane"}
            records.append(make("gp", f"{name}{n}", 4 * n + place + 1, **{**home, "in_cohort": "seed"}))
        relations += [declares("gp", f"MUM{n}", f"{child}{n}") for child in ("ann", "bob")]
        relations += [declares("gp", f"DAD{n}", f"ann{n}", "father")]
        relations += [declares("gp", f"DAD{n}", f"bob{n}", "father")] if n else []
    _, links = linked(records, relations)
    found = links["DAD0", "bob0"]
    assert (found.grounds, found.is_possible) == ((Ground.OF_A_SIBLING,), True)


@pytest.mark.parametrize("how", ["hidden", "address_protected"])
def test_nobody_who_is_hidden_or_whose_address_is_protected_is_in_a_possible_link(how: str) -> None:
    records, relations = neighbours(30, declared=24)
    shielded = {("gp", "ADULT29"): "csc"} if how == "hidden" else {}
    records[-1]["address_protected"] = how == "address_protected"
    _, links = linked(records, relations, shielded=shielded)
    assert ("ADULT29", "child29") not in links
    assert ("ADULT28", "child28") in links
