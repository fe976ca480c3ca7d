"""*Should I share?*: keep the answers of somebody working through it, say what the law makes of them, and decide.

The answer is advice. What the practitioner decides is recorded whether or not anything is shared, and a decision to
share releases exactly its items to exactly its recipient.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldenthread.audit import Deed
from goldenthread.disclosure.advice import Answer, advise
from goldenthread.disclosure.advice.bases import BASES
from goldenthread.disclosure.advice.words import StepName
from goldenthread.law import Law
from goldenthread.service.actions import (
    asking,
    casework,
    emergencies,
    looking,
    naming,
    onward,
    recording,
    reference,
    settling,
)
from goldenthread.service.actions.doing import SENT_TWICE, Doing, doing
from goldenthread.service.actions.objecting import objections_about
from goldenthread.service.actions.secret_addresses import holds_a_secret_address
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import (
    PASSES_ON,
    AnswerShown,
    Choice,
    Decided,
    DraftLine,
    DraftShown,
    Limit,
    NotYet,
    Overview,
    Step,
)
from goldenthread.service.actions.standing_law import law_on
from goldenthread.service.store.models import (
    AdviceRequest,
    DecisionRecord,
    InformationRequest,
    Release,
    SharingDraft,
)
from goldenthread.service.time_limits import after, time_limits
from goldenthread.vocabulary import LOOKS_AT_CHILDREN, AgencyCard, AgencyId, ProvisionId

MOST_ITEMS = 20
CHANGED_SINCE = "Your answers changed in another window after you read this. Read it again, then decide"
WITHDRAWN_MEANWHILE = "Whoever asked has withdrawn this. Still worried? Start a question of your own about this child"
ANSWERED_MEANWHILE = "A colleague has answered this request. Read what they said. New facts can open it again"
WHICH_CHILD = "Go back to your worry and say which child this is about. Then share"
FOR_DOCTORS = frozenset({"gmc_children_32_34", "gmc_children_46_50"})


def overview(*, by: Practitioner, at: datetime) -> Overview:
    """What this practitioner has begun and decided, and what waits for their agency."""
    with doing(by=by, at=at) as action:
        drafts = list(SharingDraft.objects.filter(record_id=None).order_by("-changed_at")[:50])
        named = naming.may_be_named(drafts)
        shown = Overview(
            drafts=tuple(_draft_line(row, named) for row in drafts),
            records=recording.own_records(by=by, at=at),
            waiting=Release.objects.filter(recipient_agency_id=by.agency, seen_at=None).count(),
            owed=emergencies.owed_lines(by=by, at=at),
            late=emergencies.late_lines(by=by, at=at),
        )
        action.record(Deed.RECORD_READ, detail={"what": "own decisions", "count": len(shown.records)})
        return shown


def start(
    *,
    look: UUID | None = None,
    request: UUID | None = None,
    release: UUID | None = None,
    by: Practitioner,
    at: datetime,
) -> UUID | NothingToShow:
    """Begin: from a child's page, from a request that was received, from something received, or on its own."""
    with doing(by=by, at=at) as action:
        begun = _begun(look, request, release, action=action)
        if begun is None:
            action.record(Deed.REFUSED, detail={"what": "a question of sharing"})
            return NothingToShow(ring=reference.front_door())
        action.wait_for_own_turn()
        if (same := _begun_already(begun, action=action)) is not None:
            action.record(Deed.SHARING_WEIGHED, subject=same.person_id, detail={"draft": str(same.id), "again": True})
            return same.id
        draft = SharingDraft.objects.create(
            account_id=by.account_id,
            agency_id=by.agency,
            role=by.role.value,
            started_at=at,
            changed_at=at,
            **begun,
        )
        action.record(Deed.SHARING_WEIGHED, subject=draft.person_id, detail={"draft": str(draft.id)})
        return draft.id


def open_draft(draft: UUID, *, by: Practitioner, at: datetime) -> DraftShown | NothingToShow:
    """The answers so far. Whoever left comes back to them."""
    with doing(by=by, at=at) as action:
        row = _draft(draft, action=action)
        return _shown(row) if row else NothingToShow(ring=reference.front_door())


