"""The numbers of a child side by side, as far as this practitioner may know them: issuer, dates and status in words.

An NHS number and a UPN are shown like the name. A passport number tells of immigration, and an agency's own number that
it works with the child: each is shown to the agency whose record gives it and to nobody else, whatever was agreed.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from goldenthread.service.actions.shapes import IdentifierShown, Practitioner
from goldenthread.service.statements import asked_often
from goldenthread.service.store.models import PersonIdentifier
from goldenthread.vocabulary import Grade, IdentifierKind, issuing_states

SHOWN_LIKE_THE_NAME = (IdentifierKind.NHS_NUMBER.value, IdentifierKind.UPN.value)
PASSPORT, LOCAL_ID = IdentifierKind.PASSPORT.value, IdentifierKind.LOCAL_ID.value
IN_ORDER = (*SHOWN_LIKE_THE_NAME, PASSPORT, LOCAL_ID)
WORDS = {
    "nhs_number": "NHS number",
    "upn": "UPN",
    PASSPORT: "Passport number",
    LOCAL_ID: "Your organisation’s own number",
}
STATUS = {
    Grade.VERIFIED.value: "checked against the issuer",
    Grade.WELL_FORMED.value: "passes its own check",
    Grade.TEMPORARY.value: "temporary: true in one school only",
    Grade.NO_ISSUER.value: "nobody says which country issued it: do not rely on it",
    Grade.FAILS_CHECK.value: "fails its check: do not rely on it",
    Grade.MALFORMED.value: "not a possible number: do not rely on it",
    "": "in use in your organisation",
}
NOT_CHECKED = "not checked with the country that issued it"
"""A printed passport number has no check of its own to pass."""
BEST_FIRST = [*(grade.value for grade in Grade), ""]

_numbers = asked_often(
    lambda person: PersonIdentifier.objects.filter(person_id=person, kind__in=IN_ORDER).order_by("kind", "id")
)


def numbers_shown(person_id: str, *, by: Practitioner, whole: bool, on: date) -> tuple[IdentifierShown, ...]:
    """Each number once, by kind and then the most reliable first. Rows of others are read only where they are shown."""
    said: defaultdict[tuple[str, str, str], list[PersonIdentifier]] = defaultdict(list)
    for row in _numbers(person=person_id):
        if row.agency_id == by.agency or (whole and row.kind in SHOWN_LIKE_THE_NAME):
            # Two countries issue one number to two people; of any other number two issuers are two opinions.
            said[row.kind, row.value, row.issuer if row.kind == PASSPORT else ""].append(row)
    best = {key: min((row.grade for row in rows), key=BEST_FIRST.index) for key, rows in said.items()}
    ordered = sorted(said, key=lambda key: (IN_ORDER.index(key[0]), BEST_FIRST.index(best[key])))
    return tuple(_shown(*key[:2], said[key], best[key], by=by, on=on) for key in ordered)


def _shown(
    kind: str, value: str, rows: list[PersonIdentifier], grade: str, *, by: Practitioner, on: date
) -> IdentifierShown:
    issued, expires = _first(row.issued for row in rows), _last(row.expires for row in rows)
    return IdentifierShown(
        kind=WORDS[kind],
        value=spaced(kind, value),
        issuer="; or ".join(dict.fromkeys(_issuer(kind, row.issuer, by=by) for row in rows if row.issuer)),
        dates=_dates(
            issued, expires, _first(row.first_known for row in rows), _last(row.last_known for row in rows), on=on
        ),
        status=NOT_CHECKED if (kind, grade) == (PASSPORT, Grade.WELL_FORMED.value) else STATUS[grade],
    )


def _issuer(kind: str, issuer: str, *, by: Practitioner) -> str:
    if kind == PASSPORT:
        return f"{issuing_states().get(issuer, issuer)} ({issuer})"
    return by.agency_name if issuer == by.agency else issuer


def _dates(issued: date | None, expires: date | None, first: date | None, last: date | None, *, on: date) -> str:
    """When it was issued and until when it holds, then from when until when records are known to give it."""
    ends = "" if expires is None else f"expired on {_day(expires)}" if expires < on else f"valid until {_day(expires)}"
    told = [part for part in (f"issued on {_day(issued)}" if issued else "", ends) if part]
    if first and last:
        told.append(f"on record on {_day(last)}" if first == last else f"on record from {_day(first)} to {_day(last)}")
    words = ", ".join(told)
    return words[:1].upper() + words[1:]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _last(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)


def spaced(kind: str, value: str) -> str:
    """An NHS number is read out in groups of three, three and four."""
    is_nhs_number = kind == "nhs_number" and len(value) == 10 and value.isdigit()
    return f"{value[:3]} {value[3:6]} {value[6:]}" if is_nhs_number else value
