"""What was shared by somebody's own decision: exactly its items, to exactly its recipient, listed as such."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from goldenthread.audit import Deed
from goldenthread.disclosure.advice.bases import LAW_ENFORCEMENT, OUT_OF_LAW_ENFORCEMENT
from goldenthread.disclosure.advice.words import View
from goldenthread.service.actions import naming, onward, reference, settling
from goldenthread.service.actions.doing import SENT_TWICE, Doing, doing, glancing
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import (
    AdditionShown,
    AnswerShown,
    Decided,
    Limit,
    ReleaseShown,
    Unopened,
)
from goldenthread.service.actions.standing_law import law_on
from goldenthread.service.statements import asked_often
from goldenthread.service.store.models import DecisionRecord, Feedback, Release
from goldenthread.service.time_limits import after, time_limits
from goldenthread.vocabulary import LOOKS_AT_CHILDREN, ProvisionId

MOST_SHOWN = 100
SAID = {View.OBJECTS: "objected", View.ASKS_FOR_SECRECY: "asked that others are not told"}

_received = asked_often(
    lambda person, agency: Release.objects.filter(person_id=person, recipient_agency_id=agency).order_by(
        "-released_at"
    )[:MOST_SHOWN]
)


def release(
    record: DecisionRecord, items: list[dict[str, str]], shown: AnswerShown, decided: Decided, *, action: Doing
) -> None:
    """Let the record's recipient have these items, with how to handle them and what was objected."""
    objections = [
        f"The {p.who.value.replace('_', ' ')} {SAID[p.view]}. {decided.weighed.get(p.who.value, '')}".strip()
        for p in shown.case.people
        if p.view in SAID
    ]
    pass_on(
        record,
        items,
        caveats=settling.caveats(shown.case, decided.items),
        limits=limits_of(shown, at=action.at),
        objections=objections,
        action=action,
    )
    action.record(
        Deed.SHARED,
        subject=record.person_id,
        detail={"record": str(record.id), "to": record.recipient_agency_id or "", "items": len(items)},
    )


def pass_on(
    record: DecisionRecord,
    items: list[dict[str, str]],
    *,
    caveats: tuple[str, ...],
    limits: tuple[Limit, ...] = (),
    objections: list[str],
    action: Doing,
) -> None:
    """Put it where its recipient finds it, once."""
    Release.objects.create(
        record_id=record.id,
        account_id=record.account_id,
        sender_name=record.author_name,
        sender_agency_id=record.agency_id,
        sender_agency_name=record.agency_name,
        recipient_agency_id=record.recipient_agency_id or "",
        person_id=record.person_id,
        child_name=record.child_name,
        items=items,
        objections=objections,
        caveats=list(caveats),
        limits=[{"provision": x.provision, "citation": x.citation, "says": x.says} for x in limits],
        found_by=onward.signs_of(record.child_name, items) if limits else [],
        released_at=action.at,
        is_emergency=record.is_emergency,
        feedback_due_at=action.at + after(time_limits().say_what_became_of_it),
    )


def inbox(*, by: Practitioner, at: datetime) -> tuple[ReleaseShown, ...]:
    """Everything other agencies let this one have by their own decision: the unopened first, then the newest."""
    with doing(by=by, at=at) as action:
        got = Release.objects.filter(recipient_agency_id=by.agency).order_by("-released_at")
        rows = [*got.filter(seen_at=None), *got.exclude(seen_at=None)[:MOST_SHOWN]]
        named = naming.may_be_named(rows)
        lines = (replace(_shown(row), child=naming.name_on(row, named)) for row in rows)
        shown = tuple(lines) if by.role in LOOKS_AT_CHILDREN else ()
        action.record(Deed.SHARED_READ, detail={"what": "list", "count": len(shown)})
        return shown


def unopened(*, by: Practitioner, at: datetime) -> Unopened:
    """How much was shared with this agency that nobody there has opened, for the page where work begins.

    It names nobody and reads nothing about anybody, so it leaves no entry: see ``emergencies.owed``.
    """
    with glancing(by=by, at=at):
        if by.role not in LOOKS_AT_CHILDREN:
            return Unopened()
        waits = Release.objects.filter(recipient_agency_id=by.agency, seen_at=None)
        found = waits.aggregate(every=Count("id"), urgent=Count("id", filter=Q(is_emergency=True)))
        return Unopened(emergencies=found["urgent"], others=found["every"] - found["urgent"])


