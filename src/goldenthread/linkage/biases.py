"""Whom linkage would miss, by group, where no truth is known: measured on pairs that an identifier confirms.

Such a pair is one person for certain. How often its names, dates and places alone would have linked it says how often a
person of that group without an identifier is missed.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.accuracy import EVERYBODY, LEAST_PAIRS, in_order
from goldenthread.linkage.deciding import Weighed
from goldenthread.linkage.evaluating import interval
from goldenthread.linkage.joining import Numbers
from goldenthread.linkage.model import Model

WARN_ABOVE_POINTS = 0.01
"""A group of which so much more is not linked than of the whole is warned about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissRate:
    """``review``: missed by the machine and shown to a person. ``missed``: neither linked nor shown."""

    group: str
    value: str
    pairs: int
    review: int
    missed: int
    missed_95: tuple[float, float]
    not_linked_95: tuple[float, float]
    """Of those to review and those missed together, which the warning is about."""
    warned: bool


def miss_rates(pairs: Weighed, features: pa.Table, groups: Sequence[str | None], model: Model) -> list[MissRate]:
    """The whole first, then each group with at least ``LEAST_PAIRS`` confirmed pairs, in order."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (left, right, changed), (of_pairs, review, missed) in _by_kind(pairs, features, groups, model).items():
        found = _groups_of(left) | _groups_of(right)
        if changed is not None:
            found.add(("family name", "changed between the records" if changed else "the same in both records"))
        for key in {("everybody", ""), *found}:
            for place, count in enumerate((of_pairs, review, missed)):
                counts[key][place] += count
    return _rates(counts)


Kind = tuple[str | None, str | None, bool | None]
"""The groups of both records of a pair, as written, and whether the family name changed between them."""


def _by_kind(
    pairs: Weighed, features: pa.Table, groups: Sequence[str | None], model: Model
) -> dict[Kind, tuple[int, int, int]]:
    """Of the confirmed pairs of each kind: how many there are, go to review, and are missed."""
    confirmed = np.flatnonzero(pairs.confirmed)
    left, right, bits = pairs.left[confirmed], pairs.right[confirmed], pairs.bits[confirmed]
    written = pa.array(groups, pa.string())
    kinds = pa.table(
        {
            "left": written.take(pa.array(left)),
            "right": written.take(pa.array(right)),
            "changed": _names_changed(features, left, right),
            "review": (model.review_from_bits <= bits) & (bits < model.link_from_bits),
            "missed": bits < min(model.review_from_bits, model.link_from_bits),
        }
    )
    counted = kinds.group_by(["left", "right", "changed"]).aggregate(
        [([], "count_all"), ("review", "sum"), ("missed", "sum")]
    )
    names = ("left", "right", "changed", "count_all", "review_sum", "missed_sum")
    rows = zip(*(counted[name].to_pylist() for name in names), strict=True)
    return {(row[0], row[1], row[2]): row[3:] for row in rows}


def _names_changed(features: pa.Table, left: Numbers, right: Numbers) -> pa.Array:
    """For each pair whether the family names differ and share no part; null where one is missing."""
    names = features["family"].combine_chunks()
    a, b = names.take(pa.array(left)), names.take(pa.array(right))
    changed = pc.not_equal(a, b)
    differing = np.flatnonzero(pc.fill_null(changed, False))
    parts = features["family_all"].combine_chunks()
    several = [parts.take(pa.array(side[differing])).to_pylist() for side in (left, right)]
    told = np.asarray(pc.fill_null(changed, False)).copy()
    told[differing] = [not set(x or ()) & set(y or ()) for x, y in zip(*several, strict=True)]
    return pc.if_else(pc.is_null(changed), None, pa.array(told))


def _rates(counts: Mapping[tuple[str, str], Sequence[int]]) -> list[MissRate]:
    whole = counts.get(("everybody", ""), (0, 0, 0))
    usual = (whole[1] + whole[2]) / whole[0] if whole[0] else 0.0
    rates = []
    for (group, value), (pairs, review, missed) in sorted(
        counts.items(), key=lambda item: (item[0] != EVERYBODY, *in_order(item[0]))
    ):
        if pairs >= LEAST_PAIRS:
            low, high = interval(missed, pairs)
            warned = (review + missed) / pairs > usual + WARN_ABOVE_POINTS
            rates.append(
                MissRate(
                    group=group,
                    value=value,
                    pairs=pairs,
                    review=review,
                    missed=missed,
                    missed_95=(low, high),
                    not_linked_95=_both(interval(review + missed, pairs)),
                    warned=warned,
                )
            )
    return rates


def _groups_of(written: str | None) -> set[tuple[str, str]]:
    if not written:
        return set()
    return {(str(name), str(value)) for name, value in json.loads(written).items() if value not in (None, "")}


CONSENT = "consent"
"""The group that says whether a record's person agreed to be linked."""
AGREED = "yes"
NOT_AGREED = ("no", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentCoverage:
    """How many of a group's records a linkage that rests on consent would reach.

    ``unclear`` of them say neither yes nor no nor unknown. They are not taken to have agreed.
    """

    group: str
    value: str
    records: int
    agreed: int
    agreed_95: tuple[float, float]
    unclear: int
    warned: bool


def consent_coverage(groups: Iterable[str | None]) -> list[ConsentCoverage]:
    """Everybody first, then each group with at least ``LEAST_PAIRS`` records. Empty where nobody was asked.

    Black parents, lone parents, younger parents and larger households are known to agree less often: name such columns
    as groups in the contract, beside ``consent``.
    """
    asked, agreed, unclear = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for written in groups:
        of_record = dict(_groups_of(written))
        if CONSENT not in of_record:
            continue
        answer = of_record.pop(CONSENT).casefold()
        keys = [EVERYBODY, *of_record.items()]
        asked.update(keys)
        agreed.update(keys if answer == AGREED else ())
        unclear.update(keys if answer not in (AGREED, *NOT_AGREED) else ())
    usual = agreed[EVERYBODY] / asked[EVERYBODY] if asked else 0.0
    return [
        ConsentCoverage(
            group=key[0],
            value=key[1],
            records=asked[key],
            agreed=agreed[key],
            agreed_95=_both(interval(agreed[key], asked[key])),
            unclear=unclear[key],
            warned=agreed[key] / asked[key] < usual - WARN_ABOVE_POINTS,
        )
        for key in sorted(asked, key=lambda k: (k != EVERYBODY, *in_order(k)))
        if asked[key] >= LEAST_PAIRS or key == EVERYBODY
    ]


def _both(limits: Sequence[float]) -> tuple[float, float]:
    return limits[0], limits[1]
