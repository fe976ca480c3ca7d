"""The world as it is, before any agency looks at it: people, homes, ties and families."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from examples.westhaven.places import Home


class FamilyKind(StrEnum):
    TOGETHER = "together"
    PARTED = "parted"
    LONE_MOTHER = "lone_mother"
    LONE_FATHER = "lone_father"
    STEP = "step"
    GRANDPARENTS = "grandparents"
    LOOKED_AFTER = "looked_after"
    UNACCOMPANIED = "unaccompanied"
    ADOPTED = "adopted"
    REFUGE = "refuge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as they truly are. ``entity`` is the truth's name for them and stands in no agency's file."""

    entity: str = field(repr=False)
    sex: str = field(repr=False)
    given: str = field(repr=False)
    middle: str = field(repr=False)
    family: str = field(repr=False)
    born: date = field(repr=False)
    ethnic: str = field(repr=False)
    origin: str = field(repr=False)
    nhs: str = field(repr=False)
    known_as: str = field(default="", repr=False)
    former_family: str = field(default="", repr=False)

    def age(self, today: date) -> int:
        """Return completed years on ``today``."""
        return today.year - self.born.year - ((today.month, today.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A declared relationship from an adult to a child. ``responsibility``: yes, no or unknown."""

    adult: Person
    child: Person
    relation: str
    responsibility: str
    lives_with: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Children who grow up together, and their adults. ``number`` also gives the family its telephone."""

    number: int
    kind: FamilyKind
    children: tuple[Person, ...]
    ties: tuple[Tie, ...]
    home: Home
    former_home: Home | None = None
    moved_on: date | None = None
    story: str = ""

    def adults(self) -> tuple[Person, ...]:
        """Return each adult once, those at home first."""
        ordered = sorted(self.ties, key=lambda tie: not tie.lives_with)
        return tuple({tie.adult.entity: tie.adult for tie in ordered}.values())

    def ties_of(self, child: Person) -> tuple[Tie, ...]:
        """Return the ties of one child, those at home first."""
        own = [tie for tie in self.ties if tie.child.entity == child.entity]
        return tuple(sorted(own, key=lambda tie: not tie.lives_with))


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everybody. ``loners`` are adults without children, by whom a cohort rule is tried."""

    today: date
    families: tuple[Family, ...]
    loners: tuple[Person, ...]
    home_of: dict[str, Home]
    former_home_of: dict[str, Home]
    phone_of: dict[str, str]

    def children(self) -> list[tuple[Family, Person]]:
        """Return every child with its family."""
        return [(family, child) for family in self.families for child in family.children]
