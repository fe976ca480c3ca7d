"""Families follow declared relations; households follow addresses; neither makes the other."""

from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from goldenthread.people import Confidence, Index
from tests.unit.people.area import adult, declares, gathered, held, record


def families_of(index: Index) -> set[frozenset[str]]:
    """Families as sets of record ids, which are the names in these tests."""
    return _groups(index, [(f.family_id, f.person_id) for f in index.families])


def households_of(index: Index) -> set[frozenset[str]]:
    return _groups(index, [(h.household_id, h.person_id) for h in index.households])


def _groups(index: Index, places: list[tuple[Any, Any]]) -> set[frozenset[str]]:
    name_of = {person: record_id for (_, record_id), person in held(index).items()}
    groups: dict[Any, set[str]] = defaultdict(set)
    for group, person in places:
        groups[group].add(name_of[person])
    return {frozenset(group) for group in groups.values()}


def area(*relations: tuple[str, str, str], **homes: str) -> Index:
    """People by name: a name in capitals is an adult. ``homes`` gives a house number; without one, each alone."""
    names = sorted({name for start, _, end in relations for name in (start, end)} | set(homes))
    records = [
        (adult if name.isupper() else record)("care", name, n, address_line=f"{homes.get(name, 100 + n)} High Street")
        for n, name in enumerate(names)
    ]
    return gathered(
        [{**row, "in_cohort": "seed"} for row in records],
        [declares("care", start, end, relation) for start, relation, end in relations],
    )


@pytest.mark.requirement("B1")
@pytest.mark.requirement("B2")
def test_children_of_one_declared_parent_are_one_family_with_all_their_parents() -> None:
    index = area(("MUM", "mother", "ann"), ("MUM", "mother", "bob"), ("DAD", "father", "bob"))
    assert families_of(index) == {frozenset({"MUM", "DAD", "ann", "bob"})}


@pytest.mark.requirement("B3")
def test_a_father_who_lives_elsewhere_is_family_and_no_household() -> None:
    index = area(("MUM", "mother", "ann"), ("DAD", "father", "ann"), ann="5", MUM="5", DAD="77")
    assert families_of(index) == {frozenset({"MUM", "DAD", "ann"})}
    assert households_of(index) == {frozenset({"MUM", "ann"})}


@pytest.mark.requirement("B3")
def test_a_lodger_at_the_same_address_is_household_and_never_family() -> None:
    index = area(("MUM", "mother", "ann"), ("LODGER", "household_member", "ann"), ann="5", MUM="5", LODGER="5")
    assert families_of(index) == {frozenset({"MUM", "ann"})}
    assert households_of(index) == {frozenset({"MUM", "ann", "LODGER"})}


def test_a_foster_carer_joins_no_two_families_and_belongs_to_none() -> None:
    index = area(
        ("FOSTER", "foster_carer", "ann"),
        ("FOSTER", "foster_carer", "bob"),
        ("MUM", "mother", "ann"),
        ("MAM", "mother", "bob"),
    )
    assert families_of(index) == {frozenset({"MUM", "ann"}), frozenset({"MAM", "bob"})}
    assert sum(r.relation == "foster_carer" for r in index.relationships) == 2


def test_a_grandmother_belongs_to_two_families_without_joining_them() -> None:
    index = area(
        ("GRAN", "grandparent", "ann"),
        ("GRAN", "grandparent", "bob"),
        ("MUM", "mother", "ann"),
        ("AUNT", "mother", "bob"),
    )
    assert families_of(index) == {frozenset({"GRAN", "MUM", "ann"}), frozenset({"GRAN", "AUNT", "bob"})}


def test_declared_siblings_are_one_family_even_where_no_parent_is_known() -> None:
    assert families_of(area(("ann", "sibling", "bob"))) == {frozenset({"ann", "bob"})}


def test_an_adult_declared_for_more_children_than_a_parent_has_joins_nobody() -> None:
    index = area(*[("WORKER", "carer", f"child{n}") for n in range(16)], ("MUM", "mother", "child0"))
    assert families_of(index) == {frozenset({"MUM", "child0"})}


def test_a_hostel_is_no_household() -> None:
    assert households_of(area(**{f"child{n}": "5" for n in range(15)})) == set()
    assert len(households_of(area(**{f"child{n}": "5" for n in range(14)}))) == 1


def test_a_postcode_alone_makes_no_household() -> None:
    records = [record("care", name, n, address_line=None) for n, name in enumerate(("ann", "bob"))]
    assert gathered(records).households == ()


@pytest.mark.requirement("B4")
def test_a_relationship_says_its_type_its_source_its_dates_and_how_well_it_is_supported() -> None:
    children = [record("school", "c", 1), record("health", "c", 1)]
    mothers = [adult("school", "m", 2), adult("health", "m", 2)]
    since, until = date(2020, 9, 1), date(2024, 7, 19)
    index = gathered(
        [*children, *mothers],
        [
            declares("school", "m", "c", "mother", parental_responsibility="yes", since=since, until=until),
            declares("health", "m", "c", "parent"),
        ],
    )
    school = next(r for r in index.relationships if r.dataset == "school")
    assert (school.relation, school.agency, school.parental_responsibility) == ("mother", "the-school", "yes")
    assert (school.since, school.until) == (since, until)
    assert school.confidence is Confidence.DECLARED_BY_SEVERAL
    assert school.because == "Declared by two agencies."


def test_agencies_that_disagree_on_a_relationship_are_said_to_disagree() -> None:
    index = gathered(
        [record("school", "c", 1), record("health", "c", 1), adult("school", "m", 2), adult("health", "m", 2)],
        [declares("school", "m", "c", "mother"), declares("health", "m", "c", "grandparent")],
    )
    assert {r.confidence for r in index.relationships} == {Confidence.DISPUTED}
    assert {r.because for r in index.relationships} == {
        "Agencies disagree: mother, or grandparent. Ask before you rely on it.",
        "Agencies disagree: grandparent, or mother. Ask before you rely on it.",
    }


def test_a_relation_whose_two_ends_came_out_as_one_person_is_counted_as_a_sign_of_a_false_link() -> None:
    index = gathered([record("school", "c", 1), adult("school", "m", 1)], [declares("school", "m", "c")])
    assert index.relationships == ()
    assert index.relations_to_self == 1
