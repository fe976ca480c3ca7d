"""The register of law: read by anybody, and the start of a provision settled by an administrator."""

import hashlib
from datetime import datetime, timedelta
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.law import Change, Force
from goldenthread.service.actions import law_pages
from goldenthread.service.actions.law_pages import EffectOfSettling, Entry
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.portal import law_words
from goldenthread.service.portal.law_forms import LawForm, SettleForm, SinceForm
from goldenthread.service.portal.pages import page
from goldenthread.vocabulary import Role

CHANGES_SHOWN_OF_THE_LAST = timedelta(days=365)


def law(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """The register: what answers the question asked, by kind.

    A link asks by a list's value alone. Words come in a form that is posted: an address has no room for what is typed.
    """
    asked = request.POST if request.method == "POST" else request.GET
    form = LawForm({name: value for name, value in asked.items() if asked is request.POST or name != "words"})
    question, nation = form.question(), form.chosen_nation()
    found = law_pages.find_law(question, nation=nation, at=at)
    by_kind = [(kind, tuple(ours)) for kind, ours in groupby(sorted(found, key=_order), key=lambda e: e.provision.kind)]
    return page(
        request,
        "law.html",
        form=form,
        choices=form.choices(),
        found=by_kind,
        count=len(found),
        is_asked=any(form.data.get(name) for name in form.fields),
        words=law_words,
    )


def provision(request: HttpRequest, *, provision: str, at: datetime) -> HttpResponse:
    entry = law_pages.one_provision(provision, at=at)
    if entry is None:
        raise Http404
    by: Practitioner | None = request.practitioner  # type: ignore[attr-defined]  # set by the gate
    may_settle = entry.is_open and by is not None and by.role is Role.ADMINISTRATOR
    return page(request, "law_provision.html", entry=entry, may_settle=may_settle, words=law_words)


def changes(request: HttpRequest, *, at: datetime) -> HttpResponse:
    asked = SinceForm(request.GET if any(name.startswith("since") for name in request.GET) else None)
    since = asked.cleaned_data["since"] if asked.is_bound and asked.is_valid() else None
    since = since or (at - CHANGES_SHOWN_OF_THE_LAST).date()
    found = law_pages.what_changed(since=since, at=at)
    of_the_law = tuple(c for c in found if c.change is not Change.CHECKED)
    return page(
        request,
        "law_changes.html",
        form=asked,
        since=since,
        changes=of_the_law,
        checked=len(found) - len(of_the_law),
        words=law_words,
        status=400 if asked.errors else 200,
    )


def starts(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """The starts settled here as a file, for ``--switches`` of the command line."""
    response = HttpResponse(law_pages.settled_as_overlay(at=at), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="switches.yaml"'
    return response


def settle(request: HttpRequest, *, provision: str, by: Practitioner, at: datetime) -> HttpResponse:
    """Ask when it starts, show what that would change, and keep it only when that was seen."""
    entry = law_pages.one_provision(provision, at=at)
    if entry is None or not entry.is_open:
        raise Http404
    form = SettleForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(
            request, "law_start.html", entry=entry, form=form, words=law_words, status=400 if form.errors else 200
        )
    standing, starts_on, instrument = form.says()
    effect = law_pages.weigh_start(
        provision, standing=standing, starts_on=starts_on, instrument=instrument, by=by, at=at
    )
    if effect is None:
        raise Http404
    if form.cleaned_data["seen"] != _as_seen(effect):
        return page(request, "law_start_effect.html", effect=effect, form=form, seen=_as_seen(effect), words=law_words)
    law_pages.settle_start(provision, standing=standing, starts_on=starts_on, instrument=instrument, by=by, at=at)
    return redirect("law_provision", provision=provision)


def _order(entry: Entry) -> tuple[int, bool, bool, str]:
    """By kind; then what is law, then what names who was asked about."""
    kind = list(law_words.KINDS).index(entry.provision.kind)
    return kind, entry.force is Force.NOT_IN_FORCE, not entry.is_to_the_point, entry.provision.title


def _as_seen(effect: EffectOfSettling) -> str:
    """A short text that changes whenever what was shown would."""
    shown = repr((effect.switch, effect.days, effect.agreements))
    return hashlib.sha256(shown.encode()).hexdigest()[:16]
