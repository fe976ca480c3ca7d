"""What any school's system says of a pupil, before each system lays it out in its own way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from examples.westhaven.agencies import Worker
from examples.westhaven.desk import Desk
from examples.westhaven.enrolling import Place
from examples.westhaven.events import Spell
from examples.westhaven.observing import Habits, Lens, Seen
from examples.westhaven.world import Family, Person, Tie


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """One pupil as the school has them, with up to two contacts."""

    record_id: str
    person: Person = field(repr=False)
    seen: Seen = field(repr=False)
    place: Place
    contacts: tuple[tuple[Tie, Seen], ...] = field(repr=False)
    spells: dict[str, Spell] = field(repr=False)
    attendance: float
    lead: Worker

    def sen_status(self) -> str:
        """Return the school census's letter: E for a plan, K for support, N for neither."""
        if "education_health_and_care_plan" in self.spells:
            return "E"
        return "K" if "sen_support" in self.spells else "N"

    def is_thought_young_carer(self) -> bool:
        """Say whether the school, and not only the surgery, thinks the pupil a young carer."""
        spell = self.spells.get("possible_young_carer")
        return spell is not None and spell.detail != "practice"

    def sen_since(self) -> date | None:
        """Return the day support or the plan began."""
        spell = self.spells.get("education_health_and_care_plan") or self.spells.get("sen_support")
        return spell.since if spell else None


def term_start(today: date) -> date:
    """Return the first school day of the school year."""
    return date(today.year if today.month >= 9 else today.year - 1, 9, 2)


def pupils(desk: Desk, dataset: str, system: str, habits: Habits, prefix: str) -> Iterator[Pupil]:
    """Give the pupils of one system in the order of its register, and tell the truth about each record."""
    lens = desk.lens(dataset, habits)
    number = 0
    for family, child in desk.world.children():
        place = desk.enrolment.place_of.get(child.entity)
        if place is None or place.school.system != system or not desk.knows(dataset, family.story):
            continue
        number += 1
        record_id = f"{prefix}{10000 + number}"
        yield _pupil(desk, dataset, lens, family, child, place, record_id)


def _pupil(desk: Desk, dataset: str, lens: Lens, family: Family, child: Person, place: Place, record_id: str) -> Pupil:
    seen = lens.see(child, upn=place.upn)
    desk.tell(dataset, record_id, child, seen)
    ties = [tie for tie in family.ties_of(child) if tie.lives_with or lens.chance.random() < 0.6]
    contacts = []
    for number, tie in enumerate(ties[:2], start=1):
        contact = lens.see(tie.adult, weight=2.5)
        desk.tell(dataset, f"{record_id}#contact{number}", tie.adult, contact)
        contacts.append((tie, contact))
    return Pupil(
        record_id=record_id,
        person=child,
        seen=seen,
        place=place,
        contacts=tuple(contacts),
        spells=desk.lives.of(child),
        attendance=desk.lives.attendance[child.entity],
        lead=desk.staff.leads[place.school.id],
    )
