"""Reference data that anyone signed in may look up: the area, its agencies and services, kinds of flag, permissions.

None of it says anything about a child, so it is read freely and decided on before any fact about a child is read.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from django.db import connection
from django.db.models import QuerySet

from goldenthread.agreements import IdentityPermission, Permission
from goldenthread.agreements import Pathway as PathwayPaper
from goldenthread.flags import Catalogue, read_catalogue
from goldenthread.law import Confirmed, Force, Law, law_in_force
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.store.models import Agency, Area, GrantedIdentity, GrantedPermission, Pathway, ServiceContact
from goldenthread.vocabulary import (
    AgencyCard,
    AgencyId,
    AgencyKind,
    Contact,
    FlagKindId,
    Level,
    PathwayId,
    ProvisionId,
    Purpose,
    Role,
    read_text,
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


def pathway_titles(ids: set[str]) -> Mapping[str, str]:
    """What the pathways called so are titled."""
    rows = Pathway.objects.filter(id__in=ids).values_list("id", "document_hash")
    return {pathway: _title(pathway, wording) for pathway, wording in rows}


@lru_cache(maxsize=64)
def _title(pathway: str, wording: str) -> str:
    """The title in one wording of a pathway; its hash stands for the wording, so what is kept here cannot go stale."""
    document = Pathway.objects.values_list("document", flat=True).get(pk=pathway)
    return read_text(document, PathwayPaper, name=pathway).title


def basis_in_words(ids: Iterable[str], *, on: date) -> tuple[str, ...]:
    """Provisions by their citations. What was not confirmed, or may not be in force, says so wherever it is shown."""
    law = _law(on)
    return tuple(_cited(law, ProvisionId(provision)) for provision in ids)


@lru_cache(maxsize=4)
def _law(on: date) -> Law:
    return law_in_force("england", on=on)


def _cited(law: Law, id: ProvisionId) -> str:
    provision = law.provision(id)
    if provision is None:
        return f"{id} (unverified: not in the register of law)"
    if law.force(id) is not Force.IN_FORCE:
        return f"{provision.citation} (unverified: its start was not confirmed)"
    if provision.evidence.status is not Confirmed.CONFIRMED:
        return f"{provision.citation} (unverified: not yet checked against the text)"
    return provision.citation


def permissions_held(by: Practitioner) -> tuple[Permission, ...]:
    """Every permission this agency ever had for this role: ended ones carry their end, and give the reason, not access.

    The pathways they come from are locked against being ended until the action has finished: whoever ends one waits
    for looks under way, and every later look sees it ended.
    """
    rows = list(_granted(GrantedPermission, by))
    ends = _hold({row.pathway_id for row in rows})
    return tuple(
        Permission(
            pathway_id=PathwayId(row.pathway_id),
            version=row.version,
            holder_agency=AgencyId(row.holder_agency_id),
            source_agency=AgencyId(row.source_agency_id),
            role=Role(row.role),
            purpose=Purpose(row.purpose),
            kind=FlagKindId(row.kind),
            level=Level(row.level),
            not_before=row.not_before,
            not_after=_end(row, ends),
            basis=tuple(row.basis),
            conditions=tuple(row.conditions),
        )
        for row in rows
    )


def identity_held(by: Practitioner) -> tuple[IdentityPermission, ...]:
    """Every permission this agency ever had for this role to see who a child is, held in the same way."""
    rows = list(_granted(GrantedIdentity, by))
    ends = _hold({row.pathway_id for row in rows})
    return tuple(
        IdentityPermission(
            pathway_id=PathwayId(row.pathway_id),
            version=row.version,
            holder_agency=AgencyId(row.holder_agency_id),
            role=Role(row.role),
            purpose=Purpose(row.purpose),
            not_before=row.not_before,
            not_after=_end(row, ends),
            basis=tuple(row.basis),
            conditions=tuple(row.conditions),
        )
        for row in rows
    )


def _granted(granted: type[G], by: Practitioner) -> QuerySet[G]:
    return granted._default_manager.filter(holder_agency_id=by.agency, role=by.role.value).order_by("id")


def _hold(pathways: set[str]) -> Mapping[str, datetime | None]:
    """When each pathway was ended, if it was, locked as it stands until this transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, ended_at FROM store_pathway WHERE id = ANY(%s) ORDER BY id FOR SHARE", [sorted(pathways)]
        )
        return dict(cursor.fetchall())


def _end(row: GrantedPermission | GrantedIdentity, ended: Mapping[str, datetime | None]) -> datetime:
    """The earliest of its own end, its revocation and its pathway's end. A pathway that is gone gives nothing."""
    gone = None if row.pathway_id in ended else row.not_before
    ends = (row.not_after, row.revoked_at, ended.get(row.pathway_id), gone)
    return min(end for end in ends if end is not None)
