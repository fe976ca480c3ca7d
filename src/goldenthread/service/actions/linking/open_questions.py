"""What waits for a reviewer, by what is asked, in the order in which it is worth answering."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from goldenthread.linkage import Outcome
from goldenthread.linkage.reviewing import DOUBTED, SAID_TO_BE_ONE
from goldenthread.service.actions.linking.shapes import WaitingPair
from goldenthread.service.actions.linking.showing import answers_of
from goldenthread.service.store.models import LinkAnswer, LinkQuestion, QuestionKind, QuestionState

TO_ANSWER = (QuestionState.UNANSWERED.value, QuestionState.ANSWERED_ONCE.value, QuestionState.DIFFERS.value)


class Asked(StrEnum):
    """What is asked. Each question that waits is in one of these lists."""

    DOUBTED = "doubted"
    """A page of which somebody who saw it says that it is wrong, or two that they say are of one child."""
    PAIRS = "pairs"
    """Two records of which the machine is not sure."""
    PEOPLE = "people"
    """All records that are held as one person."""
    MACHINE = "machine"
    """Two records that chance drew from those the machine joined."""
    FAMILIES = "families"
    """An adult who may belong to a child."""


_FAMILY = Q(kind=QuestionKind.FAMILY.value)
_DOUBTED = Q(why__in=(DOUBTED, SAID_TO_BE_ONE))
_PERSON = Q(kind=QuestionKind.PERSON.value)
_DRAWN = Q(outcome=Outcome.LINKED.value, by_chance=True, reopens=None)
OF = {
    Asked.DOUBTED: _DOUBTED & ~_FAMILY,
    Asked.PAIRS: ~_FAMILY & ~_DOUBTED & ~_PERSON & ~_DRAWN,
    Asked.PEOPLE: _PERSON & ~_DOUBTED & ~_DRAWN,
    Asked.MACHINE: ~_FAMILY & ~_DOUBTED & _DRAWN,
    Asked.FAMILIES: _FAMILY,
}
_FIRST_WHAT_IS_BEGUN = Case(
    When(state=QuestionState.DIFFERS.value, then=Value(0)),
    When(state=QuestionState.ANSWERED_ONCE.value, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def open_to(own: Iterable[LinkAnswer]) -> "QuerySet[LinkQuestion]":
    """What somebody with these answers may still answer: what others began, then the most valuable."""
    to_answer = LinkQuestion.objects.filter(state__in=TO_ANSWER).exclude(pk__in=[one.question_id for one in own])
    return to_answer.order_by(_FIRST_WHAT_IS_BEGUN, F("reopens").asc(nulls_last=True), "-value", "id")


def line(question: LinkQuestion) -> WaitingPair:
    return WaitingPair(
        question=question.id,
        why=question.why,
        is_whole=question.kind == QuestionKind.PERSON.value,
        outcome=Outcome(question.outcome),
        hangs_on_it=question.hangs_on_it,
        answers=answers_of(question),
        together=question.together,
        is_second=question.state == QuestionState.ANSWERED_ONCE.value,
        is_third=question.state == QuestionState.DIFFERS.value,
    )
