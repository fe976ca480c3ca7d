"""What is said agrees with itself, and what is not known is asked for: lines that once contradicted one another."""

from typing import Any

import pytest

from goldenthread.disclosure.advice import case_from
from goldenthread.disclosure.advice.words import StepName
from goldenthread.vocabulary import UnreadableDocument
from tests.spec.asking import CHARITY, DANGER, GP, PAPER, ask, item, rejected, said

TOLD = item(special=["health"], confidential=True)
SAFE = {"may_increase_risk": False, "may_prejudice_crime": False, "impracticable_now": False, "safe_channel": True}
MOTHER = {"who": "mother", "role": "carer", "suspected_of_harm": False, "could_be_asked_safely": True, "telling": SAFE}
NHS = {"kind": "nhs_trust", "designated_agency": False}
BOY = {"who": "child", "age": 15, "competent": True, "view": "objects"}
HARM = {"more_detrimental_to_share": True, "detriment": {"grounds": ["retaliation"], "evidence": "seen"}}


def told(answer: Any) -> list[str]:
    return [str(one.answer) for one in answer.tell]


# The first sentence


def test_nothing_is_called_free_that_was_told_in_confidence() -> None:
    weighed = ask(sender=GP, items=[TOLD], people=[BOY])
    assert (weighed.answer, weighed.confidentiality) == ("may_share", "weigh")
    assert "nothing forbids it" not in weighed.because[0].says
    assert "Weigh both, and you decide" in weighed.because[0].says
    emerging = ask(sender=GP, items=[TOLD], concern={"level": "emerging"})
    assert emerging.because[0].says.endswith("It was told in confidence: weigh that first.")
    assert "weigh" not in ask(sender=GP).because[0].says
    unsaid = ask(purpose="law_enforcement", recipient={"kind": "police"}, items=[item(confidential=None)])
    assert "unless it was told in confidence" in unsaid.because[0].says
    plain = ask(purpose="law_enforcement", recipient={"kind": "police"})
    assert plain.because[0].says == "You may share this: nothing forbids it, and you decide."


def test_the_first_sentence_says_when_nothing_listed_goes_in_danger() -> None:
    nothing = "Nothing that you listed goes"
    hidden = item(protected=["adoption"])
    assert nothing in ask(items=[hidden], **DANGER).because[0].says
    assert nothing not in ask(items=[hidden, item()], **DANGER).because[0].says
    assert nothing not in ask(items=[], **DANGER).because[0].says


def test_no_line_says_meanwhile_twice() -> None:
    for shown in ({}, {"detriment": {"grounds": [], "evidence": ""}}):
        first = ask(judgement=HARM | shown).because[0].says
        assert "Keep watch over the child" in first
        assert "Meanwhile: Meanwhile" not in first


# Telling


@pytest.mark.parametrize("judgement", [{"may_help_recipient": False}, HARM])
def test_nobody_is_told_who_will_hear_what_where_nothing_goes(judgement: dict[str, Any]) -> None:
    people = [{"who": "child", "age": 9}, MOTHER | {"view": "objects"}]
    assert told(ask(judgement=judgement, people=people)) == ["not_applicable", "not_applicable"]
    assert told(ask(judgement=judgement, people=people, **DANGER)) == ["tell_after", "tell_after"]


@pytest.mark.parametrize(
    ("differs", "others", "kinds", "is_asked", "is_warned"),
    [
        ({"safe_channel": None}, [], ["domestic_abuse"], True, True),
        ({"safe_channel": None}, [], ["emotional_abuse"], True, True),
        ({"safe_channel": None}, [], ["radicalisation"], True, True),
        ({"safe_channel": True}, [], ["domestic_abuse"], False, False),
        ({"safe_channel": None}, [], ["neglect"], True, False),
        ({"safe_channel": None}, [{"who": "father", "role": "suspect"}], ["neglect"], True, True),
    ],
)
def test_a_letter_goes_to_no_home_that_somebody_dangerous_may_share(
    differs: dict[str, Any], others: list[dict[str, Any]], kinds: list[str], is_asked: bool, is_warned: bool
) -> None:
    people = [MOTHER | {"telling": SAFE | differs}, *others]
    answer = ask(people=people, concern={"kinds": kinds})
    assert ("people[0].telling.safe_channel" in answer.find_out) is is_asked
    assert ("no letter or call" in answer.tell[0].because[0]) is is_warned


