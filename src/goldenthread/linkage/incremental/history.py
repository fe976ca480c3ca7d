"""What became of people from one run to the next, why, and how to undo it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.shapes import Constraint, Decided, Outcome

if TYPE_CHECKING:
    from goldenthread.linkage.incremental.standing import Standing

Rows = np.ndarray[Any, np.dtype[np.int64]]
Before = Mapping[RecordKey, str | None]


class ChangeKind(StrEnum):
    NEW = "new"
    GONE = "gone"
    """No record of this person is left."""
    JOINED = "joined"
    """Records of the other person are now this person's."""
    SPLIT = "split"
    """Records of the other person are now a person of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """``records`` are those that came to ``person_id``: from ``other_person_id``, or from nowhere."""

    kind: ChangeKind
    person_id: str
    other_person_id: str | None
    because: str
    records: tuple[RecordKey, ...] = field(repr=False)


def what_became(
    before: "Standing",
    after: "Standing",
    touched: Rows,
    retold: Sequence[Constraint],
    *,
    leavers: pa.Array | None = None,
) -> tuple[Change, ...]:
    """Each change of the touched people with its reason, in order. ``leavers`` had records that are gone or changed."""
    table = after.features.select(["dataset", "record_id"]).take(pa.array(touched))
    keys = list(zip(table["dataset"].to_pylist(), table["record_id"].to_pylist(), strict=True))
    now = dict(zip(keys, after.people.take(pa.array(touched)).to_pylist(), strict=True))
    held = _held(before, keys)
    why = _strongest_links(after, touched)
    apart = {key for c in retold if c.decided is Decided.APART for key in _both(c)}
    changes = [*_arrivals(held, now, why, apart), *_gone(before.people if leavers is None else leavers, after)]
    return tuple(sorted(changes, key=lambda c: (c.kind, c.person_id, c.other_person_id or "")))


def undo(change: Change, now: Mapping[RecordKey, str]) -> tuple[Constraint, ...]:
    """The decisions that undo a change: given to the next run as a reviewer's, no machine overturns them."""
    came = set(change.records)
    match change.kind:
        case ChangeKind.JOINED:
            were_here = [k for k, p in now.items() if p == change.person_id and k not in came]
            return tuple(_decision(a, b, Decided.APART) for a in sorted(came) for b in sorted(were_here))
        case ChangeKind.SPLIT:
            others = sorted(k for k, p in now.items() if p == change.other_person_id)
            # With each of the others: whatever keeps one of them apart is overturned too.
            return tuple(_decision(a, b, Decided.LINK) for a in sorted(came) for b in others)
        case ChangeKind.NEW | ChangeKind.GONE:
            return ()


def _arrivals(
    held: Before, now: Mapping[RecordKey, str], why: Mapping[RecordKey, str], apart: set[RecordKey]
) -> Iterable[Change]:
    came: dict[tuple[str, str | None], list[RecordKey]] = defaultdict(list)
    stayed: Counter[str] = Counter()
    for key, person in now.items():
        if held[key] == person:
            stayed[person] += 1
        else:
            came[person, held[key]].append(key)
    ids_before = {p for p in held.values() if p is not None}
    firsts = {person for person, other in came if other is not None and person not in ids_before}
    for (person, other), keys in came.items():
        records = tuple(sorted(keys))
        if other is None:
            if person in ids_before or person in firsts:
                yield _change(ChangeKind.JOINED, person, None, _reason(records, why), records)
            else:
                yield _change(ChangeKind.NEW, person, None, "none of these records was held before", records)
        elif person in ids_before:
            yield _change(ChangeKind.JOINED, person, other, _reason(records, why), records)
        else:
            because = (
                "a reviewer said that they are two people"
                if apart and apart & {*keys, *_of(other, now)}
                else ("records between them changed or were withdrawn, and what is left does not hold them together")
            )
            yield _change(ChangeKind.SPLIT, person, other, because, records)


def _of(person: str, now: Mapping[RecordKey, str]) -> set[RecordKey]:
    return {key for key, p in now.items() if p == person}


def _reason(records: Sequence[RecordKey], why: Mapping[RecordKey, str]) -> str:
    return next((why[key] for key in records if key in why), "the records between them hold them together")


def _gone(before: pa.Array, after: "Standing") -> Iterable[Change]:
    were = pc.unique(before)
    still = pc.unique(after.people.filter(pc.is_in(after.people, value_set=were)))
    for person in were.filter(pc.invert(pc.is_in(were, value_set=still))).to_pylist():
        yield _change(ChangeKind.GONE, person, None, "no record is held under this id any longer", ())


def _held(before: "Standing", keys: Sequence[RecordKey]) -> dict[RecordKey, str | None]:
    from goldenthread.linkage.incremental.standing import NOT_HELD, key_positions, rows_holding

    at = rows_holding(key_positions(before.features), pa.array([f"{d}\0{r}" for d, r in keys], pa.string()))
    return dict(zip(keys, before.people.take(pa.array(at, mask=at == NOT_HELD)).to_pylist(), strict=True))


def _strongest_links(after: "Standing", touched: Rows) -> dict[RecordKey, str]:
    """For each touched record the reason of its strongest link."""
    inside = np.zeros(len(after.features), dtype=bool)
    inside[touched] = True
    links = after.decisions.filter(pa.array(inside[after.decisions["rid_l"].to_numpy()]))
    links = links.filter(pc.equal(links["outcome"], str(Outcome.LINKED))).sort_by("weight_bits")
    why: dict[int, str] = {}
    for row in links.select(["rid_l", "rid_r", "why", "weight_bits"]).to_pylist():
        why[row["rid_l"]] = why[row["rid_r"]] = f"{row['why']} ({row['weight_bits']:.1f} bits)"
    names = after.features.select(["dataset", "record_id"]).take(pa.array(list(why), pa.int64())).to_pylist()
    return {(n["dataset"], n["record_id"]): reason for n, reason in zip(names, why.values(), strict=True)}


def _both(c: Constraint) -> tuple[RecordKey, RecordKey]:
    return (c.dataset_l, c.record_id_l), (c.dataset_r, c.record_id_r)


def _decision(a: RecordKey, b: RecordKey, decided: Decided) -> Constraint:
    return Constraint(dataset_l=a[0], record_id_l=a[1], dataset_r=b[0], record_id_r=b[1], decided=decided)


def _change(kind: ChangeKind, person: str, other: str | None, because: str, records: tuple[RecordKey, ...]) -> Change:
    return Change(kind=kind, person_id=person, other_person_id=other, because=because, records=records)
