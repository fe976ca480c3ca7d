"""What a run said of its pairs against what is true of them, by groups of which about the same was said.

Links and questions are told apart: of nearly all links nearly the same is said, and they would hide the rest.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from goldenthread.linkage.evaluating import Clumps
from goldenthread.linkage.shapes import Outcome
from goldenthread.linkage.sureness import LEAST_PROBABILITY

MOST_GROUPS = {Outcome.REVIEW: 8, Outcome.LINKED: 4}
LEAST_PAIRS = 20
"""A group of fewer would tell nothing: there are then fewer groups."""

Said = tuple[float, bool, Hashable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Pairs with this ``outcome`` of which about the same was ``said``, on average; ``share`` of them is right.

    The interval is drawn by people.
    """

    outcome: Outcome
    pairs: int
    least: float
    most: float
    said: float
    share: float
    share_95: tuple[float, float]

    def as_values(self) -> dict[str, Any]:
        return {
            "outcome": str(self.outcome),
            "pairs": self.pairs,
            "from": round(self.least, 6),
            "to": round(self.most, 6),
            "said": round(self.said, 6),
            "share": round(self.share, 6),
            "share_95": list(self.share_95),
            "missed": not self.share_95[0] <= self.said <= self.share_95[1],
        }


def reliability(said: Iterable[Said], outcome: Outcome) -> list[Alike]:
    """``said`` of each pair with this outcome: its probability, whether it is right, and whose it is.

    Pairs of which hardly anything was claimed are left out, as of the calibration error. Shape: groups of equally many
    pairs, from the least likely; empty without pairs.
    """
    told = sorted((one for one in said if one[0] > LEAST_PROBABILITY), key=lambda one: one[0])
    groups = max(1, min(MOST_GROUPS[outcome], len(told) // LEAST_PAIRS))
    cuts = [n * len(told) // groups for n in range(groups + 1)]
    usual = _clumps(told).likeness()
    return [_alike(told[a:b], outcome, usual) for a, b in pairwise(cuts) if b > a]


def _alike(told: Sequence[Said], outcome: Outcome, usual: float) -> Alike:
    found = _clumps(told)
    return Alike(
        outcome=outcome,
        pairs=len(told),
        least=told[0][0],
        most=told[-1][0],
        said=sum(chance for chance, _, _ in told) / len(told),
        share=found.right / found.pairs,
        share_95=found.share_95(usual),
    )


def _clumps(told: Sequence[Said]) -> Clumps:
    pairs, right = Counter[Hashable](), Counter[Hashable]()
    for _, is_right, whose in told:
        pairs[whose] += 1
        right[whose] += is_right
    return Clumps.of((many, right[whose]) for whose, many in pairs.items())
