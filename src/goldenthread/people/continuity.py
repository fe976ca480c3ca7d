"""Keep a person's id through every new gathering, and say what became of the ids that could not be kept."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from goldenthread.people.index import Change, ChangeKind
from goldenthread.people.reading import Described, RecordKey
from goldenthread.vocabulary import PersonId

Holdings = list[Counter[PersonId]]
"""For each cluster, how many of its records each earlier person held."""


def continue_ids(
    clusters: Sequence[Sequence[Described]],
    previous: Mapping[RecordKey, PersonId],
    new_id: Callable[[], PersonId],
) -> tuple[list[PersonId], tuple[Change, ...]]:
    """Give each cluster the id that most of its records held before, or a new one, and list what changed.

    Where two clusters claim one id, it stays with the one that holds more of its records; of as many the first record
    decides, as it does between two ids that a cluster could keep. So whoever one load parted, or joined, and the next
    one brings back, has the id of before: ids are drawn by chance, and their order says nothing.
    """
    holdings = [_held_before(cluster, previous) if previous else Counter() for cluster in clusters]
    kept = _keep(clusters, previous, holdings)
    ids = [kept[n] if n in kept else new_id() for n in range(len(clusters))]
    changes = [*_new_and_split(ids, holdings, kept), *_merged_and_moved(ids, holdings)]
    return ids, tuple(sorted(changes, key=lambda c: (c.kind, c.person_id, c.other_person_id or "")))


def _held_before(cluster: Sequence[Described], previous: Mapping[RecordKey, PersonId]) -> Counter[PersonId]:
    held = (previous.get((record.dataset, record.record_id)) for record in cluster)
    return Counter(person for person in held if person is not None)


def _keep(
    clusters: Sequence[Sequence[Described]], previous: Mapping[RecordKey, PersonId], holdings: Holdings
) -> dict[int, PersonId]:
    claims = [
        (-count, first, person, number)
        for number, held in enumerate(holdings)
        for person, (count, first) in _claims_of(clusters[number], previous, held).items()
    ]
    kept: dict[int, PersonId] = {}
    taken: set[PersonId] = set()
    for _, _, person, cluster in sorted(claims):
        if cluster not in kept and person not in taken:
            kept[cluster] = person
            taken.add(person)
    return kept


def _claims_of(
    cluster: Sequence[Described], previous: Mapping[RecordKey, PersonId], held: Counter[PersonId]
) -> dict[PersonId, tuple[int, RecordKey]]:
    """Of each earlier person how many records the cluster holds, and the first of them."""
    keys = [(record.dataset, record.record_id) for record in cluster]
    return {person: (count, min(key for key in keys if previous.get(key) == person)) for person, count in held.items()}


def _new_and_split(ids: Sequence[PersonId], holdings: Holdings, kept: Mapping[int, PersonId]) -> list[Change]:
    changes = []
    for n, (person, held) in enumerate(zip(ids, holdings, strict=True)):
        if n in kept:
            continue
        if not held:
            changes.append(_change(ChangeKind.NEW, person, None, "None of these records was held before."))
        for other, count in held.items():
            because = f"{_records(count)} held as one person before, and now found to be about two."
            changes.append(_change(ChangeKind.SPLIT, person, other, because))
    return changes


def _merged_and_moved(ids: Sequence[PersonId], holdings: Holdings) -> list[Change]:
    living = set(ids)
    heir_of: dict[PersonId, tuple[int, PersonId]] = {}
    arrivals: list[tuple[PersonId, PersonId, int]] = []
    for person, held in zip(ids, holdings, strict=True):
        if person not in held:
            continue
        for other, count in held.items():
            if other != person:
                arrivals.append((person, other, count))
                heir_of[other] = min(heir_of.get(other, (0, person)), (-count, person))
    changes = []
    for person, other, count in arrivals:
        if other not in living and heir_of[other][1] == person:
            because = f"{_records(count)} held as another person before, and now found to be about this one."
            changes.append(_change(ChangeKind.MERGED, person, other, because))
        else:
            because = f"{_records(count)} of another person now found to be about this one."
            changes.append(_change(ChangeKind.MOVED, person, other, because))
    return changes


def _records(count: int) -> str:
    return "1 record was" if count == 1 else f"{count:,} records were"


def _change(kind: ChangeKind, person: PersonId, other: PersonId | None, because: str) -> Change:
    return Change(kind=kind, person_id=person, other_person_id=other, because=because)
