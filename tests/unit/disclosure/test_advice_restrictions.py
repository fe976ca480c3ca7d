"""What holds back: law of its own, proportion and the minimum."""

from typing import Any

import pytest

from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import DANGER, answered, ask, item, question, said, verdicts

SAFE = {"may_increase_risk": False, "may_prejudice_crime": False, "impracticable_now": False, "safe_channel": True}
MOTHER = {"who": "mother", "role": "carer", "suspected_of_harm": False, "could_be_asked_safely": True, "telling": SAFE}
CHILD = {"who": "child", "age": 7, "competent": False}
ACCESS = {"purpose": "subject_access", "recipient": {"kind": "parent"}}


# Special law


@pytest.mark.parametrize(
    ("protected", "says"),
    [
        ("court_restricted", "family proceedings"),
        ("adoption", "Adoption is secret"),
        ("intelligence", "Intelligence goes"),
    ],
)
def test_what_special_law_closes_takes_the_legal_route_and_the_rest_goes(protected: str, says: str) -> None:
    answer = ask(items=[item(protected=protected), item(name="plain")])
    assert answer.answer == "share_part"
    assert verdicts(answer) == ["withhold", "share"]
    assert says in said(answer, StepName.STATUTORY_RESTRICTION)
    assert "legal" in answer.seek_advice_from
    assert "legal" not in ask(items=[item(protected=protected)], **DANGER).seek_advice_from


def test_closed_by_law_alone_leads_to_advice_not_to_a_flat_no() -> None:
    assert ask(items=[item(protected="court_restricted")]).answer == "seek_advice"
    linked = ask(items=[item(protected="court_restricted")], recipient={"kind": "parent", "linked_to_risk": True})
    assert linked.answer == "do_not_share"


@pytest.mark.parametrize(
    ("people", "linked", "verdict"),
    [
        ([CHILD], False, "may_share"),
        ([CHILD | {"competent": True}], False, "do_not_share"),
        ([CHILD | {"competent": True, "view": "objects"}], False, "do_not_share"),
        ([CHILD | {"competent": True, "view": "agrees"}], False, "may_share"),
        ([CHILD | {"competent": True, "view": "agrees"}], True, "seek_advice"),
        ([CHILD | {"competent": False, "view": "agrees"}], True, "do_not_share"),
        ([CHILD], True, "do_not_share"),
        ([], True, "do_not_share"),
        ([], False, "may_share"),
    ],
)
def test_a_parent_reads_a_childs_file_only_as_the_child_and_its_safety_allow(
    people: list[dict[str, Any]], linked: bool, verdict: str
) -> None:
    answer = ask(purpose="subject_access", recipient={"kind": "parent", "linked_to_risk": linked}, people=people)
    assert answer.answer == verdict
    if verdict == "do_not_share":
        assert "See the child alone" in answer.because[0].says
    asked = "people[0].competent" if people else "people"
    assert (asked in answer.find_out) is (not people or "competent" not in people[0])


def test_whether_a_child_can_judge_is_asked_for() -> None:
    answer = ask(**ACCESS, people=[{"who": "child", "age": 13}])
    assert "people[0].competent" in answer.find_out


@pytest.mark.parametrize(
    ("thing", "child", "verdict"),
    [
        (item(needed_by_recipient=None), CHILD, "share"),
        (item(confidential=True), CHILD, "share"),
        (item(confidential=True), CHILD | {"view": "asks_for_secrecy"}, "withhold"),
        (item(confidential=True), CHILD | {"view": "objects"}, "withhold"),
        (item(confidential=True), CHILD | {"competent": None}, "withhold"),
        (item(confidential=True), CHILD | {"competent": None, "view": "agrees"}, "share"),
        (item(confidential=None), CHILD | {"view": "asks_for_secrecy"}, "share"),
        (item(about="staff", form="record"), CHILD, "redact"),
        (item(about="other_adult"), CHILD, "withhold"),
        (item(about=None), CHILD, "share"),
        (item(form="whole_file"), CHILD, "share"),
        (item(special=["health"]), CHILD, "share"),
    ],
)
def test_a_parent_gets_neither_a_childs_confidence_nor_somebody_elses_data(
    thing: dict[str, Any], child: dict[str, Any], verdict: str
) -> None:
    answer = ask(**ACCESS, people=[child], items=[thing])
    assert verdicts(answer) == [verdict] if answer.answer != "do_not_share" else verdict == "withhold"


