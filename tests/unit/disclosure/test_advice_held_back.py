"""What is kept from a family, a stranger or a court, and how: each of these once went, or was refused, wrongly."""

from typing import Any

import pytest

from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import DANGER, GP, ask, item, rejected, said, verdicts

TOLD = item(name="what she told", special=["sex_life"], confidential=True)
GIRL = {"who": "child", "age": 15, "competent": True, "view": "asks_for_secrecy"}
TO_A_PARENT = {"recipient": {"kind": "parent"}, "purpose": "promote_welfare", "governance": {"policy_document": True}}
NO_WORRY = {"concern": {"kinds": ["other"], "level": "unmet_need"}}
POLICE = {"kind": "police", "designated_agency": False}
ORDERED = {
    "sender": {"kind": "la_csc", "designated_agency": False},
    "recipient": {"kind": "court"},
    "purpose": "legal_proceedings",
    "request": {"power": "court_order", "states_what_and_why": True, "made_by": "recipient"},
}


# What a child keeps from its family


def test_what_a_competent_child_told_in_confidence_does_not_go_to_the_family_against_its_wish() -> None:
    for sender in ({}, {"sender": GP}):
        answer = ask(items=[TOLD], people=[GIRL], **TO_A_PARENT, **NO_WORRY, **sender)
        assert answer.answer == "do_not_share"
        assert "See the child alone" in answer.because[0].says
        assert "go through children's social care" not in answer.because[0].says


@pytest.mark.parametrize(
    ("differs", "verdict"),
    [
        ({"people": [GIRL | {"view": "objects"}]}, "do_not_share"),
        ({"people": [GIRL | {"view": "agrees"}]}, "may_share"),
        ({"people": [GIRL | {"competent": False}]}, "may_share"),
        ({"people": [GIRL | {"competent": None}]}, "seek_advice"),
        ({"people": [GIRL | {"competent": None, "age": 8}]}, "may_share"),
        ({"concern": {"level": "risk_of_harm"}}, "seek_advice"),
        ({"items": [TOLD | {"confidential": False}]}, "may_share"),
        ({"items": [TOLD | {"confidential": None}]}, "do_not_share"),
        ({"items": [TOLD | {"special_about": "mother"}]}, "seek_advice"),
        ({"items": [TOLD, item(name="homework")]}, "share_part"),
        ({"recipient": {"kind": "la_csc"}}, "must_share"),
        ({"immediacy": "immediate_danger"}, "may_share"),
    ],
)
def test_each_fact_of_a_childs_wish_decides(differs: dict[str, Any], verdict: str) -> None:
    assert ask(**({"items": [TOLD], "people": [GIRL]} | TO_A_PARENT | NO_WORRY | differs)).answer == verdict


def test_whether_the_child_can_judge_is_found_out() -> None:
    unjudged = ask(items=[TOLD], people=[GIRL | {"competent": None}], **TO_A_PARENT, **NO_WORRY)
    assert "people[0].competent" in unjudged.find_out


# Strangers


@pytest.mark.parametrize("stranger", ["any_person", "solicitor"])
def test_a_stranger_is_told_nothing_about_a_child_without_advice(stranger: str) -> None:
    answer = ask(recipient={"kind": stranger})
    assert answer.answer == "seek_advice"
    assert "Tell children's social care or the police" in answer.because[0].says


@pytest.mark.parametrize(
    ("sender", "recipient", "may_go"),
    [
        ("police", "any_person", True),
        ("probation", "any_person", True),
        ("police", "solicitor", False),
        ("police", "business_partnership", True),
        ("police", "home_office", False),
        ("police", "researcher", False),
    ],
)
def test_the_police_warn_the_public_and_no_other_stranger(sender: str, recipient: str, may_go: bool) -> None:
    answer = ask(sender={"kind": sender, "designated_agency": False}, recipient={"kind": recipient})
    assert (answer.answer == "may_share") is may_go


# Slavery

SLAVERY = {"recipient": {"kind": "home_office"}, "concern": {"kinds": ["trafficking"], "evidence": "fact"}}


