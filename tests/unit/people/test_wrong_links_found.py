"""Which links a load has parted, and since when they stood."""

from datetime import UTC, datetime, timedelta

from goldenthread.people import Held, WrongLink, find_wrong_links
from goldenthread.vocabulary import AgencyId, PersonId

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TODAY = MONDAY + timedelta(days=6)
ANNA, BEA, CLEM = PersonId("anna"), PersonId("bea"), PersonId("clem")
SCHOOL, CLINIC, POLICE = ("school", "1"), ("clinic", "2"), ("police", "3")


def held(person: PersonId, dataset: str, days: int = 0) -> Held:
    return Held(person_id=person, agency=AgencyId(f"the-{dataset}"), since=MONDAY + timedelta(days=days))


TOGETHER = {SCHOOL: held(ANNA, "school"), CLINIC: held(ANNA, "clinic", 2), POLICE: held(ANNA, "police", 4)}


def test_records_that_left_a_person_were_wrongly_theirs_from_when_both_sides_were_there() -> None:
    (parted,) = find_wrong_links(TOGETHER, {SCHOOL: ANNA, CLINIC: ANNA, POLICE: BEA}, at=TODAY)
    assert (parted.other_person_id, parted.records) == (BEA, (POLICE,))
    since = MONDAY + timedelta(days=4)
    agencies = frozenset({AgencyId("the-police")})
    assert parted.wrong == WrongLink(person_id=ANNA, agencies=agencies, since=since, until=TODAY)


def test_a_record_now_outside_the_cohort_was_wrongly_theirs_too() -> None:
    (parted,) = find_wrong_links(TOGETHER, {SCHOOL: ANNA, CLINIC: None, POLICE: ANNA}, at=TODAY)
    assert (parted.other_person_id, parted.records) == (None, (CLINIC,))


def test_a_person_parted_three_ways_is_two_wrong_links() -> None:
    found = find_wrong_links(TOGETHER, {SCHOOL: ANNA, CLINIC: BEA, POLICE: CLEM}, at=TODAY)
    assert [parted.other_person_id for parted in found] == [BEA, CLEM]


def test_a_person_who_became_part_of_another_was_not_parted() -> None:
    assert find_wrong_links(TOGETHER, dict.fromkeys(TOGETHER, BEA), at=TODAY) == ()


def test_a_record_that_is_delivered_no_more_says_nothing_of_a_link() -> None:
    assert find_wrong_links(TOGETHER, {SCHOOL: ANNA, CLINIC: ANNA}, at=TODAY) == ()


def test_where_the_old_id_is_gone_the_larger_part_counts_as_the_person() -> None:
    (parted,) = find_wrong_links(TOGETHER, {SCHOOL: BEA, CLINIC: BEA, POLICE: CLEM}, at=TODAY)
    assert (parted.wrong.person_id, parted.other_person_id) == (ANNA, CLEM)


def test_nothing_of_a_child_is_in_what_is_shown_of_them() -> None:
    (parted,) = find_wrong_links(TOGETHER, {SCHOOL: ANNA, CLINIC: ANNA, POLICE: BEA}, at=TODAY)
    assert "police', '3" not in repr(parted)
    assert repr(held(ANNA, "school")) == "Held()"
