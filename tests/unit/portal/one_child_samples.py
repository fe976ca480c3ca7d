"""The screens of saying that two pages are of one child, with made-up children."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.service.actions.linking.doubting import OwnDoubt
from goldenthread.service.actions.linking.one_child import PageFound, PagesFound
from goldenthread.service.portal import doubt_words
from goldenthread.service.portal.link_forms import OneChildForm
from tests.unit.portal.samples import LOOK, NOW, SAM

SENT = OwnDoubt(
    doubt=UUID(int=3),
    because="The mother says so",
    doubted_at=NOW,
    state="waits",
    became_at=NOW,
    taken_back_at=None,
    may_be_taken_back=True,
    is_of_two=True,
)
OTHER = UUID("5d0c1f0e-6a55-4b13-9a0e-2f6f1c9b7a21")


def one_child_screens() -> dict[str, tuple[str, dict[str, Any]]]:
    """Saying that two pages are of one child, with pages to choose from, without, and with nothing said; and what
    became of it."""
    this = PageFound(
        look=LOOK, name="Noor Haddad", date_of_birth=date(2014, 3, 9), how_found="by NHS number", found_at=NOW
    )
    others = (replace(this, look=OTHER, name="Nour Hadad"), replace(this, look=UUID(int=7), date_of_birth=None))
    offered, wrong = OneChildForm(), OneChildForm({})
    wrong.is_valid()
    for form in (offered, wrong):
        form.offer(others)
    of = {"by": SAM, "look": LOOK, "pages": PagesFound(this=this, others=others)}
    of_two = tuple(replace(SENT, state=state) for state in doubt_words.BECAME_OF_TWO)
    return {
        "doubts-of-two": ("doubts.html", {"by": SAM, "doubts": of_two, "notice": doubt_words.SENT_AS_ONE}),
        "one-child": ("one_child.html", {**of, "form": offered}),
        "one-child-wrong": ("one_child.html", {**of, "form": wrong}),
        "one-child-none": ("one_child.html", {**of, "pages": PagesFound(this=this, others=()), "form": OneChildForm()}),
    }
