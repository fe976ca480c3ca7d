"""Where a person lives and has lived, and when two written addresses are one place."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter

from goldenthread.people.index import Address
from goldenthread.people.reading import Described
from goldenthread.people.weighing import best, earliest, first_known
from goldenthread.vocabulary import AgencyId, DatasetId, PersonId

Place = tuple[str, str]
"""A place in the form in which two spellings of it are equal: the postcode, and what tells houses in it apart."""

_WORD = re.compile(r"[a-z0-9]+")
_HOUSE_NAME_WORDS = 2


@lru_cache(maxsize=200_000)
def place(line: str, postcode: str) -> Place | None:
    """Reduce an address to a place: flat and house numbers within a postcode, or else the name of the house.

    "Flat 2, 14 High Street" and "2/14 High St" in one postcode are one place. An address that does not tell one
    house from another (a postcode alone, a line without postcode or number) is no place: it joins nobody.
    """
    compact = compact_postcode(postcode)
    in_postcode = {compact, compact[:-3], compact[-3:]} if compact else set()
    words = [word for word in _WORD.findall(line.casefold()) if word not in in_postcode]
    numbers = sorted(word for word in words if any(character.isdigit() for character in word))
    if not compact:
        return ("", " ".join(words)) if numbers else None
    told_apart_by = numbers or words[:_HOUSE_NAME_WORDS]
    return (compact, " ".join(told_apart_by)) if told_apart_by else None


def compact_postcode(postcode: str | None) -> str:
    return "".join(_WORD.findall(postcode.casefold())) if postcode else ""


def place_of(record: Described) -> Place | None:
    """The place where a record says its person lives."""
    if not record.address_line:
        return None
    return place(record.address_line, record.postcode or "")


def current_place(records: Sequence[Described]) -> Place | None:
    """Choose the one place where a person lives now, as best their records support it."""
    given = [(where, record) for record in records if (where := place_of(record)) is not None]
    return best(given)


def addresses_of(
    person: PersonId,
    records: Sequence[Described],
    current: Place | None,
    is_protected: Callable[[Described], bool],
) -> list[Address]:
    """List every address that agencies hold, each once for each agency and dataset, in order."""
    held: dict[tuple[str, str, str, str], list[Described]] = {}
    for record in records:
        if record.address_line or record.postcode:
            line, postcode = record.address_line or "", record.postcode or ""
            held.setdefault((record.dataset, record.agency, line, postcode), []).append(record)
    found = []
    for (dataset, agency, line, postcode), holders in sorted(held.items(), key=itemgetter(0)):
        where = place_of(holders[0])
        since = first_known(holders)
        is_current = where == current if where is not None else current is None
        found.append(
            Address(
                person_id=person,
                line=line,
                postcode=postcode,
                agency=AgencyId(agency),
                dataset=DatasetId(dataset),
                since=since,
                until=None if is_current or since is None else _known_elsewhere_after(since, holders[0], records),
                is_current=is_current,
                is_protected=any(is_protected(record) for record in holders),
            )
        )
    return found


def _known_elsewhere_after(since: date, holder: Described, records: Sequence[Described]) -> date | None:
    said = (r for r in records if (r.dataset, r.agency) == (holder.dataset, holder.agency))
    return earliest(r.known_at for r in said if r.known_at and r.known_at > since)
