"""Reference data that anyone signed in may look up: the area, its agencies and services, kinds of flag, permissions.

None of it says anything about a child, so it is read freely and decided on before any fact about a child is read.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from django.db import connection
from django.db.models import QuerySet

from goldenthread.agreements import IdentityPermission, Permission
from goldenthread.flags import Catalogue, read_catalogue
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.store.models import Agency, Area, GrantedIdentity, GrantedPermission, ServiceContact
from goldenthread.vocabulary import (
    AgencyCard,
    AgencyId,
    AgencyKind,
    Contact,
    FlagKindId,
    Level,
    PathwayId,
    Purpose,
    Role,
)

G = TypeVar("G", GrantedPermission, GrantedIdentity)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The kinds of flag, read once a process."""
    return read_catalogue()


def front_door() -> Contact:
    """Whom to ring with any worry about a child."""
    area = Area.objects.filter(pk=1).first()
    return Contact(**area.front_door) if area else Contact(team="Your multi-agency safeguarding hub (front door)")


def agencies() -> Mapping[AgencyId, AgencyCard]:
    """Every agency of the area by id."""
    return {
        AgencyId(a.id): AgencyCard(
            id=AgencyId(a.id),
            name=a.name,
            kind=AgencyKind(a.kind),
            ask=Contact(**a.ask),
            part_of=AgencyId(a.part_of_id) if a.part_of_id else None,
        )
        for a in Agency.objects.order_by("id")
    }


def service_contacts() -> Mapping[str, Contact]:
    """Whom to ring at each service that a flag may name."""
    return {s.id: Contact(**s.ask) for s in ServiceContact.objects.order_by("id")}


def permissions_held(by: Practitioner, purpose: Purpose, *, at: datetime) -> tuple[Permission, ...]:
    """The permissions of this agency, role and purpose that are alive ``at`` this moment.

    The pathways they come from are locked against being ended until the action has finished: whoever ends one waits
    for looks under way, and every later look sees it ended.
    """
    rows = list(_alive(GrantedPermission, by, purpose, at=at))
    standing = _hold_standing({row.pathway_id for row in rows})
    return tuple(_permission(row) for row in rows if row.pathway_id in standing)


def identity_held(by: Practitioner, purpose: Purpose, *, at: datetime) -> tuple[IdentityPermission, ...]:
    """The permissions to see who a child is that are alive ``at`` this moment, held in the same way."""
    rows = list(_alive(GrantedIdentity, by, purpose, at=at))
    standing = _hold_standing({row.pathway_id for row in rows})
    return tuple(
        IdentityPermission(
            pathway_id=PathwayId(row.pathway_id),
            version=row.version,
            holder_agency=AgencyId(row.holder_agency_id),
            role=Role(row.role),
            purpose=Purpose(row.purpose),
            not_before=row.not_before,
            not_after=row.not_after,
            basis=tuple(row.basis),
            conditions=tuple(row.conditions),
        )
        for row in rows
        if row.pathway_id in standing
    )


def _alive(granted: type[G], by: Practitioner, purpose: Purpose, *, at: datetime) -> QuerySet[G]:
    return granted._default_manager.filter(
        revoked_at=None,
        holder_agency_id=by.agency,
        role=by.role.value,
        purpose=purpose.value,
        not_before__lte=at,
        not_after__gt=at,
    ).order_by("id")


def _hold_standing(pathways: set[str]) -> set[str]:
    """Those of ``pathways`` that have not been ended, locked against it until this transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM store_pathway WHERE id = ANY(%s) AND ended_at IS NULL ORDER BY id FOR SHARE",
            [sorted(pathways)],
        )
        return {row[0] for row in cursor.fetchall()}


def _permission(row: GrantedPermission) -> Permission:
    return Permission(
        pathway_id=PathwayId(row.pathway_id),
        version=row.version,
        holder_agency=AgencyId(row.holder_agency_id),
        source_agency=AgencyId(row.source_agency_id),
        role=Role(row.role),
        purpose=Purpose(row.purpose),
        kind=FlagKindId(row.kind),
        level=Level(row.level),
        not_before=row.not_before,
        not_after=row.not_after,
        basis=tuple(row.basis),
        conditions=tuple(row.conditions),
    )
