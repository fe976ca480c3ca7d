"""Ask one's own organisation for advice: nobody is named unless needed, with a clock, and a safe step meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldenthread.audit import Deed
from goldenthread.service.actions import casework, reference
from goldenthread.service.actions.doing import SENT_TWICE, doing
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import AdviceLine, NotYet
from goldenthread.service.store.models import AdviceRequest, SharingDraft
from goldenthread.service.time_limits import after, time_limits
from goldenthread.vocabulary import AgencyId, Role

ADVISES: Mapping[Role, str] = {
    Role.DESIGNATED_SAFEGUARDING_LEAD: "designated_safeguarding_lead",
    Role.DATA_PROTECTION_OFFICER: "data_protection_officer",
}
"""Roles that answer here for themselves."""
BRINGS_ANSWERS_OF: Mapping[Role, frozenset[str]] = {
    Role.DATA_PROTECTION_OFFICER: frozenset({"caldicott_guardian", "legal"}),
}
"""Advisers without a sign-in: this role puts the question to them, and notes what was said and by whom.

Whoever asked may ring them, and note it as well.
"""
MOST_SHOWN = 100
NAMES_THE_CHILD = "This names the child. Take the name out, or say that you name them"


def anonymous_question(draft: UUID | None, *, by: Practitioner, at: datetime) -> str:
    """The question without a name in it, from what was answered so far."""
    with doing(by=by, at=at) as action:
        row = SharingDraft.objects.filter(pk=draft, record_id=None).first() if draft else None
        action.record(Deed.ADVICE_ASKED, detail={"what": "begun"})
        return _anonymous(row) if row else ""


def ask(
    adviser: str,
    question: str,
    interim_step: str,
    *,
    is_anonymous: bool,
    draft: UUID | None = None,
    by: Practitioner,
    at: datetime,
) -> UUID | NotYet:
    """Put the question to an adviser of one's own organisation."""
    with doing(by=by, at=at) as action:
        row = SharingDraft.objects.filter(pk=draft, record_id=None).first() if draft else None
        unnamed = casework.names_in(str(row.answers.get("worry", {}).get("unnamed", ""))) if row else frozenset()
        if unnamed & casework.names_in(f"{question} {interim_step}"):
            action.record(Deed.REFUSED, detail={"what": "to ask for advice", "why": "named"})
            return NotYet(problems=(("question", "This names the person who told you. Take the name out"),))
        child = casework.names_in(row.child_name) if is_anonymous and row else frozenset()
        said = {"question": question, "interim_step": interim_step}
        if named := [field for field, words in said.items() if child & casework.names_in(words)]:
            action.record(Deed.REFUSED, detail={"what": "to ask for advice", "why": "named"})
            return NotYet(problems=tuple((field, NAMES_THE_CHILD) for field in named))
        action.wait_for_own_turn()
        same = AdviceRequest.objects.filter(account_id=by.account_id, adviser=adviser, draft_id=draft, **said)
        if (again := same.filter(asked_at__gt=at - SENT_TWICE).first()) is not None:
            action.record(Deed.ADVICE_ASKED, detail={"advice": str(again.id), "again": True})
            return again.id
        limits = time_limits()
        asked = AdviceRequest.objects.create(
            agency_id=by.agency,
            account_id=by.account_id,
            asker_name=by.name,
            person_id=None if is_anonymous or row is None else row.person_id,
            adviser=adviser,
            question=question,
            is_anonymous=is_anonymous,
            interim_step=interim_step,
            draft_id=row.id if row else None,
            asked_at=at,
            due_at=at + after(limits.advise_urgently if row and _is_due_in_hours(row) else limits.advise),
        )
        if row and (typed := row.answers.get("typed")):
            row.answers = {**row.answers, "typed": {name: kept for name, kept in typed.items() if name != "ask"}}
            row.save(update_fields=["answers"])
        action.record(Deed.ADVICE_ASKED, subject=asked.person_id, detail={"advice": str(asked.id), "of": adviser})
        return asked.id


def questions(*, by: Practitioner, at: datetime) -> tuple[AdviceLine, ...]:
    """What this practitioner asked, and what waits for them as an adviser."""
    with doing(by=by, at=at) as action:
        waiting = AdviceRequest.objects.filter(answered_at=None).order_by("due_at")
        answered = AdviceRequest.objects.exclude(answered_at=None).order_by("-answered_at")
        mine = [row for row in (*waiting, *answered) if _concerns(row, by=by)]
        action.record(Deed.RECORD_READ, detail={"what": "advice", "count": len(mine)})
        return tuple(_line(row, by=by, at=at) for row in mine[:MOST_SHOWN])


