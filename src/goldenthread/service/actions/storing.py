"""Write an index of people and their flags over the one before, all of it or none of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb

from goldenthread.flags import Flag as NoticedFlag
from goldenthread.people import Held, HeldIdentifier, Index
from goldenthread.service.actions.pouring import empty, pour
from goldenthread.service.actions.search_keys import keys_of_person
from goldenthread.service.store.models import (
    Flag,
    GroupMember,
    MatchingField,
    Membership,
    Person,
    PersonAddress,
    PersonIdentifier,
    PersonName,
    Relationship,
    SearchKey,
)
from goldenthread.vocabulary import IdentifierKind

IDENTIFIER_COLUMNS = (
    "kind",
    "value",
    "grade",
    "why",
    "obtained",
    "is_key",
    "issuer",
    "issued",
    "expires",
    "first_known",
    "last_known",
)
SEARCHED_BY = (IdentifierKind.NHS_NUMBER, IdentifierKind.UPN)
"""Nobody is searched for by a passport: the answer would tell whoever asks that it is a child's here."""

Custodians = dict[str, str]
HeldSince = Mapping[tuple[str, str], datetime]


def held_since(index: Index, before: Mapping[tuple[str, str], Held], *, at: datetime) -> HeldSince:
    """For each record the load from which on it has stood under its person."""
    since: dict[tuple[str, str], datetime] = {}
    for m in index.memberships:
        held = before.get((m.dataset, m.record_id))
        since[m.dataset, m.record_id] = held.since if held and held.person_id == m.person_id else at
    return since


def store_index(index: Index, flags: Iterable[NoticedFlag], *, held_since: HeldSince) -> None:
    """Replace everything held about people. Runs inside the caller's transaction: readers see the old or the new."""
    hidden: Custodians = {s.person_id: s.custodian for s in index.shielded}
    empty(
        SearchKey,
        Flag,
        GroupMember,
        MatchingField,
        Relationship,
        Membership,
        PersonIdentifier,
        PersonAddress,
        PersonName,
        Person,
    )
    _store_people(index, hidden)
    _store_what_is_held(index, hidden, held_since)
    _store_ties(index, hidden)
    _store_flags(flags, hidden)
    pour(SearchKey, ("key", "person_id", "custodian_id"), _search_keys(index, hidden))


def _store_people(index: Index, hidden: Custodians) -> None:
    columns = (
        "id",
        "kind",
        "given_name",
        "family_name",
        "date_of_birth",
        "date_of_birth_precision",
        "sex",
        "certainty",
        "certainty_because",
        "custodian_id",
    )
    pour(
        Person,
        columns,
        (
            (
                p.person_id,
                p.kind.value,
                p.given_name,
                p.family_name,
                p.date_of_birth,
                p.date_of_birth_precision,
                p.sex.value,
                p.certainty.value,
                p.certainty_because,
                hidden.get(p.person_id),
            )
            for p in index.persons
        ),
    )


def _store_what_is_held(index: Index, hidden: Custodians, held_since: HeldSince) -> None:
    of = ("person_id", "custodian_id", "agency_id", "dataset_id")
    pour(
        PersonName,
        (*of, "given_name", "family_name", "use", "since", "until"),
        ((*_of(n, hidden), n.given_name, n.family_name, n.use.value, n.since, n.until) for n in index.names),
    )
    pour(
        PersonAddress,
        (*of, "line", "postcode", "since", "until", "is_current", "is_protected"),
        (
            (*_of(a, hidden), a.line, a.postcode, a.since, a.until, a.is_current, a.is_protected)
            for a in index.addresses
        ),
    )
    pour(
        PersonIdentifier,
        (*of, *IDENTIFIER_COLUMNS),
        ((*_of(i, hidden), *_identifier(i)) for i in index.identifiers),
    )
    pour(
        Membership,
        (*of, "record_id", "held_since", "date_of_birth", "date_of_birth_precision"),
        (
            (
                *_of(m, hidden),
                m.record_id,
                held_since[m.dataset, m.record_id],
                m.date_of_birth,
                m.date_of_birth_precision,
            )
            for m in index.memberships
        ),
    )
    pour(
        MatchingField,
        ("person_id", "field", "value", "dataset_id", "purge_on"),
        ((m.person_id, m.field, m.value, m.dataset, m.purge_on) for m in index.matching_only),
    )


