"""Whoever sees two people's facts on one page tells the reviewers, and everybody who sees the page is warned."""

from collections.abc import Callable

from tests.journeys.service import Service
from tests.journeys.steps import Somebody

Arrives = Callable[..., Somebody]
REASON = "School rang about bruises on both arms"
SAW = "Two mothers and two dates of birth"
DOUBTED = "Somebody doubts that everything on this page is about one person."


def test_a_page_that_shows_two_people_is_sent_to_the_reviewers(signed_in: Arrives, service: Service) -> None:
    # Given a social worker who sees facts about two people on one page
    child = service.child("grandparents")
    sam = signed_in("sam.social")
    sam.opens_the_page_of(child, why="harm", reason=REASON)
    sam.does_not_see(DOUBTED)
    # When she says so, with the keys alone and on a narrow screen
    with sam.at_width(320):
        sam.follows("tell the reviewers that these records are not all one person")
        sam.needs_no_sideways_scrolling()
    assert sam.heading() == "These records are not all one person"
    assert child.family_name.casefold() not in sam.words().casefold()
    sam.presses("Send to the reviewers")
    sam.sees("There is a problem", "Write a few words on what does not fit")
    sam.page.get_by_label("What does not fit?", exact=True).focus()
    keys = sam.page.keyboard
    keys.type(SAW)
    keys.press("Tab")
    keys.press("Enter")
    sam.page.wait_for_url("**/looks/*/")
    # Then the page is back, warns, and can be sent once
    sam.finds_it_accessible()
    sam.sees(DOUBTED, "You sent this page to the reviewers.")
    sam.does_not_see("tell the reviewers that these records are not all one person")
    sam.follows("What became of it")
    sam.sees(SAW, "It waits for the next load of files. Then the reviewers are asked.")
    with sam.at_width(320):
        sam.needs_no_sideways_scrolling()
        sam.finds_it_accessible()
    sam.goes_to("/")
    sam.follows("Pages you sent to the reviewers, and what became of them: 1")
    assert child.family_name.casefold() not in sam.words().casefold()
    # And whoever else opens it is warned, without her name or her words
    pat = signed_in("pat.police")
    pat.opens_the_page_of(child, why="harm", reason=REASON)
    pat.sees(DOUBTED)
    pat.does_not_see(SAW, "You sent this page")
    # When she was wrong she takes it back, and it stays in the record
    sam.goes_to("/doubts/")
    sam.page.get_by_role("button", name="I was wrong: take it back").focus()
    sam.page.keyboard.press("Enter")
    sam.page.get_by_role("status").wait_for()
    sam.finds_it_accessible()
    sam.sees("Taken back. It stays in the record", SAW, "You took it back.")
    sam.does_not_see("I was wrong: take it back")
    pat.opens_the_page_of(child, why="harm", reason=REASON)
    pat.does_not_see(DOUBTED)
    # But nobody's page is sent by whoever has not opened it
    pat.page.goto(service.address + "/looks/0b6f2f4e-6c5b-4a53-9d11-2f1f6a2f0c01/doubt/")
    assert pat.heading() == "There is nothing here for you"
