"""What a recipient, a person concerned and a later reader get to see: what was chosen, as it was meant, and no more."""

from typing import Any
from uuid import UUID

import pytest

from goldenthread.service.actions import sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.sharing_shapes import Choice, Told
from goldenthread.service.portal.record_pages import parts_of
from tests.service.sharing_answers import (
    DEE,
    answered,
    decide,
    person,
    problems,
    received,
    record_of,
    thing,
)

NEIGHBOUR = "The woman at number 12 rang us on Monday night."


def each_person(westhaven: Any, record: UUID) -> dict[str, str]:
    return dict(next(p for p in parts_of(record_of(westhaven, record)).parts if p.title == "Each person").lines)


@pytest.mark.parametrize("needed", ["yes", "no"])
def test_a_thing_about_whoever_told_us_stays_back_though_nobody_marked_it(westhaven: Any, needed: str) -> None:
    things = [thing(), thing(words=NEIGHBOUR, about="referrer", needed=needed)]
    draft = answered(westhaven, things=things)
    both = decide(westhaven, draft, items=(0, 1), proportion="They asked for it specially.")
    assert "items" in problems(both)
    shown = sharing.weigh(draft, by=westhaven.person(DEE), at=westhaven.now)
    assert not isinstance(shown, NothingToShow)
    assert shown.answer.items[1].answer.value != "share"
    record = decide(westhaven, draft, choice=Choice.SHARE_PART, items=(0,))
    made = repr(record_of(westhaven, record).content) + repr(received(westhaven, record))
    assert "number 12" not in made


def test_what_would_be_blacked_out_in_part_goes_whole_only_with_a_reason(westhaven: Any) -> None:
    draft = answered(westhaven, things=[thing(marks=["whole_file"])])
    assert "proportion" in problems(decide(westhaven, draft))
    assert isinstance(decide(westhaven, draft, proportion="They hold no file of theirs."), UUID)


@pytest.mark.parametrize("reason", ["violence", "crime", "no_channel"])
def test_no_notice_is_made_for_somebody_who_is_told_once_it_is_safe(westhaven: Any, reason: str) -> None:
    mother = person(danger="yes", telling="unsafe", unsafe=[reason])
    later = {"child": (Told.TOLD, ""), "mother": (Told.AFTERWARDS, "")}
    record = decide(westhaven, answered(westhaven, people={"mother": mother}), told=later)
    kept = {p["who"]: p for p in record_of(westhaven, record).content["people"]}
    assert kept["mother"]["notice"] is None
    assert kept["mother"]["unsafe"] == [reason]
    assert "No notice was made." in each_person(westhaven, record)["Mother"]
    assert kept["child"]["notice"]


def test_a_record_gives_no_reason_for_not_telling_somebody_who_was_told(westhaven: Any) -> None:
    mother = person(telling="unsafe", unsafe=["no_time"])
    record = decide(westhaven, answered(westhaven, people={"mother": mother}))
    said = each_person(westhaven, record)["Mother"]
    assert "I have told them" in said
    assert "Why not told" not in said


def test_a_child_who_asks_for_secrecy_is_not_said_to_object(westhaven: Any) -> None:
    draft = answered(westhaven, people={"child": person(view="asks_for_secrecy")})
    record = decide(westhaven, draft, weighed={"child": "She is not safe alone with this."})
    assert received(westhaven, record).objections == (
        "The child asked that others are not told. She is not safe alone with this.",
    )


def test_a_wish_for_advice_that_is_sent_twice_leaves_one_record(westhaven: Any) -> None:
    draft = answered(westhaven)
    first = decide(westhaven, draft, choice=Choice.SEEK_ADVICE, why="I cannot tell what is best here.")
    assert isinstance(first, UUID)
    assert decide(westhaven, draft, choice=Choice.SEEK_ADVICE, why="I cannot tell what is best here.") == first
    other = decide(westhaven, draft, choice=Choice.SEEK_ADVICE, why="It is another question by now.")
    assert other != first
