"""To whom not: protected facts, and a recipient who is not who they say."""

from typing import Any

import pytest

from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import DANGER, ask, item, said, verdicts

SAFE = {"may_increase_risk": False, "may_prejudice_crime": False, "impracticable_now": False, "safe_channel": True}
MOTHER = {"who": "mother", "role": "carer", "suspected_of_harm": False, "could_be_asked_safely": True, "telling": SAFE}
CHILD = {"who": "child", "age": 7, "competent": False}
NEAR = {"kind": "parent", "linked_to_risk": True}


# Identity


PROTECTIONS = (
    "address", "identity", "adoption", "refuge", "referrer", "intelligence", "court_restricted", "other_familys_data"
)  # fmt: skip


@pytest.mark.parametrize("protected", PROTECTIONS)
@pytest.mark.parametrize("danger", [False, True])
@pytest.mark.parametrize("recipient", [{"verified": False}, {"verified": None}, {"linked_to_risk": True}])
def test_what_is_protected_never_goes_to_somebody_unchecked_or_linked_to_the_risk(
    protected: str, danger: bool, recipient: dict[str, Any]
) -> None:
    soon = {"immediacy": "immediate_danger" if danger else "routine"}
    who = {"kind": "police", "emergency_service": True} | recipient
    answer = ask(**soon, recipient=who, items=[item(protected=protected), item(name="plain")])
    assert answer.items[0].answer == "withhold"


@pytest.mark.parametrize("protected", PROTECTIONS)
@pytest.mark.parametrize("emergency", [True, False])
def test_in_danger_one_door_opens_an_address_to_an_emergency_service(protected: str, emergency: bool) -> None:
    answer = ask(
        immediacy="immediate_danger",
        recipient={"kind": "police", "emergency_service": emergency},
        items=[item(protected=protected)],
    )
    opens = emergency and protected in ("address", "refuge")
    assert verdicts(answer) == ["share" if opens else "withhold"]
    assert answer.answer == ("must_share" if opens else "share_part")
    assert ("review" in answer.then) is opens
    assert ("a second person checks it afterwards" in said(answer, StepName.IDENTITY)) is opens


def test_two_protections_open_only_where_both_would() -> None:
    answer = ask(**DANGER, items=[item(protected=["address", "identity"])])
    assert verdicts(answer) == ["withhold"]
    assert verdicts(ask(**DANGER, items=[item(protected=["address", "refuge"])])) == ["share"]


def test_out_of_danger_the_door_is_shut_and_a_second_person_decides() -> None:
    answer = ask(recipient={"kind": "police", "emergency_service": True}, items=[item(protected="address")])
    assert answer.answer == "seek_advice"
    assert answer.seek_advice_from == ("designated_safeguarding_lead",)
    assert "It is protected (address)." in answer.items[0].because
    family = ask(recipient={"kind": "other_family"}, items=[item(protected="address")])
    assert family.answer == "do_not_share"
    anybody = ask(recipient={"kind": "any_person"}, items=[item(protected="address")])
    assert anybody.answer == "do_not_share"


