"""The academy trust's census: one CSV for all academies, ISO dates, words instead of codes."""

from examples.westhaven.desk import Desk, on, since
from examples.westhaven.lists import words
from examples.westhaven.observing import Habits
from examples.westhaven.papers import write_csv
from examples.westhaven.writers.pupils import Pupil, pupils, term_start

DATASET = "riverside-trust"
FILE = "riverside_trust_census.csv"
DAY = "%Y-%m-%d"
HABITS = Habits(nickname=0.03, day_and_month_swapped=0.004, old_address=0.18, former_surname=0.5)

_CARER = "carer{0}_given carer{0}_family carer{0}_relation carer{0}_responsibility carer{0}_phone carer{0}_email"
HEADER = words(
    " ".join(
        (
            "person_uid academy upn given_name middle_name family_name legal_sex birth_date ethnicity street postcode "
            "previous_family_name year sen sen_from pupil_premium_fsm_from attendance attendance_from suspension_date "
            "safeguarding_file_from may_be_young_carer",
            _CARER.format(1),
            _CARER.format(2),
            "safeguarding_lead lead_phone lead_email pastoral_notes extracted",
        )
    )
)


def write(desk: Desk) -> None:
    """Write the census of the trust's academies."""
    write_csv(desk.folder / FILE, HEADER, (_row(desk, p) for p in pupils(desk, DATASET, "riverside", HABITS, "RT-")))


def _row(desk: Desk, pupil: Pupil) -> list[str]:
    seen, spells = pupil.seen, pupil.spells
    carers: list[str] = []
    for number in range(2):
        carers += _carer(pupil, number) if number < len(pupil.contacts) else [""] * 6
    return [
        pupil.record_id,
        pupil.place.school.id,
        seen.upn,
        seen.given,
        seen.middle,
        seen.family,
        seen.sex,
        seen.birth(DAY),
        seen.ethnic,
        seen.line,
        seen.postcode,
        seen.former_family,
        str(pupil.place.year_group),
        {"E": "plan", "K": "support", "N": ""}[pupil.sen_status()],
        on(pupil.sen_since(), DAY),
        since(spells.get("free_school_meals"), DAY),
        f"{pupil.attendance:.1f}",
        on(term_start(desk.today), DAY),
        since(spells.get("suspension_or_exclusion"), DAY),
        since(spells.get("school_safeguarding_file"), DAY),
        "yes" if pupil.is_thought_young_carer() else "",
        *carers,
        pupil.lead.name,
        pupil.lead.phone,
        pupil.lead.email,
        "",
        on(desk.today, DAY),
    ]


def _carer(pupil: Pupil, number: int) -> list[str]:
    tie, seen = pupil.contacts[number]
    return [seen.given, seen.family, tie.relation, tie.responsibility, seen.phone, seen.email]
