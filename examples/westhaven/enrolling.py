"""Which school each child goes to, with which UPN, and which surgery each person is registered with."""

from dataclasses import dataclass
from datetime import date

from examples.westhaven.agencies import PRACTICES, SCHOOLS, School
from examples.westhaven.chance import Streams
from examples.westhaven.numbers import OTHER_AUTHORITY, OWN_AUTHORITY, UpnOffice
from examples.westhaven.places import PRIMARY_ZONES, Tenure
from examples.westhaven.world import FamilyKind, Person, World

PRIMARIES = tuple(school for school in SCHOOLS if not school.is_secondary)
SECONDARIES = tuple(school for school in SCHOOLS if school.is_secondary)
_OLDEST_PRIMARY, _OLDEST_SECONDARY = 6, 11
_STAYS_ON = 0.6
_UNREGISTERED = 0.015


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
    chance = streams.of("enrolment")
    offices = UpnOffice.of(OWN_AUTHORITY), UpnOffice.of(OTHER_AUTHORITY)
    by_id = {school.id: school for school in SCHOOLS}
    place_of: dict[str, Place] = {}
    practice_of: dict[str, str] = {}
    home_educated, missing = set(), set()
    for family in world.families:
        usual = PRACTICES[(family.home.zone + int(chance.random() * 2)) % len(PRACTICES)][0]
        practice = practices.get(family.story, usual)
        is_away = family.home.tenure is Tenure.OUT_OF_AREA
        for person in (*family.children, *family.adults()):
            out_of_area = world.home_of[person.entity].tenure is Tenure.OUT_OF_AREA
            if practice != "none" and not out_of_area and (chance.random() > _UNREGISTERED or family.story):
                practice_of[person.entity] = practice
        is_other_school = chance.random() < 0.12
        for child in family.children:
            years = year_group(child.born, world.today)
            draws = chance.random(), chance.random(), chance.random()
            if not 0 <= years <= 13 or (years > _OLDEST_SECONDARY and draws[0] > _STAYS_ON and not family.story):
                continue
            if years <= _OLDEST_SECONDARY and draws[1] < 0.012 and not family.story:
                home_educated.add(child.entity)
                continue
            if years <= _OLDEST_SECONDARY and draws[1] < 0.017 and not family.story:
                missing.add(child.entity)
                continue
            if is_away and not family.story:
                continue
            zone = family.home.zone + (7 if is_other_school else 0)
            school = _school_near(zone, years)
            if schools.get(family.story, "") in by_id:
                wanted = by_id[schools[family.story]]
                school = wanted if wanted.is_secondary == (years > _OLDEST_PRIMARY) else school
            place_of[child.entity] = Place(
                school=school,
                year_group=years,
                upn=upns.get(family.story) or _upn(child, years, school, offices, draws[2], world.today),
                since=_joined(child, years, school, world.today),
            )
        if family.kind is FamilyKind.REFUGE:
            _move_schools(place_of, family.children, by_id)
    for person in world.loners:
        zone = world.home_of[person.entity].zone
        if chance.random() > 0.06:
            practice_of[person.entity] = PRACTICES[(zone + int(chance.random() * 2)) % len(PRACTICES)][0]
    return Enrolment(
        place_of=place_of,
        practice_of=practice_of,
        home_educated=frozenset(home_educated),
        missing_education=frozenset(missing),
    )


def _school_near(zone: int, years: int) -> School:
    if years > _OLDEST_PRIMARY:
        return SECONDARIES[zone * len(SECONDARIES) // PRIMARY_ZONES % len(SECONDARIES)]
    return PRIMARIES[zone % len(PRIMARIES)]


def _upn(
    child: Person, years: int, school: School, offices: tuple[UpnOffice, UpnOffice], draw: float, today: date
) -> str:
    """Issue the UPN where the child first went to school: here, or in the next authority; or none, or a temporary one."""
    if draw < 0.012:
        return ""
    office = offices[1] if draw < 0.10 else offices[0]
    first = today.year - years - (0 if today.month >= 9 else 1)
    is_temporary = 0.10 <= draw < 0.118
    return office.issue(school.number if office is offices[0] else "2001", first, is_temporary=is_temporary)


def _joined(child: Person, years: int, school: School, today: date) -> date:
    begun = today.year if today.month >= 9 else today.year - 1
    here = years - (_OLDEST_PRIMARY + 1) if school.is_secondary else years
    return date(begun - max(here, 0), 9, 3)


def _move_schools(place_of: dict[str, Place], children: tuple[Person, ...], by_id: dict[str, School]) -> None:
    """Children in the refuge left their school; the place they had is not kept."""
    for child in children[1:]:
        place_of.pop(child.entity, None)
