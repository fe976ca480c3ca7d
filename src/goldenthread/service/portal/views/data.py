"""What each agency's file held, and how good it was."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from goldenthread.service.actions import datasets
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.portal.pages import page


def data(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    return page(request, "data.html", datasets=datasets.list_datasets(by=by, at=at))


def dataset(request: HttpRequest, *, dataset: str, by: Practitioner, at: datetime) -> HttpResponse:
    for card in datasets.list_datasets(by=by, at=at):
        if card.dataset == dataset:
            return page(request, "dataset.html", dataset=card)
    raise Http404
