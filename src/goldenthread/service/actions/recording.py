"""Decision records: written once, read by their own agency, amended only by adding."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from goldenthread.audit import Deed
from goldenthread.disclosure.advice import as_mapping
from goldenthread.service.actions import casework, naming, notices, owing, reference, releasing, settling
from goldenthread.service.actions.doing import SENT_TWICE, Doing, doing
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import (
    OVERSEES,
    PASSES_ON,
    AdditionShown,
    AnswerShown,
    Choice,
    Decided,
    How,
    NotYet,
    RecordLine,
    RecordShown,
)
from goldenthread.service.store.models import (
    DecisionRecord,
    Feedback,
    InformationRequest,
    RecordAddition,
    Release,
    RequestTurn,
    SharingDraft,
)

MOST_LINES = 200
NO_SCORE = "A computer’s score was looked at. What it said is not kept."
NAMES_WHO_TOLD = "This names the person who told you. Take the name out: it is kept, and others read it"
TYPE_IT_AGAIN = "Type the name once more, to check your words. Or tick that you name nobody who told"
KEPT_OUT = "Kept out of this record: it would show who told us."


def written_by(by: Practitioner) -> dict[str, Any]:
    """Whose decision a record is, in the columns of a record."""
    return {
        "account_id": by.account_id,
        "author_name": by.name,
        "author_role": by.role.value,
        "agency_id": by.agency,
        "agency_name": by.agency_name,
    }


def write(row: SharingDraft, shown: AnswerShown, decided: Decided, *, action: Doing) -> UUID:
    """Write the record of one decision, release what it shares, and answer the request it answers."""
    by = action.by
    assert by is not None
    passes_on = decided.choice in PASSES_ON
    record = DecisionRecord.objects.create(
        id=uuid4(),
        **written_by(by),
        person_id=row.person_id,
        child_name=shown.draft.child,
        started_at=row.started_at,
        decided_at=action.at,
        decision=decided.choice.value,
        advised=shown.answer.answer.value,
        recipient_agency_id=row.answers["worry"]["recipient"] if shown.can_go_here else None,
        recipient_name=shown.recipient,
        request_id=row.request_id,
        previous_id=_previous(row),
        law_as_at=shown.answer.law_as_at,
        content=_content(shown, decided),
    )
    action.record(
        Deed.SHARING_DECIDED,
        subject=row.person_id,
        detail={"record": str(record.id), "decision": decided.choice.value, "to": shown.recipient},
    )
    if passes_on and decided.how is How.HERE:
        releasing.release(record, _released(shown.draft.answers, decided), shown, decided, action=action)
    if row.request_id and decided.choice.value != "seek_advice":
        _answer_request(row.request_id, record, decided, action=action)
    return record.id


def decided_already(row: SharingDraft, decided: Decided, *, action: Doing) -> UUID | None:
    """The record of seeking advice a moment ago on a question that stays open for it: a form was sent twice."""
    if decided.choice is not Choice.SEEK_ADVICE:
        return None
    same = DecisionRecord.objects.filter(
        account_id=row.account_id,
        started_at=row.started_at,
        child_name=row.child_name,
        decision=decided.choice.value,
        content__why=decided.why,
        decided_at__gt=action.at - SENT_TWICE,
    )
    return same.values_list("id", flat=True).first()


def open_record(record: UUID, *, by: Practitioner, at: datetime) -> RecordShown | NothingToShow:
    """One record, for its author and for those who oversee sharing in its agency."""
    with doing(by=by, at=at) as action:
        row = _readable(record, by=by, at=at)
        if row is None:
            action.record(Deed.REFUSED, detail={"what": "a record of a decision"})
            return NothingToShow(ring=reference.front_door())
        action.record(Deed.RECORD_READ, subject=row.person_id, detail={"record": str(record)})
        return _shown(row, by=by, at=at)


def add(
    record: UUID, words: str, *, unnamed: str = "", names_nobody: bool = False, by: Practitioner, at: datetime
) -> bool | NotYet | NothingToShow:
    """Add to a record. What it said before stays.

    ``unnamed``: who told, and must not be named; held against the words and thrown away. Where the record keeps
    somebody unnamed, their name is typed once more, or it is said that the words name nobody who told.
    """
    with doing(by=by, at=at) as action:
        row = _readable(record, by=by, at=at)
        if row is None or row.agency_id != by.agency:
            action.record(Deed.REFUSED, detail={"what": "to add to a record"})
            return NothingToShow(ring=reference.front_door())
        if problem := _would_name(row, words, unnamed, names_nobody=names_nobody):
            action.record(Deed.REFUSED, subject=row.person_id, detail={"what": "to add to a record", "why": "named"})
            return NotYet(problems=(problem,))
        action.wait_for_own_turn()
        same = RecordAddition.objects.filter(record_id=record, account_id=by.account_id, words=words)
        if same.filter(added_at__gt=at - SENT_TWICE).exists():
            action.record(Deed.RECORD_READ, subject=row.person_id, detail={"record": str(record)})
        else:
            append(row, "added", words, action=action)
        return True


def _would_name(row: DecisionRecord, words: str, unnamed: str, *, names_nobody: bool) -> tuple[str, str] | None:
    """What is wrong with words that could name whoever told. The name itself was thrown away with the decision."""
    if casework.names_in(unnamed) & casework.names_in(words):
        return "words", NAMES_WHO_TOLD
    if _keeps_somebody_unnamed(row) and not (unnamed or names_nobody):
        return "unnamed", TYPE_IT_AGAIN
    return None


def _keeps_somebody_unnamed(row: DecisionRecord) -> bool:
    marked = any("who_told" in item.get("marks", ()) for item in row.content.get("items", ()))
    return marked or bool(row.content.get("keeps_somebody_unnamed"))


def append(row: DecisionRecord, kind: str, words: str, *, action: Doing) -> None:
    """Add to a record inside another action."""
    assert action.by is not None
    RecordAddition.objects.create(
        record_id=row.id,
        agency_id=action.by.agency,
        account_id=action.by.account_id,
        author_name=action.by.name,
        added_at=action.at,
        kind=kind,
        words=words,
    )
    action.record(Deed.RECORD_ADDED, subject=row.person_id, detail={"record": str(row.id), "kind": kind})


def own_records(*, by: Practitioner, at: datetime) -> tuple[RecordLine, ...]:
    """The records this practitioner may read, newest first; inside another action."""
    rows = DecisionRecord.objects.filter(agency_id=by.agency)
    if by.role not in OVERSEES:
        rows = rows.filter(account_id=by.account_id)
    return lines(rows.order_by("-decided_at")[:MOST_LINES], at=at)


def of_ids(ids: Iterable[UUID]) -> Iterable[DecisionRecord]:
    return DecisionRecord.objects.filter(id__in=list(ids)).order_by("decided_at")


def lines(rows: Iterable[DecisionRecord], *, at: datetime) -> tuple[RecordLine, ...]:
    """Records as lines of a list, each with what became of it."""
    rows = list(rows)
    released = {r.record_id: r for r in Release.objects.filter(record_id__in=[row.id for row in rows])}
    heard = set(
        Feedback.objects.filter(release_id__in=[r.id for r in released.values()]).values_list("release_id", flat=True)
    )
    named = naming.may_be_named(rows)
    return tuple(
        RecordLine(
            record=row.id,
            when=row.decided_at,
            who=row.author_name,
            child=naming.name_on(row, named),
            choice=row.decision,
            recipient=row.recipient_name,
            is_emergency=row.is_emergency,
            feedback=_feedback(released.get(row.id), heard, at=at),
        )
        for row in rows
    )


def _feedback(release: Release | None, heard: set[UUID], *, at: datetime) -> str:
    if release is None:
        return ""
    if release.id in heard:
        return "heard"
    return "overdue" if release.feedback_due_at < at else "waiting"


def _readable(record: UUID, *, by: Practitioner, at: datetime) -> DecisionRecord | None:
    row = DecisionRecord.objects.filter(pk=record).first()
    if row is None or row.account_id == by.account_id or by.role in OVERSEES:
        return row
    return row if owing.owes_it_now(row, by=by, at=at) or owing.wrote_its_reasons(row.id, by=by) else None


def _shown(row: DecisionRecord, *, by: Practitioner, at: datetime) -> RecordShown:
    additions = RecordAddition.objects.filter(record_id=row.id).order_by("added_at")
    release = Release.objects.filter(record_id=row.id).first()
    return RecordShown(
        record=row.id,
        author=row.author_name,
        author_role=row.author_role,
        agency_name=row.agency_name,
        child=row.child_name,
        started_at=row.started_at,
        decided_at=row.decided_at,
        choice=row.decision,
        advised=row.advised,
        is_emergency=row.is_emergency,
        recipient=row.recipient_name,
        law_as_at=row.law_as_at,
        content=row.content,
        previous=row.previous_id,
        additions=tuple(
            AdditionShown(when=a.added_at, who=a.author_name, kind=a.kind, words=a.words) for a in additions
        ),
        was_released=release is not None,
        seen_at=release.seen_at if release else None,
        seen_by=release.seen_name if release else "",
        may_add=row.agency_id == by.agency,
        keeps_somebody_unnamed=_keeps_somebody_unnamed(row),
        feedback=releasing.feedback_on(release.id) if release else (),
        ring=reference.whom_to_ring(row.recipient_agency_id),
        follow_up=owing.on(row, by=by, at=at),
        left_out_an_address=_left_out_an_address(row, by=by),
    )


def _left_out_an_address(row: DecisionRecord, *, by: Practitioner) -> bool:
    """Whether an emergency left out a secret address that whoever sent it could still send."""
    is_own = "held_back" in row.content and row.account_id == by.account_id
    return is_own and not DecisionRecord.objects.filter(previous_id=row.id, is_emergency=True).exists()


def _content(shown: AnswerShown, decided: Decided) -> dict[str, Any]:
    """Everything the practitioner said and was told, as it was that day."""
    answers = shown.draft.answers
    worry, weigh = answers["worry"], answers["weigh"]
    return {
        "worry": {key: value for key, value in worry.items() if key != "unnamed"},
        "risk_of_sharing": weigh["risk_if_shared"],
        "risk_of_not_sharing": weigh["risk_if_not"],
        "worse": weigh["worse"],
        "relevant": weigh["relevant"],
        "helps": weigh["helps"],
        "grounds": weigh.get("grounds", []),
        "evidence_of_detriment": weigh.get("evidence", ""),
        "review_on": weigh.get("review_on", ""),
        "keeps_somebody_unnamed": bool(casework.names_in(str(worry.get("unnamed", "")))),
        "court_order": casework.said_of_an_order(answers),
        "items": _items(answers, shown, decided),
        "people": _people(answers, shown, decided),
        "why": decided.why,
        "proportion": decided.proportion,
        "how": decided.how.value,
        "basis": decided.basis,
        "advice": decided.advice,
        "advice_given": list(shown.draft.advice),
        "answer": as_mapping(shown.answer),
        "citations": dict(shown.citations),
        "limits": [limit.citation for limit in shown.draft.limits],
    }


def _items(answers: Mapping[str, Any], shown: AnswerShown, decided: Decided) -> list[dict[str, Any]]:
    return [
        {
            **item,
            "words": _kept_words(item),
            "came_from": dict(shown.draft.sources).get(item.get("source", ""), ""),
            "shared": decided.choice in PASSES_ON and n in decided.items,
            "advised": shown.answer.items[n].answer.value,
            "because": list(shown.answer.items[n].because),
            "conditions": list(shown.answer.items[n].conditions),
        }
        for n, item in enumerate(answers["items"])
    ]


def _kept_words(item: Mapping[str, Any]) -> str:
    if "who_told" in item.get("marks", ()):
        return KEPT_OUT
    return NO_SCORE if casework.is_a_score(item) else str(item["words"])


def _people(answers: Mapping[str, Any], shown: AnswerShown, decided: Decided) -> list[dict[str, Any]]:
    advised = {tell.who.value: tell for tell in shown.answer.tell}
    found = []
    for who in casework.people_of(answers):
        said = answers.get("people", {}).get(who, {})
        told, reason = decided.told.get(who, ("", ""))
        notice = notices.of_decision(who, shown, decided) if decided.choice in PASSES_ON else None
        found.append(
            {
                "who": who,
                **said,
                "advised": advised[who].answer.value if who in advised else "",
                "told": str(told),
                "unsafe": list(decided.unsafe.get(who) or said.get("unsafe", ())),
                "not_told_because": reason,
                "notice": asdict(notice) if notice else None,
                "weighed": decided.weighed.get(who, ""),
            }
        )
    return found


def _released(answers: Mapping[str, Any], decided: Decided) -> list[dict[str, str]]:
    """Exactly the chosen items, in their own words, each marked fact, opinion or allegation."""
    return [
        {
            "words": item["words"],
            "about": item["about"],
            "status": item["status"],
            "standing": item.get("standing", ""),
            "caveat": settling.item_caveat(item),
        }
        for n, item in enumerate(answers["items"])
        if n in decided.items
    ]


def _previous(row: SharingDraft) -> UUID | None:
    """The decision before this one on the same question: after advice, or when a request was reopened by anybody."""
    earlier = DecisionRecord.objects.filter(agency_id=row.agency_id)
    if row.request_id:
        earlier = earlier.filter(request_id=row.request_id)
    else:
        earlier = earlier.filter(started_at=row.started_at, account_id=row.account_id)
    last = earlier.order_by("-decided_at").first()
    return last.id if last else None


def _answer_request(request: UUID, record: DecisionRecord, decided: Decided, *, action: Doing) -> None:
    by = action.by
    assert by is not None
    asked = InformationRequest.objects.get(pk=request)
    state = {"share": "answered", "share_part": "answered_in_part"}.get(decided.choice.value, "refused")
    RequestTurn.objects.create(
        request_id=request,
        asking_agency_id=asked.asking_agency_id,
        asked_agency_id=asked.asked_agency_id,
        agency_id=by.agency,
        account_id=by.account_id,
        by_name=by.name,
        at=action.at,
        kind=state,
        words=decided.why,
        record_id=record.id,
    )
    InformationRequest.objects.filter(pk=request).update(state=state)
    action.record(
        Deed.INFORMATION_ANSWERED, subject=record.person_id, detail={"request": str(request), "answer": state}
    )
