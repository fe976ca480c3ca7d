"""A trained model: what each step of agreement weighs, dated, with the card that says what it was trained on.

Three rivals explain every agreement: that two records are of strangers, of two namesakes, or of two people of one
family or household. A pair's weight is the evidence for one person against all of them, so an address that relatives
share tells strangers apart and nothing else, and so does a name that namesakes share.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from goldenthread.linkage.cards import Card
from goldenthread.linkage.choosing import EVERY_COLUMN, choose_comparisons, other_column
from goldenthread.linkage.comparisons import GIVEN_NAME, NOTHING_TO_COMPARE, Comparison

USE = "finding which records describe one person, so that agencies may work together to safeguard children"


class UnreadableModel(Exception):
    """A model file cannot be used. The message says why and what to do next."""


class ModelForAnotherUse(UnreadableModel):
    """A model is to be used for something it was not made and approved for. The message says what to do next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One level of one comparison: how often it is met by one person, by two relatives, by two strangers."""

    label: str
    match: float
    relative: float
    stranger: float

    @property
    def stranger_bits(self) -> float:
        return math.log2(self.match / self.stranger)

    @property
    def relative_bits(self) -> float:
        return math.log2(self.match / self.relative)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Unit: bits, log2 of the odds. ``bits``: one person against all rivals; ``relative_bits``: against relatives;
    ``unlearned_bits``: what the model may have too much of these where both have one forename."""

    bits: float
    relative_bits: float
    unlearned_bits: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Shape: ``steps`` of a comparison follow its levels from the best agreement to the last, none."""

    card: Card
    others: dict[str, str]
    own: tuple[str, ...]
    """Those of the others whose values are a person's own."""
    comparisons: tuple[str, ...]
    steps: dict[str, tuple[Step, ...]]
    against_stranger_bits: float
    """Before any evidence: log2 of one person's pairs to strangers' pairs."""
    against_relative_bits: float
    against_namesake_bits: float
    calibration: tuple[tuple[float, float], ...]
    """Points (weight in bits, probability), rising; straight lines between. Empty: the weight speaks for itself."""
    link_from_bits: float
    review_from_bits: float
    rests_on: str
    """On what the estimate of precision rests, in one sentence."""
    stand_alone: float = 0.0
    """The share of records that stood alone when it was trained. None: it was trained before that was asked."""
    alone_holding: tuple[float, ...] = ()
    """That share of the records that hold nothing, one thing, two things and so on: see ``standing_alone``."""
    too_little_bits: float = 0.0
    """By how many bits more than they weighed pairs that had too little evidence were one person."""
    alone_below: tuple[tuple[float, float], ...] = ()
    """Points (weight in bits, share), rising: so many of those records had no link heavier than that."""
    both_alone_bits: float = 0.0
    """By how many bits likelier than any record one has no company whose other has none: see ``company``."""
    apart: dict[str, float] = field(default_factory=dict)
    """For each predicate in ``refusing`` how often the pairs that it held apart are one person."""
    without_families: bool = False
    """The records it was trained on hold no brothers, sisters or twins: see ``without_families``."""
    least_told: float = 0.0
    """What must be said of a link at least once people are known: see ``second_look``."""
    held_twice: dict[str, float] = field(default_factory=dict)
    """For each dataset how much oftener or more seldom it holds one person twice than two people: see ``registers``."""
    believed_from: float = 0.0
    """What must be said of a pair that a predicate holds apart for it to be linked: see ``believing``. None is: 0."""
    twins_apart: tuple[float, ...] = ()
    """How often two who look like twins in two homes are one person, where neither, one or both stood alone."""

    def chosen(self) -> tuple[Comparison, ...]:
        """The comparisons themselves, in order."""
        by_name = {c.name: c for c in self.choosable()}
        return tuple(by_name[name] for name in self.comparisons)

    def choosable(self) -> tuple[Comparison, ...]:
        """All that could be compared of records that hold every column."""
        everything = dict.fromkeys((*EVERY_COLUMN, *(other_column(c) for c in self.others)), 1.0)
        return choose_comparisons(everything, self.others, frozenset(self.own))

    def step(self, comparison: Comparison, level: int) -> Step:
        return self.steps[comparison.name][len(comparison.levels) - 1 - level]

    @property
    def unlearned_bits(self) -> float:
        """By how much relatives are taken to have one forename more seldom than strangers, in bits; 0 if they are not.

        How many fathers and sons there are of one name is not to be learned without truth, for each such pair may be
        one person under a wrong birth date. They are no fewer than chance would have.
        """
        if GIVEN_NAME.name not in self.steps:
            return 0.0
        best = self.steps[GIVEN_NAME.name][0]
        return round(max(math.log2(best.stranger / best.relative), 0.0), 6)

    def weigh(self, levels: Mapping[str, int], shares: Mapping[str, float | None]) -> Weight:
        """The weight of a pair that meets ``levels``; ``shares`` is how common each agreed value is."""
        stranger, relative = self.against_stranger_bits, self.against_relative_bits
        namesake = self.against_namesake_bits
        for comparison in self.chosen():
            level = levels[comparison.name]
            if level == NOTHING_TO_COMPARE:
                continue
            step = self.step(comparison, level)
            rare_in = comparison.levels[len(comparison.levels) - 1 - level].rare_in
            share = shares.get(rare_in) if rare_in else None
            rarity = math.log2(step.stranger / share) if share else 0.0
            relative += step.relative_bits
            stranger += step.stranger_bits + rarity
            namesake += rarity + (0.0 if comparison.is_of_name(level) else step.stranger_bits)
        relative = round(relative, 6)
        bits = round(against_all(stranger, relative, namesake), 6)
        return Weight(bits=bits, relative_bits=relative, unlearned_bits=self.unlearned_bits)

    def probability(self, bits: float) -> float:
        """The calibrated probability that a pair of this weight is one person."""
        if not self.calibration:
            return probability_of(bits)
        points = self.calibration
        if bits <= points[0][0]:
            return points[0][1]
        if bits < points[-1][0]:
            after = bisect_left(points, (bits,))
            (x0, y0), (x1, y1) = points[after - 1], points[after]
            return y0 + (y1 - y0) * (bits - x0) / (x1 - x0)
        return points[-1][1]

    def probabilities(self, bits: NDArray[np.float64]) -> NDArray[np.float64]:
        """``probability`` of many weights at once."""
        if not self.calibration:
            return chances_of(bits)
        weights, chances = zip(*self.calibration, strict=True)
        return np.asarray(np.interp(bits, weights, chances), dtype=np.float64)


def against_all(*rivals: float) -> float:
    """The evidence against several rivals together is a little less than against the strongest of them."""
    low = min(rivals)
    return low - math.log2(sum(2 ** max(low - bits, -60.0) for bits in rivals))


def probability_of(bits: float) -> float:
    return 1 / (1 + 2 ** -max(min(bits, 60.0), -60.0))


def chances_of(bits: NDArray[np.float64]) -> NDArray[np.float64]:
    """``probability_of`` many weights at once."""
    return np.asarray(1 / (1 + 2 ** -np.clip(bits, -60.0, 60.0)), dtype=np.float64)


def bits_of(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights that say so much, as far as a chance is told in six digits."""
    told = np.clip(chances, 1e-6, 1 - 1e-6)
    return np.asarray(np.round(np.log2(told / (1 - told)), 6), dtype=np.float64)


def hold_to_use(model: Model | None, use: str) -> None:
    """Raises: ModelForAnotherUse."""
    if model and model.card.may_be_used_for != use:
        raise ModelForAnotherUse(
            f"this model may be used for {model.card.may_be_used_for}, and for nothing else. Train one for the use at "
            "hand: link without --model, and have it approved."
        )
