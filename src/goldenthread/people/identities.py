"""The identifiers a person holds, each beside its source, who issued it, and which of them may serve as a key."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from goldenthread.people.index import HeldIdentifier
from goldenthread.people.reading import Described
from goldenthread.people.weighing import first_known, last_known
from goldenthread.vocabulary import (
    AgencyId,
    CheckedIdentifier,
    DatasetId,
    Grade,
    IdentifierKind,
    PersonId,
    check_nhs_number,
    check_passport_number,
    check_upn,
    known_issuer,
)

KeyAllowed = Callable[[IdentifierKind, DatasetId], bool]
"""Whether an identifier may serve as a key in a dataset: an area's dated switch, kept by linkage."""

_NOT_STATED = "not stated"
_KEY_GRADES = frozenset({Grade.VERIFIED.value, Grade.WELL_FORMED.value})
_FAILED_WHEN_READ = "it failed its check when it was read"


class Given(NamedTuple):
    kind: IdentifierKind
    value: str
    grade: str
    obtained: str
    is_key: bool
    issuer: str
    issued: date | None = None
    expires: date | None = None

    def __repr__(self) -> str:
        return f"Given(kind={self.kind!r}, grade={self.grade!r})"


def given_by(record: Described, key_allowed: KeyAllowed) -> list[Given]:
    """The identifiers that a record gives, whether or not they pass their check."""
    found = []
    if record.nhs_number:
        said = record.nhs_number_grade, record.nhs_number_obtained, record.nhs_number_issuer
        found.append(_number(record, IdentifierKind.NHS_NUMBER, record.nhs_number, said, key_allowed))
    if record.upn:
        said = record.upn_grade, record.upn_obtained, record.upn_issuer
        found.append(_number(record, IdentifierKind.UPN, record.upn, said, key_allowed))
    if record.passport_number:
        said = record.passport_number_grade, record.passport_number_obtained, record.passport_country
        passport = _number(record, IdentifierKind.PASSPORT, record.passport_number, said, key_allowed)
        found.append(passport._replace(issued=record.passport_issued, expires=record.passport_expires))
    if record.local_id:
        obtained, issuer = record.local_id_obtained or "issued", record.local_id_issuer or record.agency
        found.append(Given(IdentifierKind.LOCAL_ID, record.local_id, "", obtained, False, issuer))
    return found


def identifiers_of(
    person: PersonId, records: Sequence[Described], given: Sequence[Sequence[Given]]
) -> list[HeldIdentifier]:
    """List the identifiers that agencies hold, each once for an agency and dataset. ``given`` is beside ``records``."""
    held: dict[tuple[str, str, Given], list[Described]] = {}
    for record, numbers in zip(records, given, strict=True):
        for number in numbers:
            held.setdefault((record.dataset, record.agency, number), []).append(record)
    return [
        HeldIdentifier(
            person_id=person,
            kind=number.kind,
            value=number.value,
            grade=number.grade,
            why=_why(number),
            agency=AgencyId(agency),
            dataset=DatasetId(dataset),
            obtained=number.obtained,
            is_key=number.is_key,
            known_at=last_known(holders),
            issuer=number.issuer,
            issued=number.issued,
            expires=number.expires,
            first_known=first_known(holders),
        )
        for (dataset, agency, number), holders in sorted(held.items(), key=_in_order)
    ]


def _in_order(held: tuple[tuple[str, str, Given], object]) -> tuple[str, str, tuple[str, ...]]:
    (dataset, agency, number), _ = held
    return dataset, agency, tuple(map(str, number))


def _number(
    record: Described,
    kind: IdentifierKind,
    value: str,
    said: tuple[str | None, str | None, str | None],
    key_allowed: KeyAllowed,
) -> Given:
    grade, obtained, issuer = said
    graded = grade or _check(kind, value, issuer or "").grade.value
    is_key = key_allowed(kind, DatasetId(record.dataset)) and graded in _KEY_GRADES
    return Given(kind, value, graded, obtained or _NOT_STATED, is_key, issuer or known_issuer(kind, value, graded))


def _check(kind: IdentifierKind, value: str, issuer: str) -> CheckedIdentifier:
    match kind:
        case IdentifierKind.PASSPORT:
            return check_passport_number(value, issuer=issuer)
        case IdentifierKind.UPN:
            return check_upn(value)
        case _:
            return check_nhs_number(value)


def _why(given: Given) -> str:
    if given.kind is IdentifierKind.LOCAL_ID:
        return "an agency's own number means nothing to another agency"
    if given.grade in _KEY_GRADES:
        return "" if given.is_key else "this area does not use it to join these records"
    return _check(given.kind, given.value, given.issuer).why or _FAILED_WHEN_READ
