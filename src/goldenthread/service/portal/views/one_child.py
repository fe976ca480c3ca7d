"""Telling the reviewers of links that two pages are of one child."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions.linking import one_child
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.portal import doubt_words
from goldenthread.service.portal.link_forms import OneChildForm
from goldenthread.service.portal.pages import page


def say(request: HttpRequest, *, look: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """The form with the pages found lately. A POST sends two; whoever may not see either finds nothing here."""
    form = OneChildForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other, because = form.cleaned_data["other"], form.cleaned_data["because"]
        sent = one_child.say_one(look, other, because=because, by=by, at=at)
        if isinstance(sent, NothingToShow):
            raise Http404
        request.session["doubt_notice"] = doubt_words.SENT_AS_ONE
        return redirect("doubts")
    pages = one_child.pages_found(look, by=by, at=at)
    if isinstance(pages, NothingToShow):
        raise Http404
    form.offer(pages.others)
    return page(request, "one_child.html", form=form, look=look, pages=pages, status=400 if form.errors else 200)
