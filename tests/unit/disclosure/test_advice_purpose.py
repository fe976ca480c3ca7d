"""Whether it may be asked at all: danger, and what it is for."""

from typing import Any

import pytest

from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import CHARITY, DANGER, PAPER, ask, said


def item(**differs: Any) -> dict[str, Any]:
    ordinary = {"name": "it", "about": "child", "form": "summary", "confidential": False, "needed_by_recipient": True}
    return ordinary | differs


# Danger


@pytest.mark.parametrize(
    ("immediacy", "says"),
    [
        (None, "answered as routine"),
        ("routine", "Nobody is said to be in immediate danger"),
        ("urgent", "urgent is not an emergency"),
        ("immediate_danger", "share at once"),
    ],
)
def test_how_soon_is_said_first(immediacy: str | None, says: str) -> None:
    answer = ask(immediacy=immediacy)
    assert says in said(answer, StepName.DANGER)
    assert ("immediacy" in answer.find_out) is (immediacy is None)
    assert ("record_after_the_event" in answer.then) is (immediacy == "immediate_danger")


@pytest.mark.parametrize(
    ("recipient", "acts"),
    [
        ({"kind": "police"}, True),
        ({"kind": "parent"}, True),
        ({"kind": "court", "emergency_service": True}, True),
        ({"kind": "researcher"}, False),
        ({"kind": "home_office"}, False),
        ({"kind": "police", "linked_to_risk": True}, False),
        ({"kind": "police", "linked_to_risk": True, "emergency_service": True}, False),
        ({"kind": None}, False),
        ({"kind": None, "emergency_service": True}, True),
    ],
)
def test_danger_opens_the_way_only_to_somebody_who_can_act(recipient: dict[str, Any], acts: bool) -> None:
    answer = ask(immediacy="immediate_danger", recipient=recipient)
    assert ("record_after_the_event" in answer.then) is acts
    assert ("ring 999 first" in said(answer, StepName.DANGER)) is not acts


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland", None])
def test_danger_is_answered_at_once_in_every_nation(nation: str | None) -> None:
    answer = ask(nation=nation, **DANGER)
    assert answer.answer == ("must_share" if nation == "england" else "may_share")
    assert answer.items[0].answer == "share"


def test_danger_waits_for_no_paper_no_condition_and_no_flow() -> None:
    sensitive = item(special=["religion"], special_about="mother", needed_by_recipient=None)
    answer = ask(**DANGER, mode="planned", items=[sensitive], sender={"kind": "school_academy"})
    assert answer.answer == "must_share"
    assert answer.conditions == ()
    assert "complete_policy_document" in answer.then
    assert "danger does not wait" in said(answer, StepName.CONDITION)


def test_danger_leaves_back_what_nobody_needs_and_still_lets_the_worry_go() -> None:
    answer = ask(**DANGER, items=[item(needed_by_recipient=False)])
    assert answer.answer == "share_part"
    assert [(one.answer, one.strength) for one in answer.items] == [("withhold", "none")]


def test_in_danger_the_recipient_is_still_checked() -> None:
    answer = ask(immediacy="immediate_danger", recipient={"kind": "police", "verified": False})
    assert answer.answer == "verify_first"
    assert "ring 999" in answer.because[0].says


# Purpose


