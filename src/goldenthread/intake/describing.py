"""From rows to the people they describe: for each person block, the fields of ``RECORDS`` column by column."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from typing import Any

from goldenthread.intake.compiling import Clean, Layout, TakeText, all_hold, take_id, take_text
from goldenthread.intake.contract import Columns, Contract, PersonBlock, Value, Whom
from goldenthread.intake.frames import REMEMBERED_VALUES, Frame, Memory, Notes
from goldenthread.intake.identifiers import Fields, Fill, fills_of_identifiers
from goldenthread.intake.reasons import Reason
from goldenthread.intake.shapes import TEXT_FIELDS
from goldenthread.intake.values import (
    NO,
    YES,
    age_on,
    clean_email,
    clean_issuing_state,
    clean_name,
    clean_postcode,
    clean_sex,
    clean_text,
    date_reader,
    is_too_long_ago,
    long_ago,
    refused_birth,
)
from goldenthread.intake.written_dates import digits_reader
from goldenthread.vocabulary import PersonKind

ADULT_AGE_YEARS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people whom one block describes in a frame. ``fields`` has only the columns that the block fills."""

    part: str
    has_own_id: bool
    rows: Sequence[int]
    fields: Fields = field(repr=False)

    def field_of_each(self, name: str) -> Sequence[Any]:
        """The values of a field, one a person; None for each where the block does not fill it."""
        return self.fields.get(name) or [None] * len(self.rows)


Describe = Callable[[Frame, Notes, Sequence[date]], People]
"""Takes, beside frame and notes, the day on which each row of the batch was true."""

_CLEAN: dict[str, Clean] = {
    "given_name": clean_name,
    "middle_names": clean_name,
    "family_name": clean_name,
    "full_name": clean_name,
    "known_as": clean_name,
    "former_family_name": clean_name,
    "postcode": clean_postcode,
    "former_postcode": clean_postcode,
    "email": clean_email,
    "passport_country": clean_issuing_state,
}
_IDENTIFYING = (
    "given_name",
    "family_name",
    "full_name",
    "known_as",
    "date_of_birth",
    "nhs_number",
    "upn",
    "passport_number",
    "local_id",
    "phone",
    "email",
    "other",
)


def describe(block: PersonBlock, contract: Contract, layout: Layout, *, on: date) -> Describe:
    """A function that describes one person of each row, where anything in the row does."""
    present = all_hold(block.present_when, layout)
    fills = tuple(_fills(block, contract, layout, on=on))
    own_id = take_id(block.record_id, layout) if block.record_id else None
    kinds = _KindsOf(block.is_)

    def people_in(frame: Frame, notes: Notes, known: Sequence[date]) -> People:
        frame = frame if present is None else frame.only(present(frame, notes))
        fields: Fields = {}
        for fill in fills:
            fill(frame, fields, notes)
        told = [fields[name] for name in _IDENTIFYING if name in fields]
        named = list(map(any, zip(*told, strict=True))) if told else [False] * len(frame)
        if not all(named):
            frame = frame.where(named)
            fields = {name: list(compress(values, named)) for name, values in fields.items()}
        fields["part"] = [block.part] * len(frame)
        fields.setdefault("address_protected", [False] * len(frame))
        fields["person_kind"] = kinds.of(frame, fields.get("date_of_birth"), known)
        if own_id is not None:
            fields["record_id"] = own_id(frame)
        return People(part=block.part, has_own_id=own_id is not None, rows=frame.rows, fields=fields)

    return people_in


class _KindsOf(dict[tuple[date | None, date], str]):
    """Whether a person born on a day is a child or an adult on another day."""

    def __init__(self, whom: Whom) -> None:
        super().__init__()
        self.whom = whom

    def __missing__(self, days: tuple[date | None, date]) -> str:
        born, known = days
        if born is None or is_too_long_ago(born, on=known):
            return PersonKind.UNKNOWN
        self[days] = kind = PersonKind.CHILD if age_on(born, known) < ADULT_AGE_YEARS else PersonKind.ADULT
        return kind

    def of(self, frame: Frame, born: Sequence[date | None] | None, known: Sequence[date]) -> list[str]:
        if self.whom is not Whom.BY_AGE:
            return [str(self.whom)] * len(frame)
        if born is None:
            return [PersonKind.UNKNOWN] * len(frame)
        return [self[days] for days in zip(born, map(known.__getitem__, frame.rows), strict=True)]


