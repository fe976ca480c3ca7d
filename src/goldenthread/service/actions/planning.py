"""The plan of an area: which files are read by which contracts, and what goes with them. It reads and decides nothing.

Everything that a load depends on has its part in the fingerprints, so a child newly hidden or an agreement newly worded
is loaded although no agency's file has changed.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from goldenthread.intake import Contract, HeldBack, find_contract, fingerprint_of, read_contract, read_held_back
from goldenthread.linkage import IdentifierUse, default_identifier_use
from goldenthread.vocabulary import AgencyId, Directory, UnreadableDocument, read_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One dataset's contract and the files that fill it, as paths beside the plan.

    ``contract`` is the path of a contract file, or the name of one that comes with Golden Thread. ``source`` says which
    agency of the directory answers for the files, where the contract leaves that open.
    """

    contract: str
    files: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPlan:
    """What to load. Paths are relative to the plan's own folder.

    ``held_back`` and ``adoption_key`` come from the adoption team; ``shielded`` lists dataset, record_id, custodian.
    ``identifier_use`` holds the dated switches that say where an identifier may be a key; without it the shipped ones.
    ``signed_on`` signs every pathway for every party on that day: for a demonstration only.
    ``as_of`` is the day on which kept files were true: who is a child, and what is still so, is worked out for that
    day, and every page says it.
    """

    directory: str
    deliveries: tuple[Delivery, ...]
    pathways: tuple[str, ...] = ()
    shielded: str = ""
    held_back: str = ""
    adoption_key: str = ""
    identifier_use: str = ""
    signed_on: datetime | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan with its documents read: everything a load needs but the agencies' files themselves."""

    directory: Directory
    contracts: tuple[tuple[Contract, tuple[Path, ...]], ...]
    pathways: tuple[Path, ...]
    shielded: Mapping[tuple[str, str], AgencyId]
    held_back: HeldBack | None
    identifier_use: IdentifierUse
    signed_on: datetime | None
    as_of: date | None
    fingerprints: Mapping[str, str]
    """For each dataset, of its files, its contract and everything else that the plan names."""


def read_plan(plan_file: Path) -> Planned:
    """Read a plan and what it names.

    Raises: UnreadableDocument, Unreadable when a file cannot be opened.
    """
    plan, home = read_document(plan_file, AreaPlan), plan_file.parent
    directory = read_document(home / plan.directory, Directory)
    contracts = tuple(_contract(delivery, home) for delivery in plan.deliveries)
    for problem in _problems(contracts, directory):
        raise UnreadableDocument(f"{plan_file}: {problem}")
    beside = _fingerprint_of_the_rest(plan, home)
    return Planned(
        directory=directory,
        contracts=contracts,
        pathways=tuple((home / path).resolve() for path in plan.pathways),
        shielded=_shielded(plan, home),
        held_back=_held_back(plan, home),
        identifier_use=_identifier_use(plan, home),
        signed_on=plan.signed_on,
        as_of=plan.as_of,
        fingerprints={
            contract.contract: _digest(fingerprint_of(files, contract), beside) for contract, files in contracts
        },
    )


def _contract(delivery: Delivery, home: Path) -> tuple[Contract, tuple[Path, ...]]:
    is_path = delivery.contract.endswith((".yaml", ".yml"))
    contract = read_contract(home / delivery.contract) if is_path else find_contract(delivery.contract)
    if delivery.source:
        contract = replace(contract, source=AgencyId(delivery.source))
    return contract, tuple(home / name for name in delivery.files)


def _problems(contracts: Sequence[tuple[Contract, tuple[Path, ...]]], directory: Directory) -> Iterator[str]:
    known = {agency.id for agency in directory.agencies}
    names = [contract.contract for contract, _ in contracts]
    for contract, _ in contracts:
        if contract.source not in known:
            yield (
                f"{contract.contract} answers to {contract.source!r}, which is no agency of the directory. "
                "Add it there, or give this delivery the source it has there."
            )
        if names.count(contract.contract) > 1:
            yield f"{contract.contract} is delivered twice. Name all its files in one delivery."


def _identifier_use(plan: AreaPlan, home: Path) -> IdentifierUse:
    return read_document(home / plan.identifier_use, IdentifierUse) if plan.identifier_use else default_identifier_use()


def _held_back(plan: AreaPlan, home: Path) -> HeldBack | None:
    if not plan.held_back:
        return None
    return read_held_back(home / plan.held_back, home / plan.adoption_key)


def _shielded(plan: AreaPlan, home: Path) -> dict[tuple[str, str], AgencyId]:
    if not plan.shielded:
        return {}
    with (home / plan.shielded).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        return {(row["dataset"], row["record_id"]): AgencyId(row["custodian"]) for row in rows}


def _fingerprint_of_the_rest(plan: AreaPlan, home: Path) -> str:
    beside = (plan.directory, *plan.pathways, plan.shielded, plan.held_back, plan.adoption_key, plan.identifier_use)
    files = (hashlib.sha256((home / path).read_bytes()).hexdigest() if path else "" for path in beside)
    return _digest(str(plan.signed_on), str(plan.as_of), *files)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
