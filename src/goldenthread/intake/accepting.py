"""Accept an agency's file: every row becomes a record, a rejection with its reason, or a count outside the cohort."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa

from goldenthread.intake.columns import wanted
from goldenthread.intake.compiling import Layout
from goldenthread.intake.contract import Contract
from goldenthread.intake.frames import Batch, batched
from goldenthread.intake.held_back import HeldBack
from goldenthread.intake.quality import QualityReport, RowCounts, report_on
from goldenthread.intake.readers import Tally, Unreadable, kind_of, read_rows
from goldenthread.intake.reasons import Reason, Rejected
from goldenthread.intake.sorting import Sorter
from goldenthread.intake.trailers import Reconciler, read_side_count

Progress = Callable[[int], None]
"""Told now and then how many rows have been read."""

BYTES_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What came of one dataset's files. The tables have the shapes of ``shapes``."""

    contract: Contract
    records: pa.Table
    relations: pa.Table
    facts: pa.Table
    rejected: tuple[Rejected, ...]
    report: QualityReport
    fingerprint: str
    """Of the contract and the bytes of the files: the same file twice changes nothing."""
    kept_out: frozenset[str] = field(default=frozenset(), repr=False)
    """The record ids of whom the adoption team holds back: to forget what earlier files told, and written nowhere."""
    left_out: frozenset[str] = field(default=frozenset(), repr=False)
    """Of a file of changes alone, the record ids that its rows tell of no longer: outside the cohort, or rejected."""


def accept(
    files: Sequence[Path],
    contract: Contract,
    *,
    on: date,
    held_back: HeldBack | None = None,
    changes: bool = False,
    progress: Progress | None = None,
) -> Accepted:
    """Read ``files`` as ``contract`` says. ``changes``: they hold new and changed rows alone, and the rest stands.

    Raises: Unreadable when a file cannot be read safely or whole; then nothing of any file is taken.
    """
    fingerprint = fingerprint_of(files, contract)
    sorter = Sorter(contract, on=on, held_back=held_back, changes=changes)
    tallies: list[Tally] = []
    for file in files:
        tally = Tally()
        tallies.append(tally)
        for batch in _batches(file, contract, tally, sorter):
            sorter.take(batch)
            if progress is not None:
                progress(len(batch))
    _refuse_useless(sorter, files, may_be_none=changes)
    records, relations, facts = sorter.tables()
    rejected = tuple(sorter.rejected)
    rows = RowCounts(
        read=sorter.read, accepted=sorter.accepted, outside_cohort=sorter.outside, blank=sum(t.blank for t in tallies)
    )
    report = report_on(
        contract,
        (records, relations, facts),
        rejected,
        rows=rows,
        tallies=tallies,
        files=tuple(file.name for file in files),
        on=on,
    )
    return Accepted(
        contract=contract,
        records=records,
        relations=relations,
        facts=facts,
        rejected=rejected,
        report=report,
        fingerprint=fingerprint,
        kept_out=frozenset(sorter.people_kept_out | sorter.rows_kept_out),
        left_out=sorter.left_out(records),
    )


def _batches(file: Path, contract: Contract, tally: Tally, sorter: Sorter) -> Iterator[Batch]:
    kind = kind_of(file, contract.format)
    columns = wanted(contract, kind)
    sorter.begin(file.name, columns, Layout(columns.columns))
    reconciler = Reconciler(contract.manifest_rows, columns, side_count=read_side_count(file, contract.manifest_rows))
    try:
        rows = reconciler.checked(read_rows(file, contract.format, columns, tally), tally)
        yield from batched(rows, columns=len(columns.columns))
    except Unreadable as fault:
        said = str(fault)
        raise Unreadable(said if said.startswith(file.name) else f"{file.name}: {said}") from fault


def _refuse_useless(sorter: Sorter, files: Sequence[Path], *, may_be_none: bool) -> None:
    """``may_be_none``: of changes there are none on many a day."""
    names = ", ".join(file.name for file in files)
    if not sorter.read and not may_be_none:
        raise Unreadable(f"{names}: has a header and no rows. Ask the sender whether that is meant; nothing was taken.")
    if sorter.read and sorter.counts[Reason.NO_RECORD_ID] == sorter.read:
        raise Unreadable(
            f"{names}: no row has a record id. Check record_id in the contract, and row_path where there is one; "
            "nothing was taken."
        )


def fingerprint_of(files: Sequence[Path], contract: Contract) -> str:
    """A fingerprint of what is read and how it is understood.

    Raises: Unreadable when a file cannot be opened.
    """
    digest = hashlib.sha256(json.dumps(asdict(contract), sort_keys=True, default=str).encode())
    for file in files:
        digest.update(b"\0")
        try:
            with file.open("rb") as stream:
                while piece := stream.read(BYTES_AT_ONCE):
                    digest.update(piece)
        except OSError as fault:
            raise Unreadable(f"{file.name}: cannot be opened ({fault.strerror}). Check the path.") from fault
    return digest.hexdigest()
