"""What happens in lives: referrals, plans, absence, incidents, tenancies. Where a name comes from is never asked.

Each kind of event has a stream of its own. Rates are chosen to be plausible for England, not copied from a statistic.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from examples.westhaven.chance import Streams, day_between
from examples.westhaven.enrolling import Enrolment
from examples.westhaven.places import Tenure
from examples.westhaven.world import Family, FamilyKind, Person, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Something that was so from one day, and until another or still. ``detail`` is the agency's own."""

    since: date
    until: date | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """Spells by person and kind; ``attendance`` is the share of sessions attended this term, in per cent."""

    spells: dict[str, dict[str, Spell]]
    attendance: dict[str, float] = field(default_factory=dict)

    def of(self, person: Person) -> dict[str, Spell]:
        """Return what happened in one life."""
        return self.spells.get(person.entity, {})


_OF_A_CHILD: tuple[tuple[str, float, int, int, int, float], ...] = (
    ("referral_to_front_door", 0.052, 0, 17, 365, 1.0),
    ("open_to_early_help", 0.026, 0, 17, 400, 0.35),
    ("section_47_enquiry", 0.011, 0, 17, 330, 0.8),
    ("missing_episode", 0.006, 10, 17, 180, 1.0),
    ("possible_young_carer", 0.014, 6, 17, 500, 0.0),
    ("open_to_young_carers_service", 0.006, 7, 17, 700, 0.15),
    ("disabled_childrens_register", 0.012, 0, 17, 2500, 0.0),
    ("police_protection_used", 0.0012, 0, 17, 300, 1.0),
    ("suspension_or_exclusion", 0.034, 6, 16, 330, 1.0),
    ("school_safeguarding_file", 0.07, 4, 17, 900, 0.0),
    ("sen_support", 0.135, 4, 17, 1500, 0.0),
    ("education_health_and_care_plan", 0.05, 4, 17, 1800, 0.0),
    ("free_school_meals", 0.245, 4, 17, 1500, 0.0),
    ("missed_health_appointments", 0.06, 0, 17, 300, 0.0),
    ("open_to_camhs", 0.04, 6, 17, 600, 0.2),
    ("open_to_health_visiting", 1.0, 0, 4, 1900, 0.0),
    ("health_visiting_extra", 0.26, 0, 4, 700, 0.0),
)
"""Kind, share of children of the ages, youngest, oldest, days back at most, share that has ended."""

_OF_A_FAMILY: tuple[tuple[str, float, int, float], ...] = (
    ("domestic_abuse_incident_attended", 0.042, 365, 1.0),
    ("homelessness_application", 0.016, 360, 0.6),
    ("tenancy_at_risk", 0.14, 200, 0.0),
    ("temporary_accommodation", 0.010, 300, 0.2),
    ("no_recourse_to_public_funds", 0.004, 500, 0.0),
)

_OF_AN_ADULT: tuple[tuple[str, float, int, float], ...] = (
    ("parent_in_prison", 0.005, 600, 0.1),
    ("parent_in_inpatient_mental_health_care", 0.0022, 120, 0.3),
    ("parent_open_to_adult_social_care", 0.011, 900, 0.2),
    ("parent_receives_substance_misuse_treatment", 0.008, 500, 0.2),
)

_CATEGORIES = ("Neglect", "Emotional abuse", "Physical abuse", "Sexual abuse")


def live(world: World, enrolment: Enrolment, streams: Streams) -> Lives:
    """Let everybody live. Stories may add to it afterwards."""
    lives = _Living(world, streams)
    for family, child in world.children():
        lives.child(family, child, enrolment)
    for family in world.families:
        lives.family(family)
        for adult in family.adults():
            lives.adult(adult)
    return Lives(spells=lives.spells, attendance=lives.attendance)