def _store_ties(index: Index, hidden: Custodians) -> None:
    pour(
        Relationship,
        (
            "person_id",
            "adult_id",
            "custodian_id",
            "agency_id",
            "dataset_id",
            "relation",
            "parental_responsibility",
            "since",
            "until",
            "confidence",
            "because",
        ),
        (
            (
                r.to_person,
                r.from_person,
                hidden.get(r.to_person) or hidden.get(r.from_person),
                r.agency,
                r.dataset,
                r.relation,
                r.parental_responsibility,
                r.since,
                r.until,
                r.confidence.value,
                r.because,
            )
            for r in index.relationships
        ),
    )
    groups = [("family", str(f.family_id), f.person_id) for f in index.families]
    groups += [("household", str(h.household_id), h.person_id) for h in index.households]
    pour(
        GroupMember,
        ("kind", "group_id", "person_id", "custodian_id"),
        ((*group, hidden.get(group[2])) for group in groups),
    )


def _store_flags(flags: Iterable[NoticedFlag], hidden: Custodians) -> None:
    pour(
        Flag,
        (
            "id",
            "person_id",
            "about_person_id",
            "custodian_id",
            "agency_id",
            "dataset_id",
            "kind",
            "since",
            "until",
            "observed_at",
            "contact",
            "restricted_detail",
        ),
        (
            (
                f.flag_id,
                f.person_id,
                f.about_person_id,
                hidden.get(f.person_id),
                f.agency,
                f.dataset,
                f.kind,
                f.since,
                f.until,
                f.observed_at,
                Jsonb(asdict(f.contact)),
                f.restricted_detail,
            )
            for f in flags
        ),
    )


def _search_keys(index: Index, hidden: Custodians) -> Iterator[tuple[str, str, str | None]]:
    names: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    places: defaultdict[str, list[str]] = defaultdict(list)
    identifiers: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    births: defaultdict[str, list[date]] = defaultdict(list)
    for name in index.names:
        names[name.person_id].append((name.given_name, name.family_name))
    for address in index.addresses:
        if (address.is_current or address.until is None) and not address.is_protected:
            places[address.person_id].append(address.postcode)
    for identifier in index.identifiers:
        if identifier.is_key and identifier.kind in SEARCHED_BY:
            identifiers[identifier.person_id].append((identifier.kind.value, identifier.value))
    for member in index.memberships:
        births[member.person_id] += _whole_day(member.date_of_birth, member.date_of_birth_precision)
    for person in index.persons:
        births[person.person_id] += _whole_day(person.date_of_birth, person.date_of_birth_precision)
        names[person.person_id].append((person.given_name, person.family_name))
        for key in keys_of_person(
            names=names[person.person_id],
            births=births[person.person_id],
            postcodes=places[person.person_id],
            identifiers=identifiers[person.person_id],
            hidden=person.person_id in hidden,
        ):
            yield key, person.person_id, hidden.get(person.person_id)


def _whole_day(born: date | None, precision: str) -> tuple[date, ...]:
    return (born,) if born is not None and precision == "day" else ()


def _identifier(held: HeldIdentifier) -> tuple[Any, ...]:
    return (
        held.kind.value,
        held.value,
        held.grade,
        held.why,
        held.obtained,
        held.is_key,
        held.issuer,
        held.issued,
        held.expires,
        held.first_known,
        held.known_at,
    )


def _of(held: Any, hidden: Custodians) -> tuple[str, str | None, str, str]:
    return held.person_id, hidden.get(held.person_id), held.agency, held.dataset
