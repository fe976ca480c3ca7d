"""What is wanted of linkage as a whole, shown on small made-up records."""

from datetime import date

import pytest

from goldenthread.linkage import Linked, Mode, link, name_people
from goldenthread.linkage.model import ModelForAnotherUse
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(area(100, seed=11)[0], on=TODAY)


def people(told: Linked, ids: dict[int, str]) -> dict[tuple[str, str], str]:
    return {(p["dataset"], p["record_id"]): ids[p["cluster"]] for p in told.people.to_pylist()}


@pytest.mark.requirement("A3")
def test_one_nhs_number_holds_a_child_together_across_agencies_years_names_and_homes(linked: Linked) -> None:
    number = nhs_number(900)
    at_birth = record(
        agency="healthy child service", dataset="health visiting", record_id="1", known_at=date(2014, 6, 1), **number
    )
    at_school = record(
        agency="alder primary school",
        dataset="school",
        record_id="2",
        known_at=date(2019, 9, 1),
        family_name="Yardley",
        address_line="3 Moss Bank",
        postcode="WH8 8ZZ",
        **number,
    )
    in_care = record(
        agency="council",
        dataset="social care",
        record_id="3",
        known_at=date(2026, 10, 1),
        given_name="Millie",
        family_name="Okafor",
        address_line="90 Chapel Road",
        postcode="WH3 2DJ",
        **number,
    )
    assert len({one["agency"] for one in (at_birth, at_school, in_care)}) == 3
    first = link(table(at_birth, at_school), on=TODAY, model=linked.model)
    before = people(first, name_people(first.people))
    assert len(set(before.values())) == 1
    later = link(table(at_birth, at_school, in_care), on=TODAY, model=linked.model, previous=before)
    after = people(later, name_people(later.people, before))
    assert set(after.values()) == set(before.values())
    without = {**in_care, "nhs_number": None, "nhs_number_grade": None}
    unnumbered = link(table(at_birth, at_school, without), on=TODAY, model=linked.model)
    assert len(set(unnumbered.people["cluster"].to_pylist())) == 2


@pytest.mark.requirement("A8")
def test_how_records_are_compared_follows_from_what_they_hold_how_good_they_are_and_what_for(linked: Linked) -> None:
    rows = area(100, seed=11)[0].to_pylist()
    bare = [
        {**row, "address_line": None, "postcode": None, "nhs_number": None, "nhs_number_grade": None} for row in rows
    ]
    without_homes = link(table(*bare), on=TODAY)
    # What they hold: nobody compares what is not there.
    assert set(linked.model.comparisons) - set(without_homes.model.comparisons) == {"place"}
    # How good they are: where less is there to tell people apart, more of it must agree.
    assert without_homes.model.link_from_bits != linked.model.link_from_bits
    # What for: duplicates of one register are another question than links between two, and a model serves one use.
    within = link(table(*rows), on=TODAY, model=linked.model, mode=Mode.DEDUPE_ONLY)
    between = link(table(*rows), on=TODAY, model=linked.model, mode=Mode.LINK_ONLY)
    assert all(left == right for left, right in _datasets(within))
    assert all(left != right for left, right in _datasets(between))
    with pytest.raises(ModelForAnotherUse):
        link(table(*rows), on=TODAY, model=linked.model, use="deciding who is entitled to a benefit")


def _datasets(told: Linked) -> list[tuple[str, str]]:
    return list(zip(told.links["dataset_l"].to_pylist(), told.links["dataset_r"].to_pylist(), strict=True))
