"""What special facts need besides: a condition for each, and the duty of confidence."""

from typing import Any

import pytest

from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import CHARITY, DANGER, NHS, PAPER, ask, rejected, said

SAFE = {"may_increase_risk": False, "may_prejudice_crime": False, "impracticable_now": False, "safe_channel": True}


def item(**differs: Any) -> dict[str, Any]:
    ordinary = {"name": "it", "about": "child", "form": "summary", "confidential": False, "needed_by_recipient": True}
    return ordinary | differs


# Conditions


SENSITIVE = [item(special=["health"])]


def conditions(**differs: Any) -> tuple[str, ...]:
    return ask(**({"items": SENSITIVE} | differs)).items[0].conditions


def one_person(**differs: Any) -> list[dict[str, Any]]:
    return [{"who": "child", "competent": True, "could_be_asked_safely": True, "telling": SAFE} | differs]


@pytest.mark.parametrize(
    ("differs", "is_met"),
    [
        ({"items": [item(special=["health"], confidential=True)]}, True),
        ({"items": [item(special=["health"], confidential=None)]}, False),
        ({}, False),
        ({"sender": NHS}, True),
        ({"sender": NHS, "recipient": {"kind": "school_academy"}}, True),
        ({"sender": NHS, "recipient": {"kind": "safeguarding_partner"}}, True),
        ({"sender": NHS, "recipient": {"kind": "police"}}, False),
        ({"sender": NHS, "recipient": {"kind": "parent"}}, False),
        ({"sender": NHS, "purpose": "law_enforcement"}, False),
        ({"sender": NHS, "purpose": "practice_review"}, True),
        ({"sender": NHS, "purpose": "child_death_review"}, True),
        ({"sender": {"kind": "police"}, "items": [item(special=["health"], confidential=True)]}, True),
        ({"recipient": {"kind": "police"}, "items": [item(special=["health"], confidential=True)]}, False),
    ],
)
def test_health_or_social_care_is_a_condition_under_secrecy(differs: dict[str, Any], is_met: bool) -> None:
    assert ("sch1_p2" in conditions(**differs)) is is_met


CUT = {"kinds": ["fgm"], "level": "serious_harm", "evidence": "disclosure_by_child"}
SUSPECT = {"who": "father", "suspected_of_harm": True}
CRIME = {"purpose": "law_enforcement", "concern": {"kinds": ["serious_violence"]}, "recipient": {"kind": "police"}}


@pytest.mark.parametrize(
    ("differs", "is_met"),
    [
        (CRIME | {"people": one_person(could_be_asked_safely=False)}, True),
        (CRIME | {"people": one_person(could_be_asked_safely=None)}, True),
        (CRIME | {"people": one_person()}, False),
        (CRIME | {"people": []}, True),
        (CRIME | {"people": one_person(telling=SAFE | {"may_prejudice_crime": True})}, True),
        (CRIME | {"people": one_person(telling=SAFE | {"may_increase_risk": True})}, True),
        (CRIME | {"people": [*one_person(), SUSPECT]}, True),
        (CRIME | {"people": [SUSPECT], "recipient": {"kind": "la_csc"}}, False),
        (CRIME | {"people": [SUSPECT], "recipient": {"kind": "la_csc"}, "governance": PAPER}, True),
        ({"recipient": {"kind": "police"}, "people": [SUSPECT]}, True),
        ({"recipient": {"kind": "police"}, "people": one_person(competent=False)}, True),
        ({"recipient": {"kind": "police"}, "people": one_person(could_be_asked_safely=None)}, True),
        ({"recipient": {"kind": "police"}, "people": one_person(age=15), "sender": NHS, "concern": CUT}, True),
        ({"recipient": {"kind": "nca"}, "people": one_person(age=15), "sender": NHS, "concern": CUT}, False),
        ({"recipient": {"kind": "police"}, "people": one_person()}, False),
        ({"recipient": {"kind": "police"}, "people": [SUSPECT], "concern": {"kinds": ["young_carer"]}}, False),
        ({"recipient": {"kind": "police"}, "people": [SUSPECT], "purpose": "practice_review"}, False),
    ],
)
def test_unlawful_acts_are_a_condition_where_asking_would_shield_them(differs: dict[str, Any], is_met: bool) -> None:
    assert ("sch1_p10" in conditions(**differs)) is is_met


