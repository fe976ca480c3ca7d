"""The other schools' system "Birch": a workbook, one cell for the whole name, dates with the month in letters."""

from collections.abc import Sequence

from examples.westhaven.desk import Desk, on, since
from examples.westhaven.observing import Habits
from examples.westhaven.papers import write_workbook
from examples.westhaven.writers.pupils import Pupil, pupils, term_start

DATASET = "schools-birch"
FILE = "birch_pupils.xlsx"
SHEET = "Pupils"
DAY = "%d-%b-%y"
HABITS = Habits(typing_slip=0.016, old_address=0.2, surname_in_capitals=True, postcode_missing=0.02)
RELATIONS = {
    "mother": "Mother",
    "father": "Father",
    "step_parent": "Step parent",
    "grandparent": "Grandparent",
    "foster_carer": "Foster carer",
    "kinship_carer": "Other family",
}
HEADER = (
    "Admission No",
    "Unique Pupil No",
    "School",
    "Pupil Name",
    "Known As",
    "Gender",
    "Date of Birth",
    "Ethnic Origin",
    "Year",
    "Home Address",
    "Post Code",
    "SEN",
    "SEN From",
    "Free Meals From",
    "Attendance %",
    "Attendance Since",
    "Suspended On",
    "Safeguarding File",
    "Young Carer",
    "Priority 1 Name",
    "Priority 1 Relationship",
    "Priority 1 Parental Resp",
    "Priority 1 Address",
    "Priority 1 Post Code",
    "Priority 1 Tel",
    "Priority 2 Name",
    "Priority 2 Relationship",
    "Priority 2 Parental Resp",
    "Priority 2 Address",
    "Priority 2 Post Code",
    "Priority 2 Tel",
    "DSL",
    "DSL Telephone",
    "DSL Email",
    "Behaviour Log",
    "Date of Extract",
)


def write(desk: Desk) -> None:
    """Write the workbook of every school on the system."""
    rows = [_row(desk, pupil) for pupil in pupils(desk, DATASET, "birch", HABITS, "B")]
    write_workbook(desk.folder / FILE, SHEET, [HEADER, *rows])


def _row(desk: Desk, pupil: Pupil) -> Sequence[str]:
    seen, spells = pupil.seen, pupil.spells
    contacts: list[str] = []
    for number in range(2):
        contacts += _contact(pupil, number) if number < len(pupil.contacts) else [""] * 6
    return (
        pupil.record_id,
        seen.upn,
        pupil.place.school.id,
        f"{seen.family.strip()}, {seen.given.strip()} {seen.middle}".strip(),
        seen.known_as,
        {"female": "Female", "male": "Male"}.get(seen.sex, "Not known"),
        seen.birth(DAY),
        seen.ethnic,
        f"Year {pupil.place.year_group}" if pupil.place.year_group else "Reception",
        f"{seen.line}, {seen.town}",
        seen.postcode,
        {"E": "EHC plan", "K": "SEN support", "N": "None"}[pupil.sen_status()],
        on(pupil.sen_since(), DAY),
        since(spells.get("free_school_meals"), DAY),
        f"{pupil.attendance:.1f}",
        on(term_start(desk.today), DAY),
        since(spells.get("suspension_or_exclusion"), DAY),
        since(spells.get("school_safeguarding_file"), DAY),
        "Yes" if pupil.is_thought_young_carer() else "",
        *contacts,
        pupil.lead.name,
        pupil.lead.phone,
        pupil.lead.email,
        "",
        on(desk.today, DAY),
    )


def _contact(pupil: Pupil, number: int) -> list[str]:
    tie, seen = pupil.contacts[number]
    responsibility = {"yes": "Yes", "no": "No", "unknown": ""}[tie.responsibility]
    name = f"{seen.given.strip()} {seen.family.strip()}"
    return [name, RELATIONS[tie.relation], responsibility, f"{seen.line}, {seen.town}", seen.postcode, seen.phone]
