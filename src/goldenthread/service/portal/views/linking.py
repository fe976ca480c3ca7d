"""Comparing two records, how right the machine was, and telling those whom a wrong link misled."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions import telling
from goldenthread.service.actions.linking import model_card, reopening, reviewing
from goldenthread.service.actions.linking.open_questions import Asked
from goldenthread.service.actions.linking.shapes import Answered, FamilyShown, PairShown, WholeShown
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.portal import group_words, link_words
from goldenthread.service.portal.link_forms import LinkAnswerForm, LookAgainForm, ToldForm
from goldenthread.service.portal.pages import page, page_asked

_SCREENS = {
    PairShown: ("link_pair.html", "pair"),
    WholeShown: ("link_whole.html", "whole"),
    FamilyShown: ("link_family.html", "tie"),
}


def waiting(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    found = reviewing.waiting(by=by, at=at)
    if isinstance(found, NothingToShow):
        raise Http404
    return page(request, "links.html", waiting=found, notice=request.session.pop("link_notice", ""))


def listed(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    """All that waits, page by page. An address names a kind and a page; one that is unknown is the first of all."""
    asked = request.GET.get("kind", "")
    found = reviewing.listed(Asked(asked) if asked in set(Asked) else None, page_asked(request), by=by, at=at)
    if isinstance(found, NothingToShow):
        raise Http404
    return page(request, "links_listed.html", found=found)


def pair(request: HttpRequest, *, question: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """The records side by side. A POST keeps the answer, once whoever parts records has seen what that would part;
    whoever has answered finds nothing here."""
    sent = LinkAnswerForm(request.POST or None)
    changes = "change" in request.POST
    if request.method == "POST" and sent.is_valid() and not sent.is_to_be_seen() and not changes:
        answered = reviewing.answer(
            question, said=sent.answer(), note=sent.cleaned_data["note"], takes_out=sent.takes_out(), by=by, at=at
        )
        if isinstance(answered, NothingToShow):
            raise Http404
        request.session["link_notice"] = _notice(answered)
        return redirect("links")
    shown = reviewing.open_pair(question, by=by, at=at)
    if isinstance(shown, NothingToShow):
        raise Http404
    form = LinkAnswerForm(request.POST or None, shown=shown)
    if isinstance(shown, WholeShown) and form.is_valid() and not changes:
        parted = group_words.as_parted(shown.group, form.takes_out())
        return page(request, "link_parting.html", form=form, whole=shown, parted=parted, hideable=True)
    template, name = _SCREENS[type(shown)]
    status = 400 if form.errors else 200
    return page(request, template, form=form, hideable=True, status=status, **{name: shown})


def settled(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    found = reopening.settled(page_asked(request), by=by, at=at)
    if isinstance(found, NothingToShow):
        raise Http404
    return page(request, "links_settled.html", found=found, notice=request.session.pop("link_notice", ""))


def look_again(request: HttpRequest, *, ruling: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """What was settled of two records, each time. A POST asks for another look."""
    form = LookAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = reopening.look_again(ruling, because=form.cleaned_data["because"], by=by, at=at)
        if isinstance(asked, NothingToShow):
            raise Http404
        request.session["link_notice"] = link_words.ASKED_AGAIN
        return redirect("links_settled")
    shown = reopening.open_settled(ruling, by=by, at=at)
    if isinstance(shown, NothingToShow):
        raise Http404
    family = isinstance(shown.pair, FamilyShown)
    status = 400 if form.errors else 200
    return page(
        request, "link_settled.html", shown=shown, is_of_a_family=family, form=form, hideable=True, status=status
    )


def take_back(request: HttpRequest, *, question: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """Taken back or too late: either way the list says how it stands."""
    done = reviewing.take_back(question, by=by, at=at)
    too_late = "It was too late: somebody else has answered since. Your answer stays."
    said = "Your answer is taken back. It waits for you again."
    request.session["link_notice"] = too_late if isinstance(done, NothingToShow) else said
    return redirect("links")


def how_right(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    found = reviewing.how_right(by=by, at=at)
    if isinstance(found, NothingToShow):
        raise Http404
    return page(request, "link_how_right.html", found=found)


def model(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    found = model_card.open_model(by=by, at=at)
    if isinstance(found, NothingToShow):
        raise Http404
    return page(request, "link_model.html", shown=found)


def wrong_links(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    """Page by page, so that nobody who is still to be told stands behind the end of the list."""
    found = telling.wrong_links(page_asked(request), by=by, at=at)
    if isinstance(found, NothingToShow):
        raise Http404
    return page(request, "wrong_links.html", found=found)


def wrong_link(request: HttpRequest, *, wrong: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """Who saw it, and who of them has been told. A POST keeps that one more has been."""
    shown = telling.wrong_link(wrong, by=by, at=at)
    if isinstance(shown, NothingToShow):
        raise Http404
    form = ToldForm(request.POST or None, people=shown.people)
    if request.method == "POST" and form.is_valid():
        told = telling.say_told(wrong, form.cleaned_data["account"], how=form.cleaned_data["how"], by=by, at=at)
        if isinstance(told, NothingToShow):
            raise Http404
        return redirect("wrong_link", wrong=wrong)
    return page(request, "wrong_link.html", shown=shown, form=form, status=400 if form.errors else 200)


def _notice(answered: Answered) -> str:
    if answered.settled is not None:
        words = link_words.SETTLED_OF_ALL if answered.is_whole else link_words.SETTLED
        return (link_words.SETTLED_OF_A_FAMILY if answered.is_of_a_family else words)[answered.settled]
    return link_words.WAITS_FOR_A_THIRD if answered.needs_a_third else link_words.WAITS_FOR_A_SECOND