def keep(
    draft: UUID, step: Step, answers: Mapping[str, Any] | list[Any], *, by: Practitioner, at: datetime
) -> DraftShown | NothingToShow:
    """Keep what was answered on one screen."""
    with doing(by=by, at=at) as action:
        row = _draft(draft, action=action, alone=True)
        if row is None:
            return NothingToShow(ring=reference.front_door())
        kept = answers[:MOST_ITEMS] if isinstance(answers, list) else dict(answers)
        if step is Step.WORRY and row.request_id and isinstance(kept, dict):
            kept["recipient"] = row.answers["about"]["recipient"]  # a request is answered to whoever asked
        row.answers = {**row.answers, step.value: kept}
        if step is Step.WORRY and row.person_id is None and not row.request_id:
            row.child_name = row.answers["worry"].get("child", "")
        row.changed_at = at
        row.save(update_fields=["answers", "child_name", "changed_at"])
        return _shown(row)


def weigh(draft: UUID, *, by: Practitioner, at: datetime) -> AnswerShown | NothingToShow:
    """What the law and guidance say of the answers given. Advice: nothing is decided by it."""
    with doing(by=by, at=at) as action:
        row = _draft(draft, action=action)
        if row is None or casework.next_step(row.answers) is not Step.ANSWER:
            return NothingToShow(ring=reference.front_door())
        return _answered(row, by=by, at=at)


def decide(draft: UUID, decided: Decided, *, by: Practitioner, at: datetime) -> UUID | NotYet | NothingToShow:
    """Record what the practitioner decided, and pass on exactly what they decided to share."""
    with doing(by=by, at=at) as action:
        row = _draft(draft, action=action, alone=True)
        if row is None or casework.next_step(row.answers) is not Step.ANSWER:
            return NothingToShow(ring=reference.front_door())
        if decided.read_at is not None and decided.read_at != row.changed_at:
            return NotYet(problems=(("choice", CHANGED_SINCE),), is_out_of_date=True)
        if decided.choice is not Choice.SEEK_ADVICE and asking.is_closed(row.request_id):
            says = WITHDRAWN_MEANWHILE if asking.is_withdrawn(row.request_id) else ANSWERED_MEANWHILE
            return NotYet(problems=(("choice", says),))
        shown = _answered(row, by=by, at=at, basis=decided.basis)
        if decided.choice in PASSES_ON and row.child_name and not shown.draft.child:
            return NotYet(problems=(("choice", WHICH_CHILD),))
        answers = shown.draft.answers
        settled = settling.Settling(
            decided=decided,
            case=shown.case,
            answer=shown.answer,
            items=tuple(answers["items"]),
            limits=onward.limits_on(row, (answers["items"][n] for n in decided.items)),
            repeated=_repeated(row, decided),
            without_a_source=onward.without_a_source(row, answers["items"]),
            with_a_secret_address=_with_a_secret_address(row, answers),
            unsafe={who: tuple(said.get("unsafe", ())) for who, said in answers["people"].items()},
            unnamed=str(answers["worry"].get("unnamed", "")),
            risks=tuple(str(answers["weigh"].get(name, "")) for name in casework.RISKS),
            citations=shown.citations,
            can_go_here=shown.can_go_here,
        )
        if problems := settling.problems(settled):
            return NotYet(problems=problems)
        if (same := recording.decided_already(row, decided, action=action)) is not None:
            return same
        record = recording.write(row, shown, decided, action=action)
        if decided.choice is not Choice.SEEK_ADVICE:
            _close(row, record)
        return record


def _repeated(row: SharingDraft, decided: Decided) -> Mapping[str, tuple[Limit, ...]]:
    """What limits passing on the words that others read with a decision."""
    read = {f"weighed-{who}": words for who, words in decided.weighed.items()} if decided.choice in PASSES_ON else {}
    if row.request_id:
        read["why"] = decided.why
    to, agency = str(row.answers["worry"]["recipient"]), AgencyId(row.agency_id)
    return {name: onward.limits_repeated(agency, (words,), to=to) for name, words in read.items()}


