"""The routine of those who work with children: what each of them knows may go, and what none of them would send."""

from typing import Any

import pytest

from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import CHARITY, DANGER, GP, NHS, ask, item, rejected, said, verdicts

SAFE = {"may_increase_risk": False, "may_prejudice_crime": False, "impracticable_now": False, "safe_channel": True}
CHILD = {"who": "child", "age": 7, "competent": False}
MOTHER = {"who": "mother", "role": "carer", "suspected_of_harm": False, "could_be_asked_safely": True, "telling": SAFE}
FATHER = MOTHER | {"who": "father"}
AGREES = MOTHER | {"view": "agrees"}
NEED = {"kinds": ["other"], "level": "unmet_need"}
HEALTH = item(special=["health"], confidential=True)


# What an adult told in confidence


@pytest.mark.parametrize(
    ("mother", "thing", "danger", "verdict"),
    [
        ({}, HEALTH, False, "withhold"),
        ({"view": "objects"}, HEALTH, False, "withhold"),
        ({}, HEALTH | {"form": "record"}, False, "redact"),
        ({"view": "agrees"}, HEALTH, False, "share"),
        ({"suspected_of_harm": True}, HEALTH, False, "share"),
        ({}, HEALTH | {"confidential": False}, False, "share"),
        ({}, HEALTH, True, "share"),
    ],
)
def test_what_a_mother_told_in_confidence_does_not_go_to_the_father_unless_she_agrees(
    mother: dict[str, Any], thing: dict[str, Any], danger: bool, verdict: str
) -> None:
    soon = {"immediacy": "immediate_danger" if danger else "routine"}
    paper = {"policy_document": True}
    people = [CHILD, MOTHER | mother, FATHER]
    asked = {"sender": {"kind": "la_csc"}, "recipient": {"kind": "parent"}, "governance": paper, "people": people}
    answer = ask(**asked, **soon, items=[thing | {"about": "mother"}])
    assert verdicts(answer) == [verdict]
    if verdict == "withhold":
        assert answer.answer == "seek_advice"
        assert "that very person" in answer.because[0].says


# Sensitive data and agreement


COUNSELLING: dict[str, Any] = {
    "recipient": {"kind": "voluntary", "commissioned": False},
    "purpose": "promote_welfare",
    "concern": NEED,
    "proposed": {"condition": "art9_2_a"},
}
TEENAGER = {"who": "child", "age": 15, "competent": True, "view": "agrees"}


@pytest.mark.parametrize(
    ("people", "thing", "is_met"),
    [
        ([TEENAGER], HEALTH, True),
        ([TEENAGER | {"view": "unknown"}], HEALTH, False),
        ([TEENAGER | {"competent": None}], HEALTH, False),
        ([TEENAGER, FATHER | {"suspected_of_harm": True}], HEALTH, False),
        ([CHILD, AGREES], HEALTH, True),
        ([CHILD, AGREES, FATHER], HEALTH, False),
        ([CHILD, MOTHER], HEALTH, False),
        ([CHILD, AGREES], HEALTH | {"about": "mother"}, True),
        ([CHILD, AGREES | {"could_be_asked_safely": None}], HEALTH | {"about": "mother"}, False),
        ([CHILD], HEALTH | {"about": "mother"}, False),
    ],
)
def test_explicit_consent_carries_what_nothing_else_does_where_a_no_would_stop_it(
    people: list[dict[str, Any]], thing: dict[str, Any], is_met: bool
) -> None:
    answer = ask(**COUNSELLING, people=people, items=[thing])
    assert ("art9_2_a" in answer.conditions) is is_met
    assert ("art9_2_a" in rejected(answer)) is not is_met
    assert answer.answer == ("should_share" if is_met else "seek_advice")


def test_consent_that_nobody_has_in_mind_is_offered_and_not_assumed() -> None:
    unasked = COUNSELLING | {"proposed": {}}
    agreed = ask(**unasked, people=[TEENAGER], items=[HEALTH])
    assert agreed.conditions == ()
    assert "explicit consent" in agreed.because[0].says
    assert (
        "explicit consent"
        not in ask(**unasked, people=[TEENAGER | {"view": "unknown"}], items=[HEALTH]).because[0].says
    )


def test_whoever_waits_for_a_condition_is_not_sent_to_the_police() -> None:
    fever = ask(recipient={"kind": "parent"}, items=[item(special=["health"])])
    assert fever.answer == "seek_advice"
    assert "complete the policy document" in fever.because[0].says
    assert "police" not in fever.because[0].says


