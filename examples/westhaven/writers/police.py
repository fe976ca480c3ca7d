"""Police: one row a person in an incident. Most incidents have nothing to do with a child."""

from datetime import date, timedelta
from random import Random

from examples.westhaven.desk import Desk, on, pick
from examples.westhaven.events import Spell
from examples.westhaven.lists import words
from examples.westhaven.observing import Habits, Lens
from examples.westhaven.papers import write_csv
from examples.westhaven.world import Family, Person

DATASET = "police"
FILE = "police_incidents.csv"
DAY = "%d/%m/%Y"
HABITS = Habits(
    nickname=0.06,
    spelled_otherwise=0.05,
    typing_slip=0.03,
    names_swapped=0.008,
    day_and_month_swapped=0.01,
    birth_date_wrong=0.03,
    birth_date_placeholder=0.02,
    birth_date_missing=0.05,
    postcode_missing=0.05,
    old_address=0.3,
    former_surname=0.5,
    loses_accents=True,
    surname_in_capitals=True,
    two_digit_year=0.004,
)
HEADER = words(
    "IncidentNo IncidentDate IncidentType PersonNo Role Forename1 Forename2 Surname Alias DOB Sex Address Postcode "
    "ChildPersonNo RelationToChild ChildPresent Attended OfficerName OfficerTeam OfficerPhone OfficerEmail "
    "OffenceDetail LogText Intelligence ExtractDate"
)
_OTHER_TYPES = ("ASB", "THEFT", "CRIMDAM", "RTC", "PUBORD")
_INCIDENTS_WITHOUT_CHILDREN = 0.06

_Row = list[str]


def write(desk: Desk) -> None:
    """Write the incidents of the last year in the order they were numbered."""
    office = _Office(desk)
    for family in desk.world.families:
        if desk.knows(DATASET, family.story):
            office.family(family)
    for adult in desk.world.loners:
        if office.chance.random() < _INCIDENTS_WITHOUT_CHILDREN * 2:
            office.other(adult)
    write_csv(desk.folder / FILE, HEADER, office.rows)


class _Office:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.lens: Lens = desk.lens(DATASET, HABITS)
        self.chance: Random = desk.streams.of("police")
        self.rows: list[_Row] = []
        self.number = 1000

    def family(self, family: Family) -> None:
        """Write a family's incidents: domestic abuse, a missing child, police protection, a parent in prison."""
        lives, kids = self.desk.lives, family.children
        abuse = [(child, spell) for child in kids if (spell := lives.of(child).get("domestic_abuse_incident_attended"))]
        if abuse:
            self._abuse(family, abuse)
        for child in kids:
            for kind, code in (("missing_episode", "MISPER"), ("police_protection_used", "S46")):
                spell = lives.of(child).get(kind)
                if spell:
                    self._incident(code, spell.since, [(child, "CHILD", None)])
        for adult in family.adults():
            if self.chance.random() < _INCIDENTS_WITHOUT_CHILDREN:
                self.other(adult)

    def other(self, adult: Person) -> None:
        """Write an incident in which no child has a part."""
        day = self.desk.today - timedelta(days=1 + int(self.chance.random() * 360))
        self._incident(
            self.chance.choice(_OTHER_TYPES), day, [(adult, self.chance.choice(("SUS", "VIC", "WIT")), None)]
        )

    def _abuse(self, family: Family, abuse: list[tuple[Person, Spell]]) -> None:
        first = abuse[0][0]
        ties = family.ties_of(first)
        involved: list[tuple[Person, str, str | None]] = [(child, "CHILD", None) for child, _ in abuse]
        carers = [tie for tie in ties if tie.relation in ("mother", "father", "step_parent", "grandparent")]
        for tie, role in zip(carers[:2], ("VIC", "SUS"), strict=False):
            involved.append((tie.adult, role, tie.relation))
        self._incident("DA", abuse[0][1].since, involved)

    def _incident(self, code: str, day: date, involved: list[tuple[Person, str, str | None]]) -> None:
        self.number += 1
        number = f"WH{day:%y}{self.number:06d}"
        officer = pick(self.desk.staff.police, involved[0][0])
        child_number = next((_person_number(person) for person, role, _ in involved if role == "CHILD"), "")
        has_child = "Y" if child_number else "N"
        for person, role, relation in involved:
            seen = self.lens.see(person)
            record_id = f"{number}-{_person_number(person)}"
            self.desk.tell(DATASET, record_id, person, seen)
            self.rows.append(
                [
                    number,
                    on(day, DAY),
                    code,
                    _person_number(person),
                    role,
                    seen.given,
                    seen.middle,
                    seen.family,
                    seen.former_family,
                    seen.birth(DAY),
                    {"female": "F", "male": "M"}.get(seen.sex, "U"),
                    seen.line,
                    seen.postcode,
                    child_number if relation else "",
                    relation or "",
                    has_child,
                    "Y",
                    officer.name,
                    officer.team,
                    officer.phone,
                    officer.email,
                    "Common assault" if code == "DA" else "",
                    "Attended at the address.",
                    "",
                    on(self.desk.today, DAY),
                ]
            )


def _person_number(person: Person) -> str:
    return f"N{int(person.entity[1:]) * 37 % 999983:06d}"
