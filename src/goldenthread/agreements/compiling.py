"""A signed pathway becomes permissions: the paper and the permission are one object."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from goldenthread.agreements.completeness import what_is_unverified, what_stops, what_stops_flow
from goldenthread.agreements.pathways import CIVIL_TIME, Flow, Pathway, lapses_at, midnight, starts_at
from goldenthread.agreements.reasons import Reason
from goldenthread.agreements.signing import Signature, signed_since
from goldenthread.flags import Catalogue, FlagKind
from goldenthread.law import Law
from goldenthread.vocabulary import AgencyId, FlagKindId, Level, PathwayId, Purpose, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One agency's role may see one kind of flag from one other agency, for one purpose.

    It holds in the half-open span from ``not_before`` up to, not including, ``not_after``.
    """

    pathway_id: PathwayId
    version: str
    holder_agency: AgencyId
    source_agency: AgencyId
    role: Role
    purpose: Purpose
    kind: FlagKindId
    level: Level
    not_before: datetime
    not_after: datetime
    basis: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityPermission:
    """One agency's role may see who a child is, beyond what that agency itself holds, for one purpose."""

    pathway_id: PathwayId
    version: str
    holder_agency: AgencyId
    role: Role
    purpose: Purpose
    not_before: datetime
    not_after: datetime
    basis: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What became of a pathway. ``refused`` says what did not become a permission and why; ``notes`` what to watch."""

    permissions: tuple[Permission, ...]
    refused: tuple[Reason, ...]
    identity: tuple[IdentityPermission, ...] = ()
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """The span in which the pathway can bind at all, before each pair's signatures are looked at."""

    opens: datetime
    closes: datetime
    signed: Mapping[AgencyId, datetime]


def compile_permissions(
    pathway: Pathway,
    signatures: Iterable[Signature],
    catalogue: Catalogue,
    *,
    ended_at: datetime | None = None,
    at: datetime,
    suspended_at: datetime | None = None,
    law: Law | None = None,
) -> Compiled:
    """Turn what has been signed by ``at`` into permissions. An ended pathway keeps them, with their end in the past.

    Shape: permissions are unique by holder, source, role, purpose and kind, and ordered by flow as written.
    """
    stops = what_stops(pathway, on=at.astimezone(CIVIL_TIME).date())
    if stops:
        return Compiled(permissions=(), refused=stops)
    window = _window(pathway, signed_since(pathway, signatures, at=at), ended_at, suspended_at)
    refused = list(_unsigned(pathway, window))
    notes: list[Reason] = []
    best: dict[tuple[object, ...], Permission] = {}
    for number, flow in enumerate(pathway.flows, start=1):
        place = f"Flow {number} of {pathway.title}"
        against = what_stops_flow(flow, place=place, law=law)
        refused += against
        if law is not None:
            notes += what_is_unverified(flow, place=place, law=law)
        if not against:
            for permission in _of_flow(pathway, flow, place, catalogue, window, refused):
                _keep_the_wider(best, permission)
    identity, against_identity = _identity(pathway, window, law)
    return Compiled(
        permissions=tuple(best.values()),
        refused=(*refused, *against_identity),
        identity=identity,
        notes=tuple(notes),
    )


def _window(
    pathway: Pathway,
    signed: Mapping[AgencyId, datetime],
    ended_at: datetime | None,
    suspended_at: datetime | None,
) -> _Window:
    papers = [midnight(p.completed_on) for p in (pathway.dpia, pathway.policy_document) if p and p.completed_on]
    ends = [lapses_at(pathway), *(moment for moment in (ended_at, suspended_at) if moment is not None)]
    return _Window(opens=max(starts_at(pathway), *papers), closes=min(ends), signed=signed)


def _unsigned(pathway: Pathway, window: _Window) -> Iterator[Reason]:
    for party in pathway.parties:
        if party.agency not in window.signed:
            yield Reason(
                rule="only_those_who_signed_give_or_get",
                sentence=f"{party.agency} has not signed version {pathway.version} as {party.signs_as}. "
                "It gives nothing and gets nothing until it does.",
                sources=(pathway.id,),
            )


