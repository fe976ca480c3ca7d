"""From a row's cells to what it tells: declared relationships, and facts that may become flags."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from goldenthread.intake.compiling import Layout, Notes, Test, all_hold, columns_of, take_day, take_id, take_text
from goldenthread.intake.contract import ContactBlock, FactBlock, RelationBlock, Value
from goldenthread.intake.readers import Cells
from goldenthread.intake.reasons import Reason

Ids = Mapping[str, str]
"""The record id of each part that the row describes."""

RelationRow = tuple[str, str, str, str, date | None, date | None]
FactRow = tuple[object, ...]
Relate = Callable[[Cells, Ids, Notes], RelationRow | None]
Tell = Callable[[Cells, Ids, Notes], FactRow | None]


def relate(block: RelationBlock, layout: Layout) -> Relate:
    """A function that answers with one declared relationship, or None where an end is absent from the row."""
    start = _end(block.from_, block.from_record_id, layout)
    end = _end(block.to, block.to_record_id, layout)
    word = take_text(block.relation, layout)
    responsibility = take_text(block.parental_responsibility or Value(literal="unknown"), layout)
    since, until = take_day(block.since, layout), take_day(block.until, layout)
    holds = all_hold(block.when, layout)

    def related(cells: Cells, ids: Ids, notes: Notes) -> RelationRow | None:
        first, last = start(cells, ids), end(cells, ids)
        if not first or not last or first == last or (holds is not None and not holds(cells, notes)):
            return None
        return (
            first,
            last,
            word(cells, notes) or "other",
            responsibility(cells, notes) or "unknown",
            since(cells, notes),
            until(cells, notes),
        )

    return related


def _end(part: str, template: str, layout: Layout) -> Callable[[Cells, Ids], str]:
    if part:
        return lambda cells, ids: ids.get(part, "")
    make = take_id(template, layout)
    return lambda cells, ids: make(cells)


def tell(block: FactBlock, layout: Layout) -> Tell:
    """A function that answers with one fact, or None where it does not hold or its person is not described.

    Shape: record id, kind, since, until, observed at, five parts of the contact, restricted detail.
    """
    whom = _end(block.about, block.record_of.record_id if block.record_of else "", layout)
    holds: Test | None = all_hold(block.when, layout)
    days = tuple(take_day(day, layout) for day in (block.since, block.until, block.observed_at))
    texts = tuple(take_text(value, layout) for value in (*_contact(block.contact), block.restricted_detail or Value()))
    kind, named = str(block.kind), _first_column(block)

    def told(cells: Cells, ids: Ids, notes: Notes) -> FactRow | None:
        if holds is not None and not holds(cells, notes):
            return None
        record_id = whom(cells, ids)
        if not record_id:
            notes.append((named, Reason.FACT_WITHOUT_PERSON, ""))
            return None
        since, until, observed = [take(cells, notes) for take in days]
        if since is not None and until is not None and until < since:
            notes.append((named, Reason.ENDS_BEFORE_IT_STARTS, ""))
            until = None
        return (record_id, kind, since, until, observed, *[take(cells, notes) for take in texts])

    return told


def _contact(contact: ContactBlock) -> Iterator[Value]:
    for value in (contact.name, contact.role, contact.team, contact.phone, contact.email):
        yield value or Value()


def _first_column(block: FactBlock) -> str:
    named = [column for condition in block.when for column in columns_of(condition)]
    return (named or [*columns_of(block.since), *columns_of(block.until), str(block.kind)])[0]
