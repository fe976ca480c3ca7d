"""What a load joined and parted by itself, for people to look at: whatever a machine changed, they can undo."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from goldenthread.linkage.reviewing import JOINED_BY_A_LOAD, PARTED_BY_A_LOAD, Settled
from goldenthread.people import ChangeKind, Held, Index
from goldenthread.service.actions.linking.rows import RecordKey, Records
from goldenthread.service.actions.linking.rulings import Pair, newest, pair_of, persons_of
from goldenthread.service.store.models import LinkQuestion

MOST_CHANGES = 200
"""How many joins, and how many partings, of one load people are asked about."""

People = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatChanged:
    """``parted``: a record of each side. ``joined``: records brought to somebody; ``joined_pairs``: who then has two.

    What people had settled is left out: they know.
    """

    parted: tuple[Pair, ...] = field(repr=False)
    joined: frozenset[RecordKey] = field(repr=False)
    joined_pairs: tuple[Pair, ...] = field(repr=False)


def what_changed(
    index: Index, held: Records, before: Mapping[RecordKey, Held], standing: Iterable[LinkQuestion]
) -> WhatChanged:
    """What this load changed, and what an earlier one did that still waits for people."""
    waiting = list(standing)
    parted_by_people, joined_by_people = _by_people(held)
    parted = {
        pair
        for pair in (*_parted(index, before), *_still_asked(waiting, PARTED_BY_A_LOAD))
        if len(people := _people(pair, held)) == 2 and people not in parted_by_people
    }
    moved = {key for key in _moved(index, held, before) if frozenset({held.person_of[key]}) not in joined_by_people}
    joined = moved | {key for pair in _still_asked(waiting, JOINED_BY_A_LOAD) for key in pair if key in held.person_of}
    return WhatChanged(parted=tuple(sorted(parted)), joined=frozenset(joined), joined_pairs=tuple(of_two(joined, held)))


def _people(pair: Pair, held: Records) -> People:
    return frozenset(held.person_of[key] for key in pair if key in held.person_of)


def _by_people(held: Records) -> tuple[set[People], set[People]]:
    """The two people that each ruling keeps apart, and the one that each holds together."""
    found: dict[str, set[People]] = {Settled.SAME.value: set(), Settled.DIFFERENT.value: set()}
    for ruling in newest().values():
        if ruling.settled in found and (people := persons_of(ruling, held.person_of)):
            found[ruling.settled].add(frozenset(people))
    return found[Settled.DIFFERENT.value], found[Settled.SAME.value]


def _still_asked(standing: Iterable[LinkQuestion], why: str) -> list[Pair]:
    return [pair_of(question) for question in standing if question.why == why]


def _parted(index: Index, before: Mapping[RecordKey, Held]) -> list[Pair]:
    """One record of each person that this load made out of another's, and one that the other kept."""
    first: dict[tuple[str, str], RecordKey] = {}
    for m in index.memberships:
        key = (str(m.dataset), str(m.record_id))
        if key in before:
            first.setdefault((m.person_id, before[key].person_id), key)
    found = []
    for change in index.changes:
        other = change.other_person_id
        if other and change.kind in (ChangeKind.SPLIT, ChangeKind.MOVED):
            stayed, went = first.get((other, other)), first.get((change.person_id, other))
            if stayed and went:
                found.append((min(stayed, went), max(stayed, went)))
    return found[:MOST_CHANGES]


def _moved(index: Index, held: Records, before: Mapping[RecordKey, Held]) -> set[RecordKey]:
    """The records that this load brought to another person."""
    kinds = (ChangeKind.MERGED, ChangeKind.MOVED)
    into = frozenset([change.person_id for change in index.changes if change.kind in kinds][:MOST_CHANGES])
    now = ((key, person) for key, person in held.person_of.items() if person in into and key in before)
    return {key for key, person in now if before[key].person_id != person}


def of_two(joined: Iterable[RecordKey], held: Records) -> list[Pair]:
    """The records of everybody who holds any of these and has two."""
    people = {held.person_of[key] for key in joined}
    records: dict[str, list[RecordKey]] = defaultdict(list)
    for key, person in held.person_of.items():
        if person in people:
            records[person].append(key)
    return [(min(keys), max(keys)) for keys in records.values() if len(keys) == 2]