def recipients(*, by: Practitioner) -> tuple[tuple[str, str], ...]:
    """Everybody in the directory whom this practitioner may want to reach, those who protect children first."""
    first = ("childrens_social_care", "police", "community_health")
    cards = [a for a in reference.agencies().values() if a.id != by.agency]
    ranked = sorted(cards, key=lambda a: (first.index(a.kind) if a.kind in first else len(first), a.name))
    return tuple((str(a.id), a.name) for a in ranked)


def _begun(look: UUID | None, request: UUID | None, release: UUID | None, *, action: Doing) -> dict[str, Any] | None:
    by = action.by
    assert by is not None
    if by.role not in LOOKS_AT_CHILDREN and (look or request or release):
        return None  # a worry of their own stays open to everybody
    if look is not None:
        child = looking.child_in_view(look, action=action)
        if child is None:
            return None
        about = {"child_age": child.age, "purpose": child.purpose.value}
        return {"person_id": child.person_id, "child_name": child.name, "answers": {"about": about}}
    if request is not None:
        asked = InformationRequest.objects.filter(pk=request, asked_agency_id=by.agency).first()
        if asked is None or asking.is_closed(request):
            return None
        about = {"recipient": asked.asking_agency_id, "adult": asked.adult_name}
        return {
            "person_id": asked.person_id,
            "child_name": asked.child_name,
            "request_id": request,
            "answers": {"about": about},
        }
    if release is not None:
        got = Release.objects.filter(pk=release, recipient_agency_id=by.agency).first()
        if got is None:
            return None
        items = [{**item, "needed": "", "about": item["about"]} for item in got.items]
        return {
            "person_id": got.person_id,
            "child_name": got.child_name,
            "release_id": release,
            "answers": {"received": items, "source": str(release)},
        }
    return {"answers": {}}


def _begun_already(begun: Mapping[str, Any], *, action: Doing) -> SharingDraft | None:
    """The answer to this request that its author has begun; or the same page left a moment ago, a click sent twice."""
    assert action.by is not None
    mine = SharingDraft.objects.filter(record_id=None, account_id=action.by.account_id)
    if begun.get("request_id"):
        return mine.filter(request_id=begun["request_id"]).order_by("started_at").first()
    just_now = mine.filter(request_id=None, started_at__gt=action.at - SENT_TWICE)
    whole = {"person_id": None, "child_name": "", "release_id": None, **begun}
    return just_now.filter(**whole).order_by("started_at").first()


def record_of(draft: UUID, *, by: Practitioner, at: datetime) -> UUID | None:
    """The record of a question that this practitioner has decided; nothing while it is open, or somebody else's."""
    with doing(by=by, at=at) as action:
        record: UUID | None = SharingDraft.objects.filter(pk=draft).values_list("record_id", flat=True).first()
        action.record(Deed.RECORD_READ, detail={"what": "the record of a question", "found": record is not None})
        return record


def _draft(draft: UUID, *, action: Doing, alone: bool = False) -> SharingDraft | None:
    """The draft, if it is this practitioner's own and still open. Either way it is written down.

    ``alone``: nobody else changes or decides it meanwhile, so that a form sent twice decides once.
    """
    rows = SharingDraft.objects.filter(pk=draft, record_id=None)
    row = (rows.select_for_update() if alone else rows).first()
    if row is None:
        action.record(Deed.REFUSED, detail={"what": "a question of sharing"})
    else:
        action.record(Deed.SHARING_WEIGHED, detail={"draft": str(draft)})
    return row


def _close(row: SharingDraft, record: UUID) -> None:
    """A decided draft keeps nothing: what matters stands in the record."""
    row.record_id, row.answers, row.child_name = record, {}, ""
    row.save(update_fields=["record_id", "answers", "child_name"])


