"""What an answer names: the law it rests on or turned on, and nothing that was merely looked at and set aside."""

from typing import Any

import pytest

from goldenthread.disclosure.advice import Answer
from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import answered, question

CHARITY = {"kind": "voluntary", "public_authority": False, "designated_agency": False, "commissioned": False}
ORDERED = {"power": "court_order", "states_what_and_why": True, "made_by": "recipient"}
COURT = {"recipient": {"kind": "court"}, "purpose": "legal_proceedings", "request": ORDERED}
TOLD = [{"name": "what she told", "about": "child", "confidential": True, "needed_by_recipient": True}]


def ask(**differs: Any) -> Answer:
    return answered(question(differs))


def said(answer: Answer, step: StepName) -> str:
    return next(one.says for one in answer.because[1:] if one.step is step)


@pytest.mark.parametrize(
    "differs",
    [
        {"sender": CHARITY},
        {"recipient": {"kind": "cafcass"}},
        {"mode": "planned"},
        {"judgement": {"may_help_recipient": False}},
        {"sender": CHARITY, "judgement": {"more_detrimental_to_share": True}},
    ],
)
def test_a_duty_that_does_not_arise_is_not_listed_as_unverified(differs: dict[str, Any]) -> None:
    answer = ask(**differs)
    assert "ca2004_s16LA" not in answer.unverified_law
    assert not any("ca2004_s16LA" in one.sources for one in answer.because)


@pytest.mark.parametrize(
    "differs",
    [
        {},
        {"judgement": {"may_help_recipient": None}},
        {"judgement": {"more_detrimental_to_share": True}},
        {"sender": {"kind": "gp", "designated_agency": False}},
        {"sender": {"designated_agency": None, "commissioned": None}},
    ],
)
def test_a_duty_that_the_answer_turns_on_is_listed_as_unverified(differs: dict[str, Any]) -> None:
    assert "ca2004_s16LA" in ask(**differs).unverified_law


def test_harm_by_sharing_says_that_a_duty_falls_away_only_where_there_was_one() -> None:
    harm = {"judgement": {"more_detrimental_to_share": True}}
    assert "the duty falls away" in said(ask(**harm), StepName.DETRIMENT)
    assert "no power carries it" in said(ask(sender=CHARITY, **harm), StepName.DETRIMENT)


@pytest.mark.parametrize("sender", ["school_academy", "gp", "nhs_trust", "la_csc", "voluntary", "housing_association"])
def test_an_order_of_a_court_binds_whoever_it_is_made_to(sender: str) -> None:
    answer = ask(sender={"kind": sender, "public_authority": None, "designated_agency": False}, **COURT)
    assert (answer.answer, answer.duty, answer.lawful_basis) == ("must_share", ("court_order",), ("art6_1_c",))
    assert "An order of a court demands it" in answer.because[0].says
    assert "Give what it names, no more" in said(answer, StepName.COMPELLING_REQUEST)


def test_an_order_that_nobody_has_checked_compels_nobody_yet() -> None:
    assert ask(**COURT | {"recipient": {"kind": "court", "verified": False}}).answer == "verify_first"
    for unsure in ({"made_by": "someone_for_them"}, {"states_what_and_why": None}, {"power": None}):
        assert ask(**COURT | {"request": ORDERED | unsure}).duty == ()
    assert ask(**COURT | {"recipient": {"kind": "solicitor"}}).duty == ()


@pytest.mark.requirement("I2")
def test_what_a_law_or_a_court_demands_is_shared_though_it_was_told_in_confidence() -> None:
    by_order = ask(items=TOLD, **COURT)
    by_statute = ask(
        items=TOLD,
        purpose="practice_review",
        recipient={"kind": "safeguarding_partner"},
        request=ORDERED | {"power": "ca2004_s16H"},
        concern={"level": "none"},
    )
    unasked = ask(items=TOLD, purpose="legal_proceedings", recipient={"kind": "court"})
    for answer in (by_order, by_statute):
        assert answer.answer == "must_share"
        assert "a law or a court demands it is a ground of its own" in said(answer, StepName.CONFIDENTIALITY)
    assert "a ground of its own" not in said(unasked, StepName.CONFIDENTIALITY)


def test_what_a_court_protects_stays_back_under_an_order_too() -> None:
    papers = [TOLD[0], TOLD[0] | {"name": "an adoption", "protected": ["adoption"]}]
    assert ask(items=papers, **COURT).items[1].answer == "withhold"
