"""What changed: the days on which provisions begin, end, are reworded or were announced to begin."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.law.provisions import Provision, Span
from goldenthread.vocabulary import ProvisionId


class Change(StrEnum):
    BEGINS = "begins"
    REWORDED = "reworded"
    ENDS = "ends"
    ANNOUNCED = "announced"
    """It was given out to begin on that day. Nobody confirmed it."""
    CHECKED = "checked"
    """The entry was written or checked against its sources: the register changed, not the law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One provision, what became of it, and on which day."""

    on: date
    change: Change
    provision: ProvisionId
    title: str
    why: str


def changes(register: Iterable[Provision], *, since: date) -> tuple[Changed, ...]:
    """Everything that changed on or after ``since``, the earliest first. Days to come are in it."""
    found = [change for entry in register for change in _of(entry) if change.on >= since]
    return tuple(sorted(found, key=lambda c: (c.on, c.provision, c.change)))


def _of(entry: Provision) -> Iterator[Changed]:
    starts = {span.starts_on for span in entry.in_force}
    ends = {span.until for span in entry.in_force}
    for span in entry.in_force:
        for on, change in _in(span, starts, ends):
            why = span.says or span.instrument
            yield Changed(on=on, change=change, provision=entry.id, title=entry.title, why=why)
    checked = f"{entry.evidence.status} by {entry.evidence.by}"
    yield Changed(on=entry.evidence.on, change=Change.CHECKED, provision=entry.id, title=entry.title, why=checked)


def _in(span: Span, starts: set[date | None], ends: set[date | None]) -> Iterator[tuple[date, Change]]:
    if span.starts_on:
        yield span.starts_on, Change.REWORDED if span.starts_on in ends else Change.BEGINS
    if span.announced_for:
        yield span.announced_for, Change.ANNOUNCED
    end = span.until or span.gone_by
    if end and end not in starts:
        yield end, Change.ENDS
