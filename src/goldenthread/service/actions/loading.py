"""Load an area: agency files become accepted records, people and families, flags, and permissions. All or nothing.

Everything is worked out before anything is written; the writing is one transaction. A load that is killed leaves the
area as it was, and the same files again change nothing.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from time import monotonic

import pyarrow as pa
from django.db import DatabaseError, connection

from goldenthread.agreements import Pathway as PathwayPaper
from goldenthread.agreements import Signature, agree, read_pathway
from goldenthread.audit import Deed
from goldenthread.flags import Noticed, notice
from goldenthread.intake import Accepted, accept
from goldenthread.linkage import Linked, link
from goldenthread.linkage.numbers_of_others import to_be_corrected, without_numbers_of_others
from goldenthread.people import Held, Index, gather
from goldenthread.service.actions import accounts, correcting, likeness, reference
from goldenthread.service.actions.dataset_reports import store_datasets
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.filing import file_children
from goldenthread.service.actions.linking import doubts, rulings
from goldenthread.service.actions.linking.forgetting import forget_whom_to_keep_out
from goldenthread.service.actions.linking.questions import keep_questions
from goldenthread.service.actions.pathways import keep_pathway
from goldenthread.service.actions.planning import Planned, read_plan
from goldenthread.service.actions.pouring import count_anew
from goldenthread.service.actions.standing_law import law_on
from goldenthread.service.actions.storing import held_since, store_index
from goldenthread.service.store.models import Agency, Area, Dataset, Membership, ServiceContact
from goldenthread.vocabulary import AgencyId, Contact, Directory, PersonId, UnreadableDocument

Progress = Callable[[str], None]
SHOWN_UNTIL_DONE = timedelta(minutes=1)
"""A load that is about to be done is done by then, and until it is, pages show what was held before. All that the
database puts off to the end has been checked, so nothing is left to it but to keep what was written."""
LOADING = 4_857_773  # any number, as long as every load takes the same one


class AnotherLoad(Exception):
    """Somebody else is loading this area. Wait until they have finished, then load again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a load did, in numbers."""

    changed: bool
    records: int = 0
    people: int = 0
    dropped_people: int = 0
    flags: int = 0
    refused_facts: int = 0
    to_review: int = 0
    permissions: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)


def load_area(plan_file: Path, *, at: datetime, demonstration: bool = False, tell: Progress = print) -> Loaded:
    """Load the area that ``plan_file`` describes, unless exactly this is loaded already.

    Raises: UnreadableDocument, Unreadable, AnotherLoad. Nothing of the area has changed then.
    """
    with _alone():
        planned = read_plan(plan_file)
        same = planned.fingerprints == dict(Dataset.objects.values_list("id", "fingerprint"))
        if same and likeness.weighs() and not (rulings.news_for_a_load() or doubts.wait_for_a_load()):
            tell("These files are loaded already. Nothing has changed.")
            return Loaded(changed=False)
        on = planned.as_of or at.date()
        if on > at.date():
            raise UnreadableDocument(f"{plan_file}: as_of is a day to come. Give the day on which the files were true.")
        return _load(planned, at=at, on=on, demonstration=demonstration, tell=tell)


def _load(planned: Planned, *, at: datetime, on: date, demonstration: bool, tell: Progress) -> Loaded:
    started = monotonic()
    accepted = _accept(planned, on=on, tell=tell)
    records = pa.concat_tables([a.records for a in accepted])
    tell(f"Linking {records.num_rows:,} records")
    told = rulings.constraints()
    linked = link(records, on=on, identifiers=planned.identifier_use, constraints=told)
    tell("Gathering people and families")
    before = _held_before(at=at)
    kept = without_numbers_of_others(records, told)
    index = _gather(accepted, kept, linked, planned, before, on=on)
    tell(f"Noticing flags about {len(index.persons):,} people")
    noticed = _notice(accepted, index, planned, on=on)
    tell("Writing")
    with doing(by=None, at=at) as action:
        _store_directory(planned.directory, demonstration=demonstration, at=at)
        if demonstration:
            accounts.create_demonstration_accounts(planned.directory.accounts)
        store_datasets(accepted, index, planned, to_be_corrected(linked.in_hand().features), at=at, on=on)
        parted = correcting.parted_now(index, linked, before, at=at)
        store_index(index, noticed.flags, held_since=held_since(index, before, at=at))
        file_children(linked, kept, index, matching_only=_matching_only(accepted), on=on)
        correcting.keep_wrong_links(parted, index, told, action=action)
        correcting.record_joins(index, told, action=action)
        forget_whom_to_keep_out(accepted, planned.held_back, index, before)
        questions = keep_questions(linked, records, index, matching_only=_matching_only(accepted), before=before, at=at)
        permissions = sum(_keep(path, planned.signed_on, action=action, at=at) for path in planned.pathways)
        _write_down(accepted, linked, index, noticed, action=action)
        count_anew()
        _check_what_was_put_off()
        correcting.shown_until(at + timedelta(seconds=monotonic() - started) + SHOWN_UNTIL_DONE, action=action)
    return Loaded(
        changed=True,
        records=records.num_rows,
        people=len(index.persons),
        dropped_people=index.dropped,
        flags=len(noticed.flags),
        refused_facts=len(noticed.refused),
        to_review=questions,
        permissions=permissions,
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Keep a second load out: both would give new people ids that the other does not know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOADING])
        if cursor.fetchone() != (True,):
            raise AnotherLoad("This area is being loaded already. Wait until that has finished, then load again.")
    try:
        yield
    finally:
        with suppress(DatabaseError):  # a connection that broke has let go of the lock with everything else
            connection.cursor().execute("SELECT pg_advisory_unlock(%s)", [LOADING])


def _check_what_was_put_off() -> None:
    """That every row names one that is there, which else takes the longer at the very end the more there are."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _accept(planned: Planned, *, on: date, tell: Progress) -> tuple[Accepted, ...]:
    taken = []
    for contract, files in planned.contracts:
        tell(f"Reading {contract.title or contract.contract}")
        taken.append(accept(files, contract, on=on, held_back=planned.held_back))
    return tuple(taken)


