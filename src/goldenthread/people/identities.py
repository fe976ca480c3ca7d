"""The identifiers a person holds, and what they let us say about how sure we are that this is one person."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from goldenthread.people.births import Birth
from goldenthread.people.index import Certainty, HeldIdentifier
from goldenthread.people.reading import Described
from goldenthread.people.weighing import latest
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


def identifiers_of(person: PersonId, records: Sequence[Described], key_allowed: KeyAllowed) -> list[HeldIdentifier]:
    """List the identifiers that agencies hold, each once for each dataset, whether or not they pass their check."""
    held: dict[tuple[str, Given], list[Described]] = {}
    for record in records:
        for given in _given(record, key_allowed):
            held.setdefault((record.dataset, given), []).append(record)
    return [
        HeldIdentifier(
            person_id=person,
            kind=given.kind,
            value=given.value,
            grade=given.grade,
            why=_why(given),
            agency=AgencyId(holders[0].agency),
            dataset=DatasetId(dataset),
            obtained=given.obtained,
            is_key=given.is_key,
            known_at=latest(record.known_at for record in holders),
        )
        for (dataset, given), holders in held.items()
    ]


def certainty_of(records: Sequence[Described], birth: Birth, key_allowed: KeyAllowed) -> tuple[Certainty, str]:
    """Say how sure we are that these records are about one person, with one plain sentence of reason."""
    keys = [[given for given in _given(record, key_allowed) if given.is_key] for record in records]
    clash = _clash(keys)
    if clash is not None:
        return Certainty.POSSIBLE, f"Agencies hold different {_WORDS[clash]}s. Check before you rely on this."
    if birth.differing:
        return Certainty.POSSIBLE, "Agencies hold different dates of birth. Check before you rely on this."
    note = " One agency has the day and month of birth the other way round." if birth.swapped else ""
    if len(records) == 1:
        return Certainty.CERTAIN, "All of this comes from one record of one agency." + note
    joined_by = _joined_by(keys)
    if joined_by is None:
        return Certainty.PROBABLE, f"{len(records)} records agree on name and other details." + note
    kinds, is_checked = joined_by
    by = " or a ".join(_WORDS[kind] for kind in kinds)
    article = "an" if by.startswith("NHS") else "a"
    if is_checked:
        return (
            Certainty.CERTAIN,
            f"{len(records)} records share {article} {by} that was checked with its issuer." + note,
        )
    return Certainty.PROBABLE, f"{len(records)} records share {article} {by} that nobody has checked." + note


def _given(record: Described, key_allowed: KeyAllowed) -> Iterator[Given]:
    dataset = DatasetId(record.dataset)
    numbers = (
        (IdentifierKind.NHS_NUMBER, record.nhs_number, record.nhs_number_grade, record.nhs_number_obtained),
        (IdentifierKind.UPN, record.upn, record.upn_grade, record.upn_obtained),
    )
    for kind, value, grade, obtained in numbers:
        if value:
            yield _number(kind, value, grade, obtained, key_allowed(kind, dataset))
    if record.local_id:
        yield Given(IdentifierKind.LOCAL_ID, record.local_id, "", "issued", False)


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
    shared = {key: records for key, records in holders.items() if len(records) > 1}
    reached = {0}
    while True:
        more = {n for records in shared.values() if not reached.isdisjoint(records) for n in records} - reached
        if not more:
            break
        reached |= more
    if len(reached) < len(keys):
        return None
    return sorted({kind for kind, _ in shared}), all(key in checked for key in shared)
