"""A pathway: the one object that partners sign and the machine enforces."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import cattrs

from goldenthread.vocabulary import (
    AgencyId,
    AgencyKind,
    FlagKindId,
    Level,
    PathwayId,
    ProvisionId,
    Purpose,
    Role,
    read_document,
)

CIVIL_TIME = ZoneInfo("Europe/London")
"""Agreements start and lapse at midnight where they are signed, summer time included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An agency that may sign. Its kind is part of the paper, so that it cannot change under a signature."""

    agency: AgencyId
    kind: AgencyKind
    signs_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What agencies of some kinds pass to some roles at agencies of other kinds, and on which authority.

    ``condition`` names the conditions for special category data; a flow that carries none says why instead.
    """

    givers: Annotated[tuple[AgencyKind, ...], cattrs.override(rename="from")]
    takers: Annotated[tuple[AgencyKind, ...], cattrs.override(rename="to")]
    roles: tuple[Role, ...]
    purposes: tuple[Purpose, ...]
    kinds: tuple[FlagKindId, ...]
    level: Level
    basis: tuple[ProvisionId, ...]
    because: str
    condition: tuple[ProvisionId, ...] = ()
    no_special_category_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFlow:
    """Who may see who a child is (name, birth date, family) beyond what their own agency holds."""

    takers: Annotated[tuple[AgencyKind, ...], cattrs.override(rename="to")]
    roles: tuple[Role, ...]
    purposes: tuple[Purpose, ...]
    basis: tuple[ProvisionId, ...]
    because: str
    condition: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document kept with the pathway. Without a day of completion it is a draft."""

    reference: str
    completed_on: date | None = None
    review_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """Who may pass what to whom, for what, on which basis, until when. ``ends_on`` is the last day it binds."""

    id: PathwayId
    title: str
    version: str
    summary: str
    purposes: tuple[Purpose, ...]
    starts_on: date
    ends_on: date
    parties: tuple[Party, ...]
    flows: tuple[Flow, ...]
    identity: IdentityFlow | None = None
    dpia: Paper | None = None
    policy_document: Paper | None = None
    notice: Paper | None = None


def read_pathway(path: Path) -> Pathway:
    """Read one pathway. Raises: UnreadableDocument."""
    return read_document(path, Pathway)


@lru_cache(maxsize=16)
def document_hash(pathway: Pathway) -> str:
    """The SHA-256 of everything the pathway says, as hex. A signature covers this and nothing else.

    Reckoned once for every signature on it: two pathways are equal only where they say the same.
    """
    plain = json.dumps(asdict(pathway), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_as_text)
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()


def starts_at(pathway: Pathway) -> datetime:
    """The first instant of the first day."""
    return midnight(pathway.starts_on)


def lapses_at(pathway: Pathway) -> datetime:
    """The midnight that ends the last day. At this instant the pathway no longer binds."""
    return midnight(pathway.ends_on + timedelta(days=1))


def midnight(day: date) -> datetime:
    """The instant at which ``day`` begins in civil time."""
    return datetime.combine(day, time(), tzinfo=CIVIL_TIME).astimezone(UTC)


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a pathway holds no {type(value).__name__}")
