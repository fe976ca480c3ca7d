"""Whoever was away signs in and finds what they typed; once a question of sharing is decided, its record is there.

One way for every form: its route names the page that shows it, and there it is kept and filled in again.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from goldenthread.service.actions import sharing, unsent
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.portal.fields import fill_in
from goldenthread.service.signing_in import is_on_the_way_out, must_sign_in_again

View = Callable[..., HttpResponseBase]


def keeping(view: View, *, shown_on: str) -> View:
    """The same view, which keeps what is typed by whoever was away and shows it again on the page ``shown_on``."""

    @wraps(view)
    def answer(request: HttpRequest, *, by: Practitioner, at: datetime, **parts: Any) -> HttpResponseBase:
        place = reverse(shown_on, kwargs=parts or None)
        is_away = must_sign_in_again(request)
        if request.method != "POST":
            if not is_away:
                _typed_before(request).update(unsent.find(place, by=by, at=at))
            return view(request, by=by, at=at, **parts)
        if is_away and not is_on_the_way_out(request):
            return _keep_and_sign_in(request, place, by=by, at=at, **parts)
        answered = view(request, by=by, at=at, **parts)
        if answered.status_code == 302 and not _typed_before(request):  # sent, and not only put aside
            unsent.forget(place, by=by, at=at)
        return answered

    return answer


def put_aside(request: HttpRequest, shown_on: str, *, by: Practitioner, at: datetime, **parts: Any) -> None:
    """Keep a form that is not whole while its author goes where it is more urgent."""
    typed = typed_fields(request)
    unsent.keep(reverse(shown_on, kwargs=parts), typed, by=by, at=at)
    _typed_before(request).update(typed)


def typed_on(shown_on: str, field: str, *, by: Practitioner, at: datetime, **parts: Any) -> str:
    """What this practitioner typed into one field of a form that is not sent; nothing where there is none."""
    return str(unsent.find(reverse(shown_on, kwargs=parts), by=by, at=at).get(field, [""])[0])


def show_again(request: HttpRequest, shown: Iterable[Any]) -> bool:
    """Fill the unsent forms among what a page shows with what was typed on them before; whether anything was."""
    typed = _typed_before(request)
    forms = [one for each in shown for one in (each if isinstance(each, list) else [each]) if isinstance(one, Form)]
    unsent_forms = [form for form in forms if typed and not form.is_bound]
    for form in unsent_forms:
        fill_in(form, typed, but=getattr(form, "no_longer_true", lambda _: frozenset())(typed))
    return bool(unsent_forms)


def or_its_record(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A screen of a question of sharing; once it is decided, its record stands there."""

    @wraps(view)
    def answer(request: HttpRequest, *, draft: UUID, by: Practitioner, at: datetime) -> HttpResponseBase:
        try:
            return view(request, draft=draft, by=by, at=at)
        except Http404:
            if record := sharing.record_of(draft, by=by, at=at):
                return redirect("record", record=record)
            raise

    return answer


def typed_fields(request: HttpRequest) -> dict[str, list[str]]:
    """A form as it was typed, without what only proves where it came from."""
    return {name: list(map(str, said)) for name, said in request.POST.lists() if name != "csrfmiddlewaretoken"}


def _typed_before(request: HttpRequest) -> dict[str, list[str]]:
    """What was typed on this page before and not sent."""
    typed: dict[str, list[str]] = getattr(request, "typed_before", {})
    # Ours, for the length of one request: Django's request has no place for it.
    request.typed_before = typed  # type: ignore[attr-defined]
    return typed


def _keep_and_sign_in(
    request: HttpRequest, place: str, *, by: Practitioner, at: datetime, **parts: Any
) -> HttpResponseBase:
    unsent.keep(place, typed_fields(request), by=by, at=at)
    if request.POST.get("immediacy") == "immediate_danger" and "draft" in parts:
        return redirect("emergency_from_question", draft=parts["draft"])  # danger waits for no sign-in
    logout(request)
    return redirect_to_login(place)
