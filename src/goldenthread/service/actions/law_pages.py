"""The register of law for everybody to read, and the start of a provision for an administrator to settle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from goldenthread.agreements import Pathway as PathwayPaper
from goldenthread.audit import Deed
from goldenthread.law import (
    Changed,
    Force,
    Nation,
    Provision,
    Question,
    Standing,
    Switch,
    as_overlay,
    changes,
    force_of,
    law_in_force,
    read_register,
    search,
    speaks_of,
    switched,
)
from goldenthread.service.actions import reference
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.pathways import named_in
from goldenthread.service.actions.recompiling import end_what_rests_on
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.standing_law import law_on, settled_starts, waiting_provisions
from goldenthread.service.actions.typical_questions import AnsweredAnew, answered_anew
from goldenthread.service.store.models import LawSwitch, Pathway
from goldenthread.vocabulary import ProvisionId, Role, read_text

MAY_SETTLE = frozenset({Role.ADMINISTRATOR})
SHORTEST_INSTRUMENT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A provision as it stands on a day."""

    provision: Provision
    force: Force
    leads_to: tuple[Provision, ...] = ()
    """What to look to instead, and what it rests on."""
    is_open: bool = False
    """Its start is not confirmed, so that an administrator may settle it."""
    settled: Switch | None = None
    is_to_the_point: bool = False
    """It names who was asked about, and does not merely leave everybody in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneDay:
    """What a provision counts as on one day, as things are and as they would be."""

    on: date
    now: Force
    then: Force


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectOfSettling:
    """What settling a start would change: day by day, which answers, and which agreements name the provision."""

    provision: Provision
    switch: Switch
    days: tuple[OneDay, ...]
    answers: tuple[AnsweredAnew, ...]
    agreements: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        return all(day.now is day.then for day in self.days)


def find_law(question: Question, *, nation: Nation, at: datetime) -> tuple[Entry, ...]:
    """The provisions of a nation that answer a question, as they stand today. Says nothing about anybody."""
    law = law_on(at.date(), nation=nation)
    return tuple(
        Entry(provision=p, force=law.force(p.id), is_to_the_point=speaks_of(p, question))
        for p in search(law.provisions, question)
    )


def one_provision(id: str, *, at: datetime) -> Entry | None:
    """One provision as it stands today, whatever its nation; nothing when the register does not hold it."""
    shipped = next((p for p in read_register() if p.id == id), None)
    if shipped is None:
        return None
    law = law_on(at.date(), nation=shipped.nation)
    provision = law.provision(shipped.id)
    assert provision is not None
    known = {p.id: p for p in read_register()}
    return Entry(
        provision=provision,
        force=law.force(provision.id),
        leads_to=tuple(known[other] for other in (*provision.instead, *provision.rests_on)),
        is_open=provision.id in {p.id for p in waiting_provisions()},
        settled=next((s for s in settled_starts() if s.provision == provision.id), None),
    )


def what_changed(*, since: date, at: datetime) -> tuple[Changed, ...]:
    """What changed in law and in its register since a day, days to come among it, with what was settled here."""
    return changes(switched(read_register(), settled_starts()), since=since)


def settled_as_overlay(*, at: datetime) -> str:
    """The starts settled here, as the file that ``goldenthread law`` and ``advise`` take with ``--switches``."""
    return as_overlay(settled_starts())


def weigh_start(
    id: str, *, standing: Standing, starts_on: date, instrument: str, by: Practitioner, at: datetime
) -> EffectOfSettling | None:
    """What settling a start in this way would change. Nothing is kept. Nothing where no such start is open."""
    provision = next((p for p in waiting_provisions() if p.id == id), None)
    if provision is None or by.role not in MAY_SETTLE:
        return None
    switch = Switch(
        provision=provision.id,
        standing=standing,
        starts_on=starts_on,
        instrument=instrument.strip(),
        by=f"administrator, {by.agency_name}",
        on=at.date(),
    )
    now, then = _as_taken(provision, settled_starts()), _as_taken(provision, (switch,))
    days = {at.date(), starts_on, *(s.announced_for or s.starts_on or starts_on for s in now.in_force)}
    return EffectOfSettling(
        provision=provision,
        switch=switch,
        days=tuple(OneDay(on=on, now=force_of(now, on=on), then=force_of(then, on=on)) for on in sorted(days)),
        answers=tuple(change for on in sorted(days) for change in _answered_anew(switch, on=on)),
        agreements=_agreements_that_name(provision.id),
    )


def settle_start(
    id: str, *, standing: Standing, starts_on: date, instrument: str, by: Practitioner, at: datetime
) -> EffectOfSettling | NothingToShow:
    """Confirm or move the start of a provision, from now on and everywhere in this installation."""
    with doing(by=by, at=at) as action:
        effect = weigh_start(id, standing=standing, starts_on=starts_on, instrument=instrument, by=by, at=at)
        if effect is None or len(instrument.strip()) < SHORTEST_INSTRUMENT:
            action.record(Deed.REFUSED, detail={"what": "to settle when a law starts"})
            return NothingToShow(ring=reference.front_door())
        switch = effect.switch
        LawSwitch.objects.create(
            provision=switch.provision,
            standing=switch.standing.value,
            starts_on=switch.starts_on,
            instrument=switch.instrument,
            set_by=switch.by,
            set_at=at,
        )
        ended = end_what_rests_on(switch.provision, law=law_on(at.date()), action=action)
        entry = action.record(
            Deed.SWITCH_SET,
            detail={
                "provision": switch.provision,
                "standing": switch.standing.value,
                "starts_on": switch.starts_on.isoformat(),
                "instrument": switch.instrument,
                "today": next(f"{day.now} becomes {day.then}" for day in effect.days if day.on == at.date()),
                "permissions_ended": ended,
            },
        )
        action.afterwards("compile_what_the_law_changed", entry)
        return effect


def _as_taken(provision: Provision, switches: Iterable[Switch]) -> Provision:
    ours = tuple(s for s in switches if s.provision == provision.id)
    return switched((provision,), ours)[0]


def _answered_anew(switch: Switch, *, on: date) -> tuple[AnsweredAnew, ...]:
    others = tuple(s for s in settled_starts() if s.provision != switch.provision)
    then = law_in_force(Nation.ENGLAND, on=on, switches=(*others, switch))
    return answered_anew(switch.provision, now=law_on(on), then=then)


def _agreements_that_name(id: ProvisionId) -> tuple[str, ...]:
    papers = (read_text(row.document, PathwayPaper, name=row.id) for row in Pathway.objects.order_by("id"))
    return tuple(paper.title for paper in papers if id in named_in(paper))
