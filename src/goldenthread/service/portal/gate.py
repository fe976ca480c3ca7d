"""The one way into a view: the route says who may, and everybody else finds nothing there."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from goldenthread.service.actions import accounts, attending
from goldenthread.service.portal.coming_back import keeping
from goldenthread.vocabulary import Role

View = Callable[..., HttpResponseBase]


class Public(Enum):
    """Why a route needs no sign-in."""

    SAYS_NOTHING_ABOUT_ANYBODY = "it says nothing about anybody"
    SIGNS_IN = "it is how somebody signs in or out"
    DEMONSTRATION_ONLY = "it answers only where the demonstration was loaded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One URL: its name, its path, the one action behind it, and who may open it.

    ``action`` names a function of ``service.actions`` as ``module.function``; it is empty for a page of words alone.
    """

    name: str
    path: str
    view: View
    action: str
    may: frozenset[Role] | Public
    methods: tuple[str, ...] = ("GET",)
    proves_itself: bool = False
    """The request carries its own proof (a signature), so that no token of a form is asked for."""
    typed_on: str = ""
    """The route of the page that shows the form, where what is typed is kept for whoever was away when they sent it."""


def guarded(route: Route) -> View:
    """The view as Django calls it: signed in, in a role that may, with the time taken once."""
    view = _for_the_public(route) if isinstance(route.may, Public) else _for_roles(route, route.may)
    methods = [*route.methods, "HEAD"] if "GET" in route.methods else list(route.methods)
    limited: View = require_http_methods(methods)(view)
    if "GET" not in methods and not isinstance(route.may, Public):
        limited = _or_the_page_above(limited)
    limited.keeps_what_is_typed = bool(route.typed_on)  # type: ignore[attr-defined]  # read before anybody is sure
    return csrf_exempt(limited) if route.proves_itself else limited


def _for_the_public(route: Route) -> View:
    if route.may is Public.SIGNS_IN:
        # The sign-in package's own views, which take the request alone.
        return login_not_required(route.view)

    @wraps(route.view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        _note_practitioner(request)
        return route.view(request, at=timezone.now(), **parts)

    return login_not_required(answer)


def _for_roles(route: Route, roles: frozenset[Role]) -> View:
    view = keeping(route.view, shown_on=route.typed_on) if route.typed_on else route.view

    @wraps(route.view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        by = _note_practitioner(request)
        at = timezone.now()
        if by is None or by.role not in roles:
            attending.turn_away(route.name, by=by, at=at)
            raise Http404
        return view(request, by=by, at=at, **parts)

    return answer


def _or_the_page_above(view: View) -> View:
    """The same view; opened as a page, as after signing in again, it leads to the page that its form stands on."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        return redirect(_page_above(request.path)) if request.method == "GET" else view(request, **parts)

    return answer


def _page_above(path: str) -> str:
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        with suppress(Resolver404):
            resolve(path)
            return path
    return path


def _note_practitioner(request: HttpRequest) -> Any:
    by = accounts.practitioner_of(request.user)
    request.practitioner = by  # type: ignore[attr-defined]  # read by the navigation
    return by
