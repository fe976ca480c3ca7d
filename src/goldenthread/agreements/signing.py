"""Signing a pathway: who has signed exactly this paper, and since when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from goldenthread.agreements.pathways import Party, Pathway, document_hash
from goldenthread.vocabulary import AgencyId, PathwayId


class NotAParty(Exception):
    """An agency tried to sign a pathway that does not name it as a party."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One agency's signature on one version. It covers ``document_hash``: any other wording is not signed."""

    pathway_id: PathwayId
    version: str
    agency: AgencyId
    signed_by: str
    role: str
    signed_at: datetime
    document_hash: str


def agree(pathway: Pathway, agency: AgencyId, *, by: str, at: datetime) -> Signature:
    """Sign ``pathway`` for ``agency`` in the capacity the pathway names for it. Raises: NotAParty."""
    party = next((party for party in pathway.parties if party.agency == agency), None)
    if party is None:
        raise NotAParty(f"{agency} is not a party to {pathway.id} version {pathway.version}. Add it, then sign again.")
    return Signature(
        pathway_id=pathway.id,
        version=pathway.version,
        agency=agency,
        signed_by=by,
        role=party.signs_as,
        signed_at=at,
        document_hash=document_hash(pathway),
    )


def signed_since(pathway: Pathway, signatures: Iterable[Signature], *, at: datetime) -> Mapping[AgencyId, datetime]:
    """Each party whose signature counts at ``at``, with the instant of its first one that does."""
    expected = document_hash(pathway)
    parties = {party.agency: party for party in pathway.parties}
    found: dict[AgencyId, datetime] = {}
    for signature in signatures:
        party = parties.get(signature.agency)
        if party and signature.signed_at <= at and _covers(signature, pathway, party, expected):
            found[party.agency] = min(signature.signed_at, found.get(party.agency, signature.signed_at))
    return found


def _covers(signature: Signature, pathway: Pathway, party: Party, expected: str) -> bool:
    return (
        signature.pathway_id == pathway.id
        and signature.version == pathway.version
        and signature.role == party.signs_as
        and signature.document_hash == expected
    )
