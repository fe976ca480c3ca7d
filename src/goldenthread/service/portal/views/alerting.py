"""Alerts for the custodian of a hidden child."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.service.actions import shielding
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.portal.pages import page


def alerts(request: HttpRequest, *, by: Practitioner, at: datetime) -> HttpResponse:
    shown = shielding.alerts(by=by, at=at)
    unread = tuple(alert for alert in shown if not alert.seen)
    read = tuple(alert for alert in shown if alert.seen)
    return page(request, "alerts.html", unread=unread, read=read)


def acknowledge(request: HttpRequest, *, alert: UUID, by: Practitioner, at: datetime) -> HttpResponse:
    """Say that an alert was read. Sent twice, the second changes nothing."""
    if isinstance(shielding.acknowledge(alert, by=by, at=at), NothingToShow):
        raise Http404
    return redirect("alerts")
