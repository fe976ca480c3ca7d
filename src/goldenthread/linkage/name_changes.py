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
from goldenthread.linkage.biases import Missed, MissRate
from goldenthread.linkage.comparisons import FAMILY_NAME
from goldenthread.linkage.engines.plain import weigh_pair
from goldenthread.linkage.model import Model
from goldenthread.linkage.numbering import Numbers
from goldenthread.linkage.obeying import Pair
from goldenthread.linkage.weighed import Weighed

SURNAME = "surname"
THE_SAME = "the same in both records"
BEFORE = "changed, former names not looked at"
AFTER = "changed, former names looked at"
MOST_WEIGHED_AGAIN = 2_000
"""A sample of this many pairs says enough, and weighing more again would cost a large run seconds."""

_FORMER = FAMILY_NAME.level_labelled("a former or half of a double name")
T = TypeVar("T")


def name_change_rates(pairs: Weighed, features: pa.Table, model: Model, person_of: Numbers) -> list[MissRate]:
    """The same surname first, then changed ones before and after. Empty where too few surnames changed to say.

    ``person_of``: whose each record was found to be. Pairs of one person are missed together.
    """
    if FAMILY_NAME.name not in model.comparisons:
        return []
    family = features["family"].combine_chunks()
    left, right = (family.take(pa.array(side)) for side in (pairs.left, pairs.right))
    alike = pc.equal(left, right)
    same = np.flatnonzero(pairs.confirmed & pc.fill_null(alike, False).to_numpy(zero_copy_only=False))
    unlike = np.flatnonzero(pairs.confirmed & pc.invert(pc.fill_null(alike, True)).to_numpy(zero_copy_only=False))
    differing = _evenly(
        list(zip(pairs.left[unlike].tolist(), pairs.right[unlike].tolist(), strict=True)), MOST_WEIGHED_AGAIN
    )
    changed, before, after = _weighed_twice(differing, features, model)
    if min(len(same), len(after)) < LEAST_PAIRS:
        return []
    usual = Missed.of(pairs.bits[same], person_of[pairs.left[same]], model)
    whose = person_of[[left for left, _ in changed]]
    return [
        Missed.of(np.asarray(bits), of, model).rate((SURNAME, value), usual=usual)
        for value, bits, of in (
            (THE_SAME, pairs.bits[same], person_of[pairs.left[same]]),
            (BEFORE, before, whose),
            (AFTER, after, whose),
        )
    ]


def _weighed_twice(
    pairs: Sequence[Pair], features: pa.Table, model: Model
) -> tuple[list[Pair], list[float], list[float]]:
    """Those pairs whose surnames are no spellings of each other, and their bits without and with former names."""
    rows = dict(zip(_rids(pairs), features.take(pa.array(_rids(pairs), pa.int64())).to_pylist(), strict=True))
    changed, before, after = [], [], []
    for left, right in pairs:
        if FAMILY_NAME.level_of(rows[left], rows[right]) in (0, _FORMER):
            changed.append((left, right))
            before.append(_bits(_as_they_stand(rows[left]), _as_they_stand(rows[right]), model))
            after.append(_bits(rows[left], rows[right], model))
    return changed, before, after


def _rids(pairs: Sequence[Pair]) -> list[int]:
    return sorted({rid for pair in pairs for rid in pair})


def _as_they_stand(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "family_all": None}


def _bits(left: dict[str, Any], right: dict[str, Any], model: Model) -> float:
    chosen = model.chosen()
    pattern = [comparison.level_of(left, right) for comparison in chosen]
    return weigh_pair(left, right, pattern, chosen, model)[2]


def _evenly(values: Sequence[T], most: int) -> list[T]:
    step = max(1.0, len(values) / most)
    return [values[int(place * step)] for place in range(min(most, len(values)))]
