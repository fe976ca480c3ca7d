"""The people that ``cluster`` finds, in columns: it is asked only where something speaks against joining all.

Records that links connect are one person unless a rule or the evidence could keep any of them apart. For nearly all
that is told by adding up; the few left over are thought about link by link.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.linkage.bridging import NOT_KNOWN, year_of
from goldenthread.linkage.clustering import AGAINST_COUNTS, APART_BITS, MOST_BITS, Edge, Rules, cluster

Numbers = NDArray[np.int64]
Bits = NDArray[np.float64]
Truths = NDArray[np.bool_]

Own = tuple[int, int]
"""Which thing of which a person has one, and its value."""

NOBODY = -1
"""A record without a value, or outside every group."""
MARGIN_BITS = 1e-6
"""Sums in another order may differ by less than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """``clustering.Edge`` in columns, in the order in which the links are tried."""

    left: Numbers
    right: Numbers
    bits: Bits
    joins: Truths
    certain: Truths

    def take(self, which: Any) -> "Edges":
        columns = (self.left, self.right, self.bits, self.joins, self.certain)
        left, right, bits, joins, certain = (column[which] for column in columns)
        return Edges(left=left, right=right, bits=bits, joins=joins, certain=certain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``clustering.Rules`` in columns: what may not come together, with a number for each value.

    Shape: ``barred`` (pairs, 2). ``own`` holds, for each thing of which a person has one, each record's value of it, or
    ``NOBODY``. Of records with one number in ``one_each``, such as the people of one row, no two are one person.
    ``births`` holds each record's birth date as ``bridging`` has it, or ``NOT_KNOWN``; without it none is known.
    ``holds`` holds what each record has to be compared by besides names, a bit each; without it, every two records have
    something.
    """

    barred: Numbers
    own: tuple[Numbers, ...]
    one_each: tuple[Numbers, ...] = ()
    births: Numbers | None = None
    holds: Numbers | None = None

    def own_of(self, row: int) -> frozenset[Own]:
        return frozenset((kind, int(values[row])) for kind, values in enumerate(self.own) if values[row] != NOBODY)


def one_of_each(own: Collection[Own]) -> bool:
    """Whether no two of these are of one kind. Shape: each once."""
    return len({kind for kind, _ in own}) == len(own)


def join(records: int, edges: Edges, limits: Limits) -> tuple[Numbers, Numbers]:
    """For each record the number of its person, from 0 in the order of first records; and the links that were refused.

    Shape: refused links are positions in ``edges``.
    """
    links = edges.take(edges.joins)
    component = connected(records, links.left, links.right)
    contested = _contested(component, edges, limits)
    person = component.copy()
    rows = np.flatnonzero(contested[component])
    if len(rows):
        person[rows] = rows[_thought_about(rows, edges, limits)]
    refused = np.flatnonzero(edges.joins & (person[edges.left] != person[edges.right]))
    return np.unique(person, return_inverse=True)[1], refused


def connected(records: int, left: Numbers, right: Numbers) -> Numbers:
    """For each record the first record that the links connect it to, at any remove."""
    lowest = np.arange(records, dtype=np.int64)
    while True:
        near = np.minimum(lowest[left], lowest[right])
        before = lowest.copy()
        for ends in (left, right, before[left], before[right]):
            np.minimum.at(lowest, ends, near)
        lowest = lowest[lowest]
        if np.array_equal(lowest, before):
            return lowest


def _contested(component: Numbers, edges: Edges, limits: Limits) -> Truths:
    """By component: could a rule or the evidence keep any two of its records apart?"""
    contested = _outweighed(component, edges)
    barred = component[limits.barred]
    contested[barred[barred[:, 0] == barred[:, 1], 0]] = True
    for values in limits.own:
        contested[_holding_two(component, values)] = True
    for groups in limits.one_each:
        contested[_holding_twice(component, groups)] = True
    if limits.births is not None:
        contested |= _bridged(component, edges, limits.births)
    return contested


def _outweighed(component: Numbers, edges: Edges) -> Truths:
    """Where the weakest link does not outweigh all that speaks against joining, and all that may, taken together."""
    many = len(component)
    inside = edges.take(component[edges.left] == component[edges.right])
    where, counts = component[inside.left], counted(inside.bits)
    sizes = np.bincount(component, minlength=many)
    unknown = sizes * (sizes - 1) // 2 - np.bincount(where, minlength=many)
    against = np.bincount(where, weights=np.maximum(-counts, 0.0), minlength=many) - APART_BITS * unknown
    weakest = np.full(many, np.inf)
    unsure = inside.joins & ~inside.certain
    np.minimum.at(weakest, where[unsure], counts[unsure])
    return weakest <= against + MARGIN_BITS


def _bridged(component: Numbers, edges: Edges, births: Numbers) -> Truths:
    """Where a record without a birth date links what may be born years apart."""
    many, born = len(component), births != NOT_KNOWN
    years = year_of(births)
    first, last = np.full(many, np.iinfo(np.int64).max), np.full(many, NOT_KNOWN, dtype=np.int64)
    np.minimum.at(first, component[born], years[born])
    np.maximum.at(last, component[born], years[born])
    bridges = edges.joins & ~edges.certain & ~(born[edges.left] & born[edges.right])
    bridged = np.zeros(many, dtype=bool)
    bridged[component[edges.left[bridges]]] = True
    return np.asarray(bridged & (last != NOT_KNOWN) & (last - first > 1))


def counted(bits: Bits) -> Bits:
    """What each pair counts between two groups of records: see ``clustering``."""
    return np.where(bits > 0, np.minimum(bits, MOST_BITS), AGAINST_COUNTS * np.maximum(bits, -MOST_BITS))


def _holding_two(component: Numbers, own: Numbers) -> Numbers:
    """The components that hold two different values of what a person has one of."""
    held = np.flatnonzero(own != NOBODY)
    first = np.full(len(component), NOBODY, dtype=np.int64)
    first[component[held]] = own[held]
    return np.asarray(component[held[first[component[held]] != own[held]]])


def _holding_twice(component: Numbers, groups: Numbers) -> Numbers:
    """The components that hold two records of one group."""
    grouped = np.flatnonzero(groups != NOBODY)
    both = component[grouped] * (groups.max(initial=0) + 1) + groups[grouped]
    order = np.argsort(both, kind="stable")
    again = both[order[1:]] == both[order[:-1]]
    return np.asarray(component[grouped[order[1:][again]]])


def _thought_about(rows: Numbers, edges: Edges, limits: Limits) -> Numbers:
    """The people among ``rows``, edge by edge: for each row the place of its person's first row."""
    place = np.full(int(rows.max()) + 1, NOBODY, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    among = edges.take(_both_in(place, edges.left, edges.right))
    told = zip(
        place[among.left].tolist(),
        place[among.right].tolist(),
        among.bits.tolist(),
        among.joins.tolist(),
        among.certain.tolist(),
        strict=True,
    )
    listed = [Edge(pair=(a, b), bits=bits, joins=joins, certain=certain) for a, b, bits, joins, certain in told]
    person_of, _ = cluster(len(rows), listed, _rules(rows, place, limits))
    _, first = np.unique(np.array(person_of, dtype=np.int64), return_index=True)
    return first[np.array(person_of, dtype=np.int64)]


def _both_in(place: Numbers, left: Numbers, right: Numbers) -> Truths:
    inside = (left < len(place)) & (right < len(place))
    inside[inside] = (place[left[inside]] != NOBODY) & (place[right[inside]] != NOBODY)
    return inside


def _rules(rows: Numbers, place: Numbers, limits: Limits) -> Rules:
    barred = limits.barred[_both_in(place, limits.barred[:, 0], limits.barred[:, 1])]
    own = ({at: str(one) for at, one in enumerate(values[rows].tolist()) if one != NOBODY} for values in limits.own)
    one_each = [
        frozenset(f"{kind} {group}" for kind, group in enumerate(groups) if group != NOBODY)
        for groups in zip(*(groups[rows].tolist() for groups in limits.one_each), strict=True)
    ]
    known = () if limits.births is None else enumerate(limits.births[rows].tolist())
    return Rules(
        barred=frozenset((a, b) for a, b in place[barred].tolist()),
        own_values=tuple(own),
        one_each=tuple(one_each),
        births={at: born for at, born in known if born != NOT_KNOWN},
        holds=() if limits.holds is None else limits.holds[rows].tolist(),
    )
