"""What reviewing links gives to the screens. Plain data: no screen ever holds a stored row."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from goldenthread.linkage import Outcome
from goldenthread.linkage.reviewing import Agreement, Answers, Estimate, Rival, Said, Settled
from goldenthread.people import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPair:
    """One line of the list: why it is asked and what hangs on it, and nothing of the two records."""

    question: UUID
    why: str
    is_whole: bool = False
    """All records of a person are asked about."""
    outcome: Outcome
    hangs_on_it: int
    answers: Answers | None = None
    """What each answer about a pair would do."""
    together: bool
    is_second: bool
    is_third: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer:
    """An answer of one's own that may still be taken back."""

    question: UUID
    why: str
    said: Said
    is_of_a_family: bool = False
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for this reviewer, pages in doubt and then the most valuable first, and how far everybody is."""

    doubted: tuple[WaitingPair, ...] = ()
    """About pages of which somebody who saw them doubts that they are about one person."""
    doubted_for_you: int = 0
    first_few: tuple[WaitingPair, ...]
    for_you: int
    people_for_you: int = 0
    """How many of these are people to be seen whole."""
    machines_work: tuple[WaitingPair, ...]
    """Pairs that chance drew from those the machine joined."""
    machines_work_for_you: int
    families: tuple[WaitingPair, ...]
    """Adults who may belong to a child."""
    families_for_you: int
    own: tuple[OwnAnswer, ...]
    answered_once: int
    differs: int
    settled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page of what waits for a reviewer. ``asked`` is the kind, empty for every; ``many``: how many of each wait.

    ``first``: the place of the first line among ``in_all``, from 1.
    """

    asked: str
    lines: tuple[WaitingPair, ...]
    first: int
    in_all: int
    number: int
    pages: int
    many: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One thing both records may say, side by side."""

    name: str
    left: str = field(repr=False)
    right: str = field(repr=False)
    kept_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One kind of evidence. ``bits`` for one person where positive, against where negative."""

    comparison: str
    said: str
    agreement: Agreement
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OthersAnswer:
    """What one of the first two said, for whoever breaks the tie. Not who they are."""

    said: Said
    note: str = field(repr=False)
    takes_out: tuple[int, ...] = ()
    """Of a person seen whole: the places of the records that are somebody else's; of two records, of the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """An NHS number that records of the two people hold, beside another; how many do, and whom they say it is of."""

    number: str = field(repr=False)
    records: int
    named: tuple[tuple[str, str], ...] = field(repr=False)
    """Some of their names, each with the date of birth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRecord:
    """One of the records that an answer would join or part. ``side``: the first record's person (0) or the second's.

    ``file``: records of one number are from one file; it names no service. ``said``: by field, as in ``FieldRow``.
    """

    side: int
    file: int
    said: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTie:
    """A link between two of the records, by their places. ``holds``: their person hangs together by it."""

    left: int
    right: int
    probability: float
    holds: bool
    agrees: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """All records that stand with two: the two come first. ``more``: how many are left out."""

    records: tuple[GroupRecord, ...]
    ties: tuple[GroupTie, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PairShown:
    """One pair, side by side, with what speaks for and against its being one person."""

    question: UUID
    why: str
    outcome: Outcome
    by_chance: bool
    together: bool
    answers: Answers | None
    probability: float
    rival: Rival
    starts_at: float
    rows: tuple[FieldRow, ...]
    evidence: tuple[EvidenceRow, ...]
    kept_private: bool
    others: tuple[OthersAnswer, ...]
    asked_because: str = field(default="", repr=False)
    """Why somebody asks for another look at what was settled."""
    is_taken_back: bool = False
    """Whoever doubted the page has taken that back since."""
    group: GroupShown | None = None
    """All records that an answer would join or part, where there are more than the two."""
    stands_alone: bool = False
    """The last load found no other record with either of the two."""
    numbers: tuple[NumberRow, ...] = ()
    """Where their records hold two or more: one of them may be said to be somebody else's."""
    one_is_nobodys: bool = False
    """One of the records is outside the cohort since the two were parted: on nobody's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAcross:
    """One thing that records of one person may say, record by record."""

    name: str
    values: tuple[str, ...] = field(repr=False)
    kept_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRow:
    """Two of a person's records, by their places, with what speaks for and against their being of one person."""

    left: int
    right: int
    probability: float
    parts: int
    rival: Rival
    starts_at: float
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeShown:
    """All records of one person, and what joins them, the weakest join first."""

    question: UUID
    why: str
    records: int
    rows: tuple[FieldAcross, ...]
    joins: tuple[JoinRow, ...]
    kept_private: bool
    others: tuple[OthersAnswer, ...]
    asked_because: str = field(default="", repr=False)
    """What somebody who saw the page saw on it."""
    is_taken_back: bool = False
    group: GroupShown


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyShown:
    """An adult and a child with something in common, of whom no agency says that they belong together."""

    question: UUID
    why: str
    rows: tuple[FieldRow, ...]
    grounds: tuple[Ground, ...]
    named: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Whom a record of the child names, and as what."""
    share_declared: float | None
    kept_private: bool
    others: tuple[OthersAnswer, ...]
    asked_because: str = field(default="", repr=False)


Shown = PairShown | WholeShown | FamilyShown


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine:
    """One thing that people settled, and nothing of whom."""

    ruling: UUID
    is_of_a_family: bool
    outcome: Outcome
    settled: Settled
    settled_at: datetime
    waits: bool
    """No load has seen it yet, and one has something to do."""
    obeyed: bool | None
    is_asked_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledList:
    """One page of what holds. ``first``: the place of the first line among ``in_all``, from 1."""

    lines: tuple[SettledLine, ...]
    first: int
    in_all: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingLine:
    """One ruling on two records; an older one stays in the record."""

    settled: Settled
    settled_at: datetime
    obeyed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledShown:
    """Two records, what was settled of them each time, the newest first, and whether somebody asks again."""

    ruling: UUID
    pair: PairShown | FamilyShown
    before: tuple[RulingLine, ...]
    is_asked_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of an answer: settled now, or whom it waits for."""

    settled: Settled | None
    needs_a_third: bool
    is_of_a_family: bool = False
    is_whole: bool = False
    """All records of a person were asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HowRight:
    """How right the machine was, of what it joined and of what it asked about."""

    linked: Estimate
    review: Estimate
    settled: int
    not_yet_applied: int
    could_not_obey: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongLinkLine:
    """One link that turned out wrong. ``by_people``: two people said so; else newer files did."""

    wrong_link: UUID
    until: datetime
    by_people: bool
    pages_kept: bool
    shown: int
    untold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongLinks:
    """One page of the wrong links. ``first``: the place of the first line among ``in_all``, from 1."""

    lines: tuple[WrongLinkLine, ...]
    first: int
    in_all: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonToTell:
    """Somebody who saw a page while the wrong link stood on it, and whether they have been told.

    ``pages``: whose they saw. Somebody who is held no more has no name there.
    """

    account: int
    name: str = field(repr=False)
    agency_name: str
    looks: int
    last_at: datetime
    was_shown_a_fact: bool
    pages: tuple[str, ...] = field(repr=False)
    told_at: datetime | None
    told_by: str = field(repr=False)
    how: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongLinkShown:
    """``agencies`` are those whose records did not belong there. ``name`` is empty where the person is held no more.

    ``pages_kept``: whether it is known on whose pages besides their own that person stood.
    """

    wrong_link: UUID
    name: str = field(repr=False)
    agencies: tuple[str, ...]
    since: datetime
    until: datetime
    by_people: bool
    pages_kept: bool
    people: tuple[PersonToTell, ...]
