"""Community health: the child health system, every child with an NHS number or without, and one carer beside."""

from examples.westhaven.desk import Desk, on, pick, since
from examples.westhaven.events import Spell
from examples.westhaven.lists import words
from examples.westhaven.observing import Habits, Lens
from examples.westhaven.papers import write_csv
from examples.westhaven.world import Family, Person

DATASET = "community-health"
FILE = "child_health_system.csv"
DAY = "%Y%m%d"
HABITS = Habits(
    nhs_missing=0.004, nhs_mistyped=0.002, nhs_traced=0.985, former_surname=0.45, old_address=0.25, nickname=0.004
)
SEXES = {"female": "2", "male": "1", "unknown": "0"}
ETHNIC = {
    "WBRI": "A",
    "WIRI": "B",
    "WOTH": "C",
    "WIRT": "C",
    "WROM": "C",
    "MWBC": "D",
    "MWBA": "E",
    "MWAS": "F",
    "MOTH": "G",
    "AIND": "H",
    "APKN": "J",
    "ABAN": "K",
    "AOTH": "L",
    "BCRB": "M",
    "BAFR": "N",
    "BOTH": "P",
    "CHNE": "R",
    "OARA": "S",
    "OOTH": "S",
}
HEADER = words(
    "ClientID NHSNo NHSNoStatus Forename MiddleName Surname PrevSurname DOB Sex EthnicCategory Addr Pcode PrevAddr "
    "PrevPcode Confidential Practice HVService HVSince HVOffer HVName HVTeam HVPhone HVEmail WasNotBrought LastMissed "
    "CAMHSSince CAMHSTeam CarerForename CarerSurname CarerDOB CarerNHSNo CarerSex CarerRel CarerPR ClinicalNotes "
    "ExtractDate"
)


def write(desk: Desk, extra_rows: list[list[str]]) -> None:
    """Write the file; ``extra_rows`` are rows that the truth does not know."""
    lens = desk.lens(DATASET, HABITS)
    rows: list[list[str]] = []
    for family, child in desk.world.children():
        if not desk.knows(DATASET, family.story):
            continue
        rows.append(row(desk, lens, family, child, f"CH{300001 + len(rows)}"))
        if lens.chance.random() < 0.004 and not family.story:
            rows.append(row(desk, lens, family, child, f"CH{300001 + len(rows)}"))
    middle = len(rows) // 2
    write_csv(desk.folder / FILE, HEADER, rows[:middle] + extra_rows + rows[middle:])


def row(desk: Desk, lens: Lens, family: Family, child: Person, record_id: str) -> list[str]:
    """Return one child's row, with the first carer at home beside."""
    seen = lens.see(child)
    spells = desk.lives.of(child)
    age_in_days = (desk.today - child.born).days
    if age_in_days < 40 and lens.chance.random() < 0.35 and not family.story:
        seen.nhs, seen.is_traced = "", False
        seen.faults.append("baby_without_trace")
    desk.tell(DATASET, record_id, child, seen)
    visiting = spells.get("open_to_health_visiting")
    visitor = pick(desk.staff.health_visitors, family.children[0])
    missed, camhs = spells.get("missed_health_appointments"), spells.get("open_to_camhs")
    return [
        record_id,
        seen.nhs,
        "01" if seen.is_traced and seen.nhs else ("03" if not seen.nhs else "02"),
        seen.given,
        seen.middle,
        seen.family,
        seen.former_family,
        seen.birth(DAY),
        SEXES[seen.sex],
        ETHNIC[seen.ethnic],
        f"{seen.line}, {seen.town}",
        seen.postcode,
        seen.former_line,
        seen.former_postcode,
        "Y" if seen.is_protected else "",
        desk.enrolment.practice_of.get(child.entity, ""),
        "HV" if visiting else "",
        since(visiting, DAY),
        _offer(spells, age_in_days) if visiting else "",
        *([visitor.name, visitor.team, visitor.phone, visitor.email] if visiting else ["", "", "", ""]),
        str(2 + int(child.entity[-1]) % 3) if missed else "0",
        since(missed, DAY),
        since(camhs, DAY),
        "Children and young people's mental health team" if camhs else "",
        *_carer(desk, lens, family, child, record_id),
        "Entered at clinic." if missed else "",
        on(desk.today, DAY),
    ]


def _offer(spells: dict[str, Spell], age_in_days: int) -> str:
    if "health_visiting_extra" in spells:
        return "targeted"
    return "new_birth" if age_in_days < 365 else "universal"


def _carer(desk: Desk, lens: Lens, family: Family, child: Person, record_id: str) -> list[str]:
    ties = [tie for tie in family.ties_of(child) if tie.lives_with]
    if not ties or (lens.chance.random() < 0.15 and not family.story):
        return [""] * 7
    tie = ties[0]
    seen = lens.see(tie.adult)
    desk.tell(DATASET, f"{record_id}#carer", tie.adult, seen)
    return [
        seen.given,
        seen.family,
        seen.birth(DAY),
        seen.nhs,
        SEXES[seen.sex],
        tie.relation,
        {"yes": "Y", "no": "N", "unknown": ""}[tie.responsibility],
    ]
