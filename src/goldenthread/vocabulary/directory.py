"""Who is who in an area: its agencies, its services and whom to ring. Reference data, free to look up."""

from dataclasses import dataclass

from goldenthread.vocabulary.words import AgencyId, AgencyKind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody at work who can be rung. Every part may be empty; ``team`` and ``phone`` seldom are."""

    name: str = ""
    role: str = ""
    team: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyCard:
    """One agency. ``part_of`` names the trust a school belongs to; ``ask`` is whom other agencies ring.

    ``is_designated``: named as a childcare or education agency in the area's safeguarding arrangements, so that it
    owes the duty to share; ``is_commissioned``: provides a service for a body that owes it. Nothing where nobody said.
    Source: ca2004_s16LA.
    """

    id: AgencyId
    name: str
    kind: AgencyKind
    ask: Contact
    part_of: AgencyId | None = None
    is_designated: bool | None = None
    is_commissioned: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCard:
    """A service inside an agency that a flag may name as its contact, such as the young carers service."""

    id: str
    name: str
    agency: AgencyId
    ask: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCard:
    """A practitioner's sign-in, for the demonstration only. Real accounts come from the agency's directory."""

    username: str
    name: str
    agency: AgencyId
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """An area's agencies and services. ``front_door`` is the multi-agency safeguarding hub, for any worry."""

    area: str
    front_door: Contact
    agencies: tuple[AgencyCard, ...]
    services: tuple[ServiceCard, ...] = ()
    accounts: tuple[AccountCard, ...] = ()
