"""Decision records, what they released, and what became of it."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions import record_files, recording, releasing
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import NotYet, RecordShown, ReleaseShown
from goldenthread.service.portal.pages import page
from goldenthread.service.portal.record_forms import AddForm, FeedbackForm
from goldenthread.service.portal.record_pages import parts_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def record(request: HttpRequest, *, record: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    shown = _record(record, by=by, at=at)
    return page(request, "record.html", record=shown, parts=parts_of(shown), form=AddForm())


def add(request: HttpRequest, *, record: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    form = AddForm(request.POST)
    added = recording.add(record, **form.cleaned_data, by=by, at=at) if form.is_valid() else False
    match added:
        case True:
            return redirect("record", record=record)
        case NotYet():
            form.add_problems(added)
        case NothingToShow():
            raise Http404
    shown = _record(record, by=by, at=at)
    return page(request, "record.html", record=shown, parts=parts_of(shown), form=form, status=400)


def as_word(request: HttpRequest, *, record: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    shown = _record(record, by=by, at=at)
    return _file(record_files.as_word(parts_of(shown)), WORD, f"decision-{record}.docx")


def as_pdf(request: HttpRequest, *, record: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    shown = _record(record, by=by, at=at)
    return _file(record_files.as_pdf(parts_of(shown)), "application/pdf", f"decision-{record}.pdf")


def inbox(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    return page(request, "shared_with_you.html", releases=releasing.inbox(by=by, at=at))


def release(request: HttpRequest, *, release: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    return _release_page(request, _release(release, by=by, at=at), FeedbackForm())


def feed_back(request: HttpRequest, *, release: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _release_page(request, _release(release, by=by, at=at), form)
    said = form.cleaned_data
    if isinstance(releasing.say_what_became(release, said["outcome"], said["words"], by=by, at=at), NothingToShow):
        raise Http404
    return redirect("release", release=release)


def _release_page(request: HttpRequest, shown: ReleaseShown, form: FeedbackForm) -> HttpResponse:
    return page(request, "release.html", release=shown, form=form, status=400 if form.errors else 200)


def _release(release: UUID, *, by: Practitioner, at: datetime) -> ReleaseShown:
    shown = releasing.open_release(release, by=by, at=at)
    if isinstance(shown, NothingToShow):
        raise Http404
    return shown


def _record(record: UUID, *, by: Practitioner, at: datetime) -> RecordShown:
    shown = recording.open_record(record, by=by, at=at)
    if isinstance(shown, NothingToShow):
        raise Http404
    return shown


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file whose name says nothing about anybody."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
