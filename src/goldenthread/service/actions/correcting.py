"""After a wrong link is undone: who was shown something through it, so that a reviewer can tell them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from goldenthread.audit import Deed
from goldenthread.people import SeenOf, ToTell, WrongLink, whom_to_tell
from goldenthread.service.actions import reference
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.finding import REVIEWS_LOOKS
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.store.models import LedgerPayload
from goldenthread.vocabulary import AgencyId, PersonId, Purpose

SHOWS_A_CHILD = (Deed.LOOKED.value, Deed.PRINTED.value)


def who_was_shown(
    wrong: WrongLink, *, purpose: Purpose, by: Practitioner, at: datetime
) -> tuple[ToTell, ...] | NothingToShow:
    """For those who review looks: every look while the wrong link stood. Reading this is itself written down."""
    with doing(by=by, at=at, purpose=purpose) as action:
        if by.role not in REVIEWS_LOOKS:
            action.record(Deed.REFUSED, detail={"what": "who was shown something through a wrong link"})
            return NothingToShow(ring=reference.front_door())
        told = whom_to_tell(_looks(wrong), wrong)
        action.record(
            Deed.HISTORY_READ,
            subject=wrong.person_id,
            detail={"what": "who was shown something through a wrong link", "lines": len(told)},
        )
        return told


def _looks(wrong: WrongLink) -> Iterator[SeenOf]:
    rows = LedgerPayload.objects.filter(
        subject_id=wrong.person_id, deed__in=SHOWS_A_CHILD, at__gte=wrong.since, at__lt=wrong.until
    )
    for row in rows.order_by("at"):
        if row.payload is None:
            continue
        detail: dict[str, Any] = row.payload["detail"]
        yield SeenOf(
            entry=str(row.entry_id),
            person_id=PersonId(wrong.person_id),
            account=str(row.account_id or ""),
            by=str(detail.get("by", "")),
            agency=AgencyId(row.agency_id),
            at=row.at,
            shown_from=frozenset(AgencyId(flag["agency"]) for flag in detail.get("shown", ())),
        )
