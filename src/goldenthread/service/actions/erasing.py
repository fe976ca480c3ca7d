"""Erase what an entry of the ledger says: its commitment and every proof stay, and the erasure is an entry itself."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from goldenthread.audit import Deed
from goldenthread.service.actions import reference
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.store.models import LedgerPayload
from goldenthread.vocabulary import Role


def erase_what_was_said(entry: UUID, *, reason: str, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Erase the words and the salt of one entry about a deed of the data protection officer's own agency.

    ``reason`` is kept for good, so it must name nobody. An erasure is never erased itself.
    """
    with doing(by=by, at=at) as action:
        row = LedgerPayload.objects.filter(entry_id=entry, agency_id=by.agency).exclude(deed=Deed.ERASED.value).first()
        if by.role is not Role.DATA_PROTECTION_OFFICER or row is None or not reason.strip():
            action.record(Deed.REFUSED, detail={"what": "to erase what an entry says", "entry": str(entry)})
            return NothingToShow(ring=reference.front_door())
        action.record(Deed.ERASED, detail={"entry": str(entry), "reason": reason.strip()})
        with connection.cursor() as cursor:
            cursor.execute("SELECT erase_what_an_entry_says(%s)", [entry])
            erased = cursor.fetchone()
        return bool(erased and erased[0])
