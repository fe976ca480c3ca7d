"""Screens that no journey walks to, as they are drawn, in a real browser: each is accessible and narrow enough."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.service import Service
from tests.journeys.steps import Somebody

SELDOM_SEEN = (
    "share-weigh",  # with a court's order to ask about
    "share-answer-doctor",
    "share-items-limited",
    "emergency-sent",
    "record-left-out",
    "not-sent-yet",
    "bring-advice",
    "link-family-tie",
    "link-model",
    "link-model-measured",
    "link-parting-private",  # with a line that is cut within the picture
    "link-settled",
    "link-whole-tie",
    "link-whole-unticked",
    "wrong-link",
)
ADDRESS = "/seldom-seen/"


def test_screens_that_are_seldom_seen_are_accessible_too(
    somebody: Callable[..., Somebody], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = somebody()
    drawn = _drawn(monkeypatch)
    now: list[str] = []
    person.page.route(service.address + ADDRESS, lambda route: route.fulfill(body=now[-1], content_type="text/html"))
    for name in SELDOM_SEEN:
        now.append(drawn(name))
        person.goes_to(ADDRESS)
        with person.at_width(320):
            person.needs_no_sideways_scrolling()


def _drawn(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Any screen as its view draws it, from sample answers."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.service_settings")
    django.setup()
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from goldenthread.service.portal import jinja, pages
    from tests.unit.portal.link_samples import link_screens
    from tests.unit.portal.sharing_samples import sharing_screens

    monkeypatch.setattr(jinja.accounts, "demonstration_accounts", lambda *, at: ())
    screens = sharing_screens() | link_screens()

    def draw(name: str) -> str:
        template, context = screens[name]
        request: Any = RequestFactory().get("/")
        request.user, request.practitioner, request.csp_nonce = AnonymousUser(), context.pop("by", None), "nonce"
        return pages.page(request, template, **context).content.decode()

    return draw
