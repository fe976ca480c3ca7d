"""Anybody looks up the law without signing in; an administrator settles a start after seeing what it changes."""

from collections.abc import Callable

import pytest

from tests.journeys.steps import Somebody

Arrives = Callable[..., Somebody]
DUTY = "/law/ca2004_s16LA/"


@pytest.mark.parametrize("path", ["/law/", "/law/?kind=duty", DUTY, "/law/changes/"])
def test_a_page_of_law_is_accessible_and_fits_a_narrow_screen(somebody: Arrives, path: str) -> None:
    reader = somebody()
    reader.goes_to(path)
    with reader.at_width(320):
        reader.needs_no_sideways_scrolling()
        reader.finds_it_accessible()


def test_a_teacher_finds_the_duty_to_share_by_who_and_to_whom(somebody: Arrives) -> None:
    # Given somebody who is not signed in
    teacher = somebody()
    teacher.goes_to("/law/")
    teacher.takes_a_picture("law")
    # When they say who shares with whom, and what for
    teacher.page.get_by_label("Who shares").select_option(label="Academy")
    teacher.page.get_by_label("With whom").select_option(label="Children’s social care (and the front door)")
    teacher.page.get_by_label("What for").select_option(label="Keep a child safe")
    teacher.page.get_by_label("What kind").select_option(label="Duties")
    teacher.presses("Look up")
    # Then the duty is there in plain words, marked for what it is, and nothing typed stands in the address
    teacher.sees("Duty to share information", "Start not confirmed")
    teacher.does_not_see("Telling a school about domestic abuse")
    assert "academy" not in teacher.page.url
    teacher.follows("Duty to share information")
    teacher.sees("Only so far as it may help", "Children Act 2004, s. 16LA", "How far we checked")
    teacher.takes_a_picture("law-provision")


def test_an_administrator_sees_what_a_start_changes_before_it_is_kept(signed_in: Arrives, somebody: Arrives) -> None:
    # Given an administrator who has read that the start was put off
    ali = signed_in("ali.admin")
    ali.goes_to(DUTY)
    ali.presses("Confirm or move its start")
    ali.presses("Show what would change")
    ali.sees("There is a problem", "Choose how sure the day is", "Say where it says so")
    # When they say so
    _says(ali, "Announced", day="4", month="1", year="2027", where="A letter to safeguarding partners")
    # Then what would change is shown, and nothing is kept yet
    ali.sees("What would change", "Not in force. No answer rests on it.")
    ali.sees("A school named in the area’s arrangements", "Now: You must share", "Then: You should share")
    ali.takes_a_picture("law-start-effect")
    reader = somebody()
    reader.goes_to(DUTY)
    reader.sees("Start not confirmed")
    # When they keep it, it holds for everybody at the next click
    ali.presses("Keep this")
    ali.sees("Said to start on 4 January 2027", "Settled here on")
    reader.goes_to(DUTY)
    reader.sees("Not in force")
    reader.does_not_see("Confirm or move its start", "Start not confirmed")
    # And it can be moved back
    ali.presses("Confirm or move its start")
    _says(ali, "Announced", day="30", month="9", year="2026", where="The notice of June 2026")
    ali.presses("Keep this")
    reader.goes_to(DUTY)
    reader.sees("Start not confirmed")


def _says(ali: Somebody, sure: str, *, day: str, month: str, year: str, where: str) -> None:
    ali.chooses(sure)
    for label, text in (("Day", day), ("Month", month), ("Year", year), ("Where does it say so?", where)):
        ali.types(label, text)
    ali.presses("Show what would change")
