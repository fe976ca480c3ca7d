"""One provision of law or guidance as the register keeps it: what it says, to whom, since when, and how sure we are."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

import cattrs

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
    GUIDANCE = "guidance"


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
    ``announced_for`` is a first day that was announced while no instrument bringing it about was seen.
    """

    start: Annotated[str, cattrs.override(rename="from")]
    instrument: str
    until: date | None = None
    stood_on: date | None = None
    announced_for: date | None = None

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
    """One entry of the register. ``rests_on`` names other entries without which this one means nothing."""

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
    needs_policy_document: bool = False
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
    if span.until is not None and on >= span.until:
        return Force.NOT_IN_FORCE
    if span.starts_on is not None:
        return Force.IN_FORCE if on >= span.starts_on else Force.NOT_IN_FORCE
    if span.announced_for is not None and on < span.announced_for:
        return Force.NOT_IN_FORCE
    if span.stood_on is not None and on >= span.stood_on:
        return Force.IN_FORCE
    return Force.UNCERTAIN
