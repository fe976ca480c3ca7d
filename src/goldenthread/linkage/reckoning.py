"""How many of the matches a run found, by all that it says itself: without truth, and most likely too many.

Matches are joined, or a person is asked about them, or the run held them apart and says all the same that so many of
them may be matches. No run can say anything of two records that it never compared. How many matches the model expects
in all (``expected_matches`` on its card) does not tell it either: on 25 made-up sets that was from 30 in 100 fewer to
31 in 100 more than there were, and on 21 of them fewer than the run itself knows of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.calibrating import Bin
from goldenthread.linkage.joining import Numbers, Truths
from goldenthread.linkage.model import Model
from goldenthread.linkage.numbering import packed
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.shapes import Outcome
from goldenthread.linkage.weighed import Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """Pairs of records, and how many of them the run says are matches: those joined into one person, those between two
    people that a person is asked about, and those that are held apart unasked."""

    joined_pairs: int
    joined: float
    asked_pairs: int
    asked: float
    apart: float

    @property
    def matches(self) -> float:
        """All that the run knows of."""
        return self.joined + self.asked + self.apart

    def as_values(self) -> dict[str, Any]:
        """Shares of ``matches``; where there are none, nothing is missed."""
        of = {"joined": self.joined, "asked": self.asked, "apart": self.apart}
        shares = {f"share_{name}": round(value / self.matches, 6) for name, value in of.items()} if self.matches else {}
        counts = {"joined_pairs": self.joined_pairs, "asked_pairs": self.asked_pairs}
        told = {**counts, **{name: round(value, 1) for name, value in of.items()}, **shares}
        return {**told, "in_words": self.in_words()}

    def in_words(self) -> str:
        if not self.matches:
            return "this run knows of no match"
        joined, asked, apart = (value / self.matches for value in (self.joined, self.asked, self.apart))
        return (
            f"of the matches that this run knows of {joined:.1%} are joined, {asked:.1%} wait for a person and "
            f"{apart:.1%} are held apart; it cannot count those that it never compared, so of all matches it most "
            "likely joined fewer"
        )


def reckon(decided: pa.Table, person_of: Numbers, pairs: Weighed, bins: Sequence[Bin], model: Model) -> Reckoned:
    """``decided`` as ``DECISIONS``, in the order of their ids; ``pairs``: all that were weighed enough to decide;
    ``bins``: all that were weighed.

    Records that others hold together are one person as often as linked ones. Of what is held apart counts what weighs
    too little, and what a predicate of relatives refuses unasked: the weight knows relatives. What two numbers refuse
    counts nothing, for the weight knows nothing of numbers.
    """
    left, right = decided["rid_l"].to_numpy(), decided["rid_r"].to_numpy()
    chance = decided["probability"].to_numpy()
    one = person_of[left] == person_of[right]
    asked = np.asarray(pc.equal(decided["outcome"], str(Outcome.REVIEW)))
    linked, asked = chance[~asked], asked & ~one
    sizes = np.bincount(person_of)
    joined_pairs = int((sizes * (sizes - 1) // 2).sum())
    unseen = joined_pairs - int(one.sum())
    unasked = pairs.bits[_unasked(pairs, person_of, left, right)]
    too_little = [b for b in bins if b.bits < min(model.review_from_bits, model.link_from_bits)]
    return Reckoned(
        joined_pairs=joined_pairs,
        joined=float(chance[one].sum()) + unseen * (float(linked.mean()) if len(linked) else 1.0),
        asked_pairs=int(asked.sum()),
        asked=float(chance[asked].sum()),
        apart=float(model.probabilities(unasked).sum()) + sum(b.open * model.probability(b.bits) for b in too_little),
    )


def _unasked(pairs: Weighed, person_of: Numbers, left: Numbers, right: Numbers) -> Numbers:
    """Where the pairs of two people stand that a predicate of relatives refuses, but those that were decided on."""
    two = person_of[pairs.left] != person_of[pairs.right]
    refused = np.flatnonzero(two & _refused_unasked(pairs))
    decided, sought = packed(left, right), packed(pairs.left[refused], pairs.right[refused])
    at = np.minimum(np.searchsorted(decided, sought), max(len(decided) - 1, 0))
    return refused[decided[at] != sought] if len(decided) else refused


def _refused_unasked(pairs: Weighed) -> Truths:
    """Which pairs a predicate of relatives keeps apart without asking anybody."""
    never = [r.of_relatives and not r.for_good and not r.to_review for r in REFUSALS]
    seldom = [r.review_from_bits if r.of_relatives and not r.for_good else -np.inf for r in REFUSALS]
    return np.asarray(
        np.array([*never, False])[pairs.refusal] | (pairs.bits < np.array([*seldom, -np.inf])[pairs.refusal])
    )
