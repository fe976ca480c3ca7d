"""One provision of law or guidance as the register keeps it: what it says, to whom, since when, and how sure we are."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

import cattrs

from goldenthread.law.parties import ConcernKind, PartyKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

UNKNOWN_DATE = "unknown"


class Nation(StrEnum):
    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


class ProvisionKind(StrEnum):
    """What a provision does for somebody who wonders whether to share."""

    DUTY = "duty"
    POWER = "power"
    LAWFUL_BASIS = "lawful_basis"
    CONDITION = "condition"
    LIMIT = "limit"
    EXEMPTION = "exemption"
    """It takes away or puts off a duty to tell somebody, or to give them what is held about them."""
    DEFINITION = "definition"
    GUIDANCE = "guidance"


class Effect(StrEnum):
    """What a provision does to one act of passing something on."""

    REQUIRES = "requires"
    """It must be passed on, asked or not."""
    REQUIRES_ON_REQUEST = "requires_on_request"
    """It must be passed on when the one who may ask has asked."""
    PERMITS = "permits"
    """It says in terms that it may be passed on."""
    IMPLIES = "implies"
    """A function or a duty to make arrangements, from which a power to pass things on follows."""
    RESTRICTS = "restricts"
    """It forbids, or sets terms."""
    NEITHER = "neither"
    """It is no gateway: a basis, a condition, an exemption, a definition, guidance."""


class Displaces(StrEnum):
    """Whether a provision's own text sets the duty of confidence aside. Yes only where that text was read."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Confirmed(StrEnum):
    """How far the entry was checked against the text it describes."""

    CONFIRMED = "confirmed"
    """The operative words were read."""
    PARTIAL = "partial"
    """Part of the text was read, or it was seen cited."""
    UNVERIFIED = "unverified"
    """Known to the researcher only. A lawyer must check it before anybody relies on it."""


class Force(StrEnum):
    """Whether a provision binds on a date. Uncertain is an answer: it may advise, and is shown as unverified."""

    IN_FORCE = "in_force"
    NOT_IN_FORCE = "not_in_force"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """When a provision binds: from its first day (or ``"unknown"``) up to, not including, ``until``.

    ``stood_on`` is a day on which it is known to have been law although its first day was not established;
    ``not_before`` is a day before which it cannot have been law, such as that on which its Act was passed;
    ``announced_for`` is a first day that was announced while no instrument bringing it about was seen;
    ``not_commenced_on`` is a day on which it was still waiting: it counts as not in force until a start is confirmed;
    ``gone_by`` is a day by which it was law no more although its last day was not established. ``says`` is what was
    different in this span's wording.
    """

    start: Annotated[str, cattrs.override(rename="from")]
    instrument: str
    until: date | None = None
    stood_on: date | None = None
    not_before: date | None = None
    announced_for: date | None = None
    not_commenced_on: date | None = None
    gone_by: date | None = None
    says: str = ""

    @property
    def starts_on(self) -> date | None:
        """The first day, or nothing where it is not known. Raises: ValueError when the text is neither."""
        return None if self.start == UNKNOWN_DATE else date.fromisoformat(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoToWhom:
    """Who may or must pass something, and to whom, in words."""

    sender: Annotated[str, cattrs.override(rename="from")]
    recipient: Annotated[str, cattrs.override(rename="to")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Who checked the entry, when, and how far."""

    status: Confirmed
    by: str
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One entry of the register. ``rests_on`` names other entries without which this one means nothing.

    ``senders``, ``recipients``, ``purposes`` and ``concerns`` say for a machine what ``who_to_whom``, ``purpose`` and
    ``threshold`` say in words; empty means that the provision sets no such limit. ``if_commissioned`` and
    ``if_designated`` are kinds that count as sender or recipient only while they provide a service for one that owes
    the duty, or are designated by name. ``instead`` names what to look to where this entry looks right and is not.
    """

    id: ProvisionId
    title: str
    citation: str
    nation: Nation
    kind: ProvisionKind
    plain_words: str
    who_to_whom: WhoToWhom
    in_force: tuple[Span, ...]
    evidence: Evidence
    purpose: str = ""
    threshold: str = ""
    onward_limits: str = ""
    deadline: str = ""
    extent: str = ""
    effect: Effect = Effect.NEITHER
    senders: tuple[PartyKind, ...] = ()
    recipients: tuple[PartyKind, ...] = ()
    purposes: tuple[SharingPurpose, ...] = ()
    concerns: tuple[ConcernKind, ...] = ()
    if_commissioned: tuple[PartyKind, ...] = ()
    if_designated: tuple[PartyKind, ...] = ()
    carries_flows: bool = False
    """Regular sharing between whole systems can rest on it: it speaks of arrangements, registers or exchange, not only
    of one child. Such sharing needs its agreement and its assessment besides.
    """
    displaces_confidence: Displaces = Displaces.UNKNOWN
    closed_to_public_authorities: bool = False
    """Not for a public authority performing its tasks."""
    needs_policy_document: bool = False
    no_policy_document_towards: tuple[PartyKind, ...] = ()
    """Recipients to whom disclosing needs no policy document although the condition otherwise does."""
    instead: tuple[ProvisionId, ...] = ()
    rests_on: tuple[ProvisionId, ...] = ()
    pitfalls: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sought_and_not_found: tuple[str, ...] = ()


def force_of(provision: Provision, *, on: date) -> Force:
    """Say whether ``provision`` binds on a day: in force if any of its spans says so, else uncertain if any does."""
    found = {_force_of_span(span, on) for span in provision.in_force}
    for answer in (Force.IN_FORCE, Force.UNCERTAIN):
        if answer in found:
            return answer
    return Force.NOT_IN_FORCE


def _force_of_span(span: Span, on: date) -> Force:
    if any(end is not None and on >= end for end in (span.until, span.gone_by)) or span.not_commenced_on is not None:
        return Force.NOT_IN_FORCE
    if any(first is not None and on < first for first in (span.announced_for, span.not_before)):
        return Force.NOT_IN_FORCE
    if span.gone_by is not None:
        return Force.UNCERTAIN
    if span.starts_on is not None:
        return Force.IN_FORCE if on >= span.starts_on else Force.NOT_IN_FORCE
    if span.stood_on is not None and on >= span.stood_on:
        return Force.IN_FORCE
    return Force.UNCERTAIN
