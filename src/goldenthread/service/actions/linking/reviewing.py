"""People say whether two records are about one person: two of them unseen by each other, and a third where they differ.

What two agree on is a ruling, which the next load obeys. Every look and every answer is an entry of the ledger.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from goldenthread.audit import Deed
from goldenthread.linkage import Outcome
from goldenthread.linkage.reviewing import Ruled, Said, Settled, estimate
from goldenthread.service.actions import reference
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.linking.doubts import is_taken_back
from goldenthread.service.actions.linking.open_questions import OF, TO_ANSWER, Asked, line, open_to
from goldenthread.service.actions.linking.rulings import newest
from goldenthread.service.actions.linking.settling import move, settle_or_wait, write_down
from goldenthread.service.actions.linking.shapes import (
    Answered,
    FamilyShown,
    HowRight,
    Listed,
    OthersAnswer,
    OwnAnswer,
    Shown,
    Waiting,
)
from goldenthread.service.actions.linking.showing import numbers_of, shown, shown_whole
from goldenthread.service.actions.paging import place_of
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.store.models import LinkAnswer, LinkQuestion, LinkRuling, QuestionKind, QuestionState
from goldenthread.vocabulary import Role

REVIEWS_LINKS = frozenset({Role.CLERICAL_REVIEWER})
KNOWS_HOW_RIGHT = REVIEWS_LINKS | {Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER}
MOST_LINES = 10


def waiting(*, by: Practitioner, at: datetime) -> Waiting | NothingToShow:
    """What waits for this reviewer: doubted pages, what others began, then the most valuable. It names nobody."""
    with doing(by=by, at=at) as action:
        if by.role not in REVIEWS_LINKS:
            return refused(action, "pairs of records to compare")
        own = list(LinkAnswer.objects.filter(account_id=by.account_id, withdrawn_at=None))
        open_to_me = open_to(own)
        lists = {asked: open_to_me.filter(of) for asked, of in OF.items()}
        unsure = open_to_me.filter(OF[Asked.PAIRS] | OF[Asked.PEOPLE])
        action.record(Deed.LINK_READ, detail={"what": "pairs of records to compare"})
        return Waiting(
            doubted=tuple(map(line, lists[Asked.DOUBTED][:MOST_LINES])),
            doubted_for_you=lists[Asked.DOUBTED].count(),
            first_few=tuple(map(line, unsure[:MOST_LINES])),
            for_you=unsure.count(),
            people_for_you=lists[Asked.PEOPLE].count(),
            machines_work=tuple(map(line, lists[Asked.MACHINE][:MOST_LINES])),
            machines_work_for_you=lists[Asked.MACHINE].count(),
            families=tuple(map(line, lists[Asked.FAMILIES][:MOST_LINES])),
            families_for_you=lists[Asked.FAMILIES].count(),
            own=_may_be_undone(own),
            answered_once=LinkQuestion.objects.filter(state=QuestionState.ANSWERED_ONCE.value).count(),
            differs=LinkQuestion.objects.filter(state=QuestionState.DIFFERS.value).count(),
            settled=LinkRuling.objects.filter(follows=False).count(),
        )


def listed(asked: Asked | None, number: int, *, by: Practitioner, at: datetime) -> Listed | NothingToShow:
    """One page of all that waits for this reviewer, of one kind or of every; the last page where there are fewer."""
    with doing(by=by, at=at) as action:
        if by.role not in REVIEWS_LINKS:
            return refused(action, "pairs of records to compare")
        open_to_me = open_to(LinkAnswer.objects.filter(account_id=by.account_id, withdrawn_at=None))
        many = {one: open_to_me.filter(of).count() for one, of in OF.items()}
        in_all = many[asked] if asked else sum(many.values())
        place = place_of(number, lines=in_all)
        wanted = open_to_me.filter(OF[asked]) if asked else open_to_me
        found = wanted[place.lines]
        action.record(Deed.LINK_READ, detail={"what": "pairs of records to compare", "page": place.number})
        return Listed(
            asked=asked.value if asked else "",
            lines=tuple(map(line, found)),
            first=place.first,
            in_all=in_all,
            number=place.number,
            pages=place.pages,
            many={one.value: count for one, count in many.items()},
        )


def open_pair(question: UUID, *, by: Practitioner, at: datetime) -> Shown | NothingToShow:
    """The records side by side, for a reviewer who has not answered yet. The look stands in each person's history."""
    with doing(by=by, at=at) as action:
        found = _answerable(question, by=by) if by.role in REVIEWS_LINKS else None
        if found is None:
            return refused(action, "a pair of records to compare")
        write_down(action, Deed.LINK_READ, found, {"question": str(question)})
        others = _others(found)
        told = shown_whole(found, others) if found.kind == QuestionKind.PERSON.value else shown(found, others)
        return told if isinstance(told, FamilyShown) else replace(told, is_taken_back=is_taken_back(found))


