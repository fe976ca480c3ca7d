"""How many of the matches a run found, by all that it says itself: without truth, and most likely too many.

Matches are joined, or a person is asked about them, or the run held them apart and says all the same that so many of
them may be matches. No run can say anything of two records that it never compared. How many matches the model expects
in all (``expected_matches`` on its card) does not tell it either: on 19 made-up sets that was 5 to 13 in 100 fewer than
there were and fewer than the run itself joined and asked about, on two others 13 and 31 in 100 more than there were.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from goldenthread.linkage.calibrating import Bin
from goldenthread.linkage.claiming import claim_of
from goldenthread.linkage.joining import Numbers, Truths
from goldenthread.linkage.model import Model
from goldenthread.linkage.numbering import packed
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.shapes import Outcome
from goldenthread.linkage.weighed import NOT_REFUSED, Weighed


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
    """``decided`` as ``DECISIONS``; ``pairs``: all that were weighed enough to decide; ``bins``: all that were weighed.

    Records that others hold together are one person as often as linked ones. Of what is held apart counts what weighs
    too little, and what a predicate of relatives refuses unasked: the weight knows relatives. What two numbers refuse
    counts nothing, for the weight knows nothing of numbers.
    """
    left, right = decided["rid_l"].to_numpy(), decided["rid_r"].to_numpy()
    chance = decided["probability"].to_numpy()
    one = person_of[left] == person_of[right]
    asked = ~one & np.asarray(decided["outcome"].to_numpy() == Outcome.REVIEW.value)
    sizes = np.bincount(person_of)
    joined_pairs = int((sizes * (sizes - 1) // 2).sum())
    unseen = joined_pairs - int(one.sum())
    two = person_of[pairs.left] != person_of[pairs.right]
    unasked = two & _refused_unasked(pairs) & ~np.isin(packed(pairs.left, pairs.right), packed(left, right))
    too_little = [b for b in bins if b.bits < min(model.review_from_bits, model.link_from_bits)]
    return Reckoned(
        joined_pairs=joined_pairs,
        joined=float(chance[one].sum()) + unseen * claim_of(decided).precision,
        asked_pairs=int(asked.sum()),
        asked=float(chance[asked].sum()),
        apart=float(model.probabilities(pairs.bits[unasked]).sum())
        + sum(b.open * model.probability(b.bits) for b in too_little),
    )


def _refused_unasked(pairs: Weighed) -> Truths:
    """Which pairs a predicate of relatives keeps apart without asking anybody."""
    refused = np.array([*range(len(REFUSALS)), NOT_REFUSED])[pairs.refusal]
    never = [r.of_relatives and not r.for_good and not r.to_review for r in REFUSALS]
    seldom = [r.review_from_bits if r.of_relatives and not r.for_good else -np.inf for r in REFUSALS]
    return np.asarray(np.array([*never, False])[refused] | (pairs.bits < np.array([*seldom, -np.inf])[refused]))
