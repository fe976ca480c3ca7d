"""Where a pathway stands at an instant, in plain words, and which warnings are due before it lapses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from goldenthread.agreements.completeness import what_stops
from goldenthread.agreements.pathways import CIVIL_TIME, Pathway, lapses_at, starts_at
from goldenthread.agreements.signing import Signature, signed_since
from goldenthread.vocabulary import AgencyId, PathwayId

WARN_DAYS_BEFORE = (90, 30, 7)
FEWEST_SIGNATURES = 2


class PathwayStatus(StrEnum):
    INCOMPLETE = "incomplete"
    AWAITING_SIGNATURES = "awaiting_signatures"
    NOT_YET_STARTED = "not_yet_started"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayState:
    """Where a pathway stands, why, and who has signed it."""

    status: PathwayStatus
    because: str
    signed: tuple[AgencyId, ...]
    not_signed: tuple[AgencyId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseWarning:
    """A warning that owners are owed. Pathway, version and ``days_before`` name it, so that it is sent once."""

    pathway_id: PathwayId
    version: str
    days_before: int
    due_on: date
    sentence: str


def state(
    pathway: Pathway,
    signatures: Iterable[Signature],
    ended_at: datetime | None = None,
    *,
    at: datetime,
    suspended_at: datetime | None = None,
) -> PathwayState:
    """Say where ``pathway`` stands at ``at``. Ending is for good; a suspension may be lifted."""
    signed = signed_since(pathway, signatures, at=at)
    status, because = _status(pathway, len(signed), ended_at, suspended_at, at)
    return PathwayState(
        status=status,
        because=because,
        signed=tuple(party.agency for party in pathway.parties if party.agency in signed),
        not_signed=tuple(party.agency for party in pathway.parties if party.agency not in signed),
    )


def warnings_due(pathway: Pathway, *, on: date) -> tuple[LapseWarning, ...]:
    """The warnings that are due on a day, earliest first: a day on which nobody looked does not lose one."""
    if on > pathway.ends_on:
        return ()
    return tuple(
        LapseWarning(
            pathway_id=pathway.id,
            version=pathway.version,
            days_before=days,
            due_on=due,
            sentence=f"{pathway.title} lapses at midnight at the end of {_spoken(pathway.ends_on)}. "
            "Standing access under it ends at that moment. Renew it or plan for its end.",
        )
        for days in WARN_DAYS_BEFORE
        if (due := pathway.ends_on - timedelta(days=days)) <= on
    )


def _status(
    pathway: Pathway, signed: int, ended_at: datetime | None, suspended_at: datetime | None, at: datetime
) -> tuple[PathwayStatus, str]:
    if ended_at is not None and ended_at <= at:
        return PathwayStatus.ENDED, f"It was ended on {_spoken_instant(ended_at)}. Standing access ended then."
    if at >= lapses_at(pathway):
        return PathwayStatus.LAPSED, f"It lapsed at midnight at the end of {_spoken(pathway.ends_on)}."
    if suspended_at is not None and suspended_at <= at:
        return PathwayStatus.SUSPENDED, f"It was suspended on {_spoken_instant(suspended_at)} and gives no access."
    stops = what_stops(pathway, on=at.astimezone(CIVIL_TIME).date())
    if stops:
        return PathwayStatus.INCOMPLETE, stops[0].sentence
    if signed < FEWEST_SIGNATURES:
        return (
            PathwayStatus.AWAITING_SIGNATURES,
            f"{signed} of {len(pathway.parties)} agencies have signed this version.",
        )
    if at < starts_at(pathway):
        return PathwayStatus.NOT_YET_STARTED, f"It starts on {_spoken(pathway.starts_on)}."
    who = "all" if signed == len(pathway.parties) else f"{signed} of"
    return (
        PathwayStatus.IN_FORCE,
        f"In force between {who} {len(pathway.parties)} agencies until the end of {_spoken(pathway.ends_on)}.",
    )


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _spoken_instant(instant: datetime) -> str:
    local = instant.astimezone(CIVIL_TIME)
    return f"{_spoken(local.date())} at {local:%H:%M}"
