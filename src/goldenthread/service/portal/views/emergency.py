"""A child in danger now; the record owed afterwards; and a second person's review."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions import emergencies, recording
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import NotYet, RecordShown
from goldenthread.service.portal.following_forms import AfterwardsForm, EmergencyForm, ReviewForm
from goldenthread.service.portal.pages import front_door, page
from goldenthread.service.portal.record_pages import parts_of
from goldenthread.service.signing_in import has_been_away


def emergency(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    return _emergency(request, None, by=by, at=at)


def emergency_from_look(request: HttpRequest, *, look: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    return _emergency(request, look, by=by, at=at)


def complete(request: HttpRequest, *, record: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    form = AfterwardsForm(request.POST or None)
    shown = _record(record, by=by, at=at)
    if shown.follow_up is None or shown.follow_up.completed_at or not shown.follow_up.is_own:
        return redirect("record", record=record)
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.errors else 200
        return page(request, "emergency_after.html", record=shown, form=form, parts=parts_of(shown), status=status)
    if isinstance(emergencies.complete(record, form.words(), by=by, at=at), NothingToShow):
        raise Http404
    return redirect("record", record=record)


def review(request: HttpRequest, *, record: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    form = ReviewForm(request.POST or None)
    shown = _record(record, by=by, at=at)
    if shown.follow_up is None or shown.follow_up.reviewer or shown.follow_up.is_own:
        return redirect("record", record=record)  # once is enough, and nobody reviews their own
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.errors else 200
        return page(request, "emergency_review.html", record=shown, form=form, parts=parts_of(shown), status=status)
    said = form.cleaned_data
    if isinstance(emergencies.review(record, said["outcome"], said["note"], by=by, at=at), NothingToShow):
        raise Http404
    return redirect("oversee")


def _emergency(request: HttpRequest, look: UUID | None, *, by: Practitioner, at: datetime) -> HttpResponse:
    known = emergencies.child_of(look, by=by, at=at) if look else ""
    form = EmergencyForm(request.POST or None, initial={"child": known}, who=emergencies.who_helps(by=by))
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    said = form.cleaned_data
    sent = emergencies.send(said["recipient"], said["child"], said["words"], look=look, by=by, at=at)
    if isinstance(sent, NotYet):
        form.add_problems(sent)
        return _form(request, form)
    if has_been_away(request):  # the record itself waits behind a sign-in
        return page(request, "emergency_sent.html", ring=front_door())
    return redirect("record", record=sent)


def _form(request: HttpRequest, form: EmergencyForm) -> HttpResponse:
    return page(request, "emergency.html", form=form, ring=front_door(), status=400 if form.errors else 200)


def _record(record: UUID, *, by: Practitioner, at: datetime) -> RecordShown:
    shown = recording.open_record(record, by=by, at=at)
    if isinstance(shown, NothingToShow) or shown.follow_up is None:
        raise Http404
    return shown
