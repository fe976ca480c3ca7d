"""Pages that anybody may read, and what is shown of the data and the ledger."""

from collections.abc import Callable

import pytest

from tests.journeys.steps import Somebody

Arrives = Callable[..., Somebody]


@pytest.mark.parametrize("path", ["/help/", "/privacy/", "/accessibility/", "/ledger/", "/hidden/", "/no-such-page/"])
def test_a_public_page_is_accessible_and_fits_a_narrow_screen(somebody: Arrives, path: str) -> None:
    reader = somebody()
    reader.goes_to(path)
    with reader.at_width(320):
        reader.needs_no_sideways_scrolling()
        reader.finds_it_accessible()


def test_the_ledger_says_who_holds_its_head(signed_in: Arrives) -> None:
    ali = signed_in("ali.admin")
    for _ in range(30):
        ali.goes_to("/ledger/")
        if "not yet" not in ali.words():
            break
        ali.page.wait_for_timeout(1000)
    ali.sees("The newest head", "westhaven-police", "riverside-trust", "westhaven-community-health")
    ali.does_not_see("not yet")
    ali.takes_a_picture("ledger")


def test_a_data_officer_sees_every_row_of_a_file_accounted_for(signed_in: Arrives) -> None:
    dan = signed_in("dan.dpo")
    dan.goes_to("/data/")
    dan.takes_a_picture("data")
    rows = dan.page.locator("tbody tr").all()
    assert len(rows) >= 8
    for row in rows:
        read, accepted, rejected = (
            int(row.locator(f"td[data-says='{name}']").inner_text().replace(",", ""))
            for name in ("Read", "Accepted", "Not accepted")
        )
        assert accepted + rejected == read
    dan.page.locator("tbody a").first.click()
    dan.page.wait_for_load_state()
    dan.finds_it_accessible()
    dan.sees("How much was filled in")
    dan.takes_a_picture("dataset")


def test_a_form_sent_without_its_token_is_refused_kindly(signed_in: Arrives) -> None:
    sam = signed_in("sam.social")
    sam.goes_to("/find/")
    sam.page.evaluate("document.querySelector('main form input[name=csrfmiddlewaretoken]').remove()")
    sam.searches(why="harm", reason="A reason that is long enough", nhs_number="999 123 4551")
    assert sam.heading() == "Not sent yet"
    sam.sees("What you typed is still here")
