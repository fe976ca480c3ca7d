"""A rule that holds two records to be two people gives way where people join others of theirs, and is asked about."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from goldenthread.linkage import Constraint, Decided, Linked, Model, link
from goldenthread.linkage.brought_together import A_RULE_SAYS_TWO
from goldenthread.linkage.refusal import Refusal
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.reviewing import REASONS, Question, questions
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table


@cache
def trained() -> Model:
    """Its lines far enough from what is told of these four."""
    return replace(link(area(60, seed=3)[0], on=TODAY).model, link_from_bits=2.0, review_from_bits=0.0)


def of_one_child(**differs: dict[str, Any]) -> list[dict[str, Any]]:
    """Christopher, a girl by one record, and Chris, a boy by another; and what differs of these four."""
    ordinary = {
        "girl": {"sex": "female"},
        "christopher": {},
        "chris": {"given_name": "Chris"},
        "boy": {"given_name": "Chris", "sex": "male"},
    }
    same = {
        "family_name": "Marsden",
        "given_name": "Christopher",
        "sex": None,
        "date_of_birth": date(2013, 4, 26),
        "address_line": "9 Orchard Close",
        "postcode": "WH4 2AB",
    }
    return [
        record(dataset=name, agency=name, record_id="1", **{**same, **told, **differs.get(name, {})})
        for name, told in ordinary.items()
    ]


def told(left: str, right: str, decided: Decided = Decided.LINK) -> Constraint:
    return Constraint(dataset_l=left, record_id_l="1", dataset_r=right, record_id_r="1", decided=decided)


def linked(*decisions: Constraint, **differs: dict[str, Any]) -> Linked:
    return link(table(*of_one_child(**differs)), on=TODAY, model=trained(), constraints=decisions)


def people(of: Linked) -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for one in of.people.to_pylist():
        groups.setdefault(one["cluster"], set()).add(one["dataset"])
    return {frozenset(group) for group in groups.values()}


def asked_of_a_rule(of: Linked) -> list[Question]:
    return [one for one in questions(of) if one.why == A_RULE_SAYS_TWO]


SAME = told("christopher", "chris")
ALL = frozenset({"girl", "christopher", "chris", "boy"})
TWO = {frozenset({"girl", "christopher"}), frozenset({"chris", "boy"})}


def test_a_rule_keeps_them_apart_until_people_say_otherwise() -> None:
    assert people(linked()) == TWO


def test_people_s_word_tears_nobody_for_a_rule() -> None:
    assert people(linked(SAME)) == {ALL}


def test_whether_the_rule_is_right_is_asked_in_plain_words() -> None:
    (question,) = asked_of_a_rule(linked(SAME))
    assert {end[0] for end in question.pair} == {"girl", "boy"}
    assert question.together
    assert question.answers.apart.parts
    assert "Are they one?" in REASONS[question.why]


def test_it_is_asked_once_and_not_where_people_have_said_so() -> None:
    again = {"girl": {"sex": "female"}, "christopher": {"sex": "female"}}
    assert len(asked_of_a_rule(linked(SAME, **again))) == 1
    assert asked_of_a_rule(linked(SAME, told("girl", "boy"))) == []
    assert asked_of_a_rule(linked()) == []


def test_people_who_say_that_the_rule_is_right_are_obeyed() -> None:
    found = linked(SAME, told("girl", "boy", Decided.APART))
    assert not any({"girl", "boy"} <= one for one in people(found))
    assert any({"christopher", "chris"} <= one for one in people(found))
    assert asked_of_a_rule(found) == []


def test_what_people_say_of_three_is_obeyed_though_a_rule_bars_the_third_pair() -> None:
    found = linked(told("christopher", "girl"), told("christopher", "boy"))
    assert any({"girl", "christopher", "boy"} <= one for one in people(found))


def test_two_numbers_still_part() -> None:
    numbers = {"girl": nhs_number(1), "boy": nhs_number(2)}
    assert people(linked(**numbers)) == TWO
    found = linked(SAME, **numbers)
    assert len(people(found)) == 2
    assert any({"christopher", "chris"} <= one for one in people(found))
    assert not any({"girl", "boy"} <= one for one in people(found))
    assert asked_of_a_rule(found) == []


def test_two_births_still_part() -> None:
    newborns = {"girl": {"given_name": "Twin 1"}, "boy": {"given_name": "Twin 2"}}
    found = linked(told("girl", "christopher"), told("boy", "chris"), SAME, **newborns)
    assert people(found) == TWO
    assert asked_of_a_rule(found) == []


@pytest.mark.parametrize("rule", REFUSALS, ids=lambda rule: rule.name)
def test_a_rule_that_nobody_is_asked_about_never_gives_way(rule: Refusal) -> None:
    """Unless one faulty copy may be all there is to it."""
    gives_way = rule.bars_people_below_bits < rule.bars_below_bits
    assert gives_way == (rule.bars and (rule.to_review or rule.of_one_copy))
