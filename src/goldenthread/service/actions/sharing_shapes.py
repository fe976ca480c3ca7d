"""What the sharing screens take from the actions and give back to them. Plain data, as in ``shapes``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from goldenthread.disclosure.advice import Answer, Case
from goldenthread.vocabulary import Contact, Role

Answers = Mapping[str, Any]
"""What somebody has answered so far: one entry a step, as the forms cleaned it."""


class Step(StrEnum):
    """The screens of *Should I share?*, in order."""

    WORRY = "worry"
    ITEMS = "items"
    PEOPLE = "people"
    WEIGH = "weigh"
    ANSWER = "answer"


class Choice(StrEnum):
    """What a practitioner decides. The advice never decides for them."""

    SHARE = "share"
    SHARE_PART = "share_part"
    DO_NOT_SHARE = "do_not_share"
    SEEK_ADVICE = "seek_advice"


OVERSEES = frozenset({Role.DESIGNATED_SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER, Role.ACCESS_REVIEWER})
"""Roles that read every record of their own agency; everybody else reads their own."""
PASSES_ON = frozenset({Choice.SHARE, Choice.SHARE_PART})


class How(StrEnum):
    """How something reaches the recipient."""

    HERE = "here"
    PHONE = "phone"
    SECURE_EMAIL = "secure_email"
    IN_PERSON = "in_person"


class Told(StrEnum):
    """Whether a person was told that something is shared about them."""

    TOLD = "told"
    AFTERWARDS = "afterwards"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A provision under which something came, and what it says on passing it on."""

    provision: str
    citation: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftShown:
    """A sharing question somebody is working on."""

    draft: UUID
    child: str = field(repr=False)
    child_age: int | None = field(repr=False)
    is_known_child: bool
    answers: Answers = field(repr=False)
    recipients: tuple[tuple[str, str], ...]
    started_at: datetime
    changed_at: datetime | None = None
    request: UUID | None = None
    limits: tuple[Limit, ...] = ()
    sources: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What was received under a limit about this child, and may be where a thing comes from."""
    advice: tuple[str, ...] = field(default=(), repr=False)
    """What advisers answered while the question waited."""
    earlier: tuple[date, ...] = field(default=(), repr=False)
    """When this agency decided about this child before: small signs add up."""
    objections: tuple[str, ...] = field(default=(), repr=False)
    """What people said against sharing then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShown:
    """A draft whose questions are answered, with what the law and guidance say of it."""

    draft: DraftShown
    case: Case = field(repr=False)
    answer: Answer = field(repr=False)
    citations: Mapping[str, str]
    recipient: str
    can_go_here: bool
    for_doctors: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What the profession's own guidance asks, by its citation, where the answer rests on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a practitioner decided, in their own words. ``told`` and ``weighed`` go by the person."""

    choice: Choice
    items: tuple[int, ...] = ()
    why: str = field(repr=False)
    proportion: str = field(default="", repr=False)
    how: How = How.HERE
    basis: str = ""
    told: Mapping[str, tuple[Told, str]] = field(default_factory=dict, repr=False)
    unsafe: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Why somebody is not told, each reason from the list; else what was answered of that person before stands."""
    weighed: Mapping[str, str] = field(default_factory=dict, repr=False)
    advice: str = field(default="", repr=False)
    read_at: datetime | None = None
    """When the answers last changed before the practitioner read what the law makes of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet:
    """A decision that cannot be recorded as it stands. ``problems`` maps a field of ``Decided`` to what is wrong."""

    problems: tuple[tuple[str, str], ...]
    is_out_of_date: bool = False
    """Whether the answers have changed since they were read, so that what was chosen may be another thing now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionShown:
    when: datetime
    who: str
    kind: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordShown:
    """A decision record as its agency reads it."""

    record: UUID
    author: str
    author_role: str
    agency_name: str
    child: str = field(repr=False)
    started_at: datetime
    decided_at: datetime
    choice: str
    advised: str
    is_emergency: bool
    recipient: str
    law_as_at: date
    content: Mapping[str, Any] = field(repr=False)
    previous: UUID | None
    additions: tuple[AdditionShown, ...]
    was_released: bool
    may_add: bool
    keeps_somebody_unnamed: bool = False
    """Whether somebody told who must not be named: what is added is held against their name, typed once more."""
    seen_at: datetime | None = None
    seen_by: str = ""
    """Who opened what was released, and when: a release nobody opened has told nobody anything."""
    feedback: tuple[AdditionShown, ...] = ()
    follow_up: "FollowUpLine | None" = None
    ring: Contact | None = None
    """Whom to ring at the agency it went to."""
    left_out_an_address: bool = False
    """Whether the reader sent this in an emergency, and a secret address stayed back that they could still send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One decision in a list."""

    record: UUID
    when: datetime
    who: str
    child: str = field(repr=False)
    choice: str
    recipient: str
    is_emergency: bool
    feedback: str = ""
    """What became of it: heard, waiting or overdue; empty where nothing was released here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRecord:
    """A record that somebody still has to write after an emergency."""

    record: UUID
    due_at: datetime
    is_own: bool = True
    """Whether the reader sent it; else a colleague did, who has not written it in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    draft: UUID
    child: str = field(repr=False)
    changed_at: datetime
    kept_until: datetime
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseShown:
    """What one agency let another have, as the recipient reads it. ``limits`` stand on every later look."""

    release: UUID
    sender: str
    sender_agency: str
    child: str = field(repr=False)
    items: tuple[Mapping[str, str], ...] = field(repr=False)
    caveats: tuple[str, ...]
    limits: tuple[Limit, ...]
    objections: tuple[str, ...] = field(repr=False)
    released_at: datetime
    is_emergency: bool
    seen_at: datetime | None
    seen_by: str
    feedback_due_at: datetime
    feedback: tuple[AdditionShown, ...]
    ring: Contact | None = None
    """Whom to ring at the agency that sent it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unopened:
    """How many things were shared with an agency that nobody there has opened yet."""

    emergencies: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How much waits for somebody. ``alerts``: searches for hidden children that nobody of the custodian has read."""

    alerts: int = 0
    to_answer: int = 0
    late: int = 0
    """Of the requests to answer."""
    to_explain: int = 0
    to_advise: int = 0
    advice_has_come: int = 0
    """Answered, and not decided upon."""
    doubted: int = 0
    """Pages that they sent to the reviewers, for they see there what became of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Somebody's own work on sharing: what is unfinished, what was decided, and what is owed."""

    drafts: tuple[DraftLine, ...]
    records: tuple[RecordLine, ...]
    waiting: int
    """Releases to this agency that nobody has opened yet."""
    owed: tuple[RecordLine, ...]
    """Records still owed after an emergency."""
    late: tuple[RecordLine, ...] = ()
    """Those that colleagues owe and have not written in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLine:
    """The record owed after an emergency: written or not, reviewed or not."""

    record: UUID
    who: str
    due_at: datetime
    is_late: bool
    times_chased: int
    completed_at: datetime | None
    reviewer: str
    review_outcome: str
    review_note: str = field(repr=False)
    was_sent_by_reader: bool = False
    was_written_by_reader: bool = False
    """Whether whoever reads this wrote the reasons, and so is not the second person who reviews them."""
    may_write: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A request for information. ``adult``: somebody who may pose a risk, when they are whom it is about.

    ``advice``: whom the asker asked, and what they said, where the rules speak against asking.
    """

    agency: str
    child: str = field(repr=False)
    adult: str = field(default="", repr=False)
    what: str = field(repr=False)
    why: str = field(repr=False)
    power: str = ""
    urgency: str = "routine"
    purpose: str = "safeguard_child"
    level: str | None = None
    evidence: str | None = None
    parents: str = field(default="", repr=False)
    advice: str = field(default="", repr=False)
    sent_as: UUID | None = None
    """Which form this came on: one sent twice asks once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    request: UUID
    other: str
    asked_of_us: bool
    about: str = field(repr=False)
    asked_at: datetime
    due_at: datetime
    state: str
    is_late: bool
    stands_still_since: datetime | None = None
    """Since when the clock stands still, until whoever asked has explained what is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnShown:
    when: datetime
    who: str
    kind: str
    words: str = field(repr=False)
    record: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestShown:
    """One request, with every turn it took."""

    line: RequestLine
    asked_by: str
    child: str = field(repr=False)
    adult: str = field(repr=False)
    what: str = field(repr=False)
    why: str = field(repr=False)
    power: str
    turns: tuple[TurnShown, ...]
    is_closed: bool
    is_withdrawn: bool = False
    ring: Contact | None = None
    """Whom to ring at the other agency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceLine:
    """A question to an adviser, and what they answered."""

    advice: UUID
    adviser: str
    asker: str
    question: str = field(repr=False)
    interim_step: str = field(repr=False)
    asked_at: datetime
    due_at: datetime
    is_late: bool
    answer: str = field(repr=False)
    answered_by: str
    is_own: bool
    draft: UUID | None
    is_brought: bool = False
    """Whether the reader puts it to an adviser who does not sign in, and brings back the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How an agency decides. Unit: whole minutes and hours, the middle one of all."""

    outcomes: tuple[tuple[str, int], ...]
    minutes_to_decide: int | None
    hours_to_answer: int | None
    refused: int
    reopened: int
    answered: int
    met: int
    hardly_ever_refuses: bool
    owed: tuple[FollowUpLine, ...]
    unanswered: tuple[RecordLine, ...]
