"""What a run expects of its links: how many are wrong, within what chance explains, and how sure it is of each.

Without truth this rests on what is said of each pair, and the interval is of chance alone: so many would be wrong if
all that is said were true. How far what is said is from what is true, it does not tell.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.joining import Bits, Numbers
from goldenthread.linkage.shapes import Outcome

SURE_FROM = (0.999, 0.99, 0.95, 0.8, 0.0)
DRAWS = 100_000
LEAST_WHOLE = 2
"""Fewer are told with a tenth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """``wrong``: how many of the linked ``pairs`` are expected to be, and ``wrong_95`` between how many by chance.

    ``by_sureness``: for each of ``SURE_FROM`` how many links are as sure and not surer, and how many of them are wrong.
    """

    pairs: int
    wrong: float
    wrong_95: tuple[float, float]
    by_sureness: tuple[tuple[int, float], ...]

    def as_values(self) -> dict[str, Any]:
        return {
            "pairs": self.pairs,
            "wrong": round(self.wrong, 1),
            "wrong_95": [round(end, 1) for end in self.wrong_95],
            "precision_95": [round(1 - end / max(self.pairs, 1), 6) for end in self.wrong_95[::-1]],
            "in_words": self.in_words(),
            "by_sureness": [
                {"from": least, "pairs": pairs, "wrong": round(wrong, 1)}
                for least, (pairs, wrong) in zip(SURE_FROM, self.by_sureness, strict=True)
            ],
        }

    def in_words(self) -> str:
        if not self.pairs:
            return "this run made no link"
        low, high = (few(end) for end in self.wrong_95)
        return (
            f"of its {self.pairs:,} links this run expects {few(self.wrong)} to be wrong, and by chance {low} to "
            f"{high} in 95 of 100 such runs"
        )


def few(number: float) -> str:
    """How many pairs are expected, in words for a page."""
    return f"{number:,.0f}" if number >= LEAST_WHOLE or not number else f"{number:.1f}"


def promise(decided: pa.Table, person_of: Numbers) -> Promised:
    """``decided`` as ``DECISIONS``."""
    linked = pc.equal(decided["outcome"], str(Outcome.LINKED))
    links = decided.select(["rid_l", "probability"]).filter(linked)
    wrong = 1 - links["probability"].to_numpy()
    band = np.searchsorted(1 - np.array(SURE_FROM), np.round(wrong, 6), side="left")
    band = np.minimum(band, len(SURE_FROM) - 1)
    many = len(SURE_FROM)
    pairs, expected = np.bincount(band, minlength=many), np.bincount(band, weights=wrong, minlength=many)
    return Promised(
        pairs=len(links),
        wrong=float(wrong.sum()),
        wrong_95=by_chance(wrong, person_of[links["rid_l"].to_numpy()]),
        by_sureness=tuple(zip(pairs.tolist(), expected.tolist(), strict=True)),
    )


def by_chance(wrong: Bits, whose: Numbers) -> tuple[float, float]:
    """Between how many pairs are wrong in 95 of 100 cases, where each is as often as is said and pairs of one person
    are right and wrong together, as far as their chances let them be.

    They are then wrong in clumps, which come as rare events do: a Poisson number of clumps of one size, with the mean
    and the variance that these pairs have. ``whose``: the person of each pair. The same pairs give the same answer.
    """
    expected, spread = float(wrong.sum()), np.sqrt(wrong * (1 - wrong))
    alone = float((spread**2).sum())
    if not alone:
        return expected, expected
    clump = float((np.bincount(whose, weights=spread) ** 2).sum()) / alone
    clumps = np.random.default_rng(len(wrong)).poisson(expected / clump, DRAWS)
    low, high = np.quantile(clumps, (0.025, 0.975)) * clump
    return float(low), min(float(high), float(len(wrong)))
