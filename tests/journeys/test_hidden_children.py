"""A hidden child and no child look the same; the hidden child's custodian is told."""

import re
from collections.abc import Callable

from tests.journeys.service import Child, Service
from tests.journeys.steps import Somebody

Arrives = Callable[..., Somebody]
REASON = "Tenancy fraud check on this address"


def _answer(person: Somebody, **search: str) -> str:
    person.goes_to("/find/")
    person.searches(why="harm", reason=REASON, **search)
    page = str(person.page.content())
    return re.sub(r'(nonce|value)="[^"]*"', "", page)


def test_a_hidden_child_and_no_child_are_answered_alike_and_the_custodian_is_told(
    signed_in: Arrives, service: Service
) -> None:
    # Given a mother and children in a refuge
    hidden: Child = service.child("refuge")
    harry = signed_in("harry.housing")
    # When somebody searches for the child, and then for a child who does not exist
    for_hidden = _answer(harry, nhs_number=hidden.nhs_number)
    harry.sees("No record you may see", "This does not mean that nobody is involved.", "Worried about a child?")
    harry.takes_a_picture("nothing-to-show")
    for_nobody = _answer(harry, nhs_number="999 123 4551")
    # Then both answers are the same
    assert for_hidden == for_nobody
    # And the custodian is told who searched
    fran = signed_in("fran.frontdoor")
    for _ in range(20):
        fran.goes_to("/alerts/")
        if hidden.name.casefold() in fran.words().casefold():
            break
        fran.page.wait_for_timeout(500)
    fran.sees(hidden.name, "Harry Fielding", "searched for this child")
    fran.takes_a_picture("alert")
    # And reads of it where her work begins
    fran.goes_to("/")
    fran.follows("Read who searched, now")
    fran.presses("I have read this")
    fran.sees("Read before")


def test_a_search_with_a_place_never_finds_a_hidden_child(signed_in: Arrives, service: Service) -> None:
    hidden = service.child("refuge")
    sam = signed_in("sam.social")
    born = hidden.date_of_birth
    sam.goes_to("/find/")
    sam.searches(
        why="harm",
        reason=REASON,
        given_name=hidden.given_name,
        family_name=hidden.family_name,
        day=str(born.day),
        month=str(born.month),
        year=str(born.year),
        postcode="WH1 4AB",
    )
    assert sam.heading() == "No record you may see"
