"""What a run said of its links, held against what is measured of them where the truth is known."""

from collections import Counter
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Any

from goldenthread.linkage.calibrating import WANTED_PRECISION
from goldenthread.linkage.evaluating import Clumps

SLACK = 5e-6
"""What is said is told to five digits, and is not refuted by less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMeasured:
    """``expected``: the share of these linked pairs that the run expected to be right. ``found``: how many are, by the
    person that each pair is of, for those of one person are right and wrong together."""

    expected: float
    found: Clumps

    @property
    def pairs(self) -> int:
        return self.found.pairs

    @property
    def right(self) -> int:
        return self.found.right

    @property
    def measured(self) -> float:
        return self.right / self.pairs if self.pairs else 1.0

    @property
    def too_high(self) -> bool:
        return bool(self.pairs) and self.found.share_95()[1] < self.expected - SLACK

    @property
    def too_low(self) -> bool:
        """Careful, and nothing to warn of: who relies on the links is better off than was said."""
        return bool(self.pairs) and self.found.share_95()[0] > self.expected + SLACK

    def in_words(self) -> str:
        if not self.pairs:
            return "no linked pair has a truth to measure by"
        low, high = self.found.share_95()
        found = (
            f"{self.measured:.3%} of {self.pairs:,} linked pairs are right (95 % interval {low:.3%} to "
            f"{high:.3%}, by people: pairs of one are right and wrong together), "
            f"and {self.expected:.3%} was expected"
        )
        if not self.too_high and not self.too_low:
            return f"measured, and not refuted: {found}"
        was = self.expected >= WANTED_PRECISION
        if self.too_high:
            return f"REFUTED BY MEASUREMENT: {found}{_reached(high >= WANTED_PRECISION) if was else ''}"
        return f"more was right than this run promised: {found}{_reached_unsaid(low, was)}"

    def as_values(self) -> dict[str, Any]:
        return {
            "pairs": self.pairs,
            "expected": round(self.expected, 6),
            "measured": round(self.measured, 6),
            "measured_95": list(self.found.share_95()),
            "people": self.found.people,
            "refuted": self.too_high,
            "too_high": self.too_high,
            "too_low": self.too_low,
            "in_words": self.in_words(),
        }


def _reached(may_be: bool) -> str:
    return "; that 99.9 % is reached is not refuted" if may_be else "; 99.9 % precision is not reached"


def _reached_unsaid(low: float, was_said: bool) -> str:
    if was_said or low < WANTED_PRECISION:
        return ""
    return "; 99.9 % precision was reached, which this run could not promise"


def hold_claim(said: Collection[tuple[float, bool, Hashable]]) -> ClaimMeasured:
    """``said`` of each linked pair whose truth is known: its probability, whether it is right, and of which person."""
    of, right = Counter[Hashable](), Counter[Hashable]()
    for _, is_right, person in said:
        of[person] += 1
        right[person] += is_right
    expected = sum(chance for chance, _, _ in said) / len(said) if said else 1.0
    return ClaimMeasured(expected=expected, found=Clumps.of((many, right[person]) for person, many in of.items()))
