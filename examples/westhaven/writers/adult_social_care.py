"""Adult social care: XML, one element a client, with the children of the household nested inside."""

from xml.etree import ElementTree as Xml

from examples.westhaven.chance import years_before
from examples.westhaven.desk import Desk, on, pick, since, until
from examples.westhaven.events import Spell
from examples.westhaven.observing import Habits, Lens
from examples.westhaven.world import Family, Person

DATASET = "adult-social-care"
FILE = "adult_social_care_clients.xml"
DAY = "%Y-%m-%d"
HABITS = Habits(nhs_missing=0.12, nhs_traced=0.7, nickname=0.04, old_address=0.2, birth_date_missing=0.01)
KINDS = {
    "parent_open_to_adult_social_care": "ASC",
    "parent_receives_substance_misuse_treatment": "SMT",
    "parent_in_inpatient_mental_health_care": "IMH",
    "parent_in_prison": "PRI",
}
_CHILDREN = 3
_LONERS_WITH_CARE = 0.08


def write(desk: Desk) -> None:
    """Write the clients: parents whose lives touch children, and many who have none."""
    lens = desk.lens(DATASET, HABITS)
    chance = desk.streams.of("adult social care")
    root = Xml.Element("AdultsExtract", {"madeOn": on(desk.today, DAY)})
    for family in desk.world.families:
        for adult in family.adults():
            spells = desk.lives.of(adult)
            if spells.keys() & KINDS.keys() and desk.knows(DATASET, family.story):
                _client(desk, lens, root, adult, spells, family)
    for person in desk.world.loners:
        if chance.random() < _LONERS_WITH_CARE:
            spell = Spell(since=years_before(desk.today, 1))
            _client(desk, lens, root, person, {"parent_open_to_adult_social_care": spell}, None)
    Xml.indent(root, space=" ")
    Xml.ElementTree(root).write(desk.folder / FILE, encoding="utf-8", xml_declaration=True)


def _client(
    desk: Desk, lens: Lens, root: Xml.Element, adult: Person, spells: dict[str, Spell], family: Family | None
) -> None:
    record_id = f"AS{900001 + len(root)}"
    seen = lens.see(adult)
    desk.tell(DATASET, record_id, adult, seen)
    worker = pick(desk.staff.adult_workers, adult)
    client = Xml.SubElement(root, "Client")
    _texts(client, {"ClientId": record_id})
    name = Xml.SubElement(client, "Name")
    _texts(name, {"Given": seen.given, "Family": seen.family, "Former": seen.former_family})
    _texts(
        client,
        {
            "DateOfBirth": seen.birth(DAY),
            "Gender": seen.sex,
            "NhsNumber": seen.nhs,
            "NhsNumberTraced": "true" if seen.is_traced and seen.nhs else "false",
            "Ethnicity": seen.ethnic,
            "Phone": seen.phone,
        },
    )
    address = Xml.SubElement(client, "Address")
    _texts(address, {"Line": f"{seen.line}, {seen.town}", "Postcode": seen.postcode})
    services = Xml.SubElement(client, "Services")
    for kind, code in KINDS.items():
        if kind in spells:
            service = Xml.SubElement(services, code)
            _texts(service, {"From": since(spells[kind], DAY), "To": until(spells[kind], DAY)})
    _texts(client, {"ChildrenInHousehold": str(_children(desk, lens, client, adult, family, record_id))})
    contact = Xml.SubElement(client, "Worker")
    _texts(contact, {"Name": worker.name, "Team": worker.team, "Phone": worker.phone, "Email": worker.email})
    _texts(client, {"CareNotes": "", "ExtractDate": on(desk.today, DAY)})


def _children(desk: Desk, lens: Lens, client: Xml.Element, adult: Person, family: Family | None, record_id: str) -> int:
    if family is None:
        return 0
    household = Xml.SubElement(client, "Household")
    ties = [tie for tie in family.ties if tie.adult.entity == adult.entity][:_CHILDREN]
    for number, tie in enumerate(ties, start=1):
        seen = lens.see(tie.child, weight=2.0)
        desk.tell(DATASET, f"{record_id}#child{number}", tie.child, seen)
        child = Xml.SubElement(household, f"Child{number}")
        _texts(
            child,
            {
                "Given": seen.given,
                "Family": seen.family,
                "DateOfBirth": seen.birth(DAY),
                "Gender": seen.sex,
                "Relation": tie.relation,
            },
        )
    return len(ties)


def _texts(parent: Xml.Element, texts: dict[str, str]) -> None:
    for tag, text in texts.items():
        if text:
            Xml.SubElement(parent, tag).text = text
