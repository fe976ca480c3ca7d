"""Conditions and exemptions: which are on offer, which serve police work only, and when they may be relied on."""

from datetime import date
from typing import Any

import pytest

from goldenthread.disclosure.advice import Answer
from goldenthread.disclosure.advice.words import StepName
from goldenthread.law import Force, Nation, ProvisionKind, law_in_force
from goldenthread.vocabulary import ProvisionId
from tests.spec.asking import ORDINARY, answered, question

LAW = law_in_force(Nation.ENGLAND, on=date(2026, 11, 22))
POLICE = {"kind": "police", "designated_agency": False, "competent_authority": True}
FOR_CRIME = {"sender": POLICE, "purpose": "law_enforcement", "governance": {"policy_document": True}}
HEALTH = {"name": "an injury", "about": "child", "special": ["health"], "confidential": False}
SENSITIVE = [HEALTH | {"needed_by_recipient": True}]
PRINCIPLES = ("lawful", "purpose", "no more than is needed", "accurate", "no longer than needed", "secure")


def ask(**differs: Any) -> Answer:
    return answered(question(differs))


def step(answer: Answer, name: StepName) -> Any:
    return next(one for one in answer.because[1:] if one.step is name)


@pytest.mark.requirement("G19")
def test_law_enforcement_is_a_track_of_its_own_with_its_six_principles() -> None:
    answer = ask(**FOR_CRIME, recipient={"kind": "probation"}, proposed={"lawful_basis": "art6_1_e"})
    assert answer.lawful_basis == ("dpa2018_s35",)
    says = step(answer, StepName.LAWFUL_BASIS).says
    assert "DPA 2018, Part 3 governs it, not the UK GDPR." in says
    for principle in PRINCIPLES:
        assert principle in says
    assert [one.id for one in answer.rejected] == ["art6_1_e"]
    for outside in ({"purpose": "safeguard_child"}, {"sender": POLICE | {"competent_authority": False}}):
        assert "dpa2018_s35" not in ask(**FOR_CRIME | outside, recipient={"kind": "probation"}).lawful_basis


@pytest.mark.requirement("G20")
@pytest.mark.requirement("J7")
def test_sensitive_processing_looks_to_schedule_8_and_everything_else_never_does() -> None:
    child = ORDINARY["people"][0]
    within = ask(**FOR_CRIME, recipient={"kind": "probation"}, items=SENSITIVE, people=[child])
    assert "sch8_p4" in within.conditions
    assert all(id.startswith("sch8_") for id in within.conditions)
    assert "sensitive processing" in step(within, StepName.CONDITION).says
    general: list[dict[str, Any]] = [
        {"purpose": "safeguard_child"},
        {"sender": POLICE | {"competent_authority": False}},
        {"sender": {"kind": "la_csc", "designated_agency": False}},
        {"sender": ORDINARY["sender"], "purpose": "safeguard_child"},
    ]
    for differs in general:
        answer = ask(
            **FOR_CRIME | differs, recipient={"kind": "la_csc"}, items=SENSITIVE, proposed={"condition": "sch8_p4"}
        )
        assert not any(id.startswith("sch8_") for id in answer.conditions)
        assert [one.id for one in answer.rejected] == ["sch8_p4"]


@pytest.mark.requirement("J7")
def test_sensitive_processing_needs_its_policy_document() -> None:
    paperless = FOR_CRIME | {"governance": {"policy_document": False}}
    answer = ask(**paperless, recipient={"kind": "probation"}, items=SENSITIVE)
    assert (answer.answer, answer.conditions) == ("seek_advice", ())
    assert "complete_policy_document" in answer.then


@pytest.mark.requirement("J3")
def test_the_23_conditions_of_substantial_public_interest_are_on_offer() -> None:
    in_part_2 = [LAW.provision(ProvisionId(f"sch1_p{n}")) for n in range(6, 29)]
    assert len(in_part_2) == 23
    for held in in_part_2:
        assert held is not None
        assert held.kind is ProvisionKind.CONDITION
        assert held.title
        assert held.plain_words
        assert LAW.force(held.id) is Force.IN_FORCE
        # Whichever somebody has in mind is weighed: met, or refused with the reason and what to use instead
        answer = ask(items=SENSITIVE, governance={"policy_document": True}, proposed={"condition": held.id})
        assert (held.id in answer.conditions) is not (held.id in {one.id for one in answer.rejected})


@pytest.mark.requirement("J3")
@pytest.mark.parametrize(
    ("differs", "condition"),
    [
        ({"people": [ORDINARY["people"][0]]}, "sch1_p18"),
        ({}, "sch1_p6"),
        ({"concern": {"kinds": ["physical_abuse"]}, "people": [ORDINARY["people"][0]]}, "sch1_p10"),
    ],
)
def test_safeguarding_statutory_purposes_and_unlawful_acts_are_found_where_they_fit(
    differs: dict[str, Any], condition: str
) -> None:
    answer = ask(items=SENSITIVE, governance={"policy_document": True}, **differs)
    assert condition in answer.conditions
    assert answer.answer == "must_share"


@pytest.mark.requirement("F16")
def test_every_exemption_says_when_it_may_be_relied_on_and_is_named_where_it_is() -> None:
    exemptions = [p for p in LAW.provisions if p.kind is ProvisionKind.EXEMPTION]
    assert {"sch2_p2_crime", "sch3_pt5_child_abuse", "sch3_pt3_social_work"} <= {p.id for p in exemptions}
    for held in exemptions:
        assert held.plain_words
        assert held.threshold or held.purpose, held.id
    suspect = ORDINARY["people"][1] | {"telling": {"may_prejudice_crime": True}}
    told = step(ask(people=[suspect]), StepName.TELL)
    assert {"sch2_p2_crime", "art14_5"} <= set(told.sources)
    assert "sch2_p2_crime" not in step(ask(), StepName.TELL).sources
    asked = ask(purpose="subject_access", recipient={"kind": "parent", "linked_to_risk": True})
    assert "sch3_pt5_child_abuse" in step(asked, StepName.STATUTORY_RESTRICTION).sources
    assert asked.answer == "do_not_share"
