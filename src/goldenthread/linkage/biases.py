"""Whom linkage would miss, by group, where no truth is known: measured on pairs that an identifier confirms.

Such a pair is one person for certain. How often its names, dates and places alone would have linked it says how often a
person of that group without an identifier is missed.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from goldenthread.linkage.deciding import Weighed
from goldenthread.linkage.evaluating import interval
from goldenthread.linkage.model import Model

LEAST_PAIRS = 20
WARN_ABOVE_POINTS = 0.01
"""A group whose miss rate is a point above the whole is warned about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissRate:
    """``review``: missed by the machine and shown to a person. ``missed``: neither linked nor shown."""

    group: str
    value: str
    pairs: int
    review: int
    missed: int
    missed_95: tuple[float, float]
    warned: bool


def miss_rates(
    pairs: Iterable[Weighed], features: pa.Table, groups: Sequence[str | None], model: Model
) -> list[MissRate]:
    """The whole first, then each group with at least ``LEAST_PAIRS`` confirmed pairs, in order."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    family = list(zip(features["family"].to_pylist(), features["family_all"].to_pylist(), strict=True))
    for weighed in pairs:
        if not weighed.confirmed:
            continue
        left, right = weighed.pair
        found = _groups_of(groups[left]) | _groups_of(groups[right])
        changed = _name_changed(family[left], family[right])
        if changed is not None:
            found.add(("family name", "changed between the records" if changed else "the same in both records"))
        for key in {("everybody", ""), *found}:
            counts[key][0] += 1
            counts[key][1] += model.review_from_bits <= weighed.bits < model.link_from_bits
            counts[key][2] += weighed.bits < min(model.review_from_bits, model.link_from_bits)
    return _rates(counts)


def _rates(counts: Mapping[tuple[str, str], Sequence[int]]) -> list[MissRate]:
    whole = counts.get(("everybody", ""), (0, 0, 0))
    usual = (whole[1] + whole[2]) / whole[0] if whole[0] else 0.0
    rates = []
    for (group, value), (pairs, review, missed) in sorted(
        counts.items(), key=lambda item: (item[0][0] != "everybody", item[0])
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
                    warned=warned,
                )
            )
    return rates


def _groups_of(written: str | None) -> set[tuple[str, str]]:
    if not written:
        return set()
    return {(str(name), str(value)) for name, value in json.loads(written).items() if value not in (None, "")}


def _name_changed(left: tuple[str | None, list[str] | None], right: tuple[str | None, list[str] | None]) -> bool | None:
    if not left[0] or not right[0]:
        return None
    return left[0] != right[0] and not set(left[1] or ()) & set(right[1] or ())


CONSENT = "consent"
"""The group that says whether a record's person agreed to be linked: ``yes``, or anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentCoverage:
    """How many of a group's records a linkage that rests on consent would reach."""

    group: str
    value: str
    records: int
    agreed: int
    agreed_95: tuple[float, float]
    warned: bool


def consent_coverage(groups: Iterable[str | None]) -> list[ConsentCoverage]:
    """Everybody first, then each group with at least ``LEAST_PAIRS`` records. Empty where nobody was asked.

    Black parents, lone parents, younger parents and larger households are known to agree less often: name such columns
    as groups in the contract, beside ``consent``.
    """
    asked, agreed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for written in groups:
        of_record = dict(_groups_of(written))
        if CONSENT not in of_record:
            continue
        answer = of_record.pop(CONSENT)
        keys = [("everybody", ""), *of_record.items()]
        asked.update(keys)
        agreed.update(keys if answer == "yes" else ())
    whole = asked["everybody", ""]
    usual = agreed["everybody", ""] / whole if whole else 0.0
    return [
        ConsentCoverage(
            group=key[0],
            value=key[1],
            records=asked[key],
            agreed=agreed[key],
            agreed_95=_both(interval(agreed[key], asked[key])),
            warned=agreed[key] / asked[key] < usual - WARN_ABOVE_POINTS,
        )
        for key in sorted(asked, key=lambda k: (k[0] != "everybody", k))
        if asked[key] >= LEAST_PAIRS
    ]


def _both(limits: Sequence[float]) -> tuple[float, float]:
    return limits[0], limits[1]
