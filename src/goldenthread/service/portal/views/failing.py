"""Pages for when something went wrong. None asks the database, and all say what to do next."""

import sys
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from goldenthread.service.portal.coming_back import typed_fields
from goldenthread.service.portal.pages import front_door_as_last_known, page

NOT_OURS = ("account_", "mfa_")
"""How the sign-in package's routes are named."""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failed(request, "400.html", 400, is_too_long=isinstance(exception, RequestDataTooBig))


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
    ring, is_signed_in = front_door_as_last_known(), request.user.is_authenticated
    return page(request, "403.html", status=403, ring=ring, typed=typed, to=request.path, is_signed_in=is_signed_in)


class HandsBack(LoginRequiredMiddleware):
    """Every page asks for a sign-in. Whoever signed out in another window does not lose what they typed in this one."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        asks_for_sign_in = super().process_view(request, view_func, view_args, view_kwargs)
        if asks_for_sign_in and request.method == "POST" and _is_from_our_own_page(request):
            return form_expired(request)
        return asks_for_sign_in


def _is_from_our_own_page(request: HttpRequest) -> bool:
    """Whether somebody typed this here. Other sites are refused before, and passwords are not ours."""
    found = request.resolver_match
    if found is None or str(found.url_name).startswith(NOT_OURS):
        return False
    is_typed = request.user.is_authenticated or getattr(found.func, "keeps_what_is_typed", False)
    return is_typed and request.headers.get("Sec-Fetch-Site") == "same-origin"


def failed(request: HttpRequest) -> HttpResponse:
    """Our own fault, or the database is away: the two need different words."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _failed(request, "503.html", 503)
        response["Retry-After"] = "30"
        return response
    return _failed(request, "500.html", 500)


def _failed(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    return page(request, template, status=status, ring=front_door_as_last_known(), **context)
