"""The screens of telling whoever was shown something through a wrong link, with made-up people."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from goldenthread.service.actions.linking.shapes import PersonToTell, WrongLinkLine, WrongLinks, WrongLinkShown
from goldenthread.service.portal.link_forms import ToldForm
from tests.unit.portal.samples import NOW, RAE

WRONG = UUID("c0a7e2ab-9f5d-4c0c-8a6e-0d6d2a1b7e55")
SAW = PersonToTell(
    account=1,
    name="Sam Okafor",
    agency_name="Westhaven Children’s Social Care",
    looks=2,
    last_at=NOW,
    was_shown_a_fact=True,
    pages=("Amara Lindqvist", "Bo Lindqvist"),
    told_at=None,
    told_by="",
    how="",
)
TOLD = replace(SAW, account=2, name="Dee Marlow", was_shown_a_fact=False, told_at=NOW, told_by="Rae", how="By phone")
SHOWN = WrongLinkShown(
    wrong_link=WRONG,
    name="Amara Lindqvist",
    agencies=("Westhaven Police",),
    since=NOW - timedelta(days=9),
    until=NOW,
    by_people=True,
    pages_kept=True,
    people=(SAW, TOLD),
)
LINE = WrongLinkLine(wrong_link=WRONG, until=NOW, by_people=True, pages_kept=True, shown=2, untold=1)
LINES = WrongLinks(
    lines=(LINE, replace(LINE, by_people=False, untold=0), replace(LINE, pages_kept=False, untold=0)),
    first=26,
    in_all=53,
    number=2,
    pages=3,
)
NO_LINES = WrongLinks(lines=(), first=1, in_all=0, number=1, pages=1)


def wrong_link_screens() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name to template and context."""
    untold = ToldForm({}, people=SHOWN.people)
    untold.is_valid()
    all_told = replace(SHOWN, name="", by_people=False, people=(TOLD,))
    nobody = replace(SHOWN, people=())
    not_kept = replace(nobody, pages_kept=False)
    return {
        "wrong-links": ("wrong_links.html", {"by": RAE, "found": LINES}),
        "wrong-links-none": ("wrong_links.html", {"by": RAE, "found": NO_LINES}),
        "wrong-link": ("wrong_link.html", {"by": RAE, "shown": SHOWN, "form": ToldForm(people=SHOWN.people)}),
        "wrong-link-wrong": ("wrong_link.html", {"by": RAE, "shown": SHOWN, "form": untold}),
        "wrong-link-told": ("wrong_link.html", {"by": RAE, "shown": all_told, "form": ToldForm(people=())}),
        "wrong-link-nobody": ("wrong_link.html", {"by": RAE, "shown": nobody, "form": ToldForm(people=())}),
        "wrong-link-not-kept": ("wrong_link.html", {"by": RAE, "shown": not_kept, "form": ToldForm(people=())}),
    }
