"""Notice what agencies' facts say about a child: the small fact, never the story behind it."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa

from goldenthread.flags.burdens import burdens_of, names_a_person_by_number
from goldenthread.flags.catalogue import SOURCE, Burden, Catalogue, FlagKind, Happening
from goldenthread.flags.states import FlagState, state_of
from goldenthread.people import Relationship
from goldenthread.vocabulary import AgencyId, AgencyKind, Contact, DatasetId, FlagKindId, PersonId, PersonKind, RecordId

CARES_FOR = frozenset({"mother", "father", "parent", "step_parent", "kinship_carer", "foster_carer", "carer"})
"""Declared relations through which what befalls an adult matters to a child. Sharing a home is not one of them."""
FRONT_DOOR = "front-door"

_FLAG_ID_CHARACTERS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag on one person. ``about_person_id`` is the adult whom it comes from, where that may be known."""

    flag_id: str
    person_id: PersonId
    about_person_id: PersonId | None
    kind: FlagKindId
    agency: AgencyId
    dataset: DatasetId
    since: date | None
    until: date | None
    state: str
    observed_at: date | None
    contact: Contact
    restricted_detail: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFact:
    """A fact that became no flag: which rule refused it, why, and what its agency can do next."""

    rule: str
    sentence: str
    do_next: str
    kind: str
    agency: str
    dataset: str
    record_id: RecordId = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """What became of the facts.

    Shape: every fact is read, and is in a flag, refused, over or of somebody outside the index:
    ``read == noticed + len(refused) + over + of_nobody``. One fact about an adult may make several flags, and facts
    that say the same make one.
    """

    flags: tuple[Flag, ...]
    refused: tuple[RefusedFact, ...]
    read: int = 0
    noticed: int = 0
    over: int = 0
    """Facts whose flag ended too long ago to be shown."""
    of_nobody: int = 0
    """Facts about records that are no person of the index, such as people outside the cohort."""

    def reasons(self) -> Counter[str]:
        """How many facts each rule refused."""
        return Counter(refused.rule for refused in self.refused)


class Fact(NamedTuple):
    """One fact as intake gives it."""

    dataset: str
    record_id: str
    kind: str
    agency: str
    since: date | None
    until: date | None
    observed_at: date | None
    contact_name: str | None
    contact_role: str | None
    contact_team: str | None
    contact_phone: str | None
    contact_email: str | None
    restricted_detail: str | None
    told_by: str | None
    """The dataset that tells the fact, where that is another than the one that holds the person's record."""

    def __repr__(self) -> str:
        return f"Fact(kind={self.kind!r}, dataset={self.dataset!r})"


def notice(
    facts: pa.Table,
    person_of: Mapping[tuple[str, str], PersonId],
    relationships: Iterable[Relationship],
    catalogue: Catalogue,
    *,
    agency_kinds: Mapping[str, AgencyKind],
    directory: Mapping[str, Contact],
    on: date,
    person_kinds: Mapping[PersonId, PersonKind] | None = None,
    true_on: date | None = None,
) -> Noticed:
    """Turn facts into flags on the people they matter to, and say of each that did not become one why not.

    ``person_kinds`` says who is an adult, so that what befalls an adult with no child in their care is never kept as
    a flag. Without it, whoever is declared to be nobody's child and to be related to somebody is taken for an adult.
    ``true_on`` is the day on which the files are said to have been true, for an episode of which they say no day.

    Shape: flags and refusals are sorted; the same facts in any order give the same flags with the same ids.
    """
    kinds = {str(kind.id): kind for kind in catalogue.kinds}
    carers = _Carers.read(relationships, person_kinds, on)
    flags: dict[str, Flag] = {}
    refused: list[RefusedFact] = []
    counts: Counter[str] = Counter()
    for told in _read(facts):
        counts["read"] += 1
        kind = kinds.get(told.kind)
        fact = _as_of(told, kind, true_on)
        refusal = _refuse(fact, kind, agency_kinds, on)
        if refusal is not None or kind is None:
            refused.extend([refusal] if refusal else [])
            continue
        subject = person_of.get((fact.dataset, fact.record_id))
        state = state_of(kind, since=fact.since, until=fact.until, on=on, observed_at=fact.observed_at)
        if subject is None:
            counts["of_nobody"] += 1
        elif state is FlagState.ENDED or state is None:
            counts["over"] += 1
        elif not (people := carers.matters_to(subject, kind)):
            refused.append(_refusal(fact, *_NO_CHILD))
        else:
            counts["noticed"] += 1
            for person, about in people:
                _keep_the_latest(flags, _flag(fact, kind, person, about, state, directory))
    return Noticed(
        flags=tuple(sorted(flags.values(), key=lambda flag: (flag.person_id, flag.kind, flag.flag_id))),
        refused=tuple(sorted(refused, key=lambda r: (r.dataset, r.record_id, r.kind, r.rule))),
        **counts,
    )


