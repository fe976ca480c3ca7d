"""People say whether two records are about one person: two of them unseen by each other, and a third where they differ.

What two agree on is a ruling, which the next load obeys. Every look and every answer is an entry of the ledger.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Case, IntegerField, QuerySet, Value, When

from goldenthread.audit import Deed
from goldenthread.linkage import Outcome
from goldenthread.linkage.reviewing import (
    Agreement,
    Rival,
    Ruled,
    Said,
    Settled,
    Standoff,
    estimate,
    settle,
)
from goldenthread.service.actions import reference
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.link_questions import SAYS_WHERE, SHOWN
from goldenthread.service.actions.link_shapes import (
    Answered,
    EvidenceRow,
    FieldRow,
    HowRight,
    OthersAnswer,
    OwnAnswer,
    PairShown,
    Waiting,
    WaitingPair,
)
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.store.models import LinkAnswer, LinkQuestion, LinkRuling, QuestionState
from goldenthread.vocabulary import Role

REVIEWS_LINKS = frozenset({Role.CLERICAL_REVIEWER})
KNOWS_HOW_RIGHT = REVIEWS_LINKS | {Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER}
MOST_LINES = 10

_TO_ANSWER = (QuestionState.UNANSWERED.value, QuestionState.ANSWERED_ONCE.value, QuestionState.DIFFERS.value)
_FIRST_WHAT_IS_BEGUN = Case(
    When(state=QuestionState.DIFFERS.value, then=Value(0)),
    When(state=QuestionState.ANSWERED_ONCE.value, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def waiting(*, by: Practitioner, at: datetime) -> Waiting | NothingToShow:
    """What waits for this reviewer: first what others have begun, then the most valuable. It names nobody."""
    with doing(by=by, at=at) as action:
        if by.role not in REVIEWS_LINKS:
            return _refused(action, "pairs of records to compare")
        own = list(LinkAnswer.objects.filter(account_id=by.account_id, withdrawn_at=None))
        open_to_me = _open_to(own)
        doubted = open_to_me.filter(outcome=Outcome.REVIEW.value)
        machines = open_to_me.filter(outcome=Outcome.LINKED.value)
        action.record(Deed.LINK_READ, detail={"what": "pairs of records to compare"})
        return Waiting(
            first_few=tuple(map(_line, doubted[:MOST_LINES])),
            for_you=doubted.count(),
            machines_work=tuple(map(_line, machines[:MOST_LINES])),
            machines_work_for_you=machines.count(),
            own=_may_be_undone(own),
            answered_once=LinkQuestion.objects.filter(state=QuestionState.ANSWERED_ONCE.value).count(),
            differs=LinkQuestion.objects.filter(state=QuestionState.DIFFERS.value).count(),
            settled=LinkRuling.objects.count(),
        )


def open_pair(question: UUID, *, by: Practitioner, at: datetime) -> PairShown | NothingToShow:
    """Both records side by side, for a reviewer who has not answered yet. The look stands in both people's history."""
    with doing(by=by, at=at) as action:
        found = _answerable(question, by=by) if by.role in REVIEWS_LINKS else None
        if found is None:
            return _refused(action, "a pair of records to compare")
        _write_down(action, Deed.LINK_READ, found, {"question": str(question)})
        return _shown(found)


def answer(question: UUID, *, said: Said, note: str, by: Practitioner, at: datetime) -> Answered | NothingToShow:
    """Keep one reviewer's answer. The second settles the question or calls for a third; nobody answers twice."""
    with doing(by=by, at=at) as action:
        found = _answerable(question, by=by, lock=True) if by.role in REVIEWS_LINKS else None
        if found is None:
            return _refused(action, "to say whether two records are about one person")
        turn = _TO_ANSWER.index(found.state) + 1
        LinkAnswer.objects.create(
            id=uuid4(),
            question_id=found.id,
            turn=turn,
            account_id=by.account_id,
            reviewer_name=by.name,
            said=said.value,
            note=note,
            answered_at=at,
        )
        _write_down(action, Deed.LINK_ANSWERED, found, {"question": str(question), "said": said.value})
        return _settle(found, turn, action=action)


