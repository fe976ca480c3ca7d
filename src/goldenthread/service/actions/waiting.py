"""What waits for somebody where their work begins: how much, how much of it is late, and nothing of whom."""

from datetime import datetime

from django.db.models import Count, Q

from goldenthread.service.actions import advising
from goldenthread.service.actions.asking import CLOSED, TO_BE_EXPLAINED
from goldenthread.service.actions.doing import glancing
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.actions.sharing_shapes import Waits
from goldenthread.service.actions.shielding import HEARS_ALERTS
from goldenthread.service.store.models import CustodianAlert, InformationRequest, LinkDoubt
from goldenthread.vocabulary import LOOKS_AT_CHILDREN


def waits(*, by: Practitioner, at: datetime) -> Waits:
    """What nobody has read or answered yet. Nothing is sent by mail, so who is not told here is not told.

    It names nobody and reads nothing about anybody, so it leaves no entry: see ``emergencies.owed``.
    """
    with glancing(by=by, at=at):
        advice = advising.waiting_for(by)
        requests = _requests(by, at) if by.role in LOOKS_AT_CHILDREN else {}
        alerts = CustodianAlert.objects.filter(seen_at=None).count() if by.role in HEARS_ALERTS else 0
        doubted = _doubted(by) if by.role in LOOKS_AT_CHILDREN else 0
        return Waits(
            alerts=alerts, doubted=doubted, to_advise=advice.to_give, advice_has_come=advice.has_come, **requests
        )


def _doubted(by: Practitioner) -> int:
    return LinkDoubt.objects.filter(account_id=by.account_id, agency_id=by.agency).count()


def _requests(by: Practitioner, at: datetime) -> dict[str, int]:
    of_us, unclear = Q(asked_agency_id=by.agency), Q(state=TO_BE_EXPLAINED)
    return InformationRequest.objects.exclude(state__in=CLOSED).aggregate(
        to_answer=Count("id", filter=of_us & ~unclear),
        late=Count("id", filter=of_us & ~unclear & Q(due_at__lt=at)),
        to_explain=Count("id", filter=Q(asking_agency_id=by.agency) & unclear),
    )