def test_somebody_who_asks_for_their_own_data_is_not_asked_why() -> None:
    answer = ask(purpose="subject_access", recipient={"kind": "any_person"}, items=[item(needed_by_recipient=None)])
    assert answer.answer == "may_share"
    assert "their own data" in said(answer, StepName.STATUTORY_RESTRICTION)


# Proportion


RUMOUR: dict[str, Any] = {
    "sender": {"kind": "la_csc", "designated_agency": False},
    "recipient": {"kind": "gp"},
    "concern": {"level": "risk_of_harm", "evidence": "anonymous"},
}


@pytest.mark.parametrize(
    ("differs", "verdict"),
    [
        ({}, "do_not_share"),
        ({"recipient": {"kind": "police"}}, None),
        ({"sender": {"kind": "school_academy", "designated_agency": True}, "recipient": {"kind": "la_csc"}}, None),
        ({"concern": {"level": "serious_harm", "evidence": "anonymous"}}, "do_not_share"),
        ({"concern": {"level": "serious_harm", "evidence": "anonymous"}, "people": [CHILD]}, None),
        ({"concern": {"level": "none", "evidence": "anonymous"}}, "do_not_share"),
        ({"concern": {"level": "risk_of_harm", "evidence": "none"}}, "do_not_share"),
        ({"concern": {"level": "emerging", "evidence": "none"}}, "do_not_share"),
        ({"concern": {"level": "unmet_need", "evidence": "none"}}, None),
        ({"concern": {"level": "risk_of_harm", "evidence": "allegation"}}, None),
        ({"people": [MOTHER | {"view": "agrees"}]}, None),
        ({"people": [MOTHER | {"view": "agrees"}, MOTHER | {"who": "father"}]}, "do_not_share"),
        ({"people": [MOTHER | {"could_be_asked_safely": False}]}, "seek_advice"),
        ({"people": [MOTHER | {"could_be_asked_safely": None, "suspected_of_harm": True}]}, "seek_advice"),
        ({"people": [MOTHER | {"could_be_asked_safely": None}]}, "do_not_share"),
        ({"people": [MOTHER | {"could_be_asked_safely": False}, MOTHER | {"who": "father"}]}, "do_not_share"),
        ({"people": []}, "do_not_share"),
        ({"purpose": "safeguard_adult"}, "do_not_share"),
        ({"purpose": "legal_proceedings", "recipient": {"kind": "cafcass"}}, None),
        ({"immediacy": "immediate_danger"}, None),
    ],
)
def test_a_rumour_goes_only_to_those_who_test_it(differs: dict[str, Any], verdict: str | None) -> None:
    answer = answered(question(RUMOUR | differs))
    if verdict is None:
        assert answer.answer in ("must_share", "should_share", "may_share")
    else:
        assert answer.answer == verdict
        assert answer.because[0].step is StepName.PROPORTION
        assert "Speak with the parents first" in answer.because[0].says
        assert "designated_safeguarding_lead" in answer.seek_advice_from


def test_a_statute_never_makes_up_for_a_proportion_that_fails() -> None:
    answer = answered(question(RUMOUR | {"recipient": {"kind": "school_academy"}}))
    assert (answer.answer, answer.duty) == ("do_not_share", ("ca2004_s16LA",))


# Minimum


