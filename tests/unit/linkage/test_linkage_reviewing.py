"""What is asked of people, what their answers settle, and what they say of the machine."""

import math
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from goldenthread.linkage import Constraint, Decided, Linked, Outcome, link
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.reviewing import (
    ASKED_AGAIN,
    REASONS,
    STANDS_IN_THE_WAY,
    Agreement,
    Answers,
    Estimate,
    Foreseen,
    Question,
    Rival,
    Ruled,
    Said,
    Settled,
    Standoff,
    WholePerson,
    agree,
    asked_again,
    estimate,
    foresee,
    in_plain_words,
    questions,
    settle,
    whole_people,
)
from goldenthread.linkage.reviewing.asking import doubt, value_of
from goldenthread.linkage.shapes import DECISIONS
from goldenthread.linkage.worth_seeing import LEAST_CHANCE, worth_seeing
from tests.unit.linkage.records_in_doubt import area_in_doubt
from tests.unit.linkage.records_made import TODAY, nhs_number, record, table

SAME, DIFFERENT, CANNOT_TELL = Said.SAME, Said.DIFFERENT, Said.CANNOT_TELL


@pytest.fixture(scope="module")
def records() -> pa.Table:
    return area_in_doubt(60, seed=11)[0]


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
    assert [one.decided for one in Settled] == [Decided.LINK, Decided.APART, None, Decided.NOT_THEIRS]


def test_a_question_is_worth_what_its_answer_is_expected_to_set_right() -> None:
    assert value_of(0.5, would_do(joins=6)) == 3.0
    assert value_of(0.9, would_do(joins=6)) > value_of(0.3, would_do(joins=6))
    assert value_of(0.9, would_do(joins=12)) > value_of(0.9, would_do(joins=2))
    assert value_of(0.25, would_do(parted_if_two=4)) == 3.0
    assert value_of(0.5, would_do()) == 0.0
    assert value_of(1.0, would_do(joins=2)) == 2.0


def test_a_record_is_hardly_torn_from_those_it_surely_belongs_to() -> None:
    torn_from_sure, torn_from_unsure = (replace(JOINS_AND_PARTS, against=sure) for sure in (0.999, 0.4))
    sure, unsure = (value_of(0.9, replace(would_do(), same=same)) for same in (torn_from_sure, torn_from_unsure))
    # Nine to one that it is one of these, and 999 to one that it is one of those: at most one of them is right.
    assert sure == pytest.approx(12 * 9 / (9 + 999 + 1), abs=0.001)
    assert unsure == pytest.approx(12 * 9 / (9 + 2 / 3 + 1), abs=0.001)


def test_two_people_are_hardly_two_whose_other_records_surely_belong_together() -> None:
    parts = replace(would_do(parted_if_two=12).apart, against=0.999)
    surely_one = value_of(0.25, replace(would_do(), apart=parts))
    assert surely_one == pytest.approx(12 * 3 / (3 + 999 + 1), abs=0.001)


def test_a_link_does_not_speak_against_saying_that_it_is_wrong(linked: Linked) -> None:
    persons = linked.people["cluster"].to_pylist()
    names = list(zip(linked.people["dataset"].to_pylist(), linked.people["record_id"].to_pylist(), strict=True))
    of_two = [n for n in set(persons) if persons.count(n) == 2]
    pairs = [(names[(first := persons.index(n))], names[persons.index(n, first + 1)]) for n in of_two]
    assert pairs
    for answers in foresee(linked, pairs):
        assert answers.apart.parts
        assert answers.apart.against == 0.0


JOINS_AND_PARTS = Foreseen(obeyed=True, joins=8, parts=4, loses_left=4)


def would_do(*, joins: int = 0, parted_if_two: int = 0) -> Answers:
    return Answers(
        same=Foreseen(obeyed=True, joins=joins, parts=0), apart=Foreseen(obeyed=True, joins=0, parts=parted_if_two)
    )


def test_doubt_is_greatest_at_even_odds() -> None:
    assert doubt(0.5) == pytest.approx(1.0)
    assert doubt(0.999) < doubt(0.9) < doubt(0.6)
    assert doubt(0.3) == pytest.approx(doubt(0.7))


def test_nobody_is_asked_about_two_records_that_are_as_good_as_surely_two_people(linked: Linked) -> None:
    said = (
        (0, 1, 0.009, Outcome.LINKED),
        (0, 2, 0.009, Outcome.REVIEW),
        (0, 3, 0.009, Outcome.REVIEW),
        (1, 3, 0.01, Outcome.REVIEW),
    )
    rows = [
        {"rid_l": a, "rid_r": b, "weight_bits": 0.0, "probability": p, "outcome": o.value, "why": "any"}
        for a, b, p, o in said
    ]
    pairs, person_of = pa.Table.from_pylist(rows, schema=DECISIONS), np.array([0, 0, 0, 1])
    kept = worth_seeing(pairs, person_of, replace(linked.model, stand_alone=0.2))
    # The third would be asked of two people; the second of one, who may be two.
    assert kept.to_pylist() == [rows[0], rows[1], rows[3]]
    assert worth_seeing(pairs, person_of, replace(linked.model, stand_alone=0.0)).equals(pairs)


def test_a_run_asks_nobody_about_what_is_as_good_as_sure(asked: tuple[Question, ...]) -> None:
    assert all(q.probability >= LEAST_CHANCE for q in asked if not q.together)


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
        worth.setdefault(people, []).append((value_of(q.probability, q.answers), q.value))
    assert any(len(of_people) > 1 for of_people in worth.values())
    for of_people in worth.values():
        for place, (alone, value) in enumerate(sorted(of_people, reverse=True), 1):
            assert value == pytest.approx(alone / place, abs=0.0002)


