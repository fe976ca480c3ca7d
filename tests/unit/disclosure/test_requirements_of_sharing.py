"""What is asked of every answer: the golden rules, the purpose and need, the basis and what gives it."""

from typing import Any

import pytest

from goldenthread.disclosure.advice import Answer
from goldenthread.disclosure.advice.words import StepName
from goldenthread.law import ConcernKind
from tests.spec.asking import FORMS_OF_HARM, ORDINARY, answered, question

COUNCIL = {"kind": "la_csc", "designated_agency": False}
CHARITY = {"kind": "voluntary", "public_authority": False, "designated_agency": False, "commissioned": False}
BEFORE_THE_DUTY = {"asked_on": "2026-06-01"}
SHARES = {"must_share", "should_share", "may_share"}
PARENT = ORDINARY["people"][1]
CHILD = ORDINARY["people"][0]
SEEN = ORDINARY["items"][0]


def ask(**differs: Any) -> Answer:
    return answered(question(differs))


def step(answer: Answer, name: StepName) -> Any:
    return next(one for one in answer.because[1:] if one.step is name)


@pytest.mark.requirement("F2")
@pytest.mark.parametrize("view", ["objects", "asks_for_secrecy", "unknown"])
def test_a_childs_safety_comes_before_the_privacy_of_those_who_object(view: str) -> None:
    told = [SEEN | {"about": "mother", "confidential": True}]
    answer = ask(items=told, people=[CHILD, PARENT | {"view": view}])
    assert answer.answer == "must_share"
    assert step(answer, StepName.PROPORTION).says.startswith("A child's safety comes before anybody's privacy.")
    assert "golden_rule_1" in step(answer, StepName.PROPORTION).sources
    assert answer.confidentiality == "public_interest"


@pytest.mark.requirement("F4")
@pytest.mark.parametrize("sender", [COUNCIL, CHARITY, {"kind": "gp", "designated_agency": False}])
@pytest.mark.parametrize("level", ["risk_of_harm", "serious_harm", "emerging"])
def test_no_consent_is_needed_for_a_risk_or_what_looks_like_one(sender: dict[str, Any], level: str) -> None:
    concern = {"level": level, "evidence": "allegation"}
    refuses = [CHILD, PARENT | {"view": "objects"}]
    answer = ask(sender=sender, concern=concern, people=refuses, proposed={"lawful_basis": "art6_1_a"})
    assert answer.answer in SHARES
    assert "art6_1_a" not in answer.lawful_basis
    assert [one.id for one in answer.rejected] == ["art6_1_a"]
    assert answer.rejected[0].instead == answer.lawful_basis
    assert "golden_rule_3" in step(answer, StepName.LAWFUL_BASIS).sources


@pytest.mark.requirement("F6")
def test_only_what_is_relevant_and_accurate_goes_and_only_to_those_with_a_part_in_it() -> None:
    items = [SEEN, SEEN | {"name": "gossip", "needed_by_recipient": False}, SEEN | {"status": "allegation"}]
    relevant, needless, alleged = ask(items=items).items
    assert (relevant.answer, needless.answer, alleged.answer) == ("share", "withhold", "share")
    assert "Mark it as allegation." in alleged.because
    assert "golden_rule_6" in step(ask(items=items), StepName.MINIMISE).sources
    assert ask(judgement={"relevant_to_welfare": False}).answer == "do_not_share"
    rumour = {"concern": {"evidence": "anonymous"}, "recipient": {"kind": "housing_association"}}
    assert ask(**rumour).answer == "do_not_share"
    for without_a_part in ("retailer", "researcher", "home_office", "business_partnership"):
        assert ask(recipient={"kind": without_a_part}).answer == "do_not_share"


