"""The numbers by which a person is known: checked one by one, each with how it was got, who issued it and when."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from goldenthread.intake.compiling import Layout, all_hold, take_day
from goldenthread.intake.contract import Columns, Day, Value
from goldenthread.intake.frames import Frame, Notes, Texts
from goldenthread.intake.reasons import Reason
from goldenthread.intake.values import LONGEST_ID_CHARACTERS, clean_text
from goldenthread.vocabulary import CheckedIdentifier, Grade, check_nhs_number, check_passport_number, check_upn

Fields = dict[str, Sequence[Any]]
"""Columns of ``RECORDS`` by name, each with one value a person."""
Fill = Callable[[Frame, Fields, Notes], None]
Check = Callable[..., CheckedIdentifier]

_NOTED = {
    Grade.FAILS_CHECK: Reason.IDENTIFIER_FAILS_CHECK,
    Grade.MALFORMED: Reason.IDENTIFIER_MALFORMED,
    Grade.TEMPORARY: Reason.IDENTIFIER_TEMPORARY,
    Grade.NO_ISSUER: Reason.IDENTIFIER_WITHOUT_ISSUER,
}
_SAID_OF = {
    "nhs_number": ("nhs_number_issuer",),
    "upn": ("upn_issuer",),
    "local_id": ("local_id_issuer",),
    "passport_number": ("passport_country", "passport_issued", "passport_expires"),
}
"""What is said of a number says nothing without it: a country alone would only tell where somebody comes from."""


def fills_of_identifiers(columns: Columns, layout: Layout, *, on: date) -> Iterator[Fill]:
    """Fill the numbers that are checked, and what is said of each. The texts of the person are filled before."""
    if columns.nhs_number is not None:
        yield _fill_identifier("nhs_number", columns.nhs_number, check_nhs_number, layout)
    if columns.upn is not None:
        yield _fill_identifier("upn", columns.upn, check_upn, layout)
    if columns.passport_number is not None:
        issuer = "passport_country"
        yield _fill_identifier("passport_number", columns.passport_number, check_passport_number, layout, issuer=issuer)
    for name in ("passport_issued", "passport_expires"):
        value: Value | None = getattr(columns, name)
        if value is not None:
            yield _fill_day(name, value, layout)
    if columns.passport_issued is not None:
        yield _hold_dates_together(columns.passport_issued, columns.passport_expires, on=on)
    yield _drop_what_is_said_of_no_number


def _fill_identifier(name: str, value: Value, check: Check, layout: Layout, *, issuer: str = "") -> Fill:
    """Identifiers are checked one by one and not remembered, since each is another.

    ``issuer``: the field, already filled, without which a number of this kind says nothing.
    """
    column, place, obtained = value.column, layout[value.column], str(value.obtained)
    verified = all_hold((value.verified_when,), layout) if value.verified_when else None
    usable = Texts(_usable_id, longest=LONGEST_ID_CHARACTERS)

    def fill(frame: Frame, fields: Fields, notes: Notes) -> None:
        texts = usable.take(frame, place, column, notes)
        held = frame.where(texts)
        sure = frozenset(map(held.rows.__getitem__, verified(held, notes))) if verified else frozenset()
        issuers = fields.get(issuer) or [None] * len(frame)
        numbers: list[str | None] = [None] * len(frame)
        grades: list[str | None] = [None] * len(frame)
        for at, (row, text) in enumerate(zip(frame.rows, texts, strict=True)):
            if not text:
                continue
            more = {"issuer": issuers[at] or ""} if issuer else {}
            checked = check(text, verified=row in sure, **more)
            numbers[at], grades[at] = checked.value, checked.grade.value
            if checked.grade in _NOTED:
                notes.append((row, column, _NOTED[checked.grade], frame.column(place)[at]))
        fields[name], fields[f"{name}_grade"] = numbers, grades
        fields[f"{name}_obtained"] = [obtained if grade else None for grade in grades]

    return fill


def _usable_id(raw: str) -> tuple[str | None, Reason | None]:
    text, reason = clean_text(raw)
    if text is not None and len(text) > LONGEST_ID_CHARACTERS:
        return None, Reason.TOO_LONG
    return text, reason


def _fill_day(name: str, value: Value, layout: Layout) -> Fill:
    take = take_day(Day(column=value.column, format=value.format), layout)

    def fill(frame: Frame, fields: Fields, notes: Notes) -> None:
        fields[name] = take(frame, notes)

    return fill


def _hold_dates_together(issued: Value, expires: Value | None, *, on: date) -> Fill:
    """A passport is issued before it is told of, and ends after it begins."""

    def hold(frame: Frame, fields: Fields, notes: Notes) -> None:
        begun, ended = list(fields["passport_issued"]), list(fields.get("passport_expires") or [None] * len(frame))
        for at, (row, first, last) in enumerate(zip(frame.rows, begun, ended, strict=True)):
            if first is not None and first > on:
                notes.append((row, issued.column, Reason.DATE_IN_THE_FUTURE, ""))
                begun[at] = None
            elif expires is not None and first is not None and last is not None and last < first:
                notes.append((row, expires.column, Reason.ENDS_BEFORE_IT_STARTS, ""))
                ended[at] = None
        fields["passport_issued"], fields["passport_expires"] = begun, ended

    return hold


def _drop_what_is_said_of_no_number(frame: Frame, fields: Fields, notes: Notes) -> None:
    for number, said in _SAID_OF.items():
        for name in said:
            if name in fields:
                held = fields.get(number) or [None] * len(frame)
                fields[name] = [one if whose else None for one, whose in zip(fields[name], held, strict=True)]
