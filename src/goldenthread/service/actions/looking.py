"""Look at a child: decide what this practitioner may see now, show it, and write down that it was seen.

The order matters. What the practitioner may and may not see is worked out from organisation, role and purpose before
anything about the child is read, so no reason and no gap can say whether a fact exists.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from goldenthread.audit import Deed
from goldenthread.disclosure import ChildRelation, Shown, Standing, decide
from goldenthread.service.actions import family, flag_lines, identity, objecting, reference, releasing
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.finding import MAY_SEARCH, REVIEWS_LOOKS, reason_needed
from goldenthread.service.actions.linking import doubts
from goldenthread.service.actions.shapes import ChildPage, NothingToShow, Practitioner
from goldenthread.service.actions.standings import gaps_in, nothing_to_show, standing_of
from goldenthread.service.actions.wording import age_in_words, how_sure, years_old
from goldenthread.service.statements import asked_often
from goldenthread.service.store.models import Look, Membership, Person
from goldenthread.vocabulary import AgencyCard, AgencyId, Outcome, Purpose

OWN_RECORD = "This is the child on your own organisation’s record"
OWN_RECORD_BECAUSE = (
    "Who the child is comes from your own organisation alone. What others hold about that is not shown."
)
OWN_FAMILY = "Only the family that your own organisation recorded is shown. Others may be part of this child’s life."

_looks = asked_often(lambda look, at: Look.objects.filter(pk=look, ends_at__gt=at))
_people = asked_often(lambda person: Person.objects.filter(pk=person))
_holders = asked_often(
    lambda person: Membership.objects.filter(person_id=person).values_list("agency_id").distinct().order_by()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _InView:
    """One child as one practitioner stands to them, with what has been decided."""

    look: Look
    person: Person
    standing: Standing
    relation: ChildRelation
    shown: Shown
    agencies: Mapping[AgencyId, AgencyCard]
    by: Practitioner
    at: datetime


def open_child(look: UUID, *, by: Practitioner, at: datetime) -> ChildPage | NothingToShow:
    """A child's page for whoever was given this look, decided afresh at this moment."""
    with opening_child(look, by=by, at=at) as shown:
        return shown


@contextmanager
def opening_child(look: UUID, *, by: Practitioner, at: datetime) -> Iterator[ChildPage | NothingToShow]:
    """The same, left once it is certain that the look is written down: inside, the page is drawn."""
    with doing(by=by, at=at) as action:
        shown = _shown(look, action=action)
        with action.being_kept():
            yield shown


def _shown(look: UUID, *, action: Doing) -> ChildPage | NothingToShow:
    by, at = action.by, action.at
    assert by is not None
    view = _in_view(look, action=action)
    if view is None:
        action.record(Deed.REFUSED, outcome=Outcome.WITHHOLD.value, detail={"look": str(look)}, at_once=False)
        given = next(iter(_looks(look=look, at=at)), None)
        ring = reference.front_door()
        return nothing_to_show(by, Purpose(given.purpose), at=at) if given else NothingToShow(ring=ring)
    page = _page(view)
    entry = _write_down(view, page, action=action)
    return replace(page, ledger_reference=str(entry))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildInView:
    """Who the child of a look is, for another action in the same frame."""

    person_id: str
    name: str = field(repr=False)
    age: int | None = field(repr=False)
    date_of_birth: date | None = field(repr=False)
    purpose: Purpose
    custodian_id: str | None = field(default=None, repr=False)
    is_seen_whole: bool = False
    """Who the child is comes from all agencies, and not from the looker's own alone."""


def child_in_view(look: UUID, *, action: Doing) -> ChildInView | None:
    """The child whose page this look opens now; nothing where the page would not open."""
    view = _in_view(look, action=action)
    if view is None:
        return None
    known = _known(view)
    return ChildInView(
        person_id=view.person.id,
        name=known.name,
        age=years_old(known.date_of_birth, on=view.at.date()),
        date_of_birth=known.date_of_birth,
        purpose=Purpose(view.look.purpose),
        custodian_id=view.person.custodian_id,
        is_seen_whole=known.is_whole,
    )


