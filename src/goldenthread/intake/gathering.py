"""Gather what accepted rows say into the three tables, batch by batch, in the order of the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import Any

import pyarrow as pa

from goldenthread.intake.describing import People
from goldenthread.intake.frames import Batch, Notes
from goldenthread.intake.reasons import Reason
from goldenthread.intake.shapes import FACTS, RECORDS, RELATIONS
from goldenthread.intake.telling import Told
from goldenthread.vocabulary import PersonKind

_BODY = (
    *RECORDS.names[RECORDS.names.index("given_name") : RECORDS.names.index("known_at")],
    "passport_number",
    "passport_country",
    "date_of_birth_written",
)
"""What is said of a person, as against where and when it was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What holds of every row of a batch, whomever it describes. Filled in as it is found out."""

    numbers: Sequence[int]
    record_ids: list[str] = field(repr=False)
    agencies: list[str]
    cohorts: list[str]
    """``seed`` or ``follow``; empty for a row outside the cohort."""
    known_at: list[date | None]

    @classmethod
    def of(cls, batch: Batch) -> "Rows":
        """Rows of which nothing is known yet."""
        count = len(batch.numbers)
        return cls(
            numbers=batch.numbers,
            record_ids=[""] * count,
            agencies=[""] * count,
            cohorts=[""] * count,
            known_at=[None] * count,
        )


class Records:
    """Every person described, once each: who is told of twice keeps the first description."""

    def __init__(self, dataset: str) -> None:
        self.dataset = dataset
        self._tables: list[pa.Table] = []
        self._cohorts: list[str] = []
        self._told: dict[str, tuple[int, int]] = {}
        """Where each record stands, and a hash of what was said."""

    def keep(self, everyone: Sequence[People], rows: Rows, *, taken: frozenset[int], notes: Notes) -> None:
        """Keep the people of the rows taken; who was told of before with other details is noted."""
        blocks = [people for people in everyone for _ in people.rows]
        at_rows = list(chain.from_iterable(people.rows for people in everyone))
        record_ids = list(chain.from_iterable(people.fields["record_id"] for people in everyone))
        bodies = list(chain.from_iterable(map(_body_hashes, everyone)))
        cohorts = _cohorts(everyone, rows)
        kept = []
        for place in sorted(range(len(at_rows)), key=at_rows.__getitem__):
            row = at_rows[place]
            if row not in taken:
                continue
            earlier, body = self._told.setdefault(record_ids[place], (len(self._cohorts), bodies[place]))
            if earlier == len(self._cohorts):
                self._cohorts.append(cohorts[place])
                kept.append(place)
                continue
            if body != bodies[place]:
                notes.append((row, blocks[place].part, Reason.TOLD_TWICE_DIFFERENTLY, ""))
            if cohorts[place] == "seed":
                self._cohorts[earlier] = "seed"
        if kept:
            self._tables.append(self._table(everyone, rows, kept, list(map(at_rows.__getitem__, kept))))

    def _table(self, everyone: Sequence[People], rows: Rows, kept: list[int], at_rows: list[int]) -> pa.Table:
        of_rows = {"agency": rows.agencies, "row": rows.numbers, "known_at": rows.known_at}
        order = pa.array(kept, type=pa.int32())
        columns = []
        for one in RECORDS:
            if one.name in of_rows:
                columns.append(pa.array(list(map(of_rows[one.name].__getitem__, at_rows)), type=one.type))
            elif one.name == "dataset":
                columns.append(pa.array([self.dataset] * len(kept), type=one.type))
            elif not any(one.name in people.fields for people in everyone):
                columns.append(pa.nulls(len(kept), one.type))
            else:
                parts = [pa.array(people.field_of_each(one.name), type=one.type) for people in everyone]
                columns.append(pa.concat_arrays(parts).take(order))
        return pa.table(columns, schema=RECORDS)

    def table(self) -> pa.Table:
        """All records. Whether each is in the cohort shows only at the end: a later row may make it a seed."""
        whole = _whole(self._tables, RECORDS)
        place = RECORDS.names.index("in_cohort")
        return whole.set_column(place, RECORDS.field(place), pa.array(self._cohorts, type=pa.string()))


def _cohorts(everyone: Sequence[People], rows: Rows) -> list[str]:
    """Who is a seed: of a row that tells of a child, its children alone. The adults beside them follow them.

    An adult who was a seed for a child's sake would bring in that child's brothers and sisters too.
    """
    told = [who for people in everyone for who in zip(people.rows, people.fields["person_kind"], strict=True)]
    with_a_child = {row for row, kind in told if kind == PersonKind.CHILD}
    return ["follow" if row in with_a_child and kind != PersonKind.CHILD else rows.cohorts[row] for row, kind in told]


def _body_hashes(people: People) -> list[int]:
    return list(map(hash, zip(*map(people.field_of_each, _BODY), strict=True)))


class Relations:
    """Every declared relationship, once."""

    def __init__(self, dataset: str) -> None:
        self.dataset = dataset
        self._tables: list[pa.Table] = []
        self._seen: set[tuple[str, str, str]] = set()

    def keep(self, told: Sequence[Told], rows: Rows) -> None:
        new = []
        for row, entry in _in_order(told):
            if entry[:3] not in self._seen:
                self._seen.add(entry[:3])
                new.append((rows.agencies[row], self.dataset, *entry, rows.known_at[row]))
        self._tables.append(_table(new, RELATIONS))

    def table(self) -> pa.Table:
        return _whole(self._tables, RELATIONS)


class Facts:
    """Every fact, in the order told."""

    def __init__(self, dataset: str) -> None:
        self.dataset = dataset
        self._tables: list[pa.Table] = []

    def keep(self, told: Sequence[Told], rows: Rows) -> None:
        new = [(rows.agencies[row], *entry, self.dataset) for row, entry in _in_order(told)]
        self._tables.append(_table(new, FACTS))

    def table(self) -> pa.Table:
        return _whole(self._tables, FACTS)


def _in_order(told: Sequence[Told]) -> list[tuple[int, tuple[Any, ...]]]:
    """What several blocks tell, row by row; within a row in the order of the blocks."""
    entries = [entry for one in told for entry in zip(one.rows, zip(*one.columns, strict=True), strict=True)]
    return sorted(entries, key=itemgetter(0))


def _table(entries: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    if not entries:
        return schema.empty_table()
    columns = zip(*entries, strict=True)
    return pa.table(
        [pa.array(column, type=one.type) for column, one in zip(columns, schema, strict=True)], schema=schema
    )


def _whole(tables: Sequence[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables(tables).combine_chunks() if tables else schema.empty_table()
