"""Sending a page that shows two people to the reviewers of links, and what became of it."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions.linking import doubting
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.portal import doubt_words
from goldenthread.service.portal.link_forms import DoubtForm
from goldenthread.service.portal.pages import front_door, page


def doubt(request: HttpRequest, *, look: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """The form, which names nobody. A POST sends the page; whoever may not see the page finds nothing here."""
    form = DoubtForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = doubting.doubt(look, because=form.cleaned_data["because"], by=by, at=at)
        if isinstance(sent, NothingToShow):
            raise Http404
        return redirect("child", look=look)
    may_send = doubting.may_doubt(look, by=by, at=at)
    if isinstance(may_send, NothingToShow):
        raise Http404
    status = 400 if form.errors else 200
    return page(request, "doubt.html", form=form, look=look, may_send=may_send, ring=front_door(), status=status)


def own(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    notice = request.session.pop("doubt_notice", "")
    return page(request, "doubts.html", doubts=doubting.own_doubts(by=by, at=at), notice=notice)


def take_back(request: HttpRequest, *, doubt: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """Taken back or too late: either way the list says how it stands."""
    done = doubting.take_back(doubt, by=by, at=at)
    too_late = isinstance(done, NothingToShow)
    request.session["doubt_notice"] = doubt_words.TOO_LATE_TO_TAKE_BACK if too_late else doubt_words.DOUBT_TAKEN_BACK
    return redirect("doubts")
