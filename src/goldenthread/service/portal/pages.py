"""Rendering a page, and whom to ring when there is nothing to show or nothing works."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldenthread.service.actions import reference
from goldenthread.service.portal.coming_back import show_again
from goldenthread.vocabulary import Contact

ANY_FRONT_DOOR = Contact(team="your area’s front door (the multi-agency safeguarding hub)")

MOST_DIGITS = 6

_last_known: list[Contact] = []


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One page as a response, its forms filled with what was typed on them and not sent.

    The bar at the top comes from who is signed in.
    """
    came_back = show_again(request, context.values())
    return render(request, template, {"came_back": came_back, **context}, status=status)


def page_asked(request: HttpRequest) -> int:
    """Which page of a list the address names; the first where it names none."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= MOST_DIGITS else 1


def front_door() -> Contact:
    """Whom to ring with a worry about a child. Still known to this process when the database is away."""
    try:
        contact = reference.front_door()
    except DatabaseError:
        return front_door_as_last_known()
    _last_known[:] = [contact]
    return contact


def front_door_as_last_known() -> Contact:
    """The same, without asking the database."""
    return _last_known[0] if _last_known else ANY_FRONT_DOOR
