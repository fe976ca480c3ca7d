"""Whom people's word brings along, and which part of a person stays behind."""

from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.linkage.clustering import APART_BITS
from goldenthread.linkage.staying_behind import MOST_RECORDS, Evidence, Pair, left_behind


def behind(ours: set[int], theirs: set[int], bits: dict[Pair, float], *, told_one: set[int], known=()) -> set[int]:
    """``known``: those told to be one besides; every other record is known alone."""
    alone = [{row} for row in ours | theirs if not any(row in group for group in known)]
    evidence = Evidence(bits=bits, holds={})
    groups = [frozenset(group) for group in (*known, *alone)]
    return set(left_behind(frozenset(ours), frozenset(theirs), frozenset(told_one), groups, evidence))


def test_who_speaks_for_the_record_and_not_against_the_other_person_comes_along() -> None:
    assert behind({0, 1}, {2}, {(0, 1): 5.0, (0, 2): 1.0, (1, 2): 1.0}, told_one={0, 2}) == set()


def test_who_speaks_more_against_the_other_person_than_for_the_record_stays_behind() -> None:
    assert behind({0, 1}, {2}, {(0, 1): 5.0, (0, 2): 1.0, (1, 2): -6.0}, told_one={0, 2}) == {1}
    assert behind({0, 1}, {2}, {(0, 1): 7.0, (0, 2): 1.0, (1, 2): -6.0}, told_one={0, 2}) == set()


def test_what_speaks_as_much_against_the_record_itself_people_have_overruled() -> None:
    """A child who changed name and home: both old records are as unlike the new one as each other."""
    assert behind({0, 1}, {2}, {(0, 1): 5.0, (0, 2): -6.0, (1, 2): -6.0}, told_one={0, 2}) == set()


def test_records_that_are_like_each_other_stay_or_come_together() -> None:
    """1 alone would come, but 1 and 2 are one by more than holds 1 and 0, and 2 has nothing to do with 0."""
    bits = {(0, 1): 5.0, (1, 2): 9.0, (0, 3): 1.0, (1, 3): -1.0, (2, 3): -6.0}
    assert behind({0, 1, 2}, {3}, bits, told_one={0, 3}) == {1, 2}


def test_somebody_else_s_record_on_the_one_side_keeps_nobody_of_the_other_behind() -> None:
    """2 is held with 3 and is nobody's of 0 and 1; without it nothing speaks against 1."""
    bits = {(0, 1): 4.0, (0, 3): 1.0, (1, 3): 0.0, (0, 2): -9.0, (1, 2): -9.0, (2, 3): 2.0}
    assert behind({0, 1}, {2, 3}, bits, told_one={0, 3}) == {2}


def test_whom_people_called_one_before_are_not_parted() -> None:
    bits = {(0, 1): 5.0, (0, 2): 5.0, (0, 3): 1.0, (1, 3): -20.0, (2, 3): 1.0, (1, 2): -20.0}
    assert behind({0, 1, 2}, {3}, bits, told_one={0, 3}) == {1}
    assert behind({0, 1, 2}, {3}, bits, told_one={0, 3}, known=[{1, 2}]) == {1, 2}


def test_who_has_nothing_to_compare_speaks_against_nobody() -> None:
    apart = -2 * APART_BITS  # as much as two pairs not found
    found = {(0, 1): apart / 4, (0, 2): 0.0}
    groups = [frozenset({row}) for row in range(3)]
    for held, stays in (({}, {1}), ({1: 1, 2: 2}, set())):
        evidence = Evidence(bits=found, holds=held)
        assert left_behind(frozenset({0, 1}), frozenset({2}), frozenset({0, 2}), groups, evidence) == stays


def test_of_very_many_records_all_come_along() -> None:
    many = set(range(MOST_RECORDS))
    assert behind(many, {MOST_RECORDS}, {}, told_one={0, MOST_RECORDS}) == set()
    few = set(range(MOST_RECORDS - 1))
    assert behind(few, {MOST_RECORDS}, {}, told_one={0, MOST_RECORDS}) == few - {0}


weights = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]), st.floats(-12, 12)
)


@settings(max_examples=200, deadline=None)
@given(weights, st.integers(1, 7))
def test_whose_record_it_is_that_was_told_of_always_comes(bits: dict[Pair, float], ours: int) -> None:
    told_one = {ours - 1, 7}
    assert behind(set(range(ours)), set(range(ours, 8)), bits, told_one=told_one).isdisjoint(told_one)
