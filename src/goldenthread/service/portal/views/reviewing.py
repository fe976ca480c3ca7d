"""Who has looked at a child, receipts, and weighing the reasons people gave."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions import finding, reviewing
from goldenthread.service.actions.shapes import AskMore, Found, NothingToShow, Practitioner
from goldenthread.service.portal.forms import ReviewersFindForm, WeighForm
from goldenthread.service.portal.pages import page, page_asked
from goldenthread.service.portal.words import LOCAL_TIME


def find(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    """The reviewer's search, which leads to who has looked and to nothing else about the child."""
    needed = finding.reason_needed(by=by)
    today = at.astimezone(LOCAL_TIME).date()
    if request.method != "POST":
        return _form(request, ReviewersFindForm(reason_needed=needed, on=today))
    form = ReviewersFindForm(request.POST, reason_needed=needed, on=today)
    if not form.is_valid():
        return _form(request, form)
    match finding.find_child(form.sought(), by=by, at=at):
        case AskMore() as answer:
            form.add_problems(answer)
            return _form(request, form)
        case NothingToShow(ring=ring):
            return page(request, "nothing.html", ring=ring, again="who_has_looked")
        case Found(children=children):
            return page(request, "found.html", children=children, open_route="looks_at", again="who_has_looked")


def looks_at(request: HttpRequest, *, look: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    lines = reviewing.who_has_looked(look, by=by, at=at)
    if isinstance(lines, NothingToShow):
        return page(request, "nothing.html", ring=lines.ring, again="who_has_looked", status=404)
    return page(request, "who_has_looked.html", lines=lines)


def receipt(request: HttpRequest, *, entry: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """The receipt as a file. Its name is the entry's number, so that nothing about the child stays on a disk."""
    made = reviewing.receipt(entry, by=by, at=at)
    if isinstance(made, NothingToShow):
        raise Http404
    response = HttpResponse(made, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="receipt-{entry}.json"'
    return response


def to_review(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    """All that waits, page by page."""
    return page(request, "reviews.html", found=reviewing.to_review(page_asked(request), by=by, at=at))


def weigh(request: HttpRequest, *, item: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """One look and its reason; a POST keeps the judgement. Sent twice, the second changes nothing."""
    form = WeighForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        found = reviewing.to_weigh(item, by=by, at=at)
        if isinstance(found, NothingToShow):
            raise Http404
        return page(request, "weigh.html", item=found, form=form, status=400 if form.errors else 200)
    upheld = form.cleaned_data["verdict"] == "upheld"
    answer = reviewing.weigh(item, upheld=upheld, note=form.cleaned_data["note"], by=by, at=at)
    if isinstance(answer, NothingToShow):
        raise Http404
    return redirect("reviews")


def _form(request: HttpRequest, form: ReviewersFindForm) -> HttpResponse:
    return page(request, "find_for_review.html", form=form, status=400 if form.errors else 200)
