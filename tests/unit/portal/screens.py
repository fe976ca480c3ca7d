"""Every screen with the sample data it is shown with."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from goldenthread.service.actions.shapes import DoubtOnPage
from goldenthread.service.actions.sharing_shapes import Unopened, Waits
from goldenthread.service.portal.doubt_words import DOUBT_ON_PAGE
from goldenthread.service.portal.forms import EndForm, FindForm, ReviewersFindForm, WeighForm
from goldenthread.service.portal.navigation import destinations
from tests.unit.portal.law_samples import law_screens
from tests.unit.portal.link_samples import link_screens
from tests.unit.portal.samples import (
    AGREEMENT,
    ALERTS,
    ALI,
    DATASET,
    DEE,
    FOUND,
    FRONT_DOOR,
    HEAD,
    LOOKS,
    RAE,
    REVIEWS,
    SAM,
    SIGN_INS,
    TODAY,
    a_page,
    to_review,
)
from tests.unit.portal.sharing_samples import OWED, sharing_screens

Render = Callable[..., str]
Screen = tuple[str, dict[str, Any]]


@cache
def screens() -> dict[str, Screen]:
    """Name to template and context, made once: nobody changes them. The context's ``by`` is who is signed in."""
    ours = _for_practitioners() | _for_reviewers() | _for_everybody()
    return ours | law_screens() | sharing_screens() | link_screens()


LAPSING = {AGREEMENT.id: "It lapses at midnight at the end of 31 March 2027. Renew it or plan for its end."}


def _for_practitioners() -> dict[str, Screen]:
    bare = a_page(workers=(), flags=(), family=(), searched=(), gaps=(), identifiers=(), address="", known_as="")
    wrong = FindForm({"nhs_number": "485 777 3456"}, reason_needed=True, on=TODAY)
    partly = FindForm(
        {"purpose": "protect_from_harm", "family_name": "Lindqvist", "date_of_birth-day": "3", "postcode": "nowhere"},
        reason_needed=False,
        on=TODAY,
    )
    wrong.is_valid()
    partly.is_valid()
    doubts = {state: DoubtOnPage(state=state, is_own=bool(own)) for own, state in enumerate(DOUBT_ON_PAGE)}
    return {
        "home": (
            "home.html",
            {"warnings": LAPSING, "by": SAM, "destinations": destinations(SAM.role), "ring": FRONT_DOOR}
            | {"owed": (OWED, replace(OWED, is_own=False)), "unopened": Unopened(emergencies=2, others=3)}
            | {"waits": Waits(alerts=1, to_answer=3, late=1, to_explain=1, to_advise=2, advice_has_come=1)},
        ),
        "find": ("find.html", {"by": SAM, "form": FindForm(reason_needed=True, on=TODAY), "own": ""}),
        "find-wrong": ("find.html", {"by": SAM, "form": wrong, "own": ""}),
        "find-partly": ("find.html", {"by": DEE, "form": partly, "own": "on your school’s roll"}),
        "found": ("found.html", {"by": SAM, "children": FOUND, "open_route": "child", "again": "find"}),
        "nothing": ("nothing.html", {"by": SAM, "ring": FRONT_DOOR, "gaps": a_page().gaps, "again": "find"}),
        "child": ("child.html", {"by": SAM, "child": a_page()}),
        **{f"child-{state}": ("child.html", {"by": SAM, "child": a_page(doubt=one)}) for state, one in doubts.items()},
        "child-bare": ("child.html", {"by": DEE, "child": bare}),
        "alerts": ("alerts.html", {"by": SAM, "unread": ALERTS[:1], "read": ALERTS[1:]}),
        "alerts-none": ("alerts.html", {"by": SAM, "unread": (), "read": ()}),
    }


def _for_reviewers() -> dict[str, Screen]:
    weigh = WeighForm({})
    weigh.is_valid()
    return {
        "find-for-review": (
            "find_for_review.html",
            {"by": RAE, "form": ReviewersFindForm(reason_needed=True, on=TODAY)},
        ),
        "who-has-looked": ("who_has_looked.html", {"by": RAE, "lines": LOOKS}),
        "who-has-looked-none": ("who_has_looked.html", {"by": RAE, "lines": ()}),
        "reviews": ("reviews.html", {"by": RAE, "found": to_review(REVIEWS)}),
        "reviews-many": ("reviews.html", {"by": RAE, "found": to_review(REVIEWS, number=2, pages=3)}),
        "reviews-none": ("reviews.html", {"by": RAE, "found": to_review(())}),
        "weigh": ("weigh.html", {"by": RAE, "item": REVIEWS[0], "form": WeighForm()}),
        "weigh-wrong": ("weigh.html", {"by": RAE, "item": REVIEWS[0], "form": weigh}),
        "end-agreement": ("end_agreement.html", {"by": ALI, "agreement": AGREEMENT, "form": EndForm()}),
        "data": ("data.html", {"by": ALI, "datasets": (DATASET,)}),
        "data-none": ("data.html", {"by": ALI, "datasets": ()}),
        "dataset": ("dataset.html", {"by": ALI, "dataset": DATASET}),
    }


def _for_everybody() -> dict[str, Screen]:
    failing = {code: (f"{code}.html", {"ring": FRONT_DOOR}) for code in ("400", "403", "404", "500", "503")}
    return failing | {
        "agreements": ("agreements.html", {"warnings": LAPSING, "by": DEE, "agreements": (AGREEMENT,)}),
        "agreements-none": ("agreements.html", {"warnings": LAPSING, "by": DEE, "agreements": ()}),
        "agreement": ("agreement.html", {"by": ALI, "agreement": AGREEMENT}),
        "ledger": ("ledger.html", {"head": HEAD}),
        "hidden": ("hidden.html", {"by": SAM}),
        "help": ("help.html", {"ring": FRONT_DOOR}),
        "privacy": ("privacy.html", {"ring": FRONT_DOOR}),
        "accessibility": ("accessibility.html", {}),
        "demonstration": ("demonstration.html", {"sign_ins": SIGN_INS}),
    }