@pytest.mark.parametrize(
    ("thing", "verdict", "because"),
    [
        (item(), "share", "as far as the recipient needs it"),
        (item(needed_by_recipient=False), "withhold", "does not need it"),
        (item(needed_by_recipient=None), "withhold", "Nobody has said that the recipient needs it"),
        (item(form="whole_file"), "redact", "never the least"),
        (item(form="record"), "share", "needs it"),
        (item(form="whole_file", needed_by_recipient=False), "withhold", "does not need it"),
        (item(status="allegation"), "share", "Mark it as allegation."),
        (item(status="opinion"), "share", "Mark it as opinion."),
        (item(form="whole_file", status="opinion"), "redact", "Mark it as opinion."),
        (item(status="opinion", needed_by_recipient=False), "withhold", "does not need it"),
    ],
)
def test_only_what_is_needed_goes_and_is_marked_for_what_it_is(
    thing: dict[str, Any], verdict: str, because: str
) -> None:
    answer = ask(items=[item(name="plain"), thing])
    assert answer.items[1].answer == verdict
    assert because in " ".join(answer.items[1].because)
    assert answer.items[1].strength == ("none" if verdict == "withhold" else "must")
    if verdict == "withhold":
        assert "Mark it" not in " ".join(answer.items[1].because)


@pytest.mark.parametrize(("recipient", "is_told"), [("school_maintained", True), ("college", True), ("la_csc", False)])
def test_a_school_that_sends_another_a_whole_file_is_told_when_it_may_go_whole(recipient: str, is_told: bool) -> None:
    held_back = ask(recipient={"kind": recipient}, items=[item(form="whole_file")]).items[0]
    assert held_back.answer == "redact"
    assert ("Where the child itself moves to this school, say so" in " ".join(held_back.because)) is is_told


def test_part_keeps_the_strength_of_the_duty() -> None:
    answer = ask(items=[item(), item(needed_by_recipient=False)])
    assert (answer.answer, answer.duty) == ("share_part", ("ca2004_s16LA",))
    assert [one.strength for one in answer.items] == ["must", "none"]
    assert answer.because[0].says.startswith("You must share part: ")
    before = ask(items=[item(), item(needed_by_recipient=False)], asked_on="2026-06-01")
    assert before.because[0].says.startswith("You should share part: ")
    less = ask(items=[item(), item(needed_by_recipient=False)], recipient={"kind": "parent"})
    assert less.because[0].says.startswith("You may share part: ")


def test_nothing_needed_is_nothing_shared_and_a_smaller_way_is_named() -> None:
    answer = ask(items=[item(needed_by_recipient=False)])
    assert answer.answer == "do_not_share"
    assert "Instead: Share less" in answer.because[0].says
    assert answer.because[0].step is StepName.MINIMISE
    assert answer.seek_advice_from == ("designated_safeguarding_lead",)


def test_without_items_the_least_is_advised() -> None:
    answer = ask(items=[])
    assert answer.answer == "must_share"
    assert "a flag before a summary" in said(answer, StepName.MINIMISE)


@pytest.mark.parametrize("status", ["victim", "witness", "not_accused"])
def test_who_was_never_accused_is_left_off_a_list_used_against_others(status: str) -> None:
    listed = {"sender": {"kind": "police"}, "recipient": {"kind": "la_housing"}, "purpose": "law_enforcement"}
    things = [item(criminal=True, person_status=status), item(criminal=True, person_status="suspect")]
    assert verdicts(ask(**listed, items=things)) == ["withhold", "share"]
    caring = ask(sender={"kind": "police"}, items=things)
    assert verdicts(caring) == ["share", "share"]
    reviewing = ask(sender={"kind": "police"}, items=things, purpose="practice_review", recipient={"kind": "la_csc"})
    assert verdicts(reviewing) == ["share", "share"]


def test_a_status_that_nobody_gave_is_asked_for() -> None:
    listed = {"sender": {"kind": "police"}, "recipient": {"kind": "la_housing"}}
    things = [item(criminal=True)]
    assert "items[0].person_status" in ask(**listed, purpose="law_enforcement", items=things).find_out
    assert "items[0].person_status" not in ask(**listed, items=things).find_out
    assert "items[0].person_status" not in ask(**listed, purpose="law_enforcement", items=[item()]).find_out