@pytest.mark.requirement("F11")
def test_a_childs_information_goes_for_a_compelling_reason_and_for_no_other() -> None:
    for purpose in ("safeguard_child", "promote_welfare", "law_enforcement", "practice_review"):
        judged = step(ask(sender=COUNCIL, recipient={"kind": "police"}, purpose=purpose), StepName.PURPOSE)
        assert "a compelling reason to disclose" in judged.says
        assert judged.sources == ("childrens_code_9",)
    for purpose in ("eligibility", "statistics", "research", "immigration_control", "other"):
        answer = ask(purpose=purpose, recipient={"kind": "retailer"})
        assert answer.answer == "do_not_share"
        assert "No compelling reason to disclose is shown." in step(answer, StepName.PURPOSE).says


@pytest.mark.requirement("F13")
def test_fifteen_forms_of_harm_can_each_be_said_and_each_is_reason_enough_to_share() -> None:
    assert len(FORMS_OF_HARM) == 15
    assert set(FORMS_OF_HARM) <= {str(kind) for kind in ConcernKind}
    for kind in FORMS_OF_HARM:
        assert ask(concern={"kinds": [kind]}).answer in SHARES


@pytest.mark.requirement("F15")
def test_serious_harm_is_an_emergency_only_where_there_is_danger_now() -> None:
    serious = {"concern": {"level": "serious_harm"}}
    urgent = ask(**serious, immediacy="urgent")
    assert "urgent is not an emergency" in step(urgent, StepName.DANGER).says
    assert "record_after_the_event" not in urgent.then
    danger = ask(**serious, immediacy="immediate_danger", recipient={"kind": "police"})
    assert "There is immediate danger" in step(danger, StepName.DANGER).says
    assert "record_after_the_event" in danger.then
    assert ask(concern={"level": "emerging"}, immediacy="immediate_danger").then == danger.then


@pytest.mark.requirement("F17")
def test_private_and_family_life_are_weighed_in_every_answer() -> None:
    for differs in ({}, {"sender": CHARITY}, {"purpose": "law_enforcement"}, {"immediacy": "immediate_danger"}):
        weighed = step(ask(**differs), StepName.PROPORTION)
        assert "hra_art8" in weighed.sources
        assert "serve its aim, go no further than it needs, and be fair" in weighed.says


@pytest.mark.requirement("G6")
def test_a_public_task_names_what_gives_it_and_asks_where_nothing_does() -> None:
    answer = ask(sender=COUNCIL, recipient={"kind": "police"}, **BEFORE_THE_DUTY)
    named = step(answer, StepName.LAWFUL_BASIS)
    assert answer.lawful_basis == ("art6_1_e",)
    assert answer.gateways[0] in named.sources
    assert "gives you: it reaches this recipient and this purpose." in named.says
    without = ask(sender={"kind": "cafcass", "designated_agency": False}, purpose="complaint", **BEFORE_THE_DUTY)
    assert without.lawful_basis == ("art6_1_e",)
    assert not without.gateways
    assert "Name the statute or guidance that gives you the task" in step(without, StepName.LAWFUL_BASIS).says


@pytest.mark.requirement("G13")
@pytest.mark.parametrize(
    ("sender", "recipient"),
    [
        (COUNCIL, "police"),
        ({"kind": "school_maintained"}, "la_csc"),
        ({"kind": "nhs_trust", "designated_agency": False}, "la_csc"),
        ({"kind": "police", "designated_agency": False}, "la_csc"),
        ({"kind": "la_housing", "designated_agency": False}, "la_csc"),
        ({"kind": "la_adult_sc", "designated_agency": False}, "la_csc"),
    ],
)
def test_nobody_has_to_search_for_the_statute(sender: dict[str, Any], recipient: str) -> None:
    for day in (BEFORE_THE_DUTY, {}):
        answer = ask(sender=sender, recipient={"kind": recipient}, **day)
        assert answer.gateways
        headline = answer.because[0]
        assert set(headline.sources) & set(answer.gateways)


