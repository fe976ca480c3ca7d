"""Everybody who looked while a wrong link stood is listed, and nobody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.people import SeenOf, WrongLink, whom_to_tell
from goldenthread.vocabulary import AgencyId, PersonId

JOINED, PARTED = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
WRONG = WrongLink(person_id=PersonId("P1"), agencies=frozenset({AgencyId("police")}), since=JOINED, until=PARTED)
LOOK = SeenOf(
    entry="e1",
    person_id=PersonId("P1"),
    account="a1",
    by="Sam",
    agency=AgencyId("school"),
    at=JOINED + timedelta(days=3),
    shown_from=frozenset({AgencyId("police"), AgencyId("housing")}),
)


def test_whoever_was_shown_a_fact_through_the_wrong_link_is_told_first() -> None:
    only_a_name = replace(LOOK, entry="e0", at=JOINED, shown_from=frozenset({AgencyId("housing")}))
    told = whom_to_tell([only_a_name, LOOK], WRONG)
    assert [(t.look.entry, t.was_shown_a_fact) for t in told] == [("e1", True), ("e0", False)]


def test_a_look_before_the_link_was_made_or_after_it_was_mended_saw_nothing_wrong() -> None:
    before, after = replace(LOOK, at=JOINED - timedelta(seconds=1)), replace(LOOK, at=PARTED)
    assert whom_to_tell([before, after], WRONG) == ()


def test_a_look_at_somebody_else_is_not_listed() -> None:
    assert whom_to_tell([replace(LOOK, person_id=PersonId("P2"))], WRONG) == ()


@given(st.lists(st.integers(-30, 40), max_size=12))
def test_the_list_holds_each_look_between_joining_and_parting_once(days: list[int]) -> None:
    looks = [replace(LOOK, entry=str(i), at=JOINED + timedelta(days=d)) for i, d in enumerate(days)]
    told = [t.look.entry for t in whom_to_tell(looks, WRONG)]
    assert sorted(told) == sorted(str(i) for i, d in enumerate(days) if 0 <= d < 19)
