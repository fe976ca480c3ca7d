"""Pages for when something went wrong. None asks the database, and all say what to do next."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from goldenthread.service.portal.coming_back import typed_fields
from goldenthread.service.portal.pages import front_door_as_last_known, page

NOT_OURS = ("account_", "mfa_")
"""How the sign-in package's routes are named."""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failed(request, "400.html", 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there and not allowed are one answer."""
    return _failed(request, "404.html", 404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Refusals look like absence, as everywhere."""
    return not_found(request, exception)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: the page was open too long, or the form came from another site.

    What was typed on a page of ours is handed back to whoever typed it, to be sent with one click.
    """
    typed = typed_fields(request) if _is_from_our_own_page(request) else {}
    ring = front_door_as_last_known()
    return page(request, "403.html", status=403, ring=ring, typed=typed, to=request.path)


def _is_from_our_own_page(request: HttpRequest) -> bool:
    """Whether somebody who is signed in typed this here. Other sites are refused before, and passwords are not ours."""
    found = request.resolver_match
    is_ours = found is not None and not str(found.url_name).startswith(NOT_OURS)
    return is_ours and request.user.is_authenticated and request.headers.get("Sec-Fetch-Site") == "same-origin"


def failed(request: HttpRequest) -> HttpResponse:
    """Our own fault, or the database is away: the two need different words."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _failed(request, "503.html", 503)
        response["Retry-After"] = "30"
        return response
    return _failed(request, "500.html", 500)


def _failed(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return page(request, template, status=status, ring=front_door_as_last_known())