@pytest.mark.requirement("G14")
def test_what_is_not_necessary_has_no_lawful_basis() -> None:
    needless: list[dict[str, Any]] = [
        {"judgement": {"may_help_recipient": False}},
        {"judgement": {"relevant_to_welfare": False}},
        {"purpose": "statistics"},
        {"purpose": "research", "recipient": {"kind": "researcher"}},
        {"purpose": "eligibility", "recipient": {"kind": "retailer"}},
    ]
    for differs in needless:
        for sender in (COUNCIL, CHARITY):
            answer = ask(sender=sender, proposed={"lawful_basis": "art6_1_f"}, **differs)
            assert (answer.answer, answer.lawful_basis) == ("do_not_share", ())
            assert "has no lawful basis" in step(answer, StepName.LAWFUL_BASIS).says
            assert [one.id for one in answer.rejected] == ["art6_1_f"]
    assert ask(sender=COUNCIL).lawful_basis


@pytest.mark.requirement("G15")
@pytest.mark.requirement("G16")
def test_each_act_of_sharing_has_a_basis_of_its_own_by_its_purpose() -> None:
    police = {"kind": "police", "designated_agency": False}
    hub = {"kind": "la_csc"}
    under_the_duty = ask(sender=police, recipient=hub)
    before_it = ask(sender=police, recipient=hub, **BEFORE_THE_DUTY)
    for_crime = ask(
        sender=police | {"competent_authority": True}, recipient={"kind": "probation"}, purpose="law_enforcement"
    )
    bases = [one.lawful_basis for one in (under_the_duty, before_it, for_crime)]
    assert bases == [("art6_1_c",), ("art6_1_e",), ("dpa2018_s35",)]
    by_charity = [ask(sender=CHARITY, purpose=purpose).lawful_basis for purpose in ("safeguard_child", "complaint")]
    assert by_charity == [("art6_1_ea", "art6_1_f"), ("art6_1_f",)]


@pytest.mark.requirement("G21")
def test_what_is_about_an_adult_needs_its_basis_and_its_own_condition() -> None:
    health = {"special": ["health"], "confidential": False, "needed_by_recipient": True}
    items = [{"name": "hers", "about": "child", **health}, {"name": "his", "about": "father", **health}]
    safe_to_ask = {"who": "father", "role": "carer", "could_be_asked_safely": True}
    answer = ask(
        sender=CHARITY,
        recipient={"kind": "school_maintained"},
        items=items,
        people=[CHILD, safe_to_ask],
        governance={"policy_document": True},
        concern={"kinds": ["parental_mental_health"]},
    )
    assert "What is about an adult rests on it too" in step(answer, StepName.LAWFUL_BASIS).says
    hers, his = answer.items
    assert ("sch1_p18" in hers.conditions, hers.answer) == (True, "share")
    assert (his.conditions, his.answer) == ((), "withhold")
    assert "an adult" not in step(ask(), StepName.LAWFUL_BASIS).says


@pytest.mark.requirement("G22")
def test_a_balance_of_interests_gives_a_child_more_weight() -> None:
    answer = ask(sender=CHARITY, asked_on="2026-02-04")
    assert answer.lawful_basis == ("art6_1_f",)
    assert "weighed with extra care for the child" in step(answer, StepName.LAWFUL_BASIS).says


@pytest.mark.requirement("G24")
@pytest.mark.parametrize(
    ("differs", "provision"),
    [
        ({}, "ca2004_s16LA"),
        (
            {
                "recipient": {"kind": "court"},
                "purpose": "legal_proceedings",
                "request": {"power": "court_order", "states_what_and_why": True, "made_by": "recipient"},
            },
            "court_order",
        ),
        (
            {
                "sender": {"kind": "gp", "designated_agency": False},
                "recipient": {"kind": "police"},
                "concern": {"kinds": ["fgm"], "level": "serious_harm", "evidence": "disclosure_by_child"},
                **BEFORE_THE_DUTY,
            },
            "fgma2003_s5B",
        ),
    ],
)
def test_a_legal_obligation_names_the_provision_that_obliges(differs: dict[str, Any], provision: str) -> None:
    answer = ask(**differs)
    assert answer.lawful_basis == ("art6_1_c",)
    assert answer.duty == (provision,)
    assert provision in step(answer, StepName.LAWFUL_BASIS).sources
    unfounded = ask(sender=CHARITY, proposed={"lawful_basis": "art6_1_c"}).rejected[0]
    assert "no legal obligation to rest on" in unfounded.because


