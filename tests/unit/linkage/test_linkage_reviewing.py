"""What is asked of people, what their answers settle, and what they say of the machine."""

import math
from dataclasses import replace

import pyarrow as pa
import pytest

from goldenthread.linkage import Constraint, Decided, Linked, Outcome, link
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.reviewing import (
    REASONS,
    Agreement,
    Estimate,
    Question,
    Ruled,
    Said,
    Settled,
    Standoff,
    estimate,
    in_plain_words,
    questions,
    settle,
)
from goldenthread.linkage.reviewing.asking import doubt, value_of
from tests.unit.linkage.records_made import TODAY, area

SAME, DIFFERENT, CANNOT_TELL = Said.SAME, Said.DIFFERENT, Said.CANNOT_TELL


@pytest.fixture(scope="module")
def records() -> pa.Table:
    return area(100, seed=11)[0]


@pytest.fixture(scope="module")
def linked(records: pa.Table) -> Linked:
    return link(records, on=TODAY)


@pytest.fixture(scope="module")
def asked(linked: Linked) -> tuple[Question, ...]:
    return questions(linked, wanted_by_chance={Outcome.LINKED: 20})


@pytest.mark.parametrize(
    ("first", "second", "third", "settled"),
    [
        (SAME, None, None, Standoff.NEEDS_A_SECOND),
        (SAME, SAME, None, Settled.SAME),
        (DIFFERENT, DIFFERENT, None, Settled.DIFFERENT),
        (CANNOT_TELL, CANNOT_TELL, None, Settled.OPEN),
        (SAME, DIFFERENT, None, Standoff.NEEDS_A_THIRD),
        (SAME, CANNOT_TELL, None, Standoff.NEEDS_A_THIRD),
        (SAME, DIFFERENT, SAME, Settled.SAME),
        (SAME, DIFFERENT, DIFFERENT, Settled.DIFFERENT),
        (DIFFERENT, CANNOT_TELL, DIFFERENT, Settled.DIFFERENT),
        (SAME, CANNOT_TELL, CANNOT_TELL, Settled.OPEN),
        (DIFFERENT, CANNOT_TELL, SAME, Settled.OPEN),
        (SAME, DIFFERENT, CANNOT_TELL, Settled.OPEN),
    ],
)
def test_two_people_must_say_the_same(
    first: Said, second: Said | None, third: Said | None, settled: Settled | Standoff
) -> None:
    assert settle(first, second, third) is settled
    if second is not None:
        assert settle(second, first, third) is settled


def test_only_what_two_people_could_tell_binds_a_later_linking() -> None:
    assert [one.decided for one in Settled] == [Decided.LINK, Decided.APART, None]


def test_a_question_is_worth_its_doubt_times_what_hangs_on_it() -> None:
    assert doubt(0.5) == pytest.approx(1.0)
    assert doubt(0.999) < doubt(0.9) < doubt(0.6)
    assert doubt(0.3) == pytest.approx(doubt(0.7))
    assert value_of(0.5, 6) == 6.0
    assert value_of(0.9, 12) > value_of(0.9, 2)
    assert value_of(0.0, 1) >= 0.0 == value_of(0.5, 0)


def test_every_pair_to_review_is_asked_the_most_valuable_first(linked: Linked, asked: tuple[Question, ...]) -> None:
    to_review = {
        ((p["dataset_l"], p["record_id_l"]), (p["dataset_r"], p["record_id_r"]))
        for p in linked.links.to_pylist()
        if p["outcome"] == "review"
    }
    assert to_review
    assert {q.pair for q in asked if q.outcome is Outcome.REVIEW} == to_review
    assert [q.value for q in asked] == sorted((q.value for q in asked), reverse=True)
    assert len({q.pair for q in asked}) == len(asked)


def test_the_first_question_about_some_people_goes_before_the_second(
    linked: Linked, asked: tuple[Question, ...]
) -> None:
    person = {(p["dataset"], p["record_id"]): p["cluster"] for p in linked.people.to_pylist()}
    worth: dict[frozenset[int], list[tuple[float, float]]] = {}
    for q in asked:
        people = frozenset(person[key] for key in q.pair)
        worth.setdefault(people, []).append((value_of(q.probability, q.hangs_on_it), q.value))
    assert any(len(of_people) > 1 for of_people in worth.values())
    for of_people in worth.values():
        for place, (alone, value) in enumerate(sorted(of_people, reverse=True), 1):
            assert value == pytest.approx(alone / place, abs=0.0002)


