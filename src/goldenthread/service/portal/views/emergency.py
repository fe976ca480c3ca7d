"""A child in danger now; the record owed afterwards; and a second person's review."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions import emergencies, recording
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import NotYet, RecordShown
from goldenthread.service.portal.coming_back import typed_on
from goldenthread.service.portal.following_forms import AfterwardsForm, EmergencyForm, ReviewForm
from goldenthread.service.portal.pages import front_door, page
from goldenthread.service.portal.record_pages import parts_of
from goldenthread.service.signing_in import must_sign_in_again


def emergency(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    return _emergency(request, by=by, at=at)


def emergency_from_look(request: HttpRequest, *, look: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    return _emergency(request, look=look, by=by, at=at)


def emergency_from_question(request: HttpRequest, *, draft: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    return _emergency(request, draft=draft, by=by, at=at)


def send_address(request: HttpRequest, *, record: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    sent = emergencies.send_address(record, by=by, at=at)
    if isinstance(sent, NothingToShow):
        raise Http404
    return _sent(request, sent, by=by, at=at)


def complete(request: HttpRequest, *, record: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    form = AfterwardsForm(request.POST or None)
    shown = _record(record, by=by, at=at)
    if shown.follow_up is None or not shown.follow_up.may_write:
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
    owed = shown.follow_up
    if owed is None or owed.reviewer or owed.was_sent_by_reader or owed.was_written_by_reader:
        return redirect("record", record=record)  # once is enough, and nobody reviews their own
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.errors else 200
        return page(request, "emergency_review.html", record=shown, form=form, parts=parts_of(shown), status=status)
    said = form.cleaned_data
    if isinstance(emergencies.review(record, said["outcome"], said["note"], by=by, at=at), NothingToShow):
        raise Http404
    return redirect("oversee")


def _emergency(
    request: HttpRequest, *, look: UUID | None = None, draft: UUID | None = None, by: Practitioner, at: datetime
) -> HttpResponse:
    """Whoever was away is shown nothing that is held, the child's name included. What they type goes all the same."""
    is_sure = not must_sign_in_again(request)
    known = emergencies.child_of(look=look, draft=draft, by=by, at=at) if is_sure and (look or draft) else ""
    if is_sure and draft and not known:
        known = typed_on("share_worry", "child", by=by, at=at, draft=draft)
    form = EmergencyForm(request.POST or None, initial={"child": known}, who=emergencies.who_helps(by=by))
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    said = form.cleaned_data
    sent = emergencies.send(said["recipient"], said["child"], said["words"], look=look, draft=draft, by=by, at=at)
    if isinstance(sent, NotYet):
        form.add_problems(sent)
        return _form(request, form)
    return _sent(request, sent, by=by, at=at)


def _sent(request: HttpRequest, record: UUID, *, by: Practitioner, at: datetime) -> HttpResponse:
    if not must_sign_in_again(request):
        return redirect("record", record=record)
    # The record itself waits behind a sign-in.
    shown = recording.open_record(record, by=by, at=at)
    left_out = isinstance(shown, RecordShown) and shown.left_out_an_address
    return page(request, "emergency_sent.html", ring=front_door(), record=record, left_out=left_out)


def _form(request: HttpRequest, form: EmergencyForm) -> HttpResponse:
    return page(request, "emergency.html", form=form, ring=front_door(), status=400 if form.errors else 200)


def _record(record: UUID, *, by: Practitioner, at: datetime) -> RecordShown:
    shown = recording.open_record(record, by=by, at=at)
    if isinstance(shown, NothingToShow) or shown.follow_up is None:
        raise Http404
    return shown