def answer(
    question: UUID, *, said: Said, note: str, takes_out: Collection[int] = (), by: Practitioner, at: datetime
) -> Answered | NothingToShow:
    """Keep one reviewer's answer. The second settles the question or calls for a third; nobody answers twice.

    ``takes_out``: of a person seen whole, the places of the records that are somebody else's; those and the others are
    two people, then. Of one person whose records hold two NHS numbers, the place of the number that is somebody else's.
    """
    with doing(by=by, at=at) as action:
        found = _answerable(question, by=by, lock=True) if by.role in REVIEWS_LINKS else None
        if found is None or not _fits(found, said, takes_out):
            return refused(action, "to say whether two records are about one person")
        turn = TO_ANSWER.index(found.state) + 1
        LinkAnswer.objects.create(
            id=uuid4(),
            question_id=found.id,
            turn=turn,
            account_id=by.account_id,
            reviewer_name=by.name,
            said=said.value,
            takes_out=sorted(takes_out),
            note=note,
            answered_at=at,
        )
        write_down(action, Deed.LINK_ANSWERED, found, {"question": str(question), "said": said.value})
        return settle_or_wait(found, turn, action=action)


def take_back(question: UUID, *, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Take back one's own answer, until somebody else has answered."""
    with doing(by=by, at=at) as action:
        found = None
        if by.role in REVIEWS_LINKS:
            once = LinkQuestion.objects.select_for_update().filter(state=QuestionState.ANSWERED_ONCE.value)
            found = once.filter(pk=question).first()
        mine = LinkAnswer.objects.filter(question_id=question, account_id=by.account_id, withdrawn_at=None)
        if found is None or not mine.update(withdrawn_at=at):
            return refused(action, "to take back what was said of two records")
        move(found, QuestionState.UNANSWERED)
        write_down(action, Deed.LINK_ANSWER_UNDONE, found, {"question": str(question)})
        return True


def how_right(*, by: Practitioner, at: datetime) -> HowRight | NothingToShow:
    """How right the machine was, from pairs that chance drew and people settled; without pairs of hidden people."""
    with doing(by=by, at=at) as action:
        if by.role not in KNOWS_HOW_RIGHT:
            return refused(action, "how right the machine was")
        rulings = [r for r in newest().values() if not r.follows]
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


def _answerable(question: UUID, *, by: Practitioner, lock: bool = False) -> LinkQuestion | None:
    rows = LinkQuestion.objects.select_for_update() if lock else LinkQuestion.objects.all()
    found = rows.filter(pk=question, state__in=TO_ANSWER).first()
    answered = LinkAnswer.objects.filter(question_id=question, account_id=by.account_id, withdrawn_at=None)
    return None if found is None or answered.exists() else found


def _fits(question: LinkQuestion, said: Said, takes_out: Collection[int]) -> bool:
    """Records are taken out where, and only where, all records of a person are asked about and they are two people's:
    some, and not all, and none twice. A number may be where two records are one person's."""
    if question.kind == QuestionKind.PERSON.value and said is Said.DIFFERENT:
        records = len(question.about["records"])
        places = set(takes_out) & set(range(records))
        return len(places) == len(takes_out) and 0 < len(places) < records
    if question.kind == QuestionKind.PAIR.value and said is Said.SAME and takes_out:
        return len(takes_out) == 1 and set(takes_out) <= set(range(len(numbers_of(question))))
    return not takes_out


def _others(question: LinkQuestion) -> tuple[OthersAnswer, ...]:
    """What the first two said, where a third breaks the tie."""
    if question.state != QuestionState.DIFFERS.value:
        return ()
    given = LinkAnswer.objects.filter(question_id=question.id, withdrawn_at=None).order_by("turn")
    return tuple(OthersAnswer(said=Said(one.said), note=one.note, takes_out=tuple(one.takes_out)) for one in given)


def _may_be_undone(own: Iterable[LinkAnswer]) -> tuple[OwnAnswer, ...]:
    mine = {one.question_id: one for one in own}
    once = LinkQuestion.objects.filter(pk__in=list(mine), state=QuestionState.ANSWERED_ONCE.value)
    found = [
        OwnAnswer(
            question=q.id,
            why=q.why,
            said=Said(mine[q.id].said),
            is_of_a_family=q.kind == QuestionKind.FAMILY.value,
            answered_at=mine[q.id].answered_at,
        )
        for q in once
    ]
    return tuple(sorted(found, key=lambda one: one.answered_at, reverse=True)[:MOST_LINES])


def refused(action: Doing, what: str) -> NothingToShow:
    action.record(Deed.REFUSED, detail={"what": what})
    return NothingToShow(ring=reference.front_door())