def _in_view(look: UUID, *, action: Doing) -> _InView | None:
    by, at = action.by, action.at
    assert by is not None
    found = next(iter(_looks(look=look, at=at)), None)
    if found is None or by.role not in MAY_SEARCH - REVIEWS_LOOKS:
        return None
    purpose = Purpose(found.purpose)
    action.look_for(purpose)
    agencies = reference.agencies()
    held = standing_of(by, purpose, at=at, agencies=agencies)
    person = next(iter(_people(person=found.person_id)), None)
    if person is None:
        return None
    relation = ChildRelation(
        own_agencies=frozenset(AgencyId(agency) for (agency,) in _holders(person=person.id)),
        is_shielded=person.custodian_id is not None,
        custodian=AgencyId(person.custodian_id) if person.custodian_id else None,
    )
    if held.identity.outcome is not Outcome.DISCLOSE and by.agency not in relation.own_agencies:
        return None
    shown = decide(held, flag_lines.flags_of(person.id, on=at.date()), relation=relation, at=at)
    return _InView(
        look=found, person=person, standing=held, relation=relation, shown=shown, agencies=agencies, by=by, at=at
    )


def _known(view: _InView) -> identity.Known:
    whole = view.standing.identity.outcome is Outcome.DISCLOSE
    return identity.known_to(view.person, by=view.by, whole=whole, relation=view.relation, on=view.at.date())


def _page(view: _InView) -> ChildPage:
    on = view.at.date()
    known = _known(view)
    agencies = view.agencies
    return ChildPage(
        look=view.look.id,
        name=known.name,
        known_as=known.known_as,
        date_of_birth=known.date_of_birth,
        age=age_in_words(known.date_of_birth, on=on),
        address=known.address,
        address_note=known.address_note,
        identifiers=known.identifiers,
        certainty=how_sure(view.person.certainty) if known.is_whole else OWN_RECORD,
        certainty_because=view.person.certainty_because if known.is_whole else OWN_RECORD_BECAUSE,
        workers=flag_lines.workers(view.shown, agencies),
        flags=flag_lines.lines(view.standing, view.shown, agencies, on=on),
        family=family.members(
            view.person,
            agencies,
            by=view.by,
            whole=known.is_whole,
            named=frozenset(source for f in view.shown.flags if (source := flag_lines.source_named(f))),
            on=on,
        ),
        family_note="" if known.is_whole else OWN_FAMILY,
        is_hidden_from_others=view.relation.is_shielded,
        searched=flag_lines.searched(view.standing, view.shown, agencies, on=on),
        gaps=gaps_in(view.standing),
        purpose=Purpose(view.look.purpose),
        looked_at=view.at,
        looked_by=f"{view.by.name}, {view.by.agency_name}",
        front_door=reference.front_door(),
        ledger_reference="",
        shared=releasing.of_child(view.person.id, by=view.by),
        objections=objecting.objections_about(view.person.id, agency=view.by.agency),
        reason_will_be_reviewed=reason_needed(by=view.by),
        doubt=doubts.on_page(view.person.id, sees_others=known.is_whole or _shows_others(view)),
    )


def _shows_others(view: _InView) -> bool:
    """Whether a fact of another agency, or one whose source is not named, stands on the page."""
    return any(flag_lines.source_named(flag) != view.by.agency for flag in view.shown.flags)


def _write_down(view: _InView, page: ChildPage, *, action: Doing) -> UUID:
    return action.record(
        Deed.LOOKED,
        subject=view.person.id,
        outcome=view.shown.decision.outcome.value,
        detail={
            "look": str(view.look.id),
            "reason": view.look.reason,
            "how_found": view.look.how_found,
            "who_the_child_is": view.standing.identity.reasons[0].rule if view.standing.identity.reasons else "",
            "shown": [
                {"flag": f.flag_id, "kind": f.kind, "agency": flag_lines.source_named(f), "level": f.level.value}
                for f in view.shown.flags
            ],
            "referred": len(view.shown.referred),
            "released": [str(release.release) for release in page.shared],
            "objections": len(page.objections),
            "family": len(page.family),
            "pathways": sorted(_pathways(view.shown)),
        },
        at_once=False,
    )


def _pathways(shown: Shown) -> set[str]:
    grounds = (flag_lines.grounds_of(flag.decision) for flag in shown.flags)
    return {ground.pathway for ground in grounds if ground.pathway}