@pytest.mark.parametrize(
    ("sender", "verdict"),
    [("nhs_trust", "seek_advice"), ("school_academy", "seek_advice"), ("voluntary", "may_share")],
)
def test_only_those_whom_the_law_names_tell_the_home_office(sender: str, verdict: str) -> None:
    answer = ask(sender={"kind": sender, "designated_agency": False}, **SLAVERY)
    assert answer.answer == verdict
    if verdict == "seek_advice":
        assert "children's social care or the police" in answer.because[0].says


@pytest.mark.parametrize(
    ("differs", "verdict"),
    [
        ({}, "redact"),
        ({"view": "agrees"}, "share"),
        ({"role": "suspect"}, "share"),
    ],
)
def test_an_adult_victim_who_has_not_agreed_is_not_named(differs: dict[str, Any], verdict: str) -> None:
    victim = {"who": "other_adult", "role": "victim", "view": "objects"} | differs
    named = {"sender": POLICE, "purpose": "safeguard_adult", "items": [item(about="other_adult")], "people": [victim]}
    assert verdicts(ask(**SLAVERY, **named)) == [verdict]


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"recipient": {"kind": "police"}, "concern": {"kinds": ["trafficking"]}},
        {"recipient": {"kind": "home_office"}, "concern": {"kinds": ["domestic_abuse"]}},
    ],
)
def test_only_the_notice_of_slavery_to_the_home_office_leaves_her_name_out(elsewhere: dict[str, Any]) -> None:
    victim = {"who": "other_adult", "role": "victim", "view": "objects"}
    told = {"sender": POLICE, "purpose": "safeguard_adult", "items": [item(about="other_adult")], "people": [victim]}
    answer = ask(**elsewhere, **told)
    assert "redact" not in verdicts(answer)
    assert "names nobody" not in said(answer, StepName.STATUTORY_RESTRICTION)


def test_a_child_victim_is_named_and_so_is_who_is_accused() -> None:
    things = [item(), item(about="other_adult", person_status="suspect"), item(about=None)]
    assert verdicts(ask(sender=POLICE, items=things, **SLAVERY)) == ["share", "share", "share"]
    assert verdicts(ask(sender=POLICE, items=[item(about=None)], purpose="safeguard_adult", **SLAVERY)) == ["redact"]


# Courts, and those who look into crime


def test_an_order_of_the_court_opens_its_own_papers() -> None:
    papers = item(protected=["court_restricted"], form="record")
    assert ask(items=[papers], **ORDERED).answer == "must_share"
    for spoiled in ({"verified": False}, {"linked_to_risk": True}):
        assert verdicts(ask(items=[papers], **(ORDERED | {"recipient": {"kind": "court"} | spoiled}))) == ["withhold"]
    assert verdicts(ask(items=[papers], **(ORDERED | {"request": None}))) == ["withhold"]
    for other in ("solicitor", "police", "cafcass"):
        assert verdicts(ask(items=[papers], **(ORDERED | {"recipient": {"kind": other}}))) == ["withhold"]
    assert ask(items=[item(protected=["court_restricted", "address"])], **ORDERED).answer == "seek_advice"


def test_what_is_protected_is_raised_with_the_court_and_not_simply_kept_back() -> None:
    for protected in ("address", "adoption"):
        answer = ask(items=[item(protected=[protected])], **ORDERED)
        assert answer.answer == "seek_advice"
        assert "do not simply keep it back" in answer.because[0].says


@pytest.mark.parametrize("purpose", ["law_enforcement", "legal_proceedings"])
@pytest.mark.parametrize(
    ("recipient", "status", "verdict"),
    [
        ("police", "victim", "share"),
        ("police", "witness", "share"),
        ("police", "not_accused", "withhold"),
        ("la_housing", "victim", "withhold"),
    ],
)
def test_those_who_look_into_a_crime_learn_of_its_victims(
    purpose: str, recipient: str, status: str, verdict: str
) -> None:
    things = [item(person_status=status), item(name="the rest")]
    answer = ask(recipient={"kind": recipient}, purpose=purpose, items=things, sender=POLICE)
    goes = "share" if answer.answer in ("may_share", "share_part") else "withhold"
    assert verdicts(answer)[0] == (verdict if goes == "share" else "withhold")


def test_the_smaller_way_does_not_send_back_to_who_asks() -> None:
    secret = item(protected=["address"])
    assert "go through children's social care" not in ask(items=[secret]).because[0].says
    assert "go through children's social care" in ask(items=[secret], recipient={"kind": "la_housing"}).because[0].says


