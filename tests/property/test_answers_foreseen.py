"""What a question promises is what comes of its answer: nobody is joined less, and nobody torn away unsaid."""

from functools import cache
from itertools import combinations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.linkage import Constraint, Decided, Linked, Outcome, link
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.reviewing import Question, questions
from tests.unit.linkage.records_in_doubt import area_in_doubt
from tests.unit.linkage.records_made import TODAY

SEEDS = (5, 11, 404)
Pairs = set[frozenset[RecordKey]]


@cache
def asked(seed: int) -> tuple[pa.Table, Linked, tuple[Question, ...]]:
    records = area_in_doubt(40, seed=seed)[0]
    linked = link(records, on=TODAY)
    return records, linked, questions(linked, wanted_by_chance={Outcome.LINKED: 20})


@given(st.sampled_from(SEEDS), st.integers(0, 10_000), st.sampled_from([Decided.LINK, Decided.APART]))
@settings(max_examples=12, deadline=None)
def test_an_answer_joins_and_parts_what_its_question_promised(seed: int, drawn: int, decided: Decided) -> None:
    records, linked, found = asked(seed)
    question = found[drawn % len(found)]
    promised = question.answers.same if decided is Decided.LINK else question.answers.apart
    after = link(records, on=TODAY, model=linked.model, constraints=[constraint(question, decided)])
    stood, stands = pairs_of(linked), pairs_of(after)
    assert (frozenset(question.pair) in stands) is (decided is Decided.LINK)
    assert (len(stands - stood), len(stood - stands)) == (promised.joins, promised.parts)
    torn_away = {end for pair in stood - stands if question.left in pair for end in pair} - {question.left}
    assert len(torn_away) == promised.loses_left


@pytest.mark.parametrize("seed", SEEDS)
def test_some_of_what_is_asked_would_tear_and_some_would_not(seed: int) -> None:
    found = asked(seed)[2]
    assert {bool(q.answers.same.parts) for q in found if not q.together} == {True, False}
    assert all(q.answers.same.obeyed and q.answers.same.joins for q in found if not q.together)
    assert all(q.answers.apart.parts for q in found if q.together)


def constraint(question: Question, decided: Decided) -> Constraint:
    (left, left_id), (right, right_id) = question.pair
    return Constraint(dataset_l=left, record_id_l=left_id, dataset_r=right, record_id_r=right_id, decided=decided)


def pairs_of(linked: Linked) -> Pairs:
    people: dict[int, list[RecordKey]] = {}
    for one in linked.people.to_pylist():
        people.setdefault(one["cluster"], []).append((one["dataset"], one["record_id"]))
    return {frozenset(pair) for keys in people.values() for pair in combinations(keys, 2)}
