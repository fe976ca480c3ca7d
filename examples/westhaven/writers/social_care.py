"""Children's social care: one row a child who was referred or helped in the last years, with two adults beside."""

from examples.westhaven.agencies import Worker
from examples.westhaven.desk import Desk, on, pick, since, until
from examples.westhaven.events import Spell
from examples.westhaven.lists import words
from examples.westhaven.observing import Habits, Lens
from examples.westhaven.papers import write_csv
from examples.westhaven.world import Family, Person, Tie

DATASET = "childrens-social-care"
FILE = "childrens_social_care.csv"
DAY = "%d/%m/%Y"
HABITS = Habits(nhs_missing=0.22, nhs_traced=0.6, old_address=0.12, former_surname=0.3, two_digit_year=0.002)
SEXES = {"female": "2", "male": "1", "unknown": "0"}
RELATIONS = {
    "mother": "M",
    "father": "F",
    "step_parent": "SP",
    "grandparent": "GP",
    "foster_carer": "FC",
    "kinship_carer": "KC",
}

KINDS = (
    "referral_to_front_door",
    "open_to_early_help",
    "section_47_enquiry",
    "open_to_childrens_social_care",
    "child_in_need_plan",
    "child_protection_plan",
    "looked_after",
    "placed_out_of_area",
    "care_leaver",
    "private_fostering_or_kinship_care",
    "disabled_childrens_register",
    "missing_education",
    "electively_home_educated",
    "no_recourse_to_public_funds",
)
"""Whoever has one of these has a row."""

_PARENT = (
    "{0}ID {0}Forename {0}Surname {0}FormerSurname {0}DOB {0}Gender {0}Relationship {0}PR {0}Address {0}Postcode "
    "{0}Phone"
)
HEADER = words(
    " ".join(
        (
            "ChildID Forename MiddleNames Surname KnownAs PreviousSurname DOB Gender Ethnicity NHSNumber "
            "NHSNumberChecked UPN PassportNo PassportCountry PassportIssued PassportExpires "
            "AddressLine Postcode AddressConfidential PreviousAddress PreviousPostcode CaseStatus ReferralDate "
            "ReferralSource "
            "CaseOpened CaseClosed CINPlanStart CPPStart CPPCategory S47Date LACStart LACPlacement OutOfAreaSince "
            "CareLeaverSince KinshipSince EarlyHelpStart EarlyHelpEnd DisabledRegisterSince "
            "NotInEducationSince HomeEducatedSince NRPFSince SocialWorker SocialWorkerTeam "
            "SocialWorkerPhone SocialWorkerEmail EarlyHelpWorker EarlyHelpPhone",
            _PARENT.format("P1"),
            _PARENT.format("P2"),
            "CaseNotes LegalNotes ExtractDate",
        )
    )
)


def write(desk: Desk) -> None:
    """Write the file of children's social care."""
    lens = desk.lens(DATASET, HABITS)
    rows: list[list[str]] = []
    for family, child in desk.world.children():
        spells = desk.lives.of(child)
        if desk.knows(DATASET, family.story) and any(kind in spells for kind in KINDS):
            rows.append(_row(desk, lens, family, child, spells, f"CSC{100001 + len(rows)}"))
    write_csv(desk.folder / FILE, HEADER, rows)


def _row(desk: Desk, lens: Lens, family: Family, child: Person, spells: dict[str, Spell], record_id: str) -> list[str]:
    place = desk.enrolment.place_of.get(child.entity)
    seen = lens.see(child, upn=place.upn if place and lens.chance.random() < 0.6 else "")
    desk.tell(DATASET, record_id, child, seen)
    case = spells.get("open_to_childrens_social_care")
    worker = pick(desk.staff.social_workers, family.children[0])
    passport = desk.passport(DATASET, family, child)
    early = pick(desk.staff.early_help, family.children[0])
    is_helped_early = "open_to_early_help" in spells
    return [
        record_id,
        seen.given,
        seen.middle,
        seen.family,
        seen.known_as,
        seen.former_family,
        seen.birth(DAY),
        SEXES[seen.sex],
        seen.ethnic,
        seen.nhs,
        "Y" if seen.is_traced else "N",
        seen.upn,
        passport.number,
        passport.country,
        on(passport.issued, DAY),
        on(passport.expires, DAY),
        f"{seen.line}, {seen.town}",
        seen.postcode,
        "Y" if seen.is_protected else "N",
        seen.former_line,
        seen.former_postcode,
        "OPEN" if case and not case.until else "CLOSED",
        *_case(spells),
        *_worker(worker, case),
        early.name if is_helped_early else "",
        early.phone if is_helped_early else "",
        *_parents(desk, lens, family, child, record_id),
        "Chronology kept in the case file." if case else "",
        "",
        on(desk.today, DAY),
    ]


def _case(spells: dict[str, Spell]) -> list[str]:
    referral, case = spells.get("referral_to_front_door"), spells.get("open_to_childrens_social_care")
    plan = spells.get("child_protection_plan")
    early = spells.get("open_to_early_help")
    one_day = [
        "disabled_childrens_register",
        "missing_education",
        "electively_home_educated",
        "no_recourse_to_public_funds",
    ]
    care = spells.get("looked_after")
    return [
        since(referral, DAY),
        (referral.detail or "School") if referral else "",
        since(case, DAY),
        until(case, DAY),
        since(spells.get("child_in_need_plan"), DAY),
        since(plan, DAY),
        plan.detail if plan else "",
        since(spells.get("section_47_enquiry"), DAY),
        since(care, DAY),
        care.detail if care else "",
        since(spells.get("placed_out_of_area"), DAY),
        since(spells.get("care_leaver"), DAY),
        since(spells.get("private_fostering_or_kinship_care"), DAY),
        since(early, DAY),
        until(early, DAY),
        *(since(spells.get(kind), DAY) for kind in one_day),
    ]


def _worker(worker: Worker, case: Spell | None) -> list[str]:
    if case is None:
        return ["", "", "", ""]
    return [worker.name, worker.team, worker.phone, worker.email]


def _parents(desk: Desk, lens: Lens, family: Family, child: Person, record_id: str) -> list[str]:
    cells: list[str] = []
    ties = [tie for tie in family.ties_of(child) if tie.lives_with or lens.chance.random() < 0.7][:2]
    for place in range(2):
        cells += _parent(desk, lens, ties[place], f"{record_id}#adult{place + 1}") if place < len(ties) else [""] * 11
    return cells


def _parent(desk: Desk, lens: Lens, tie: Tie, record_id: str) -> list[str]:
    seen = lens.see(tie.adult, weight=1.5)
    desk.tell(DATASET, record_id, tie.adult, seen)
    responsibility = {"yes": "Y", "no": "N", "unknown": ""}[tie.responsibility]
    return [
        f"ADT{int(tie.adult.entity[1:]) + 500000}",
        seen.given,
        seen.family,
        seen.former_family,
        seen.birth(DAY) if lens.chance.random() < 0.7 else "",
        SEXES[seen.sex],
        RELATIONS[tie.relation],
        responsibility,
        f"{seen.line}, {seen.town}",
        seen.postcode,
        seen.phone,
    ]
