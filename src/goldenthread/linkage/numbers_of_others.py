"""Numbers that people found to be somebody else's: mistyped, or copied from a brother's file.

Such a number stays on its record and says nothing: nobody is looked for, joined or kept apart by it, as if the record
had none. The ruling is about this number on this record and no other: a number that its source puts in its place counts
again, and so does the same number on every other record. Whoever says that the number is theirs after all reverses it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.shapes import Constraint, Decided
from goldenthread.linkage.shared_numbers import OF_MANY

COLUMN_OF = {"nhs_number": "nhs", "upn": "upn", "passport_number": "passport"}
"""By what a record calls a number, the feature that it becomes."""
OF_ANOTHER = "{}_of_another"
ISSUED_BY = "/"
"""Stands between an issuing country and a number of its own."""

Numbers = frozenset[tuple[str, str, str]]
"""Dataset, record id and number, of one kind."""


def of_others(decisions: Iterable[Constraint], kind: str) -> Numbers:
    """What people found of this kind, by what holds last."""
    held: dict[tuple[str, str, str], bool] = {}
    for c in decisions:
        if c.is_of_a_number and c.kind == kind:
            held[*c.left, c.number] = c.decided is Decided.NOT_THEIRS
    return frozenset(one for one, is_of_another in held.items() if is_of_another)


def set_numbers_of_others_aside(features: pa.Table, decisions: Sequence[Constraint]) -> pa.Table:
    """Move them from their column to ``<column>_of_another``, and back what is no longer said to be another's."""
    none = pa.scalar(None, pa.string())
    for kind, column in COLUMN_OF.items():
        numbers, aside = of_others(decisions, kind), OF_ANOTHER.format(column)
        if aside not in features.column_names:
            features = features.append_column(aside, pa.nulls(len(features), pa.string()))
        if not numbers and features[aside].null_count == len(features):
            continue
        values = _as_given(features, column)
        theirs = pa.array(_told(features, values, numbers))
        for name, held in ((column, pc.if_else(theirs, none, values)), (aside, pc.if_else(theirs, values, none))):
            features = features.set_column(features.column_names.index(name), name, held)
    return features


def without_numbers_of_others(records: pa.Table, decisions: Sequence[Constraint]) -> pa.Table:
    """The records as agencies wrote them, but for these numbers: for whoever keeps a person's numbers or shows them."""
    for kind in COLUMN_OF:
        if kind not in records.column_names:
            continue
        values = records[kind].combine_chunks().cast(pa.string())
        mask = pa.array(_told(records, values, of_others(decisions, kind)))
        for name in (kind, f"{kind}_grade"):
            if name in records.column_names and pc.any(mask).as_py():
                place, kept = records.column_names.index(name), records[name].combine_chunks()
                records = records.set_column(place, records.schema.field(name), pc.if_else(mask, None, kept))
    return records


def to_be_corrected(features: pa.Table) -> list[tuple[str, str, str]]:
    """For the sources: dataset, record id and what it calls the number, of each that is set aside. In order."""
    told = []
    for kind, column in COLUMN_OF.items():
        few = features.filter(pc.is_valid(features[OF_ANOTHER.format(column)])).select(["dataset", "record_id"])
        told += [(one["dataset"], one["record_id"], kind) for one in few.to_pylist()]
    return sorted(told)


def holds_number(features: pa.Table, decision: Constraint) -> bool:
    """Whether this one record holds the number that the decision is about, set aside or not."""
    if decision.kind not in COLUMN_OF:
        return False
    number = _as_given(features, COLUMN_OF[decision.kind]).to_pylist()[0]
    return number is not None and _own_part(number) == decision.number


def details_without(details: dict[str, Any], decisions: Mapping[str, Numbers]) -> dict[str, Any]:
    """The same of one record's details, as a look-up files them. ``decisions``: see ``of_others``, by kind."""
    named = details["dataset"], details["record_id"]
    theirs = [
        COLUMN_OF[kind]
        for kind, numbers in decisions.items()
        if numbers and (number := details.get(COLUMN_OF[kind])) is not None and (*named, _own_part(number)) in numbers
    ]
    return {**details, **dict.fromkeys(theirs)} if theirs else details


def _as_given(features: pa.Table, column: str) -> pa.Array:
    """The numbers as the records give them, set aside or not."""
    held = (column, *(form.format(column) for form in (OF_MANY, OF_ANOTHER)))
    return pc.coalesce(*(features[name].combine_chunks() for name in held if name in features.column_names))


def _told(table: pa.Table, values: pa.Array, numbers: Numbers) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """By row, whether this number is said to be another's."""
    told = np.zeros(len(table), dtype=bool)
    if not numbers:
        return told
    named = pc.is_in(table["record_id"].combine_chunks().cast(pa.string()), pa.array({one[1] for one in numbers}))
    rows = np.flatnonzero(np.asarray(pc.and_(named, pc.is_valid(values))))
    few = table.select(["dataset", "record_id"]).take(pa.array(rows)).to_pylist()
    for row, one, value in zip(rows.tolist(), few, values.take(pa.array(rows)).to_pylist(), strict=True):
        told[row] = (one["dataset"], one["record_id"], _own_part(value)) in numbers
    return told


def _own_part(number: str) -> str:
    """The number without the country that issued it."""
    return number.rpartition(ISSUED_BY)[2]