class _Living:
    def __init__(self, world: World, streams: Streams) -> None:
        self.today = world.today
        self.spells: dict[str, dict[str, Spell]] = {}
        self.attendance: dict[str, float] = {}
        kinds: list[str] = [row[0] for row in _OF_A_CHILD]
        kinds += [row[0] for table in (_OF_A_FAMILY, _OF_AN_ADULT) for row in table]
        self.streams = {kind: streams.of("events", kind) for kind in kinds}
        self.care = streams.of("events", "social care")
        self.school = streams.of("events", "attendance")

    def child(self, family: Family, child: Person, enrolment: Enrolment) -> None:
        """Draw a child's own events."""
        age = child.age(self.today)
        own = self.spells.setdefault(child.entity, {})
        for kind, share, youngest, oldest, back, ended in _OF_A_CHILD:
            chance = self.streams[kind]
            happens = chance.random() < share
            if happens and youngest <= age <= oldest and not family.story:
                spell = self._spell(chance, child, back, ended)
                detail = chance.choice(("practice", "school", "both")) if kind == "possible_young_carer" else ""
                own[kind] = Spell(since=spell.since, until=spell.until, detail=detail)
        if child.entity in enrolment.home_educated:
            own["electively_home_educated"] = Spell(since=_back(self.today, self.school, 900))
        if child.entity in enrolment.missing_education:
            own["missing_education"] = Spell(since=_back(self.today, self.school, 150))
        if "education_health_and_care_plan" in own:
            own.pop("sen_support", None)
        self._social_care(family, child, own)
        draw = self.school.random()
        rate = 100 - self.school.expovariate(1 / 4.2) if draw < 0.84 else self.school.triangular(45, 91, 86)
        self.attendance[child.entity] = round(max(rate, 0.0), 1) if not family.story else 97.1

    def family(self, family: Family) -> None:
        """Draw what befalls a household and so all its children."""
        for kind, share, back, ended in _OF_A_FAMILY:
            chance = self.streams[kind]
            happens = chance.random() < share
            if kind == "tenancy_at_risk" and family.home.tenure is not Tenure.SOCIAL:
                happens = False
            if kind == "domestic_abuse_incident_attended" and family.kind is FamilyKind.REFUGE:
                happens = True
            if not happens or (family.story and family.kind is not FamilyKind.REFUGE):
                continue
            spell = self._spell(chance, family.children[0], back, ended)
            for child in family.children:
                if child.born <= spell.since:
                    self.spells[child.entity][kind] = spell
                    self._follow_up(chance, child, kind, spell)
        if family.home.tenure is Tenure.SOCIAL:
            since = _back(self.today, self.streams["tenancy_at_risk"], 3000)
            for child in family.children:
                self.spells[child.entity]["social_tenancy"] = Spell(since=max(since, child.born))

    def adult(self, adult: Person) -> None:
        """Draw what befalls an adult and matters to the children."""
        own = self.spells.setdefault(adult.entity, {})
        for kind, share, back, ended in _OF_AN_ADULT:
            chance = self.streams[kind]
            if chance.random() < share:
                own[kind] = self._spell(chance, adult, back, ended)

    def _follow_up(self, chance: Random, child: Person, kind: str, spell: Spell) -> None:
        """Half of the police's incidents are sent on to the front door."""
        if kind == "domestic_abuse_incident_attended" and chance.random() < 0.5:
            day = min(spell.since + timedelta(days=2), self.today)
            self.spells[child.entity]["referral_to_front_door"] = Spell(since=day, until=day, detail="Police")

    def _spell(self, chance: Random, person: Person, back: int, ended: float) -> Spell:
        since = max(_back(self.today, chance, back), person.born)
        if chance.random() >= ended:
            return Spell(since=since)
        return Spell(since=since, until=day_between(chance, since, self.today) if ended < 1.0 else since)

    def _social_care(self, family: Family, child: Person, own: dict[str, Spell]) -> None:
        """Draw the way through social care: open, plan, care; most of what was open in three years has closed."""
        chance = self.care
        open_draw, plan_draw, leaver_draw = chance.random(), chance.random(), chance.random()
        since = max(_back(self.today, chance, 700), child.born)
        if family.kind in (FamilyKind.LOOKED_AFTER, FamilyKind.UNACCOMPANIED):
            since = max(_back(self.today, chance, 1500), child.born)
            own["open_to_childrens_social_care"] = Spell(since=since)
            own["looked_after"] = Spell(since=since, detail="Foster placement")
            if family.home.tenure is Tenure.OUT_OF_AREA:
                own["placed_out_of_area"] = Spell(since=min(since + timedelta(days=30), self.today))
            return
        if family.kind is FamilyKind.GRANDPARENTS and plan_draw < 0.6:
            own["private_fostering_or_kinship_care"] = Spell(since=since)
        if child.age(self.today) >= 16 and leaver_draw < 0.02:
            own["care_leaver"] = Spell(since=since)
        if family.story:
            return
        if open_draw < 0.024 or family.kind is FamilyKind.REFUGE:
            own["open_to_childrens_social_care"] = Spell(since=since)
            if plan_draw < 0.19:
                own["child_protection_plan"] = Spell(since=since, detail=chance.choice(_CATEGORIES))
                own.setdefault("section_47_enquiry", Spell(since=since, until=since))
            elif plan_draw < 0.85:
                own["child_in_need_plan"] = Spell(since=since)
        elif open_draw < 0.075:
            own["open_to_childrens_social_care"] = Spell(since=since, until=day_between(chance, since, self.today))


def _back(today: date, chance: Random, days: int) -> date:
    return today - timedelta(days=1 + int(chance.random() * days))
