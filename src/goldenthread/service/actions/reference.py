"""Reference data that anyone signed in may look up: the area, its agencies and services, kinds of flag, permissions.

None of it says anything about a child, so it is read freely and decided on before any fact about a child is read.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from goldenthread.agreements import IdentityPermission, Permission
from goldenthread.agreements import Pathway as PathwayPaper
from goldenthread.flags import Catalogue, read_catalogue
from goldenthread.law import Confirmed, Force, Law
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.actions.standing_law import law_on
from goldenthread.service.statements import asked_often
from goldenthread.service.store.models import Agency, Area, GrantedIdentity, GrantedPermission, Pathway
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

_area = asked_often(lambda: Area.objects.filter(pk=1))
_agencies = asked_often(lambda: Agency.objects.order_by("id"))
_wordings = asked_often(lambda ids: Pathway.objects.filter(id__among=ids).values_list("id", "document_hash"))


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The kinds of flag, read once a process."""
    return read_catalogue()


def front_door() -> Contact:
    """Whom to ring with any worry about a child."""
    area = next(iter(_area()), None)
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
            is_designated=a.is_designated,
            is_commissioned=a.is_commissioned,
        )
        for a in _agencies()
    }


def whom_to_ring(agency: str | None) -> Contact | None:
    """An agency's own contact for whoever asks; none for somebody who is no agency of the area."""
    card = agencies().get(AgencyId(agency)) if agency else None
    return card.ask if card else None


def pathway_titles(ids: set[str]) -> Mapping[str, str]:
    """What the pathways called so are titled."""
    return {pathway: _title(pathway, wording) for pathway, wording in _wordings(ids=sorted(ids))} if ids else {}


@lru_cache(maxsize=64)
def _title(pathway: str, wording: str) -> str:
    """The title in one wording of a pathway; its hash stands for the wording, so what is kept here cannot go stale."""
    document = Pathway.objects.values_list("document", flat=True).get(pk=pathway)
    return read_text(document, PathwayPaper, name=pathway).title


def basis_in_words(ids: Iterable[str], *, on: date) -> tuple[str, ...]:
    """Provisions by their citations. What was not confirmed, or may not be in force, says so wherever it is shown."""
    return cited(ids, law_on(on))


def cited(ids: Iterable[str], law: Law) -> tuple[str, ...]:
    """The same by a law that was read before: to read it asks the database what was settled here."""
    return tuple(_cited(law, ProvisionId(provision)) for provision in ids)


def _cited(law: Law, id: ProvisionId) -> str:
    provision = law.provision(id)
    if provision is None:
        return f"{id} (unverified: not in the register of law)"
    if law.force(id) is not Force.IN_FORCE:
        return f"{provision.citation} (unverified: its start was not confirmed)"
    match provision.evidence.status:
        case Confirmed.CONFIRMED:
            return provision.citation
        case Confirmed.PARTIAL:
            return f"{provision.citation} (partly checked)"
        case Confirmed.UNVERIFIED:
            return f"{provision.citation} (unverified: not yet checked against the text)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """What an agency's role was ever given. Ended permissions carry their end: they give a reason, never access.

    It is the same as no other: what was worked out from it holds for as long as this very one is given.
    """

    permissions: tuple[Permission, ...]
    identity: tuple[IdentityPermission, ...]

    turns: tuple[datetime, ...]
    """The moments at which one of them begins or ends, in order."""

    def unchanged_since(self, at: datetime) -> datetime:
        """The last moment up to ``at`` at which one of them began or ended; the beginning of time before any did."""
        passed = bisect_right(self.turns, at)
        return self.turns[passed - 1] if passed else datetime.min.replace(tzinfo=UTC)


def held_by(by: Practitioner) -> Held:
    """Everything that was granted to this agency and role, as it stands at this moment.

    Every pathway is locked against being ended until the action is over: whoever ends one waits for looks under way,
    and every later look sees it ended.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, compiled, ended_at FROM store_pathway ORDER BY id FOR SHARE")
        return _held(by.agency, by.role.value, tuple(cursor.fetchall()))


@lru_cache(maxsize=512)
def _held(agency: str, role: str, pathways: tuple[tuple[str, UUID, datetime | None], ...]) -> Held:
    """The same, kept for as long as every pathway stands as it did: compiled anew or ended, it is read again."""
    ended = {pathway: end for pathway, _, end in pathways}
    mine = {"holder_agency_id": agency, "role": role, "pathway_id__in": ended}
    permissions = tuple(
        Permission(
            holder_agency=AgencyId(agency),
            source_agency=AgencyId(row.source_agency_id),
            kind=FlagKindId(row.kind),
            level=Level(row.level),
            **_terms(row, ended),
        )
        for row in GrantedPermission.objects.filter(**mine).order_by("id")
    )
    identity = tuple(
        IdentityPermission(holder_agency=AgencyId(agency), **_terms(row, ended))
        for row in GrantedIdentity.objects.filter(**mine).order_by("id")
    )
    lasts = {(p.not_before, p.not_after) for p in permissions} | {(p.not_before, p.not_after) for p in identity}
    turns = tuple(sorted({moment for both in lasts for moment in both}))
    return Held(permissions=permissions, identity=identity, turns=turns)


def _terms(row: GrantedPermission | GrantedIdentity, ended: Mapping[str, datetime | None]) -> dict[str, Any]:
    """What both kinds of permission say. Its end is the earliest of its own, its revocation and its pathway's."""
    ends = (row.not_after, row.revoked_at, ended[row.pathway_id])
    return {
        "pathway_id": PathwayId(row.pathway_id),
        "version": row.version,
        "role": Role(row.role),
        "purpose": Purpose(row.purpose),
        "not_before": row.not_before,
        "not_after": min(end for end in ends if end is not None),
        "basis": tuple(row.basis),
        "conditions": tuple(row.conditions),
    }