def take_back(question: UUID, *, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Take back one's own answer, until somebody else has answered."""
    with doing(by=by, at=at) as action:
        found = None
        if by.role in REVIEWS_LINKS:
            once = LinkQuestion.objects.select_for_update().filter(state=QuestionState.ANSWERED_ONCE.value)
            found = once.filter(pk=question).first()
        mine = LinkAnswer.objects.filter(question_id=question, account_id=by.account_id, withdrawn_at=None)
        if found is None or not mine.update(withdrawn_at=at):
            return _refused(action, "to take back what was said of two records")
        _move(found, QuestionState.UNANSWERED)
        _write_down(action, Deed.LINK_ANSWER_UNDONE, found, {"question": str(question)})
        return True


def how_right(*, by: Practitioner, at: datetime) -> HowRight | NothingToShow:
    """How right the machine was, from pairs that chance drew and people settled; without pairs of hidden people."""
    with doing(by=by, at=at) as action:
        if by.role not in KNOWS_HOW_RIGHT:
            return _refused(action, "how right the machine was")
        rulings = list(LinkRuling.objects.all())
        action.record(Deed.LINK_READ, detail={"what": "how right the machine was", "settled": len(rulings)})
        ruled = [Ruled(outcome=Outcome(r.outcome), by_chance=r.by_chance, settled=Settled(r.settled)) for r in rulings]
        binding = [r for r in rulings if r.settled != Settled.OPEN.value]
        return HowRight(
            linked=estimate(ruled, Outcome.LINKED),
            review=estimate(ruled, Outcome.REVIEW),
            settled=len(rulings),
            not_yet_applied=sum(r.applied_at is None for r in binding),
            could_not_obey=sum(r.obeyed is False for r in binding),
        )


def _settle(question: LinkQuestion, turn: int, *, action: Doing) -> Answered:
    if turn == 1:
        _move(question, QuestionState.ANSWERED_ONCE)
        return Answered(settled=None, needs_a_third=False)
    # The fence opens the first answer only once the question says that a second is there.
    _move(question, QuestionState.ANSWERED_TWICE)
    given = LinkAnswer.objects.filter(question_id=question.id, withdrawn_at=None).order_by("turn")
    found = settle(*(Said(one.said) for one in given))
    if isinstance(found, Standoff):
        _move(question, QuestionState.DIFFERS)
        return Answered(settled=None, needs_a_third=True)
    _move(question, QuestionState.SETTLED)
    _rule(question, found, at=action.at)
    _write_down(action, Deed.LINK_SETTLED, question, {"question": str(question.id), "settled": found.value})
    return Answered(settled=found, needs_a_third=False)


def _rule(question: LinkQuestion, settled: Settled, *, at: datetime) -> None:
    LinkRuling.objects.create(
        id=uuid4(),
        question_id=question.id,
        dataset_l=question.dataset_l,
        record_id_l=question.record_id_l,
        dataset_r=question.dataset_r,
        record_id_r=question.record_id_r,
        person_id_l=question.person_id_l,
        person_id_r=question.person_id_r,
        custodian_id=question.custodian_id,
        outcome=question.outcome,
        by_chance=question.by_chance,
        digest=question.digest,
        settled=settled.value,
        settled_at=at,
    )


def _open_to(own: Iterable[LinkAnswer]) -> "QuerySet[LinkQuestion]":
    to_answer = LinkQuestion.objects.filter(state__in=_TO_ANSWER).exclude(pk__in=[one.question_id for one in own])
    return to_answer.order_by(_FIRST_WHAT_IS_BEGUN, "-value", "id")


def _answerable(question: UUID, *, by: Practitioner, lock: bool = False) -> LinkQuestion | None:
    rows = LinkQuestion.objects.select_for_update() if lock else LinkQuestion.objects.all()
    found = rows.filter(pk=question, state__in=_TO_ANSWER).first()
    answered = LinkAnswer.objects.filter(question_id=question, account_id=by.account_id, withdrawn_at=None)
    return None if found is None or answered.exists() else found


def _may_be_undone(own: Iterable[LinkAnswer]) -> tuple[OwnAnswer, ...]:
    mine = {one.question_id: one for one in own}
    once = LinkQuestion.objects.filter(pk__in=list(mine), state=QuestionState.ANSWERED_ONCE.value)
    found = [
        OwnAnswer(question=q.id, why=q.why, said=Said(mine[q.id].said), answered_at=mine[q.id].answered_at)
        for q in once
    ]
    return tuple(sorted(found, key=lambda one: one.answered_at, reverse=True)[:MOST_LINES])


def _line(question: LinkQuestion) -> WaitingPair:
    return WaitingPair(
        question=question.id,
        why=question.why,
        outcome=Outcome(question.outcome),
        hangs_on_it=question.hangs_on_it,
        together=question.together,
        is_second=question.state == QuestionState.ANSWERED_ONCE.value,
        is_third=question.state == QuestionState.DIFFERS.value,
    )


def _shown(question: LinkQuestion) -> PairShown:
    differs = question.state == QuestionState.DIFFERS.value
    given = LinkAnswer.objects.filter(question_id=question.id, withdrawn_at=None).order_by("turn") if differs else ()
    return PairShown(
        question=question.id,
        why=question.why,
        outcome=Outcome(question.outcome),
        by_chance=question.by_chance,
        together=question.together,
        hangs_on_it=question.hangs_on_it,
        probability=question.probability,
        rival=Rival(question.rival),
        starts_at=question.starts_at,
        rows=tuple(_field_rows(question)),
        evidence=tuple(_evidence(one) for one in question.lines),
        kept_private=question.kept_private,
        others=tuple(OthersAnswer(said=Said(one.said), note=one.note) for one in given),
    )


def _field_rows(question: LinkQuestion) -> Iterable[FieldRow]:
    for name in SHOWN:
        if question.kept_private and name in SAYS_WHERE:
            yield FieldRow(name=name, left="", right="", kept_private=True)
            continue
        left, right = str(question.left.get(name, "")), str(question.right.get(name, ""))
        if left or right:
            yield FieldRow(name=name, left=left, right=right)


def _evidence(line: dict[str, Any]) -> EvidenceRow:
    return EvidenceRow(
        comparison=line["comparison"],
        said=line["said"],
        agreement=Agreement(line["agreement"]),
        bits=line["bits"],
    )


def _move(question: LinkQuestion, state: QuestionState) -> None:
    question.state = state.value
    LinkQuestion.objects.filter(pk=question.pk).update(state=state.value)


def _write_down(action: Doing, deed: Deed, question: LinkQuestion, detail: dict[str, Any]) -> None:
    """One entry in the history of each person whose record it is."""
    for person in dict.fromkeys((question.person_id_l, question.person_id_r)):
        action.record(deed, subject=person, detail=detail)


def _refused(action: Doing, what: str) -> NothingToShow:
    action.record(Deed.REFUSED, detail={"what": what})
    return NothingToShow(ring=reference.front_door())
