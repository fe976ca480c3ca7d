"""Describe one person from the records that are about them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from goldenthread.people.addresses import Place, current_place
from goldenthread.people.births import DAY, Birth, age_on, birth_of, precision_of
from goldenthread.people.certainties import certainty_of
from goldenthread.people.cohort import is_seed
from goldenthread.people.identities import Given, KeyAllowed, given_by
from goldenthread.people.index import MatchingField, Membership, Person
from goldenthread.people.naming import Called, display_name
from goldenthread.people.reading import Described
from goldenthread.people.weighing import best
from goldenthread.vocabulary import AgencyId, DatasetId, PersonId, PersonKind, RecordId, Sex

PURGE_AFTER_DAYS = 90
"""How long a field that serves only matching is kept where its contract does not say."""
ADULT_FROM_AGE = 18
ON_A_CHILDRENS_LIST_UNTIL_AGE = 25
"""A care leaver, or a young person with an education, health and care plan, may be on a children's list until then."""

_MATCHING_ONLY = ("former_family_name", "former_address_line", "former_postcode")
_STATED_KINDS = frozenset({PersonKind.CHILD.value, PersonKind.ADULT.value})
_SEXES = frozenset({Sex.FEMALE.value, Sex.MALE.value, Sex.OTHER.value})


class Gathered(NamedTuple):
    """One person with the records that make them up, and what several parts of the index need of them."""

    person: PersonId
    records: Sequence[Described]
    given: Sequence[Sequence[Given]]
    """The identifiers each record gives, in the order of the records."""
    called: Called
    birth: Birth
    kind: PersonKind
    lives_at: Place | None

    def __repr__(self) -> str:
        return f"Gathered(person={self.person!r})"


def describe(person: PersonId, records: Sequence[Described], *, key_allowed: KeyAllowed, on: date) -> Gathered:
    given = [given_by(record, key_allowed) for record in records]
    birth = birth_of(records)
    kind = _kind(records, birth, on)
    return Gathered(person, records, given, display_name(records), birth, kind, current_place(records))


def person_of(one: Gathered) -> Person:
    certainty, because = certainty_of(one.given, one.birth)
    sex = best([(record.sex, record) for record in one.records if record.sex in _SEXES])
    return Person(
        person_id=one.person,
        kind=one.kind,
        given_name=one.called.given_name,
        family_name=one.called.family_name,
        date_of_birth=one.birth.day,
        date_of_birth_precision=one.birth.precision,
        sex=Sex(sex or Sex.UNKNOWN),
        certainty=certainty,
        certainty_because=because,
        in_cohort=is_seed(one.records),
    )


def memberships_of(one: Gathered) -> Iterator[Membership]:
    for record in one.records:
        yield Membership(
            person_id=one.person,
            agency=AgencyId(record.agency),
            dataset=DatasetId(record.dataset),
            record_id=RecordId(record.record_id),
            date_of_birth=record.date_of_birth,
            date_of_birth_precision=precision_of(record) if record.date_of_birth else "",
        )


def matching_only_of(one: Gathered, purge_after: Mapping[str, int], on: date) -> list[MatchingField]:
    """List former names and addresses that serve matching alone, leaving out what is already due to be purged."""
    found = set()
    for record in one.records:
        former = (record.former_family_name, record.former_address_line, record.former_postcode)
        if not any(former):
            continue
        dataset = DatasetId(record.dataset)
        purge_on = (record.known_at or on) + timedelta(days=purge_after.get(dataset, PURGE_AFTER_DAYS))
        for name, value in zip(_MATCHING_ONLY, former, strict=True):
            if value and purge_on > on:
                found.add(
                    MatchingField(person_id=one.person, field=name, value=value, dataset=dataset, purge_on=purge_on)
                )
    return sorted(found, key=attrgetter("dataset", "field", "value", "purge_on"))


def _kind(records: Sequence[Described], birth: Birth, on: date) -> PersonKind:
    stated = {record.person_kind for record in records if record.person_kind in _STATED_KINDS}
    if birth.day is not None and birth.precision == DAY:
        age = age_on(birth.day, on)
        if age < ADULT_FROM_AGE:
            return PersonKind.CHILD
        if age >= ON_A_CHILDRENS_LIST_UNTIL_AGE or stated != {PersonKind.CHILD.value}:
            return PersonKind.ADULT
        return PersonKind.CHILD
    return PersonKind(stated.pop()) if len(stated) == 1 else PersonKind.UNKNOWN