def test_a_file_that_is_blacked_out_in_any_case_is_not_refused_for_want_of_a_condition() -> None:
    moves = {"recipient": {"kind": "school_maintained"}}
    answer = ask(**moves, items=[HEALTH | {"form": "whole_file"}])
    assert answer.answer == "seek_advice"
    assert answer.because[0].step is StepName.CONDITION
    assert (
        ask(**moves, items=[HEALTH | {"form": "whole_file"}], governance={"policy_document": True}).answer
        == "share_part"
    )


def test_what_a_person_could_clear_is_named_before_what_stays_back_anyhow() -> None:
    answer = ask(items=[item(needed_by_recipient=False), item(special=["health"])])
    assert answer.answer == "seek_advice"
    assert answer.because[0].step is StepName.CONDITION


# Asking for one's own


def test_a_right_of_access_is_answered_as_a_right() -> None:
    asked = {"purpose": "subject_access", "concern": {"kinds": [], "level": "none", "evidence": "none"}}
    request = {"made_by": "recipient"}
    mine = ask(**asked, recipient={"kind": "any_person"}, request=request, people=[TEENAGER], items=[HEALTH])
    assert (mine.answer, mine.duty, mine.lawful_basis) == ("must_share", ("art15",), ("art6_1_c",))
    assert "within a month" in said(mine, StepName.COMPELLING_REQUEST)
    assert "weigh" not in mine.because[0].says
    for_a_child = ask(**asked, recipient={"kind": "parent"}, request=request, people=[CHILD], items=[item()])
    assert for_a_child.duty == ("art15",)
    unjudged = [{"who": "child", "age": 14}]
    in_doubt = ask(**asked, recipient={"kind": "parent"}, request=request, people=unjudged, items=[item()])
    assert (in_doubt.duty, in_doubt.answer) == ((), "may_share")
    for_somebody = request | {"made_by": "someone_for_them"}
    solicitor = ask(**asked, sender=GP, recipient={"kind": "solicitor"}, request=for_somebody, people=[CHILD])
    assert solicitor.duty == ()
    assert "Make sure first that who asks may ask" in solicitor.because[0].says


@pytest.mark.parametrize(
    ("sender", "view", "about", "verdict"),
    [
        (CHARITY, "agrees", "mother", "may_share"),
        (NHS, "agrees", "mother", "may_share"),
        (CHARITY, "unknown", "mother", "seek_advice"),
        (CHARITY, "agrees", "child", "seek_advice"),
    ],
)
def test_a_letter_for_a_mothers_own_solicitor_is_hers_to_give(
    sender: dict[str, Any], view: str, about: str, verdict: str
) -> None:
    asked = {"recipient": {"kind": "solicitor"}, "purpose": "legal_proceedings"}
    answer = ask(sender=sender, **asked, people=[CHILD, MOTHER | {"view": view}], items=[item(about=about)])
    assert answer.answer == verdict


def test_a_letter_that_is_about_somebody_else_as_well_is_not_hers_alone_to_give() -> None:
    asked = {"recipient": {"kind": "solicitor"}, "purpose": "legal_proceedings"}
    about_both = [item(about="mother"), item(name="what the child said", about="child")]
    answer = ask(sender=CHARITY, **asked, people=[CHILD, MOTHER | {"view": "agrees"}], items=about_both)
    assert answer.answer == "seek_advice"


def test_that_she_agrees_is_no_power_for_anything_but_her_own_proceedings() -> None:
    agrees = {"people": [CHILD, MOTHER | {"view": "agrees"}], "items": [item(about="mother")]}
    answer = ask(**agrees, purpose="law_enforcement", recipient={"kind": "voluntary"})
    assert answer.answer == "seek_advice"
    assert "names no power of yours" in said(answer, StepName.POWER)


# Which power, and what the first sentence says


@pytest.mark.parametrize("level", ["serious_harm", "risk_of_harm", "emerging", "unmet_need"])
def test_an_enquiry_into_harm_is_no_power_to_help_with_a_need(level: str) -> None:
    asked = {"sender": {"kind": "la_csc"}, "concern": {"level": level}, "proposed": {"gateway": "ca1989_s47_enquire"}}
    answer = ask(**asked)
    enquires = level in ("serious_harm", "risk_of_harm")
    assert ("ca1989_s47_enquire" in answer.gateways) is enquires
    assert ("reasonable cause" in rejected(answer).get("ca1989_s47_enquire", "")) is not enquires
    assert "ca1989_s17" in answer.gateways


