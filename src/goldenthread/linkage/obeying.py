"""What people decided is obeyed after all that the machine does, so that it changes nothing but what it is about.

Two records that people call the same person bring their two people together as a whole; where they are one person
already, nothing happens. Where a rule keeps the two people from being one, such as two NHS numbers, the two records go
together all the same, and with them whoever may, the surest links first: nobody is parted but whom a rule parts. Where
it keeps the two records themselves apart, or what people decided before does, the decision is not obeyed.

Decisions that stand or fall together are obeyed all or none: an undo puts back all it names, or nothing. Half an undo
would take records out of a person whom nobody questioned.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations

import numpy as np
import pyarrow as pa

from goldenthread.linkage.joining import NOBODY, Bits, Limits, Numbers, Own, Truths, one_of_each
from goldenthread.linkage.numbering import packed
from goldenthread.linkage.shapes import Constraint, Decided
from goldenthread.linkage.staying_behind import Evidence, left_behind

Pair = tuple[int, int]
Told = Mapping[Pair, Constraint]
"""What people decided, by the numbers of the two records, the smaller first, in the order in which it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obeyed:
    """``person_of`` with all obeyed that can be. ``pairs`` were obeyed; ``left_out`` names what cannot wholly be."""

    person_of: Numbers
    pairs: frozenset[Pair]
    left_out: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    """Records, and what tells whether they may be one person."""

    records: frozenset[int]
    own: frozenset[Own]
    one_each: tuple[tuple[int, int], ...]
    barred: frozenset[int]

    def may_be(self) -> bool:
        once = len(set(self.one_each)) == len(self.one_each)
        return once and one_of_each(self.own) and self.barred.isdisjoint(self.records)

    def __or__(self, other: "_Person") -> "_Person":
        return _Person(
            records=self.records | other.records,
            own=self.own | other.own,
            one_each=self.one_each + other.one_each,
            barred=self.barred | other.barred,
        )


def by_pair(features: pa.Table, constraints: Sequence[Constraint]) -> Told:
    """The decisions on two records that are both here. Of two on one pair the careful one stands."""
    if not constraints:
        return {}
    records = zip(features["dataset"].to_pylist(), features["record_id"].to_pylist(), strict=True)
    rid = {record: i for i, record in enumerate(records)}
    told: dict[Pair, Constraint] = {}
    for c in constraints:
        if c.is_of_a_number:
            continue
        left, right = rid.get(c.left), rid.get(c.right)
        if left is None or right is None or left == right:
            continue
        pair = (min(left, right), max(left, right))
        if pair not in told or told[pair].decided is not Decided.APART:
            told[pair] = c
    return told


def told_apart(told: Told) -> Numbers:
    """Shape: (pairs, 2)."""
    apart = [pair for pair, one in told.items() if one.decided is Decided.APART]
    return np.array(apart, dtype=np.int64).reshape(-1, 2)


def obey(
    told: Told, person_of: Numbers, ties: Numbers, limits: Limits, said: tuple[Numbers, Bits] | None = None
) -> Obeyed:
    """Whose each record is once people's word that two are one is obeyed, what was given first before the rest.

    Shape: ``ties`` are the links within people, the surest first, (pairs, 2). ``said``: what each weighed pair says for
    its two being one person, (pairs, 2) and bits; without it nobody is left behind.
    """
    links = [pair for pair, one in told.items() if one.decided is Decided.LINK]
    if not links:
        return Obeyed(person_of=person_of, pairs=frozenset(), left_out=frozenset())
    bringing = _Bringing(told, links, person_of, ties, limits, said)
    obeyed: set[Pair] = set()
    left_out: set[str] = set()
    for together, pairs in _in_order(links, told).items():
        if bringing.together(pairs):
            obeyed.update(pairs)
        elif together[0]:
            left_out.add(together[0])
    return Obeyed(person_of=bringing.person_of(), pairs=frozenset(obeyed), left_out=frozenset(left_out))


def _in_order(links: Iterable[Pair], told: Told) -> dict[tuple[str, Pair | None], list[Pair]]:
    """Those that stand together by what they are called; each of the others alone."""
    sets: dict[tuple[str, Pair | None], list[Pair]] = {}
    for pair in links:
        name = told[pair].together
        sets.setdefault((name, None if name else pair), []).append(pair)
    return sets


