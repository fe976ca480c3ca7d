"""A court's order is sayable where the earlier answers leave it open, and compels once somebody has read it."""

from typing import Any
from uuid import UUID

import pytest

from goldenthread.service.actions import casework, recording, sharing
from goldenthread.service.actions.sharing_shapes import AnswerShown, How, NotYet, Step
from goldenthread.service.portal.record_pages import parts_of
from tests.service.sharing_answers import answered, decision, risks, worry

DEE = "dee.school"
TO_A_COURT = {
    "purpose": "legal_proceedings",
    "recipient": "somebody_else",
    "recipient_kind": "court",
    "recipient_name": "Westhaven family court",
    "is_checked": True,
}
SCREEN = "Has a court ordered you to share this?"


def weighed(westhaven: Any, said: str, **differs: Any) -> AnswerShown:
    draft = answered(westhaven, worried=worry(**{**TO_A_COURT, **differs}), weighed=risks(ordered=said))
    shown = sharing.weigh(draft, by=westhaven.person(DEE), at=westhaven.now)
    assert isinstance(shown, AnswerShown)
    return shown


@pytest.mark.parametrize(
    ("differs", "is_asked"),
    [
        ({}, False),
        ({"purpose": "legal_proceedings"}, True),
        ({"purpose": "law_enforcement"}, True),
        ({"recipient": "somebody_else", "recipient_kind": "court"}, True),
        ({"recipient": "somebody_else", "recipient_kind": "solicitor"}, False),
    ],
)
def test_an_order_is_asked_about_only_where_the_answers_leave_it_open(
    westhaven: Any, client: Any, sign_in: Any, differs: dict[str, Any], is_asked: bool
) -> None:
    from goldenthread.service.store.models import Account

    assert casework.may_be_ordered({"worry": worry(**differs)}) is is_asked
    draft = answered(westhaven, worried=worry(**differs))
    sign_in(client, Account.objects.get(username=DEE))
    page = client.get(f"/sharing/{draft}/risks/").content.decode()
    assert "The risks, side by side" in page
    assert (SCREEN in page) is is_asked


def test_an_order_that_was_read_is_a_duty_and_its_record_says_so(westhaven: Any) -> None:
    shown = weighed(westhaven, "seen")
    assert (shown.answer.answer, shown.answer.duty) == ("must_share", ("court_order",))
    assert shown.answer.lawful_basis == ("art6_1_c",)
    by, at = westhaven.person(DEE), westhaven.now
    said = decision(how=How.PHONE, basis="art6_1_c")
    record = sharing.decide(shown.draft.draft, said, by=by, at=at)
    assert isinstance(record, UUID), record
    law = next(part for part in parts_of(recording.open_record(record, by=by, at=at)).parts if part.title == "The law")
    assert dict(law.lines)["An order of a court"] == "Yes, and I have read the order"


@pytest.mark.parametrize("said", ["unseen", "no", ""])
def test_an_order_that_nobody_has_read_compels_nobody(westhaven: Any, said: str) -> None:
    answer = weighed(westhaven, said).answer
    assert answer.duty == ()
    assert answer.answer != "must_share"
    assert ("request.states_what_and_why" in answer.find_out) is (said == "unseen")


def test_an_order_reaches_nobody_whom_no_order_reaches(westhaven: Any) -> None:
    answer = weighed(westhaven, "seen", recipient_kind="solicitor").answer
    assert answer.duty == ()


def test_an_order_that_the_answers_close_again_is_forgotten(westhaven: Any) -> None:
    by, at = westhaven.person(DEE), westhaven.now
    draft = weighed(westhaven, "seen").draft.draft
    sharing.keep(draft, Step.WORRY, worry(), by=by, at=at)
    shown = sharing.weigh(draft, by=by, at=at)
    assert isinstance(shown, AnswerShown)
    assert "court_order" not in shown.answer.duty


def test_the_question_must_be_answered_where_it_is_asked(westhaven: Any, client: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    sign_in(client, Account.objects.get(username=DEE))
    draft = answered(westhaven, worried=worry(**TO_A_COURT))
    unsaid = {**risks(), "grounds": [], "policy_document": "yes"}
    page = client.post(f"/sharing/{draft}/risks/", unsaid)
    assert page.status_code == 400
    assert "Say if a court has ordered it" in page.content.decode()
    said = client.post(f"/sharing/{draft}/risks/", {**unsaid, "ordered": "seen"})
    assert (said.status_code, said["Location"]) == (302, f"/sharing/{draft}/answer/")


def test_a_court_is_never_told_beyond_its_order_without_a_reason(westhaven: Any) -> None:
    """Whoever the order was not read by still decides, and their decision still needs its reason."""
    shown = weighed(westhaven, "unseen")
    outcome = sharing.decide(shown.draft.draft, decision(how=How.PHONE), by=westhaven.person(DEE), at=westhaven.now)
    assert isinstance(outcome, NotYet)
