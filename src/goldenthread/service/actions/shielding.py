"""Hidden children: their custodian is told, silently, of every search that would have found one."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from goldenthread.audit import Deed
from goldenthread.service.actions import reference
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.finding import keys_sought
from goldenthread.service.actions.likeness import hidden_children_like
from goldenthread.service.actions.shapes import CustodianAlert as AlertShown
from goldenthread.service.actions.shapes import NothingToShow, Practitioner, Sought
from goldenthread.service.actions.wording import name_in_words
from goldenthread.service.store.models import Agency, CustodianAlert, LedgerPayload, Person, SearchKey
from goldenthread.vocabulary import Purpose, Role

HEARS_ALERTS = frozenset({Role.FRONT_DOOR_PRACTITIONER, Role.SOCIAL_WORKER})


def tell_custodian_of_hidden_hit(entry: UUID, *, at: datetime) -> None:
    """Run the search of ``entry`` over hidden people, without its place, and tell the custodian of each one hit.

    Only the worker can do this: the web process reads no row of a hidden person.
    """
    written = LedgerPayload.objects.filter(entry_id=entry).first()
    if written is None:
        return  # erased since: there is nothing left to say
    sought = _sought(written.payload["detail"]["sought"], Purpose(written.payload["purpose"]))
    hits = SearchKey.objects.filter(key__in=keys_sought(sought, with_place=False)).values("person_id")
    # Without its place a search says less, so whoever it finds by likeness then is one whom it may have meant.
    alike = hidden_children_like(replace(sought, postcode=""), but_of=written.agency_id, at=written.at)
    met = Q(id__in=hits) | Q(id__in=[one.person_id for one in alike])
    hidden = Person.objects.filter(met).exclude(custodian_id=None).exclude(custodian_id=written.agency_id)
    for person in hidden:
        _tell(person, written, at=at)


def _tell(person: Person, written: LedgerPayload, *, at: datetime) -> None:
    made, new = CustodianAlert.objects.get_or_create(
        entry_id=written.entry_id,
        person_id=person.id,
        defaults={
            "custodian_id": person.custodian_id or "",
            "account_name": written.payload["detail"]["by"],
            "agency_id": written.agency_id,
            "role": written.payload["actor"]["role"],
            "made_at": at,
        },
    )
    if new:
        with doing(by=None, at=at) as action:
            action.record(
                Deed.ALERT_RAISED,
                subject=person.id,
                detail={
                    "alert": str(made.id),
                    "search": str(written.entry_id),
                    "custodian": person.custodian_id,
                    "searched_by": written.payload["detail"]["by"],
                    "searched_at": written.payload["detail"]["agency_name"],
                    "reason": written.payload["detail"]["sought"].get("reason", ""),
                },
            )


def alerts(*, by: Practitioner, at: datetime) -> tuple[AlertShown, ...]:
    """The alerts of this practitioner's agency as a custodian, newest first."""
    with doing(by=by, at=at) as action:
        rows = list(CustodianAlert.objects.order_by("-made_at")[:200]) if by.role in HEARS_ALERTS else []
        action.record(Deed.HISTORY_READ, detail={"what": "alerts about hidden children", "count": len(rows)})
        names = {a.id: a.name for a in Agency.objects.filter(id__in={r.agency_id for r in rows})}
        children = {p.id: p for p in Person.objects.filter(id__in={r.person_id for r in rows})}
        return tuple(
            AlertShown(
                alert=row.id,
                when=row.made_at,
                who=row.account_name,
                agency_name=names.get(row.agency_id, row.agency_id),
                role=row.role,
                child=_name(children.get(row.person_id)),
                seen=row.seen_at is not None,
            )
            for row in rows
        )


def acknowledge(alert: UUID, *, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Say that this alert was read. Acknowledging twice changes nothing."""
    with doing(by=by, at=at) as action:
        row = CustodianAlert.objects.filter(pk=alert).first() if by.role in HEARS_ALERTS else None
        if row is None:
            action.record(Deed.REFUSED, detail={"what": "an alert"})
            return NothingToShow(ring=reference.front_door())
        CustodianAlert.objects.filter(pk=alert, seen_at=None).update(seen_at=at, seen_by=by.account_id)
        action.record(Deed.ALERT_ACKNOWLEDGED, subject=row.person_id, detail={"alert": str(alert)})
        return True


def _sought(written: dict[str, str], purpose: Purpose) -> Sought:
    born = written.get("date_of_birth")
    return Sought(
        purpose=purpose,
        nhs_number=written.get("nhs_number", ""),
        upn=written.get("upn", ""),
        given_name=written.get("given_name", ""),
        family_name=written.get("family_name", ""),
        date_of_birth=date.fromisoformat(born) if born else None,
        postcode=written.get("postcode", ""),
    )


def _name(person: Person | None) -> str:
    return name_in_words(person.given_name, person.family_name) if person else "a child"
