"""Pages of words: home, help, privacy, accessibility, the neutral page, and the demonstration's sign-ins."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from goldenthread.service.actions import accounts, emergencies, releasing, waiting, warning
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.portal.navigation import destinations
from goldenthread.service.portal.pages import front_door, page


def home(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    context: dict[str, Any] = {
        "warnings": warning.lapsing(by=by, at=at),
        "owed": emergencies.owed(by=by, at=at),
        "unopened": releasing.unopened(by=by, at=at),
        "waits": waiting.waits(by=by, at=at),
    }
    return page(request, "home.html", by=by, destinations=destinations(by.role), ring=front_door(), **context)


def hidden(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """What stands on the screen after somebody hid a child's page: nothing about anybody."""
    return page(request, "hidden.html")


def help_page(request: HttpRequest, *, at: datetime) -> HttpResponse:
    return page(request, "help.html", ring=front_door())


def privacy(request: HttpRequest, *, at: datetime) -> HttpResponse:
    return page(request, "privacy.html", ring=front_door())


def accessibility(request: HttpRequest, *, at: datetime) -> HttpResponse:
    return page(request, "accessibility.html")


def demonstration(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """The demonstration's sign-ins with the codes of this half-minute. There is no such page anywhere else."""
    sign_ins = accounts.demonstration_accounts(at=at)
    if not sign_ins:
        raise Http404
    return page(request, "demonstration.html", sign_ins=sign_ins)
