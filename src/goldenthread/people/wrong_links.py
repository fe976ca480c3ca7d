"""Who was shown something through a link that turned out wrong, so that they can be told."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from goldenthread.people.reading import RecordKey
from goldenthread.vocabulary import AgencyId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongLink:
    """Records that stood under ``person_id`` from ``since`` until ``until`` and are about somebody else.

    ``agencies`` answer for those records; ``since`` and ``until`` are the loads that made and mended the link.
    ``pages``: the others on whose pages that person stood, as a parent on a child's or as a brother or sister.
    """

    person_id: PersonId
    agencies: frozenset[AgencyId]
    since: datetime
    until: datetime
    pages: frozenset[PersonId] = field(default=frozenset(), repr=False)


class Held(NamedTuple):
    """How one record was held until now: as whose, by which agency, from when on."""

    person_id: PersonId
    agency: AgencyId
    since: datetime

    def __repr__(self) -> str:
        return "Held()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """A wrong link and the person as whom its records are held now; ``None``: as nobody, outside the cohort."""

    wrong: WrongLink
    other_person_id: PersonId | None
    records: tuple[RecordKey, ...] = field(repr=False)


def find_wrong_links(
    before: Mapping[RecordKey, Held], now: Mapping[RecordKey, PersonId | None], *, at: datetime
) -> tuple[Parted, ...]:
    """The links that are parted now: records that stood under one person and are several people's.

    What most of a person's records are held as now is that person still, their own id before all. A person all of whose
    records went over to another was joined, not parted. A link stood from when both its sides were there.
    ``now`` holds every record that is still delivered; one that is not says nothing of a link.
    Shape: sorted by the person as whom they stood, then by the other.
    """
    were: defaultdict[PersonId, defaultdict[PersonId | None, list[RecordKey]]] = defaultdict(lambda: defaultdict(list))
    for key, held in before.items():
        if key in now:
            were[held.person_id][now[key]].append(key)
    found = []
    for person, groups in were.items():
        if len(groups) < 2:
            continue
        sizes = Counter({other: len(keys) for other, keys in groups.items()})
        stayed = person if person in groups else min(sizes, key=lambda p: (-sizes[p], p or ""))
        since = min(before[key].since for key in groups[stayed])
        for other, keys in groups.items():
            if other != stayed:
                found.append(_parted(person, other, keys, before, max(since, _first(keys, before)), at))
    return tuple(sorted(found, key=lambda parted: (parted.wrong.person_id, parted.other_person_id or "")))


def _first(keys: Iterable[RecordKey], before: Mapping[RecordKey, Held]) -> datetime:
    return min(before[key].since for key in keys)


def _parted(
    person: PersonId,
    other: PersonId | None,
    keys: list[RecordKey],
    before: Mapping[RecordKey, Held],
    since: datetime,
    until: datetime,
) -> Parted:
    agencies = frozenset(before[key].agency for key in keys)
    wrong = WrongLink(person_id=person, agencies=agencies, since=since, until=until)
    return Parted(wrong=wrong, other_person_id=other, records=tuple(sorted(keys)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenOf:
    """One look as the ledger holds it: who looked at whom, when, and whose facts were shown.

    ``shows_what_was_at``: of what was passed on, when that was; ``None``: what stood there when they looked.
    """

    entry: str
    person_id: PersonId
    account: str
    by: str
    agency: AgencyId
    at: datetime
    shown_from: frozenset[AgencyId]
    shows_what_was_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """``was_shown_a_fact``: one that is or may be of an agency whose record did not belong; else a wrong identity."""

    look: SeenOf = field(repr=False)
    was_shown_a_fact: bool


def whom_to_tell(looks: Iterable[SeenOf], wrong: WrongLink) -> tuple[ToTell, ...]:
    """Every look at a page on which the person stood while the wrong link did, those shown a fact first, then by time.

    A look at which no fact of those agencies was shown is listed too: name, address and family may have been another's.
    """
    seen = [
        ToTell(look=look, was_shown_a_fact=bool(look.shown_from & wrong.agencies))
        for look in looks
        if (look.person_id == wrong.person_id or look.person_id in wrong.pages)
        and wrong.since <= (look.shows_what_was_at or look.at) < wrong.until
    ]
    return tuple(sorted(seen, key=lambda told: (not told.was_shown_a_fact, told.look.at, told.look.entry)))
