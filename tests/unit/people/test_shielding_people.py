"""Whom an agency hides, and whom that hides with them."""

from datetime import date
from typing import Any

import pytest

from goldenthread.people import Index
from tests.unit.people.area import adult, declares, gathered, held, record

REFUGE = {"address_line": "1 Safe House", "postcode": "WH5 5AA"}
OLD_HOME = {"address_line": "14 High Street", "postcode": "WH1 2AB"}
HIDES_MUM = {("care", "MUM"): "childrens-social-care"}


def family(*, mum: dict[str, Any], child: dict[str, Any], dad: dict[str, Any], **more: Any) -> Index:
    """A mother hidden by children's social care, her child, and the father she is hidden from."""
    return gathered(
        [
            adult("care", "MUM", 1, **mum),
            record("care", "child", 2, **child),
            record("school", "child-at-school", 2, **OLD_HOME),
            adult("care", "DAD", 3, given_name="Tariq", **dad),
            adult("school", "DAD-at-school", 3, given_name="Tariq", **OLD_HOME),
        ],
        [declares("care", "MUM", "child", "mother"), declares("care", "DAD", "child", "father")],
        shielded=HIDES_MUM,
        **more,
    )


def hidden(index: Index) -> set[str]:
    people = {entry.person_id for entry in index.shielded}
    return {record_id for (dataset, record_id), person in held(index).items() if person in people and dataset == "care"}


def test_hiding_a_mother_hides_the_child_whom_any_record_places_with_her_and_not_the_father() -> None:
    index = family(mum=REFUGE, child=REFUGE, dad=OLD_HOME)
    assert hidden(index) == {"MUM", "child"}
    assert {entry.custodian for entry in index.shielded} == {"childrens-social-care"}


def test_hiding_a_mother_whose_record_gives_no_address_hides_her_children_and_no_adult_at_the_old_home() -> None:
    nowhere = {"address_line": None, "postcode": None}
    index = gathered(
        [
            adult("care", "MUM", 1, **nowhere),
            adult("school", "MUM-at-school", 1, **OLD_HOME),
            record("care", "child", 2, **OLD_HOME),
            adult("care", "DAD", 3, given_name="Tariq", **OLD_HOME),
        ],
        [declares("care", "MUM", "child", "mother"), declares("care", "DAD", "MUM", "partner")],
        shielded=HIDES_MUM,
    )
    assert hidden(index) == {"MUM", "child"}


def test_hiding_does_not_spread_to_a_neighbour_in_the_refuge_whom_nobody_declares() -> None:
    index = gathered(
        [adult("care", "MUM", 1, in_cohort="seed", **REFUGE), record("care", "other", 2, **REFUGE)], shielded=HIDES_MUM
    )
    assert hidden(index) == {"MUM"}


def test_every_address_of_a_hidden_person_is_protected_and_none_makes_a_household() -> None:
    index = family(mum=REFUGE, child=REFUGE, dad=OLD_HOME)
    people = {entry.person_id for entry in index.shielded}
    assert {a.is_protected for a in index.addresses if a.person_id in people} == {True}
    assert {a.is_protected for a in index.addresses if a.person_id not in people} == {False}
    assert not people & {h.person_id for h in index.households}


def test_an_address_one_agency_protects_is_protected_wherever_the_person_or_their_family_holds_it() -> None:
    index = gathered(
        [
            record("care", "child", 1, address_protected=True, **REFUGE),
            record("school", "child-at-school", 1, **REFUGE),
            adult("school", "MUM", 2, **REFUGE),
            record("school", "stranger", 3, **OLD_HOME),
        ],
        [declares("school", "MUM", "child-at-school")],
    )
    assert {(a.dataset, a.person_id, a.is_protected) for a in index.addresses} == {
        ("care", held(index)[("care", "child")], True),
        ("school", held(index)[("care", "child")], True),
        ("school", held(index)[("school", "MUM")], True),
        ("school", held(index)[("school", "stranger")], False),
    }
    assert index.shielded == ()


@pytest.mark.parametrize(
    ("marked", "other", "protected"),
    [
        (REFUGE, {"address_line": None, "postcode": "WH5 5AA"}, True),
        ({"address_line": None, "postcode": "wh55aa"}, REFUGE, True),
        (REFUGE, {"address_line": "8 Elsewhere Road", "postcode": "WH5 5AA"}, False),
        (REFUGE, {"address_line": None, "postcode": "WH1 2AB"}, False),
    ],
)
def test_a_protected_address_is_protected_in_part_as_in_whole(
    marked: dict[str, Any], other: dict[str, Any], protected: bool
) -> None:
    index = gathered(
        [record("care", "child", 1, address_protected=True, **marked), record("school", "child", 1, **other)]
    )
    assert [a.is_protected for a in index.addresses if a.dataset == "school"] == [protected]


@pytest.mark.parametrize("custodians", [("care-a", "care-b")])
def test_two_agencies_that_hide_one_person_are_both_their_custodians(custodians: tuple[str, str]) -> None:
    index = gathered(
        [record("care", "x", 1), record("police", "x", 1)],
        shielded={("care", "x"): custodians[0], ("police", "x"): custodians[1]},
    )
    assert tuple(entry.custodian for entry in index.shielded) == custodians


def test_whoever_may_be_a_hidden_child_under_another_id_is_hidden_too() -> None:
    index = gathered(
        [
            record("care", "child", 1, given_name="Mina", nhs_number="9990000018", nhs_number_grade="well_formed"),
            record("school", "unlinked", 2, given_name="KHAN", family_name="Mina"),
            record(
                "practice", "same-number", 3, given_name="M", nhs_number="9990000018", nhs_number_grade="well_formed"
            ),
            record("school", "namesake", 4, given_name="Mina", date_of_birth=date(2015, 3, 5)),
        ],
        shielded={("care", "child"): "childrens-social-care"},
    )
    people = {entry.person_id for entry in index.shielded}
    assert {key for key, person in held(index).items() if person in people} == {
        ("care", "child"),
        ("school", "unlinked"),
        ("practice", "same-number"),
    }
