"""*Should I share?*: one view a screen. Each keeps what was answered before it goes on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions import casework, notices, sharing
from goldenthread.service.actions import partners as directory
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import AnswerShown, Choice, DraftShown, NotYet, Step
from goldenthread.service.portal.coming_back import or_its_record, put_aside
from goldenthread.service.portal.deciding_forms import DecideForm
from goldenthread.service.portal.pages import page
from goldenthread.service.portal.sharing_forms import ItemForm, PersonForm, RisksForm, WorryForm

SCREENS = {
    Step.WORRY: "share_worry",
    Step.ITEMS: "share_items",
    Step.PEOPLE: "share_people",
    Step.WEIGH: "share_weigh",
    Step.ANSWER: "share_answer",
}


NEVER = datetime.min.replace(tzinfo=UTC)


def overview(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    return page(request, "sharing.html", shown=sharing.overview(by=by, at=at), screens=SCREENS)


def partners(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    return page(request, "partners.html", partners=directory.partners(by=by, at=at))


def start(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    return _begin(sharing.start(by=by, at=at))


def start_from_look(request: HttpRequest, *, look: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    return _begin(sharing.start(look=look, by=by, at=at))


def start_from_release(request: HttpRequest, *, release: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    return _begin(sharing.start(release=release, by=by, at=at))


@or_its_record
def worry(request: HttpRequest, *, draft: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    shown = _open(draft, by=by, at=at)
    kept = shown.answers.get("worry", {}) or _first(shown)
    form = WorryForm(
        request.POST or None,
        initial=_as_asked(kept),
        draft=shown,
        recipients=sharing.recipients(by=by),
    )
    if request.method == "POST":
        if is_whole := form.is_valid():
            _keep(draft, Step.WORRY, form.cleaned_data, by=by, at=at)
        if form.cleaned_data.get("immediacy") == "immediate_danger":
            if not is_whole:
                put_aside(request, "share_worry", by=by, at=at, draft=draft)
            return redirect("emergency_from_question", draft=draft)  # no other question need be answered first
        if is_whole:
            return redirect("share_items", draft=draft)
    status = 400 if form.errors else 200
    return page(request, "share_worry.html", form=form, draft=shown, status=status)


@or_its_record
def items(request: HttpRequest, *, draft: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """One thing at a time: keep it and add another, take one out, or go on."""
    shown = _open(draft, by=by, at=at)
    kept = list(shown.answers.get("items", ()))
    if request.method != "POST":
        return _items_page(request, shown, ItemForm(initial=_received(shown, kept), sources=shown.sources), kept)
    if "remove" in request.POST:
        left = [item for item in kept if item["words"] != request.POST["remove"]]
        _keep(draft, Step.ITEMS, left, by=by, at=at)
        return redirect("share_items", draft=draft)
    typed = request.POST.get("words", "").strip()
    if not typed and kept and "go_on" in request.POST:
        return redirect("share_people", draft=draft)
    form = ItemForm(request.POST, kept=kept, sources=shown.sources)
    if not form.is_valid():
        return _items_page(request, shown, form, kept, status=400)
    if form.cleaned_data not in kept:  # a form sent twice adds one thing
        _keep(draft, Step.ITEMS, [*kept, form.cleaned_data], by=by, at=at)
    return redirect("share_people" if "go_on" in request.POST else "share_items", draft=draft)


@or_its_record
def people(request: HttpRequest, *, draft: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """Everybody concerned on one screen, each with questions of their own."""
    shown = _open(draft, by=by, at=at)
    kept: Mapping[str, Any] = shown.answers.get("people", {})
    forms = [
        PersonForm(request.POST or None, initial=kept.get(who, {}), who=who, age=shown.child_age)
        for who in casework.people_of(shown.answers)
    ]
    are_valid = [form.is_valid() for form in forms]
    if request.method == "POST" and all(are_valid):
        _keep(draft, Step.PEOPLE, {form.who: form.cleaned_data for form in forms}, by=by, at=at)
        return redirect("share_weigh", draft=draft)
    wrong = [form for form in forms if form.errors]
    status = 400 if wrong else 200
    return page(request, "share_people.html", forms=forms, wrong=wrong, draft=shown, status=status)


@or_its_record
def weigh(request: HttpRequest, *, draft: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    shown = _open(draft, by=by, at=at)
    form = RisksForm(
        request.POST or None,
        initial=_with_date(shown.answers.get("weigh", {})),
        is_sensitive=casework.is_sensitive(shown.answers),
        may_be_ordered=casework.may_be_ordered(shown.answers),
    )
    if request.method == "POST" and form.is_valid():
        _keep(draft, Step.WEIGH, form.cleaned_data, by=by, at=at)
        return redirect("share_answer", draft=draft)
    status = 400 if form.errors else 200
    return page(request, "share_weigh.html", form=form, draft=shown, status=status)


@or_its_record
def answer(request: HttpRequest, *, draft: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """What the law and guidance say, and beneath it the practitioner's own decision."""
    shown = sharing.weigh(draft, by=by, at=at)
    if isinstance(shown, NothingToShow):
        opened = _open(draft, by=by, at=at)
        if request.method == "POST":  # an answer changed in another window, and asks for more first
            put_aside(request, "share_answer", by=by, at=at, draft=draft)
        return redirect(SCREENS[casework.next_step(opened.answers)], draft=draft)
    form = DecideForm(request.POST or None, shown=shown)
    if request.method != "POST" or not form.is_valid():
        return _answer_page(request, shown, form)
    decided = replace(form.decided(), read_at=_read_at(request))
    done = sharing.decide(draft, decided, by=by, at=at)
    match done:
        case NotYet(is_out_of_date=True):
            again = DecideForm(None, shown=shown, initial=_still_said(request))
            return _answer_page(request, shown, again, problem=done.problems[0][1])
        case NotYet():
            form.add_problems(done)
            return _answer_page(request, shown, form)
        case NothingToShow():
            raise Http404
    if decided.choice is Choice.SEEK_ADVICE:
        return redirect("ask_advice", draft=draft)
    return redirect("record", record=done)