def test_a_duty_that_may_not_set_a_confidence_aside_says_so_first_and_an_order_of_a_court_does_not() -> None:
    told = [item(confidential=True)]
    early = {"concern": {"level": "emerging"}, "items": told}
    assert "record how you weighed it" in ask(**early).because[0].says
    order = {"power": "court_order", "states_what_and_why": True, "made_by": "recipient"}
    court = ask(**early, recipient={"kind": "court"}, purpose="legal_proceedings", request=order)
    assert court.answer == "must_share"
    assert "weigh" not in court.because[0].says


def test_a_confidence_that_harm_outweighs_is_not_called_forbidden_by_nothing() -> None:
    cafcass = {"sender": {"kind": "cafcass", "designated_agency": False}, "items": [item(confidential=True)]}
    assert (
        "protecting somebody from harm outweighs that" in ask(**cafcass, recipient={"kind": "ofsted"}).because[0].says
    )


@pytest.mark.parametrize(
    "differs",
    [
        {"recipient": {"kind": "any_person"}},
        {"recipient": {"kind": "home_office"}, "purpose": "immigration_control"},
        {"recipient": {"kind": "voluntary", "linked_to_risk": True}},
        {"recipient": {"kind": "retailer"}, "purpose": "promote_welfare"},
    ],
)
def test_whoever_is_refused_in_immediate_danger_hears_of_999_first(differs: dict[str, Any]) -> None:
    answer = ask(**differs, immediacy="immediate_danger")
    assert answer.answer in ("seek_advice", "do_not_share")
    assert "ring 999 at once" in answer.because[0].says


def test_nobody_tells_the_police_to_ring_the_police() -> None:
    appeal = {"recipient": {"kind": "any_person"}, "immediacy": "immediate_danger"}
    police = ask(sender={"kind": "police"}, **appeal)
    assert "control room" in police.because[0].says
    assert "999" not in said(police, StepName.DANGER)
    assert "999" in said(ask(**appeal), StepName.DANGER)
    assert "control room" not in ask(**DANGER).because[0].says


def test_what_is_merely_too_much_is_not_sent_through_those_who_hold_what_is_protected() -> None:
    scored = ask(recipient={"kind": "school_maintained"}, items=[item(made_by_model=True)])
    assert scored.answer == "do_not_share"
    assert "police" not in scored.because[0].says
    hidden = {"recipient": {"kind": "any_person"}, "items": [item(protected="address")]}
    assert "go through children's social care" in ask(**hidden).because[0].says
    assert "go through children's social care" not in ask(**hidden, sender={"kind": "la_csc"}).because[0].says


@pytest.mark.parametrize(("age", "strength", "confidence"), [(16, "should", "public_interest"), (19, "may", "weigh")])
def test_guidance_about_children_does_not_call_over_the_head_of_a_grown_woman(
    age: int, strength: str, confidence: str
) -> None:
    woman = {"who": "child", "age": age, "competent": True, "view": "objects"}
    harm = {"kinds": ["sexual_abuse"], "level": "serious_harm", "evidence": "disclosure_by_child"}
    answer = ask(sender=GP, recipient={"kind": "police"}, concern=harm, people=[woman], items=[HEALTH])
    assert (answer.items[0].strength, answer.confidentiality) == (strength, confidence)


# Who is told


def test_where_everything_stays_back_for_good_nobody_is_told_that_it_goes_and_no_feedback_is_owed() -> None:
    girl = TEENAGER | {"view": "objects"}
    asked = {"recipient": {"kind": "parent"}, "concern": NEED | {"level": "none"}, "people": [girl, MOTHER]}
    kept = ask(sender=GP, **asked, items=[HEALTH], governance={"policy_document": True})
    assert kept.answer == "do_not_share"
    assert [one.answer for one in kept.tell] == ["not_applicable", "not_applicable"]
    assert "feedback" not in kept.then
    some = ask(sender=GP, **asked, items=[HEALTH, item(name="homework")])
    assert [one.answer for one in some.tell] == ["tell_first", "seek_views"]
    assert "feedback" in ask().then
    assert "feedback" not in ask(items=[item(special=["health"])]).then


def test_a_parent_who_is_told_in_danger_is_not_kept_from_knowing() -> None:
    girl = TEENAGER | {"view": "asks_for_secrecy"}
    asked = {"people": [girl, MOTHER], "immediacy": "immediate_danger"}
    assert ask(**asked, recipient={"kind": "parent"}).tell[1].answer == "tell_after"
    assert ask(**asked, recipient={"kind": "police"}).tell[1].answer == "do_not_tell_yet"
