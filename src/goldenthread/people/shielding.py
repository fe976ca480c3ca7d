"""Whom an agency keeps hidden, and whom that hides with them.

A mother hidden in a refuge is found through her children. So hiding spreads from a hidden person, along declared
relations, to whoever any record places at the protected address. It does not spread to an earlier address: the
person they are hidden from may live there. Where the hidden record gives no address, the children declared for a
hidden adult, or the siblings and other children of a hidden child's household, are hidden if they share the
current address; adults are not, for the same reason.

Whoever may be a hidden person under another id, because linkage missed a link, is hidden too.
"""

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from goldenthread.people.addresses import Place, compact_postcode, place_of
from goldenthread.people.index import Relationship, Shielded
from goldenthread.people.reading import Described, RecordKey
from goldenthread.vocabulary import AgencyId, PersonId

_LETTERS = re.compile(r"[^\W\d_]+")

ASKED = "An agency that keeps this person safe asked for them to be hidden."
SHARES = "Declared as family or household of a hidden person, and a record places them at the protected address."
MAY_BE = "May be the same person as a hidden one: the name and birth date, or a number, are the same."
LIVES_WITH = "A child declared as related to a hidden person, and living at the same address."


class Home(NamedTuple):
    """Where one person lives, as far as hiding them is concerned."""

    records: Sequence[Described]
    current: Place | None
    is_child: bool

    def __repr__(self) -> str:
        return "Home()"


def shield(
    homes: Mapping[PersonId, Home],
    relationships: Iterable[Relationship],
    shielded: Mapping[RecordKey, str],
) -> tuple[Shielded, ...]:
    """List everybody who is hidden and by whom. Shape: one entry a person and custodian, sorted."""
    related: dict[PersonId, set[PersonId]] = defaultdict(set)
    for one in relationships:
        related[one.from_person].add(one.to_person)
        related[one.to_person].add(one.from_person)
    found: dict[tuple[PersonId, str], str] = {}
    for person, home in homes.items():
        for custodian, hidden in _asked(home.records, shielded).items():
            found[(person, custodian)] = ASKED
            places = {where for record in hidden if (where := place_of(record)) is not None}
            places |= {w for r in home.records if r.address_protected and (w := place_of(r)) is not None}
            for other, because in _spread(person, places, homes, related).items():
                found.setdefault((other, custodian), because)
    for person, custodian in _may_be_the_same(homes, dict(found.keys())):
        found.setdefault((person, custodian), MAY_BE)
    entries = (Shielded(person_id=p, custodian=AgencyId(c), because=why) for (p, c), why in found.items())
    return tuple(sorted(entries, key=lambda entry: (entry.person_id, entry.custodian)))


class Protected(NamedTuple):
    """Where a person may not be shown to live: places, and postcodes of which no more is known."""

    places: frozenset[Place] = frozenset()
    postcodes: frozenset[str] = frozenset()

    def covers(self, record: Described) -> bool:
        """Say whether the address of a record is one of these, as far as its record tells."""
        where, postcode = place_of(record), compact_postcode(record.postcode)
        if where is None:
            return bool(postcode) and (postcode in self.postcodes or any(postcode == of for of, _ in self.places))
        return where in self.places or postcode in self.postcodes

    def __repr__(self) -> str:
        return "Protected()"


def _may_be_the_same(homes: Mapping[PersonId, Home], hidden: Mapping[PersonId, str]) -> Iterable[tuple[PersonId, str]]:
    """Those who could be a hidden person under another id, because linkage missed or doubted a link.

    A namesake born on the same day is hidden for nothing, which is undone by a person. The other error shows a
    family to whoever looks for them.
    """
    signs = {sign: hidden[p] for p in sorted(hidden) for record in homes[p].records for sign in _signs(record)}
    for person, home in homes.items():
        for custodian in {signs[sign] for record in home.records for sign in _signs(record) if sign in signs}:
            yield person, custodian


def _signs(record: Described) -> Iterator[tuple[str, ...]]:
    """By what a record may be known as somebody's: each number it gives, and its names with the birth date."""
    yield from (("number", number) for number in (record.nhs_number, record.upn) if number)
    if record.passport_number and record.passport_country:
        yield "passport", record.passport_country, record.passport_number
    if record.date_of_birth is not None:
        words = " ".join(filter(None, (record.given_name, record.family_name, record.full_name)))
        names = sorted(_LETTERS.findall(words.casefold()))
        if len(names) > 1:
            yield ("born", record.date_of_birth.isoformat(), *names)


def protected_places(
    homes: Mapping[PersonId, Home], relationships: Iterable[Relationship]
) -> dict[PersonId, Protected]:
    """For each person, the addresses that some record of theirs or of a declared relation marks as protected."""
    own = {person: _marked(home.records) for person, home in homes.items()}
    own = {person: marked for person, marked in own.items() if marked.places or marked.postcodes}
    found = dict(own)
    for one in relationships:
        for giver, taker in ((one.from_person, one.to_person), (one.to_person, one.from_person)):
            if giver in own:
                held = found.get(taker, Protected())
                found[taker] = Protected(held.places | own[giver].places, held.postcodes | own[giver].postcodes)
    return found


def _marked(records: Sequence[Described]) -> Protected:
    marked = [record for record in records if record.address_protected]
    if not marked:
        return Protected()
    places = frozenset(where for record in marked if (where := place_of(record)) is not None)
    bare = frozenset(compact_postcode(record.postcode) for record in marked if place_of(record) is None)
    return Protected(places, bare - {""})


def _asked(records: Sequence[Described], shielded: Mapping[RecordKey, str]) -> dict[str, list[Described]]:
    asked: dict[str, list[Described]] = defaultdict(list)
    for record in records:
        custodian = shielded.get((record.dataset, record.record_id))
        if custodian is not None:
            asked[custodian].append(record)
    return asked


def _spread(
    start: PersonId,
    places: Collection[Place],
    homes: Mapping[PersonId, Home],
    related: Mapping[PersonId, Collection[PersonId]],
) -> dict[PersonId, str]:
    found: dict[PersonId, str] = {}
    waiting = deque([start])
    while waiting:
        person = waiting.popleft()
        for other in sorted(related.get(person, ())):
            if other == start or other in found:
                continue
            because = _why_hidden(homes[other], homes[person], places)
            if because is not None:
                found[other] = because
                waiting.append(other)
    return found


def _why_hidden(other: Home, beside: Home, places: Collection[Place]) -> str | None:
    if places:
        return SHARES if any(place_of(record) in places for record in other.records) else None
    if other.is_child and other.current is not None and other.current == beside.current:
        return LIVES_WITH
    return None
