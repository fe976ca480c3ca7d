"""Weighed pairs, and what is decided of each, in columns."""

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.joining import Bits, Numbers, Truths
from goldenthread.linkage.numbering import packed

NOT_REFUSED = -1
"""As a position in ``REFUSALS`` it names what stands behind the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Weighed pairs in columns, in the order of their ids, the smaller first. ``refusal``: a position, or none."""

    left: Numbers
    right: Numbers
    bits: Bits
    refusal: Numbers
    confirmed: Truths
    believed: Truths
    """One person by what is known of people, in spite of a predicate: see ``believing``."""

    def take(self, which: Numbers) -> "Weighed":
        return Weighed(**{one.name: getattr(self, one.name)[which] for one in fields(self)})


def read_pairs(pairs: pa.Table) -> Weighed:
    """``pairs`` as ``PAIRS``."""
    return Weighed(
        left=pairs["rid_l"].to_numpy(),
        right=pairs["rid_r"].to_numpy(),
        bits=pairs["bits"].to_numpy(),
        refusal=pc.fill_null(pairs["refusal"], NOT_REFUSED).to_numpy(),
        confirmed=pairs["confirmed"].to_numpy(),
        believed=np.zeros(len(pairs), dtype=bool),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """For each pair what is decided of it alone: positions in ``deciding``'s outcomes and reasons."""

    bits: Bits
    probability: Bits
    outcome: Numbers
    why: Numbers

    def take(self, which: Numbers) -> "Judged":
        bits, probability, outcome, why = (getattr(self, one.name)[which] for one in fields(self))
        return Judged(bits=bits, probability=probability, outcome=outcome, why=why)

    def put(self, places: Numbers, others: "Judged") -> None:
        """Decide these otherwise, in place: pairs are many."""
        for one in fields(self):
            getattr(self, one.name)[places] = getattr(others, one.name)

    def copy(self) -> "Judged":
        return self.take(np.arange(len(self.bits)))

    def rule(self, places: Numbers, outcome: int, why: int) -> None:
        self.outcome[places], self.why[places] = outcome, why


def places_of(pairs: Weighed, wanted: Numbers) -> Numbers:
    """Where those of the wanted pairs stand that were weighed."""
    return np.flatnonzero(np.isin(packed(pairs.left, pairs.right), packed(wanted[:, 0], wanted[:, 1])))


def with_those_told(pairs: Weighed, judged: Judged, ruled: Numbers) -> tuple[Weighed, Judged]:
    """The pairs, and besides them those of the ruled that nothing proposes: they weigh nothing and are not decided."""
    more = ruled[~np.isin(packed(ruled[:, 0], ruled[:, 1]), packed(pairs.left, pairs.right))]
    none, zero, no = np.full(len(more), NOT_REFUSED), np.zeros(len(more)), np.zeros(len(more), dtype=bool)
    with_more = Weighed(
        left=np.concatenate([pairs.left, more[:, 0]]),
        right=np.concatenate([pairs.right, more[:, 1]]),
        bits=np.concatenate([pairs.bits, zero]),
        refusal=np.concatenate([pairs.refusal, none]),
        confirmed=np.concatenate([pairs.confirmed, no]),
        believed=np.concatenate([pairs.believed, no]),
    )
    judged = Judged(
        bits=np.concatenate([judged.bits, zero]),
        probability=np.concatenate([judged.probability, zero]),
        outcome=np.concatenate([judged.outcome, none]),
        why=np.concatenate([judged.why, none]),
    )
    order = np.lexsort((with_more.right, with_more.left))
    return with_more.take(order), judged.take(order)