def _fills(block: PersonBlock, contract: Contract, layout: Layout, *, on: date) -> Iterator[Fill]:
    yield from _fills_of_text(block.columns, layout)
    yield from _fills_of_more(block.columns, layout, on=on)
    groups = block.groups if block.groups is not None else (contract.groups if block is contract.people[0] else {})
    if groups:
        yield _fill_object("groups", groups, layout)
    if block.columns.other:
        yield _fill_object("other", {other.column: Value(column=other.column) for other in block.columns.other}, layout)


def _fills_of_text(columns: Columns, layout: Layout) -> Iterator[Fill]:
    for name in TEXT_FIELDS:
        value: Value | None = getattr(columns, name)
        if value is not None:
            yield _fill_text(name, take_text(value, layout, _CLEAN.get(name, clean_text)))
            if name == "local_id":
                yield _fill_obtained(str(value.obtained))


def _fills_of_more(columns: Columns, layout: Layout, *, on: date) -> Iterator[Fill]:
    if columns.date_of_birth is not None:
        yield _fill_birth(columns.date_of_birth, layout, on=on)
    if columns.sex is not None:
        yield _fill_text("sex", take_text(columns.sex, layout, clean_sex))
    if columns.address_protected is not None:
        yield _fill_protected(columns.address_protected, layout)
    yield from fills_of_identifiers(columns, layout, on=on)


def _fill_text(name: str, take: TakeText) -> Fill:
    def fill(frame: Frame, fields: Fields, notes: Notes) -> None:
        fields[name] = take(frame, notes)

    return fill


def _fill_obtained(word: str) -> Fill:
    def fill(frame: Frame, fields: Fields, notes: Notes) -> None:
        fields["local_id_obtained"] = [word if held else None for held in fields["local_id"]]

    return fill


def _fill_birth(value: Value, layout: Layout, *, on: date) -> Fill:
    column, place, read = value.column, layout[value.column], date_reader(value.format)
    digits = digits_reader(value.format)

    def born(raw: str) -> tuple[tuple[date | None, str, str | None], Reason | None]:
        if not raw:
            return (None, "", None), None
        day, precision, reason = read(raw)
        if day is not None and reason is None and (reason := refused_birth(day, on=on)):
            # Nobody living was born so long ago, but records of the dead are linked by it, and slips are alike.
            day, precision = (day, long_ago(precision)) if reason is Reason.DATE_TOO_LONG_AGO else (None, "")
        return (day, precision, digits(raw) if reason in _NO_BIRTHDAY else None), reason

    memory = Memory(born)

    def fill(frame: Frame, fields: Fields, notes: Notes) -> None:
        found = memory.take(frame, place, column, notes)
        fields["date_of_birth"] = [day for day, _, _ in found]
        fields["date_of_birth_precision"] = [precision for _, precision, _ in found]
        fields["date_of_birth_written"] = [written for _, _, written in found]

    return fill


_NO_BIRTHDAY = (Reason.NOT_A_DATE, Reason.DATE_IN_THE_FUTURE)
"""Of a date that was refused for these, the digits tell what a slip left right."""


def _fill_protected(value: Value, layout: Layout) -> Fill:
    column, place = value.column, layout[value.column]
    words = {code.casefold(): word.casefold() for code, word in (value.map or {}).items()}

    def protected(raw: str) -> tuple[bool, Reason | None]:
        word = words.get(raw.casefold(), raw.casefold())
        return word not in NO, None if word in YES or word in NO else Reason.PROTECTION_UNCLEAR

    memory = Memory(protected)

    def fill(frame: Frame, fields: Fields, notes: Notes) -> None:
        fields["address_protected"] = memory.take(frame, place, column, notes)

    return fill


def _fill_object(name: str, values: dict[str, Value], layout: Layout) -> Fill:
    takes = [take_text(value, layout) for value in values.values()]
    objects = _Objects(tuple(values))

    def fill(frame: Frame, fields: Fields, notes: Notes) -> None:
        texts = [take(frame, notes) for take in takes]
        fields[name] = list(map(objects.__getitem__, zip(*texts, strict=True)))

    return fill


class _Objects(dict[tuple[str | None, ...], str | None]):
    """JSON objects with the same keys, by their values. Empty values are left out."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        self.keys_in_order = keys

    def __missing__(self, texts: tuple[str | None, ...]) -> str | None:
        found = {key: text for key, text in zip(self.keys_in_order, texts, strict=True) if text}
        made = json.dumps(found, ensure_ascii=False, sort_keys=True) if found else None
        if len(self) < REMEMBERED_VALUES:
            self[texts] = made
        return made
