"""What nobody said is asked for wherever the answer turns on it; nothing is guessed in silence."""

from typing import Any

import pytest

from tests.spec.asking import CHARITY, GP, NHS, ask, item

UNTOLD: dict[str, Any] = {"may_increase_risk": False, "impracticable_now": False, "safe_channel": True}
CHILD = {"who": "child", "age": 15, "telling": {"may_increase_risk": False}}
MOTHER = {
    "who": "mother",
    "role": "carer",
    "suspected_of_harm": False,
    "could_be_asked_safely": True,
    "telling": UNTOLD,
}


@pytest.mark.parametrize("judged", ["relevant_to_welfare", "may_help_recipient", "more_detrimental_to_share"])
@pytest.mark.parametrize("sender", [CHARITY, GP, {"kind": "school_academy"}])
def test_the_senders_own_judgement_is_asked_for_within_the_duty_and_outside_it(
    judged: str, sender: dict[str, Any]
) -> None:
    assert f"judgement.{judged}" in ask(sender=sender, judgement={judged: None}).find_out
    assert f"judgement.{judged}" not in ask(sender=sender).find_out
    danger = ask(sender=CHARITY, judgement={judged: None}, immediacy="immediate_danger")
    assert f"judgement.{judged}" not in danger.find_out


def test_whether_a_child_who_says_no_can_judge_is_asked_before_guidance_calls() -> None:
    told = [item(special=["health"], confidential=True)]
    need = {"sender": NHS, "recipient": {"kind": "gp"}, "concern": {"level": "unmet_need"}, "items": told}
    unjudged = ask(**need, people=[CHILD | {"view": "objects"}])
    assert (unjudged.answer, "people[0].competent" in unjudged.find_out) == ("may_share", True)
    not_able = ask(**need, people=[CHILD | {"view": "objects", "competent": False}])
    assert (not_able.answer, "people[0].competent" in not_able.find_out) == ("should_share", False)
    assert "people[0].competent" not in ask(**need, people=[CHILD]).find_out


@pytest.mark.parametrize(("named", "is_asked"), [(None, True), (True, False), (False, False)])
def test_that_a_school_is_named_in_the_arrangements_is_taken_aloud(named: bool | None, is_asked: bool) -> None:
    council = {"sender": {"kind": "la_csc"}, "recipient": {"kind": "school_academy", "designated_agency": named}}
    answer = ask(**council)
    assert ("recipient.designated_agency" in answer.find_out) is is_asked
    assert answer.answer == ("should_share" if named is False else "must_share")
    assert "recipient.designated_agency" not in ask().find_out


@pytest.mark.parametrize(("confided", "is_asked"), [([True, False], True), ([True], True), ([False, False], False)])
def test_whether_a_child_may_judge_is_asked_where_one_thing_was_told_in_confidence(
    confided: list[bool], is_asked: bool
) -> None:
    things = [item(name=f"thing {n}", confidential=was) for n, was in enumerate(confided)]
    answer = ask(sender=GP, people=[CHILD | {"age": 15, "competent": None, "view": "objects"}], items=things)
    assert ("people[0].competent" in answer.find_out) is is_asked


def test_who_made_a_request_is_asked_for() -> None:
    asked = {"power": "ca1989_s47_9", "states_what_and_why": True}
    assert "request.made_by" in ask(sender=NHS, request=asked).find_out
    assert "request.made_by" not in ask(sender=NHS, request=asked | {"made_by": "recipient"}).find_out


@pytest.mark.parametrize(
    ("protected", "is_asked"),
    [([[]], False), ([["address", "refuge"]], True), ([["address"], []], True), ([["address", "adoption"]], False)],
)
def test_it_is_asked_of_each_thing_that_hides_no_more_than_where_somebody_is(
    protected: list[list[str]], is_asked: bool
) -> None:
    things = [item(name=f"thing {n}", protected=marks) for n, marks in enumerate(protected)]
    answer = ask(recipient={"kind": "police", "emergency_service": None}, immediacy="immediate_danger", items=things)
    assert ("recipient.emergency_service" in answer.find_out) is is_asked


def test_whether_they_are_an_emergency_service_is_asked_where_an_address_turns_on_it() -> None:
    danger = {"immediacy": "immediate_danger", "items": [item(protected="address")]}
    unsaid = {"kind": "police", "emergency_service": None}
    assert "recipient.emergency_service" in ask(**danger, recipient=unsaid).find_out
    assert "recipient.emergency_service" not in ask(**danger, recipient=unsaid | {"kind": "parent"}).find_out
    assert "recipient.emergency_service" not in ask(recipient=unsaid).find_out


def test_the_police_are_asked_before_a_parent_is_told_what_went_to_them() -> None:
    answer = ask(recipient={"kind": "police"}, people=[CHILD, MOTHER])
    assert "people[1].telling.may_prejudice_crime" in answer.find_out
    assert "Ask the police first" in answer.tell[1].because[0]
    cleared = MOTHER | {"telling": UNTOLD | {"may_prejudice_crime": False}}
    assert "people[1].telling.may_prejudice_crime" not in ask(recipient={"kind": "police"}, people=[cleared]).find_out


@pytest.mark.parametrize(
    ("risk", "crime", "is_asked"),
    [(False, False, False), (None, False, True), (False, None, True), (None, None, True)],
)
def test_whether_a_parent_may_be_the_danger_is_asked_unless_telling_is_known_to_be_safe(
    risk: bool | None, crime: bool | None, is_asked: bool
) -> None:
    telling = UNTOLD | {"may_increase_risk": risk, "may_prejudice_crime": crime}
    answer = ask(people=[MOTHER | {"suspected_of_harm": None, "telling": telling}])
    assert ("people[0].suspected_of_harm" in answer.find_out) is is_asked


def test_whether_a_parent_may_be_the_danger_is_asked_before_they_are_told() -> None:
    unsaid = MOTHER | {"suspected_of_harm": None}
    answer = ask(people=[CHILD, unsaid])
    assert "people[1].suspected_of_harm" in answer.find_out
    assert "may be the source of the harm" in answer.tell[1].because[0]
    assert "people[1].suspected_of_harm" not in ask(people=[CHILD, MOTHER]).find_out


def test_a_childs_age_and_what_a_thing_is_are_asked_for() -> None:
    answer = ask(people=[{"who": "child"}], items=[item(about=None, form=None)])
    assert {"people[0].age", "items[0].about", "items[0].form"} <= set(answer.find_out)
