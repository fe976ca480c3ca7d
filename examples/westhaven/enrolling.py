"""Which school each child goes to, with which UPN, and which surgery each person is registered with."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from examples.westhaven.agencies import PRACTICES, SCHOOLS, School
from examples.westhaven.chance import Streams
from examples.westhaven.numbers import OTHER_AUTHORITY, OWN_AUTHORITY, UpnOffice
from examples.westhaven.places import PRIMARY_ZONES, Tenure
from examples.westhaven.world import Family, FamilyKind, Person, World

PRIMARIES = tuple(school for school in SCHOOLS if not school.is_secondary)
SECONDARIES = tuple(school for school in SCHOOLS if school.is_secondary)
_OLDEST_PRIMARY, _OLDEST_SECONDARY = 6, 11
_OLDEST_OF_ALL = 13
_STAYS_ON = 0.6
_HOME_EDUCATED = 0.012
_MISSING_EDUCATION = 0.005
_SCHOOL_ELSEWHERE = 0.12
_UNREGISTERED = 0.015
_UNREGISTERED_ALONE = 0.06
_BY_ID = {school.id: school for school in SCHOOLS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A child's place at a school."""

    school: School
    year_group: int
    upn: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """Places by child, surgeries by person, and why a child of school age has no place."""

    place_of: dict[str, Place]
    practice_of: dict[str, str]
    home_educated: frozenset[str]
    missing_education: frozenset[str]


def year_group(born: date, today: date) -> int:
    """Return the school year: 0 is Reception, 11 the last compulsory one; negative before school age."""
    term = today.year if today.month >= 9 else today.year - 1
    starts = born.year if (born.month, born.day) < (9, 1) else born.year + 1
    return term - starts - 4


def enrol(
    world: World, streams: Streams, *, schools: dict[str, str], practices: dict[str, str], upns: dict[str, str]
) -> Enrolment:
    """Give out places. ``schools``, ``practices`` and ``upns`` are fixed by the story a family is planted for."""
    enrolling = _Enrolling(world=world, chance=streams.of("enrolment"), schools=schools, practices=practices, upns=upns)
    for family in world.families:
        enrolling.register(family)
        enrolling.send_to_school(family)
    for person in world.loners:
        enrolling.register_alone(person)
    return Enrolment(
        place_of=enrolling.place_of,
        practice_of=enrolling.practice_of,
        home_educated=frozenset(enrolling.home_educated),
        missing_education=frozenset(enrolling.missing_education),
    )


@dataclass(slots=True, kw_only=True)
class _Enrolling:
    world: World
    chance: Random
    schools: dict[str, str]
    practices: dict[str, str]
    upns: dict[str, str]
    offices: tuple[UpnOffice, UpnOffice] = field(
        default_factory=lambda: (UpnOffice.of(OWN_AUTHORITY), UpnOffice.of(OTHER_AUTHORITY))
    )
    place_of: dict[str, Place] = field(default_factory=dict)
    practice_of: dict[str, str] = field(default_factory=dict)
    home_educated: set[str] = field(default_factory=set)
    missing_education: set[str] = field(default_factory=set)

    def register(self, family: Family) -> None:
        """Register a family with the surgery of its part of the town, all but a few."""
        usual = self._surgery_near(family.home.zone)
        practice = self.practices.get(family.story, usual)
        for person in (*family.children, *family.adults()):
            is_away = self.world.home_of[person.entity].tenure is Tenure.OUT_OF_AREA
            is_registered = self.chance.random() > _UNREGISTERED or bool(family.story)
            if is_registered and practice != "none" and not is_away:
                self.practice_of[person.entity] = practice

    def register_alone(self, person: Person) -> None:
        """Register an adult without children."""
        if self.chance.random() > _UNREGISTERED_ALONE:
            self.practice_of[person.entity] = self._surgery_near(self.world.home_of[person.entity].zone)

    def send_to_school(self, family: Family) -> None:
        """Give each child of school age a place, or the reason why there is none."""
        goes_elsewhere = self.chance.random() < _SCHOOL_ELSEWHERE
        zone = family.home.zone + (7 if goes_elsewhere else 0)
        for child in family.children:
            years = year_group(child.born, self.world.today)
            draws = self.chance.random(), self.chance.random(), self.chance.random()
            if self._is_due_at_school(family, child, years, draws):
                self.place_of[child.entity] = self._place(family, child, years, zone, draws[2])
        if family.kind is FamilyKind.REFUGE:
            for child in family.children[1:]:
                self.place_of.pop(child.entity, None)

    def _is_due_at_school(self, family: Family, child: Person, years: int, draws: tuple[float, ...]) -> bool:
        if not 0 <= years <= _OLDEST_OF_ALL or family.home.tenure is Tenure.OUT_OF_AREA:
            return False
        if family.story:
            return True
        if years > _OLDEST_SECONDARY:
            return draws[0] < _STAYS_ON
        if draws[1] < _HOME_EDUCATED:
            self.home_educated.add(child.entity)
        elif draws[1] < _HOME_EDUCATED + _MISSING_EDUCATION:
            self.missing_education.add(child.entity)
        return draws[1] >= _HOME_EDUCATED + _MISSING_EDUCATION

    def _place(self, family: Family, child: Person, years: int, zone: int, draw: float) -> Place:
        school = _school_near(zone, years)
        wanted = _BY_ID.get(self.schools.get(family.story, ""))
        if wanted is not None and wanted.is_secondary == school.is_secondary:
            school = wanted
        upn = self.upns.get(family.story) or _upn(years, school, self.offices, draw, self.world.today)
        return Place(school=school, year_group=years, upn=upn, since=_joined(years, school, self.world.today))

    def _surgery_near(self, zone: int) -> str:
        return PRACTICES[(zone + int(self.chance.random() * 2)) % len(PRACTICES)][0]


def _school_near(zone: int, years: int) -> School:
    if years > _OLDEST_PRIMARY:
        return SECONDARIES[zone * len(SECONDARIES) // PRIMARY_ZONES % len(SECONDARIES)]
    return PRIMARIES[zone % len(PRIMARIES)]


def _upn(years: int, school: School, offices: tuple[UpnOffice, UpnOffice], draw: float, today: date) -> str:
    """Issue the UPN where the child first went to school; a few have none, or a temporary one."""
    if draw < 0.012:
        return ""
    office = offices[1] if draw < 0.10 else offices[0]
    first = today.year - years - (0 if today.month >= 9 else 1)
    is_temporary = 0.10 <= draw < 0.118
    return office.issue(school.number if office is offices[0] else "2001", first, is_temporary=is_temporary)


def _joined(years: int, school: School, today: date) -> date:
    begun = today.year if today.month >= 9 else today.year - 1
    here = years - (_OLDEST_PRIMARY + 1) if school.is_secondary else years
    return date(begun - max(here, 0), 9, 3)
