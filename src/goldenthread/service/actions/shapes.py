"""What actions take from the screens and give back to them. Plain data: no screen ever holds a stored row."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from goldenthread.flags import OLD_AFTER_DAYS
from goldenthread.service.actions.sharing_shapes import ReleaseShown
from goldenthread.service.actions.wording import ADULT_FROM_YEARS, age_in_words, years_old
from goldenthread.vocabulary import AgencyId, AgencyKind, Contact, Purpose, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """Somebody signed in, as every action needs them: who, for whom they act, and in which role."""

    account_id: int
    name: str
    agency: AgencyId
    agency_name: str
    agency_kind: AgencyKind
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A search: an NHS number, or a UPN, or name with date of birth and postcode. Always with a purpose."""

    purpose: Purpose
    reason: str = field(default="", repr=False)
    nhs_number: str = field(default="", repr=False)
    upn: str = field(default="", repr=False)
    given_name: str = field(default="", repr=False)
    family_name: str = field(default="", repr=False)
    date_of_birth: date | None = field(default=None, repr=False)
    postcode: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleChild:
    """One child a search found. ``look`` opens the page and is good for this practitioner and purpose only."""

    look: UUID
    name: str = field(repr=False)
    date_of_birth: date | None = field(repr=False)
    age: str
    how_sure: str
    how_found: str
    fits: str = ""
    """How well the child fits what was typed, where not every detail of it is on record."""
    fits_because: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What was compared, by the name of the comparison, and what was found."""
    against: str = ""
    """The named predicate that speaks against it, as for two records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    children: tuple[PossibleChild, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToShow:
    """No child is there, or none may be shown: the two are one answer. ``ring`` is the front door.

    ``gaps`` come from organisation, role and purpose alone, so they say nothing about a child.
    """

    ring: Contact
    gaps: tuple["Gap", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMore:
    """The search is too weak, or needs a reason first. ``problems`` maps a field of ``Sought`` to what is wrong."""

    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberChecked:
    """A number held against what was typed beside it: what differs, and that in one sentence."""

    wrong: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLine:
    """One flag as this practitioner may see it. ``opened`` lines are empty where only existence is shown.

    ``agency_name`` and ``service`` are empty where somebody else than the source is to be rung: a surgery named beside
    a young carer would tell who is ill. ``pathway`` and ``basis`` are then of all who might have said it.
    """

    title: str
    closed_words: str
    opened: tuple[tuple[str, str], ...]
    agency_name: str
    service: str
    state: str
    since: date | None
    until: date | None
    as_of: date | None
    contact: Contact | None
    pathway: str
    basis: tuple[str, ...]
    existence_only: bool = False
    is_event: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody working with the child, and how to ring them."""

    contact: Contact
    agency_name: str
    service: str
    since: date | None
    as_of: date | None
    is_last_known: bool = False
    """They were when it was last said, long ago; nothing newer is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyMember:
    """One member of the family as declared by an agency, for the list and the picture alike."""

    key: int
    name: str = field(repr=False)
    relation: str
    age: str
    lives_with_child: str
    parental_responsibility: str
    how_sure: str
    said_by: str
    is_child_looked_at: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was searched for one kind of service, and what finding nothing does and does not mean."""

    service: str
    result: str
    sentence: str
    as_of: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What this practitioner may not see, from organisation, role and purpose alone, and what to do about it.

    ``kinds`` are the titles of every kind of flag it is about; the sentence names only the first of many.
    """

    service: str
    sentence: str
    do_next: str
    ring: Contact | None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierShown:
    """One number of a child, in words: who issued it, its dates, and how far it can be relied on now."""

    kind: str
    value: str = field(repr=False)
    issuer: str = field(repr=False)
    dates: str = field(repr=False)
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtOnPage:
    """That somebody doubts that a page is about one person: how that stands, and whether it is this reader's own."""

    state: str
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPage:
    """A child's page. Every name and number on it is also named in the ledger entry that its making wrote."""

    look: UUID
    name: str = field(repr=False)
    known_as: str = field(repr=False)
    date_of_birth: date | None = field(repr=False)
    age: str
    address: str = field(repr=False)
    address_note: str
    identifiers: tuple[IdentifierShown, ...] = field(repr=False)
    certainty: str
    certainty_because: str
    workers: tuple[Worker, ...]
    flags: tuple[FlagLine, ...]
    family: tuple[FamilyMember, ...]
    searched: tuple[Searched, ...]
    gaps: tuple[Gap, ...]
    purpose: Purpose
    looked_at: datetime
    looked_by: str
    front_door: Contact
    ledger_reference: str
    reason_will_be_reviewed: bool = False
    family_note: str = ""
    is_hidden_from_others: bool = False
    shared: tuple[ReleaseShown, ...] = ()
    """What other agencies let this one have by their own decision."""
    objections: tuple[str, ...] = field(default=(), repr=False)
    """What people said against sharing in this agency's own decisions about the child."""
    doubt: DoubtOnPage | None = None

    @property
    def true_on(self) -> date | None:
        """The newest day of which anything searched tells, where that is long ago. The same for every child."""
        newest = max((line.as_of for line in self.searched if line.as_of), default=None)
        is_old = newest is not None and (self.looked_at.date() - newest).days > OLD_AFTER_DAYS
        return newest if is_old else None

    @property
    def is_grown_up_since(self) -> bool:
        """Whether files from long ago list as a child somebody who is an adult today."""
        age = years_old(self.date_of_birth, on=self.looked_at.date())
        return self.true_on is not None and age is not None and age >= ADULT_FROM_YEARS

    @property
    def age_then(self) -> str:
        """How old they were on the day of which everything here tells, where that is long ago."""
        return age_in_words(self.date_of_birth, on=self.true_on) if self.true_on and self.date_of_birth else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """One look at a child, in plain words, for a reviewer."""

    entry: UUID
    when: datetime
    who: str
    agency_name: str
    sentence: str
    purpose: str
    reason: str = field(repr=False)
    sealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """A look or search whose reason a reviewer weighs."""

    item: UUID
    when: datetime
    who: str
    agency_name: str
    role: str
    purpose: str
    reason: str = field(repr=False)
    sought: str = field(default="", repr=False)  # whom they searched for, as they typed it
    shown: str = ""  # what the search showed them


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReview:
    """One page of the looks that wait. ``first``: the place of the first line among ``in_all``, from 1."""

    items: tuple[ReviewItem, ...]
    first: int
    in_all: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodianAlert:
    """Somebody searched for a child whom this agency keeps hidden."""

    alert: UUID
    when: datetime
    who: str
    agency_name: str
    role: str
    child: str = field(repr=False)
    seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayCard:
    """A pathway as its partners and any practitioner may read it."""

    id: str
    title: str
    version: str
    summary: str
    state: str
    state_because: str
    starts_on: date
    ends_on: date
    parties: tuple[tuple[str, str], ...]  # agency name, "signed on … by …" or "not signed"
    flows: tuple[tuple[str, str, str, str], ...]  # from, to, what, on which basis
    may_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetCard:
    """One dataset as a data officer wants to see it: what was read, what was not, and how good it was."""

    dataset: str
    title: str
    agency_name: str
    loaded_at: datetime | None
    read: int
    accepted: int
    rejected: int
    outside_cohort: int
    people: int
    dropped_later: int
    cohort: str
    coverage: str
    reasons: tuple[tuple[str, int], ...]  # why rows were not accepted
    lost_values: tuple[tuple[str, int], ...]  # why a value in an accepted row was not kept
    remarks: tuple[tuple[str, int], ...]  # what is odd about values that were kept
    completeness: tuple[tuple[str, int, int], ...]  # field, filled, of


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerHead:
    """The newest signed head and which witnesses hold it."""

    size: int
    root: str
    signed_at: datetime | None
    waiting: int
    witnesses: tuple[tuple[str, int, datetime | None], ...]  # name, size held, when