def open_release(release: UUID, *, by: Practitioner, at: datetime) -> ReleaseShown | NothingToShow:
    """One of them. That somebody opened it is kept, and the sender can see it."""
    with doing(by=by, at=at) as action:
        rows = Release.objects.filter(pk=release, recipient_agency_id=by.agency)
        row = rows.first() if by.role in LOOKS_AT_CHILDREN else None
        if row is None:
            action.record(Deed.REFUSED, detail={"what": "something shared"})
            return NothingToShow(ring=reference.front_door())
        if row.seen_at is None:
            rows.update(seen_at=at, seen_by=by.account_id, seen_name=by.name)
            row.seen_at, row.seen_name = at, by.name
        action.record(Deed.SHARED_READ, subject=row.person_id, detail={"release": str(release)})
        return _shown(row)


def say_what_became(release: UUID, outcome: str, words: str, *, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Tell whoever shared it what became of it."""
    with doing(by=by, at=at) as action:
        row = Release.objects.filter(pk=release, recipient_agency_id=by.agency).first()
        if row is None or by.role not in LOOKS_AT_CHILDREN:
            action.record(Deed.REFUSED, detail={"what": "feedback"})
            return NothingToShow(ring=reference.front_door())
        action.wait_for_own_turn()
        said = Feedback.objects.filter(release_id=row.id, account_id=by.account_id, outcome=outcome, words=words)
        if said.filter(given_at__gt=at - SENT_TWICE).exists():
            action.record(Deed.SHARED_READ, subject=row.person_id, detail={"release": str(release)})
            return True
        Feedback.objects.create(
            release_id=row.id,
            sender_agency_id=row.sender_agency_id,
            recipient_agency_id=row.recipient_agency_id,
            account_id=by.account_id,
            by_name=by.name,
            given_at=at,
            outcome=outcome,
            words=words,
        )
        heard = {"release": str(release), "record": str(row.record_id), "outcome": outcome}
        action.record(Deed.FED_BACK, subject=row.person_id, detail=heard)
        return True


def of_child(person_id: str, *, by: Practitioner) -> tuple[ReleaseShown, ...]:
    """What this practitioner's agency was given about one child; inside the look at the child."""
    return tuple(_shown(row) for row in _received(person=person_id, agency=by.agency))


def feedback_on(release: UUID) -> tuple[AdditionShown, ...]:
    """What was said of one release, oldest first; inside another action."""
    rows = Feedback.objects.filter(release_id=release).order_by("given_at")
    return tuple(AdditionShown(when=f.given_at, who=f.by_name, kind=f.outcome, words=f.words) for f in rows)


def limits_of(shown: AnswerShown, *, at: datetime) -> tuple[Limit, ...]:
    """What limits passing this on: the power the recipient cited; else only where every gateway there is has a limit.

    A limit holds only where a provision states one, and a sender with a gateway that states none has set none. What
    law enforcement holds keeps its own limit, whatever the gateway.
    """
    law = law_on(at.date())
    cited = shown.case.request.power if shown.case.request else None
    relied_on = (cited,) if cited in shown.answer.gateways else shown.answer.gateways
    found = [law.provision(ProvisionId(id)) for id in relied_on if id]
    if shown.answer.lawful_basis == (LAW_ENFORCEMENT,):
        found = [law.provision(OUT_OF_LAW_ENFORCEMENT)]
    if not all(p and p.onward_limits for p in found):
        return ()
    return tuple(Limit(provision=str(p.id), citation=p.citation, says=p.onward_limits) for p in found if p)


def _shown(row: Release) -> ReleaseShown:
    return ReleaseShown(
        release=row.id,
        sender=row.sender_name,
        sender_agency=row.sender_agency_name,
        child=row.child_name,
        items=tuple(_item(item) for item in row.items),
        caveats=tuple(row.caveats),
        limits=tuple(Limit(**limit) for limit in row.limits),
        objections=tuple(row.objections),
        released_at=row.released_at,
        is_emergency=row.is_emergency,
        seen_at=row.seen_at,
        seen_by=row.seen_name,
        feedback_due_at=row.feedback_due_at,
        feedback=feedback_on(row.id),
        ring=reference.whom_to_ring(row.sender_agency_id),
    )


def _item(item: dict[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in item.items()}