SERIOUS = {"level": "serious_harm"}


@pytest.mark.parametrize(
    ("differs", "is_met"),
    [
        (DANGER, True),
        ({"immediacy": "urgent", "concern": SERIOUS}, True),
        ({"immediacy": "routine", "concern": SERIOUS}, False),
        ({"immediacy": "urgent"}, False),
        (DANGER | {"people": one_person()}, False),
        (DANGER | {"people": []}, False),
        (DANGER | {"people": one_person(competent=None, age=11)}, True),
        (DANGER | {"people": one_person(competent=None, age=12)}, False),
        (DANGER | {"items": [item(special=["health"], special_about="mother")]}, False),
        (DANGER | {"items": [item(special=["health"], about="unborn")], "people": [{"who": "unborn"}]}, True),
    ],
)
def test_vital_interests_are_a_condition_for_somebody_who_cannot_consent(differs: dict[str, Any], is_met: bool) -> None:
    assert ("art9_2_c" in conditions(**differs)) is is_met


@pytest.mark.parametrize(
    ("differs", "is_met"),
    [
        ({}, True),
        ({"governance": {"policy_document": False}}, False),
        ({"governance": {"policy_document": None}}, False),
        ({"purpose": "law_enforcement"}, False),
        ({"purpose": "safeguard_adult"}, True),
        ({"people": one_person()}, False),
        ({"people": one_person(could_be_asked_safely=False)}, True),
        ({"people": one_person(could_be_asked_safely=None)}, False),
        ({"people": one_person(could_be_asked_safely=None, telling={"impracticable_now": True})}, True),
        ({"people": one_person(suspected_of_harm=True)}, True),
        ({"people": one_person(telling=SAFE | {"may_increase_risk": True})}, True),
        ({"people": []}, False),
        ({"items": [item(special=["health"], special_about="mother")]}, False),
        ({"items": [item(special=["health"], about="father")], "people": [SUSPECT]}, True),
    ],
)
def test_paragraph_18_asks_for_paper_and_a_reason_not_to_ask_that_person(differs: dict[str, Any], is_met: bool) -> None:
    assert ("sch1_p18" in conditions(**({"governance": PAPER} | differs))) is is_met


@pytest.mark.parametrize(
    ("differs", "is_met"),
    [
        ({"governance": PAPER}, True),
        ({}, False),
        ({"governance": PAPER, "sender": CHARITY}, False),
        ({"governance": PAPER, "sender": CHARITY | {"commissioned": True}}, True),
        ({"governance": PAPER, "purpose": "immigration_control"}, False),
    ],
)
def test_a_function_conferred_by_law_is_a_condition_with_paper(differs: dict[str, Any], is_met: bool) -> None:
    assert ("sch1_p6" in conditions(**differs)) is is_met


CRIMINAL = {"items": [item(criminal=True)]}


@pytest.mark.parametrize(
    ("differs", "met"),
    [
        ({"sender": {"kind": "police"}}, ("art10",)),
        ({"sender": {"kind": "la_csc", "competent_authority": True}}, ("art10", "sch1_p2")),
        ({"sender": NHS}, ("sch1_p2",)),
        (CRIME | {"people": []}, ("sch1_p10", "sch1_p36")),
        (
            {"governance": PAPER, "people": [*one_person(could_be_asked_safely=False)]},
            ("sch1_p10", "sch1_p36", "sch1_p18", "sch1_p6"),
        ),
        (DANGER, ("sch1_p10", "sch1_p36", "sch1_p30")),
        (DANGER | {"concern": {"kinds": ["absence"]}}, ("sch1_p30",)),
        ({"purpose": "legal_proceedings", "recipient": {"kind": "court"}}, ("sch1_p33",)),
        ({}, ()),
    ],
)
def test_criminal_offence_data_has_conditions_of_its_own(differs: dict[str, Any], met: tuple[str, ...]) -> None:
    assert conditions(**(CRIMINAL | differs)) == met


