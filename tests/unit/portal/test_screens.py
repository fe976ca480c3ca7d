"""Every screen, rendered with sample data."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from tests.unit.portal.markup import Page
from tests.unit.portal.samples import AGREEMENT, DEE, FLAGS, FRONT_DOOR, LOOK, RAE, SAM, a_flag, a_page
from tests.unit.portal.screens import Render, screens

ALL = screens()
_RENDERED: dict[str, Page] = {}
PERSONAL = ("Amara", "Lindqvist", "Osei", "Noor", "Whitfield", "999 123 4551", "H801200001001", "Quay")


@pytest.fixture(params=sorted(ALL))
def screen(request: pytest.FixtureRequest, render: Render) -> Page:
    """Rendered once: no rule changes the page that it reads."""
    name: str = request.param
    if name not in _RENDERED:
        template, context = ALL[name]
        _RENDERED[name] = Page(render(template, **context))
    return _RENDERED[name]


def test_every_tag_is_closed_in_order(screen: Page) -> None:
    assert screen.faults == []


def test_no_id_stands_twice(screen: Page) -> None:
    ids = [e.attributes["id"] for e in screen.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))


def test_everything_named_by_id_is_on_the_page(screen: Page) -> None:
    ids = {e.attributes.get("id") for e in screen.elements}
    for element in screen.elements:
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            assert set(element.attributes.get(name, "").split()) <= ids, (element.tag, name)
        href = element.attributes.get("href", "")
        if href.startswith("#"):
            assert href[1:] in ids, href


def test_a_page_has_one_main_heading_and_skips_no_level(screen: Page) -> None:
    levels = [int(e.tag[1]) for e in screen.elements if re.fullmatch("h[1-6]", e.tag) and "main" in e.inside]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), levels


def test_a_page_has_its_landmarks_and_a_way_past_them(screen: Page) -> None:
    assert len(screen.all("main")) == 1
    assert len(screen.all("footer")) == 1
    assert any(e.attributes.get("href") == "#main-content" for e in screen.all("a"))


def test_every_table_says_what_it_is(screen: Page) -> None:
    assert len(screen.all("caption")) == len(screen.all("table"))
    for header in screen.all("th"):
        assert header.attributes.get("scope") in ("col", "row")
    assert all(caption.text.strip() for caption in screen.all("caption"))


def test_every_control_is_labelled(screen: Page) -> None:
    labelled = {e.attributes.get("for") for e in screen.all("label")}
    for control in screen.all("input", "textarea", "select"):
        if control.attributes.get("type") not in ("hidden", "submit"):
            assert control.attributes.get("id") in labelled
    for button in screen.all("button"):
        assert button.text.strip()
    for link in screen.all("a"):
        assert link.text.strip()
        assert link.text.strip().lower() not in ("click here", "here", "more")


def test_no_personal_data_stands_in_a_title_or_an_address(screen: Page) -> None:
    addresses = [
        e.attributes[name] for e in screen.elements for name in ("href", "action", "src") if name in e.attributes
    ]
    for said in (screen.title(), *addresses):
        assert not [name for name in PERSONAL if name.lower() in said.lower()]


def test_nothing_in_a_page_needs_a_looser_content_policy(screen: Page) -> None:
    for element in screen.elements:
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
        assert not element.attributes.get("href", "").startswith("javascript:")
    for script in screen.all("script"):
        assert script.attributes.get("src") or script.attributes.get("nonce") == "nonce"
    assert screen.all("style") == []


def test_nothing_is_fetched_from_elsewhere(screen: Page) -> None:
    for element in screen.all("script", "link", "img"):
        assert not re.match(r"(https?:)?//", element.attributes.get("src", element.attributes.get("href", "")))


def test_no_crown_is_worn(screen: Page) -> None:
    assert "crown" not in " ".join(e.attributes.get("class", "") + e.text for e in screen.elements).lower()
    assert "GOV.UK" not in screen.title()


def test_a_form_with_an_error_says_so_in_title_and_summary(render: Render) -> None:
    template, context = ALL["find-wrong"]
    page = Page(render(template, **context))
    assert page.title().startswith("Error: ")
    summary = next(e for e in page.elements if "govuk-error-summary" in e.attributes.get("class", "").split())
    assert "Check the NHS number: the last digit does not match" in summary.text
    typed = next(e for e in page.all("input") if e.attributes.get("name") == "nhs_number")
    assert typed.attributes["value"] == "485 777 3456"


def test_the_summary_leads_to_the_part_of_the_date_that_is_wrong(render: Render) -> None:
    template, context = ALL["find-partly"]
    page = Page(render(template, **context))
    links = {
        e.attributes["href"]: e.text.strip() for e in page.all("a") if e.attributes.get("href", "").startswith("#id")
    }
    assert links["#id_date_of_birth-month"] == "Date of birth must include a month and a year"
    assert links["#id_given_name"] == "Enter the child’s first name"
    assert "Enter a full UK postcode" in links["#id_postcode"]


def test_a_telephone_number_can_be_rung_from_the_page(render: Render) -> None:
    page = Page(render("child.html", by=SAM, child=a_page()))
    dialled = {e.attributes["href"] for e in page.all("a") if e.attributes.get("href", "").startswith("tel:")}
    assert dialled >= {"tel:01632960122", "tel:01632960211", "tel:01632960100"}


def test_who_is_working_with_the_child_stands_before_flags_and_family(render: Render) -> None:
    words = Page(render("child.html", by=SAM, child=a_page())).words()
    assert (
        words.index("Tom Ferris")
        < words.index("Possible young carer")
        < words.index("The family as agencies recorded it")
    )


def test_a_flag_is_closed_until_it_is_opened(render: Render) -> None:
    page = Page(render("child.html", by=SAM, child=a_page()))
    flags = [e for e in page.all("details") if "gt-flag" in e.attributes["class"]]
    assert len(flags) == 3
    assert all("open" not in flag.attributes for flag in flags)


def test_an_event_has_its_day_and_is_not_said_to_be_over(render: Render) -> None:
    day = date(2026, 11, 15)
    flag = replace(FLAGS[0], is_event=True, state="recent", since=day, until=day, as_of=None)
    said = Page(render("child.html", by=SAM, child=a_page(flags=(flag,)))).words()
    assert "It happened recently · On 15 November 2026" in said
    assert "until 15 November" not in said
    assert "no longer current" not in said


def test_every_kind_that_may_not_be_seen_can_be_read(render: Render) -> None:
    kinds = tuple(f"Kind {number}" for number in range(17))
    gap = replace(a_page().gaps[0], sentence="Whether “Kind 0” or any of 16 more kinds is held", kinds=kinds)
    said = Page(render("child.html", by=SAM, child=a_page(gaps=(gap,)))).words()
    assert "All 17 kinds" in said
    assert all(kind in said for kind in kinds)


def test_a_flag_shown_only_to_exist_cannot_be_opened_and_says_so(render: Render) -> None:
    flag = a_flag(title="Housing record", existence_only=True, opened=(("Tenure", "secret detail"),), pathway="Paper")
    page = Page(render("child.html", by=SAM, child=a_page(flags=(flag,))))
    assert [e for e in page.all("details") if "gt-flag" in e.attributes["class"]] == []
    assert "You may know that this is recorded, and no more" in page.words()
    assert "secret detail" not in page.words()


def test_nothing_found_says_what_was_searched_and_what_it_does_not_prove(render: Render) -> None:
    words = Page(render("child.html", by=SAM, child=a_page())).words()
    assert "Housing Nothing found Council and housing association tenancies since 2023" in words
    assert "A private tenancy would not show." in words


def test_what_may_not_be_seen_says_what_to_do(render: Render) -> None:
    words = Page(render("child.html", by=SAM, child=a_page())).words()
    assert "What to do: Ring adult social care and ask." in words
    assert "It would be the same for any child, so it says nothing about this one." in words


def test_an_empty_child_page_says_that_it_proves_nothing(render: Render) -> None:
    template, context = ALL["child-bare"]
    words = Page(render(template, **context)).words()
    assert "Nobody you may see is recorded as working with this child. That does not mean that nobody is." in words
    assert "No flag that you may see. That does not mean that there is none" in words
    assert "No family member is recorded in what you may see." in words


def test_a_printed_page_says_who_printed_it_when_and_why(render: Render) -> None:
    page = Page(render("child.html", by=SAM, child=a_page()))
    foot = next(e for e in page.elements if "gt-print-footer" in e.attributes.get("class", ""))
    said = " ".join(foot.text.split())
    assert "Sam Okafor" in said
    assert "22 November 2026 at 1:05pm" in said
    assert "to protect a child from harm" in said


def test_a_page_can_be_hidden_without_scripts(render: Render) -> None:
    for template, context in (ALL["child"], ALL["found"], ALL["who-has-looked"], ALL["alerts"]):
        page = Page(render(template, **context))
        hide = next(e for e in page.all("a") if "data-hide-page" in e.attributes)
        assert hide.attributes["href"] == "/hidden/"


def test_nothing_to_show_repeats_nothing_of_the_search(render: Render) -> None:
    first = render("nothing.html", by=SAM, ring=FRONT_DOOR, again="find", searched="Noor Whitfield")
    second = render("nothing.html", by=SAM, ring=FRONT_DOOR, again="find", searched="Amara Lindqvist")
    assert re.sub(r'value="[A-Za-z0-9]{64}"', "", first) == re.sub(r'value="[A-Za-z0-9]{64}"', "", second)
    words = Page(first).words()
    assert words.startswith("No record you may see This does not mean that nobody is involved.")
    assert "Worried about a child? Ring Westhaven front door (multi-agency safeguarding hub) 01632 960 100" in words


@pytest.mark.parametrize(
    ("by", "offered"),
    [
        (
            SAM,
            [
                "Find a child",
                "Should I share?",
                "Shared with you",
                "Ask for information",
                "Alerts",
                "Agreements",
                "Law",
                "Help",
            ],
        ),
        (
            DEE,
            ["Find a child", "Should I share?", "Shared with you", "Ask for information", "Agreements", "Law", "Help"],
        ),
        (RAE, ["Should I share?", "Looks to review", "Who has looked", "Wrong links", "Agreements", "Law", "Help"]),
    ],
    ids=lambda value: value.name if hasattr(value, "name") else "",
)
def test_the_bar_offers_only_what_the_role_may_do(render: Render, by: Any, offered: list[str]) -> None:
    page = Page(render("privacy.html", by=by))
    bar = [e.text.strip() for e in page.all("a") if "govuk-service-navigation__link" in e.attributes.get("class", "")]
    assert bar == offered


def test_nobody_signed_in_sees_no_bar_and_no_name(render: Render) -> None:
    page = Page(render("help.html", ring=FRONT_DOOR))
    assert page.all("nav") == []
    assert not [e for e in page.all("button") if e.text.strip() == "Sign out"]


def test_what_somebody_typed_is_never_markup(render: Render) -> None:
    page = Page(render("child.html", by=SAM, child=a_page(name="<script>alert(1)</script>", known_as="<b>Al</b>")))
    assert not [e for e in page.all("script") if "alert" in e.text]
    assert "<b>Al</b>" in page.words()


def test_an_agreement_that_may_not_be_ended_offers_no_ending(render: Render) -> None:
    page = Page(render("agreement.html", by=DEE, agreement=replace(AGREEMENT, may_end=False)))
    assert "End this agreement" not in page.words()


def test_a_child_found_leads_to_an_address_that_says_nothing(render: Render) -> None:
    template, context = ALL["found"]
    page = Page(render(template, **context))
    assert f"/looks/{LOOK}/" in [e.attributes.get("href") for e in page.all("a")]


def test_gaps_of_one_service_stand_together_with_one_number_to_ring(render: Render) -> None:
    from goldenthread.service.actions.shapes import Gap
    from goldenthread.vocabulary import Contact

    desk = Contact(team="Safeguarding hub desk", phone="01632 960 012")
    gaps = tuple(
        Gap(service="police", sentence=f"You may not see {what}.", do_next="Ring and ask.", ring=desk)
        for what in ("incidents", "missing episodes")
    )
    page = Page(render("child.html", by=SAM, child=a_page(gaps=gaps, flags=())))
    assert [e.text for e in page.all("h3") if e.text == "Police"] == ["Police"]
    assert len([e for e in page.all("a") if e.attributes.get("href") == "tel:01632960012"]) == 1
    assert "You may not see incidents. You may not see missing episodes. What to do: Ring and ask." in page.words()


def test_the_one_inline_script_carries_the_nonce_that_the_policy_names(render: Render) -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from goldenthread.service.portal.pages import page

    def answer(request: object) -> HttpResponse:
        return page(request, "hidden.html")  # type: ignore[arg-type]  # the middleware's own request

    from csp.middleware import CSPMiddleware

    request = RequestFactory().get("/hidden/")
    response = CSPMiddleware(answer)(request)
    inline = [e for e in Page(response.content.decode()).all("script") if "src" not in e.attributes]
    assert [f"'nonce-{e.attributes['nonce']}'" in response["Content-Security-Policy"] for e in inline] == [True]


def test_a_datasets_page_tells_rows_from_people_and_rejections_from_remarks(render: Render) -> None:
    said = Page(render(*ALL["dataset"][:1], **ALL["dataset"][1])).words()
    assert "People in accepted rows 15,950" in said
    assert "Dropped after linking 2,172" in said
    assert "People kept 13,778" in said
    assert said.index("Why rows were not accepted") < said.index("No date of birth") < said.index("Values not kept")
    assert said.index("Remarks on what was accepted") < said.index("fails its check digit")


def test_the_privacy_page_says_how_to_reach_whoever_answers(render: Render) -> None:
    said = Page(render(*ALL["privacy"][:1], **ALL["privacy"][1])).words()
    assert FRONT_DOOR.phone in said
    assert "an answer is owed within a month" in said
