"""Person ids that survive a re-run: a person keeps the id that most of their records had."""

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

RecordKey = tuple[str, str]
ID_LENGTH = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """How the people differ from those of an earlier run."""

    kept: int
    new: int
    merged: int
    split: int
    gone: int


def name_people(people: pa.Table, previous: Mapping[RecordKey, str] | None = None) -> dict[int, str]:
    """A person id for each cluster. An earlier id goes to the cluster that holds most of its records, once.

    Of as many the first record decides, for an id that is to stay and for a cluster that is to be named alike. So
    whoever an extract parted, or joined, and the next one brings back, is called as before; no id has an age.
    """
    records = _records_by_cluster(people)
    claims = []
    for number, keys in records.items():
        held_by: dict[str, list[RecordKey]] = defaultdict(list)
        for key in keys:
            if previous and key in previous:
                held_by[previous[key]].append(key)
        claims += [(-len(held), held[0], person_id, number) for person_id, held in held_by.items()]
    named: dict[int, str] = {}
    taken: set[str] = set()
    for _, _, person_id, number in sorted(claims):
        if number not in named and person_id not in taken:
            named[number] = person_id
            taken.add(person_id)
    spoken_for = taken | set(previous.values()) if previous else taken
    for number, keys in records.items():
        if number not in named:
            named[number] = _fresh(keys[0], spoken_for)
    return named


def what_changed(people: pa.Table, previous: Mapping[RecordKey, str]) -> Renamed:
    records = _records_by_cluster(people)
    named = name_people(people, previous)
    before = {n: {previous[k] for k in keys if k in previous} for n, keys in records.items()}
    spread = Counter(person_id for ids in before.values() for person_id in ids)
    known = set(previous.values())
    return Renamed(
        kept=sum(named[n] in known for n in records),
        new=sum(not ids for ids in before.values()),
        merged=sum(len(ids) - 1 for ids in before.values() if len(ids) > 1),
        split=sum(count - 1 for count in spread.values()),
        gone=len(known - set(spread)),
    )


def _records_by_cluster(people: pa.Table) -> dict[int, list[RecordKey]]:
    records: dict[int, list[RecordKey]] = defaultdict(list)
    columns = (people[c].to_pylist() for c in ("dataset", "record_id", "cluster"))
    for dataset, record_id, number in zip(*columns, strict=True):
        records[number].append((dataset, record_id))
    return {number: sorted(keys) for number, keys in sorted(records.items())}


def _fresh(first_record: RecordKey, taken: set[str]) -> str:
    """An id made from the first record's place, so that two runs of the same files agree."""
    for attempt in range(1000):
        digest = hashlib.sha256("\0".join((*first_record, str(attempt))).encode()).digest()
        person_id = base64.b32encode(digest).decode()[:ID_LENGTH]
        if person_id not in taken:
            return person_id
    raise AssertionError("a thousand different digests cannot all be taken")
