"""Choose the best of several values that records give for one thing: the newest, then the most often given."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from goldenthread.people.reading import Described
from goldenthread.vocabulary import Grade

K = TypeVar("K", bound=Hashable)

EQUALLY_RECENT_WITHIN_DAYS = 92
"""Extracts of one school term count as equally recent, so that one slip made yesterday does not outvote five."""

_SOURCE_RANK = {Grade.VERIFIED.value: 0, Grade.WELL_FORMED.value: 1}
_NO_IDENTIFIER = 2
_LONG_AGO = date.min


def best(given: Sequence[tuple[K, Described]]) -> K | None:
    """Choose among values, each with a record that gives it: recent, then by majority, then by the best source.

    A majority is of datasets, not of rows: one agency repeating itself is one voice.
    """
    if not given:
        return None
    first = given[0][0]
    if all(value == first for value, _ in given):
        return first
    recent = equally_recent(given)
    backing: dict[K, list[Described]] = {}
    for value, record in recent:
        backing.setdefault(value, []).append(record)
    return min(backing, key=lambda value: (*_strength(backing[value]), repr(value)))


def equally_recent(given: Sequence[tuple[K, Described]]) -> Sequence[tuple[K, Described]]:
    """Those of the values that are as good as new: given within a term of the newest."""
    newest = max((record.known_at or _LONG_AGO for _, record in given), default=_LONG_AGO)
    recent_from = _LONG_AGO if newest == _LONG_AGO else newest - timedelta(days=EQUALLY_RECENT_WITHIN_DAYS)
    return [(value, record) for value, record in given if (record.known_at or _LONG_AGO) >= recent_from]


def source_rank(record: Described) -> int:
    """Say how good a source a record is, best first: one that knows a verified identifier knows whom it means."""
    nhs = _SOURCE_RANK.get(record.nhs_number_grade or "", _NO_IDENTIFIER) if record.nhs_number else _NO_IDENTIFIER
    upn = _SOURCE_RANK.get(record.upn_grade or "", _NO_IDENTIFIER) if record.upn else _NO_IDENTIFIER
    return min(nhs, upn)


def first_known(records: Sequence[Described]) -> date | None:
    return records[0].known_at if len(records) == 1 else earliest(record.known_at for record in records)


def last_known(records: Sequence[Described]) -> date | None:
    return records[0].known_at if len(records) == 1 else latest(record.known_at for record in records)


def earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


def latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)


def _strength(records: Sequence[Described]) -> tuple[int, int, int]:
    voices = len({record.dataset for record in records})
    newest = max((record.known_at or _LONG_AGO).toordinal() for record in records)
    return -voices, min(source_rank(record) for record in records), -newest
