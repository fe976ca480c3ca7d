"""The identifiers a person holds, and what they let us say about how sure we are that this is one person."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import NamedTuple

from goldenthread.people.births import Birth
from goldenthread.people.index import Certainty, HeldIdentifier
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
_WORDS = {IdentifierKind.NHS_NUMBER: "NHS number", IdentifierKind.UPN: "UPN"}


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
        found.append(Given(IdentifierKind.LOCAL_ID, record.local_id, "", "issued", False))
    return found


def identifiers_of(
    person: PersonId, records: Sequence[Described], given: Sequence[Sequence[Given]]
) -> list[HeldIdentifier]:
    """List the identifiers that agencies hold, each once for each dataset. ``given`` stands beside ``records``."""
    held: dict[tuple[str, Given], list[Described]] = {}
    for record, numbers in zip(records, given, strict=True):
        for number in numbers:
            held.setdefault((record.dataset, number), []).append(record)
    return [
        HeldIdentifier(
            person_id=person,
            kind=number.kind,
            value=number.value,
            grade=number.grade,
            why=_why(number),
            agency=AgencyId(holders[0].agency),
            dataset=DatasetId(dataset),
            obtained=number.obtained,
            is_key=number.is_key,
            known_at=last_known(holders),
        )
        for (dataset, number), holders in sorted(held.items(), key=itemgetter(0))
    ]


def certainty_of(given: Sequence[Sequence[Given]], birth: Birth) -> tuple[Certainty, str]:
    """Say how sure we are that records are about one person, with a plain reason, from what each of them gives."""
    keys = [[number for number in numbers if number.is_key] for numbers in given]
    clash = _clash(keys)
    if clash is not None:
        return Certainty.POSSIBLE, f"Agencies hold different {_WORDS[clash]}s. Check before you rely on this."
    if birth.differing:
        return Certainty.POSSIBLE, "Agencies hold different dates of birth. Check before you rely on this."
    note = " One agency has the day and month of birth the other way round." if birth.swapped else ""
    if len(given) == 1:
        return Certainty.CERTAIN, "All of this comes from one record of one agency." + note
    joined_by = _joined_by(keys)
    if joined_by is None:
        return Certainty.PROBABLE, f"{len(given)} records agree on name and other details." + note
    kinds, is_checked = joined_by
    by = " or a ".join(_WORDS[kind] for kind in kinds)
    article = "an" if by.startswith("NHS") else "a"
    if is_checked:
        return (
            Certainty.CERTAIN,
            f"{len(given)} records share {article} {by} that was checked with its issuer." + note,
        )
    return Certainty.PROBABLE, f"{len(given)} records share {article} {by} that nobody has checked." + note


def _number(kind: IdentifierKind, value: str, grade: str | None, obtained: str | None, allowed: bool) -> Given:
    graded = grade or _CHECKS[kind](value).grade.value
    return Given(kind, value, graded, obtained or _NOT_STATED, allowed and graded in _KEY_GRADES)


def _why(given: Given) -> str:
    if given.kind is IdentifierKind.LOCAL_ID:
        return "an agency's own number means nothing to another agency"
    if given.grade in _KEY_GRADES:
        return "" if given.is_key else "this area does not use it to join these records"
    return _CHECKS[given.kind](given.value).why


def _clash(keys: Sequence[Sequence[Given]]) -> IdentifierKind | None:
    for kind in _CHECKS:
        if len({given.value for held in keys for given in held if given.kind is kind}) > 1:
            return kind
    return None


def _joined_by(keys: Sequence[Sequence[Given]]) -> tuple[list[IdentifierKind], bool] | None:
    """The identifiers that tie all these records together, and whether each was checked with its issuer."""
    holders: dict[tuple[IdentifierKind, str], list[int]] = {}
    checked: set[tuple[IdentifierKind, str]] = set()
    for n, held in enumerate(keys):
        for given in held:
            holders.setdefault((given.kind, given.value), []).append(n)
            if given.grade == Grade.VERIFIED:
                checked.add((given.kind, given.value))
    shared = {key: records for key, records in holders.items() if len(given) > 1}
    reached = {0}
    while True:
        more = {n for records in shared.values() if not reached.isdisjoint(records) for n in records} - reached
        if not more:
            break
        reached |= more
    if len(reached) < len(keys):
        return None
    return sorted({kind for kind, _ in shared}), all(key in checked for key in shared)
