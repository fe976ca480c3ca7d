"""A claim of a run is refuted only by an interval that excludes it, and in words that say by how much."""

import pytest

from goldenthread.linkage.claims_measured import ClaimMeasured, hold_claim
from goldenthread.linkage.evaluating import Clumps


def claim(right: int, *, of: int, expected: float, each: int = 1) -> ClaimMeasured:
    """``each``: so many pairs every person has, all of them right or none."""
    people = ((each, each if n < right else 0) for n in range(0, of, each))
    return ClaimMeasured(expected=expected, found=Clumps.of(people))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (claim(8030, of=10_000, expected=0.99958), "REFUTED BY MEASUREMENT: 80.300% of 10,000"),
        (claim(8030, of=10_000, expected=0.99958), "99.9 % precision is not reached"),
        (claim(99_930, of=100_000, expected=0.99965), "that 99.9 % is reached is not refuted"),
        (claim(9_994, of=10_000, expected=0.99958), "measured, and not refuted"),
        (claim(9_986, of=10_000, expected=0.975), "more was right than this run promised: 99.860%"),
        (claim(4_856, of=4_856, expected=0.9908), "99.9 % precision was reached, which this run could not promise"),
        (claim(0, of=0, expected=1.0), "no linked pair has a truth"),
    ],
)
def test_what_measurement_makes_of_a_claim(told: ClaimMeasured, says: str) -> None:
    assert says in told.in_words()


def test_a_run_that_promised_less_than_is_true_is_not_refuted() -> None:
    careful = claim(4_856, of=4_856, expected=0.9908)
    assert "refuted" not in careful.in_words().lower()
    told = careful.as_values()
    assert (told["refuted"], told["too_high"], told["too_low"]) == (False, False, True)


def test_what_did_not_promise_is_not_said_to_have_broken_a_promise() -> None:
    assert "99.9" not in claim(500, of=1_000, expected=0.9).in_words()


def test_a_claim_is_the_mean_of_what_is_said_of_each_linked_pair() -> None:
    held = hold_claim([(0.9, True, "a"), (0.7, False, "b")])
    assert (held.expected, held.measured) == (pytest.approx(0.8), 0.5)
    assert hold_claim([]).as_values()["refuted"] is False


def test_pairs_of_one_person_are_one_witness_of_a_claim() -> None:
    """Six wrong pairs of one person refute nothing that six wrong pairs of six people refute."""
    alone, together = (claim(1_194, of=1_200, expected=0.999, each=each) for each in (1, 6))
    assert (alone.measured, alone.too_high) == (together.measured, True)
    assert not together.too_high
    assert together.as_values()["people"] == 200
    assert "by people" in together.in_words()
    said = [(0.999, number >= 6, number // 6) for number in range(1_200)]
    assert hold_claim(said).found == together.found
