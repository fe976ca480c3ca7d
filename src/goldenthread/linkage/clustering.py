"""Links become people: the best links first, on all the evidence between two groups of records, not on one link.

Connected components let one wrong link join two people. Here two groups are joined only if what speaks for it outweighs
the pairs between them that were found apart, and never if the rules say that they cannot be one person.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from goldenthread.linkage.bridging import plainly_apart

Pair = tuple[int, int]

MOST_BITS = 12.0
"""One link counts for no more than this, however strong, and one contradiction for no more against."""
APART_BITS = -1.0
"""What a pair counts that was not found, or found to be apart. One that has nothing to compare but names says nothing
by not being found: a mother whom child health knows by her birth date, and the school by her telephone number."""
AGAINST_COUNTS = 0.5
"""What speaks against counts by half: two poor copies of one record differ from each other by the faults of both.
This and ``APART_BITS`` were chosen by trial on made sets whose truth was known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A pair with its weight. ``joins``: it may bring its ends together; else it only counts for or against.

    ``certain``: an identifier or a reviewer says so, and only the rules can stop it.
    """

    pair: Pair
    bits: float
    joins: bool
    certain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What may not come together. ``own_values`` are things of which a person has one, such as an NHS number.

    Shape: each mapping in ``own_values`` gives a record's value; a record that is not in it has none. ``one_each``
    gives for each record the groups of which a person has one record at most, such as its row; or it is empty.
    ``births`` gives birth dates as ``bridging`` has them: a record without one is no bridge between two of them that
    are plainly apart. ``holds`` gives for each record what it has to be compared by besides names, a bit each; if it is
    empty, every two records have something.
    """

    barred: frozenset[Pair] = frozenset()
    own_values: tuple[Mapping[int, str], ...] = ()
    one_each: tuple[frozenset[str], ...] = ()
    births: Mapping[int, int] = field(default_factory=dict)
    holds: Sequence[int] = ()


@dataclass(slots=True, kw_only=True)
class _Group:
    records: list[int]
    own: tuple[str | None, ...]
    barred: set[int] = field(default_factory=set)
    one_each: set[str] = field(default_factory=set)
    births: set[int] = field(default_factory=set)
    evidence: dict[int, tuple[float, int]] = field(default_factory=dict)
    """To each other group: the bits between them so far, and of how many pairs that have something to compare."""
    holds: Counter[int] = field(default_factory=Counter)
    """How many of its records have what to be compared by."""


def cluster(records: int, edges: Sequence[Edge], rules: Rules) -> tuple[list[int], list[Pair]]:
    """Join the ends of each edge that joins, in the order given, where rules and evidence allow.

    Returns for each record the number of its person, from 0 in the order of the persons' first records, and the pairs
    that were to be joined and were not.
    """
    groups = _start(records, edges, rules)
    group_of = list(range(records))
    waiting = [edge for edge in edges if edge.joins]
    for _ in range(2):  # a group that has grown may have what it lacked
        left_over = [edge for edge in waiting if not _joined(edge, groups, group_of, rules.births)]
        if len(left_over) == len(waiting):
            break
        waiting = left_over
    refused = [e.pair for e in edges if e.joins and group_of[e.pair[0]] != group_of[e.pair[1]]]
    return _numbered(group_of), refused


def _start(records: int, edges: Iterable[Edge], rules: Rules) -> list[_Group]:
    groups = [_Group(records=[i], own=tuple(v.get(i) for v in rules.own_values)) for i in range(records)]
    for group, one_each in zip(groups, rules.one_each, strict=False):
        group.one_each |= one_each
    for record, born in rules.births.items():
        groups[record].births.add(born)
    holds = rules.holds or [1] * records
    for group, held in zip(groups, holds, strict=True):
        group.holds[held] += 1
    for left, right in rules.barred:
        groups[left].barred.add(right)
        groups[right].barred.add(left)
    for edge in edges:
        bits = min(edge.bits, MOST_BITS) if edge.bits > 0 else AGAINST_COUNTS * max(edge.bits, -MOST_BITS)
        left, right = edge.pair
        groups[left].evidence[right] = groups[right].evidence[left] = (bits, int(holds[left] & holds[right] != 0))
    return groups


def _joined(edge: Edge, groups: list[_Group], group_of: list[int], births: Mapping[int, int]) -> bool:
    """Join the ends of ``edge`` if that may be. True as well where they are together already."""
    a, b = group_of[edge.pair[0]], group_of[edge.pair[1]]
    if a == b:
        return True
    if not _may_be_one(groups[a], groups[b]):
        return False
    if not edge.certain and _evidence(groups, a, b) <= 0:
        return False
    if not edge.certain and not all(end in births for end in edge.pair) and _born_apart(groups[a], groups[b]):
        return False
    if len(groups[a].records) < len(groups[b].records):
        a, b = b, a
    for record in groups[b].records:
        group_of[record] = a
    _join(groups, a, b)
    return True


def _may_be_one(a: _Group, b: _Group) -> bool:
    if any(x is not None and y is not None and x != y for x, y in zip(a.own, b.own, strict=True)):
        return False
    return a.one_each.isdisjoint(b.one_each) and a.barred.isdisjoint(b.records) and b.barred.isdisjoint(a.records)


def _born_apart(a: _Group, b: _Group) -> bool:
    """Whether both have birth dates, and every one of the one is plainly apart from every one of the other."""
    ours, theirs = np.array(sorted(a.births)), np.array(sorted(b.births))
    return bool(len(ours) and len(theirs) and plainly_apart(ours[:, None], theirs).all())


def _evidence(groups: list[_Group], a: int, b: int) -> float:
    bits, pairs = groups[a].evidence.get(b, (0.0, 0))
    ours, theirs = groups[a].holds, groups[b].holds
    comparable = sum(m * n for x, m in ours.items() for y, n in theirs.items() if x & y)
    return bits + APART_BITS * (comparable - pairs)


def _join(groups: list[_Group], into: int, other: int) -> None:
    group, gone = groups[into], groups[other]
    group.records += gone.records
    group.own = tuple(x if x is not None else y for x, y in zip(group.own, gone.own, strict=True))
    group.barred |= gone.barred
    group.one_each |= gone.one_each
    group.births |= gone.births
    group.holds += gone.holds
    group.evidence.pop(other, None)
    gone.evidence.pop(into, None)
    for third, (bits, pairs) in gone.evidence.items():
        had, had_pairs = group.evidence.get(third, (0.0, 0))
        group.evidence[third] = groups[third].evidence[into] = (had + bits, had_pairs + pairs)
        groups[third].evidence.pop(other, None)
    groups[other] = _Group(records=[], own=gone.own)


def _numbered(group_of: Iterable[int]) -> list[int]:
    numbers: dict[int, int] = {}
    return [numbers.setdefault(group, len(numbers)) for group in group_of]
