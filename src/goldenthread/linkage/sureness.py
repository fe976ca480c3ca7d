"""How far what is said of pairs is from what is true, and how far it would be by chance were it all true."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 20
LEAST_PROBABILITY = 0.01
"""Pairs of which hardly anything was claimed are left out: there are so many that they would hide the rest."""
DRAWS = 1_000
DIGITS = 4
"""What is said is rounded to so many digits before truths are drawn, so that millions of pairs take a second."""

Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """``error`` over ``pairs``, and what would be found on the same pairs were each right as often as is said: on
    average, and at most in 95 of 100 cases."""

    pairs: int
    error: float
    by_chance: float
    by_chance_95: float

    def in_words(self) -> str:
        return (
            f"calibration error {self.error:.4f} over {self.pairs:,} pairs; were all that is said of them true, it "
            f"would be {self.by_chance:.4f} by chance, and up to {self.by_chance_95:.4f} in 95 of 100 cases"
        )

    def as_values(self) -> dict[str, Any]:
        return {
            "pairs": self.pairs,
            "error": round(self.error, 6),
            "by_chance": round(self.by_chance, 6),
            "by_chance_95": round(self.by_chance_95, 6),
        }


def calibration(said: Iterable[tuple[float, bool]]) -> Calibration:
    """Of probabilities, each with whether it was right."""
    told = [(claim, right) for claim, right in said if claim > LEAST_PROBABILITY]
    by_chance = errors_by_chance([claim for claim, _ in told])
    return Calibration(
        pairs=len(told),
        error=calibration_error(told),
        by_chance=float(by_chance.mean()),
        by_chance_95=float(np.quantile(by_chance, 0.95)),
    )


def calibration_error(said: Iterable[tuple[float, bool]]) -> float:
    """The expected calibration error of probabilities, each with whether it was right, over bins of equally many.

    Pairs of which the same was said share how often it was right, in whatever order they come.
    """
    met: dict[float, list[bool]] = defaultdict(list)
    for claim, right in said:
        if claim > LEAST_PROBABILITY:
            met[claim].append(right)
    points = [(claim, sum(met[claim]) / len(met[claim])) for claim in sorted(met) for _ in met[claim]]
    if not points:
        return 0.0
    total = len(points)
    cut = [points[n * total // BINS : (n + 1) * total // BINS] for n in range(BINS)]
    return sum(abs(sum(claim - right for claim, right in one)) for one in cut) / total


def errors_by_chance(claims: Sequence[float]) -> Shares:
    """The calibration errors that were found had each pair been right as often as was said: ``DRAWS`` of them.

    The same claims give the same errors.
    """
    values, pairs = np.unique(np.round([c for c in claims if c > LEAST_PROBABILITY], DIGITS), return_counts=True)
    if not len(values):
        return np.zeros(DRAWS)
    total = int(pairs.sum())
    cuts = np.array([n * total // BINS for n in range(BINS + 1)])
    ends = np.cumsum(pairs)
    inside = np.minimum(np.searchsorted(ends, cuts, side="right"), len(values) - 1)
    beyond = cuts - (ends - pairs)[inside]
    chance = np.random.default_rng(total)
    return np.array(
        [_error(values - chance.binomial(pairs, values) / pairs, pairs, inside, beyond) for _ in range(DRAWS)]
    )


def _error(off: Shares, pairs: NDArray[np.int64], inside: NDArray[np.int64], beyond: NDArray[np.int64]) -> float:
    """Of values that are each ``off`` for so many ``pairs``. A bin ends ``beyond`` so many pairs of the value it ends
    ``inside`` of."""
    before = np.concatenate([[0.0], np.cumsum(off * pairs)])[inside]
    return float(np.abs(np.diff(before + beyond * off[inside])).sum() / pairs.sum())