@pytest.mark.parametrize(
    ("kinds", "recipient", "is_asked", "whom"),
    [
        (["sexual_abuse"], "la_csc", True, "ask children's social care or the police first"),
        (["physical_abuse"], "la_csc", True, "ask children's social care or the police first"),
        (["trafficking"], "la_csc", True, "ask children's social care or the police first"),
        (["neglect"], "police", True, "Ask the police first"),
        (["sexual_abuse"], "police", True, "Ask the police first"),
        (["neglect"], "la_csc", False, "who will hear what"),
    ],
)
def test_whether_telling_spoils_an_enquiry_is_asked_where_it_may_be_a_crime(
    kinds: list[str], recipient: str, is_asked: bool, whom: str
) -> None:
    mother = MOTHER | {"view": "objects", "telling": SAFE | {"may_prejudice_crime": None}}
    child = {"who": "child", "age": 9, "telling": {"may_increase_risk": False}}
    answer = ask(people=[mother, child], concern={"kinds": kinds}, recipient={"kind": recipient})
    assert ("people[0].telling.may_prejudice_crime" in answer.find_out) is is_asked
    assert not any(path.startswith("people[1].telling") for path in answer.find_out)
    assert whom in answer.tell[0].because[0]
    said = ask(people=[MOTHER | {"view": "objects"}], concern={"kinds": kinds}, recipient={"kind": recipient})
    assert "first" not in said.tell[0].because[0]


@pytest.mark.parametrize(
    ("immediacy", "impracticable", "is_asked"),
    [("urgent", None, True), ("urgent", False, False), ("routine", None, False)],
)
def test_telling_that_may_hold_up_what_is_urgent_comes_after(
    immediacy: str, impracticable: bool | None, is_asked: bool
) -> None:
    people = [MOTHER | {"telling": SAFE | {"impracticable_now": impracticable}}]
    answer = ask(people=people, immediacy=immediacy)
    assert ("people[0].telling.impracticable_now" in answer.find_out) is is_asked
    assert ("share first and tell them after" in answer.tell[0].because[0]) is is_asked


def test_everything_unsaid_about_telling_somebody_is_asked_for_at_once() -> None:
    people = [{"who": "mother", "role": "carer", "could_be_asked_safely": True}]
    answer = ask(people=people, concern={"kinds": ["sexual_abuse"]}, immediacy="urgent")
    unsaid = {path for path in answer.find_out if path.startswith("people[0].")}
    assert unsaid >= {
        "people[0].telling.safe_channel",
        "people[0].telling.may_prejudice_crime",
        "people[0].suspected_of_harm",
        "people[0].telling.impracticable_now",
    }


# Consent


@pytest.mark.parametrize(
    ("child", "is_a_basis"),
    [
        ({"competent": False, "view": "objects"}, True),
        ({"competent": True, "view": "objects"}, False),
        ({"competent": True, "view": "asks_for_secrecy"}, False),
        ({"competent": True}, False),
        ({"competent": True, "view": "agrees"}, True),
        ({"view": "objects"}, False),
        ({}, True),
    ],
)
def test_consent_is_no_basis_against_a_child_who_can_judge(child: dict[str, Any], is_a_basis: bool) -> None:
    people = [{"who": "child", "age": 15} | child, MOTHER | {"view": "agrees"}]
    need = {"kinds": ["young_carer"], "level": "unmet_need"}
    answer = ask(sender=CHARITY, concern=need, people=people, proposed={"lawful_basis": "art6_1_a"})
    assert ("art6_1_a" in answer.lawful_basis) is is_a_basis
    assert ("art6_1_a" in rejected(answer)) is not is_a_basis


def test_explicit_consent_is_refused_with_its_own_reason() -> None:
    reason = rejected(ask(items=[TOLD], proposed={"condition": "art9_2_a"}))["art9_2_a"]
    assert "a no must stop you" in reason


# What the law demands, and what it does not


def test_what_the_law_demands_is_not_refused_as_of_no_help() -> None:
    of_no_help = {"judgement": {"may_help_recipient": False}}
    asked = {"power": "ca1989_s47_9", "states_what_and_why": True, "made_by": "recipient"}
    assert ask(sender=NHS, request=asked, **of_no_help).answer == "must_share"
    girl = [{"who": "child", "age": 15}]
    cut = {"kinds": ["fgm"], "level": "serious_harm", "evidence": "disclosure_by_child"}
    assert ask(sender=NHS, recipient={"kind": "police"}, people=girl, concern=cut, **of_no_help).answer == "must_share"
    assert ask(**of_no_help).answer == "do_not_share"


