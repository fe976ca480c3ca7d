"""Two people compare two records, neither knowing what the other said; a third breaks the tie."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from tests.journeys.steps import Somebody

Arrives = Callable[..., Somebody]
CLEOS_REASON = "The home and the phone are the same"
RAVIS_REASON = "One may be the mother of the other"
WHAT_THEY_SAY = re.compile("What the records say|What Records A to E say")
FOUR_OR_MORE = re.compile("Taking one record out would part ([3-9]|[0-9]{2}) pairs")
WHOLE_PERSON = "Several records are held as one person"
"""Why a whole person is looked at, instead of a pair of records."""


@pytest.mark.requirement("A9")
def test_two_people_differ_and_a_third_settles_it(signed_in: Arrives) -> None:
    # Given a clerical reviewer with pairs that wait, some to check the machine
    cleo = signed_in("cleo.clerk")
    cleo.goes_to("/links/")
    cleo.sees("The machine is not sure", "Checking the machine", "Nobody has answered")
    # When she compares the first pair, on a narrow screen, with the keys alone
    with cleo.at_width(320):
        cleo.needs_no_sideways_scrolling()
        _lines(cleo).filter(has_not_text=WHOLE_PERSON).get_by_role("link", name="Compare").first.click()
        cleo.finds_it_accessible()
        cleo.needs_no_sideways_scrolling()
    cleo.sees("What both records say", "What speaks for and against", "The same in words")
    # And who else is joined or parted by the answer
    cleo.sees("All records that stand with these two", "Record A is the first record, and Record B the second")
    cleo.does_not_see("break the tie")
    cleo.takes_a_picture("link-pair")
    pair = cleo.path()
    cleo.presses("Save your answer")
    cleo.sees("There is a problem", "Write a few words on what decided it")
    _answers_with_the_keys(cleo, "The same person", CLEOS_REASON)
    # Then it waits for a second, and she may still take it back
    cleo.sees("A second person is asked the same", "Your answers that you can still take back")
    cleo.presses("Take back")
    cleo.sees("Your answer is taken back")
    _answers(cleo, pair, "The same person", CLEOS_REASON)
    # And the second sees nothing of it
    ravi = signed_in("ravi.clerk")
    ravi.goes_to("/links/")
    ravi.sees("One person has answered")
    ravi.goes_to(pair)
    ravi.does_not_see(CLEOS_REASON, "break the tie")
    _answers(ravi, pair, "Two people", RAVIS_REASON)
    ravi.sees("Two people said different things, so a third is asked")
    # But the third sees both reasons, and what two say holds
    tess = signed_in("tess.clerk")
    tess.goes_to("/links/")
    tess.sees("Two people differ. You break the tie.")
    tess.goes_to(pair)
    tess.sees(CLEOS_REASON, RAVIS_REASON)
    _answers(tess, pair, "Two people", "The dates are a generation apart")
    tess.sees("Settled: two people. No load will join the two records again.")
    # And nobody is asked again
    cleo.goes_to(pair)
    assert cleo.heading() == "There is nothing here for you"


def test_a_head_of_service_reads_how_right_the_machine_was(signed_in: Arrives) -> None:
    # Given two pairs that chance drew and two people settled
    people = [signed_in("cleo.clerk"), signed_in("ravi.clerk")]
    people[0].goes_to("/links/")
    table = people[0].page.locator("table").filter(has_text="Checking the machine")
    pairs = [str(table.get_by_role("link", name="Compare").nth(n).get_attribute("href")) for n in range(2)]
    for pair in pairs:
        for somebody in people:
            _answers(somebody, pair, "The same person", "Everything agrees")
    # When an administrator asks, the share comes with its interval, and no more is claimed than two pairs can tell
    ali = signed_in("ali.admin")
    ali.goes_to("/how-right/")
    ali.sees("Of 2 pairs drawn by chance, people found all 2 to be one person", "between 34.2% and 100%")
    ali.takes_a_picture("how-right")
    with ali.at_width(320):
        ali.needs_no_sideways_scrolling()
        ali.finds_it_accessible()
    # But what waits is not for an administrator
    ali.page.goto(ali.service.address + "/links/")
    assert ali.heading() == "There is nothing here for you"


def test_a_reviewer_looks_at_one_person_whole_and_takes_a_record_out(signed_in: Arrives) -> None:
    # Given a clerical reviewer to whom some people wait to be seen whole
    tess = signed_in("tess.clerk")
    tess.goes_to("/links/")
    whole = _first_in(tess, "The machine is not sure", WHOLE_PERSON)
    # And all that wait are reached page by page, also on a narrow screen
    tess.follows("All records of one person, seen whole")
    assert tess.heading() == "Everything that waits for you"
    tess.sees("1 to 25 of")
    with tess.at_width(320):
        tess.needs_no_sideways_scrolling()
        tess.finds_it_accessible()
        tess.follows("Next")
    tess.sees("26 to")
    assert whole not in str(tess.page.content())
    # When she looks at one, the weakest join comes first, also on a narrow screen
    tess.goes_to(whole)
    assert WHAT_THEY_SAY.search(tess.words()), "a person of many records is shown in several tables"
    tess.sees(
        "How the records hang together",
        "The weakest join: Record",
        "The other joins, from weak to strong",
    )
    tess.takes_a_picture("link-whole")
    with tess.at_width(320):
        tess.needs_no_sideways_scrolling()
        tess.finds_it_accessible()
    tess.presses("Save your answer")
    tess.sees("There is a problem", "Choose an answer, or that you cannot tell")
    # Then she takes a record out, sees what that would part, and a second person is asked
    tess.chooses("Some are about somebody else")
    tess.types("What decided it for you?", "Another birth date")
    tess.presses("Save your answer")
    tess.sees("There is a problem", "Tick the records that are about somebody else")
    tess.chooses("Record B")
    tess.presses("Save your answer")
    tess.sees("You say that Record B is about somebody else", "Nothing is sent yet")
    tess.presses("Send this answer")
    tess.sees("A second person is asked the same")
    # And what is settled has a page of its own
    tess.follows("What people settled, and asking for another look")
    assert tess.heading() == "What people settled"


def test_a_reviewer_who_sees_two_people_parts_them_in_one_answer_by_keyboard_or_without_scripts(
    signed_in: Arrives,
) -> None:
    # Given a person of four records or more
    cleo = signed_in("cleo.clerk")
    cleo.goes_to("/links/all/?kind=people")
    lines = _lines(cleo).filter(has_text=FOUR_OR_MORE).filter(has_text="Nobody has answered")
    whole = str(lines.get_by_role("link", name="Compare").first.get_attribute("href"))
    with cleo.at_width(320):
        # When she ticks two of them, with the keys alone
        cleo.goes_to(whole)
        records = cleo.page.get_by_role("checkbox").count()
        assert records >= 4
        keys = cleo.page.keyboard
        cleo.page.get_by_label("Some are about somebody else", exact=True).focus()
        for pressed in ("Space", "Tab", "Tab", "Space", "Tab", "Tab", "Space", *["Tab"] * (records - 3)):
            keys.press(pressed)
        keys.type("Two birth dates and two homes")
        keys.press("Tab")
        keys.press("Enter")
        cleo.page.get_by_role("heading", name="What your answer would part").wait_for()
        # Then she sees as a picture what that would part, before it is sent
        cleo.finds_it_accessible()
        cleo.needs_no_sideways_scrolling()
    cleo.sees(
        "You say that Record B and Record D are about somebody else",
        f"That would part {2 * (records - 2)} pairs of records",
        "Nothing is sent yet",
        "Two birth dates and two homes",
    )
    cleo.takes_a_picture("link-parting")
    cleo.page.get_by_role("button", name="Send this answer").focus()
    keys.press("Enter")
    cleo.page.wait_for_url("**/links/")
    cleo.sees("A second person is asked the same")
    # And the second, who has no scripts, forgets one of them and changes it
    ravi = signed_in("ravi.clerk", java_script_enabled=False, viewport={"width": 360, "height": 640})
    ravi.page.goto(ravi.service.address + whole)
    ravi.needs_no_sideways_scrolling()
    ravi.does_not_see("Two birth dates and two homes")
    ravi.chooses("Some are about somebody else")
    ravi.chooses("Record B")
    ravi.types("What decided it for you?", "Born on two days")
    _comes_to(ravi, "What your answer would part", by="Save your answer")
    ravi.sees(f"That would part {records - 1} pairs of records")
    _comes_to(ravi, "Look at one person’s records", by="Change it")
    assert ravi.page.get_by_label("Record B", exact=True).is_checked()
    ravi.does_not_see("There is a problem")
    ravi.chooses("Record D")
    _comes_to(ravi, "What your answer would part", by="Save your answer")
    ravi.sees("You say that Record B and Record D are about somebody else")
    ravi.needs_no_sideways_scrolling()
    # Then it is settled, and nobody is asked again
    _comes_to(ravi, "Links to review", by="Send this answer")
    ravi.sees("Settled: two people. The next load parts their records, and none joins them again.")
    cleo.goes_to(whole)
    assert cleo.heading() == "There is nothing here for you"


def _comes_to(somebody: Somebody, heading: str, *, by: str) -> None:
    """Press a button where there are no scripts, without which no check of accessibility ends."""
    somebody.page.get_by_role("button", name=by).click()
    somebody.page.get_by_role("heading", name=heading, exact=True).wait_for()


def _lines(somebody: Somebody, table: str = "") -> Locator:
    return somebody.page.locator("table").filter(has_text=table).locator("tbody tr")


def _first_in(somebody: Somebody, table: str, reason: str) -> str:
    """The address of the first line of a table that gives this reason."""
    lines = _lines(somebody, table).filter(has_text=reason)
    return str(lines.get_by_role("link", name="Compare").first.get_attribute("href"))


def test_whoever_checks_looks_finds_no_wrong_link_where_there_is_none(signed_in: Arrives) -> None:
    rae = signed_in("rae.reviewer")
    rae.goes_to("/wrong-links/")
    rae.sees("No link has turned out wrong")


def _answers(somebody: Somebody, pair: str, choice: str, reason: str) -> None:
    somebody.goes_to(pair)
    somebody.chooses(choice)
    somebody.types("What decided it for you?", reason)
    somebody.presses("Save your answer")


def _answers_with_the_keys(somebody: Somebody, choice: str, reason: str) -> None:
    keys = somebody.page.keyboard
    somebody.page.get_by_label(choice, exact=True).focus()
    keys.press("Space")
    keys.press("Tab")
    keys.type(reason)
    keys.press("Tab")
    keys.press("Enter")
    somebody.page.wait_for_url("**/links/")
    somebody.finds_it_accessible()
