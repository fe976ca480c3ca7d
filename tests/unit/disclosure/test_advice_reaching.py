"""Duties, requests and gateways: whom they reach, what they turn on, and what takes their place."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from goldenthread.disclosure.advice import advising
from goldenthread.disclosure.advice.matter import Finding, Matter
from goldenthread.disclosure.advice.words import StepName
from goldenthread.law import Nation, ProvisionKind, law_in_force
from tests.spec.asking import PAPER, ask, item

SAFE = {"may_increase_risk": False, "may_prejudice_crime": False, "impracticable_now": False, "safe_channel": True}


def somebody(who: str, **differs: Any) -> dict[str, Any]:
    return {"who": who, "could_be_asked_safely": True, "view": "agrees", "telling": SAFE} | differs


# Duties and requests


def test_only_what_a_mandatory_report_still_turns_on_is_asked() -> None:
    cut = {"kinds": ["fgm"], "level": "serious_harm", "evidence": "disclosure_by_child"}
    answer = ask(sender={"kind": "nhs_trust"}, concern=cut, people=[{"who": "child"}])
    assert "people[0].age" in answer.find_out
    assert not {"concern.evidence", "concern.level"} & set(answer.find_out)


@pytest.mark.parametrize(
    ("sender", "asked"),
    [
        ({"kind": "voluntary", "designated_agency": None, "commissioned": None}, {"sender.commissioned"}),
        ({"kind": "school_academy", "designated_agency": None, "commissioned": False}, {"sender.designated_agency"}),
    ],
)
def test_whether_the_duty_reaches_a_body_is_asked_by_the_fact_it_turns_on(
    sender: dict[str, Any], asked: set[str]
) -> None:
    facts = {"sender.commissioned", "sender.designated_agency"}
    assert facts & set(ask(sender=sender | {"public_authority": False}).find_out) == asked


@pytest.mark.parametrize(("nation", "is_asked"), [("wales", False), (None, True)])
def test_the_nation_is_asked_where_nobody_said_it(nation: str | None, is_asked: bool) -> None:
    assert ("nation" in ask(nation=nation).find_out) is is_asked


@pytest.mark.parametrize(("power", "is_asked"), [("made_up_act_1999", True), ("cja2003_s325", False)])
def test_a_power_that_nobody_knows_goes_to_the_data_protection_officer(power: str, is_asked: bool) -> None:
    request = {"power": power, "states_what_and_why": True, "made_by": "recipient"}
    assert ("data_protection_officer" in ask(request=request).seek_advice_from) is is_asked


# Gateways


def test_where_the_duty_of_direct_care_does_not_reach_the_common_law_is_weighed() -> None:
    answer = ask(sender={"kind": "nhs_trust", "designated_agency": None}, proposed={"gateway": "hsca2012_s251B"})
    assert "clc" in answer.rejected[0].instead


def test_one_thing_about_an_offender_opens_the_way_of_offenders() -> None:
    council = {"sender": {"kind": "la_csc"}, "recipient": {"kind": "police"}, "governance": PAPER}
    mixed = ask(**council, items=[item(), item(person_status="convicted")], proposed={"gateway": "cja2003_s325"})
    assert "cja2003_s325" in mixed.gateways
    assert not mixed.rejected


ASKED = {"power": "ca2004_s16H", "states_what_and_why": True, "made_by": "recipient"}
REVIEW = {"sender": {"kind": "nhs_trust"}, "purpose": "practice_review"}


def test_a_request_compels_nobody_while_it_is_not_known_who_asks() -> None:
    assert ask(**REVIEW, request=ASKED, recipient={"kind": "safeguarding_partner"}).duty == ("ca2004_s16H",)
    unknown = ask(**REVIEW, request=ASKED, recipient={"kind": None})
    assert unknown.duty == ()
    assert "recipient.kind" in unknown.find_out


def test_a_power_that_would_compel_is_not_called_wrong_while_who_asks_is_checked() -> None:
    for_them = {**ASKED, "made_by": "someone_for_them"}
    answer = ask(**REVIEW, request=for_them, recipient={"kind": "safeguarding_partner"})
    assert answer.duty == ()
    assert "ca2004_s16H" not in {one.id for one in answer.rejected}


def test_the_objection_of_one_of_several_is_recorded() -> None:
    people = [{"who": "child", "age": 7, "competent": False}, somebody("mother", view="objects")]
    assert "the objection with how you weighed it" in next(
        one.says for one in ask(people=people).because if one.step is StepName.RECORD
    )


def test_where_an_adviser_is_named_already_no_other_is_added() -> None:
    assert ask(purpose="immigration_control").seek_advice_from == ("data_protection_officer", "legal")


@pytest.mark.parametrize("nation", ["wales", "scotland", "northern_ireland"])
def test_elsewhere_the_duties_that_nobody_checked_are_named_and_only_they(nation: str) -> None:
    law = law_in_force(nation, on=date(2026, 10, 5))
    says = next(one.says for one in ask(nation=nation).because[1:] if one.step is StepName.POWER)
    unchecked = says.partition("Not checked for you:")[2]
    for provision in law.in_force + law.uncertain:
        is_duty = provision.kind is ProvisionKind.DUTY
        assert (f"look at {provision.citation}" in unchecked) is is_duty, provision.id


def test_one_protected_address_among_other_things_is_looked_at_again_afterwards() -> None:
    helps = {"kind": "police", "verified": True, "emergency_service": True, "linked_to_risk": False}
    things = [item(), item(protected="address")]
    answer = ask(items=things, immediacy="immediate_danger", recipient=helps)
    assert [str(one.answer) for one in answer.items] == ["share", "share"]
    assert "review" in answer.then
    assert "a second person" in next(one.says for one in answer.because[1:] if one.step is StepName.IDENTITY)


def test_one_thing_that_a_person_could_clear_names_whom_to_ask() -> None:
    answer = ask(items=[item(), item(protected="identity"), item(identifier=True)])
    assert [str(one.answer) for one in answer.items] == ["share", "withhold", "withhold"]
    assert "designated_safeguarding_lead" in answer.seek_advice_from


def test_a_check_that_a_person_must_settle_keeps_its_basis_and_a_refused_one_has_none() -> None:
    to_be_settled = ask(purpose="eligibility", recipient={"kind": "la_housing"})
    assert (to_be_settled.answer, to_be_settled.lawful_basis) == ("seek_advice", ("art6_1_e",))
    refused = ask(purpose="eligibility", recipient={"kind": "retailer"})
    assert (refused.answer, refused.lawful_basis) == ("do_not_share", ())
    outweighed = ask(purpose="statistics", judgement={"more_detrimental_to_share": True})
    assert (outweighed.answer, outweighed.lawful_basis) == ("do_not_share", ())


def test_a_public_task_is_said_with_what_gives_it() -> None:
    law = law_in_force(Nation.ENGLAND, on=date(2026, 10, 5))
    answer = ask(judgement={"may_help_recipient": None})
    assert answer.lawful_basis == ("art6_1_e",)
    giving = law.provision(answer.gateways[0])
    assert giving is not None
    says = next(one.says for one in answer.because[1:] if one.step is StepName.LAWFUL_BASIS)
    assert f"which {giving.citation} gives you" in says
    cited = next(one.sources for one in answer.because[1:] if one.step is StepName.LAWFUL_BASIS)
    assert [id for id in cited if id in answer.gateways] == [giving.id]


def test_somebody_is_named_to_ask_though_the_step_that_names_them_broke(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(matter: Matter) -> Finding:
        raise ZeroDivisionError

    steps = tuple(replace(one, judge=breaks) if one.name is StepName.ADVICE else one for one in advising.STEPS)
    monkeypatch.setattr(advising, "STEPS", steps)
    answer = ask()
    assert (answer.answer, answer.seek_advice_from) == ("seek_advice", ("designated_safeguarding_lead",))


@pytest.mark.parametrize(("recipient", "may_go"), [("home_office", True), ("retailer", False)])
def test_slavery_is_reported_to_the_home_office_and_to_no_shop(recipient: str, may_go: bool) -> None:
    answer = ask(recipient={"kind": recipient}, concern={"kinds": ["trafficking"]})
    has_no_part = "has no part in keeping a child safe" in answer.because[0].says
    assert has_no_part is not may_go
