"""Whether an agency owes the duty to share: the directory says so, and the day it began is still a switch."""

from datetime import timedelta
from typing import Any

from goldenthread.law import Standing
from goldenthread.service.actions import law_pages, reference, sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.vocabulary import AgencyId
from tests.service.sharing_answers import CSC, SCHOOL, answered, worry

DUTY = "ca2004_s16LA"


def advised(westhaven: Any, who: str, **differs: Any) -> Any:
    draft = answered(westhaven, who, **differs)
    shown = sharing.weigh(draft, by=westhaven.person(who), at=westhaven.now)
    assert not isinstance(shown, NothingToShow)
    return shown


def test_a_school_that_the_directory_calls_designated_must_share_under_the_duty(westhaven: Any) -> None:
    assert reference.agencies()[AgencyId(SCHOOL)].is_designated is True
    shown = advised(westhaven, "dee.school")
    assert (shown.answer.answer, shown.answer.duty) == ("must_share", (DUTY,))
    # Its start was announced and never confirmed, and whoever reads the answer is told so
    assert DUTY in shown.answer.unverified_law
    assert "unverified: its start was not confirmed" in shown.citations[DUTY]


def test_a_school_of_which_nobody_said_so_should_share_and_is_asked(westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import Agency

    with westhaven_copy.as_role("worker"):
        Agency.objects.filter(pk=SCHOOL).update(is_designated=None)
    answer = advised(westhaven_copy, "dee.school").answer
    assert (answer.answer, answer.duty) == ("should_share", ())
    assert {"sender.designated_agency", "sender.commissioned"} <= set(answer.find_out)


def test_with_the_duty_moved_to_a_later_day_the_same_school_should_share(westhaven_copy: Any) -> None:
    ali, today = westhaven_copy.person("ali.admin"), westhaven_copy.now.date()
    later = {"standing": Standing.ANNOUNCED, "starts_on": today + timedelta(days=90), "instrument": "a later notice"}
    assert law_pages.settle_start(DUTY, **later, by=ali, at=westhaven_copy.now)
    answer = advised(westhaven_copy, "dee.school").answer
    assert (answer.answer, answer.duty) == ("should_share", ())


def test_a_charity_outside_the_duty_is_told_so_and_not_asked(westhaven: Any) -> None:
    answer = advised(westhaven, "yasmin.youngcarers", start={}, worried=worry(child="A girl of nine")).answer
    assert (answer.answer, answer.duty) == ("should_share", ())
    assert "sender.commissioned" not in answer.find_out
    assert DUTY not in answer.unverified_law


def test_the_duty_reaches_a_designated_school_as_recipient(westhaven: Any) -> None:
    answer = advised(westhaven, "sam.social", worried=worry(recipient=SCHOOL)).answer
    assert (answer.answer, answer.duty) == ("must_share", (DUTY,))
    assert advised(westhaven, "dee.school", worried=worry(recipient=CSC)).case.recipient.kind == "la_csc"
