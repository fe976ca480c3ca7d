"""The agreements between agencies: read by everybody, ended by those who answer for them."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions import pathways, warning
from goldenthread.service.actions.shapes import PathwayCard, Practitioner
from goldenthread.service.portal.forms import EndForm
from goldenthread.service.portal.pages import page


def agreements(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    return page(
        request,
        "agreements.html",
        agreements=pathways.list_pathways(by=by, at=at),
        warnings=warning.lapsing(by=by, at=at),
    )


def agreement(request: HttpRequest, *, pathway: str, by: Practitioner, at: datetime) -> HttpResponse:
    return page(request, "agreement.html", agreement=_one(pathway, by=by, at=at))


def end(request: HttpRequest, *, pathway: str, by: Practitioner, at: datetime) -> HttpResponse:
    """Ask for the reason on a page that says what ending does; then end it. An ended one is shown as ended."""
    shown = _one(pathway, by=by, at=at)
    if not shown.may_end:
        return redirect("agreement", pathway=shown.id)
    form = EndForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "end_agreement.html", agreement=shown, form=form, status=400 if form.errors else 200)
    # Where somebody else ended it in between, nothing is done twice, and the agreement's own page says who and why.
    pathways.end_pathway(shown.id, reason=form.cleaned_data["reason"], by=by, at=at)
    return redirect("agreement", pathway=shown.id)


def _one(pathway: str, *, by: Practitioner, at: datetime) -> PathwayCard:
    for card in pathways.list_pathways(by=by, at=at):
        if card.id == pathway:
            return card
    raise Http404
