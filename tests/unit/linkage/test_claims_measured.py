"""A claim of a run is refuted only by an interval that excludes it, and in words that say by how much."""

import pytest

from goldenthread.linkage.claims_measured import ClaimMeasured, hold_claim


def claim(right: int, *, of: int, expected: float) -> ClaimMeasured:
    return ClaimMeasured(pairs=of, expected=expected, right=right)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (claim(8030, of=10_000, expected=0.99958), "REFUTED BY MEASUREMENT: 80.300% of 10,000"),
        (claim(8030, of=10_000, expected=0.99958), "99.9 % precision is not reached"),
        (claim(99_930, of=100_000, expected=0.99965), "that 99.9 % is reached is not refuted"),
        (claim(9_994, of=10_000, expected=0.99958), "measured, and not refuted"),
        (claim(9_986, of=10_000, expected=0.975), "better than was said"),
        (claim(0, of=0, expected=1.0), "no linked pair has a truth"),
    ],
)
def test_what_measurement_makes_of_a_claim(told: ClaimMeasured, says: str) -> None:
    assert says in told.in_words()


def test_what_did_not_promise_is_not_said_to_have_broken_a_promise() -> None:
    assert "99.9" not in claim(500, of=1_000, expected=0.9).in_words()


def test_a_claim_is_the_mean_of_what_is_said_of_each_linked_pair() -> None:
    held = hold_claim([(0.9, True), (0.7, False)])
    assert (held.expected, held.measured) == (pytest.approx(0.8), 0.5)
    assert hold_claim([]).as_values()["refuted"] is False