def _begin(begun: UUID | NothingToShow) -> HttpResponse:
    if isinstance(begun, NothingToShow):
        raise Http404
    return redirect("share_worry", draft=begun)


def _open(draft: UUID, *, by: Practitioner, at: datetime) -> DraftShown:
    shown = sharing.open_draft(draft, by=by, at=at)
    if isinstance(shown, NothingToShow):
        raise Http404
    return shown


def _keep(draft: UUID, step: Step, answers: Any, *, by: Practitioner, at: datetime) -> DraftShown:
    shown = sharing.keep(draft, step, answers, by=by, at=at)
    if isinstance(shown, NothingToShow):
        raise Http404
    return shown


def _items_page(
    request: HttpRequest, shown: DraftShown, form: ItemForm, kept: list[Any], *, status: int = 200
) -> HttpResponse:
    return page(request, "share_items.html", form=form, kept=kept, draft=shown, status=status)


def _answer_page(request: HttpRequest, shown: AnswerShown, form: DecideForm, *, problem: str = "") -> HttpResponse:
    return page(
        request,
        "share_answer.html",
        shown=shown,
        form=form,
        notices=notices.before_sending(shown),
        out_of_date=problem,
        status=400 if form.errors or problem else 200,
    )


def _read_at(request: HttpRequest) -> datetime:
    """When the answers last changed before this page was shown. A page that does not say is out of date."""
    try:
        return datetime.fromisoformat(request.POST.get("read_at", ""))
    except ValueError:
        return NEVER


def _still_said(request: HttpRequest) -> dict[str, Any]:
    """What was written with a decision on answers that have changed: the words stay, what was ticked does not."""
    return {name: said for name, said in request.POST.items() if name not in ("choice", "items", "how", "basis")}


def _first(shown: DraftShown) -> dict[str, Any]:
    """What is known before anything was asked: the purpose of the look, and who asked."""
    about = shown.answers.get("about", {})
    purpose = {"protect_from_harm": "safeguard_child"}.get(about.get("purpose", ""), "")
    people = ["other_adult"] if about.get("adult") else []
    return {"purpose": purpose, "recipient": about.get("recipient", ""), "people": people}


def _as_asked(kept: Mapping[str, Any]) -> dict[str, Any]:
    """A kept answer as its form asks it."""
    purpose = kept.get("purpose", "")
    listed = purpose in ("", "safeguard_child", "promote_welfare", "law_enforcement", "safeguard_adult", "other")
    return dict(kept) if listed else {**kept, "purpose": "other", "other_purpose": purpose}


def _received(shown: DraftShown, kept: list[Any]) -> dict[str, Any]:
    """The next of the things that were received and would be passed on."""
    received = shown.answers.get("received", ())
    return {"source": shown.answers.get("source", ""), **received[len(kept)]} if len(kept) < len(received) else {}


def _with_date(kept: Mapping[str, Any]) -> dict[str, Any]:
    day = kept.get("review_on") or ""
    return {**kept, "review_on": [part.lstrip("0") for part in reversed(day.split("-"))] if day else None}