# Grown-ups


@pytest.mark.parametrize(
    ("people", "is_owed"),
    [
        ([{"who": "child", "age": 17}], True),
        ([{"who": "child", "age": 18}], False),
        ([{"who": "child", "age": 18}, {"who": "sibling", "age": 9}], True),
        ([{"who": "child", "age": 18}, {"who": "unborn"}], True),
        ([{"who": "child"}], True),
        ([{"who": "mother", "age": 30}], True),
    ],
)
def test_the_duty_to_share_is_about_children(people: list[dict[str, Any]], is_owed: bool) -> None:
    answer = ask(people=people)
    assert ("ca2004_s16LA" in answer.duty) is is_owed
    assert ("18 or over" in said(answer, StepName.DUTY)) is not is_owed


# Whoever asks for their own


def test_whoever_asks_in_their_own_name_has_nothing_about_others() -> None:
    mine = {"purpose": "subject_access", "recipient": {"kind": "any_person"}}
    things = [item(), item(about="referrer", form="extract"), item(about="sibling")]
    assert verdicts(ask(items=things, **mine)) == ["share", "redact", "withhold"]
    assert verdicts(ask(items=[item(about="other_adult"), item(about="referrer")], **mine)) == ["share", "withhold"]
    several = ask(items=[item(about="other_adult"), item(about="staff")], **mine)
    assert several.answer == "seek_advice"
    assert verdicts(ask(items=[item(about=None)], **mine)) == ["share"]


def test_what_is_about_a_parent_waits_until_it_is_known_which_parent_asks() -> None:
    answer = ask(purpose="subject_access", recipient={"kind": "parent"}, items=[item(about="mother")])
    assert answer.answer == "seek_advice"
    assert "Make sure who asks" in answer.because[0].says
    other = ask(purpose="subject_access", recipient={"kind": "parent"}, items=[item(about="staff")])
    assert other.answer == "do_not_share"


def test_danger_still_reaches_whoever_can_act() -> None:
    assert ask(items=[item(about="other_adult")], **DANGER).answer == "must_share"
    assert rejected(ask(**DANGER)) == {}


# What is typed that cannot be


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("police", "share"),
        ("ambulance", "share"),
        ("parent", "withhold"),
        ("solicitor", "withhold"),
        ("retailer", "withhold"),
    ],
)
def test_no_parent_or_shop_is_an_emergency_service(kind: str, verdict: str) -> None:
    called = {"recipient": {"kind": kind, "emergency_service": True}, "immediacy": "immediate_danger"}
    assert verdicts(ask(items=[item(protected=["address"])], **called)) == [verdict]


@pytest.mark.parametrize(
    ("recipient", "made_by", "verdict"),
    [
        ("police", "recipient", "seek_advice"),
        ("la_csc", None, "seek_advice"),
        ("voluntary", "someone_for_them", "may_share"),
        ("any_person", "recipient", "must_share"),
        ("any_person", None, "may_share"),
        ("any_person", "someone_for_them", "may_share"),
        ("other_family", "recipient", "may_share"),
        ("solicitor", "recipient", "may_share"),
    ],
)
def test_only_a_person_asks_for_what_is_held_about_them(recipient: str, made_by: str | None, verdict: str) -> None:
    request = {"states_what_and_why": True, "made_by": made_by} if made_by else None
    answer = ask(purpose="subject_access", recipient={"kind": recipient}, request=request)
    assert answer.answer == verdict


def test_a_conviction_is_criminal_data_whether_or_not_somebody_says_so() -> None:
    father = {"who": "father", "suspected_of_harm": False, "could_be_asked_safely": True}
    for status, needs_one in (("convicted", True), ("suspect", False), ("witness", False)):
        past = item(about="father", person_status=status)
        assert ask(items=[past], people=[father]).answer == ("seek_advice" if needs_one else "must_share")


@pytest.mark.parametrize("purpose", ["statistics", "research", "eligibility"])
def test_a_purpose_that_is_refused_does_not_stand_in_the_way_of_danger(purpose: str) -> None:
    assert ask(purpose=purpose, recipient={"kind": "la_csc"}).answer != "may_share"
    assert ask(purpose=purpose, recipient={"kind": "la_csc"}, immediacy="immediate_danger").answer == "may_share"
