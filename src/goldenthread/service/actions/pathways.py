"""Pathways: kept as signed, compiled to permissions, shown to anyone signed in, and ended at once when they must be."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from goldenthread.agreements import (
    Compiled,
    IdentityPermission,
    Permission,
    Signature,
    compile_permissions,
    document_hash,
    state,
)
from goldenthread.agreements import Pathway as PathwayPaper
from goldenthread.audit import Deed
from goldenthread.law import Law
from goldenthread.service.actions import reference
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.pouring import pour
from goldenthread.service.actions.shapes import NothingToShow, PathwayCard, Practitioner
from goldenthread.service.store.models import GrantedIdentity, GrantedPermission, Pathway, PathwaySignature
from goldenthread.vocabulary import AgencyId, AgencyKind, PathwayId, ProvisionId, Role, read_text

MAY_END = frozenset({Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER})
SHORTEST_REASON = 10


def list_pathways(*, by: Practitioner, at: datetime) -> tuple[PathwayCard, ...]:
    """Every pathway of the area, as its partners signed it. Reference data: it says nothing about a child."""
    names = {a.id: a.name for a in reference.agencies().values()}
    return tuple(_card(row, names, by=by, at=at) for row in Pathway.objects.order_by("id"))


def end_pathway(pathway_id: str, *, reason: str, by: Practitioner, at: datetime) -> PathwayCard | NothingToShow:
    """End a pathway now. Standing access under it ends at the next click; duties and emergencies do not rest on it."""
    with doing(by=by, at=at) as action:
        row = Pathway.objects.select_for_update(no_key=False).filter(pk=pathway_id, ended_at=None).first()
        if row is None or by.role not in MAY_END or len(reason.strip()) < SHORTEST_REASON:
            action.record(Deed.REFUSED, detail={"what": "to end an agreement"})
            return NothingToShow(ring=reference.front_door())
        Pathway.objects.filter(pk=pathway_id).update(ended_at=at, ended_by=by.name, ended_because=reason)
        for granted in (GrantedPermission, GrantedIdentity):
            granted.objects.filter(pathway_id=pathway_id, revoked_at=None).update(revoked_at=at)
        action.record(Deed.PATHWAY_ENDED, detail={"pathway": pathway_id, "version": row.version, "reason": reason})
        ended = Pathway.objects.get(pk=pathway_id)
        return _card(ended, {a.id: a.name for a in reference.agencies().values()}, by=by, at=at)


def keep_pathway(
    file: Path, paper: PathwayPaper, signatures: Iterable[Signature], *, law: Law, action: Doing, at: datetime
) -> Compiled:
    """Keep a pathway with its signatures and compile what it permits, inside the caller's frame."""
    row, _ = Pathway.objects.update_or_create(
        id=paper.id,
        defaults={
            "version": paper.version,
            "document": file.read_text(encoding="utf-8"),
            "document_hash": document_hash(paper),
        },
    )
    signed = tuple(signatures)
    PathwaySignature.objects.filter(pathway=row).delete()
    PathwaySignature.objects.bulk_create(
        PathwaySignature(
            pathway=row,
            version=s.version,
            agency_id=s.agency,
            signed_by=s.signed_by,
            role=s.role,
            signed_at=s.signed_at,
            document_hash=s.document_hash,
        )
        for s in signed
    )
    compiled = compile_kept(row, paper, law=law, at=at)
    action.record(
        Deed.PATHWAY_STARTED,
        detail={
            "pathway": paper.id,
            "version": paper.version,
            "document_hash": row.document_hash,
            "signatures": len(signed),
            "permissions": len(compiled.permissions),
            "refused": [f"{r.rule}: {r.sentence}" for r in compiled.refused],
        },
    )
    return compiled


def compile_kept(row: Pathway, paper: PathwayPaper, *, law: Law, at: datetime) -> Compiled:
    """Compile what a kept pathway permits under the law of a day; inside another action."""
    signed = tuple(_signature(s) for s in PathwaySignature.objects.filter(pathway=row))
    compiled = compile_permissions(paper, signed, reference.catalogue(), ended_at=row.ended_at, at=at, law=law)
    _grant(compiled, paper.id)
    row.compiled, row.forces = uuid.uuid4(), forces_of(paper, law)
    row.save(update_fields=["compiled", "forces"])
    return compiled