def _of_flow(
    pathway: Pathway, flow: Flow, place: str, catalogue: Catalogue, window: _Window, refused: list[Reason]
) -> Iterator[Permission]:
    known = {kind.id: kind for kind in catalogue.kinds}
    for id in flow.kinds:
        kind = known.get(id)
        if kind is None:
            refused.append(_refuse("a_flow_names_flags_of_the_catalogue", place, f"names {id}, which is no flag."))
            continue
        for role, level in _within_the_ceiling(flow, kind, place, refused):
            yield from _for_role(pathway, flow, kind, role, level, window)


def _within_the_ceiling(flow: Flow, kind: FlagKind, place: str, refused: list[Reason]) -> Iterator[tuple[Role, Level]]:
    if not set(flow.givers) & set(kind.raised_by):
        refused.append(
            _refuse(
                "only_those_who_may_raise_a_flag_give_it", place, f"takes “{kind.title}” from agencies that raise none."
            )
        )
    for role in flow.roles:
        ceiling = kind.ceiling.get(role)
        if ceiling is None:
            refused.append(
                _refuse(
                    "the_ceiling_is_never_passed",
                    place,
                    f"gives “{kind.title}” to a {_spoken(role)}, who may not see it.",
                )
            )
        elif flow.level is Level.CONTENT and ceiling is Level.EXISTENCE:
            refused.append(
                _refuse(
                    "the_ceiling_is_never_passed",
                    place,
                    f"gives “{kind.title}” to a {_spoken(role)} in existence only.",
                )
            )
            yield role, Level.EXISTENCE
        else:
            yield role, flow.level


def _for_role(
    pathway: Pathway, flow: Flow, kind: FlagKind, role: Role, level: Level, window: _Window
) -> Iterator[Permission]:
    signed = [party for party in pathway.parties if party.agency in window.signed]
    givers = [party for party in signed if party.kind in flow.givers and party.kind in kind.raised_by]
    purposes = [purpose for purpose in flow.purposes if purpose in pathway.purposes]
    for taker in (party for party in signed if party.kind in flow.takers):
        for giver in givers:
            opens = max(window.opens, window.signed[taker.agency], window.signed[giver.agency])
            if taker.agency != giver.agency and opens < window.closes:
                for purpose in purposes:
                    yield Permission(
                        pathway_id=pathway.id,
                        version=pathway.version,
                        holder_agency=taker.agency,
                        source_agency=giver.agency,
                        role=role,
                        purpose=purpose,
                        kind=kind.id,
                        level=level,
                        not_before=opens,
                        not_after=window.closes,
                        basis=flow.basis,
                        conditions=flow.condition,
                    )


def _keep_the_wider(best: dict[tuple[object, ...], Permission], permission: Permission) -> None:
    key = (
        permission.holder_agency,
        permission.source_agency,
        permission.role,
        permission.purpose,
        permission.kind,
    )
    held = best.get(key)
    if held is None or (held.level is Level.EXISTENCE and permission.level is Level.CONTENT):
        best[key] = permission


def _identity(
    pathway: Pathway, window: _Window, law: Law | None
) -> tuple[tuple[IdentityPermission, ...], tuple[Reason, ...]]:
    flow = pathway.identity
    if flow is None:
        return (), ()
    against = what_stops_flow(flow, place=f"The identity part of {pathway.title}", law=law)
    if against:
        return (), against
    permissions = (
        IdentityPermission(
            pathway_id=pathway.id,
            version=pathway.version,
            holder_agency=party.agency,
            role=role,
            purpose=purpose,
            not_before=max(window.opens, window.signed[party.agency]),
            not_after=window.closes,
            basis=flow.basis,
            conditions=flow.condition,
        )
        for party in pathway.parties
        if party.agency in window.signed and party.kind in flow.takers
        for role in flow.roles
        for purpose in flow.purposes
        if purpose in pathway.purposes
    )
    return tuple(permission for permission in permissions if permission.not_before < permission.not_after), ()


def _refuse(rule: str, place: str, what: str) -> Reason:
    return Reason(rule=rule, sentence=f"{place} {what}")


def _spoken(role: Role) -> str:
    return role.value.replace("_", " ")
