"""Ask one's own organisation for advice, and give it."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions import advising, sharing
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import NotYet
from goldenthread.service.portal.coming_back import or_its_record
from goldenthread.service.portal.following_forms import AdviceForm, GiveForm
from goldenthread.service.portal.pages import front_door, page


def advice(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    return page(request, "advice.html", questions=advising.questions(by=by, at=at))


@or_its_record
def ask(request: HttpRequest, *, draft: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    shown = sharing.open_draft(draft, by=by, at=at)
    if isinstance(shown, NothingToShow):
        raise Http404
    if request.method != "POST":
        question = advising.anonymous_question(draft, by=by, at=at)
        form = AdviceForm(initial={"question": question, "adviser": "designated_safeguarding_lead"})
        return _form(request, form, draft)
    form = AdviceForm(request.POST)
    if not form.is_valid():
        return _form(request, form, draft)
    said = form.cleaned_data
    asked = advising.ask(
        said["adviser"],
        said["question"],
        said["interim_step"],
        is_anonymous=not said["names"],
        draft=draft,
        by=by,
        at=at,
    )
    if isinstance(asked, NotYet):
        form.add_problems(asked)
        return _form(request, form, draft)
    return redirect("advice")


def give(request: HttpRequest, *, advice: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    one = next((q for q in advising.questions(by=by, at=at) if q.advice == advice), None)
    if one is None:
        raise Http404
    form = GiveForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "give_advice.html", asked=one, form=form, status=400 if form.errors else 200)
    said = form.cleaned_data
    if isinstance(advising.answer(advice, said["words"], said["adviser_name"], by=by, at=at), NothingToShow):
        raise Http404
    return redirect("advice")


def _form(request: HttpRequest, form: AdviceForm, draft: UUID) -> HttpResponse:
    status = 400 if form.errors else 200
    return page(request, "ask_advice.html", form=form, draft=draft, ring=front_door(), status=status)
