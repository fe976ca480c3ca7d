"""What a run said of its pairs against what is true, by groups of which about the same was said."""

import pytest

from goldenthread.linkage.reliability import reliability
from goldenthread.linkage.shapes import Outcome


def test_groups_hold_equally_many_pairs_and_show_where_what_was_said_is_not_true() -> None:
    """Of the lower half 0.3 is said and true; of the upper 0.9 is said and 0.6 is true."""
    low = [(0.3, n % 10 < 3, f"low {n}") for n in range(400)]
    high = [(0.9, n % 10 < 6, f"high {n}") for n in range(400)]
    told = reliability([*high, *low], Outcome.REVIEW)
    assert [one.pairs for one in told] == [100] * 8
    assert [one.said for one in told] == pytest.approx([0.3] * 4 + [0.9] * 4)
    assert [one.share for one in told] == pytest.approx([0.3] * 4 + [0.6] * 4)
    assert [one.as_values()["missed"] for one in told] == [False] * 4 + [True] * 4


def test_few_pairs_make_few_groups_and_none_makes_none() -> None:
    assert [one.pairs for one in reliability([(0.5, True, n) for n in range(45)], Outcome.LINKED)] == [22, 23]
    assert len(reliability([(0.5, True, 1)], Outcome.LINKED)) == 1
    assert reliability([], Outcome.LINKED) == []
    assert reliability([(0.005, False, 1)], Outcome.LINKED) == []


def test_pairs_of_one_person_that_are_wrong_together_say_less() -> None:
    apart = [(0.8, n % 5 > 0, n) for n in range(100)]
    together = [(0.8, n % 25 > 4, n // 5) for n in range(100)]
    one, clumped = (reliability(told, Outcome.LINKED) for told in (apart, together))
    whole = [sum(part.share * part.pairs for part in parts) / 100 for parts in (one, clumped)]
    assert whole == [pytest.approx(0.8), pytest.approx(0.8)]
    assert clumped[0].share_95[1] - clumped[0].share_95[0] > one[0].share_95[1] - one[0].share_95[0]