@pytest.mark.requirement("H11")
def test_people_are_offered_a_choice_where_it_is_safe_and_only_there() -> None:
    mother = ask(people=[CHILD, PARENT]).tell[1]
    assert "Where there is a choice, of how it is told or by whom, offer it." in mother.because[0]
    danger = PARENT | {"suspected_of_harm": True, "telling": {"may_increase_risk": True}}
    for differs in ({"people": [CHILD, danger]}, {"immediacy": "immediate_danger", "recipient": {"kind": "police"}}):
        assert "choice" not in " ".join(ask(**differs).tell[1].because)


@pytest.mark.requirement("I1")
def test_whether_it_was_told_in_confidence_is_asked_and_never_guessed() -> None:
    unsaid = ask(items=[SEEN | {"confidential": None}])
    assert (unsaid.confidentiality, unsaid.find_out) == ("unresolved", ("items[0].confidential",))
    assert "Whether it was told in confidence is not said." in step(unsaid, StepName.CONFIDENTIALITY).says
    assert ask(items=[SEEN | {"confidential": False}]).confidentiality == "not_engaged"
    assert ask(items=[SEEN | {"confidential": True}]).confidentiality == "public_interest"


@pytest.mark.requirement("I6")
@pytest.mark.parametrize("sender", ["gp", "nhs_trust"])
@pytest.mark.parametrize("form", ["extract", "record", "whole_file"])
def test_whatever_comes_out_of_a_patients_record_is_confidential(sender: str, form: str) -> None:
    item = SEEN | {"form": form, "confidential": False}
    differs: dict[str, Any] = {"concern": {"level": "unmet_need"}, "items": [item]}
    doctor = ask(sender={"kind": sender, "designated_agency": False}, **differs)
    assert doctor.confidentiality == "weigh"
    assert "clc" in step(doctor, StepName.CONFIDENTIALITY).sources
    assert {"named_doctor", "caldicott_guardian"} <= set(doctor.seek_advice_from)
    assert ask(**differs).confidentiality == "not_engaged"


@pytest.mark.requirement("I9")
def test_a_doctor_can_share_what_is_needed_and_leave_out_the_diagnosis() -> None:
    need = {"name": "needs help at home", "about": "child", "form": "flag", "special": ["health"]}
    diagnosis = {"name": "diagnosis", "about": "mother", "form": "record", "special": ["health"]}
    items = [
        need | {"special_about": "mother", "confidential": True, "needed_by_recipient": True},
        diagnosis | {"confidential": True, "needed_by_recipient": False},
    ]
    answer = ask(sender={"kind": "gp", "designated_agency": False}, concern={"kinds": ["young_carer"]}, items=items)
    assert [one.answer for one in answer.items] == ["share", "withhold"]
    assert answer.because[0].says.startswith("You should share part")
    assert "The recipient does not need it." in answer.items[1].because


@pytest.mark.requirement("J2")
@pytest.mark.parametrize(
    "kind",
    ["health", "ethnicity", "religion", "politics", "union", "genetic", "biometric", "sex_life", "sexual_orientation"],
)
def test_each_special_category_is_recognised_and_asks_for_a_condition(kind: str) -> None:
    answer = ask(items=[SEEN | {"special": [kind]}], recipient={"kind": "school_maintained"})
    assert answer.answer == "seek_advice"
    assert "No condition for this sensitive data is met yet." in answer.items[0].because
    assert ask(items=[SEEN], recipient={"kind": "school_maintained"}).answer == "must_share"


@pytest.mark.requirement("E8")
@pytest.mark.parametrize(
    "sender", ["school_academy", "gp", "nhs_trust", "police", "la_housing", "early_years", "voluntary", "retailer"]
)
@pytest.mark.parametrize("level", ["emerging", "unmet_need"])
def test_an_early_worry_may_always_go_to_childrens_social_care(sender: str, level: str) -> None:
    differs = {"public_authority": None, "designated_agency": False, "commissioned": False}
    answer = ask(sender={"kind": sender, **differs}, concern={"level": level}, **BEFORE_THE_DUTY)
    assert answer.answer in SHARES