_UNKNOWN_AGENCY = "An agency that is not in the directory"
_OTHER_AGENCY = "This kind of agency"
_NO_CHILD = (
    "a_fact_about_an_adult_needs_a_child_in_their_care",
    "The fact is about an adult for whom no child in their care is declared.",
    "Declare the child and how the adult cares for them, or leave the fact out.",
)


class _Carers(NamedTuple):
    """Which children each adult is declared to care for, and who is an adult."""

    children_of: Mapping[PersonId, set[PersonId]]
    adults: Collection[PersonId]

    @classmethod
    def read(
        cls, relationships: Iterable[Relationship], person_kinds: Mapping[PersonId, PersonKind] | None, on: date
    ) -> "_Carers":
        children_of: dict[PersonId, set[PersonId]] = defaultdict(set)
        related: set[PersonId] = set()
        for one in relationships:
            related |= {one.from_person, one.to_person}
            if one.relation in CARES_FOR and (one.until is None or one.until >= on):
                children_of[one.from_person].add(one.to_person)
        if person_kinds is None:
            return cls(children_of, related.difference(*children_of.values()))
        return cls(children_of, {person for person, kind in person_kinds.items() if kind is PersonKind.ADULT})

    def matters_to(self, subject: PersonId, kind: FlagKind) -> list[tuple[PersonId, PersonId | None]]:
        """Whom a fact about ``subject`` is shown on, each with the adult it comes from, where that may be told."""
        if kind.about != "child_of_adult":
            return [(subject, None)]
        about = subject if kind.tells_which_adult else None
        in_their_care = sorted(self.children_of.get(subject, ()))
        if in_their_care:
            return [(child, about) for child in in_their_care]
        return [] if subject in self.adults else [(subject, None)]


def _refuse(fact: Fact, kind: FlagKind | None, agency_kinds: Mapping[str, AgencyKind], on: date) -> RefusedFact | None:
    if kind is None:
        return _refusal(
            fact,
            "a_flag_is_of_a_kind_in_the_catalogue",
            "The catalogue holds no flag of this kind.",
            "Use the id of a kind in the catalogue, or have the kind added to it.",
        )
    agency_kind = agency_kinds.get(fact.agency)
    if agency_kind not in kind.raised_by:
        return _refusal(
            fact,
            "only_those_who_may_raise_a_flag_raise_it",
            f"{_UNKNOWN_AGENCY if agency_kind is None else _OTHER_AGENCY} may not raise a flag of this kind.",
            "Ask the agency that may raise it to send the fact, or add the agency to the directory.",
        )
    if kind.happening is Happening.EVENT and not (fact.since or fact.until or fact.observed_at):
        return _refusal(
            fact, "an_event_has_a_day", "Nobody says when it happened.", "Give the day on which it happened."
        )
    if fact.since is not None and fact.since > on:
        return _refusal(
            fact,
            "a_flag_has_begun",
            "It begins after today.",
            "Check the date. If it is right, send the fact again once it has begun.",
        )
    if fact.since is not None and fact.until is not None and fact.until < fact.since:
        return _refusal(fact, "a_flag_ends_after_it_begins", "It ends before it begins.", "Check both dates.")
    return _refuse_burden(fact, kind)


