"""Pages for when something went wrong. None asks the database, and all say what to do next."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from goldenthread.service.portal.pages import front_door_as_last_known, page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failed(request, "400.html", 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there and not allowed are one answer."""
    return _failed(request, "404.html", 404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Refusals look like absence, as everywhere."""
    return not_found(request, exception)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: the page was open too long, or the form came from another site."""
    return _failed(request, "403.html", 403)


def failed(request: HttpRequest) -> HttpResponse:
    """Our own fault, or the database is away: the two need different words."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _failed(request, "503.html", 503)
        response["Retry-After"] = "30"
        return response
    return _failed(request, "500.html", 500)


def _failed(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return page(request, template, status=status, ring=front_door_as_last_known())
