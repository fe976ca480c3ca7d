"""Find a child, and the child's page."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from goldenthread.service.actions import finding, looking
from goldenthread.service.actions.shapes import AskMore, Found, NothingToShow, Practitioner
from goldenthread.service.portal.forms import FindForm
from goldenthread.service.portal.pages import page
from goldenthread.service.portal.words import LOCAL_TIME, OWN_CHILDREN


def find(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    """The search. Its answer is the answer to the POST itself: no name ever stands in an address."""
    needed = finding.reason_needed(by=by)
    today = at.astimezone(LOCAL_TIME).date()
    if request.method != "POST":
        return _form(request, FindForm(reason_needed=needed, on=today), by=by)
    form = FindForm(request.POST, reason_needed=needed, on=today)
    if not form.is_valid():
        return _form(request, form, by=by)
    with finding.searching(form.sought(), by=by, at=at) as answer:
        match answer:
            case AskMore():
                form.add_problems(answer)
                return _form(request, form, by=by)
            case NothingToShow(ring=ring, gaps=gaps):
                return page(request, "nothing.html", ring=ring, gaps=gaps, again="find")
            case Found(children=children):
                return page(request, "found.html", children=children, open_route="child", again="find")


def check_number(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    """Whether a number fits the name and birth date beside it, asked as soon as both are typed. Empty where it does.

    Without a script the search itself says it.
    """
    form = FindForm(request.POST, reason_needed=finding.reason_needed(by=by), on=at.astimezone(LOCAL_TIME).date())
    if not form.is_valid():
        return HttpResponse("", content_type="text/plain; charset=utf-8")
    checked = finding.check_number(form.sought(), by=by, at=at)
    says = "" if isinstance(checked, AskMore) else checked.says
    return HttpResponse(says, content_type="text/plain; charset=utf-8")


def child(request: HttpRequest, *, look: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """The child's page. The address holds a look's number, which says nothing and serves nobody else."""
    with looking.opening_child(look, by=by, at=at) as shown:
        if isinstance(shown, NothingToShow):
            return page(request, "nothing.html", ring=shown.ring, gaps=shown.gaps, again="find", status=404)
        return page(request, "child.html", child=shown, by=by)


def _form(request: HttpRequest, form: FindForm, *, by: Practitioner) -> HttpResponse:
    status = 400 if form.errors else 200
    return page(request, "find.html", form=form, own=OWN_CHILDREN.get(by.agency_kind, ""), status=status)
