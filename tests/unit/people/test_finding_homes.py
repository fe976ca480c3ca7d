"""A family's records say together where its household is; nobody is put where no record of their own places them."""

from collections import defaultdict
from datetime import date

from goldenthread.people import Index
from tests.unit.people.area import adult, declares, gathered, held, record

OLD, NEW = {"address_line": "3 Old Street"}, {"address_line": "9 New Street"}


def households_of(index: Index) -> list[set[str]]:
    name_of = {m.person_id: m.record_id[:3] for m in index.memberships}
    found: dict[str, set[str]] = defaultdict(set)
    for member in index.households:
        found[member.household_id].add(name_of[member.person_id])
    assert len(held(index)) == len(index.memberships)
    return list(found.values())


def test_a_mother_whom_one_agency_has_at_the_old_address_lives_with_the_child_who_has_moved() -> None:
    index = gathered(
        [
            record("gp", "ann1", 1, **NEW),
            record("school", "ann2", 1, **NEW),
            adult("gp", "MUM1", 2, **OLD),
            adult("school", "MUM2", 2, **NEW),
        ],
        [declares("gp", "MUM1", "ann1")],
    )
    assert households_of(index) == [{"ann", "MUM"}]


def test_a_father_of_whom_no_record_gives_the_new_address_stays_where_he_was() -> None:
    index = gathered(
        [
            record("gp", "ann1", 1, **OLD),
            record("school", "ann2", 1, **NEW),
            record("care", "ann3", 1, **NEW),
            adult("gp", "DAD1", 2, **OLD),
        ],
        [declares("gp", "DAD1", "ann1", "father")],
    )
    assert households_of(index) == []


def test_an_address_out_of_date_for_a_year_places_nobody() -> None:
    index = gathered(
        [
            record("gp", "ann1", 1, **OLD, known_at=date(2024, 1, 1)),
            record("school", "ann2", 1, **NEW),
            adult("gp", "MUM1", 2, **OLD),
        ],
        [declares("gp", "MUM1", "ann1")],
    )
    assert households_of(index) == []


def test_strangers_at_an_earlier_address_have_no_say_in_where_a_family_lives() -> None:
    lodgers = [adult("gp", f"LO{n}", 10 + n, **OLD, in_cohort="seed") for n in range(3)]
    index = gathered(
        [record("gp", "ann1", 1, **NEW), adult("gp", "MUM1", 2, **NEW), adult("school", "MUM2", 2, **OLD), *lodgers],
        [declares("gp", "MUM1", "ann1")],
    )
    assert {"ann", "MUM"} in households_of(index)
