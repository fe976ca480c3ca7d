"""What people settled of links: the newest on each pair holds, and every load obeys it."""

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TextIO
from uuid import UUID

from goldenthread.audit import Deed
from goldenthread.command.linked_output import CONSTRAINT_COLUMNS, CORRECTIONS_COLUMNS, NOT_THEIR_OWN
from goldenthread.linkage import Constraint, Linked, Outcome
from goldenthread.linkage.numbers_of_others import to_be_corrected
from goldenthread.linkage.reviewing import Settled
from goldenthread.service.actions.doing import doing
from goldenthread.service.store.models import Dataset, LinkRuling, OfAPair, QuestionKind

RecordKey = tuple[str, str]
Pair = tuple[RecordKey, RecordKey]


def pair_of(one: OfAPair) -> Pair:
    return (one.dataset_l, one.record_id_l), (one.dataset_r, one.record_id_r)


def newest(*, of_records: bool = True) -> dict[frozenset[RecordKey], LinkRuling]:
    """The newest ruling on each pair of records; or, not ``of_records``, on each adult and child.

    Shape: in the order in which they were settled."""
    found = LinkRuling.objects.order_by("settled_at", "follows", "id")
    family = QuestionKind.FAMILY.value
    found = found.exclude(kind=family) if of_records else found.filter(kind=family)
    latest: dict[frozenset[RecordKey], LinkRuling] = {}
    for ruling in found:
        latest.pop(frozenset(pair_of(ruling)), None)
        latest[frozenset(pair_of(ruling))] = ruling
    return latest


def constraints() -> tuple[Constraint, ...]:
    """What people settled, as linkage obeys it. A newer ruling that nobody could tell lifts the one before."""
    return tuple(
        Constraint(dataset_l=r.dataset_l, record_id_l=r.record_id_l, dataset_r=r.dataset_r, record_id_r=r.record_id_r,
                   decided=decided)
        for r in newest().values() if (decided := Settled(r.settled).decided)
    )  # fmt: skip


def news_for_a_load() -> bool:
    """Whether people have settled something that no load has obeyed yet, or lifted what one has."""
    return bool(waiting_for_a_load())


def waiting_for_a_load() -> frozenset[UUID]:
    """The rulings in force that no load has seen yet, but for those that bind nothing and lift nothing."""
    bound = {_settles(ruling) for ruling in LinkRuling.objects.exclude(settled=Settled.OPEN.value)}
    rulings = (*newest().values(), *newest(of_records=False).values())
    return frozenset(r.id for r in rulings if r.applied_at is None and _settles(r) in bound)


def _settles(ruling: LinkRuling) -> tuple[bool, frozenset[RecordKey]]:
    return ruling.kind == QuestionKind.FAMILY.value, frozenset(pair_of(ruling))


def note_what_was_obeyed(linked: Linked, *, at: datetime) -> None:
    """Write down of each newest ruling whether this load could obey it; ``None`` where a record is gone."""
    columns = (linked.people[name].to_pylist() for name in ("dataset", "record_id", "cluster"))
    person_of = {(dataset, record): person for dataset, record, person in zip(*columns, strict=True)}
    set_aside = {((dataset, record), kind) for dataset, record, kind in to_be_corrected(linked.in_hand().features)}
    for ruling in newest().values():
        if ruling.settled == Settled.NOT_THEIRS.value:
            there = (pair_of(ruling)[0], ruling.dataset_r) in set_aside
            LinkRuling.objects.filter(pk=ruling.pk).update(applied_at=at, obeyed=True if there else None)
            continue
        left, right = (person_of.get(key) for key in pair_of(ruling))
        known = left is not None and right is not None and ruling.settled != Settled.OPEN.value
        obeyed = ((left == right) is (ruling.settled == Settled.SAME.value)) if known else None
        LinkRuling.objects.filter(pk=ruling.pk).update(applied_at=at, obeyed=obeyed)


def drawn_before(rulings: Iterable[LinkRuling], outcome: Outcome) -> int:
    return sum(r.by_chance and r.outcome == outcome.value for r in rulings)


def export(file: TextIO, *, operator: str, at: datetime) -> int:
    """Write the rulings in force as ``goldenthread link --constraints`` takes them. Leaves an entry; returns how many.

    A source goes under the name of its contract: name it so on the command line.
    """
    with doing(by=None, at=at) as action:
        told = constraints()
        action.record(Deed.RULINGS_EXPORTED, detail={"operator": operator, "rulings": len(told)})
        writer = csv.writer(file)
        writer.writerow(CONSTRAINT_COLUMNS)
        writer.writerows((c.dataset_l, c.record_id_l, c.dataset_r, c.record_id_r, c.decided.value) for c in told)
    return len(told)


def export_corrections(file: TextIO, agency: str, *, operator: str, at: datetime) -> int:
    """Write what an agency should correct in its own records: numbers that people found to be somebody else's, and that
    the last load still met. It names nobody but its records. Leaves an entry; returns how many."""
    with doing(by=None, at=at) as action:
        own = set(Dataset.objects.filter(agency_id=agency).values_list("id", flat=True))
        found = [r for r in newest().values() if r.settled == Settled.NOT_THEIRS.value and r.dataset_l in own]
        found = [r for r in found if r.obeyed or r.applied_at is None]
        action.record(Deed.RULINGS_EXPORTED, detail={"operator": operator, "agency": agency, "corrections": len(found)})
        writer = csv.writer(file)
        writer.writerow((*CORRECTIONS_COLUMNS, "found_on"))
        for r in sorted(found, key=lambda r: (r.dataset_l, r.record_id_l)):
            writer.writerow((r.dataset_l, r.record_id_l, r.dataset_r, NOT_THEIR_OWN, r.settled_at.date().isoformat()))
    return len(found)


def persons_of(ruling: OfAPair, person_of: Mapping[RecordKey, str]) -> tuple[str, str] | None:
    """As whom the two records are held now; ``None`` where either is gone."""
    left, right = (person_of.get(key) for key in pair_of(ruling))
    return (left, right) if left and right else None
