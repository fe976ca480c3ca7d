"""What gathering gives back: an area's people and families, with who said each thing and how sure we are."""

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

from goldenthread.vocabulary import AgencyId, DatasetId, IdentifierKind, PersonId, PersonKind, RecordId, Sex

FamilyId = NewType("FamilyId", str)
HouseholdId = NewType("HouseholdId", str)


class Certainty(StrEnum):
    """How sure we are that all that is held here is about one person."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class NameUse(StrEnum):
    CURRENT = "current"
    FORMER = "former"
    KNOWN_AS = "known_as"


class Confidence(StrEnum):
    """How well a relationship is supported. A relationship is only ever declared, never inferred."""

    DECLARED_BY_SEVERAL = "declared_by_several"
    DECLARED_BY_ONE = "declared_by_one"
    DISPUTED = "disputed"


class Ground(StrEnum):
    """On what a link between an adult and a child rests."""

    DECLARED = "declared"
    """An agency that knows the adult by a birth date or a number says what they are to the child."""
    NAMED = "named"
    """A record of the child names the adult; no more than a name and how to reach them is known there."""
    SAME_NAME = "same_name"
    """The only adult around the child who is called what a record of the child calls the parent."""
    SHARED_PHONE = "shared_phone"
    SHARED_EMAIL = "shared_email"
    SHARED_HOME = "shared_home"
    OF_A_SIBLING = "of_a_sibling"
    """Declared for a child with whom this one shares another parent or carer."""


class ChangeKind(StrEnum):
    NEW = "new"
    MERGED = "merged"
    """Everything the other person held is now here, or the most of it; the other id is no longer in use."""
    SPLIT = "split"
    """This person is new and was part of the other, who goes on."""
    MOVED = "moved"
    """Some records of the other person are now this person's; both go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person as best we know them. Every part stands in some agency's record; nothing is made up."""

    person_id: PersonId
    kind: PersonKind
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    date_of_birth: date | None = field(repr=False)
    date_of_birth_precision: str
    sex: Sex
    certainty: Certainty
    certainty_because: str
    in_cohort: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name an agency holds. ``since`` is the earliest date on which that agency is known to have held it."""

    person_id: PersonId
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    use: NameUse
    agency: AgencyId
    dataset: DatasetId
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address an agency holds. At most one place is current; a protected one is for its custodian alone."""

    person_id: PersonId
    line: str = field(repr=False)
    postcode: str = field(repr=False)
    agency: AgencyId
    dataset: DatasetId
    since: date | None
    until: date | None
    is_current: bool
    is_protected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldIdentifier:
    """An identifier beside its source. One that fails its check is kept and marked, and is never a key.

    ``issuer``: of a passport the code of the country, of an agency's own number the agency's id, else words; empty
    where nobody knows. ``issued`` and ``expires`` are a passport's; ``first_known`` and ``known_at`` are the first and
    the last day on which a record of the dataset is known to have given it.
    """

    person_id: PersonId
    kind: IdentifierKind
    value: str = field(repr=False)
    grade: str
    why: str
    agency: AgencyId
    dataset: DatasetId
    obtained: str
    is_key: bool
    known_at: date | None
    issuer: str = field(default="", repr=False)
    issued: date | None = field(default=None, repr=False)
    expires: date | None = field(default=None, repr=False)
    first_known: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One record, the one person it is held to be about, and the date of birth that it gives them."""

    person_id: PersonId
    agency: AgencyId
    dataset: DatasetId
    record_id: RecordId = field(repr=False)
    date_of_birth: date | None = field(repr=False)
    date_of_birth_precision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A relationship one agency declares, from the adult to the child (for siblings, in order of their ids)."""

    from_person: PersonId
    to_person: PersonId
    relation: str
    parental_responsibility: str
    agency: AgencyId
    dataset: DatasetId
    since: date | None
    until: date | None
    confidence: Confidence
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyMember:
    """A place in a family. Families come from declared relationships alone; an adult may belong to several."""

    family_id: FamilyId
    person_id: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLink:
    """An adult who belongs to a child, with every ground for saying so.

    ``is_possible``: nobody says so. Shared contact details make nobody a parent; such a link is for a person to check,
    and draws no family, shows nothing and hides nobody. ``share_declared`` is then a guide to how sure it is: of the
    pairs of this area with the same grounds, the share that an agency declares.
    """

    adult: PersonId
    child: PersonId
    relations: tuple[str, ...]
    grounds: tuple[Ground, ...]
    datasets: tuple[DatasetId, ...]
    """Whose records the grounds stand in."""
    since: date | None
    until: date | None
    is_possible: bool
    confidence: Confidence | None
    share_declared: float | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdMember:
    """A place in a household: people whose current address is the same. It says nothing about family."""

    household_id: HouseholdId
    person_id: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingField:
    """A value kept only to match records by. No screen may show it, and it goes on ``purge_on``."""

    person_id: PersonId
    field: str
    value: str = dataclasses.field(repr=False)
    dataset: DatasetId
    purge_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Shielded:
    """A person whom ``custodian`` keeps hidden. A search that hits them answers as if nobody were there."""

    person_id: PersonId
    custodian: AgencyId
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of an id since the last gathering, with a plain reason."""

    kind: ChangeKind
    person_id: PersonId
    other_person_id: PersonId | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An area's people.

    Shape: every record is in exactly one membership, or is one of ``dropped_records``. Each tuple is sorted.
    """

    persons: tuple[Person, ...]
    names: tuple[Name, ...]
    addresses: tuple[Address, ...]
    identifiers: tuple[HeldIdentifier, ...]
    memberships: tuple[Membership, ...]
    relationships: tuple[Relationship, ...]
    families: tuple[FamilyMember, ...]
    households: tuple[HouseholdMember, ...]
    changes: tuple[Change, ...]
    dropped: int
    """People outside the cohort: no seed record, and no declared relation to a person with one."""
    matching_only: tuple[MatchingField, ...] = ()
    shielded: tuple[Shielded, ...] = ()
    dropped_records: int = 0
    unplaced_relations: int = 0
    """Declared relations with an end that is no record here, or that was dropped."""
    relations_to_self: int = 0
    """Declared relations both ends of which came out as one person: a sign of a false link, for review."""
