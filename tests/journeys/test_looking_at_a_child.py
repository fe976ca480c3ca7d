"""From a worry to the right telephone number."""

import contextlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error as BrowserError

from tests.journeys.service import Service
from tests.journeys.steps import Somebody

Arrives = Callable[..., Somebody]
REASON = "School rang about bruises on both arms"


@pytest.mark.scenario("S37")
def test_nothing_held_says_what_was_searched_and_that_it_is_no_proof(signed_in: Arrives, service: Service) -> None:
    # Given a family that rents privately
    child = service.child("private-renter")
    # When a social worker looks
    sam = signed_in("sam.social")
    sam.goes_to("/find/")
    sam.takes_a_picture("find-a-child")
    sam.searches_for(child, why="harm", reason=REASON)
    sam.sees("1 child found", child.name)
    sam.takes_a_picture("child-found")
    sam.opens_the_first_found()
    # Then the page says who works with the child, and what housing's silence does not prove
    assert sam.heading().casefold() == child.name.casefold()
    assert child.family_name.casefold() not in sam.page.title().casefold()
    assert re.fullmatch(r"/looks/[0-9a-f-]{36}/", sam.path())
    searched = sam.section("What was searched, and what it does not prove")
    assert "Housing" in searched
    assert "A private tenancy or an owned home would not show." in searched
    assert "This does not prove that nobody is involved." in searched
    assert sam.page.locator("a[href^='tel:']").count() > 0
    sam.takes_a_picture("child")
    # And no column is so narrow that words break in it
    sam.reads_whole_words_in_tables()


@pytest.mark.scenario("S09")
def test_the_printed_number_is_refused_as_a_key_and_shown_as_unreliable(signed_in: Arrives, service: Service) -> None:
    # Given the pair that the Children's Commissioner's report prints
    child = service.child("printed-pair")
    # When somebody types its NHS number
    dee = signed_in("dee.school")
    dee.goes_to("/find/")
    dee.searches(why="our child", nhs_number="485 777 3456")
    # Then it is refused with the reason, and what was typed is still there
    dee.sees("Check the NHS number: the last digit does not match the first nine (Modulus 11)")
    assert dee.page.get_by_label("NHS number", exact=True).input_value() == "485 777 3456"
    dee.takes_a_picture("number-refused")
    # And by UPN, which passes its check, the child is found
    dee.goes_to("/find/")
    dee.searches(why="our child", upn=child.upn)
    dee.opens_the_first_found()
    dee.sees(child.name, "H801200001001", "passes its own check")
    # While health, which holds the number, sees it kept and marked
    holly = signed_in("holly.health")
    holly.opens_the_page_of(child, why="our child", reason=REASON)
    holly.sees("485 777 3456", "fails its check: do not rely on it")


@pytest.mark.scenario("S10")
def test_a_number_of_another_child_is_said_as_soon_as_the_field_is_left(signed_in: Arrives, service: Service) -> None:
    meant, other = service.child("young-carer"), service.child("protection-plan")
    sam = signed_in("sam.social")
    sam.goes_to("/find/")
    sam.chooses("To protect a child from harm")
    sam.types(sam.reason_label(), REASON)
    sam.types("First name", meant.given_name)
    sam.types("Last name", meant.family_name)
    for label, part in zip(("Day", "Month", "Year"), ("day", "month", "year"), strict=True):
        sam.types(label, str(getattr(meant.date_of_birth, part)))
    sam.types("NHS number", other.nhs_number)
    sam.page.keyboard.press("Tab")
    says = "This number belongs to somebody whose first name, last name and date of birth are not what you typed."
    sam.page.get_by_text(says).wait_for()
    sam.finds_it_accessible()
    # And the search itself finds nobody by it
    sam.presses("Search")
    sam.sees("There is a problem", says)


def test_a_child_is_found_by_nhs_number(signed_in: Arrives, service: Service) -> None:
    child = service.child("protection-plan")
    sam = signed_in("sam.social")
    sam.goes_to("/find/")
    sam.searches(why="harm", reason=REASON, nhs_number=child.nhs_number)
    sam.sees(child.name, "by NHS number")


def test_a_school_finds_only_its_own_pupils_and_gives_no_reason(signed_in: Arrives, service: Service) -> None:
    dee = signed_in("dee.school")
    dee.goes_to("/find/")
    dee.sees("You can find children on your school’s roll.")
    dee.does_not_see("Say in a few words what has happened")
    dee.searches_for(service.child("protection-plan"), why="our child")
    dee.sees(service.child("protection-plan").name)
    dee.goes_to("/find/")
    dee.searches_for(service.child("trust-pupil"), why="our child")
    assert dee.heading() == "No record you may see"


def test_a_search_without_purpose_or_reason_is_sent_back(signed_in: Arrives, service: Service) -> None:
    sam = signed_in("sam.social")
    sam.goes_to("/find/")
    sam.searches(upn=service.child("twins").upn)
    sam.sees("There is a problem", "Choose why you are looking", "Say in a few words what has happened, so that")
    assert sam.page.title().startswith("Error: ")
    sam.follows("Choose why you are looking")
    assert sam.page.evaluate("document.activeElement.name") == "purpose"


def test_a_flag_opens_to_show_whom_to_ring(signed_in: Arrives, service: Service) -> None:
    sam = signed_in("sam.social")
    sam.opens_the_page_of(service.child("protection-plan"), why="harm", reason=REASON)
    flag = sam.page.locator("details.gt-flag").first
    assert not flag.locator(".gt-flag__body").is_visible()
    flag.locator("summary").click()
    assert flag.locator(".gt-flag__body").is_visible()
    sam.finds_it_accessible()
    sam.takes_a_picture("flag-open")


