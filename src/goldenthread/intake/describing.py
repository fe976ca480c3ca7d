"""From a row's cells to the people it describes: one list of fields for each, in the order of ``RECORDS``."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from operator import itemgetter

from goldenthread.intake.compiling import CACHED_VALUES, Clean, Layout, Notes, TakeText, all_hold, take_id, take_text
from goldenthread.intake.contract import Columns, Contract, PersonBlock, Value, Whom
from goldenthread.intake.readers import Cells
from goldenthread.intake.reasons import Reason
from goldenthread.intake.shapes import RECORDS, TEXT_FIELDS
from goldenthread.intake.values import (
    LONGEST_ID_CHARACTERS,
    NO,
    YES,
    age_on,
    clean_email,
    clean_name,
    clean_postcode,
    clean_sex,
    clean_text,
    refused_birth,
)
from goldenthread.vocabulary import CheckedIdentifier, Grade, PersonKind, check_nhs_number, check_upn

AT = {name: place for place, name in enumerate(RECORDS.names)}
"""Where each field stands in a person's list."""

FIELDS = len(RECORDS.names)
ADULT_AGE_YEARS = 18

Person = list[object]
Fill = Callable[[Cells, Person, Notes], None]
Describe = Callable[[Cells, Notes, date], Person | None]

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
}
_identifying = itemgetter(
    *(
        AT[name]
        for name in (
            "given_name",
            "family_name",
            "full_name",
            "known_as",
            "date_of_birth",
            "nhs_number",
            "upn",
            "local_id",
            "phone",
            "email",
            "other",
        )
    )
)
_NOTED = {
    Grade.FAILS_CHECK: Reason.IDENTIFIER_FAILS_CHECK,
    Grade.MALFORMED: Reason.IDENTIFIER_MALFORMED,
    Grade.TEMPORARY: Reason.IDENTIFIER_TEMPORARY,
}


def describe(block: PersonBlock, contract: Contract, layout: Layout, *, on: date) -> Describe:
    """A function that describes one person of a row, or answers None when nothing in the row does."""
    present = all_hold(block.present_when, layout)
    fills = tuple(_fills(block, contract, layout, on=on))
    own_id = take_id(block.record_id, layout) if block.record_id else None
    at_id, at_kind, at_born = AT["record_id"], AT["person_kind"], AT["date_of_birth"]
    part, whom = block.part, block.is_

    def person_in(cells: Cells, notes: Notes, known: date) -> Person | None:
        if present is not None and not present(cells, notes):
            return None
        person: Person = [None] * FIELDS
        for fill in fills:
            fill(cells, person, notes)
        if not any(_identifying(person)):
            return None
        person[AT["part"]] = part
        person[at_kind] = _kind(whom, person[at_born], known)
        if own_id is not None:
            person[at_id] = own_id(cells)
        return person

    return person_in


def _kind(whom: Whom, born: object, known: date) -> str:
    if whom is not Whom.BY_AGE:
        return str(whom)
    if not isinstance(born, date):
        return PersonKind.UNKNOWN
    return PersonKind.CHILD if age_on(born, known) < ADULT_AGE_YEARS else PersonKind.ADULT


def _fills(block: PersonBlock, contract: Contract, layout: Layout, *, on: date) -> Iterable[Fill]:
    yield from _fills_of_text(block.columns, layout)
    yield from _fills_of_more(block.columns, layout, on=on)
    groups = block.groups if block.groups is not None else (contract.groups if block is contract.people[0] else {})
    if groups:
        yield _fill_object("groups", groups, layout)
    if block.columns.other:
        yield _fill_object("other", {other.column: other.column for other in block.columns.other}, layout)


def _fills_of_text(columns: Columns, layout: Layout) -> Iterable[Fill]:
    for name in TEXT_FIELDS:
        value: Value | None = getattr(columns, name)
        if value is not None:
            yield _fill_text(AT[name], take_text(value, layout, _CLEAN.get(name, clean_text)))
            if name == "local_id":
                yield _fill_obtained(AT["local_id"], AT["local_id_obtained"], value.obtained)


