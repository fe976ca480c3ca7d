"""Ask another agency for information, and answer what others ask."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions import asking, emergencies, sharing
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import NotYet
from goldenthread.service.portal.following_forms import AskForm, TurnForm, WithdrawForm
from goldenthread.service.portal.pages import page


def requests(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    return page(request, "requests.html", requests=asking.requests(by=by, at=at))


def ask(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    return _ask(request, None, "", by=by, at=at)


def ask_from_look(request: HttpRequest, *, look: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """A child's page that has ended holds nobody up: whoever asks says once more whom they mean."""
    known = emergencies.child_of(look=look, by=by, at=at)
    return _ask(request, look if known else None, known, says_who_again=not known, by=by, at=at)


def request(request: HttpRequest, *, request_id: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    return _one(request, request_id, TurnForm(), WithdrawForm(), by=by, at=at)


def say(request: HttpRequest, *, request_id: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    form, over = TurnForm(request.POST), WithdrawForm()
    if not form.is_valid():
        return _one(request, request_id, form, over, by=by, at=at)
    typed = form.cleaned_data
    said = asking.say(request_id, typed["words"], unnamed=typed["unnamed"], by=by, at=at)
    match said:
        case NotYet():
            form.add_problems(said)
            return _one(request, request_id, form, over, by=by, at=at)
        case NothingToShow():
            raise Http404
    return redirect("request", request_id=request_id)


def withdraw(request: HttpRequest, *, request_id: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    form, over = TurnForm(), WithdrawForm(request.POST)
    if not over.is_valid():
        return _one(request, request_id, form, over, by=by, at=at)
    withdrawn = asking.withdraw(request_id, over.cleaned_data["because"], by=by, at=at)
    match withdrawn:
        case NotYet():
            over.add_problems(withdrawn)
            return _one(request, request_id, form, over, by=by, at=at)
        case NothingToShow():
            raise Http404
    return redirect("request", request_id=request_id)


def answer(request: HttpRequest, *, request_id: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """Answering is a decision like any other, and takes the same screens."""
    begun = sharing.start(request=request_id, by=by, at=at)
    if isinstance(begun, NothingToShow):  # a colleague may have answered it meanwhile: the request itself says so
        return redirect("request", request_id=request_id)
    return redirect("share_worry", draft=begun)


def _ask(
    request: HttpRequest,
    look: UUID | None,
    known: str,
    *,
    says_who_again: bool = False,
    by: Practitioner,
    at: datetime,
) -> HttpResponse:
    form = AskForm(
        request.POST or None,
        initial={"child": known},
        agencies=sharing.recipients(by=by),
        powers=asking.powers(at=at),
        says_who_again=says_who_again,
    )
    if request.method != "POST" or not form.is_valid():
        return page(request, "ask.html", form=form, status=400 if form.errors else 200)
    asked = asking.ask(form.asking(), look=look, by=by, at=at)
    match asked:
        case NotYet():
            form.add_problems(asked)
            return page(request, "ask.html", form=form, status=400)
        case NothingToShow():
            raise Http404
    return redirect("request", request_id=asked)


def _one(
    request: HttpRequest, request_id: UUID, form: TurnForm, over: WithdrawForm, *, by: Practitioner, at: datetime
) -> HttpResponse:
    shown = asking.open_request(request_id, by=by, at=at)
    if isinstance(shown, NothingToShow):
        raise Http404
    status = 400 if form.errors or over.errors else 200
    return page(request, "request.html", asked=shown, form=form, over=over, status=status)
