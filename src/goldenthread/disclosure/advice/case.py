"""One sharing question: one sender, one recipient, what is proposed and why. What is not known is left out.

Source: the contract `sharing-case`; every value outside its lists is an error when a case is read.
"""

from dataclasses import dataclass, field
from datetime import date

from goldenthread.disclosure.advice.words import (
    ConcernEvidence,
    ConcernLevel,
    Form,
    Ground,
    Immediacy,
    MadeBy,
    Mode,
    Part,
    PersonStatus,
    Protection,
    Special,
    Status,
    View,
    Who,
)
from goldenthread.law import ConcernKind, Nation, PartyKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

OF_AGE_FROM_YEARS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who would share.

    ``commissioned``: provides services under arrangements with a body that owes the duty to share;
    ``designated_agency``: named as a childcare or education agency in the area's arrangements;
    ``competent_authority``: acts here for law enforcement under DPA 2018, Part 3.
    """

    kind: PartyKind | None = None
    public_authority: bool | None = None
    commissioned: bool | None = None
    designated_agency: bool | None = None
    competent_authority: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who would receive it. ``linked_to_risk``: somebody there is, or stands near, the danger."""

    kind: PartyKind | None = None
    verified: bool | None = None
    linked_to_risk: bool | None = None
    emergency_service: bool | None = None
    commissioned: bool | None = None
    designated_agency: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the recipient asked, if it asked. ``power`` is the law it cites."""

    power: ProvisionId | None = None
    states_what_and_why: bool | None = None
    made_by: MadeBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    kinds: tuple[ConcernKind, ...] = ()
    level: ConcernLevel | None = None
    evidence: ConcernEvidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detriment:
    """Why sharing would harm the child more than not sharing, on what evidence, looked at again when."""

    grounds: tuple[Ground, ...] = ()
    evidence: str = field(default="", repr=False)
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the sender considers. These tests are the sender's to make, nobody else's."""

    relevant_to_welfare: bool | None = None
    may_help_recipient: bool | None = None
    more_detrimental_to_share: bool | None = None
    detriment: Detriment = Detriment()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What telling this person would do."""

    may_increase_risk: bool | None = None
    may_prejudice_crime: bool | None = None
    impracticable_now: bool | None = None
    safe_channel: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whose information it is: what they say, and whether they can be asked and told."""

    who: Who
    role: Part | None = None
    age: int | None = field(default=None, repr=False)
    competent: bool | None = field(default=None, repr=False)
    view: View = field(default=View.UNKNOWN, repr=False)
    suspected_of_harm: bool | None = field(default=None, repr=False)
    could_be_asked_safely: bool | None = field(default=None, repr=False)
    telling: Telling = field(default=Telling(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing proposed to be shared. ``special_about`` says whose special category data it is, if not ``about``'s.

    ``made_by_model``: a score or mark that a computer worked out, which nobody saw happen.
    """

    name: str = field(repr=False)
    about: Who | None = None
    form: Form | None = None
    special: tuple[Special, ...] = field(default=(), repr=False)
    special_about: Who | None = None
    criminal: bool = field(default=False, repr=False)
    status: Status | None = None
    person_status: PersonStatus | None = field(default=None, repr=False)
    protected: tuple[Protection, ...] = field(default=(), repr=False)
    identifier: bool = False
    made_by_model: bool = False
    confidential: bool | None = None
    needed_by_recipient: bool | None = None

    @property
    def subject(self) -> Who | None:
        """Whose special category data, or whose confidence, it is."""
        return self.special_about or self.about

    @property
    def tells_of_crime(self) -> bool:
        """Criminal offence data, as somebody says or as a conviction shows by itself."""
        return self.criminal or self.person_status is PersonStatus.CONVICTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Governance:
    """The paper of a regular flow: agreement, impact assessment, appropriate policy document."""

    agreement: bool | None = None
    dpia: bool | None = None
    policy_document: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What the practitioner has in mind. A wrong route is not a wrong aim."""

    lawful_basis: tuple[ProvisionId, ...] = ()
    condition: tuple[ProvisionId, ...] = ()
    gateway: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A whole sharing question. ``request`` is nothing when the sender acts unasked."""

    asked_on: date | None = None
    nation: Nation | None = None
    sender: Sender = Sender()
    recipient: Recipient = Recipient()
    purpose: SharingPurpose | None = None
    immediacy: Immediacy | None = None
    mode: Mode | None = None
    request: Request | None = None
    concern: Concern = Concern()
    judgement: Judgement = Judgement()
    people: tuple[Person, ...] = ()
    items: tuple[Item, ...] = ()
    governance: Governance = Governance()
    proposed: Proposed = Proposed()

    def person(self, who: Who | None) -> Person | None:
        """The first person of that description; nothing when the case names none."""
        return next((person for person in self.people if person.who is who), None)

    def has_no_child_left(self) -> bool:
        """Whoever is given as the child, or a brother or sister, is 18 or over: none of them is a child in law."""
        young = [person for person in self.people if person.who in (Who.CHILD, Who.SIBLING, Who.UNBORN)]
        return bool(young) and all(p.age is not None and p.age >= OF_AGE_FROM_YEARS for p in young)

    def path_to(self, who: Who | None, fact: str) -> str:
        """The input path of a fact about somebody: ``people[1].competent``, or ``people`` where they are missing."""
        person = self.person(who)
        return "people" if person is None else self.path_of(person, fact)

    def path_of(self, person: Person, fact: str) -> str:
        """The input path of a fact about this very person, of whom the case may hold others of the same kind."""
        place = next(n for n, each in enumerate(self.people) if each is person)
        return f"people[{place}].{fact}"
