"""Whoever finds two pages of one child tells the reviewers, without naming a child in an address or to anybody else."""

import re
from collections.abc import Callable

from tests.journeys.service import Service
from tests.journeys.steps import Somebody

Arrives = Callable[..., Somebody]
REASON = "School rang about bruises on both arms"
KNOWS = "The mother says that both are hers"


def test_two_pages_of_one_child_are_sent_to_the_reviewers(signed_in: Arrives, service: Service) -> None:
    # Given a front door practitioner who has found one page of a child
    child, other = service.child("grandparents"), service.child("young-carer")
    fran = signed_in("fran.frontdoor")
    fran.opens_the_page_of(child, why="harm", reason=REASON)
    fran.follows("tell the reviewers that the two pages are of one child")
    assert fran.heading() == "Two pages of one child"
    fran.sees("You have found no other page")
    # When she has found the other too, she chooses it, with the keys alone and on a narrow screen
    fran.opens_the_page_of(other, why="harm", reason=REASON)
    fran.follows("tell the reviewers that the two pages are of one child")
    with fran.at_width(320):
        fran.needs_no_sideways_scrolling()
    fran.sees(other.family_name, child.family_name)
    fran.presses("Send both to the reviewers")
    fran.sees("There is a problem", "Choose the other page of this child")
    fran.sees("Write a few words on how you know that they are one child")
    fran.page.get_by_role("radio", name=re.compile(child.family_name)).first.focus()
    keys = fran.page.keyboard
    keys.press("Space")
    fran.page.get_by_label("How do you know that they are one child?", exact=True).focus()
    keys.type(KNOWS)
    keys.press("Tab")
    keys.press("Enter")
    fran.page.wait_for_url("**/doubts/")
    # Then she reads what becomes of it, and no child is named there
    fran.finds_it_accessible()
    fran.sees("Until they have decided both pages stay as they are.", "Two pages of one child.", KNOWS)
    fran.sees("It waits for the next load of files. Then the reviewers are asked.")
    assert child.family_name.casefold() not in fran.words().casefold()
    assert other.family_name.casefold() not in fran.words().casefold()
    # And whoever else opens a page is told nothing of it
    pat = signed_in("pat.police")
    pat.opens_the_page_of(child, why="harm", reason=REASON)
    pat.does_not_see(KNOWS, "Somebody doubts")
    # When she was wrong she takes it back
    fran.presses("I was wrong: take it back")
    fran.sees("Taken back. It stays in the record", "You took it back.")
    # But nobody sends a page that they have not found
    pat.page.goto(service.address + "/looks/0b6f2f4e-6c5b-4a53-9d11-2f1f6a2f0c01/same-child/")
    assert pat.heading() == "There is nothing here for you"