def _refuse_burden(fact: Fact, kind: FlagKind) -> RefusedFact | None:
    detail = (fact.restricted_detail or "").strip()
    if detail and not kind.reason_for:
        return _refusal(
            fact,
            "a_detail_needs_somebody_who_may_read_it",
            "It carries a detail, and no role may read the reason for a flag of this kind.",
            "Send the fact without the detail.",
        )
    carried = burdens_of(detail, (*kind.never_carries, Burden.NOTES))
    who = " ".join(filter(None, (fact.contact_name, fact.contact_role, fact.contact_team)))
    carried += burdens_of(who, {Burden.ADDRESS}.intersection(kind.never_carries))
    if carried or names_a_person_by_number(f"{detail} {who}"):
        what = " and ".join(burden.value.replace("_", " ") for burden in carried) or "a number that names a person"
        return _refusal(
            fact,
            "a_flag_never_carries_what_its_kind_forbids",
            f"It appears to carry {what}, which a flag of this kind never carries.",
            "Send the fact again without it. Whoever needs it can ring.",
        )
    return None


def _refusal(fact: Fact, rule: str, sentence: str, do_next: str) -> RefusedFact:
    return RefusedFact(
        rule=rule,
        sentence=sentence,
        do_next=do_next,
        kind=fact.kind,
        agency=fact.agency,
        dataset=fact.told_by or fact.dataset,
        record_id=RecordId(fact.record_id),
    )


def _flag(
    fact: Fact,
    kind: FlagKind,
    person: PersonId,
    about: PersonId | None,
    state: FlagState,
    directory: Mapping[str, Contact],
) -> Flag:
    return Flag(
        flag_id=_flag_id(fact, person, about),
        person_id=person,
        about_person_id=about,
        kind=kind.id,
        agency=AgencyId(fact.agency),
        dataset=DatasetId(fact.told_by or fact.dataset),
        since=fact.since,
        until=fact.until,
        state=state,
        observed_at=fact.observed_at,
        contact=_contact(fact, kind, directory),
        restricted_detail=(fact.restricted_detail or "").strip(),
    )


def _contact(fact: Fact, kind: FlagKind, directory: Mapping[str, Contact]) -> Contact:
    """Whom to ring. Where the kind names a service the source's own contact is never used, whatever it says."""
    if kind.contact != SOURCE:
        return directory.get(kind.contact) or directory.get(FRONT_DOOR) or Contact()
    own = Contact(
        name=fact.contact_name or "",
        role=fact.contact_role or "",
        team=fact.contact_team or "",
        phone=fact.contact_phone or "",
        email=fact.contact_email or "",
    )
    return own if own != Contact() else directory.get(fact.agency) or own


def _flag_id(fact: Fact, person: PersonId, about: PersonId | None) -> str:
    parts = (
        person,
        about or "",
        fact.kind,
        fact.agency,
        fact.told_by or fact.dataset,
        fact.since.isoformat() if fact.since else "",
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:_FLAG_ID_CHARACTERS]


def _keep_the_latest(flags: dict[str, Flag], flag: Flag) -> None:
    """Facts that say the same make one flag: the one with the latest word, and on the same day the fuller one."""
    held = flags.get(flag.flag_id)
    if held is None or _freshness(held) < _freshness(flag):
        flags[flag.flag_id] = flag


def _freshness(flag: Flag) -> tuple[Any, ...]:
    contact = flag.contact
    return (
        flag.observed_at or date.min,
        flag.until is None,
        flag.until or date.min,
        bool(contact.phone),
        flag.restricted_detail,
        (contact.name, contact.role, contact.team, contact.phone, contact.email),
    )


def _as_of(fact: Fact, kind: FlagKind | None, true_on: date | None) -> Fact:
    """An episode whose agency gives no day was so on the day of its file. An event must bring a day of its own."""
    if fact.observed_at is not None or kind is None or kind.happening is Happening.EVENT:
        return fact
    return fact._replace(observed_at=true_on)


def _read(facts: pa.Table) -> Iterator[Fact]:
    there = set(facts.column_names)
    columns = (facts.column(name).to_pylist() if name in there else [None] * facts.num_rows for name in Fact._fields)
    return (Fact(*row) for row in zip(*columns, strict=True))
