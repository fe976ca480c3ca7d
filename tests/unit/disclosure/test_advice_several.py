"""Where several people, items or rules speak at once: one of them is enough, or all of them are needed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from goldenthread.disclosure.advice import Answer, advise
from goldenthread.disclosure.advice.words import StepName
from goldenthread.law import Displaces, Nation, law_in_force, read_register
from tests.spec.asking import CHARITY, PAPER, ask, item, question

SAFE = {"may_increase_risk": False, "may_prejudice_crime": False, "impracticable_now": False, "safe_channel": True}
POLICE = {"kind": "police", "competent_authority": True}


def somebody(who: str, **differs: Any) -> dict[str, Any]:
    return {"who": who, "could_be_asked_safely": True, "view": "agrees", "telling": SAFE} | differs


def sources(answer: Answer, step: StepName) -> tuple[str, ...]:
    return next(one.sources for one in answer.because[1:] if one.step is step)


# Consent


def test_one_suspected_parent_of_two_ends_the_free_choice() -> None:
    help_only = {"sender": CHARITY, "concern": {"kinds": ["young_carer"], "level": "unmet_need"}}
    proposed = {"lawful_basis": "art6_1_a"}
    mother = somebody("mother", suspected_of_harm=False)
    both = [mother, somebody("father", suspected_of_harm=False)]
    assert "art6_1_a" in ask(**help_only, proposed=proposed, people=both).lawful_basis
    unsaid = ask(**help_only, proposed=proposed, people=[mother, somebody("father")])
    assert "art6_1_a" not in unsaid.lawful_basis
    assert "people[1].suspected_of_harm" in unsaid.find_out
    one = [mother, somebody("father", suspected_of_harm=True)]
    refused = ask(**help_only, proposed=proposed, people=one)
    assert "art6_1_a" not in refused.lawful_basis
    assert "source of harm" in refused.rejected[0].because


def test_a_young_person_who_is_accused_leaves_no_free_choice_even_where_everybody_agrees() -> None:
    help_only = {"sender": CHARITY, "concern": {"kinds": ["young_carer"], "level": "unmet_need"}}
    mother, brother = somebody("mother", suspected_of_harm=False), somebody("sibling", age=15, competent=True)
    proposed = {"lawful_basis": "art6_1_a"}
    assert "art6_1_a" in ask(**help_only, proposed=proposed, people=[mother, brother]).lawful_basis
    accused = ask(**help_only, proposed=proposed, people=[mother, brother | {"role": "suspect"}])
    assert "art6_1_a" not in accused.lawful_basis
    assert "source of harm" in accused.rejected[0].because


def test_the_no_of_one_parent_of_two_is_heard() -> None:
    parents = [somebody("mother"), somebody("father", view="objects")]
    assert "Somebody says no" in ask(people=parents, proposed={"lawful_basis": "art6_1_a"}).rejected[0].because


# What a person could still clear


def test_where_advice_could_clear_one_item_of_several_advice_is_taken() -> None:
    court, unneeded = item(protected="court_restricted"), item(needed_by_recipient=False)
    assert ask(items=[court, unneeded]).answer == "seek_advice"
    assert ask(items=[unneeded, unneeded]).answer == "do_not_share"


def test_advice_clears_nothing_that_is_not_needed_anyway() -> None:
    assert ask(items=[item(protected="court_restricted", needed_by_recipient=False)]).answer == "do_not_share"


REFUGE = item(name="the refuge", protected=["refuge"])


@pytest.mark.parametrize(
    ("items", "verdict"),
    [
        ([REFUGE], "do_not_share"),
        ([REFUGE | {"needed_by_recipient": False}], "do_not_share"),
        ([REFUGE, REFUGE | {"name": "the school run", "protected": ["address"]}], "do_not_share"),
        ([REFUGE, item(name="how she is")], "seek_advice"),
        ([item(name="how she is", needed_by_recipient=False)], "seek_advice"),
        ([item(name="the file", protected=["referrer"], form="record")], "seek_advice"),
    ],
)
def test_no_advice_opens_the_way_to_a_hidden_mother_and_only_that_is_refused_flatly(
    items: list[dict[str, Any]], verdict: str
) -> None:
    assert ask(items=items, recipient={"kind": "any_person"}).answer == verdict


def test_what_a_professional_might_yet_hold_goes_to_advice_although_it_is_not_needed() -> None:
    """Two things stand against it; neither makes a question that another law leaves open into a flat no."""
    assert ask(items=[REFUGE], nation="wales").answer == "seek_advice"
    assert ask(items=[REFUGE | {"needed_by_recipient": False}], nation="wales").answer == "seek_advice"


def test_a_refusal_is_said_before_a_reason_to_ask() -> None:
    no_paper = {"mode": "planned", "governance": {"agreement": False, "dpia": False}}
    answer = ask(purpose="other", **no_paper)
    assert answer.answer == "do_not_share"
    assert "A planned flow waits until its agreement is signed" in answer.because[0].says
    assert answer.because[0].step is StepName.GOVERNANCE


def test_a_duty_is_named_by_its_title() -> None:
    law = law_in_force(Nation.ENGLAND, on=date(2026, 10, 5))
    duty = law.provision(ask().duty[0])
    assert duty is not None
    assert f"You must share this: {duty.title} demands it" in ask().because[0].says


# Conditions


@pytest.mark.parametrize("asked_safely", [True, False])
def test_what_is_known_of_a_person_is_not_asked_again(asked_safely: bool) -> None:
    told = [somebody("mother", could_be_asked_safely=asked_safely)]
    low = [item(about="mother", special=["health"])]
    assert "people[0].could_be_asked_safely" not in ask(items=low, people=told).find_out
    unknown = [{"who": "mother", "role": "carer"}]
    assert "people[0].could_be_asked_safely" in ask(items=low, people=unknown).find_out
    for_crime = {"purpose": "law_enforcement", "recipient": {"kind": "housing_association"}}
    assert "people[0].could_be_asked_safely" not in ask(items=low, people=unknown, **for_crime).find_out


def test_where_only_the_wish_to_stop_a_crime_carries_it_whether_she_could_be_asked_is_found_out() -> None:
    """A charity tells the police of what looks like abuse at home: of her injuries, and of his threats."""
    unasked = {"sender": CHARITY, "recipient": {"kind": "police"}, "people": [{"who": "mother", "role": "victim"}]}
    injuries, threats = item(about="mother", special=["health"]), item(about="mother", criminal=True)
    for known in (injuries, threats, injuries | {"criminal": True}):
        answer = ask(items=[known], concern={"kinds": ["domestic_abuse"]}, **unasked)
        assert set(answer.items[0].conditions) <= {"sch1_p10", "sch1_p36"}
        assert "people[0].could_be_asked_safely" in answer.find_out
    plain = ask(items=[item(about="mother")], concern={"kinds": ["domestic_abuse"]}, **unasked)
    assert "people[0].could_be_asked_safely" not in plain.find_out


def test_the_safeguarding_condition_needs_its_reason_for_each_person() -> None:
    people = [{"who": "child", "age": 7, "competent": False}, somebody("mother")]
    both = [item(special=["health"]), item(about="mother", special=["health"])]
    answer = ask(items=both, people=people, governance=PAPER, proposed={"condition": "art9_2_c"})
    assert "sch1_p18" in answer.items[0].conditions
    assert "sch1_p18" not in answer.items[1].conditions
    alone = ask(items=both[1:], people=people, governance=PAPER, proposed={"condition": "sch1_p18"})
    assert "could be asked safely" in alone.rejected[0].because
    without_paper = ask(items=both, people=people, proposed={"condition": "sch1_p18"})
    assert "could be asked safely" in without_paper.rejected[0].because


def test_a_wrong_condition_names_those_that_are_met() -> None:
    answer = ask(items=[item(special=["health"])], governance=PAPER, proposed={"condition": "art9_2_f"})
    assert answer.rejected[0].instead == answer.conditions
    assert answer.conditions


# Confidence


def test_a_duty_whose_own_text_sets_confidence_aside_is_cited_for_it() -> None:
    told = question({"items": [item(confidential=True)]})
    shipped = read_register()
    duty = "ca2004_s16LA"
    laid_aside = tuple(
        replace(p, displaces_confidence=Displaces.YES) if p.id == duty and p.nation is Nation.ENGLAND else p
        for p in shipped
    )
    law = law_in_force(Nation.ENGLAND, on=date(2026, 10, 5), register=laid_aside)
    answer = advise(told, law)
    assert answer.confidentiality == "overridden_by_duty"
    assert sources(answer, StepName.CONFIDENTIALITY) == (duty, "clc")


def test_one_item_of_which_nobody_says_how_it_was_told_leaves_confidence_open() -> None:
    assert ask(items=[item(), item(confidential=None)]).confidentiality == "unresolved"
    assert ask(items=[item(), item()]).confidentiality == "not_engaged"


# Law enforcement


def test_part_3_meets_conditions_of_schedule_8_alone_and_crime_needs_none() -> None:
    work = {"sender": POLICE, "purpose": "law_enforcement", "governance": PAPER}
    hurt = ask(items=[item(special=["health"]), item(criminal=True)], **work)
    assert hurt.items[0].conditions == ("sch8_p4", "sch8_p1")
    assert hurt.items[1].conditions == ()
    assert hurt.answer in ("may_share", "should_share")
    says = next(one.says for one in hurt.because if one.step is StepName.CONDITION)
    assert "sensitive processing" in says
    grown_up = ask(items=[item(about="mother", special=["health"])], people=[somebody("mother")], **work)
    assert grown_up.items[0].conditions == ("sch8_p1",), "whoever can be asked is not protected past their no"
    vague = ask(items=[item(special=["health"])], **(work | {"concern": {"kinds": []}}))
    assert vague.items[0].conditions == ("sch8_p1",)
    bare = ask(items=[item(special=["health"])], **(work | {"governance": {"policy_document": False}}))
    assert bare.answer == "seek_advice"


def test_part_3_names_its_principles_and_no_basis_of_the_uk_gdpr() -> None:
    work = {"sender": POLICE, "purpose": "law_enforcement"}
    answer = ask(**work, proposed={"lawful_basis": "art6_1_e"})
    assert answer.lawful_basis == ("dpa2018_s35",)
    assert "Part 3 of the DPA 2018 governs" in answer.rejected[0].because
    says = next(one.says for one in answer.because if one.step is StepName.LAWFUL_BASIS)
    for principle in ("lawful and fair", "stated purpose", "no more than", "accurate", "no longer", "secure"):
        assert principle in says
    safeguarding = ask(sender=POLICE, proposed={"lawful_basis": "art6_1_f"})
    assert "Part 3" not in safeguarding.rejected[0].because


# Scores


@pytest.mark.parametrize("danger", [{}, {"immediacy": "immediate_danger", "recipient": {"kind": "police"}}])
def test_a_computers_score_goes_nowhere_even_in_danger(danger: dict[str, Any]) -> None:
    seen, score = item(name="seen"), item(name="score", status="opinion", made_by_model=True)
    answer = ask(items=[seen, score], **danger)
    assert [str(one.answer) for one in answer.items] == ["share", "withhold"]
    assert answer.answer == "share_part"
    assert ask(items=[score]).answer == "do_not_share"


@pytest.mark.parametrize(
    ("purpose", "words"),
    [("safeguard_child", "to keep a child safe"), ("promote_welfare", "a child's welfare")],
)
def test_a_proper_purpose_is_said_in_words(purpose: str, words: str) -> None:
    says = next(one.says for one in ask(purpose=purpose).because[1:] if one.step is StepName.PURPOSE)
    assert f"The purpose is a proper one: {words}" in says