def test_data_of_both_kinds_needs_a_condition_for_each() -> None:
    both = [item(special=["health"], criminal=True)]
    assert conditions(items=both, sender={"kind": "police"}) == ()
    assert conditions(items=both, sender={"kind": "police"}, governance=PAPER)[0] == "sch1_p10"
    assert "art10" in conditions(items=both, sender={"kind": "police"}, governance=PAPER)


def test_legal_claims_and_law_enforcement_have_theirs() -> None:
    court = {"purpose": "legal_proceedings", "recipient": {"kind": "court"}}
    assert conditions(**court) == ("art9_2_f",)
    police = {"sender": {"kind": "police", "competent_authority": True}, "governance": PAPER}
    assert "sch8_p4" in conditions(**(CRIME | police))
    assert "sch8_p4" not in conditions(**(CRIME | police | {"governance": {}}))
    assert "sch8_p4" not in conditions(**(CRIME | police | {"concern": {"kinds": []}}))
    assert "sch8_p4" not in conditions(**police)
    assert "sch8_p4" not in conditions(**(CRIME | police | {"sender": {"kind": "police"}}))


def test_without_a_condition_one_act_goes_to_advice_within_hours() -> None:
    answer = ask(items=SENSITIVE)
    assert (answer.answer, answer.duty) == ("seek_advice", ("ca2004_s16LA",))
    assert answer.because[0].step is StepName.CONDITION
    assert "within hours" in said(answer, StepName.CONDITION)
    assert "complete_policy_document" in answer.then
    assert {"data_protection_officer", "designated_safeguarding_lead"} <= set(answer.seek_advice_from)
    assert "governance.policy_document" not in answer.find_out
    unknown = ask(items=SENSITIVE, governance={"policy_document": None})
    assert "governance.policy_document" in unknown.find_out


@pytest.mark.requirement("J6")
def test_without_a_condition_a_planned_flow_waits() -> None:
    answer = ask(
        items=SENSITIVE, mode="planned", governance={"agreement": True, "dpia": True, "policy_document": False}
    )
    assert answer.answer == "do_not_share"
    assert "complete_policy_document" in answer.then
    assert "planned flow waits" in said(answer, StepName.CONDITION)


def test_one_item_without_a_condition_holds_no_other_back() -> None:
    answer = ask(items=[*SENSITIVE, item(name="plain")])
    assert answer.answer == "share_part"
    assert [one.answer for one in answer.items] == ["withhold", "share"]
    assert answer.because[0].says.startswith("You must share part")


def test_whether_the_person_could_be_asked_is_asked_for() -> None:
    people = [{"who": "child", "competent": False}, {"who": "mother"}]
    mothers = [item(special=["health"], special_about="mother")]
    assert "people[1].could_be_asked_safely" in ask(items=mothers, people=people).find_out
    assert "people" in ask(items=mothers, people=people[:1]).find_out
    assert "people[1].could_be_asked_safely" not in ask(items=mothers, people=[people[0], SUSPECT]).find_out


@pytest.mark.parametrize(
    ("differs", "id", "because"),
    [
        ({"sender": NHS, "people": one_person()}, "sch1_p18", "could be asked safely"),
        ({"sender": NHS}, "sch1_p18", "appropriate policy document"),
        ({"sender": NHS}, "sch1_p6", "appropriate policy document"),
        ({"sender": NHS}, "sch1_p17", "appropriate policy document"),
        ({"sender": NHS}, "sch1_p3", "is not shown"),
        ({"sender": NHS}, "art6_1_c", "not a condition"),
        ({"sender": NHS}, "made_up", "not a condition"),
        ({"items": [item()]}, "sch1_p18", "no condition is needed"),
        ({"sender": NHS, "asked_on": "2018-01-01"}, "sch1_p2", "not in force"),
        ({"sender": NHS}, "art9_2_g", "appropriate policy document"),
    ],
)
def test_a_wrong_condition_is_refused_with_those_that_are_met(differs: dict[str, Any], id: str, because: str) -> None:
    answer = ask(**({"items": SENSITIVE} | differs), proposed={"condition": id})
    assert because in rejected(answer)[id]
    assert set(answer.rejected[0].instead) <= set(answer.conditions)


