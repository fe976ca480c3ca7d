"""What people settled, and how somebody asks for another look: two people again, and the newer ruling holds.

The earlier ruling stands in the record, and every load obeys it until a newer one is there.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import QuerySet

from goldenthread.audit import Deed
from goldenthread.linkage import Outcome
from goldenthread.linkage.reviewing import ASKED_AGAIN, Settled
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.linking.reviewing import REVIEWS_LINKS, refused
from goldenthread.service.actions.linking.rulings import newest, pair_of, waiting_for_a_load
from goldenthread.service.actions.linking.settling import write_down
from goldenthread.service.actions.linking.shapes import RulingLine, SettledLine, SettledList, SettledShown
from goldenthread.service.actions.linking.showing import shown
from goldenthread.service.actions.paging import place_of
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.store.models import LinkQuestion, LinkRuling, QuestionKind, QuestionState


def settled(number: int = 1, *, by: Practitioner, at: datetime) -> SettledList | NothingToShow:
    """One page of what holds now, first what a load could not do, then the newest. It names nobody."""
    with doing(by=by, at=at) as action:
        if by.role not in REVIEWS_LINKS:
            return refused(action, "what people settled about records")
        held = {q.id: q for q in _kept()}
        again = set(LinkQuestion.objects.exclude(reopens=None).exclude(pk__in=held).values_list("reopens", flat=True))
        rulings = [r for r in _in_force() if r.question_id in held and not r.follows]
        rulings.sort(key=lambda r: (r.obeyed is not False, -r.settled_at.timestamp(), str(r.id)))
        place = place_of(number, lines=len(rulings))
        action.record(Deed.LINK_READ, detail={"what": "what people settled about records", "page": place.number})
        waiting = waiting_for_a_load()
        on_page = rulings[place.lines]
        return SettledList(
            lines=tuple(_line(ruling, held[ruling.question_id], again, waiting) for ruling in on_page),
            first=place.first,
            in_all=len(rulings),
            number=place.number,
            pages=place.pages,
        )


def open_settled(ruling: UUID, *, by: Practitioner, at: datetime) -> SettledShown | NothingToShow:
    """Both records beside what was settled of them, each time. The look stands in both people's history."""
    with doing(by=by, at=at) as action:
        found = _found(ruling) if by.role in REVIEWS_LINKS else None
        if found is None:
            return refused(action, "two records that people compared")
        question, of = found
        write_down(action, Deed.LINK_READ, question, {"ruling": str(ruling)})
        return SettledShown(
            ruling=of.id,
            pair=shown(question, others=()),
            before=tuple(_before(of)),
            is_asked_again=_is_asked_again(of),
        )


def look_again(ruling: UUID, *, because: str, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Ask anew what people settled: two people answer, as for any pair. Nobody asks it twice at once."""
    with doing(by=by, at=at) as action:
        found = _found(ruling) if by.role in REVIEWS_LINKS else None
        if found is None or _is_asked_again(found[1]):
            return refused(action, "to look again at what people settled")
        question, of = found
        again = LinkQuestion.objects.get(pk=question.pk)
        again.pk, again.state, again.asked_at = uuid4(), QuestionState.UNANSWERED.value, at
        again.reopens, again.asked_because, again.why = of.id, because, ASKED_AGAIN
        again.save(force_insert=True)
        write_down(action, Deed.LINK_REOPENED, again, {"ruling": str(of.id), "question": str(again.id)})
        return True


def _kept() -> "QuerySet[LinkQuestion]":
    """What is settled, as two records or as an adult and a child; people seen whole become pairs at the next load."""
    return LinkQuestion.objects.filter(state=QuestionState.SETTLED.value).exclude(kind=QuestionKind.PERSON.value)


def _in_force() -> list[LinkRuling]:
    return [*newest().values(), *newest(of_records=False).values()]


def _found(ruling: UUID) -> tuple[LinkQuestion, LinkRuling] | None:
    """The ruling, if it holds now, with the two records as the last load saw them."""
    of = next((r for r in _in_force() if r.id == ruling and not r.follows), None)
    question = of and _kept().filter(pk=of.question_id).first()
    return (question, of) if question and of else None


def _is_asked_again(ruling: LinkRuling) -> bool:
    waiting = LinkQuestion.objects.filter(reopens=ruling.id).exclude(state=QuestionState.SETTLED.value)
    return waiting.exists()


def _before(ruling: LinkRuling) -> Iterable[RulingLine]:
    """Every ruling there ever was on these two records, the newest first."""
    ends, is_family = frozenset(pair_of(ruling)), ruling.kind == QuestionKind.FAMILY.value
    for one in LinkRuling.objects.order_by("-settled_at", "id"):
        if frozenset(pair_of(one)) == ends and (one.kind == QuestionKind.FAMILY.value) is is_family:
            yield RulingLine(settled=Settled(one.settled), settled_at=one.settled_at, obeyed=one.obeyed)


def _line(ruling: LinkRuling, question: LinkQuestion, again: set[UUID | None], waiting: frozenset[UUID]) -> SettledLine:
    return SettledLine(
        ruling=ruling.id,
        is_of_a_family=question.kind == QuestionKind.FAMILY.value,
        outcome=Outcome(ruling.outcome),
        settled=Settled(ruling.settled),
        settled_at=ruling.settled_at,
        waits=ruling.id in waiting,
        obeyed=ruling.obeyed,
        is_asked_again=ruling.id in again,
    )