def _shown(row: SharingDraft) -> DraftShown:
    agencies, name = reference.agencies(), naming.name_on(row)
    return DraftShown(
        draft=row.id,
        child=name or row.answers.get("worry", {}).get("child", ""),
        child_age=row.answers.get("about", {}).get("child_age"),
        is_known_child=bool((name or not row.child_name) and (row.person_id or row.request_id)),
        answers=row.answers,
        recipients=tuple((str(a.id), a.name) for a in agencies.values()),
        started_at=row.started_at,
        changed_at=row.changed_at,
        request=row.request_id,
        limits=onward.limits_on(row, row.answers.get("items", ())),
        sources=onward.sources_about(row),
        advice=tuple(
            f"{asked.adviser_name}: {asked.answer}"
            for asked in AdviceRequest.objects.filter(draft_id=row.id).exclude(answer="").order_by("answered_at")
        ),
        earlier=_earlier(row),
        objections=objections_about(row.person_id, agency=row.agency_id),
    )


def _earlier(row: SharingDraft) -> tuple[date, ...]:
    """When anybody of this agency decided about this child before, oldest first."""
    if row.person_id is None:
        return ()
    before = DecisionRecord.objects.filter(agency_id=row.agency_id, person_id=row.person_id).order_by("decided_at")
    return tuple(at.date() for at in before.values_list("decided_at", flat=True))


def _answered(row: SharingDraft, *, by: Practitioner, at: datetime, basis: str = "") -> AnswerShown:
    agencies = reference.agencies()
    answers = casework.with_who_told_marked(row.answers)
    recipient = agencies.get(AgencyId(answers["worry"]["recipient"]))
    case = casework.case_of(
        answers,
        sender=agencies[by.agency],
        recipient=recipient,
        asked_on=at.date(),
        child_age=answers.get("about", {}).get("child_age"),
        request=_request(row),
        basis=basis,
    )
    law = law_on(at.date())
    answer = advise(case, law)
    return AnswerShown(
        draft=replace(_shown(row), answers=answers),
        case=case,
        answer=answer,
        citations=_citations(answer, at=at),
        recipient=recipient.name if recipient else str(answers["worry"]["recipient_name"]),
        can_go_here=_can_go_here(recipient, by=by),
        for_doctors=_for_doctors(answer, law),
    )


def _for_doctors(answer: Answer, law: Law) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words of the doctors' own guidance on confidence, where the answer rests on it."""
    named = (id for said in answer.because if said.step is StepName.CONFIDENTIALITY for id in said.sources)
    held = (law.provision(id) for id in named if id in FOR_DOCTORS)
    return tuple((p.citation, (p.plain_words, *p.pitfalls)) for p in held if p)


def _with_a_secret_address(row: SharingDraft, answers: Mapping[str, Any]) -> frozenset[int]:
    to, items = reference.agencies().get(AgencyId(answers["worry"]["recipient"])), enumerate(answers["items"])
    return frozenset(n for n, item in items if holds_a_secret_address(str(item["words"]), row.person_id, to=to))


def _can_go_here(recipient: AgencyCard | None, *, by: Practitioner) -> bool:
    return recipient is not None and recipient.id != by.agency


def _request(row: SharingDraft) -> dict[str, Any] | None:
    if (order := casework.ordered(row.answers)) is not None:
        return order
    asked = InformationRequest.objects.filter(pk=row.request_id).first() if row.request_id else None
    if asked is None:
        return None
    known = law_on(asked.asked_at.date()).provision(ProvisionId(asked.power)) if asked.power else None
    return {
        "power": asked.power if known else None,
        "states_what_and_why": True,
        "made_by": "recipient",
    }


def _citations(answer: Answer, *, at: datetime) -> Mapping[str, str]:
    """Every provision the answer names, and every basis there is to choose from, as it is cited."""
    named = {
        *answer.duty,
        *answer.gateways,
        *answer.lawful_basis,
        *answer.conditions,
        *(id for said in answer.because for id in said.sources),
        *(id for one in answer.rejected for id in (one.id, *one.instead)),
        *(id for item in answer.items for id in item.conditions),
        *answer.unverified_law,
        *BASES,
    }
    ids = tuple(sorted(named))
    return dict(zip(ids, reference.basis_in_words(ids, on=at.date()), strict=True))


def _draft_line(row: SharingDraft, named: frozenset[str | None]) -> DraftLine:
    return DraftLine(
        draft=row.id,
        child=naming.name_on(row, named),
        changed_at=row.changed_at,
        kept_until=row.changed_at + after(time_limits().keep_an_unfinished_question),
        step=casework.next_step(row.answers),
    )