def test_the_family_is_a_picture_and_a_table_that_say_the_same(signed_in: Arrives, service: Service) -> None:
    sam = signed_in("sam.social")
    sam.opens_the_page_of(service.child("protection-plan"), why="harm", reason=REASON)
    heard = sam.page.locator("#picture-text").text_content()
    rows = sam.page.get_by_role("table", name="The family as agencies recorded it").get_by_role("rowheader")
    names = rows.all_inner_texts()
    assert len(names) > 1
    for name in names:
        assert name in heard


def test_three_escapes_hide_the_page_and_going_back_does_not_bring_it_back(
    signed_in: Arrives, service: Service
) -> None:
    child = service.child("private-renter")
    sam = signed_in("sam.social")
    sam.opens_the_page_of(child, why="harm", reason=REASON)
    for _ in range(3):
        sam.page.keyboard.press("Escape")
    sam.page.wait_for_url("**/hidden/")
    sam.finds_it_accessible()
    assert sam.heading() == "Page hidden"
    # What stands before it in the history is the search's answer, which the browser does not keep either.
    with contextlib.suppress(BrowserError):
        sam.page.go_back()
    sam.page.wait_for_timeout(500)
    assert child.family_name.casefold() not in str(sam.page.content()).casefold()
    sam.goes_to("/hidden/")
    sam.follows("Continue")
    assert sam.path() == "/find/"


def test_the_page_can_be_hidden_by_its_button_and_without_scripts(signed_in: Arrives, service: Service) -> None:
    plain = signed_in("sam.social", java_script_enabled=False)
    plain.page.goto(plain.service.address + "/find/")
    child = service.child("private-renter")
    plain.page.get_by_label("To protect a child from harm").check()
    plain.page.get_by_label("Say in a few words what has happened").fill(REASON)
    plain.page.get_by_label("NHS number", exact=True).fill(child.nhs_number)
    plain.page.get_by_role("button", name="Search").click()
    plain.page.get_by_role("button", name="Open this child’s page").click()
    assert plain.heading().casefold() == child.name.casefold()
    # Nothing is promised or offered that only a script can do
    assert not plain.page.get_by_text("Press Escape 3 times").is_visible()
    assert not plain.page.get_by_text("Print this page").is_visible()
    plain.page.get_by_role("button", name="Hide this page").click()
    assert plain.heading() == "Page hidden"


def test_a_childs_page_works_on_a_screen_320_pixels_wide(signed_in: Arrives, service: Service) -> None:
    sam = signed_in("sam.social")
    with sam.at_width(320):
        sam.goes_to("/find/")
        sam.needs_no_sideways_scrolling()
        sam.opens_the_page_of(service.child("protection-plan"), why="harm", reason=REASON)
        sam.needs_no_sideways_scrolling()
        sam.takes_a_picture("child-narrow")


def test_a_child_is_found_and_read_by_keyboard_alone(signed_in: Arrives, service: Service) -> None:
    child = service.child("private-renter")
    sam = signed_in("sam.social")
    sam.goes_to("/find/")
    keys = sam.page.keyboard

    def tab_to(name: str) -> None:
        for _ in range(60):
            keys.press("Tab")
            if sam.page.evaluate("document.activeElement.name || document.activeElement.innerText || ''") == name:
                return
        raise AssertionError(f"the Tab key does not reach {name}")

    keys.press("Tab")
    assert sam.page.evaluate("document.activeElement.innerText") == "Skip to main content"
    tab_to("purpose")
    keys.press("Space")
    tab_to("reason")
    keys.type(REASON)
    tab_to("nhs_number")
    keys.type(child.nhs_number)
    with sam.page.expect_navigation():
        keys.press("Enter")
    for _ in range(30):
        keys.press("Tab")
        if "Open this child" in sam.page.evaluate("document.activeElement.innerText"):
            break
    keys.press("Enter")
    sam.page.wait_for_url("**/looks/**")
    assert sam.heading().casefold() == child.name.casefold()
    for _ in range(40):
        keys.press("Tab")
        if sam.page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    keys.press("Enter")
    assert sam.page.locator("details[open]").count() == 1
    sam.finds_it_accessible()


def test_a_page_prints_everything_with_who_printed_it_and_why(signed_in: Arrives, service: Service) -> None:
    sam = signed_in("sam.social")
    sam.opens_the_page_of(service.child("protection-plan"), why="harm", reason=REASON)
    sam.page.emulate_media(media="print")
    sam.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert sam.page.locator(".gt-print-footer").is_visible()
    assert "Printed from Golden Thread by Sam Okafor" in sam.page.locator(".gt-print-footer").inner_text()
    assert not sam.page.get_by_role("button", name="Hide this page").is_visible()
    assert sam.page.locator("details:not([open])").count() == 0
    sam.takes_a_picture("child-printed")


def test_nothing_personal_stands_in_an_address_that_was_visited(signed_in: Arrives, service: Service) -> None:
    child = service.child("twins")
    sam = signed_in("sam.social")
    visited: list[str] = []
    sam.page.on("request", lambda request: visited.append(request.url))
    sam.opens_the_page_of(child, why="harm", reason=REASON)
    assert visited
    for each in (child.given_name, child.family_name, child.nhs_number, child.upn, str(child.date_of_birth.year)):
        assert not [url for url in visited if each.lower() in url.lower()]
    assert service.address in visited[0]
    assert not [url for url in visited if not url.startswith(service.address)]