@pytest.mark.parametrize(
    ("differs", "id"),
    [
        ({"sender": NHS}, "sch1_p2"),
        ({"sender": NHS}, "art9_2_h"),
        ({"governance": PAPER}, "sch1_p18"),
        ({"governance": PAPER}, "art9_2_g"),
    ],
)
def test_a_condition_that_is_met_is_not_refused(differs: dict[str, Any], id: str) -> None:
    assert ask(**({"items": SENSITIVE} | differs), proposed={"condition": id}).rejected == ()


def test_what_is_not_needed_asks_for_no_condition() -> None:
    answer = ask(items=[item(name="plain"), item(special=["health"], needed_by_recipient=False)])
    assert answer.answer == "share_part"
    assert answer.conditions == ()
    assert "complete_policy_document" not in answer.then
    assert said(answer, StepName.CONDITION) == "No item is sensitive by law, so none is needed."


# Confidence


TOLD = [item(confidential=True)]
COMPETENT = {"who": "child", "age": 15, "competent": True}


@pytest.mark.requirement("I3")
@pytest.mark.requirement("I8")
@pytest.mark.parametrize(
    ("differs", "standing"),
    [
        ({"items": [item()]}, "not_engaged"),
        ({"items": [item(confidential=None)]}, "unresolved"),
        ({"items": []}, "unresolved"),
        ({"items": [item(), item(confidential=True, needed_by_recipient=False)]}, "not_engaged"),
        ({}, "public_interest"),
        ({"concern": SERIOUS}, "public_interest"),
        ({"concern": {"level": "emerging"}}, "weigh"),
        ({"concern": {"level": "unmet_need"}}, "weigh"),
        ({"concern": SERIOUS | {"evidence": "anonymous"}}, "weigh"),
        ({"concern": SERIOUS | {"evidence": "none"}}, "weigh"),
        ({"concern": {"level": "emerging"}, **DANGER}, "public_interest"),
        ({"purpose": "legal_proceedings", "recipient": {"kind": "court"}}, "weigh"),
        ({"purpose": "law_enforcement", "recipient": {"kind": "police"}}, "public_interest"),
        ({"people": [COMPETENT | {"view": "objects"}]}, "weigh"),
        ({"people": [COMPETENT | {"view": "asks_for_secrecy"}]}, "weigh"),
        ({"people": [COMPETENT | {"view": "objects", "competent": False}]}, "public_interest"),
        ({"people": [COMPETENT | {"view": "objects"}], "concern": SERIOUS}, "public_interest"),
        ({"people": [COMPETENT | {"view": "agrees"}]}, "agreed"),
        ({"people": [COMPETENT | {"view": "agrees", "competent": False}]}, "public_interest"),
        ({"people": [COMPETENT | {"view": "agrees"}], "items": [*TOLD, item(about="mother", confidential=True)]},
         "public_interest"),
    ],
)  # fmt: skip
def test_confidence_stands_where_the_facts_put_it(differs: dict[str, Any], standing: str) -> None:
    assert ask(**({"items": TOLD} | differs)).confidentiality == standing