def test_what_speaks_against_a_pair_weighs_against_it_and_is_told_in_words(asked: tuple[Question, ...]) -> None:
    # Against relatives, another home may speak for one person: they share one more often than faulty records do.
    of_one = [q for q in asked if q.weighing.rival is not Rival.RELATIVES]
    differs = [line for q in of_one for line in q.weighing.lines if line.agreement is Agreement.DIFFERS]
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


def test_where_a_ruling_stands_in_the_way_the_ruling_is_asked_about(linked: Linked) -> None:
    one = record(dataset="school", record_id="one", **nhs_number(1))
    other = record(dataset="surgery", record_id="other", address_line="3 High Street", **nhs_number(2))
    between = record(dataset="team", record_id="between")
    told = Constraint(
        dataset_l="school", record_id_l="one", dataset_r="team", record_id_r="between", decided=Decided.LINK
    )
    found = link(table(one, other, between), on=TODAY, model=linked.model, constraints=[told])
    person = {(p["dataset"], p["record_id"]): p["cluster"] for p in found.people.to_pylist()}
    assert person["school", "one"] == person["team", "between"] != person["surgery", "other"]
    to_review = {
        frozenset({r["dataset_l"], r["dataset_r"]}) for r in found.links.to_pylist() if r["outcome"] == "review"
    }
    assert to_review == {frozenset({"surgery", "team"})}
    (asked,) = questions(found)
    assert (asked.left, asked.right, asked.why) == (("school", "one"), ("team", "between"), STANDS_IN_THE_WAY)


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


def test_a_person_is_seen_whole_by_the_strongest_joins_that_reach_all_records_the_weakest_first(linked: Linked) -> None:
    found = whole_people(linked, most=1000)
    assert found
    person = {(p["dataset"], p["record_id"]): p["cluster"] for p in linked.people.to_pylist()}
    strongest: dict[frozenset[tuple[str, str]], float] = {}
    for row in linked.links.to_pylist():
        pair = frozenset({(row["dataset_l"], row["record_id_l"]), (row["dataset_r"], row["record_id_r"])})
        strongest[pair] = row["probability"]
    for one in found:
        assert len(one.records) >= 3
        assert len({person[key] for key in one.records}) == 1
        assert len(one.joins) == len(one.records) - 1
        told = [join.probability for join in one.joins]
        assert told == sorted(told)
        # Between the two sides of the weakest join there is no stronger one.
        weakest = one.joins[0]
        side = _side(one, weakest.left)
        across = [strongest.get(frozenset({a, b}), 0.0) for a in side for b in set(one.records) - side]
        assert max(across) == weakest.probability
        assert weakest.parts == len(across)


def _side(one: WholePerson, start: int) -> set[RecordKey]:
    """The records on one side of the weakest join."""
    reached, before = {start}, 0
    while before != len(reached):
        before = len(reached)
        for join in one.joins[1:]:
            if {join.left, join.right} & reached:
                reached |= {join.left, join.right}
    return {one.records[n] for n in reached}


def test_the_most_doubtful_people_come_first_and_whoever_is_wanted_comes_too(linked: Linked) -> None:
    everybody = whole_people(linked, most=1000)
    values = [one.value for one in everybody]
    assert values == sorted(values, reverse=True)
    few = whole_people(linked, most=2, wanted=[everybody[-1].records[0]])
    assert [one.records for one in few] == [everybody[0].records, everybody[1].records, everybody[-1].records]
    others = [key for one in everybody[1:] for key in one.records]
    assert everybody[0].records not in [one.records for one in whole_people(linked, most=1000, only=others)]


def test_what_was_settled_is_asked_again_with_the_machine_s_own_guess(records: pa.Table, linked: Linked) -> None:
    row = next(r for r in linked.links.to_pylist() if r["outcome"] == "linked")
    pair = ((row["dataset_l"], row["record_id_l"]), (row["dataset_r"], row["record_id_r"]))
    told = Constraint(
        dataset_l=pair[0][0],
        record_id_l=pair[0][1],
        dataset_r=pair[1][0],
        record_id_r=pair[1][1],
        decided=Decided.APART,
    )
    parted = link(records, on=TODAY, model=linked.model, constraints=[told])
    (again,) = asked_again(parted, [pair, (("gone", "1"), pair[1])], why=ASKED_AGAIN)
    assert (again.pair, again.together, again.why) == (pair, False, ASKED_AGAIN)
    assert again.probability == pytest.approx(linked.model.probability(again.weighing.bits), abs=1e-6)


@pytest.mark.parametrize(
    ("answers", "agreed"),
    [
        (((DIFFERENT, 1), (DIFFERENT, 1)), (DIFFERENT, 1)),
        (((DIFFERENT, 1), (DIFFERENT, 2)), Standoff.NEEDS_A_THIRD),
        (((DIFFERENT, 1), (DIFFERENT, 2), (DIFFERENT, 2)), (DIFFERENT, 2)),
        (((DIFFERENT, 1), (DIFFERENT, 2), (SAME, None)), None),
        (((DIFFERENT, 1),), Standoff.NEEDS_A_SECOND),
    ],
)
def test_two_who_take_out_different_records_do_not_agree(answers: tuple[tuple[Said, int], ...], agreed: object) -> None:
    assert agree(*answers) == agreed
