"""What somebody at a browser does and sees, in the words of a journey. Every step ends in an axe check."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error as BrowserError

from tests.journeys.service import ROOT, Child, Service

PICTURES = ROOT / "docs" / "pictures"
TALLEST_PICTURE = 2200
_VARIES = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f-]{36}')
"""What tells two showings of one page apart and no rule of accessibility looks at."""
_FOUND_ACCESSIBLE: set[int] = set()
AXE_AT_HAND = f"window.bringAxe = () => {{ {AXE_SCRIPT} }}"
"""What a browser knows at every page, and runs when called. Sent anew with each check it cost as much as the check."""
ASK_AXE = """async options => {
  if (!window.axe && !window.bringAxe) return null;
  if (!window.axe) window.bringAxe();
  return (await axe.run(options)).violations;
}"""
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
"""Every rule is asked; nodes that pass are not described, which took a third of the time."""
WORDS_BROKEN = """() => {
  const broken = [], within = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (within.nextNode()) {
    const text = within.currentNode;
    if (!text.parentElement.closest('th, td') || !text.parentElement.checkVisibility()) continue;
    for (const word of text.data.matchAll(/[\\p{L}]{3,}/gu)) {
      const part = document.createRange();
      part.setStart(text, word.index);
      part.setEnd(text, word.index + word[0].length);
      if (new Set([...part.getClientRects()].map(box => Math.round(box.top))).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""
"""The words in cells of tables that go on in the next line, because their column is narrower than they are."""
PURPOSES = {
    "harm": "To protect a child from harm",
    "early help": "To support a family early",
    "our child": "To care for a child we already work with",
}


class Somebody:
    """A person at a browser. Methods are steps: they act as a person would, by label and by name, never by id."""

    def __init__(self, page: Any, service: Service) -> None:
        self.page = page
        self.service = service
        self.complaints: list[str] = []
        page.on("console", self._hears)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def _hears(self, message: Any) -> None:
        """Keep what the browser complains of: a script that failed, or that the content policy stopped."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    # Going and doing
    def goes_to(self, path: str) -> None:
        self.page.goto(self.service.address + path)
        self.finds_it_accessible()

    def follows(self, link: str) -> None:
        self.page.get_by_role("link", name=link).first.click()
        self.finds_it_accessible()

    def presses(self, button: str) -> None:
        self.page.get_by_role("button", name=button).first.click()
        self.finds_it_accessible()

    def sends(self, path: str, typed: dict[str, str]) -> None:
        """Send a form as its page would, without showing the page: for screens that another journey shows."""
        token = next(c["value"] for c in self.page.context.cookies() if c["name"].endswith("csrftoken"))
        form = {**typed, "csrfmiddlewaretoken": token}
        sent = self.page.request.post(self.service.address + path, form=form, max_redirects=0)
        assert sent.status == 302, sent.text()

    def types(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def chooses(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def searches(self, *, why: str = "", reason: str = "", **typed: str) -> None:
        """Fill in the search that is on the screen and send it: ``searches(why="harm", upn=...)``."""
        if why:
            self.chooses(PURPOSES[why])
        if reason:
            self.types(self.reason_label(), reason)
        labels = {
            "nhs_number": "NHS number",
            "upn": "Unique pupil number (UPN)",
            "given_name": "First name",
            "family_name": "Last name",
            "day": "Day",
            "month": "Month",
            "year": "Year",
            "postcode": "Postcode, if you know it",
        }
        for name, text in typed.items():
            self.types(labels[name], text)
        self.presses("Search")

    def searches_for(self, child: Child, *, why: str = "", reason: str = "", postcode: bool = True) -> None:
        born = child.date_of_birth
        self.searches(
            why=why,
            reason=reason,
            given_name=child.given_name,
            family_name=child.family_name,
            day=str(born.day),
            month=str(born.month),
            year=str(born.year),
            postcode=child.postcode if postcode else "",
        )

    def opens_the_page_of(self, child: Child, **search: Any) -> None:
        """From the search to the child's own page."""
        self.goes_to("/find/")
        self.searches_for(child, **search)
        self.opens_the_first_found()

    def opens_the_first_found(self) -> None:
        self.page.get_by_role("button", name=re.compile("Open this child’s page|See who has looked")).first.click()
        self.page.wait_for_load_state()
        self.finds_it_accessible()

    def reason_label(self) -> str:
        return str(self.page.locator("label[for=id_reason]").inner_text())

    # Seeing
    def sees(self, *words: str) -> None:
        # Agencies write names in capitals or not; here only the words count.
        shown = self.words()
        for each in words:
            assert each.casefold() in shown.casefold(), f"“{each}” is not on the page, which says: {shown}"

    def does_not_see(self, *words: str) -> None:
        shown = self.words()
        for each in words:
            assert each.casefold() not in shown.casefold(), f"“{each}” is on the page"

    def words(self) -> str:
        """Everything on the page, opened or not."""
        return " ".join(str(self.page.locator("main").text_content()).split())

    def section(self, heading: str) -> str:
        """The words of one section of a page."""
        region = self.page.get_by_role("region", name=heading)
        return " ".join(str(region.text_content()).split())

    def heading(self) -> str:
        return str(self.page.locator("h1").inner_text()).strip()

    def path(self) -> str:
        return str(self.page.url).removeprefix(self.service.address)

    def finds_it_accessible(self) -> None:
        """No violation of any rule axe knows, whatever its weight, and no script or policy that failed.

        The very same page at the same width, met again, is not asked again.
        """
        self.page.wait_for_load_state()
        assert self.complaints == []
        page = hash(f"{self.page.viewport_size} {_VARIES.sub('', str(self.page.content()))}")
        if page in _FOUND_ACCESSIBLE:
            return
        found = self._violations()
        assert self.complaints == []
        assert found == [], [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found]
        _FOUND_ACCESSIBLE.add(page)

    def _violations(self) -> list[dict[str, Any]]:
        try:
            found = self.page.evaluate(ASK_AXE, ONLY_VIOLATIONS)
        except BrowserError:  # the page that was asked for came only now, in the middle
            self.page.wait_for_load_state()
            found = self.page.evaluate(ASK_AXE, ONLY_VIOLATIONS)
        if found is None:  # where scripts are turned off nothing was brought with the page
            self.page.evaluate(AXE_SCRIPT)
            found = self.page.evaluate(ASK_AXE, ONLY_VIOLATIONS)
        assert isinstance(found, list)
        return found

    def takes_a_picture(self, name: str) -> None:
        """For the manual, when ``UPDATE_PICTURES=1`` says so."""
        if os.environ.get("UPDATE_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            width, height = self.page.evaluate("[window.innerWidth, document.documentElement.scrollHeight]")
            shown = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST_PICTURE)}
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip=shown)

    @contextmanager
    def at_width(self, pixels: int) -> Iterator[None]:
        """On a narrower or wider screen for a while."""
        before = self.page.viewport_size
        self.page.set_viewport_size({"width": pixels, "height": 720})
        yield
        self.page.set_viewport_size(before)

    def needs_no_sideways_scrolling(self) -> None:
        widths = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= widths[1], f"{widths[0]} pixels wide on a screen of {widths[1]}"

    def reads_whole_words_in_tables(self) -> None:
        """On every width from a telephone turned sideways to a large screen."""
        for pixels in (1280, 900, 700):
            with self.at_width(pixels):
                assert self.page.evaluate(WORDS_BROKEN) == [], f"words are broken at {pixels} pixels"
                self.needs_no_sideways_scrolling()


def sign_in(somebody: Somebody, username: str) -> None:
    """With both factors, quickly: the journey of signing in is told, and checked, elsewhere."""
    page = somebody.page
    page.goto(f"{somebody.service.address}/sign-in/")
    page.get_by_label("Username", exact=True).fill(username)
    page.get_by_label("Password", exact=True).fill(somebody.service.passwords[username])
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("6-digit code").fill(somebody.service.code_now(username))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def code_now(somebody: Somebody, username: str) -> str:
    """Look the code up on the demonstration's page, in another tab."""
    tab = somebody.page.context.new_page()
    tab.goto(f"{somebody.service.address}/demonstration/")
    code = tab.locator(f'[data-code-of="{username}"]').inner_text()
    tab.close()
    return str(code).strip()
