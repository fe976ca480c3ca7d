"""What a person is called: one name to show, and every other name that an agency holds for them."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from goldenthread.people.index import Name, NameUse
from goldenthread.people.reading import Described
from goldenthread.people.weighing import best, earliest, first_known, last_known
from goldenthread.vocabulary import AgencyId, DatasetId, PersonId

LONGEST_INITIALS = 3
"""A part this short may be initials, or a short name, and does not count as shouted."""

_BETWEEN_WORDS = re.compile(r"[\s\-'’.]+")


class Called(NamedTuple):
    given_name: str
    family_name: str


def display_name(records: Sequence[Described]) -> Called:
    """Choose the name to show. Spellings that differ only in case or punctuation count as one name."""
    given = [(called, record) for record in records if (called := _called(record)) is not None]
    if len(set(map(itemgetter(0), given))) == 1:
        return given[0][0]
    chosen = best([(_likeness(called), record) for called, record in given])
    spellings = [called for called, _ in given if _likeness(called) == chosen]
    # JONES and Jones are one name; a reader is shown the spelling that is not all capitals, if any agency has it.
    return min(spellings, key=lambda called: (_shouts(called), called), default=Called("", ""))


def names_of(person: PersonId, records: Sequence[Described], shown: Called) -> list[Name]:
    """List every name that agencies hold, each once for each agency and dataset.

    A name last held before the shown name was first held is a former one; any other is one they are also known as.
    """
    shown_like = _likeness(shown)
    held: dict[tuple[str, str, Called, bool], list[Described]] = {}
    for record in records:
        called = _called(record)
        if called is not None:
            held.setdefault((record.dataset, record.agency, called, False), []).append(record)
        if record.known_as:
            known_as = Called(record.known_as, called.family_name if called else "")
            held.setdefault((record.dataset, record.agency, known_as, True), []).append(record)
    shown_since = earliest(
        first_known(holders)
        for (_, _, called, is_known_as), holders in held.items()
        if not is_known_as and _likeness(called) == shown_like
    )
    if len(held) > 1:
        held = dict(sorted(held.items(), key=itemgetter(0)))
    return [
        _name(person, called, _use(called, holders, is_known_as, shown_like, shown_since), holders)
        for (_, _, called, is_known_as), holders in held.items()
    ]


def _use(
    called: Called, holders: Sequence[Described], is_known_as: bool, shown_like: Called, shown_since: date | None
) -> NameUse:
    if is_known_as:
        return NameUse.KNOWN_AS
    if _likeness(called) == shown_like:
        return NameUse.CURRENT
    last_held = last_known(holders)
    if last_held is not None and shown_since is not None and last_held < shown_since:
        return NameUse.FORMER
    return NameUse.KNOWN_AS


def _name(person: PersonId, called: Called, use: NameUse, holders: Sequence[Described]) -> Name:
    return Name(
        person_id=person,
        given_name=called.given_name,
        family_name=called.family_name,
        use=use,
        agency=AgencyId(holders[0].agency),
        dataset=DatasetId(holders[0].dataset),
        since=first_known(holders),
        until=last_known(holders) if use is NameUse.FORMER else None,
    )


def _called(record: Described) -> Called | None:
    if record.given_name or record.family_name:
        return Called(record.given_name or "", record.family_name or "")
    if record.full_name:
        return _split(record.full_name)
    return None


def _split(full_name: str) -> Called:
    family, comma, given = full_name.partition(",")
    if comma:
        return Called(given.strip(), family.strip())
    given, _, family = full_name.strip().rpartition(" ")
    return Called(given.strip(), family)


@lru_cache(maxsize=100_000)
def _likeness(called: Called) -> Called:
    return Called(_alike(called.given_name), _alike(called.family_name))


def _alike(part: str) -> str:
    return " ".join(_BETWEEN_WORDS.split(part.casefold())).strip()


def _shouts(called: Called) -> bool:
    return any(part.isupper() and len(part) > LONGEST_INITIALS for part in called)
