"""Scenarios of the mission, as far as the answer itself carries them."""

import pytest

from tests.spec.asking import CHARITY, answered, question

SENSITIVE = [
    {"name": "it", "about": "child", "special": ["health"], "confidential": False, "needed_by_recipient": True}
]


@pytest.mark.requirement("F9")
@pytest.mark.parametrize("level", ["none", "unmet_need", "emerging"])
def test_no_threshold_stands_before_the_duty_to_share(level: str) -> None:
    assert answered(question({"concern": {"level": level}})).answer == "must_share"


@pytest.mark.scenario("S11")
@pytest.mark.requirement("H9")
def test_whoever_would_ask_a_suspected_parent_for_consent_is_warned_and_given_the_law() -> None:
    case = question(
        {
            "people": [{"who": "father", "role": "carer", "suspected_of_harm": True, "could_be_asked_safely": False}],
            "proposed": {"lawful_basis": "art6_1_a"},
        }
    )
    answer = answered(case)
    (refused,) = answer.rejected
    assert "can put the child at risk" in refused.because
    assert refused.instead == ("art6_1_c",)
    assert answer.answer == "must_share"
    assert "may be the source of the harm" in answer.tell[0].because[0]


@pytest.mark.scenario("S18")
@pytest.mark.parametrize("basis", ["art6_1_f", "art6_1_ea"])
def test_a_council_that_picks_legitimate_interests_is_refused_with_the_rule(basis: str) -> None:
    council = {"sender": {"kind": "la_csc", "designated_agency": False}, "recipient": {"kind": "police"}}
    answer = answered(question(council | {"proposed": {"lawful_basis": basis}}))
    assert answer.rejected[0].because == "A public authority performing its tasks cannot rest on it."
    assert answer.rejected[0].instead == ("art6_1_c",)
    before = answered(question(council | {"proposed": {"lawful_basis": "art6_1_f"}, "asked_on": "2026-06-01"}))
    assert before.rejected[0].instead == ("art6_1_e",)


@pytest.mark.scenario("S19")
def test_a_small_charity_shares_on_the_recognised_interest_or_before_it_on_the_balanced_one() -> None:
    now = answered(question({"sender": CHARITY}))
    assert (now.answer, now.lawful_basis) == ("should_share", ("art6_1_ea", "art6_1_f"))
    before = answered(question({"sender": CHARITY, "asked_on": "2026-02-04"}))
    assert (before.answer, before.lawful_basis) == ("should_share", ("art6_1_f",))
    assert "weighed with extra care for the child" in " ".join(one.says for one in before.because)
    assert "nspcc" in now.seek_advice_from


@pytest.mark.scenario("S20")
@pytest.mark.requirement("J1")
def test_health_data_without_a_condition_waits_asks_or_goes_as_the_haste_demands() -> None:
    planned = {"mode": "planned", "governance": {"agreement": True, "dpia": True, "policy_document": False}}
    assert answered(question({"items": SENSITIVE} | planned)).answer == "do_not_share"
    one_off = answered(question({"items": SENSITIVE}))
    assert (one_off.answer, "complete_policy_document" in one_off.then) == ("seek_advice", True)
    doctor = answered(question({"items": SENSITIVE, "sender": {"kind": "nhs_trust"}}))
    assert (doctor.answer, doctor.conditions) == ("must_share", ("sch1_p2",))
    danger = {"immediacy": "immediate_danger", "recipient": {"kind": "police"}}
    assert answered(question({"items": SENSITIVE} | danger)).answer == "must_share"
