"""Which people a person should see whole: all records of one, with what holds them together, the weakest join first.

A person of many records hangs together by as many joins as there are records but one: the strongest that reach them
all. Where the weakest of them is wrong, two people are held as one, whatever the others weigh.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.reviewing.asking import Pair, feature_rows
from goldenthread.linkage.reviewing.explaining import Weighing, weighing
from goldenthread.linkage.shapes import Linked

LEAST_RECORDS = 3
"""Two records are a pair, which is asked about as such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Two of a person's records, by their places, and what speaks for and against their being of one person.

    ``parts``: the pairs of records that would be parted if this join were wrong.
    """

    left: int
    right: int
    probability: float
    parts: int
    weighing: Weighing


@dataclass(frozen=True, slots=True, kw_only=True)
class WholePerson:
    """All records of one person, in order, and the joins that hold them together, the weakest first."""

    records: tuple[RecordKey, ...]
    joins: tuple[Join, ...]
    value: float


def whole_people(
    linked: Linked, *, most: int, wanted: Collection[RecordKey] = (), only: Collection[RecordKey] | None = None
) -> tuple[WholePerson, ...]:
    """The people most worth seeing whole, and whoever has a ``wanted`` record, the most valuable first.

    A person's value is what an answer is expected to set right, in pairs of records: the chance that their weakest
    join is wrong, times the pairs that taking one record out parts. ``only`` leaves out whoever has another record,
    such as people outside the cohort.
    """
    features = linked.in_hand().features
    members, wanted = _members(linked), frozenset(wanted)
    joins = _joins(linked, members)
    worth = {number: _worth(found, len(members[number])) for number, found in joins.items()}
    asked_for = {number for number, keys in members.items() if not wanted.isdisjoint(keys)}
    allowed = [n for n in joins if only is None or all(key in only for key in members[n])]
    by_value = sorted(allowed, key=lambda n: (-worth[n], members[n][0]))
    chosen = [n for place, n in enumerate(by_value) if n in asked_for or (place < most and worth[n] > 0)]
    rows = feature_rows(features, {key for n in chosen for key in members[n]})
    return tuple(_told(members[n], joins[n], worth[n], rows, linked) for n in chosen)


def _members(linked: Linked) -> dict[int, tuple[RecordKey, ...]]:
    columns = (linked.people[name].to_pylist() for name in ("dataset", "record_id", "cluster"))
    found: dict[int, list[RecordKey]] = defaultdict(list)
    for dataset, record, number in zip(*columns, strict=True):
        found[number].append((dataset, record))
    return {number: tuple(sorted(keys)) for number, keys in found.items() if len(keys) >= LEAST_RECORDS}


def _joins(linked: Linked, members: Mapping[int, tuple[RecordKey, ...]]) -> dict[int, list[tuple[Pair, float, int]]]:
    """For each person the strongest joins that reach all their records, with what hangs on each, the weakest first."""
    person = {key: number for number, keys in members.items() for key in keys}
    found: dict[int, list[tuple[float, float, Pair]]] = defaultdict(list)
    names = ("dataset_l", "record_id_l", "dataset_r", "record_id_r", "probability", "weight_bits")
    for dl, rl, dr, rr, probability, bits in zip(*(linked.links[n].to_pylist() for n in names), strict=True):
        number = person.get((dl, rl))
        if number is not None and person.get((dr, rr)) == number:
            found[number].append((-probability, -bits, ((dl, rl), (dr, rr))))
    return {number: _spanning(members[number], sorted(edges)) for number, edges in found.items()}


def _spanning(keys: tuple[RecordKey, ...], edges: Iterable[tuple[float, float, Pair]]) -> list[tuple[Pair, float, int]]:
    """The spanning joins with what hangs on each, the weakest first."""
    kept = spanning(keys, edges)
    return [(pair, probability, _parted(pair, kept, len(keys))) for pair, probability in reversed(kept)]


def spanning(keys: Iterable[RecordKey], edges: Iterable[tuple[float, float, Pair]]) -> list[tuple[Pair, float]]:
    """The strongest joins that reach all these records. ``edges`` come the strongest first, and so do the joins.

    Joined the strongest first, each join bringing together the records on its two sides.
    """
    group = {key: {key} for key in keys}
    kept: list[tuple[Pair, float]] = []
    for against, _, (left, right) in edges:
        if group[left] is not group[right]:
            kept.append(((left, right), -against))
            both = group[left] | group[right]
            group.update(dict.fromkeys(both, both))
    return kept


def _parted(cut: Pair, joins: Iterable[tuple[Pair, float]], records: int) -> int:
    """How many pairs of records stand on two sides once this join is cut."""
    beside: dict[RecordKey, list[RecordKey]] = defaultdict(list)
    for (left, right), _ in joins:
        if (left, right) != cut:
            beside[left].append(right)
            beside[right].append(left)
    side, waiting = {cut[0]}, [cut[0]]
    while waiting:
        new = [key for key in beside[waiting.pop()] if key not in side]
        side.update(new)
        waiting += new
    return len(side) * (records - len(side))


def _worth(joins: Iterable[tuple[Pair, float, int]], records: int) -> float:
    return round((1 - min((probability for _, probability, _ in joins), default=1.0)) * (records - 1), 4)


def _told(
    keys: tuple[RecordKey, ...],
    joins: Iterable[tuple[Pair, float, int]],
    value: float,
    rows: Mapping[RecordKey, Mapping[str, Any]],
    linked: Linked,
) -> WholePerson:
    place = {key: n for n, key in enumerate(keys)}
    told = tuple(
        Join(
            left=place[left],
            right=place[right],
            probability=probability,
            parts=parts,
            weighing=weighing(rows[left], rows[right], linked.model),
        )
        for (left, right), probability, parts in joins
    )
    return WholePerson(records=keys, joins=told, value=value)