def _held_before(*, at: datetime) -> dict[tuple[str, str], Held]:
    rows = Membership.objects.values_list("dataset_id", "record_id", "person_id", "agency_id", "held_since")
    # What an earlier version loaded says no time: it has stood at least since the area was last loaded.
    loaded_at = Area.objects.values_list("loaded_at", flat=True).first() or at
    return {
        (dataset, record): Held(PersonId(person), AgencyId(agency), since or loaded_at)
        for dataset, record, person, agency, since in rows
    }


def _gather(
    accepted: tuple[Accepted, ...],
    records: pa.Table,
    linked: Linked,
    planned: Planned,
    before: Mapping[tuple[str, str], Held],
    *,
    on: date,
) -> Index:
    return gather(
        records,
        linked.people,
        pa.concat_tables([a.relations for a in accepted]),
        previous={key: held.person_id for key, held in before.items()},
        new_id=_new_person_id,
        on=on,
        purge_after={a.contract.contract: a.contract.purge_after_days for a in accepted},
        shielded=planned.shielded,
        key_allowed=lambda kind, dataset: planned.identifier_use.may_be_key(kind, dataset, on=on),
    )


def _matching_only(accepted: Iterable[Accepted]) -> dict[str, tuple[str, ...]]:
    return {taken.contract.contract: taken.contract.matching_only for taken in accepted}


def _new_person_id() -> PersonId:
    """26 letters and digits from a random source: nothing about the person can be read from it."""
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    return PersonId("".join(secrets.choice(alphabet) for _ in range(26)))


def _notice(accepted: tuple[Accepted, ...], index: Index, planned: Planned, *, on: date) -> Noticed:
    return notice(
        pa.concat_tables([a.facts for a in accepted]),
        {(m.dataset, m.record_id): m.person_id for m in index.memberships},
        index.relationships,
        reference.catalogue(),
        agency_kinds={a.id: a.kind for a in planned.directory.agencies},
        directory={s.id: s.ask for s in planned.directory.services},
        on=on,
        person_kinds={person.person_id: person.kind for person in index.persons},
        true_on=planned.as_of,
    )


def _store_directory(directory: Directory, *, demonstration: bool, at: datetime) -> None:
    for agency in sorted(directory.agencies, key=lambda a: a.part_of is not None):
        Agency.objects.update_or_create(
            id=agency.id,
            defaults={
                "name": agency.name,
                "kind": agency.kind.value,
                "part_of_id": agency.part_of,
                "ask": asdict(agency.ask),
                "is_designated": agency.is_designated,
                "is_commissioned": agency.is_commissioned,
            },
        )
    for service in directory.services:
        ServiceContact.objects.update_or_create(
            id=service.id,
            defaults={"name": service.name, "agency_id": service.agency, "ask": asdict(service.ask)},
        )
    Area.objects.update_or_create(
        id=1,
        defaults={
            "name": directory.area,
            "front_door": _contact(directory.front_door),
            "is_demonstration": demonstration,
            "loaded_at": at,
        },
    )


def _contact(contact: Contact) -> dict[str, str]:
    return asdict(contact)


def _keep(file: Path, signed_on: datetime | None, *, action: Doing, at: datetime) -> int:
    paper = read_pathway(file)
    law = law_on(at.date())
    compiled = keep_pathway(file, paper, _signatures(paper, signed_on), law=law, action=action, at=at)
    return len(compiled.permissions)


def _signatures(paper: PathwayPaper, signed_on: datetime | None) -> tuple[Signature, ...]:
    if signed_on is None:
        return ()
    return tuple(
        agree(paper, party.agency, by=party.signs_as, at=signed_on + timedelta(hours=hour))
        for hour, party in enumerate(paper.parties)
    )


def _write_down(
    accepted: Iterable[Accepted],
    linked: Linked,
    index: Index,
    noticed: Noticed,
    *,
    action: Doing,
) -> None:
    for taken in accepted:
        action.record(
            Deed.LOADED,
            detail={
                "dataset": taken.contract.contract,
                "fingerprint": taken.fingerprint,
                "read": taken.report.rows.read,
                "accepted": taken.report.rows.accepted,
                "rejected": taken.report.rows.rejected,
                "outside_cohort": taken.report.rows.outside_cohort,
            },
        )
    action.record(
        Deed.LINKED,
        detail={
            "links": linked.links.num_rows,
            "people": len(index.persons),
            "outside_cohort": index.dropped,
            "flags": len(noticed.flags),
            "facts_refused": len(noticed.refused),
        },
    )