def answer(advice: UUID, words: str, adviser_name: str, *, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Answer as the adviser, or note what an adviser said on the telephone."""
    with doing(by=by, at=at) as action:
        waiting = AdviceRequest.objects.filter(pk=advice, answered_at=None)
        row = waiting.first()
        if row is None or not _concerns(row, by=by):
            action.record(Deed.REFUSED, detail={"what": "advice"})
            return NothingToShow(ring=reference.front_door())
        told = f"{adviser_name or row.adviser.replace('_', ' ')} (as told to {by.name})"
        name = by.name if row.account_id != by.account_id and ADVISES.get(by.role) == row.adviser else told
        if not waiting.update(answer=words, adviser_name=name, answered_by=by.account_id, answered_at=at):
            action.record(Deed.REFUSED, detail={"what": "advice", "why": "answered meanwhile"})
            return NothingToShow(ring=reference.front_door())
        action.record(Deed.ADVICE_GIVEN, subject=row.person_id, detail={"advice": str(advice)})
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceWaiting:
    """How many questions. ``has_come``: answered, and not decided upon."""

    to_give: int
    has_come: int


def waiting_for(by: Practitioner) -> AdviceWaiting:
    """How many questions wait for this adviser, and how many answers for whoever asked; inside another action."""
    open_questions = AdviceRequest.objects.filter(answered_at=None).exclude(account_id=by.account_id)
    own = AdviceRequest.objects.filter(account_id=by.account_id)
    answered = own.exclude(answered_at=None).values("draft_id")
    return AdviceWaiting(
        to_give=sum(_concerns(row, by=by) for row in open_questions),
        has_come=SharingDraft.objects.filter(id__in=answered, record_id=None).count(),
    )


def _concerns(row: AdviceRequest, *, by: Practitioner) -> bool:
    return row.account_id == by.account_id or ADVISES.get(by.role) == row.adviser or _brings(row, by=by)


def _brings(row: AdviceRequest, *, by: Practitioner) -> bool:
    return row.adviser in BRINGS_ANSWERS_OF.get(by.role, ())


def _is_due_in_hours(row: SharingDraft) -> bool:
    """What cannot wait past today, and sensitive data for which no policy document is known to be there."""
    urgent = row.answers.get("worry", {}).get("immediacy") == "urgent"
    has_document = row.answers.get("weigh", {}).get("policy_document") == "yes"
    return urgent or (casework.is_sensitive(row.answers) and not has_document)


def _anonymous(row: SharingDraft) -> str:
    worry, items = row.answers.get("worry", {}), row.answers.get("items", [])
    age = row.answers.get("about", {}).get("child_age")
    kinds = ", ".join(kind.replace("_", " ") for kind in worry.get("kinds", ()))
    agency = reference.agencies().get(AgencyId(worry.get("recipient", "")))
    to = agency.name if agency else worry.get("recipient_kind", "").replace("_", " ")
    said = [
        f"A child aged {age}." if age is not None else "A child.",
        f"The worry: {kinds}." if kinds else "",
        f"It would go to: {to}." if to else "",
        f"{len(items)} things would be shared." if len(items) > 1 else "One thing would be shared." if items else "",
        "Should I share?",
    ]
    return " ".join(part for part in said if part)


def _is_open(draft: UUID | None) -> bool:
    """Whether there is still a question to go back to: neither decided nor gone after its time."""
    return draft is not None and SharingDraft.objects.filter(pk=draft, record_id=None).exists()


def _line(row: AdviceRequest, *, by: Practitioner, at: datetime) -> AdviceLine:
    is_own = row.account_id == by.account_id
    return AdviceLine(
        advice=row.id,
        adviser=row.adviser,
        asker=row.asker_name,
        question=row.question,
        interim_step=row.interim_step,
        asked_at=row.asked_at,
        due_at=row.due_at,
        is_late=row.answered_at is None and row.due_at < at,
        answer=row.answer,
        answered_by=row.adviser_name,
        is_own=is_own,
        is_brought=not is_own and _brings(row, by=by),
        draft=row.draft_id if is_own and _is_open(row.draft_id) else None,
    )
