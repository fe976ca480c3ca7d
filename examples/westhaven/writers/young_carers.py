"""The charity's caseload: a short list kept by hand."""

from examples.westhaven.desk import Desk, on, pick, since, until
from examples.westhaven.lists import words
from examples.westhaven.observing import Habits
from examples.westhaven.papers import write_csv

DATASET = "young-carers-together"
FILE = "young_carers_together.csv"
DAY = "%d/%m/%Y"
HABITS = Habits(nickname=0.15, typing_slip=0.03, birth_date_missing=0.03, former_surname=0.5, old_address=0.15)
HEADER = words(
    "Ref First_name Last_name DoB Gender Address Postcode School Joined Left Worker Worker_phone Worker_email Notes "
    "Date"
)


def write(desk: Desk) -> None:
    """Write the list of young carers whom the charity supports."""
    lens = desk.lens(DATASET, HABITS)
    rows: list[list[str]] = []
    for family, child in desk.world.children():
        spell = desk.lives.of(child).get("open_to_young_carers_service")
        if spell is None or not desk.knows(DATASET, family.story):
            continue
        seen = lens.see(child)
        record_id = f"YCT-{len(rows) + 1:03d}"
        desk.tell(DATASET, record_id, child, seen)
        worker = pick(desk.staff.young_carers_workers, child)
        place = desk.enrolment.place_of.get(child.entity)
        rows.append(
            [
                record_id,
                seen.given,
                seen.family,
                seen.birth(DAY),
                {"female": "girl", "male": "boy"}.get(seen.sex, ""),
                seen.line,
                seen.postcode,
                place.school.name if place else "",
                since(spell, DAY),
                until(spell, DAY),
                worker.name,
                worker.phone,
                worker.email,
                "Likes football club.",
                on(desk.today, DAY),
            ]
        )
    write_csv(desk.folder / FILE, HEADER, rows)
