"""One fact among several decides, and only that one: each of these was found by spoiling the rule it holds to."""

from dataclasses import replace
from typing import Any

import pytest

from goldenthread.disclosure.advice import Case
from goldenthread.disclosure.advice.fitting import TESTS, instead_of, why_it_does_not_fit
from goldenthread.disclosure.advice.matter import Matter
from goldenthread.disclosure.advice.words import StepName
from goldenthread.vocabulary import ProvisionId
from tests.spec.asking import CHARITY, DANGER, ask, item, law_of, question, said

SAFE = {"may_increase_risk": False, "may_prejudice_crime": False, "impracticable_now": False, "safe_channel": True}
RUMOUR = {"recipient": {"kind": "gp"}, "concern": {"evidence": "anonymous"}}


def matter(**differs: Any) -> Matter:
    case: Case = question(differs)
    return Matter(case=case, law=law_of(case), in_danger=False)


# How much is shared


@pytest.mark.parametrize("label", ["opinion", "allegation"])
def test_one_thing_that_is_no_fact_is_marked_among_others_that_are(label: str) -> None:
    marked = "Mark what is opinion or allegation as such."
    assert marked in said(ask(items=[item(status="fact"), item(status=label)]), StepName.MINIMISE)
    assert marked not in said(ask(items=[item(status="fact"), item(status="fact")]), StepName.MINIMISE)


def test_what_is_more_than_needed_is_said_only_where_it_is() -> None:
    more, enough = "Some of it is more than the recipient needs.", "Each item is said to be needed."
    assert more in said(ask(items=[item(), item(needed_by_recipient=False)]), StepName.MINIMISE)
    assert enough in said(ask(items=[item(), item()]), StepName.MINIMISE)


def test_a_rumour_waits_for_advice_only_where_no_parent_at_all_can_be_asked() -> None:
    unsafe = {"who": "mother", "could_be_asked_safely": False}
    assert ask(**RUMOUR, people=[unsafe, {"who": "father"}]).answer == "do_not_share"
    assert ask(**RUMOUR, people=[unsafe, unsafe | {"who": "father"}]).answer == "seek_advice"


@pytest.mark.parametrize(
    "differs", [{"about": "sibling"}, {"about": "child", "confidential": True}, {"made_by_model": True}]
)
def test_what_no_advice_could_clear_is_refused_and_not_put_off(differs: dict[str, Any]) -> None:
    people = [{"who": "child", "age": 7, "competent": False, "view": "objects"}, {"who": "mother", "role": "carer"}]
    parent = {"recipient": {"kind": "parent"}, "purpose": "subject_access", "people": people}
    assert ask(**parent, items=[item(**differs)]).answer == "do_not_share"


# Which provision fits


def test_a_homelessness_referral_needs_every_adult_to_agree() -> None:
    agreed = TESTS["ha1996_s213B"][0]
    mother, father = ({"who": who, "view": "agrees"} for who in ("mother", "father"))
    assert agreed(matter(people=[{"who": "child"}, mother, father]))
    assert not agreed(matter(people=[{"who": "child"}, mother, father | {"view": "objects"}]))
    assert not agreed(matter(people=[{"who": "child", "view": "agrees"}]))


def test_one_thing_about_health_keeps_serious_violence_law_away() -> None:
    carries = TESTS["pcsca2022_s9_s16"][0]
    assert carries(matter(items=[item(), item()]))
    assert not carries(matter(items=[item(), item(special=["health"])]))
    assert not carries(matter(sender={"kind": "gp"}))


def test_a_provision_for_another_purpose_says_for_which() -> None:
    asked = matter(purpose="statistics")
    held = asked.law.provision(ProvisionId("ca2004_s16LA"))
    assert held is not None
    assert held.purpose
    assert why_it_does_not_fit(held.id, asked) == f"It is for another purpose: {held.purpose}."


def test_what_stands_in_the_place_of_a_refused_provision_could_itself_carry_the_sharing() -> None:
    named = tuple(ProvisionId(id) for id in ("clc", "art6_1_f", "ca2004_s10", "ca1989_s47_9"))
    for sender, public in ((None, True), (CHARITY, False)):
        asked = matter(**({"sender": sender} if sender else {}))
        refused = asked.law.provision(ProvisionId("ca2004_s16H"))
        assert refused is not None
        instead = instead_of(replace(refused, instead=named), asked)
        # What restricts sharing is pointed to; a basis that is closed to public bodies only to others.
        assert "clc" in instead
        assert ("art6_1_f" in instead) is not public
        # A power is pointed to where it reaches this sender, recipient and purpose, and nowhere else.
        assert ("ca2004_s10" in instead) is public
        assert "ca1989_s47_9" not in instead


# Who is told


def test_in_danger_a_purpose_that_danger_does_not_lift_still_leaves_nothing_to_tell() -> None:
    harm = {"judgement": {"more_detrimental_to_share": True}}
    answer = ask(**DANGER, **harm, purpose="immigration_control")
    assert {str(one.answer) for one in answer.tell} == {"not_applicable"}
    lifted = ask(**DANGER, **harm)
    assert "not_applicable" not in {str(one.answer) for one in lifted.tell}


@pytest.mark.parametrize("view", ["objects", "asks_for_secrecy"])
def test_an_objection_is_weighed_wherever_somebody_is_told_and_nowhere_else(view: str) -> None:
    mother = {"who": "mother", "suspected_of_harm": False, "could_be_asked_safely": True, "view": view}
    for differs, telling, is_weighed in (
        ({}, SAFE, True),
        (DANGER, SAFE, True),
        ({}, SAFE | {"impracticable_now": True}, True),
        ({}, SAFE | {"may_increase_risk": True}, False),
    ):
        answer = ask(**differs, people=[{"who": "child", "age": 7}, mother | {"telling": telling}])
        assert ("It is not a veto." in " ".join(answer.tell[1].because)) is is_weighed
    baby = {"who": "child", "age": 1, "view": view}
    assert "It is not a veto." not in " ".join(ask(people=[baby]).tell[0].because)


# Confidence


def test_one_no_among_several_is_enough_for_what_the_gmc_says_of_it() -> None:
    told = [item(confidential=True)]
    yes, no = {"who": "mother", "view": "agrees"}, {"who": "child", "age": 15, "competent": True, "view": "objects"}
    step = StepName.CONFIDENTIALITY
    asked = {"sender": {"kind": "gp"}, "items": told}
    one_of_two = {one.step: one for one in ask(**asked, people=[no, yes]).because}[step].sources
    nobody = {one.step: one for one in ask(**asked, people=[no | {"view": "agrees"}, yes]).because}[step].sources
    assert ("gmc_children_32_34" in one_of_two, "gmc_children_32_34" in nobody) == (True, False)
