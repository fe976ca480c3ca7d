"""Whom linkage would miss, by group, where no truth is known: measured on pairs that an identifier confirms.

Such a pair is one person for certain. How often its names, dates and places alone would have linked it says how often a
person of that group without an identifier is missed.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.accuracy import EVERYBODY, LEAST_PAIRS, in_order
from goldenthread.linkage.evaluating import Clumps
from goldenthread.linkage.joining import Bits
from goldenthread.linkage.model import Model
from goldenthread.linkage.numbering import NO_VALUE, Numbers, coded
from goldenthread.linkage.weighed import Weighed

WARN_ABOVE_POINTS = 0.01
"""A group of which so much more is not linked than of the whole is warned about."""


Group = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissRate:
    """``review``: missed by the machine and shown to a person. ``missed``: neither linked nor shown.

    ``people``: of so many the pairs are. Pairs of one person are missed together, and the intervals know it.
    """

    group: str
    value: str
    pairs: int
    people: int
    review: int
    missed: int
    missed_95: tuple[float, float]
    not_linked_95: tuple[float, float]
    """Of those to review and those missed together, which the warning is about."""
    warned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Of the same pairs, by person, those that are missed and those that are not linked."""

    missed: Clumps
    not_linked: Clumps

    @classmethod
    def of(cls, bits: Bits, whose: Numbers, model: Model) -> "Missed":
        """``whose``: the number of the person that each pair is of."""
        missed = Clumps.of_each(whose, bits < min(model.review_from_bits, model.link_from_bits))
        return cls(missed=missed, not_linked=Clumps.of_each(whose, bits < model.link_from_bits))

    def rate(self, group: Group, *, usual: "Missed") -> MissRate:
        """``usual``: of everybody, whom a group must not be more than a point worse than."""
        here, there = (one.not_linked.right / one.not_linked.pairs for one in (self, usual))
        return MissRate(
            group=group[0],
            value=group[1],
            pairs=self.missed.pairs,
            people=self.missed.people,
            review=self.not_linked.right - self.missed.right,
            missed=self.missed.right,
            missed_95=self.missed.share_95(usual.missed.likeness()),
            not_linked_95=self.not_linked.share_95(usual.not_linked.likeness()),
            warned=here > there + WARN_ABOVE_POINTS,
        )


def miss_rates(
    pairs: Weighed, features: pa.Table, groups: Sequence[str | None], model: Model, person_of: Numbers
) -> list[MissRate]:
    """The whole first, then each group with at least ``LEAST_PAIRS`` confirmed pairs, in order.

    ``person_of``: whose each record was found to be.
    """
    confirmed = np.flatnonzero(pairs.confirmed)
    if len(confirmed) < LEAST_PAIRS:
        return []
    left, right, bits = pairs.left[confirmed], pairs.right[confirmed], pairs.bits[confirmed]
    whose = person_of[left]
    everybody = Missed.of(bits, whose, model)
    rates = [everybody.rate(EVERYBODY, usual=everybody)]
    for group, rows in _by_group(*_kinds(groups, features, left, right)):
        if len(rows) >= LEAST_PAIRS:
            rates.append(Missed.of(bits[rows], whose[rows], model).rate(group, usual=everybody))
    return rates


def _by_group(kind_of: Numbers, kinds: Sequence[Collection[Group]]) -> Iterator[tuple[Group, Numbers]]:
    """Each group in order, with the rows of the kinds that belong to it."""
    order = np.argsort(kind_of, kind="stable")
    starts = np.searchsorted(kind_of[order], np.arange(len(kinds) + 1))
    belonging: dict[Group, list[int]] = defaultdict(list)
    for kind, told in enumerate(kinds):
        for group in told:
            belonging[group].append(kind)
    for group in sorted(belonging, key=in_order):
        yield group, np.concatenate([order[starts[kind] : starts[kind + 1]] for kind in belonging[group]])


def _kinds(
    groups: Sequence[str | None], features: pa.Table, left: Numbers, right: Numbers
) -> tuple[Numbers, list[set[Group]]]:
    """Which kind each pair is, and the groups of each kind: those of both records, and what became of the surname."""
    written = pa.chunked_array([pa.array(groups, pa.string())])
    changed = _names_changed(features, left, right)
    number, several = coded(written), len(groups) + 1
    told = pc.fill_null(changed.cast(pa.int64()), NO_VALUE).to_numpy(zero_copy_only=False)
    # Nothing has the number before the first.
    whole = ((number[left] + 1) * several + number[right] + 1) * 3 + told + 1
    _, first, kind_of = np.unique(whole, return_index=True, return_inverse=True)
    return kind_of, [
        _groups_of(written[int(left[at])].as_py()) | _groups_of(written[int(right[at])].as_py()) | _SURNAME[told[at]]
        for at in first
    ]


_SURNAME: Mapping[int, set[Group]] = {
    NO_VALUE: set(),
    0: {("family name", "the same in both records")},
    1: {("family name", "changed between the records")},
}


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


def consent_coverage(groups: Sequence[str | None], person_of: Numbers) -> list[ConsentCoverage]:
    """Everybody first, then each group with at least ``LEAST_PAIRS`` records. Empty where nobody was asked.

    ``person_of``: whose each record was found to be. Records of one person agree together.

    Black parents, lone parents, younger parents and larger households are known to agree less often: name such columns
    as groups in the contract, beside ``consent``.
    """
    written = pa.chunked_array([pa.array(groups, pa.string())])
    told = [dict(_groups_of(text)) for text in written.combine_chunks().dictionary_encode().dictionary.to_pylist()]
    answers = [of.pop(CONSENT).casefold() if CONSENT in of else "" for of in told]
    agrees = np.array([answer == AGREED for answer in answers])
    clear = np.array([answer in (AGREED, *NOT_AGREED) for answer in answers])
    kinds = [{EVERYBODY, *of.items()} if answer else () for of, answer in zip(told, answers, strict=True)]
    kind_of = coded(written)
    counted = {
        group: (Clumps.of_each(person_of[rows], agrees[kind_of[rows]]), int(np.sum(~clear[kind_of[rows]])))
        for group, rows in _by_group(kind_of, kinds)
    }
    return [
        _coverage(group, *counted[group], usual=counted[EVERYBODY][0])
        for group in sorted(counted, key=lambda group: (group != EVERYBODY, *in_order(group)))
        if counted[group][0].pairs >= LEAST_PAIRS or group == EVERYBODY
    ]


def _coverage(group: Group, told: Clumps, unclear: int, *, usual: Clumps) -> ConsentCoverage:
    return ConsentCoverage(
        group=group[0],
        value=group[1],
        records=told.pairs,
        agreed=told.right,
        agreed_95=told.share_95(usual.likeness()),
        unclear=unclear,
        warned=told.right / told.pairs < usual.right / usual.pairs - WARN_ABOVE_POINTS,
    )
