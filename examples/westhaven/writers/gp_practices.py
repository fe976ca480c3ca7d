"""GP practices: one JSON extract of everybody registered, children and adults, with and without a family."""

import json
from datetime import date
from typing import Any

from examples.westhaven.agencies import practice_called
from examples.westhaven.chance import years_before
from examples.westhaven.desk import Desk
from examples.westhaven.events import Spell
from examples.westhaven.observing import Habits, Lens
from examples.westhaven.world import Family, Person

DATASET = "gp-practices"
FILE = "gp_registrations.json"
DAY = "%Y-%m-%d"
HABITS = Habits(
    nhs_missing=0.006,
    nhs_mistyped=0.002,
    nhs_of_sibling=0.0015,
    nhs_traced=0.98,
    former_surname=0.5,
    old_address=0.3,
    nickname=0.01,
)


def write(desk: Desk, extra_rows: list[dict[str, object]]) -> None:
    """Write the extract; ``extra_rows`` are entries that the truth does not know."""
    lens = desk.lens(DATASET, HABITS)
    patients: list[dict[str, object]] = []
    for family in desk.world.families:
        if not desk.knows(DATASET, family.story):
            continue
        ids: dict[str, str] = {}
        for person in (*family.children, *family.adults()):
            if person.entity in desk.enrolment.practice_of:
                ids[person.entity] = f"GP{500001 + len(patients) + len(ids)}"
        patients += [
            entry(desk, lens, person, ids[person.entity], _child_cared_for(desk, family, person, ids))
            for person in (*family.children, *family.adults())
            if person.entity in ids
        ]
    middle = len(patients) // 2
    patients[middle:middle] = extra_rows
    for person in desk.world.loners:
        if person.entity in desk.enrolment.practice_of:
            patients.append(entry(desk, lens, person, f"GP{800001 + len(patients)}", ("", "")))
    tree = {"extract": {"madeOn": desk.today.isoformat(), "entries": len(patients)}, "patients": patients}
    text = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    (desk.folder / FILE).write_text(text.replace('},{"patientId', '},\n{"patientId'), encoding="utf-8")


def _kept(told: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty, as such an extract does."""
    return {key: value for key, value in told.items() if value}


def _child_cared_for(desk: Desk, family: Family, person: Person, ids: dict[str, str]) -> tuple[str, str]:
    """Return the youngest child that the practice links to this adult, and how."""
    ties = [tie for tie in family.ties if tie.adult.entity == person.entity and tie.lives_with]
    linked = [tie for tie in ties if tie.child.entity in ids]
    return (ids[linked[-1].child.entity], linked[-1].relation) if linked else ("", "")


def entry(desk: Desk, lens: Lens, person: Person, record_id: str, cared_for: tuple[str, str]) -> dict[str, object]:
    """Return one person's entry; ``cared_for`` is the child the practice links them to, and how."""
    seen = lens.see(person)
    desk.tell(DATASET, record_id, person, seen)
    practice = desk.enrolment.practice_of[person.entity]
    spells = desk.lives.of(person)
    doctor = desk.staff.gps[practice]
    carer = spells.get("possible_young_carer")
    is_told = carer is not None and carer.detail != "school"
    told = {
        "patientId": record_id,
        "practice": {"code": practice_called(practice), "agency": practice},
        "nhs": _kept({"number": seen.nhs, "status": "verified" if seen.is_traced and seen.nhs else "unverified"}),
        "name": _kept(
            {
                "given": seen.given,
                "middle": seen.middle,
                "family": seen.family,
                "previous": seen.former_family,
                "known": seen.known_as,
            }
        ),
        "birthDate": seen.birth(DAY),
        "ageBand": "0-17" if person.age(desk.today) < 18 else "18+",
        "gender": seen.sex,
        "ethnicity": seen.ethnic,
        "address": _kept(
            {"line": f"{seen.line}, {seen.town}", "postcode": seen.postcode, "use": _use(seen.is_protected)}
        ),
        "formerAddress": _kept({"line": seen.former_line, "postcode": seen.former_postcode}),
        "phone": seen.phone,
        "registeredOn": _registered(person, desk).strftime(DAY),
        "caresFor": _kept({"patientId": cared_for[0], "as": cared_for[1]}),
        "codes": _codes(spells, is_told),
        "doctor": {"name": doctor.name, "phone": doctor.phone, "email": doctor.email},
        "consultations": "",
    }
    return _kept(told)


def _use(is_protected: bool) -> str:
    return "confidential" if is_protected else "home"


def _codes(spells: dict[str, Spell], is_told: bool) -> dict[str, str]:
    """Return the few codes that may leave the practice, each with the day it was entered."""

    def day(kind: str) -> str:
        return spells[kind].since.strftime(DAY) if kind in spells else ""

    coded = {
        "youngCarer": day("possible_young_carer") if is_told else "",
        "safeguarding": day("child_protection_plan"),
        "missed": day("missed_health_appointments"),
    }
    return _kept(coded)


def _registered(person: Person, desk: Desk) -> date:
    days = (desk.today - person.born).days
    return person.born if days < 900 else years_before(desk.today, 1 + int(person.entity[-1]) % 4)
