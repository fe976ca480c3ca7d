"""Forms as they were typed and not sent, kept for their author alone until they are sent or their time is over."""

from collections.abc import Mapping
from datetime import datetime

from goldenthread.audit import Deed
from goldenthread.service.actions.doing import doing, glancing
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.store.models import TypedForm

Typed = Mapping[str, list[str]]


def keep(place: str, typed: Typed, *, by: Practitioner, at: datetime) -> None:
    """Keep a form for the page at ``place``. Nothing is answered, sent or decided by it."""
    readable = {name: [one.replace("\0", "") for one in said] for name, said in typed.items()}
    with doing(by=by, at=at) as action:
        TypedForm.objects.update_or_create(
            account_id=by.account_id,
            agency_id=by.agency,
            role=by.role.value,
            place=place,
            defaults={"typed": readable, "kept_at": at},
        )
        action.record(Deed.TYPED_KEPT, detail={"what": "kept"})


def find(place: str, *, by: Practitioner, at: datetime) -> Typed:
    """What this practitioner typed on the page at ``place`` and has not sent; empty where there is nothing."""
    with glancing(by=by, at=at) as action:
        typed: Typed = TypedForm.objects.filter(place=place).values_list("typed", flat=True).first() or {}
        if typed:
            action.record(Deed.TYPED_KEPT, detail={"what": "shown again"})
        return typed


def forget(place: str, *, by: Practitioner, at: datetime) -> None:
    """Empty what was kept for the page at ``place``: it has been sent."""
    with glancing(by=by, at=at) as action:
        if TypedForm.objects.filter(place=place).exclude(typed={}).update(typed={}):
            action.record(Deed.TYPED_KEPT, detail={"what": "sent"})
