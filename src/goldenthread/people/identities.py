"""The identifiers a person holds, each beside its source, and which of them may serve as a key."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import NamedTuple

from goldenthread.people.index import HeldIdentifier
from goldenthread.people.reading import Described
from goldenthread.people.weighing import last_known
from goldenthread.vocabulary import (
    AgencyId,
    DatasetId,
    Grade,
    IdentifierKind,
    PersonId,
    check_nhs_number,
    check_upn,
)

KeyAllowed = Callable[[IdentifierKind, DatasetId], bool]
"""Whether an identifier may serve as a key in a dataset: an area's dated switch, kept by linkage."""

_NOT_STATED = "not stated"
_KEY_GRADES = frozenset({Grade.VERIFIED.value, Grade.WELL_FORMED.value})
_CHECKS = {IdentifierKind.NHS_NUMBER: check_nhs_number, IdentifierKind.UPN: check_upn}


class Given(NamedTuple):
    kind: IdentifierKind
    value: str
    grade: str
    obtained: str
    is_key: bool

    def __repr__(self) -> str:
        return f"Given(kind={self.kind!r}, grade={self.grade!r})"


def given_by(record: Described, key_allowed: KeyAllowed) -> list[Given]:
    """The identifiers that a record gives, whether or not they pass their check."""
    dataset = DatasetId(record.dataset)
    found = []
    if record.nhs_number:
        allowed = key_allowed(IdentifierKind.NHS_NUMBER, dataset)
        grade, obtained = record.nhs_number_grade, record.nhs_number_obtained
        found.append(_number(IdentifierKind.NHS_NUMBER, record.nhs_number, grade, obtained, allowed))
    if record.upn:
        allowed = key_allowed(IdentifierKind.UPN, dataset)
        found.append(_number(IdentifierKind.UPN, record.upn, record.upn_grade, record.upn_obtained, allowed))
    if record.local_id:
        found.append(Given(IdentifierKind.LOCAL_ID, record.local_id, "", record.local_id_obtained or "issued", False))
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
        )
        for (dataset, agency, number), holders in sorted(held.items(), key=itemgetter(0))
    ]


def _number(kind: IdentifierKind, value: str, grade: str | None, obtained: str | None, allowed: bool) -> Given:
    graded = grade or _CHECKS[kind](value).grade.value
    return Given(kind, value, graded, obtained or _NOT_STATED, allowed and graded in _KEY_GRADES)


def _why(given: Given) -> str:
    if given.kind is IdentifierKind.LOCAL_ID:
        return "an agency's own number means nothing to another agency"
    if given.grade in _KEY_GRADES:
        return "" if given.is_key else "this area does not use it to join these records"
    return _CHECKS[given.kind](given.value).why
