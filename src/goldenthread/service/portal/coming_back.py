"""A question of sharing that somebody comes back to: what they typed is there; once decided, its record is."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from goldenthread.service.actions import sharing
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import DraftShown
from goldenthread.service.portal.fields import fill_in
from goldenthread.service.signing_in import must_sign_in_again

View = Callable[..., HttpResponse]
CHOSEN = frozenset({"choice", "items"})
"""What a decision ticks, by its place among answers that may have changed since."""


def can_be_left(view: View) -> Callable[..., HttpResponseBase]:
    """A screen of a question: whoever was away signs in and finds what they typed; once decided, its record stands."""

    @wraps(view)
    def answer(request: HttpRequest, *, draft: UUID, by: Practitioner, at: datetime) -> HttpResponseBase:
        try:
            if must_sign_in_again(request):
                return _keep_and_sign_in(request, view.__name__, draft, by=by, at=at)
            return view(request, draft=draft, by=by, at=at)
        except Http404:
            if not must_sign_in_again(request) and (record := sharing.record_of(draft, by=by, at=at)):
                return redirect("record", record=record)
            raise

    return answer


def typed_before(shown: DraftShown, screen: str, *forms: Form) -> bool:
    """Fill unsent forms with what was typed on them before; whether anything was."""
    typed: Mapping[str, list[str]] = shown.answers.get(sharing.TYPED, {}).get(screen, {})
    changed = shown.changed_at is not None and typed.get("read_at", [""]) != [shown.changed_at.isoformat()]
    still_true = {name: said for name, said in typed.items() if not (changed and name in CHOSEN)}
    unsent = [form for form in forms if typed and not form.is_bound]
    for form in unsent:
        before = dict(form.initial)
        fill_in(form, still_true)
        form.initial.update({name: before[name] for name in CHOSEN & before.keys() if name not in still_true})
    return bool(unsent)


def typed_fields(request: HttpRequest) -> dict[str, list[str]]:
    """A form as it was typed, without what only proves where it came from."""
    return {name: list(map(str, said)) for name, said in request.POST.lists() if name != "csrfmiddlewaretoken"}


def _keep_and_sign_in(
    request: HttpRequest, screen: str, draft: UUID, *, by: Practitioner, at: datetime
) -> HttpResponseBase:
    kept: Any = sharing.keep_typed(draft, screen, typed_fields(request), by=by, at=at)
    if isinstance(kept, NothingToShow):
        raise Http404
    if request.POST.get("immediacy") == "immediate_danger":
        return redirect("emergency_from_question", draft=draft)  # danger waits for no sign-in
    logout(request)
    return redirect_to_login(request.path)
