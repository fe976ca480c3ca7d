"""What became of people from one run to the next, why, and how to undo it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.incremental.reasons import Before, Reasons, strongest_links
from goldenthread.linkage.incremental.standing import NOT_HELD, Standing, key_positions, rows_of_records
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.shapes import Constraint, Decided

Rows = np.ndarray[Any, np.dtype[np.int64]]
KEY = ("dataset", "record_id")


class ChangeKind(StrEnum):
    NEW = "new"
    GONE = "gone"
    """No record of this person is left."""
    JOINED = "joined"
    """Records of the other person are now this person's."""
    SPLIT = "split"
    """Records of the other person are now a person of their own, or a third person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """``records`` are those that came to ``person_id``: from ``other_person_id``, or from nowhere."""

    kind: ChangeKind
    person_id: str
    other_person_id: str | None
    because: str
    records: tuple[RecordKey, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Whose each record was, where no more was kept. Shape: dataset and record id in ``features``, in no order."""

    features: pa.Table = field(repr=False)
    people: pa.Array = field(repr=False)


def recorded(person_of: Mapping[RecordKey, str]) -> Recorded:
    columns = {name: pa.array([key[place] for key in person_of], pa.string()) for place, name in enumerate(KEY)}
    return Recorded(features=pa.table(columns), people=pa.array(person_of.values(), pa.string()))


def what_became(
    before: Standing | Recorded,
    after: Standing,
    touched: Rows,
    retold: Sequence[Constraint],
    *,
    leavers: pa.Array | None = None,
) -> tuple[Change, ...]:
    """Each change of the touched people with its reason, in order.

    ``retold`` are the decisions that are new. ``leavers`` had records that are gone or changed; without them all was
    weighed anew.
    """
    table = after.features.select(KEY).take(pa.array(touched))
    keys = list(zip(table["dataset"].to_pylist(), table["record_id"].to_pylist(), strict=True))
    now = dict(zip(keys, after.people.take(pa.array(touched)).to_pylist(), strict=True))
    held = _held(before, keys)
    because = Reasons(
        held=held,
        now=now,
        links=strongest_links(after, touched, [held[key] for key in keys]),
        retold=retold,
        weighed_anew=leavers is None,
    )
    changes = [*_arrivals(held, now, because), *_gone(before.people if leavers is None else leavers, after)]
    return tuple(sorted(changes, key=lambda c: (c.kind, c.person_id, c.other_person_id or "")))


def undo(change: Change, now: Mapping[RecordKey, str]) -> tuple[Constraint, ...]:
    """The decisions that undo a change: given to the next run as a reviewer's, no machine overturns them.

    Those that put a split back together stand together: obeyed by halves they would tear another person.
    """
    came = set(change.records)
    match change.kind:
        case ChangeKind.JOINED:
            were_here = [k for k, p in now.items() if p == change.person_id and k not in came]
            return tuple(_decision(a, b, Decided.APART) for a in sorted(came) for b in sorted(were_here))
        case ChangeKind.SPLIT:
            others = sorted(k for k, p in now.items() if p == change.other_person_id)
            # With each of the others: whatever keeps one of them apart is overturned too.
            told = tuple(_decision(a, b, Decided.LINK) for a in sorted(came) for b in others)
            return tuple(replace(one, together=_name_of(told)) for one in told)
        case ChangeKind.NEW | ChangeKind.GONE:
            return ()


def _arrivals(held: Before, now: Mapping[RecordKey, str], because: Reasons) -> Iterable[Change]:
    """Whoever has records that were another's or nobody's. Records that went from one person to another did both."""
    came: dict[tuple[str, str | None], list[RecordKey]] = defaultdict(list)
    for key, person in now.items():
        if held[key] != person:
            came[person, held[key]].append(key)
    were, are = set(held.values()), set(now.values())
    named_for = _firsts(came, were)
    for (person, other), keys in came.items():
        records = tuple(sorted(keys))
        is_new = person not in were
        if other is None and is_new and person not in named_for:
            yield _change(ChangeKind.NEW, person, None, "none of these records was held before", records)
            continue
        if not is_new or named_for[person] != other:
            yield _change(ChangeKind.JOINED, person, other, because.they_joined(person, other, records), records)
        if other is not None and (other in are or (is_new and named_for[person] == other)):
            yield _change(ChangeKind.SPLIT, person, other, because.they_parted(person, other, records), records)


def _firsts(came: Mapping[tuple[str, str | None], Sequence[RecordKey]], were: Collection[str | None]) -> dict[str, str]:
    """For each new id with records that were somebody's, the person whom most of them were."""
    firsts: dict[str, str] = {}
    for (person, other), _ in sorted(came.items(), key=lambda one: (-len(one[1]), one[0][1] or "")):
        if other is not None and person not in were:
            firsts.setdefault(person, other)
    return firsts


def _gone(before: pa.Array, after: Standing) -> Iterable[Change]:
    were = pc.unique(before)
    still = pc.unique(after.people.filter(pc.is_in(after.people, value_set=were)))
    for person in were.filter(pc.invert(pc.is_in(were, value_set=still))).to_pylist():
        yield _change(ChangeKind.GONE, person, None, "no record is held under this id any longer", ())


def _held(before: Standing | Recorded, keys: Sequence[RecordKey]) -> dict[RecordKey, str | None]:
    at = rows_of_records(key_positions(before.features), keys)
    return dict(zip(keys, before.people.take(pa.array(at, mask=at == NOT_HELD)).to_pylist(), strict=True))


def _decision(a: RecordKey, b: RecordKey, decided: Decided) -> Constraint:
    return Constraint(dataset_l=a[0], record_id_l=a[1], dataset_r=b[0], record_id_r=b[1], decided=decided)


def _name_of(told: Sequence[Constraint]) -> str:
    """The same for the same decisions."""
    text = json.dumps([(*c.left, *c.right) for c in told])
    return f"undo-{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"


def _change(kind: ChangeKind, person: str, other: str | None, because: str, records: tuple[RecordKey, ...]) -> Change:
    return Change(kind=kind, person_id=person, other_person_id=other, because=because, records=records)
