"""What may be said of all that is linked, once it is known who is one person and what was refused.

The lines are drawn on what two records alone say. Refusals and joining then take wrong pairs out, and third records
speak for the rest, so only what is linked in the end can say how right it is.
"""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.calibrating import WANTED_PRECISION
from goldenthread.linkage.deciding import SAME_IDENTIFIER
from goldenthread.linkage.model import Model
from goldenthread.linkage.shapes import Outcome

LEAST_LINKS = 3_000
"""Fewer could not show 99.9 %, were every one looked at and right: of n links none of which is wrong, the 95 % interval
reaches down to about 1 - 3/n (the rule of three; Hanley and Lippman-Hand 1983), and 1 - 3/3,000 is 99.9 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """How many pairs are linked, and the share of them that is expected to be right: of all, and of those without a
    shared identifier."""

    linked: int
    precision: float
    unaided: float
    identifiers: bool
    """Whether an identifier links any of them."""

    @property
    def reached(self) -> bool:
        return self.precision >= WANTED_PRECISION

    def in_words(self) -> str:
        if not self.linked:
            return "no pair is likely enough to be linked"
        links = "1 link" if self.linked == 1 else f"{self.linked:,} links"
        expected = f"expected {self.precision:.3%} of {links}"
        expected += f", {self.unaided:.3%} where no identifier is shared" if self.identifiers else ""
        if self.reached and self.linked < LEAST_LINKS:
            shown = 0.05 ** (1 / self.linked)
            return (
                f"too few links to tell whether 99.9 % precision is reached ({expected}): if somebody looked at all of "
                f"them and none was wrong, that would show {shown:.1%} or better"
            )
        if self.reached:
            return f"99.9 % precision is reached ({expected})"
        return f"99.9 % precision cannot be promised from these data ({expected}): review more"


def claim_of(pairs: pa.Table) -> Claim:
    """The mean of what is told of each linked pair. ``pairs`` as ``LINKS`` or ``DECISIONS``."""
    linked = pairs.filter(pc.equal(pairs["outcome"], str(Outcome.LINKED)))
    unaided = linked.filter(pc.not_equal(linked["why"], SAME_IDENTIFIER))
    return Claim(
        linked=len(linked),
        precision=_mean(linked["probability"]),
        unaided=_mean(unaided["probability"]),
        identifiers=len(unaided) < len(linked),
    )


def claim_of_another_run(model: Model) -> str:
    """What may be said of a run that was given its model: nothing was estimated on its own records."""
    card = model.card
    return (
        f"weights and lines are those of a model trained on {card.records:,} records on {card.trained_on}; how right "
        "they are was estimated of those and not of these: link without --model, or measure with evaluate"
    )


def _mean(chances: pa.ChunkedArray) -> float:
    return float(pc.mean(chances).as_py()) if len(chances) else 1.0