def test_how_grave_is_found_out_where_a_report_of_cutting_turns_on_it() -> None:
    girl = [{"who": "child", "age": 15}]
    unsaid = {"kinds": ["fgm"], "level": None, "evidence": "disclosure_by_child"}
    answer = ask(sender=NHS, recipient={"kind": "police"}, purpose="law_enforcement", people=girl, concern=unsaid)
    assert "fgma2003_s5B" not in answer.duty
    assert "concern.level" in answer.find_out


@pytest.mark.parametrize(
    ("recipient", "is_asked"),
    [
        ({"kind": "voluntary"}, True),
        ({"kind": "voluntary", "commissioned": False}, False),
        ({"kind": "voluntary", "commissioned": True}, False),
        ({"kind": "cafcass"}, False),
    ],
)
def test_whether_a_recipient_works_for_the_council_is_found_out(recipient: dict[str, Any], is_asked: bool) -> None:
    answer = ask(recipient=recipient)
    assert ("recipient.commissioned" in answer.find_out) is is_asked
    assert ("turns on whether it works" in said(answer, StepName.DUTY)) is is_asked


def test_a_flow_never_rests_on_a_public_interest_that_is_weighed_case_by_case() -> None:
    once = ask(sender=NHS, items=[TOLD])
    assert once.confidentiality == "public_interest"
    flow = ask(sender=NHS, items=[TOLD], mode="planned", governance=PAPER)
    assert flow.confidentiality == "weigh"
    assert "caldicott_guardian" in flow.seek_advice_from
    assert ask(sender=NHS, items=[TOLD], mode="planned", **DANGER).confidentiality == "public_interest"


@pytest.mark.parametrize(
    ("mode", "agreement", "carries"), [("one_off", True, False), ("planned", False, False), ("planned", True, True)]
)
def test_the_digital_economy_act_carries_agreed_flows_only(mode: str, agreement: bool, carries: bool) -> None:
    council = {
        "sender": {"kind": "la_csc", "designated_agency": False},
        "recipient": {"kind": "la_housing"},
        "purpose": "promote_welfare",
        "proposed": {"gateway": "dea2017_s35"},
    }
    answer = ask(mode=mode, governance={"agreement": agreement, "dpia": True}, **council)
    assert ("dea2017_s35" in answer.gateways) is carries
    assert ("dea2017_s35" in rejected(answer)) is not carries


# What is typed wrongly


def test_a_day_to_look_again_that_has_passed_is_asked_for_anew() -> None:
    passed = ask(judgement=HARM | {"detriment": {"grounds": ["other"], "evidence": "seen", "review_on": "2026-10-04"}})
    assert "judgement.detriment.review_on" in passed.find_out
    assert "review" in passed.then
    today = ask(judgement=HARM | {"detriment": {"grounds": ["other"], "evidence": "seen", "review_on": "2026-10-05"}})
    assert "review:2026-10-05" in today.then


@pytest.mark.parametrize("age", [-1, 121])
def test_an_age_that_nobody_has_is_refused_where_it_stands(age: int) -> None:
    with pytest.raises(UnreadableDocument, match=r"from 0 to 120 \(in people 2, age\)"):
        case_from({"people": [{"who": "child", "age": 0}, {"who": "mother", "age": age}]})
    assert case_from({"people": [{"who": "mother", "age": 120}]}).people[0].age == 120


# The law of the day


def test_nobody_must_share_under_an_act_that_was_not_yet_passed() -> None:
    to_a_surgery = {"sender": NHS, "recipient": {"kind": "gp"}, "purpose": "promote_welfare"}
    assert ask(asked_on="2015-03-25", **to_a_surgery).duty == ()
    assert ask(asked_on="2015-03-26", **to_a_surgery).duty == ("hsca2012_s251B",)
    review = {"sender": NHS, "recipient": {"kind": "safeguarding_partner"}, "purpose": "practice_review"}
    asked = {"power": "ca2004_s16H", "states_what_and_why": True, "made_by": "recipient"}
    before = ask(asked_on="2017-04-26", request=asked, **review)
    assert before.duty == ()
    assert "not in force" in rejected(before)["ca2004_s16H"]
    assert ask(request=asked, **review).duty == ("ca2004_s16H",)


def test_on_a_day_before_the_law_of_data_protection_no_basis_of_it_is_named() -> None:
    before = ask(asked_on="2018-05-24")
    assert before.lawful_basis == ()
    assert "another nation or day" in said(before, StepName.LAWFUL_BASIS)


# Who agrees, who asks, and for how much

CARE_PLAN = {
    "sender": NHS,
    "recipient": {"kind": "school_academy"},
    "purpose": "promote_welfare",
    "concern": {"kinds": ["other"], "level": "unmet_need"},
    "items": [TOLD],
}