def _fills_of_more(columns: Columns, layout: Layout, *, on: date) -> Iterable[Fill]:
    if columns.date_of_birth is not None:
        yield _fill_birth(columns.date_of_birth, layout, on=on)
    if columns.sex is not None:
        yield _fill_text(AT["sex"], take_text(columns.sex, layout, clean_sex))
    if columns.address_protected is not None:
        yield _fill_protected(columns.address_protected, layout)
    if columns.nhs_number is not None:
        yield _fill_identifier("nhs_number", columns.nhs_number, check_nhs_number, layout)
    if columns.upn is not None:
        yield _fill_identifier("upn", columns.upn, check_upn, layout)


def _fill_text(at: int, take: TakeText) -> Fill:
    def fill(cells: Cells, person: Person, notes: Notes) -> None:
        person[at] = take(cells, notes)

    return fill


def _fill_obtained(at: int, at_obtained: int, obtained: str) -> Fill:
    word = str(obtained)

    def fill(cells: Cells, person: Person, notes: Notes) -> None:
        if person[at]:
            person[at_obtained] = word

    return fill


def _fill_birth(value: Value, layout: Layout, *, on: date) -> Fill:
    column, place, read = value.column, layout[value.column], layout.dates(value.format)
    at, at_precision = AT["date_of_birth"], AT["date_of_birth_precision"]

    def fill(cells: Cells, person: Person, notes: Notes) -> None:
        raw = cells[place]
        person[at_precision] = ""
        if not raw:
            return
        born, precision, reason = read(raw)
        if born is not None and reason is None:
            reason = refused_birth(born, on=on)
            born, precision = (None, "") if reason else (born, precision)
        if reason is not None:
            notes.append((column, reason, raw))
        person[at], person[at_precision] = born, precision

    return fill


def _fill_protected(value: Value, layout: Layout) -> Fill:
    column, place = value.column, layout[value.column]
    words = {code.casefold(): word.casefold() for code, word in (value.map or {}).items()}
    at = AT["address_protected"]

    def fill(cells: Cells, person: Person, notes: Notes) -> None:
        raw = cells[place]
        word = words.get(raw.casefold(), raw.casefold())
        if word not in YES and word not in NO:
            notes.append((column, Reason.PROTECTION_UNCLEAR, raw))
        person[at] = word not in NO

    return fill


def _fill_identifier(name: str, value: Value, check: Callable[..., CheckedIdentifier], layout: Layout) -> Fill:
    column, place, obtained = value.column, layout[value.column], str(value.obtained)
    verified = all_hold((value.verified_when,), layout) if value.verified_when else None
    remembered = lru_cache(CACHED_VALUES)(check)
    at, at_grade, at_obtained = AT[name], AT[f"{name}_grade"], AT[f"{name}_obtained"]
    clean = layout.remembering(clean_text)

    def fill(cells: Cells, person: Person, notes: Notes) -> None:
        raw = cells[place]
        if not raw:
            return
        text, reason = clean(raw)
        if text is None or len(text) > LONGEST_ID_CHARACTERS:
            notes.append((column, reason or Reason.TOO_LONG, raw))
            return
        checked = remembered(text, verified=verified is not None and verified(cells, notes))
        if checked.grade in _NOTED:
            notes.append((column, _NOTED[checked.grade], raw))
        person[at], person[at_grade], person[at_obtained] = checked.value, str(checked.grade), obtained

    return fill


def _fill_object(name: str, columns: dict[str, str], layout: Layout) -> Fill:
    keys, at = tuple(columns), AT[name]
    takes = [take_text(Value(column=column), layout) for column in columns.values()]

    @lru_cache(CACHED_VALUES)
    def written(*texts: str | None) -> str | None:
        found = {key: text for key, text in zip(keys, texts, strict=True) if text}
        return json.dumps(found, ensure_ascii=False, sort_keys=True) if found else None

    def fill(cells: Cells, person: Person, notes: Notes) -> None:
        person[at] = written(*[take(cells, notes) for take in takes])

    return fill
