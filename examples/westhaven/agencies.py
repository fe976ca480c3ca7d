"""The agencies of Westhaven, their staff and the directory that names whom to ring."""

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from examples.westhaven import numbers
from examples.westhaven.chance import Streams
from examples.westhaven.names import origin_weights
from examples.westhaven.papers import write_quoted_yaml
from goldenthread.vocabulary import AgencyKind, Role

CSC = "westhaven-childrens-social-care"
HEALTH = "westhaven-community-health"
POLICE = "westhaven-police"
HOUSING = "westhaven-housing"
ADULTS = "westhaven-adult-social-care"
TRUST = "riverside-trust"
YOUNG_CARERS = "westhaven-young-carers-together"
DEES_SCHOOL = "harbour-lane-school"
MOS_ACADEMY = "riverside-kestrel-academy"
GITAS_SURGERY = "quayside-surgery"


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school: its id as an agency, its name, its number, its system (alder, birch or riverside) and phase."""

    id: str
    name: str
    number: str
    system: str
    is_secondary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody who can be rung."""

    name: str
    team: str
    phone: str
    email: str


def _schools(system: str, primaries: str, secondaries: str, first: int) -> list[School]:
    found: list[School] = []
    for names, is_secondary in ((primaries, False), (secondaries, True)):
        for name in names.split(";"):
            id_ = name.strip().lower().replace("'", "").replace(" ", "-").replace("-primary-school", "-primary")
            number = f"{(4000 if is_secondary else 2000) + first + len(found)}"
            found.append(School(id=id_, name=name.strip(), number=number, system=system, is_secondary=is_secondary))
    return found


SCHOOLS: tuple[School, ...] = (
    *_schools(
        "alder",
        "Harbour Lane School;Saltmarsh School;Beacon Hill School;Orchard Road School;Priory School;Quayfields School;"
        "Larch Grove School;Rowan Tree School;Heron Way School;Chapel Street School;Dunstan School;Linden School;"
        "Wharfside School",
        "Northgate School;Ferry Road School;Ironside School",
        10,
    ),
    *_schools(
        "birch",
        "Mill Lane Primary;Foundry Primary;Granary Primary;Hawthorn Primary;Jubilee Primary;Maltings Primary;"
        "Oakfield Primary;Quarry Bank Primary",
        "Trafalgar Academy;Coronation Academy",
        110,
    ),
    *_schools(
        "riverside",
        "Riverside Kestrel Academy;Riverside Sandpiper Academy;Riverside Curlew Academy;Riverside Dunlin Academy;"
        "Riverside Plover Academy",
        "Riverside Osprey Academy;Riverside Harrier Academy",
        210,
    ),
)

PRACTICES: tuple[tuple[str, str, str], ...] = tuple(
    (f"{name.lower().replace(' ', '-')}-surgery", f"{name} Surgery", f"W{81001 + place}")
    for place, name in enumerate(
        (
            "Quayside",
            "Beacon Street",
            "Old Foundry",
            "Linden Park",
            "Harbour View",
            "Northgate",
            "Tanner Row",
            "Jubilee",
        )
    )
)


