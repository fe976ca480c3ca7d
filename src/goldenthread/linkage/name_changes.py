"""What a change of surname costs a link, before and after former names are looked at.

Measured on pairs that an identifier confirms, as if it were not there. *Before*: the same model on the surnames as
they stand. *After*: with the former names that records give and the halves of double ones.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.accuracy import LEAST_PAIRS
from goldenthread.linkage.biases import WARN_ABOVE_POINTS, MissRate
from goldenthread.linkage.comparisons import FAMILY_NAME
from goldenthread.linkage.deciding import Pair, Weighed
from goldenthread.linkage.engines.plain import weigh_pair
from goldenthread.linkage.evaluating import interval
from goldenthread.linkage.joining import Bits
from goldenthread.linkage.model import Model

SURNAME = "surname"
THE_SAME = "the same in both records"
BEFORE = "changed, former names not looked at"
AFTER = "changed, former names looked at"
MOST_WEIGHED_AGAIN = 2_000
"""A sample of this many pairs says enough, and weighing more again would cost a large run seconds."""

_FORMER = FAMILY_NAME.level_labelled("a former or half of a double name")
T = TypeVar("T")


def name_change_rates(pairs: Weighed, features: pa.Table, model: Model) -> list[MissRate]:
    """The same surname first, then changed ones before and after. Empty where too few surnames changed to say."""
    if FAMILY_NAME.name not in model.comparisons:
        return []
    family = features["family"].combine_chunks()
    left, right = (family.take(pa.array(side)) for side in (pairs.left, pairs.right))
    alike = pc.equal(left, right)
    same = pairs.bits[pairs.confirmed & pc.fill_null(alike, False).to_numpy(zero_copy_only=False)]
    unlike = np.flatnonzero(pairs.confirmed & pc.invert(pc.fill_null(alike, True)).to_numpy(zero_copy_only=False))
    differing = _evenly(
        list(zip(pairs.left[unlike].tolist(), pairs.right[unlike].tolist(), strict=True)), MOST_WEIGHED_AGAIN
    )
    before, after = _weighed_twice(differing, features, model)
    if min(len(same), len(after)) < LEAST_PAIRS:
        return []
    usual = _rate(THE_SAME, same, model, above=1.0)
    above = (usual.review + usual.missed) / usual.pairs
    return [usual, _rate(BEFORE, before, model, above=above), _rate(AFTER, after, model, above=above)]


def _weighed_twice(pairs: Sequence[Pair], features: pa.Table, model: Model) -> tuple[list[float], list[float]]:
    """The bits of those pairs whose surnames are no spellings of each other, without and with former names."""
    rows = dict(zip(_rids(pairs), features.take(pa.array(_rids(pairs), pa.int64())).to_pylist(), strict=True))
    before, after = [], []
    for left, right in pairs:
        if FAMILY_NAME.level_of(rows[left], rows[right]) in (0, _FORMER):
            before.append(_bits(_as_they_stand(rows[left]), _as_they_stand(rows[right]), model))
            after.append(_bits(rows[left], rows[right], model))
    return before, after


def _rids(pairs: Sequence[Pair]) -> list[int]:
    return sorted({rid for pair in pairs for rid in pair})


def _as_they_stand(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "family_all": None}


def _bits(left: dict[str, Any], right: dict[str, Any], model: Model) -> float:
    chosen = model.chosen()
    pattern = [comparison.level_of(left, right) for comparison in chosen]
    return weigh_pair(left, right, pattern, chosen, model)[2]


def _rate(value: str, weights: Sequence[float] | Bits, model: Model, *, above: float) -> MissRate:
    bits = np.asarray(weights)
    review = int(np.sum((model.review_from_bits <= bits) & (bits < model.link_from_bits)))
    missed = int(np.sum(bits < min(model.review_from_bits, model.link_from_bits)))
    low, high = interval(missed, len(bits))
    least, most = interval(review + missed, len(bits))
    return MissRate(
        group=SURNAME,
        value=value,
        pairs=len(bits),
        review=review,
        missed=missed,
        missed_95=(low, high),
        not_linked_95=(least, most),
        warned=(review + missed) / len(bits) > above + WARN_ABOVE_POINTS,
    )


def _evenly(values: Sequence[T], most: int) -> list[T]:
    step = max(1.0, len(values) / most)
    return [values[int(place * step)] for place in range(min(most, len(values)))]
