"""Housing: one row a tenancy or homelessness case, semicolons, an old Windows encoding, members side by side."""

from datetime import date, timedelta

from examples.westhaven.desk import Desk, on, pick, since, until
from examples.westhaven.events import Spell
from examples.westhaven.lists import titles
from examples.westhaven.observing import Habits, Lens
from examples.westhaven.papers import write_csv
from examples.westhaven.places import Tenure
from examples.westhaven.world import Family, Person

DATASET = "housing"
FILE = "housing_tenancies.csv"
ENCODING = "windows-1252"
DAY = "%d.%m.%Y"
MEMBERS = 5
HABITS = Habits(
    nickname=0.05, birth_date_missing=0.02, birth_date_placeholder=0.015, old_address=0.05, former_surname=0.6
)

_ADULT = "{0}Forename;{0}Surname;{0}DOB;{0}Sex;{0}Phone"
_MEMBER = "M{0}Ref;M{0}Forename;M{0}Surname;M{0}DOB;M{0}Sex;M{0}RelToTenant;M{0}Passport;M{0}PassportFrom"
_CELLS_OF_A_MEMBER = 8
HEADER = [
    *titles(
        "TenancyRef;Landlord;TenancyType;TenancyStart;Address;PostCode;PreviousAddress;PreviousPostCode;ArrearsWeeks"
    ),
    *titles("NoticeServed;HomelessApplication;HomelessOutcome;TemporaryFrom;TemporaryTo;NRPFFrom"),
    *titles(_ADULT.format("Tenant")),
    *titles(_ADULT.format("Joint")),
    *(column for number in range(1, MEMBERS + 1) for column in titles(_MEMBER.format(number))),
    *titles("ChildrenInHousehold;OfficerName;OfficerTeam;OfficerPhone;OfficerEmail;RepairsNotes;ExtractDate"),
]


def write(desk: Desk) -> None:
    """Write the tenancies, social and temporary, and the homelessness cases; private lettings are not known here."""
    lens = desk.lens(DATASET, HABITS)
    rows: list[list[str]] = []
    for family in desk.world.families:
        spells = desk.lives.of(family.children[0])
        is_known = family.home.tenure is Tenure.SOCIAL or _KNOWN & spells.keys()
        if is_known and desk.knows(DATASET, family.story):
            rows.append(_family_row(desk, lens, family, f"T{700001 + len(rows)}"))
    for person in desk.world.loners:
        if desk.world.home_of[person.entity].tenure is Tenure.SOCIAL:
            rows.append(_loner_row(desk, lens, person, f"T{700001 + len(rows)}"))
    trailer = ["TRAILER", str(len(rows)), *([""] * (len(HEADER) - 2))]
    write_csv(desk.folder / FILE, HEADER, [*rows, trailer], delimiter=";", encoding=ENCODING)


_KNOWN = {"homelessness_application", "temporary_accommodation", "no_recourse_to_public_funds"}


def _family_row(desk: Desk, lens: Lens, family: Family, record_id: str) -> list[str]:
    spells = desk.lives.of(family.children[0])
    home = desk.world.home_of[family.children[0].entity]
    adults = [adult for adult in family.adults() if desk.world.home_of[adult.entity] == home][:2]
    members = family.children[:MEMBERS]
    eldest = family.children[0]
    return [
        *_case(desk, spells, eldest, record_id, is_social=home.tenure is Tenure.SOCIAL),
        *_adult(desk, lens, adults[0] if adults else None, record_id),
        *_adult(desk, lens, adults[1] if len(adults) > 1 else None, f"{record_id}#joint"),
        *(cell for number in range(MEMBERS) for cell in _member(desk, lens, family, members, number, record_id)),
        str(len(members)),
        *_end(desk, eldest),
    ]


def _loner_row(desk: Desk, lens: Lens, person: Person, record_id: str) -> list[str]:
    return [
        *_case(desk, {"social_tenancy": Spell(since=_long_ago(desk, person))}, person, record_id, is_social=True),
        *_adult(desk, lens, person, record_id),
        *_adult(desk, lens, None, record_id),
        *([""] * _CELLS_OF_A_MEMBER * MEMBERS),
        "0",
        *_end(desk, person),
    ]


def _case(desk: Desk, spells: dict[str, Spell], person: Person, record_id: str, *, is_social: bool) -> list[str]:
    home, former = desk.world.home_of[person.entity], desk.world.former_home_of.get(person.entity)
    homeless, temporary = spells.get("homelessness_application"), spells.get("temporary_accommodation")
    risk = spells.get("tenancy_at_risk")
    landlord = "Westhaven Council" if int(person.entity[1:]) % 3 else "Haven Homes Association"
    return [
        record_id,
        landlord if is_social else "",
        "SOC" if is_social else ("TMP" if temporary else "HOM"),
        since(spells.get("social_tenancy"), DAY),
        home.line,
        home.postcode,
        former.line if former else "",
        former.postcode if former else "",
        str(4 + int(person.entity[-1])) if risk else "0",
        since(risk, DAY),
        since(homeless, DAY),
        "Relief duty" if homeless else "",
        since(temporary, DAY),
        until(temporary, DAY),
        since(spells.get("no_recourse_to_public_funds"), DAY),
    ]


def _adult(desk: Desk, lens: Lens, adult: Person | None, record_id: str) -> list[str]:
    if adult is None:
        return [""] * 5
    seen = lens.see(adult)
    desk.tell(DATASET, record_id, adult, seen)
    sex = {"female": "F", "male": "M"}.get(seen.sex, "")
    return [seen.given, seen.family, seen.birth(DAY), sex, seen.phone]


def _member(
    desk: Desk, lens: Lens, family: Family, members: tuple[Person, ...], number: int, record_id: str
) -> list[str]:
    if number >= len(members):
        return [""] * _CELLS_OF_A_MEMBER
    child = members[number]
    seen = lens.see(child)
    desk.tell(DATASET, f"{record_id}#member{number + 1}", child, seen)
    ties = [tie for tie in family.ties_of(child) if tie.lives_with]
    relation = "grandchild" if ties and ties[0].relation == "grandparent" else "child"
    sex = {"female": "F", "male": "M"}.get(seen.sex, "")
    passport = desk.passport(DATASET, family, child)
    return [
        str(number + 1),
        seen.given,
        seen.family,
        seen.birth(DAY),
        sex,
        relation,
        passport.number,
        passport.country,
    ]


def _end(desk: Desk, person: Person) -> list[str]:
    officer = pick(desk.staff.housing_officers, person)
    return [officer.name, officer.team, officer.phone, officer.email, "", on(desk.today, DAY)]


def _long_ago(desk: Desk, person: Person) -> date:
    return desk.today - timedelta(days=300 + int(person.entity[1:]) % 3000)