def practice_called(id_: str) -> str:
    """Return the practice code of a surgery."""
    return next(code for practice, _, code in PRACTICES if practice == id_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who works where. Lists are drawn from by case; schools and practices have one person each."""

    social_workers: tuple[Worker, ...]
    early_help: tuple[Worker, ...]
    health_visitors: tuple[Worker, ...]
    housing_officers: tuple[Worker, ...]
    police: tuple[Worker, ...]
    adult_workers: tuple[Worker, ...]
    young_carers_workers: tuple[Worker, ...]
    leads: dict[str, Worker]
    gps: dict[str, Worker]


class _Office:
    """Hands out names and telephone lines."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.line = 100

    def worker(self, team: str, domain: str, *, name: str = "") -> Worker:
        self.line += 1
        if not name:
            origin = origin_weights().draw(self.chance)
            sex = "female" if self.chance.random() < 0.68 else "male"
            family = origin.surname_for(origin.families.draw(self.chance), sex)
            name = f"{origin.given(self.chance, sex, is_adult=True)} {family}"
        mailbox = "".join(c if c.isascii() and c.isalnum() else "." for c in name.lower())
        return Worker(name=name, team=team, phone=numbers.office_phone(self.line), email=f"{mailbox}@{domain}")

    def workers(self, count: int, teams: tuple[str, ...], domain: str, first: str) -> tuple[Worker, ...]:
        rest = [self.worker(teams[place % len(teams)], domain) for place in range(1, count)]
        return (self.worker(teams[0], domain, name=first), *rest)


def make_staff(streams: Streams) -> Staff:
    """Employ everybody who is named in a file; the demonstration's accounts are among them."""
    office = _Office(streams.of("staff"))
    council = "westhaven.example"
    return Staff(
        social_workers=office.workers(
            60, ("Safeguarding Team East", "Safeguarding Team West", "Children in Care Team"), council, "Sam Okafor"
        ),
        early_help=office.workers(20, ("Early Help North", "Early Help South"), council, "Erin Pascoe"),
        health_visitors=office.workers(
            30, ("Health Visiting Harbour", "Health Visiting Hill"), "community-health.example", "Holly Brennan"
        ),
        housing_officers=office.workers(16, ("Tenancy Services", "Housing Options"), council, "Harry Fielding"),
        police=office.workers(
            14, ("Protecting Vulnerable People Unit",), "westhaven-police.example", "PC Patrick Mensah"
        ),
        adult_workers=office.workers(
            24, ("Adult Social Work Team", "Recovery Service", "Mental Health Social Work"), council, "Ada Lindqvist"
        ),
        young_carers_workers=office.workers(
            6, ("Young Carers Together",), "young-carers-together.example", "Yasmin Rahman"
        ),
        leads={
            school.id: office.worker("Safeguarding", f"{school.id}.example", name=_LEADS.get(school.id, ""))
            for school in SCHOOLS
        },
        gps={
            id_: office.worker(
                name, f"{id_}.example", name="Dr Gita Narayan" if id_ == GITAS_SURGERY else f"Dr {_doctor(office)}"
            )
            for id_, name, _ in PRACTICES
        },
    )


_LEADS = {DEES_SCHOOL: "Dee Ashworth", MOS_ACADEMY: "Mo Farouk"}


def _doctor(office: _Office) -> str:
    origin = origin_weights().draw(office.chance)
    sex = office.chance.choice(("female", "male"))
    return f"{origin.given(office.chance, sex, is_adult=True)} {origin.families.draw(office.chance)}"


def write_directory(path: Path, staff: Staff) -> None:
    """Write the area's directory in the shape of ``vocabulary.Directory``."""
    front_door = _ask("", "Duty practitioner", "Multi-agency safeguarding hub (front door)", 1, "front.door@westhaven")
    tree = {
        "area": "Westhaven",
        "front_door": front_door,
        "agencies": agency_cards(staff),
        "services": _service_cards(front_door),
        "accounts": [
            {"username": user, "name": name, "agency": agency, "role": role.value}
            for user, name, agency, role in ACCOUNTS
        ],
    }
    write_quoted_yaml(path, tree)


ACCOUNTS = (
    ("sam.social", "Sam Okafor", CSC, Role.SOCIAL_WORKER),
    ("fran.frontdoor", "Fran Whitlock", CSC, Role.FRONT_DOOR_PRACTITIONER),
    ("dee.school", "Dee Ashworth", DEES_SCHOOL, Role.DESIGNATED_SAFEGUARDING_LEAD),
    ("mo.trust", "Mo Farouk", MOS_ACADEMY, Role.DESIGNATED_SAFEGUARDING_LEAD),
    ("gita.gp", "Dr Gita Narayan", GITAS_SURGERY, Role.GP),
    ("holly.health", "Holly Brennan", HEALTH, Role.HEALTH_VISITOR),
    ("pat.police", "PC Patrick Mensah", POLICE, Role.POLICE_SAFEGUARDING_OFFICER),
    ("harry.housing", "Harry Fielding", HOUSING, Role.HOUSING_OFFICER),
    ("ada.adult", "Ada Lindqvist", ADULTS, Role.ADULT_SOCIAL_WORKER),
    ("yasmin.youngcarers", "Yasmin Rahman", YOUNG_CARERS, Role.YOUNG_CARERS_WORKER),
    ("rae.reviewer", "Rae Sutton", CSC, Role.ACCESS_REVIEWER),
    ("dan.dpo", "Dan Kowalczyk", CSC, Role.DATA_PROTECTION_OFFICER),
    ("ali.admin", "Ali Demir", CSC, Role.ADMINISTRATOR),
    ("cleo.clerk", "Cleo Hartnell", CSC, Role.CLERICAL_REVIEWER),
    ("ravi.clerk", "Ravi Menon", CSC, Role.CLERICAL_REVIEWER),
    ("tess.clerk", "Tess Bright", CSC, Role.CLERICAL_REVIEWER),
)


def _ask(name: str, role: str, team: str, line: int, mailbox: str) -> dict[str, str]:
    return {
        "name": name,
        "role": role,
        "team": team,
        "phone": numbers.office_phone(line),
        "email": f"{mailbox}.example",
    }


def agency_cards(staff: Staff) -> list[dict[str, Any]]:
    """Return a card for every agency of the area, schools and surgeries among them."""
    plain: tuple[tuple[str, str, AgencyKind, str, str], ...] = (
        (CSC, "Westhaven Children's Social Care", AgencyKind.CHILDRENS_SOCIAL_CARE, "Duty social worker", "duty"),
        (HEALTH, "Westhaven Community Health", AgencyKind.COMMUNITY_HEALTH, "Named nurse for safeguarding", "nurse"),
        (POLICE, "Westhaven Police", AgencyKind.POLICE, "Safeguarding hub desk", "pvp"),
        (HOUSING, "Westhaven Housing", AgencyKind.HOUSING, "Duty housing officer", "housing"),
        (ADULTS, "Westhaven Adult Social Care", AgencyKind.ADULT_SOCIAL_CARE, "Duty adult social worker", "adults"),
        (TRUST, "Riverside Learning Trust", AgencyKind.MULTI_ACADEMY_TRUST, "Trust safeguarding lead", "trust"),
        (YOUNG_CARERS, "Young Carers Together Westhaven", AgencyKind.VOLUNTARY, "Duty worker", "carers"),
    )
    cards: list[dict[str, Any]] = [
        {
            "id": id_,
            "name": name,
            "kind": kind.value,
            "ask": _ask("", role, name, 10 + place, f"{mailbox}@{id_}"),
        }
        for place, (id_, name, kind, role, mailbox) in enumerate(plain)
    ]
    next(card for card in cards if card["id"] == YOUNG_CARERS)["is_commissioned"] = "false"
    for school in SCHOOLS:
        card: dict[str, Any] = {"id": school.id, "name": school.name, "kind": AgencyKind.SCHOOL.value}
        card["ask"] = _card_of(staff.leads[school.id], "Designated safeguarding lead")
        card["is_designated"] = "true"
        cards.append(card | ({"part_of": TRUST} if school.system == "riverside" else {}))
    for id_, name, _ in PRACTICES:
        ask = _card_of(staff.gps[id_], "Safeguarding lead GP")
        cards.append({"id": id_, "name": name, "kind": AgencyKind.GP_PRACTICE.value, "ask": ask})
    return cards


def _card_of(worker: Worker, role: str) -> dict[str, str]:
    return {"name": worker.name, "role": role, "team": worker.team, "phone": worker.phone, "email": worker.email}


def _service_cards(front_door: dict[str, str]) -> list[dict[str, Any]]:
    rows: tuple[tuple[str, str, str, str], ...] = (
        ("front-door", "Multi-agency safeguarding hub (front door)", CSC, ""),
        ("young-carers-service", "Young carers service", CSC, "Young carers coordinator"),
        ("early-help", "Early help", CSC, "Early help duty worker"),
        ("independent-domestic-abuse-service", "Independent domestic abuse service", CSC, "Duty adviser"),
        ("homelessness-prevention", "Homelessness prevention", HOUSING, "Duty officer"),
    )
    return [
        {
            "id": id_,
            "name": name,
            "agency": agency,
            "ask": _ask("", ask, name, 30 + place, f"{id_}@westhaven") if ask else front_door,
        }
        for place, (id_, name, agency, ask) in enumerate(rows)
    ]