@pytest.mark.requirement("G17")
@pytest.mark.parametrize(
    ("differs", "verdict"),
    [
        ({"purpose": "immigration_control", "recipient": {"kind": "home_office"}}, "do_not_share"),
        ({"purpose": "immigration_control"}, "do_not_share"),
        ({"purpose": "immigration_control", **DANGER}, "do_not_share"),
        ({"purpose": "immigration_control", "recipient": {"verified": False}}, "do_not_share"),
        ({"purpose": "statistics", "recipient": {"kind": "researcher"}}, "do_not_share"),
        ({"purpose": "research", "recipient": {"kind": "researcher"}}, "do_not_share"),
        ({"purpose": "research", "recipient": {"kind": "researcher"}, "governance": PAPER}, "seek_advice"),
        ({"purpose": "research", "governance": PAPER | {"dpia": False}}, "do_not_share"),
        ({"purpose": "research", "governance": PAPER | {"agreement": False}}, "do_not_share"),
        ({"purpose": "eligibility", "recipient": {"kind": "retailer"}}, "do_not_share"),
        ({"purpose": "eligibility", "recipient": {"kind": "any_person"}}, "do_not_share"),
        ({"purpose": "eligibility", "recipient": {"kind": None}}, "do_not_share"),
        ({"purpose": "eligibility", "recipient": {"kind": "la_housing"}}, "seek_advice"),
        ({"purpose": "other"}, "seek_advice"),
        ({"purpose": "other", "recipient": {"kind": "retailer"}}, "do_not_share"),
        ({"purpose": None}, "seek_advice"),
        ({"purpose": "legal_proceedings", "recipient": {"kind": "solicitor"}}, "seek_advice"),
        ({"purpose": "legal_proceedings", "recipient": {"kind": "court"}, "sender": {"kind": "la_csc"}}, "may_share"),
        ({"purpose": "complaint", "recipient": {"kind": "parent"}}, "seek_advice"),
        ({"purpose": "complaint", "recipient": {"kind": "ofsted"}, "sender": CHARITY}, "may_share"),
        ({"recipient": {"kind": "researcher"}}, "do_not_share"),
        ({"recipient": {"kind": "retailer"}}, "do_not_share"),
        ({"recipient": {"kind": "business_partnership"}}, "do_not_share"),
        ({"recipient": {"kind": "business_partnership"}, "sender": {"kind": "police"}}, "may_share"),
        ({"recipient": {"kind": "researcher"}, "sender": {"kind": "police"}}, "do_not_share"),
        ({"recipient": {"kind": "researcher"}, "purpose": "safeguard_adult"}, "do_not_share"),
    ],
)
def test_purpose_comes_before_any_statute(differs: dict[str, Any], verdict: str) -> None:
    answer = ask(**differs)
    assert answer.answer == verdict
    if verdict in ("do_not_share", "seek_advice"):
        assert answer.because[0].step is StepName.PURPOSE
        assert "Instead: " in answer.because[0].says or "Meanwhile: " in answer.because[0].says
        assert "data_protection_officer" in answer.seek_advice_from
        lawyers = ("immigration_control", "legal_proceedings", "complaint")
        assert ("legal" in answer.seek_advice_from) is (differs.get("purpose") in lawyers)
        assert all(one.answer == "withhold" and one.strength == "none" for one in answer.items)


@pytest.mark.parametrize(
    ("differs", "path"),
    [
        ({"purpose": None}, "purpose"),
        ({"purpose": "other"}, "purpose"),
        ({"asked_on": None}, "asked_on"),
        ({"sender": {"kind": None}}, "sender.kind"),
        ({"recipient": {"kind": None}}, "recipient.kind"),
        ({"items": []}, "items"),
        ({"people": []}, "people"),
        ({"mode": None}, "mode"),
        ({"nation": None}, "nation"),
        ({"recipient": {"verified": None}}, "recipient.verified"),
        ({"recipient": {"linked_to_risk": None}}, "recipient.linked_to_risk"),
        ({"concern": {"level": None}}, "concern.level"),
        ({"concern": {"evidence": None}}, "concern.evidence"),
        ({"sender": {"public_authority": None}}, "sender.public_authority"),
        ({"items": [item(confidential=None)]}, "items[0].confidential"),
        ({"items": [item(needed_by_recipient=None)]}, "items[0].needed_by_recipient"),
        ({"items": [item(), item(needed_by_recipient=None)]}, "items[1].needed_by_recipient"),
    ],
)
def test_what_is_not_known_is_asked_for(differs: dict[str, Any], path: str) -> None:
    assert path not in ask().find_out
    assert path in ask(**differs).find_out


def test_an_ordinary_question_leaves_nothing_to_find_out() -> None:
    assert ask().find_out == ()


def test_the_law_after_a_childs_death_is_said() -> None:
    answer = ask(purpose="child_death_review")
    assert "ends with a child's life" in said(answer, StepName.PERSONAL_DATA)
    assert answer.tell[0].answer == "not_applicable"
    assert answer.tell[1].answer == "seek_views"
