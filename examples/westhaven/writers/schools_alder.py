"""The maintained schools' system "Alder": CSV, legal and preferred names, codes of the school census."""

from examples.westhaven.desk import Desk, on, since
from examples.westhaven.lists import words
from examples.westhaven.observing import Habits
from examples.westhaven.papers import write_csv
from examples.westhaven.writers.pupils import Pupil, pupils, term_start

DATASET = "schools-alder"
FILE = "alder_pupils_on_roll.csv"
DAY = "%d/%m/%Y"
HABITS = Habits(spelled_otherwise=0.015, old_address=0.16, two_digit_year=0.003, loses_accents=True)
RELATIONS = {
    "mother": "MOT",
    "father": "FAT",
    "step_parent": "STP",
    "grandparent": "GRP",
    "foster_carer": "FOS",
    "kinship_carer": "REL",
}

_CONTACT = "{0}Forename {0}Surname {0}Rel {0}PR {0}Address {0}Postcode {0}Phone {0}Email"
HEADER = words(
    " ".join(
        (
            "PupilRef UPN FormerUPN School DfENumber LegalSurname LegalForename MiddleNames PreferredForename "
            "FormerSurname Sex "
            "DOB Ethnicity YearGroup House Town Postcode EnrolDate SENStatus SENStart FSM FSMStart AttendancePct "
            "AttendanceFrom "
            "LastSuspension ChildProtectionFile FileOpened YoungCarer",
            _CONTACT.format("C1"),
            _CONTACT.format("C2"),
            "DSLName DSLPhone DSLEmail SENNotes MedicalNotes ExtractDate",
        )
    )
)


def write(desk: Desk) -> None:
    """Write the register of every school on the system."""
    rows = [_row(desk, pupil) for pupil in pupils(desk, DATASET, "alder", HABITS, "A")]
    write_csv(desk.folder / FILE, HEADER, rows)
    (desk.folder / f"{FILE}.count").write_text(f"{len(rows)}\n", encoding="ascii")


def _row(desk: Desk, pupil: Pupil) -> list[str]:
    seen, place, spells = pupil.seen, pupil.place, pupil.spells
    contacts: list[str] = []
    for number in range(2):
        contacts += _contact(pupil, number) if number < len(pupil.contacts) else [""] * 8
    return [
        pupil.record_id,
        seen.upn,
        "",
        place.school.id,
        f"999{place.school.number}",
        seen.family,
        seen.given,
        seen.middle,
        seen.known_as or seen.given,
        seen.former_family,
        {"female": "F", "male": "M"}.get(seen.sex, ""),
        seen.birth(DAY),
        seen.ethnic,
        str(place.year_group),
        seen.line,
        seen.town,
        seen.postcode,
        on(place.since, DAY),
        pupil.sen_status(),
        on(pupil.sen_since(), DAY),
        "Y" if "free_school_meals" in spells else "N",
        since(spells.get("free_school_meals"), DAY),
        f"{pupil.attendance:.1f}",
        on(term_start(desk.today), DAY),
        since(spells.get("suspension_or_exclusion"), DAY),
        "Y" if "school_safeguarding_file" in spells else "N",
        since(spells.get("school_safeguarding_file"), DAY),
        "S" if pupil.is_thought_young_carer() else "N",
        *contacts,
        pupil.lead.name,
        pupil.lead.phone,
        pupil.lead.email,
        "See provision map." if pupil.sen_status() != "N" else "",
        "",
        on(desk.today, DAY),
    ]


def _contact(pupil: Pupil, number: int) -> list[str]:
    tie, seen = pupil.contacts[number]
    responsibility = {"yes": "Y", "no": "N", "unknown": ""}[tie.responsibility]
    return [
        seen.given,
        seen.family,
        RELATIONS[tie.relation],
        responsibility,
        seen.line,
        seen.postcode,
        seen.phone,
        seen.email,
    ]