@pytest.mark.parametrize(
    ("child", "carers", "standing"),
    [
        ({"age": 7}, [{"view": "agrees"}], "agreed"),
        ({"age": 7, "competent": False}, [{"view": "agrees"}], "agreed"),
        ({"age": 15, "competent": True}, [{"view": "agrees"}], "weigh"),
        ({"age": 15, "competent": True, "view": "agrees"}, [{}], "agreed"),
        ({"age": 7, "view": "objects"}, [{"view": "agrees"}], "weigh"),
        ({"age": 7}, [{"view": "objects"}], "weigh"),
        ({"age": 7}, [{"view": "agrees", "suspected_of_harm": None}], "weigh"),
        ({"age": 7}, [{"view": "agrees"}, {"who": "father", "view": "objects"}], "weigh"),
        ({"age": 7, "view": "agrees"}, [], "weigh"),
        ({"age": 7}, [], "weigh"),
    ],
)
def test_carers_agree_for_a_child_who_cannot_judge(
    child: dict[str, Any], carers: list[dict[str, Any]], standing: str
) -> None:
    people = [{"who": "child"} | child, *(MOTHER | carer for carer in carers)]
    assert ask(people=people, **CARE_PLAN).confidentiality == standing


@pytest.mark.parametrize(("power", "verdict"), [("ca1989_s47_9", "redact"), ("ca1989_s27", "redact")])
def test_a_request_for_help_never_takes_the_whole_file(power: str, verdict: str) -> None:
    asked = {"power": power, "states_what_and_why": True, "made_by": "recipient"}
    answer = ask(sender=NHS, request=asked, items=[item(form="whole_file")])
    assert (answer.duty[0], [str(one.answer) for one in answer.items]) == (power, [verdict])


def test_whoever_asks_for_their_own_needs_no_power() -> None:
    asked = {"states_what_and_why": None, "made_by": "recipient"}
    answer = ask(purpose="subject_access", recipient={"kind": "any_person"}, request=asked)
    assert "needs no power" in said(answer, StepName.COMPELLING_REQUEST)
    assert not [path for path in answer.find_out if path.startswith("request")]


@pytest.mark.parametrize(
    ("differs", "basis"),
    [
        ({}, ("art6_1_ea", "art6_1_f")),
        ({"asked_on": "2026-02-04"}, ("art6_1_f",)),
        ({"request": None}, ("art6_1_f",)),
        ({"request": {"states_what_and_why": None, "made_by": "recipient"}}, ("art6_1_f",)),
        ({"recipient": {"kind": "voluntary"}}, ("art6_1_f",)),
        ({"recipient": {"kind": None}}, ("art6_1_f",)),
        ({"purpose": "legal_proceedings", "recipient": {"kind": "court"}}, ("art6_1_f",)),
    ],
)
def test_a_charity_that_a_public_body_asks_for_a_review_has_a_recognised_interest(
    differs: dict[str, Any], basis: tuple[str, ...]
) -> None:
    asked = {"states_what_and_why": True, "made_by": "recipient"}
    review = {"purpose": "practice_review", "recipient": {"kind": "safeguarding_partner"}, "request": asked}
    answer = ask(**({"sender": CHARITY} | review | differs))
    assert answer.lawful_basis == basis
    assert ("rli_public_task_request" in answer.because[9].sources) is (len(basis) == 2)


def test_danger_does_not_wait_to_hear_which_nation_it_is() -> None:
    assert "in which nation this is" in ask(nation=None, **DANGER).because[0].says
    assert "another nation" in ask(nation="wales", **DANGER).because[0].says


@pytest.mark.parametrize(
    ("differs", "says"),
    [
        ({"sender": CHARITY}, None),
        ({"sender": CHARITY, "purpose": "law_enforcement"}, "another purpose"),
        ({"sender": CHARITY, "asked_on": "2026-02-04"}, "not in force"),
        ({}, "no public authority"),
    ],
)
def test_the_recognised_interest_itself_may_be_proposed(differs: dict[str, Any], says: str | None) -> None:
    named = rejected(ask(proposed={"lawful_basis": "rli_safeguarding"}, **differs))
    assert (says is None) is (named == {})
    assert says is None or says in named["rli_safeguarding"]


def test_a_recognised_interest_is_no_condition_for_sensitive_data() -> None:
    named = rejected(ask(sender=CHARITY, items=[TOLD], proposed={"condition": "rli_safeguarding"}))
    assert "no condition for sensitive data" in named["rli_safeguarding"]