def named_in(paper: PathwayPaper) -> tuple[ProvisionId, ...]:
    """Every provision that an agreement rests on, in the order of their ids."""
    flows = (*paper.flows, *((paper.identity,) if paper.identity else ()))
    return tuple(sorted({ProvisionId(id) for flow in flows for id in (*flow.basis, *flow.condition)}))


def forces_of(paper: PathwayPaper, law: Law) -> dict[str, str]:
    """What each provision that an agreement rests on counts as."""
    return {id: law.force(id).value for id in named_in(paper)}


_GRANT = (
    "pathway_id",
    "version",
    "not_before",
    "not_after",
    "basis",
    "conditions",
    "holder_agency_id",
    "role",
    "purpose",
)


def _grant(compiled: Compiled, pathway_id: PathwayId) -> None:
    GrantedPermission.objects.filter(pathway_id=pathway_id).delete()
    GrantedIdentity.objects.filter(pathway_id=pathway_id).delete()
    permissions = ([*_granted(p), p.source_agency, p.kind, p.level.value] for p in compiled.permissions)
    pour(GrantedPermission, (*_GRANT, "source_agency_id", "kind", "level"), permissions)
    pour(GrantedIdentity, _GRANT, (_granted(i) for i in compiled.identity))


def _granted(one: Permission | IdentityPermission) -> list[Any]:
    when = [one.pathway_id, one.version, one.not_before, one.not_after]
    return [*when, list(one.basis), list(one.conditions), one.holder_agency, one.role.value, one.purpose.value]


def _card(row: Pathway, names: dict[AgencyId, str], *, by: Practitioner, at: datetime) -> PathwayCard:
    paper = read_text(row.document, PathwayPaper, name=row.id)
    signatures = tuple(_signature(s) for s in PathwaySignature.objects.filter(pathway=row))
    standing = state(paper, signatures, row.ended_at, at=at)
    signed = {s.agency: s for s in signatures if s.agency in standing.signed}
    return PathwayCard(
        id=row.id,
        title=paper.title,
        version=row.version,
        summary=paper.summary,
        state=standing.status.value,
        state_because=standing.because + (f" Why: {row.ended_because}" if row.ended_because else ""),
        starts_on=paper.starts_on,
        ends_on=paper.ends_on,
        parties=tuple((names.get(p.agency, p.agency), _signed_words(signed.get(p.agency))) for p in paper.parties),
        flows=tuple(
            (
                ", ".join(map(_kind_words, f.givers)),
                ", ".join(map(_kind_words, f.takers)),
                "; ".join(_flag_titles(f.kinds)) + (" (only that it exists)" if f.level == "existence" else ""),
                "; ".join(reference.basis_in_words(f.basis, on=at.date())),
            )
            for f in paper.flows
        ),
        may_end=by.role in MAY_END and row.ended_at is None,
    )


def _signature(row: PathwaySignature) -> Signature:
    return Signature(
        pathway_id=PathwayId(row.pathway_id),
        version=row.version,
        agency=AgencyId(row.agency_id),
        signed_by=row.signed_by,
        role=row.role,
        signed_at=row.signed_at,
        document_hash=row.document_hash,
    )


def _signed_words(signature: Signature | None) -> str:
    if signature is None:
        return "not signed"
    day = signature.signed_at
    return f"signed on {day.day} {day:%B %Y} by {signature.signed_by}, {signature.role}"


def _kind_words(kind: AgencyKind) -> str:
    return kind.value.replace("_", " ").replace("childrens", "children's").replace("gp ", "GP ")


def _flag_titles(kinds: Iterable[str]) -> list[str]:
    titles = {str(k.id): k.title for k in reference.catalogue().kinds}
    return [titles.get(k, k) for k in kinds]
