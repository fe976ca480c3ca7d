"""What two answers, or three, settle: rulings for the next load to obey."""

from collections.abc import Collection
from functools import partial
from uuid import uuid4

from goldenthread.audit import Deed
from goldenthread.linkage.reviewing import AGREED, Said, Settled, Standoff, agree
from goldenthread.service.actions.doing import Doing
from goldenthread.service.actions.linking.doubts import note_what_became
from goldenthread.service.actions.linking.rows import NOBODY, NUMBER_OF_ONE_PERSON
from goldenthread.service.actions.linking.rulings import Pair, RecordKey, newest, pair_of
from goldenthread.service.actions.linking.shapes import Answered
from goldenthread.service.actions.linking.showing import numbers_of
from goldenthread.service.store.models import LinkAnswer, LinkQuestion, LinkRuling, QuestionKind, QuestionState

Answer = tuple[Said, frozenset[int]]
"""What is said, and with it how the records of a person are parted, or which number is somebody else's."""


def settle_or_wait(question: LinkQuestion, turn: int, *, action: Doing) -> Answered:
    """The second answer settles the question or calls for a third, and the third settles it."""
    became = partial(
        Answered,
        is_of_a_family=question.kind == QuestionKind.FAMILY.value,
        is_whole=question.kind == QuestionKind.PERSON.value,
    )
    if turn == 1:
        move(question, QuestionState.ANSWERED_ONCE)
        return became(settled=None, needs_a_third=False)
    # The fence opens the first answer only once the question says that a second is there.
    move(question, QuestionState.ANSWERED_TWICE)
    given = LinkAnswer.objects.filter(question_id=question.id, withdrawn_at=None).order_by("turn")
    found: Answer | Standoff | None = agree(*(_as_compared(question, one) for one in given))
    if isinstance(found, Standoff):
        move(question, QuestionState.DIFFERS)
        return became(settled=None, needs_a_third=True)
    said, takes_out = found or (Said.CANNOT_TELL, frozenset())
    settled = AGREED[said]
    move(question, QuestionState.SETTLED)
    rulings = _rulings(question, settled, takes_out)
    for place, (pair, ruled) in enumerate(rulings):
        _rule(question, pair, ruled, follows=place > 0, action=action)
    note_what_became(question, settled, at=action.at)
    detail = {"question": str(question.id), "settled": settled.value, "about": question.kind}
    if numbers := sum(ruled is Settled.NOT_THEIRS for _, ruled in rulings):
        detail["numbers_of_others"] = str(numbers)
    if question.reopens:
        detail["again"] = str(question.reopens)
    write_down(action, Deed.LINK_SETTLED, question, detail)
    return became(settled=settled, needs_a_third=False)


def move(question: LinkQuestion, state: QuestionState) -> None:
    question.state = state.value
    LinkQuestion.objects.filter(pk=question.pk).update(state=state.value)


def write_down(action: Doing, deed: Deed, question: LinkQuestion, detail: dict[str, str]) -> None:
    """One entry in the history of each person whose record it is."""
    for person in dict.fromkeys((question.person_id_l, question.person_id_r)):
        if person == NOBODY:
            continue
        action.record(deed, subject=person, detail=detail)


def _as_compared(question: LinkQuestion, given: LinkAnswer) -> Answer:
    """Whoever ticks these records and whoever ticks all the others say the same: these and those are two people."""
    places = frozenset(given.takes_out)
    if question.kind == QuestionKind.PERSON.value and 0 in places:
        places = frozenset(range(len(question.about["records"]))) - places
    return Said(given.said), places


def _rulings(question: LinkQuestion, settled: Settled, takes_out: frozenset[int]) -> list[tuple[Pair, Settled]]:
    """Each pair that is settled, the first of them the one that the question is kept under."""
    if question.kind == QuestionKind.PERSON.value and settled is not Settled.OPEN:
        return _of_a_person(question, settled, takes_out)
    numbers = _not_theirs(question, *takes_out) if settled is Settled.SAME and takes_out else []
    lifted = _lifted_with_it(question, settled) + _numbers_lifted(question, {pair for pair, _ in numbers})
    return [(pair_of(question), settled), *numbers, *lifted]


def _not_theirs(question: LinkQuestion, place: int) -> list[tuple[Pair, Settled]]:
    """The number at this place is somebody else's, on each record of the two people that holds it."""
    one = numbers_of(question)[place]
    number: RecordKey = (NUMBER_OF_ONE_PERSON, one["number"])
    return [(((dataset, record), number), Settled.NOT_THEIRS) for dataset, record in one["records"]]


def _numbers_lifted(question: LinkQuestion, again: Collection[Pair]) -> list[tuple[Pair, Settled]]:
    """What was said of numbers with the ruling that is looked at again holds no longer, but for what is said again."""
    before = question.reopens and LinkRuling.objects.filter(pk=question.reopens).first()
    if not before:
        return []
    said = LinkRuling.objects.filter(question_id=before.question_id, settled=Settled.NOT_THEIRS.value)
    in_force = {ruling.pk for ruling in newest().values()}
    return [(pair_of(r), Settled.OPEN) for r in said if r.pk in in_force and pair_of(r) not in again]


def _of_a_person(question: LinkQuestion, settled: Settled, takes_out: frozenset[int]) -> list[tuple[Pair, Settled]]:
    """All one person: every join holds. Some taken out: each of these is kept apart from each of the others, the two
    that are joined most surely first. Of two on one side nothing is settled."""
    keys: list[RecordKey] = [(one["dataset"], one["record_id"]) for one in question.about["records"]]
    joins = [(join["left"], join["right"]) for join in question.about["joins"]]
    if settled is Settled.SAME:
        return [((keys[left], keys[right]), settled) for left, right in joins]
    cut = [{left, right} for left, right in joins if (left in takes_out) is not (right in takes_out)]
    apart = [(out, stays) for out in sorted(takes_out) for stays in range(len(keys)) if stays not in takes_out]
    apart.sort(key=lambda pair: set(pair) not in cut[-1:])
    return [((keys[out], keys[stays]), settled) for out, stays in apart]


def _lifted_with_it(question: LinkQuestion, settled: Settled) -> list[tuple[Pair, Settled]]:
    """Records that were taken out of a person, one of which is found to be theirs, are kept apart from none of them."""
    if not question.reopens or settled is Settled.DIFFERENT:
        return []
    again = LinkRuling.objects.filter(pk=question.reopens).first()
    if again is None or again.kind != QuestionKind.PERSON.value or again.settled != Settled.DIFFERENT.value:
        return []
    with_it = LinkRuling.objects.filter(question_id=again.question_id, follows=True)
    in_force = {ruling.pk for ruling in newest().values()}
    return [(pair_of(ruling), Settled.OPEN) for ruling in with_it if ruling.pk in in_force]


def _rule(question: LinkQuestion, pair: Pair, settled: Settled, *, follows: bool, action: Doing) -> None:
    (dataset_l, record_l), (dataset_r, record_r) = pair
    LinkRuling.objects.create(
        id=uuid4(),
        question_id=question.id,
        dataset_l=dataset_l,
        record_id_l=record_l,
        dataset_r=dataset_r,
        record_id_r=record_r,
        person_id_l=question.person_id_l,
        person_id_r=question.person_id_r,
        custodian_id=question.custodian_id,
        outcome=question.outcome,
        by_chance=question.by_chance,
        digest=question.digest,
        kind=question.kind,
        follows=follows,
        settled=settled.value,
        settled_at=action.at,
    )
