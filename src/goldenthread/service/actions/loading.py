"""Load an area: agency files become accepted records, people and families, flags, and permissions. All or nothing.

Everything is worked out before anything is written; the writing is one transaction. A load that is killed leaves the
area as it was, and the same files again change nothing.
"""

import csv
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from goldenthread.agreements import Pathway as PathwayPaper
from goldenthread.agreements import Signature, agree, read_pathway
from goldenthread.audit import Deed
from goldenthread.flags import Noticed, notice
from goldenthread.intake import Accepted, Contract, HeldBack, QualityReport, accept, fingerprint_of, read_contract
from goldenthread.law import law_in_force
from goldenthread.linkage import IdentifierUse, Linked, default_identifier_use, link
from goldenthread.people import Index, gather
from goldenthread.service.actions import accounts, reference
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.pathways import keep_pathway
from goldenthread.service.actions.storing import store_index
from goldenthread.service.store.models import Agency, Area, Dataset, Membership, ServiceContact
from goldenthread.vocabulary import AgencyId, Contact, Directory, PersonId, read_document

Progress = Callable[[str], None]
Contracts = Sequence[tuple[Contract, Sequence[Path]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One dataset's contract and the files that fill it, as paths beside the plan."""

    contract: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPlan:
    """What to load. Paths are relative to the plan's own folder.

    ``held_back`` and ``adoption_key`` come from the adoption team; ``shielded`` lists dataset, record_id, custodian.
    ``identifier_use`` holds the dated switches that say where an identifier may be a key; without it the shipped ones.
    ``signed_on`` signs every pathway for every party on that day: for a demonstration only.
    """

    directory: str
    deliveries: tuple[Delivery, ...]
    pathways: tuple[str, ...] = ()
    shielded: str = ""
    held_back: str = ""
    adoption_key: str = ""
    identifier_use: str = ""
    signed_on: datetime | None = None


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
    """Load the area that ``plan_file`` describes, unless exactly these files are loaded already."""
    plan, home = read_document(plan_file, AreaPlan), plan_file.parent
    directory = read_document(home / plan.directory, Directory)
    contracts = [(read_contract(home / d.contract), [home / name for name in d.files]) for d in plan.deliveries]
    if _loaded_before(contracts):
        tell("These files are loaded already. Nothing has changed.")
        return Loaded(changed=False)
    accepted = _accept(contracts, _held_back(plan, home), at=at, tell=tell)
    records = pa.concat_tables([a.records for a in accepted])
    tell(f"Linking {records.num_rows:,} records")
    use = _identifier_use(plan, home)
    linked = link(records, on=at.date(), identifiers=use)
    tell("Gathering people and families")
    index = _gather(accepted, records, linked, _shielded(plan, home), use, at=at)
    tell(f"Noticing flags about {len(index.persons):,} people")
    noticed = _notice(accepted, index, directory, at=at)
    tell("Writing")
    with doing(by=None, at=at) as action:
        _store_directory(directory, demonstration=demonstration, at=at)
        if demonstration:
            accounts.create_demonstration_accounts(directory.accounts)
        _store_datasets(accepted, at=at)
        store_index(index, noticed.flags)
        permissions = sum(_keep(path, plan, home, action=action, at=at) for path in plan.pathways)
        _write_down(accepted, linked, index, noticed, action=action)
    return Loaded(
        changed=True,
        records=records.num_rows,
        people=len(index.persons),
        dropped_people=index.dropped,
        flags=len(noticed.flags),
        refused_facts=len(noticed.refused),
        to_review=linked.links.num_rows - sum(1 for o in linked.links["outcome"].to_pylist() if o == "linked"),
        permissions=permissions,
    )


def _loaded_before(contracts: Contracts) -> bool:
    held = dict(Dataset.objects.values_list("id", "fingerprint"))
    return held == {str(contract.contract): fingerprint_of(files, contract) for contract, files in contracts}


def _accept(contracts: Contracts, held_back: HeldBack | None, *, at: datetime, tell: Progress) -> tuple[Accepted, ...]:
    taken = []
    for contract, files in contracts:
        tell(f"Reading {contract.title or contract.contract}")
        taken.append(accept(files, contract, on=at.date(), held_back=held_back))
    return tuple(taken)


def _identifier_use(plan: AreaPlan, home: Path) -> IdentifierUse:
    return read_document(home / plan.identifier_use, IdentifierUse) if plan.identifier_use else default_identifier_use()


def _held_back(plan: AreaPlan, home: Path) -> HeldBack | None:
    if not plan.held_back:
        return None
    tokens = json.loads((home / plan.held_back).read_text(encoding="utf-8"))["tokens"]
    key = (home / plan.adoption_key).read_text(encoding="utf-8").strip()
    return HeldBack(key=bytes.fromhex(key), tokens=frozenset(tokens))


def _shielded(plan: AreaPlan, home: Path) -> dict[tuple[str, str], str]:
    if not plan.shielded:
        return {}
    with (home / plan.shielded).open(encoding="utf-8", newline="") as file:
        return {(row["dataset"], row["record_id"]): row["custodian"] for row in csv.DictReader(file, strict=True)}


def _gather(
    accepted: tuple[Accepted, ...],
    records: pa.Table,
    linked: Linked,
    shielded: Mapping[tuple[str, str], str],
    use: IdentifierUse,
    *,
    at: datetime,
) -> Index:
    previous = {
        (dataset, record): PersonId(person)
        for dataset, record, person in Membership.objects.values_list("dataset_id", "record_id", "person_id")
    }
    return gather(
        records,
        linked.people,
        pa.concat_tables([a.relations for a in accepted]),
        previous=previous,
        new_id=_new_person_id,
        on=at.date(),
        purge_after={a.contract.contract: a.contract.purge_after_days for a in accepted},
        shielded={key: AgencyId(custodian) for key, custodian in shielded.items()},
        key_allowed=lambda kind, dataset: use.may_be_key(kind, dataset, on=at.date()),
    )


def _new_person_id() -> PersonId:
    """26 letters and digits from a random source: nothing about the person can be read from it."""
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    return PersonId("".join(secrets.choice(alphabet) for _ in range(26)))


def _notice(accepted: tuple[Accepted, ...], index: Index, directory: Directory, *, at: datetime) -> Noticed:
    return notice(
        pa.concat_tables([a.facts for a in accepted]),
        {(m.dataset, m.record_id): m.person_id for m in index.memberships},
        index.relationships,
        reference.catalogue(),
        agency_kinds={a.id: a.kind for a in directory.agencies},
        directory={s.id: s.ask for s in directory.services},
        on=at.date(),
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


def _store_datasets(accepted: Iterable[Accepted], *, at: datetime) -> None:
    for taken in accepted:
        contract: Contract = taken.contract
        Dataset.objects.update_or_create(
            id=contract.contract,
            defaults={
                "agency_id": contract.source,
                "title": contract.title or contract.contract,
                "cohort": contract.cohort.statement,
                "coverage_since": contract.coverage.since,
                "coverage_statement": contract.coverage.statement,
                "loaded_at": at,
                "fingerprint": taken.fingerprint,
                "report": _figures(taken.report),
            },
        )


def _figures(report: QualityReport) -> dict[str, Any]:
    """The figures of a quality report that the data page shows. No value of any person is in them."""
    return {
        "read": report.rows.read,
        "accepted": report.rows.accepted,
        "rejected": report.rows.rejected,
        "outside_cohort": report.rows.outside_cohort,
        "people": sum(report.people.values()),
        "reasons": [
            {
                "sentence": f"{finding.field}: {finding.sentence}" if finding.field else finding.sentence,
                "count": finding.times,
            }
            for finding in report.findings
        ],
        "completeness": [
            {"field": f"{c.part}: {c.field}", "filled": c.filled, "of": c.people} for c in report.completeness
        ],
    }


def _keep(path: str, plan: AreaPlan, home: Path, *, action: Doing, at: datetime) -> int:
    file = (home / path).resolve()
    paper = read_pathway(file)
    law = law_in_force("england", on=at.date())
    compiled = keep_pathway(file, paper, _signatures(paper, plan), law=law, action=action, at=at)
    return len(compiled.permissions)


def _signatures(paper: PathwayPaper, plan: AreaPlan) -> tuple[Signature, ...]:
    if plan.signed_on is None:
        return ()
    signed_on = plan.signed_on
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
                "accepted": taken.report.rows.accepted,
                "rejected": taken.report.rows.rejected,
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