@pytest.mark.requirement("I7")
def test_weighing_names_both_sides_and_whom_to_ask() -> None:
    weighed = {"items": TOLD, "concern": {"level": "emerging"}}
    answer = ask(**weighed, sender=NHS)
    for side in ("trust you would lose", "withdrawing from treatment", "the harm to the child if nobody acts"):
        assert side in said(answer, StepName.CONFIDENTIALITY)
    assert answer.seek_advice_from == ("named_doctor", "caldicott_guardian")
    refusing = ask(**weighed, sender=NHS, people=[COMPETENT | {"view": "objects"}])
    assert "professional_regulator" in refusing.seek_advice_from
    assert ask(**weighed).seek_advice_from == ("designated_safeguarding_lead",)
    assert ask(**weighed, sender={"kind": "la_csc"}).seek_advice_from == ("caldicott_guardian",)
    assert ask(**weighed, **DANGER).seek_advice_from == ()
    assert ask(items=TOLD).seek_advice_from == ()


def test_the_doctors_own_guidance_is_cited_to_doctors() -> None:
    def sources(**differs: Any) -> tuple[str, ...]:
        return next(one for one in ask(**differs).because if one.step is StepName.CONFIDENTIALITY).sources

    assert sources(sender=NHS, items=TOLD) == ("clc", "gmc_children_46_50")
    assert sources(sender=NHS) == ("clc",)
    assert sources(items=TOLD) == ("clc",)
    refused = {"items": TOLD, "people": [COMPETENT | {"view": "objects"}]}
    assert sources(sender=NHS, **refused) == ("clc", "gmc_children_46_50", "gmc_children_32_34")
    assert sources(**refused) == ("clc",)


@pytest.mark.parametrize(
    ("concern", "said"),
    [
        ({"kinds": ["neglect"], "level": "emerging", "evidence": "professional_observation"}, True),
        ({"kinds": ["neglect"], "level": "risk_of_harm", "evidence": "allegation"}, True),
        ({"kinds": ["neglect"], "level": "serious_harm", "evidence": "fact"}, True),
        ({"kinds": ["neglect"], "level": "unmet_need", "evidence": "fact"}, False),
        ({"kinds": ["neglect"], "level": "risk_of_harm", "evidence": "none"}, False),
        ({"kinds": ["young_carer"], "level": "risk_of_harm", "evidence": "fact"}, False),
    ],
)
def test_a_doctor_told_no_hears_that_sharing_is_usually_best_only_where_abuse_is_suspected(
    concern: dict[str, Any], said: bool
) -> None:
    def says(**differs: Any) -> str:
        answered = ask(sender=NHS, items=TOLD, concern=concern, **differs)
        return next(one for one in answered.because if one.step is StepName.CONFIDENTIALITY).says

    for who in ("child", "mother", "father", "carer"):
        for view in ("objects", "asks_for_secrecy"):
            told = says(people=[{"who": who, "age": 15, "competent": True, "view": view}])
            assert "says no, hear why" in told
            assert ("usually in the best interests" in told) is said
            assert ("the doctor decides" in told) is said
    for people in ([COMPETENT], [COMPETENT, {"who": "referrer", "view": "objects"}]):
        assert "says no" not in says(people=people)


@pytest.mark.parametrize(
    ("differs", "thing", "is_asked"),
    [
        ({}, {}, True),
        ({"could_be_asked_safely": False}, {}, False),
        ({"suspected_of_harm": True}, {}, False),
        ({}, {"needed_by_recipient": False}, False),
    ],
)
def test_whether_somebody_could_be_asked_is_found_out_where_it_decides(
    differs: dict[str, Any], thing: dict[str, Any], is_asked: bool
) -> None:
    mother = {"who": "mother", "role": "victim"} | differs
    sensitive = item(about="mother", special=["health"]) | thing
    abuse = {"kinds": ["domestic_abuse"], "level": "risk_of_harm", "evidence": "fact"}
    answer = ask(recipient={"kind": "police"}, items=[sensitive], people=[mother], concern=abuse)
    assert ("people[0].could_be_asked_safely" in answer.find_out) is is_asked
    documented = ask(
        recipient={"kind": "police"},
        items=[sensitive],
        people=[mother],
        concern=abuse,
        governance={"policy_document": True},
    )
    assert "people[0].could_be_asked_safely" not in documented.find_out
