"""How an agency decides about sharing, for those who answer for it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from goldenthread.service.actions import emergencies, overseeing
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.portal.pages import page


def oversee(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    figures = overseeing.figures(by=by, at=at)
    if isinstance(figures, NothingToShow):
        raise Http404
    waiting = emergencies.to_review(by=by, at=at)
    return page(request, "oversee.html", figures=figures, waiting=waiting)