def test_what_speaks_against_a_pair_weighs_against_it_and_is_told_in_words(asked: tuple[Question, ...]) -> None:
    differs = [line for q in asked for line in q.weighing.lines if line.agreement is Agreement.DIFFERS]
    assert differs
    assert all(line.bits < 0 and "other" in line.said for line in differs)
    unknown = [line for q in asked for line in q.weighing.lines if line.agreement is Agreement.NOT_KNOWN]
    assert all(line.bits == 0 for line in unknown)


def test_the_evidence_shown_adds_up_to_the_weight_the_machine_gave(asked: tuple[Question, ...]) -> None:
    for question in asked:
        told = question.weighing.starts_at + sum(line.bits for line in question.weighing.lines)
        # Three rivals together weigh at most log2(3) more than the strongest alone.
        assert -0.1 <= told - question.bits <= math.log2(3) + 0.1


def test_chance_draws_the_same_pairs_again_and_none_that_is_settled(
    linked: Linked, asked: tuple[Question, ...]
) -> None:
    drawn = [q.pair for q in asked if q.by_chance]
    assert len(drawn) == 20
    assert all(q.outcome is Outcome.LINKED for q in asked if q.by_chance)
    again = questions(linked, settled=drawn[:5], wanted_by_chance={Outcome.LINKED: 15})
    assert {q.pair for q in again if q.by_chance} == set(drawn[5:])
    assert not {q.pair for q in again} & set(drawn[:5])


def test_pairs_of_people_whom_nobody_holds_are_not_asked(linked: Linked, asked: tuple[Question, ...]) -> None:
    nobodys = asked[0].left
    held = {key for q in asked for key in q.pair} - {nobodys}
    left = questions(linked, only=held)
    assert left
    assert all(nobodys not in q.pair for q in left)


def test_what_people_settled_is_obeyed_and_not_asked_again(records: pa.Table, asked: tuple[Question, ...]) -> None:
    doubtful = next(q for q in asked if q.outcome is Outcome.REVIEW and not q.together)
    sure = next(q for q in asked if q.by_chance)
    told = [_constraint(doubtful, Decided.LINK), _constraint(sure, Decided.APART)]
    again = link(records, on=TODAY, constraints=told)
    person = {(p["dataset"], p["record_id"]): p["cluster"] for p in again.people.to_pylist()}
    assert person[doubtful.left] == person[doubtful.right]
    assert person[sure.left] != person[sure.right]
    assert not {doubtful.pair, sure.pair} & {q.pair for q in questions(again)}


def _constraint(question: Question, decided: Decided) -> Constraint:
    (left, left_id), (right, right_id) = question.pair
    return Constraint(dataset_l=left, record_id_l=left_id, dataset_r=right, record_id_r=right_id, decided=decided)


def test_every_reason_to_ask_a_person_has_plain_words() -> None:
    assert {refusal.name for refusal in REFUSALS if refusal.to_review} <= set(REASONS)
    assert in_plain_words("a_reason_without_words") == "A reason without words."


def test_only_pairs_that_chance_chose_say_how_right_the_machine_was() -> None:
    right = Ruled(outcome=Outcome.LINKED, by_chance=True, settled=Settled.SAME)
    ruled = [
        *[right] * 97,
        *[replace(right, settled=Settled.DIFFERENT)] * 3,
        *[replace(right, settled=Settled.OPEN)] * 4,
        *[replace(right, by_chance=False, settled=Settled.DIFFERENT)] * 50,
        *[replace(right, outcome=Outcome.REVIEW, settled=Settled.DIFFERENT)] * 50,
    ]
    found = estimate(ruled, Outcome.LINKED)
    assert found == Estimate(outcome=Outcome.LINKED, same=97, different=3, open=4)
    assert found.share == pytest.approx(0.97)
    assert found.between == pytest.approx((0.915, 0.990), abs=0.001)


def test_an_estimate_without_any_answer_claims_nothing() -> None:
    nothing = estimate([], Outcome.LINKED)
    assert nothing.share is None
    assert nothing.between == (0.0, 1.0)


def test_nothing_wrong_in_a_small_sample_is_no_proof_of_perfection() -> None:
    flawless = Ruled(outcome=Outcome.LINKED, by_chance=True, settled=Settled.SAME)
    assert estimate([flawless] * 30, Outcome.LINKED).between[0] < 0.9