class _Bringing:
    """Brings together whom people call one, one decision after the other."""

    def __init__(
        self,
        told: Told,
        links: Sequence[Pair],
        person_of: Numbers,
        ties: Numbers,
        limits: Limits,
        said: tuple[Numbers, Bits] | None,
    ) -> None:
        self._person_of = person_of
        touched = np.isin(person_of, person_of[np.array(links, dtype=np.int64).ravel()])
        self._stands: dict[int, frozenset[int]] = {}
        for rows in _grouped(np.flatnonzero(touched).tolist(), person_of):
            self._stands |= dict.fromkeys(rows, rows)
        self._alone = _each_alone(self._stands, _bars(told, person_of, limits), limits)
        self._told_one = dict(self._alone)
        self._ties = ties[touched[ties[:, 0]]]
        self._evidence = _evidence(said, touched, limits) if said is not None else None

    def together(self, pairs: Sequence[Pair]) -> bool:
        """Obey these decisions, all or none; whether they could be."""
        joined = _joined(pairs, self._told_one)
        if joined is None:
            return False
        self._told_one |= joined
        for left, right in pairs:
            if self._stands[left] is not self._stands[right]:
                for group in self._as_one(self._stands[left], self._stands[right], left):
                    self._stands |= dict.fromkeys(group, group)
        return True

    def person_of(self) -> Numbers:
        """Shape: numbered from 0 in the order of the people's first records."""
        after = self._person_of + len(self._person_of)
        for rows in self._stands.values():
            after[list(rows)] = min(rows)
        return in_order_of_first_records(after)

    def _as_one(self, ours: frozenset[int], theirs: frozenset[int], one: int) -> Iterator[frozenset[int]]:
        """Both people as one, but for whoever stays behind or may not come; those stay with those they stood with."""
        coming = self._coming(ours, theirs, one)
        if not reduce(_Person.__or__, (self._alone[row] for row in sorted(coming))).may_be():
            may_come = self._may_come(ours & coming, theirs & coming, one)
            coming = self._coming(ours & may_come, theirs & may_come, one)
        yield from filter(None, (coming, ours - coming, theirs - coming))

    def _coming(self, ours: frozenset[int], theirs: frozenset[int], one: int) -> frozenset[int]:
        """But for those who stay behind."""
        if self._evidence is None:
            return ours | theirs
        told = self._as_told(ours | theirs)
        known = [side & group.records for side in (ours, theirs) for group in set(told.values())]
        return (ours | theirs) - left_behind(ours, theirs, told[one].records, known, self._evidence)

    def _may_come(self, ours: frozenset[int], theirs: frozenset[int], one: int) -> frozenset[int]:
        """But for those whom a rule keeps from it, the surest links first."""
        groups = self._as_told(ours | theirs)
        for left, right in self._ties_in(ours, theirs):
            _join(groups, left, right)
        for side in (ours, theirs):  # nobody is parted whom no rule parts, though no link holds them
            for left, right in combinations(sorted(side), 2):
                _join(groups, left, right)
        return groups[one].records

    def _as_told(self, rows: frozenset[int]) -> dict[int, _Person]:
        """These records with nobody but those whom people called one with them."""
        groups: dict[int, _Person] = {}
        for row in sorted(rows - groups.keys()):
            if row not in groups:
                mine = self._told_one[row].records & rows
                groups |= dict.fromkeys(mine, reduce(_Person.__or__, (self._alone[one] for one in sorted(mine))))
        return groups

    def _ties_in(self, ours: frozenset[int], theirs: frozenset[int]) -> list[Pair]:
        return [(a, b) for a, b in self._ties.tolist() if (a in ours and b in ours) or (a in theirs and b in theirs)]


def _join(groups: dict[int, _Person], left: int, right: int) -> None:
    """Put the people of these two together, if they may be one."""
    if groups[left] is not groups[right] and (both := groups[left] | groups[right]).may_be():
        groups |= dict.fromkeys(both.records, both)


def _evidence(said: tuple[Numbers, Bits], touched: Truths, limits: Limits) -> Evidence:
    """What is said of those records that are asked for."""
    pairs, bits = said
    asked = touched[pairs].all(axis=1)
    told = zip(map(tuple, pairs[asked].tolist()), bits[asked].tolist(), strict=True)
    rows = np.flatnonzero(touched)
    holds = np.ones(len(rows), dtype=np.int64) if limits.holds is None else limits.holds[rows]
    return Evidence(bits=dict(told), holds=dict(zip(rows.tolist(), holds.tolist(), strict=True)))


def _grouped(rows: Iterable[int], person_of: Numbers) -> list[frozenset[int]]:
    """These rows by person."""
    members: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        members[int(person_of[row])].append(row)
    return [frozenset(one) for one in members.values()]


def _bars(told: Told, person_of: Numbers, limits: Limits) -> Numbers:
    """Whom a rule or people keep apart. What stands in one person stands; people's word goes before a rule's."""
    barred = limits.barred[person_of[limits.barred[:, 0]] != person_of[limits.barred[:, 1]]]
    links = np.array([pair for pair, one in told.items() if one.decided is Decided.LINK])
    spoken_for = np.isin(packed(barred.min(axis=1), barred.max(axis=1)), packed(links[:, 0], links[:, 1]))
    return np.concatenate([barred[~spoken_for], told_apart(told)])


def _each_alone(records: Iterable[int], barred: Numbers, limits: Limits) -> dict[int, _Person]:
    """Each record by itself."""
    rows = sorted(records)
    others: dict[int, set[int]] = defaultdict(set)
    for left, right in barred[np.isin(barred, rows).all(axis=1)].tolist():
        others[left].add(right)
        others[right].add(left)
    return {
        row: _Person(
            records=frozenset({row}),
            own=limits.own_of(row),
            one_each=tuple(
                (kind, int(groups[row])) for kind, groups in enumerate(limits.one_each) if groups[row] != NOBODY
            ),
            barred=frozenset(others[row]),
        )
        for row in rows
    }


def _joined(pairs: Iterable[Pair], people: Mapping[int, _Person]) -> dict[int, _Person] | None:
    """Whose each record is with these pairs joined; none where that would make one person of what cannot be one."""
    now: dict[int, _Person] = {}
    for left, right in pairs:
        a, b = (now.get(record, people[record]) for record in (left, right))
        if a is b:
            continue
        both = a | b
        if not both.may_be():
            return None
        now |= dict.fromkeys(both.records, both)
    return now


def in_order_of_first_records(person_of: Numbers) -> Numbers:
    """The same people, numbered from 0 in the order of their first records."""
    _, first, person = np.unique(person_of, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[person], dtype=np.int64)
