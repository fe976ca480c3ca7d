"""The nouns of a decision: who asks, what is answered, why, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from goldenthread.agreements import Reason
from goldenthread.disclosure.grounds import Grounds
from goldenthread.vocabulary import AgencyId, AgencyKind, Contact, FlagKindId, Level, Outcome, PersonId, Purpose, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, in which role and for what. A person's name never changes an answer."""

    agency: AgencyId
    agency_kind: AgencyKind
    role: Role
    purpose: Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An answer with its reasons. ``refer_to`` and ``within`` name who decides instead, and how soon."""

    outcome: Outcome
    level: Level | None
    reasons: tuple[Reason, ...]
    next_step: str = ""
    refer_to: Contact | None = None
    within: timedelta | None = None
    grounds: Grounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What the asker may not see from one kind of agency, and what to do about it. It knows nothing of any child."""

    agency_kind: AgencyKind
    kinds: tuple[FlagKindId, ...]
    sentence: str
    do_next: str
    ring: Contact | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything that organisation, role and purpose alone decide, before any fact about a child is read.

    ``identity`` says whether the asker may see who a child is beyond what their own agency holds; ``reason_shown_for``
    are the kinds of flag whose reason this role needs; ``front_door`` is whom to ring when nobody nearer is named.
    """

    asker: Asker
    at: datetime
    decisions: Mapping[tuple[AgencyId, FlagKindId], Decision]
    otherwise: Decision
    identity: Decision
    gaps: tuple[Gap, ...]
    reason_shown_for: frozenset[FlagKindId]
    front_door: Contact

    def decision(self, source: AgencyId, kind: FlagKindId) -> Decision:
        """The decision for one kind of flag from one agency; withheld where the two never go together."""
        return self.decisions.get((source, kind), self.otherwise)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRelation:
    """What is known about the child before any flag is looked at.

    ``own_agencies`` have the child on their roll, list or caseload. A shielded child is shown by its custodian.
    """

    own_agencies: frozenset[AgencyId]
    is_shielded: bool = False
    custodian: AgencyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFlag:
    """A flag as this asker may see it. At the level of existence every field from ``since`` on is empty."""

    flag_id: str
    kind: FlagKindId
    agency: AgencyId
    level: Level
    contact: Contact
    decision: Decision
    about_person_id: PersonId | None = None
    dataset: str = ""
    since: date | None = None
    until: date | None = None
    state: str = ""
    observed_at: date | None = None
    restricted_detail: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Something a rule could not judge: a named person decides within a time limit."""

    decision: Decision
    agency: AgencyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What may be shown of one child, in the order the flags came, and what a person has to judge instead."""

    flags: tuple[ShownFlag, ...]
    referred: tuple[Referral, ...]
    decision: Decision
