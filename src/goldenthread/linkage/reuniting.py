"""People against people: once records are joined, what all of them say together may join two people whom no two
records could.

A pair of records knows its own two only: the name of one copy, the telephone of another, one slip of the pen. Here each
comparison is made between all records of the one and all of the other, and the best agreement counts, less what it had
more than one chance for. What differs must be the exception: a sister's record among a child's is no bridge to the
sister. A rule that keeps two records apart keeps their people apart, but for those that one faulty copy can set off.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa

from goldenthread.linkage.choosing import ANY_OTHER, OTHER
from goldenthread.linkage.comparisons import NOTHING_TO_COMPARE, Comparison, Evidence
from goldenthread.linkage.conditions import LEVEL_OF, Features
from goldenthread.linkage.joining import NOBODY, Bits, Limits, Numbers, Own, Truths, one_of_each
from goldenthread.linkage.model import Model, against_all
from goldenthread.linkage.refusing import is_little_more_than_a_name

MOST_DIFFERING = 0.5
"""Of all pairs of their records that can be compared, no more may differ outright in what a person has one of."""
SURER_BITS = 2.0
"""So much surer than a pair of records must two people be: one wrong join makes wrong pairs of all their records."""
MOST_RECORDS = 60
"""People of more records are left as they are: each is compared with each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Weighed pairs in columns. ``apart``: nothing may join their people. ``open``: no predicate refuses it, or only
    because it says too little.

    Shape: ``parted``, weighed or not, (pairs, 2): a reviewer keeps them apart.
    """

    left: Numbers
    right: Numbers
    bits: Bits
    apart: Truths
    open: Truths
    parted: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Reunited:
    """Shape: ``person_of`` as it was given, with people joined. ``pairs`` are the positions of the best pair of records
    of each two people that were joined, and ``bits`` what these weigh together."""

    person_of: Numbers
    pairs: Numbers
    bits: Bits


@dataclass(frozen=True, slots=True, kw_only=True)
class _Two:
    """Two people, by their numbers, the smaller first; ``best`` is the position of the best pair between them."""

    people: tuple[int, int]
    bits: float
    best: int


@dataclass(slots=True, kw_only=True)
class _Group:
    """People joined so far: what they have one of, and in which groups of records they have theirs."""

    people: set[int]
    own: set[Own]
    one_each: set[tuple[int, int]] = field(default_factory=set)


def reunite(person_of: Numbers, between: Between, features: pa.Table, model: Model, limits: Limits) -> Reunited:
    """Join those people who weigh enough together, the best first. ``limits.barred`` is not asked."""
    found, apart = _candidates(person_of, between)
    members = _members(person_of, {person for people, _ in found for person in people})
    found = [(people, best) for people, best in found if _few([members[p] for p in people])]
    groups = {p: _group(p, members[p], limits) for people, _ in found for p in people}
    asked = [(people, best) for people, best in found if _may_be_one(groups[people[0]], groups[people[1]], apart)]
    weighing = _Weighing(features, model, [row for people, _ in asked for p in people for row in members[p]])
    wanted = model.link_from_bits + SURER_BITS
    weighed = [
        _Two(people=people, bits=bits, best=best)
        for people, best in asked
        if (bits := weighing.bits(members[people[0]], members[people[1]])) >= wanted
    ]
    joined = list(_joined(sorted(weighed, key=lambda two: (-two.bits, two.people)), groups, apart))
    after = np.arange(person_of.max(initial=0) + 1)
    for person, group in groups.items():
        after[person] = min(group.people)
    return Reunited(
        person_of=np.unique(after[person_of], return_inverse=True)[1],
        pairs=np.array([two.best for two in joined], dtype=np.int64),
        bits=np.array([two.bits for two in joined], dtype=np.float64),
    )


def _candidates(person_of: Numbers, between: Between) -> tuple[list[tuple[tuple[int, int], int]], set[tuple[int, int]]]:
    """Any two people whom an open pair connects and none keeps apart, with their best pair; and those kept apart."""
    a, b = person_of[between.left], person_of[between.right]
    outside = np.flatnonzero(a != b)
    a, b = np.minimum(a, b)[outside], np.maximum(a, b)[outside]
    kept_apart = {(min(two), max(two)) for two in person_of[between.parted].tolist()}
    order = np.lexsort((outside, -between.bits[outside], b, a))
    a, b, place = a[order], b[order], outside[order]
    first = np.flatnonzero(np.append(True, (a[1:] != a[:-1]) | (b[1:] != b[:-1]))[: len(a)])
    if not len(first):
        return [], kept_apart
    apart = np.logical_or.reduceat(between.apart[place], first)
    opened = np.logical_or.reduceat(between.open[place], first)
    people = list(zip(a[first].tolist(), b[first].tolist(), strict=True))
    kept_apart |= {people[at] for at in np.flatnonzero(apart).tolist()}
    return [(people[at], int(place[first[at]])) for at in np.flatnonzero(opened & ~apart).tolist()], kept_apart


def _members(person_of: Numbers, wanted: set[int]) -> dict[int, list[int]]:
    """The records of each of these people."""
    members: dict[int, list[int]] = {person: [] for person in wanted}
    rows = np.flatnonzero(np.isin(person_of, np.fromiter(wanted, dtype=np.int64, count=len(wanted))))
    for row, person in zip(rows.tolist(), person_of[rows].tolist(), strict=True):
        members[person].append(row)
    return members


def _few(members: Sequence[Sequence[int]]) -> bool:
    """Two lone records say together what they said as a pair."""
    sizes = [len(rows) for rows in members]
    return max(sizes) > 1 and max(sizes) <= MOST_RECORDS


def _group(person: int, rows: Sequence[int], limits: Limits) -> _Group:
    held = {(kind, int(groups[row])) for kind, groups in enumerate(limits.one_each) for row in rows}
    own = {one for row in rows for one in limits.own_of(row)}
    return _Group(people={person}, own=own, one_each={(kind, value) for kind, value in held if value != NOBODY})


def _may_be_one(a: _Group, b: _Group, apart: set[tuple[int, int]]) -> bool:
    if not one_of_each(a.own | b.own) or not a.one_each.isdisjoint(b.one_each):
        return False
    return all((min(x, y), max(x, y)) not in apart for x, y in product(a.people, b.people))


def _joined(weighed: Sequence[_Two], groups: dict[int, _Group], apart: set[tuple[int, int]]) -> Iterator[_Two]:
    for two in weighed:
        a, b = (groups[person] for person in two.people)
        if a is b or not _may_be_one(a, b, apart):
            continue
        a.people |= b.people
        a.own |= b.own
        a.one_each |= b.one_each
        for person in b.people:
            groups[person] = a
        yield two


class _Weighing:
    """Weighs people by the model of pairs. ``rows``: the records that will be asked for."""

    def __init__(self, features: pa.Table, model: Model, rows: Sequence[int]) -> None:
        self._model, self._comparisons = model, model.chosen()
        self._columns = {c.name: sorted(c.columns()) for c in self._comparisons}
        wanted = sorted({column for columns in self._columns.values() for column in columns})
        shares = [f"tf_{c}" for c in wanted if f"tf_{c}" in features.column_names]
        taken = np.unique(np.array(rows, dtype=np.int64))
        told = features.select([*wanted, *shares]).take(pa.array(taken)).to_pylist()
        self._told: Mapping[int, Features] = dict(zip(taken.tolist(), told, strict=True))

    def bits(self, left: Sequence[int], right: Sequence[int]) -> float:
        """The weight for two people being one; minus infinity where what differs is not the exception."""
        levels: dict[str, int] = {}
        stranger, relative = self._model.against_stranger_bits, self._model.against_relative_bits
        namesake = self._model.against_namesake_bits
        for comparison in self._comparisons:
            met = self._met(comparison, left, right)
            if met is None:
                return -math.inf
            levels[comparison.name] = met.level
            if met.level == NOTHING_TO_COMPARE:
                continue
            step = self._model.step(comparison, met.level)
            told = _less_chance(step.stranger_bits + met.rarity, met.chances)
            stranger += told
            namesake += met.rarity if comparison.is_of_name(met.level) else told
            of_relatives = met.chances if comparison.evidence is Evidence.PERSON else 1
            relative += _less_chance(step.relative_bits, of_relatives)
        bits = round(against_all(stranger, relative, namesake), 6)
        others = max((level for name, level in levels.items() if name.startswith(OTHER)), default=NOTHING_TO_COMPARE)
        agreed = {LEVEL_OF + name: level for name, level in {**levels, ANY_OTHER: others}.items()}
        return -math.inf if is_little_more_than_a_name(agreed, bits) else bits

    def _met(self, comparison: Comparison, left: Sequence[int], right: Sequence[int]) -> "_Met | None":
        """The best level of any two of their records; none where too many differ in what a person has one of."""
        ours, theirs = (self._values(comparison, rows) for rows in (left, right))
        level, rarity, known, differing = NOTHING_TO_COMPARE, 0.0, 0, 0
        compared = 0
        for (one, times), (other, other_times) in product(ours, theirs):
            met = comparison.level_of(one, other)
            if met == NOTHING_TO_COMPARE:
                continue
            compared += 1
            known += times * other_times
            differing += times * other_times if met == 0 else 0
            rare = self._rarity(comparison, met, one, other)
            level, rarity = max((level, rarity), (met, rare))
        if comparison.evidence is Evidence.PERSON and differing > MOST_DIFFERING * known:
            return None
        return _Met(level=level, rarity=rarity, chances=max(compared, 1))

    def _values(self, comparison: Comparison, rows: Sequence[int]) -> list[tuple[Features, int]]:
        """What these records say here, each thing once, and how many of them say it."""
        columns = self._columns[comparison.name]
        said: dict[tuple[Any, ...], tuple[Features, int]] = {}
        for row in rows:
            told = self._told[row]
            key = tuple(tuple(v) if isinstance(v := told[c], list) else v for c in columns)
            said[key] = (told, said[key][1] + 1 if key in said else 1)
        return list(said.values())

    def _rarity(self, comparison: Comparison, level: int, one: Features, other: Features) -> float:
        """What agreement on a rare value adds, as ``Model.weigh`` has it: the commoner of both counts."""
        rare_in = comparison.levels[len(comparison.levels) - 1 - level].rare_in
        shares = [s for s in (one[f"tf_{rare_in}"], other[f"tf_{rare_in}"]) if s] if rare_in else []
        return math.log2(self._model.step(comparison, level).stranger / max(shares)) if shares else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Met:
    """The level that two people met, what its rarity adds, and how many different comparisons it is the best of."""

    level: int
    rarity: float
    chances: int


def _less_chance(bits: float, chances: int) -> float:
    """Of so many chances one is met by accident so many times as often. A disagreement had no chance."""
    return max(bits - math.log2(chances), 0.0) if bits > 0 else bits
