"""From rows to what they tell: declared relationships, and facts that may become flags."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from goldenthread.intake.compiling import Layout, all_hold, columns_of, take_day, take_id, take_text
from goldenthread.intake.contract import ContactBlock, FactBlock, RelationBlock, Value
from goldenthread.intake.frames import Frame, Notes
from goldenthread.intake.reasons import Reason

Ids = Mapping[str, Sequence[str]]
"""The record id of each part, for every row of the batch; empty where the row does not describe the part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one block tells: the row of each entry, and its values column by column."""

    rows: Sequence[int]
    columns: Sequence[Sequence[Any]] = field(repr=False)


Tell = Callable[[Frame, Ids, Notes], Told]


def relate(block: RelationBlock, layout: Layout) -> Tell:
    """A function that tells the declared relationships of which neither end is absent.

    Shape: the ids from and to, the relation, parental responsibility, since, until.
    """
    start = _end(block.from_, block.from_record_id, layout)
    end = _end(block.to, block.to_record_id, layout)
    word = take_text(block.relation, layout)
    responsibility = take_text(block.parental_responsibility or Value(literal="unknown"), layout)
    since, until = take_day(block.since, layout), take_day(block.until, layout)
    holds = all_hold(block.when, layout)

    def related(frame: Frame, ids: Ids, notes: Notes) -> Told:
        ends = zip(start(frame, ids), end(frame, ids), strict=True)
        frame = frame.only([at for at, (first, last) in enumerate(ends) if first and last and first != last])
        if holds is not None:
            frame = frame.only(holds(frame, notes))
        columns = (
            start(frame, ids),
            end(frame, ids),
            [one or "other" for one in word(frame, notes)],
            [one or "unknown" for one in responsibility(frame, notes)],
            since(frame, notes),
            until(frame, notes),
        )
        return Told(rows=frame.rows, columns=columns)

    return related


def _end(part: str, template: str, layout: Layout) -> Callable[[Frame, Ids], Sequence[str]]:
    if not part:
        make = take_id(template, layout)
        return lambda frame, ids: make(frame)
    return lambda frame, ids: list(map(ids[part].__getitem__, frame.rows))


def tell(block: FactBlock, layout: Layout, *, dataset: str) -> Tell:
    """A function that tells the facts that hold, where their person is described.

    Shape: dataset and id of the record they are about, kind, since, until, observed at, five parts of the contact,
    restricted detail.
    """
    whom = _end(block.about, block.record_of.record_id if block.record_of else "", layout)
    holds = all_hold(block.when, layout)
    since, until, observed = (take_day(day, layout) for day in (block.since, block.until, block.observed_at))
    texts = tuple(take_text(value, layout) for value in (*_contact(block.contact), block.restricted_detail or Value()))
    kind, named = str(block.kind), _first_column(block)
    about = block.record_of.dataset if block.record_of else dataset

    def told(frame: Frame, ids: Ids, notes: Notes) -> Told:
        if holds is not None:
            frame = frame.only(holds(frame, notes))
        record_ids = whom(frame, ids)
        if not all(record_ids):
            nobody = frame.where([not whose for whose in record_ids])
            notes.extend((row, named, Reason.FACT_WITHOUT_PERSON, "") for row in nobody.rows)
            frame = frame.where(record_ids)
            record_ids = list(filter(None, record_ids))
        starts, ends, seen = since(frame, notes), until(frame, notes), observed(frame, notes)
        for at, (first, last) in enumerate(zip(starts, ends, strict=True)):
            if last is not None and first is not None and last < first:
                notes.append((frame.rows[at], named, Reason.ENDS_BEFORE_IT_STARTS, ""))
                ends[at] = None
        fixed = ([about] * len(frame), record_ids, [kind] * len(frame))
        return Told(rows=frame.rows, columns=(*fixed, starts, ends, seen, *[take(frame, notes) for take in texts]))

    return told


def tell_of_each(told: Tell, place: int) -> Tell:
    """A function that tells the same of every instance of the repeated element at ``place``."""

    def told_of_each(frame: Frame, ids: Ids, notes: Notes) -> Told:
        inner, rows = frame.each(place)
        if not rows:
            return Told(rows=(), columns=())
        own: Notes = []
        found = told(inner, {part: list(map(of.__getitem__, rows)) for part, of in ids.items()}, own)
        own.sort(key=itemgetter(0))  # instance by instance, as they stand in the row
        notes.extend((rows[at], column, reason, raw) for at, column, reason, raw in own)
        return Told(rows=list(map(rows.__getitem__, found.rows)), columns=found.columns)

    return told_of_each


def _contact(contact: ContactBlock) -> Iterator[Value]:
    for value in (contact.name, contact.role, contact.team, contact.phone, contact.email):
        yield value or Value()


def _first_column(block: FactBlock) -> str:
    named = [column for condition in block.when for column in columns_of(condition)]
    return (named or [*columns_of(block.since), *columns_of(block.until), str(block.kind)])[0]
