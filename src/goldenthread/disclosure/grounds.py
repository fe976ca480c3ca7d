"""What a disclosure stands on. A one-off decision, a duty or an emergency will each be a member of `Grounds`."""

from dataclasses import dataclass
from datetime import datetime

from goldenthread.vocabulary import AgencyId, PathwayId


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingPathway:
    """A signed pathway, for as long as it binds: up to, not including, ``not_after``."""

    pathway_id: PathwayId
    version: str
    basis: tuple[str, ...]
    conditions: tuple[str, ...]
    not_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRecord:
    """The asker's own agency holds it already."""

    agency: AgencyId


Grounds = StandingPathway | OwnRecord