@pytest.mark.parametrize(
    ("thing", "recipient", "verdict"),
    [
        (item(form="record", protected="other_familys_data"), {}, "redact"),
        (item(form="summary", protected="referrer"), {}, "redact"),
        (item(form="flag", protected="other_familys_data"), {}, "withhold"),
        (item(form="record", protected="address"), {}, "withhold"),
        (item(form="record", protected=["referrer", "address"]), {}, "withhold"),
        (item(form="record", protected="other_familys_data"), NEAR, "redact"),
        (item(form="record", protected="referrer"), NEAR, "withhold"),
        (item(about="referrer"), {}, "share"),
        (item(about="referrer"), {"kind": "parent"}, "withhold"),
        (item(about="referrer", form="record"), {"kind": "parent"}, "redact"),
        (item(about="mother"), {"kind": "parent"}, "share"),
        (item(about="mother"), NEAR, "withhold"),
        (item(about="mother", form="extract"), NEAR, "redact"),
        (item(about="sibling"), NEAR, "withhold"),
        (item(about="child"), NEAR, "share"),
        (item(about="child", form="contact"), NEAR, "withhold"),
        (item(about=None), NEAR, "share"),
        (item(about=None, form="contact"), NEAR, "withhold"),
        (item(about="father"), NEAR, "share"),
        (item(about="father", form="contact"), NEAR, "share"),
        (item(identifier=True), {}, "share"),
    ],
)
def test_what_could_lead_to_somebody_is_held_back_or_blacked_out(
    thing: dict[str, Any], recipient: dict[str, Any], verdict: str
) -> None:
    people = [CHILD, MOTHER, {"who": "father", "suspected_of_harm": True}]
    answer = ask(items=[thing, item(name="plain")], recipient=recipient, people=people)
    assert answer.items[0].answer == verdict


@pytest.mark.parametrize("protected", ["address", "identity", "adoption", "refuge"])
def test_a_number_that_joins_records_stays_back_where_somebody_is_hidden(protected: str) -> None:
    answer = ask(items=[item(identifier=True), item(protected=protected), item(name="plain")])
    assert verdicts(answer) == ["withhold", "withhold", "share"]
    harmless = ask(items=[item(identifier=True), item(protected="referrer"), item(name="plain")])
    assert verdicts(harmless) == ["share", "withhold", "share"]


# The recipient


@pytest.mark.parametrize("verified", [False, None])
def test_an_unchecked_recipient_comes_before_must_and_should(verified: bool | None) -> None:
    answer = ask(recipient={"verified": verified})
    assert (answer.answer, answer.duty) == ("verify_first", ("ca2004_s16LA",))
    assert answer.because[0].step is StepName.RECIPIENT
    assert "ring back on a number you found yourself" in said(answer, StepName.RECIPIENT)
    assert ("recipient.verified" in answer.find_out) is (verified is None)
    assert answer.items[0].because == ("Nothing goes until the whole question is settled.",)


def test_checking_comes_before_advice_but_not_before_a_refusal() -> None:
    unchecked = {"recipient": {"verified": False}}
    assert ask(**unchecked, nation="wales").answer == "verify_first"
    assert ask(**unchecked, items=[item(special=["health"])]).answer == "verify_first"
    assert ask(**unchecked, purpose="immigration_control").answer == "do_not_share"
    linked = {"recipient": {"verified": False, "linked_to_risk": True}}
    assert ask(**linked, items=[item(protected="address")]).answer == "do_not_share"
    assert ask(**linked, items=[item(protected="address"), item()]).answer == "verify_first"
    assert ask(**linked, items=[]).answer == "verify_first"
    assert ask(**unchecked, items=[item(protected="address")]).answer == "verify_first"


@pytest.mark.parametrize("kind", ["la_csc", "school_academy", "voluntary", "private_contractor", "police"])
@pytest.mark.parametrize("immediacy", ["routine", "urgent", "immediate_danger"])
def test_nothing_goes_to_a_body_where_somebody_is_linked_to_the_risk_before_advice(kind: str, immediacy: str) -> None:
    answer = ask(recipient={"kind": kind, "linked_to_risk": True}, immediacy=immediacy)
    assert answer.answer == "seek_advice"
    assert answer.because[0].step is StepName.RECIPIENT
    assert "Find another recipient who can act" in answer.because[0].says
    assert "ring 999" in answer.because[0].says or immediacy != "immediate_danger"


def test_a_recipient_linked_to_the_risk_is_named_and_another_sought() -> None:
    answer = ask(recipient={"linked_to_risk": True})
    assert "Find another recipient" in said(answer, StepName.RECIPIENT)
    assert "designated_safeguarding_lead" in answer.seek_advice_from
    assert "You have checked" in said(ask(), StepName.RECIPIENT)
