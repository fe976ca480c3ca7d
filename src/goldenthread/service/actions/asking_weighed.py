"""To ask about a child already tells somebody about them: a request is weighed by the same rules before it goes.

A person decides here too. What the rules speak against goes only once somebody was asked for advice, and then leaves a
record of its own.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from goldenthread.audit import Deed
from goldenthread.disclosure.advice import Answer, Case, advise, as_mapping, case_from
from goldenthread.disclosure.advice.words import Verdict
from goldenthread.law import Nation
from goldenthread.service.actions import casework, reference
from goldenthread.service.actions.doing import Doing
from goldenthread.service.actions.recording import written_by
from goldenthread.service.actions.sharing_shapes import Asking
from goldenthread.service.actions.standing_law import law_on
from goldenthread.service.store.models import DecisionRecord, InformationRequest
from goldenthread.vocabulary import AgencyCard

SPEAKS_AGAINST = frozenset({Verdict.DO_NOT_SHARE, Verdict.SEEK_ADVICE})
SHORTEST_ADVICE = 10
OBJECT = "object"
PARENTS: dict[str, dict[str, Any]] = {
    "agree": {"view": "agrees", "could_be_asked_safely": True},
    "object": {"view": "objects", "could_be_asked_safely": True},
    "unasked": {"could_be_asked_safely": True},
    "unsafe": {"could_be_asked_safely": False, "telling": {"may_increase_risk": True}},
}
"""What may be said of the parents before anybody else is asked about their child."""


def weigh(asking: Asking, *, of: AgencyCard, action: Doing) -> Answer:
    """What the rules say of putting this question to that agency."""
    assert action.by is not None
    sender = reference.agencies()[action.by.agency]
    case = _case(asking, sender=sender, of=of, at=action.at)
    return advise(case, law_on(action.at.date()))


def problems(asking: Asking, answer: Answer) -> tuple[tuple[str, str], ...]:
    """What still stands in the way of asking."""
    if answer.answer not in SPEAKS_AGAINST or len(asking.advice.strip()) >= SHORTEST_ADVICE:
        return ()
    says = f"{answer.because[0].says} If you ask all the same, say whom you asked for advice, and what they said"
    return (("advice", says),)


def write_down(row: InformationRequest, asking: Asking, answer: Answer, *, action: Doing) -> UUID | None:
    """The record of a question that was put although the rules or the parents spoke against it; else nothing."""
    by = action.by
    if by is None or (answer.answer not in SPEAKS_AGAINST and asking.parents != OBJECT):
        return None
    objected = [{"who": "parents", "view": "objects", "weighed": asking.why}] if asking.parents == OBJECT else []
    basis = str(answer.lawful_basis[0]) if answer.lawful_basis else ""
    named = tuple(filter(None, (basis,)))
    told = {"words": asking.what, "about": "other_adult" if asking.adult else "child", "shared": True}
    record = DecisionRecord.objects.create(
        id=uuid4(),
        **written_by(by),
        person_id=row.person_id,
        child_name=row.child_name,
        started_at=action.at,
        decided_at=action.at,
        decision="share",
        advised=answer.answer.value,
        recipient_agency_id=row.asked_agency_id,
        recipient_name=row.asked_agency_name,
        law_as_at=answer.law_as_at,
        content={
            "items": [told],
            "how": "here",
            "why": asking.why,
            "advice": asking.advice,
            "people": objected,
            "basis": basis,
            "answer": as_mapping(answer),
            "citations": dict(zip(named, reference.basis_in_words(named, on=action.at.date()), strict=True)),
        },
    )
    detail = {"record": str(record.id), "decision": "asked", "to": row.asked_agency_name}
    action.record(Deed.SHARING_DECIDED, subject=row.person_id, detail=detail)
    return record.id


def _case(asking: Asking, *, sender: AgencyCard, of: AgencyCard, at: datetime) -> Case:
    adult = [{"who": "other_adult"}] if asking.adult else []
    return case_from(
        {
            "asked_on": at.date(),
            "nation": Nation.ENGLAND,
            "sender": casework.as_sender(sender, asking.purpose),
            "recipient": casework.as_recipient(of),
            "purpose": asking.purpose,
            "immediacy": asking.urgency,
            "mode": "one_off",
            "concern": {"level": asking.level, "evidence": asking.evidence},
            "judgement": {"relevant_to_welfare": True, "may_help_recipient": True},
            "people": [{"who": "child"}, {"who": "carer", **PARENTS.get(asking.parents, {})}, *adult],
            "items": [{"name": "That you ask, and why", "about": "child", "needed_by_recipient": True}],
        },
        name="what is asked",
    )
