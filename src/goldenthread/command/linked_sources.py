"""The sources that ``goldenthread link`` names, read by their contracts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa

from goldenthread.command.linked_input import UnreadableInput
from goldenthread.command.progress import counting
from goldenthread.intake import Accepted, Contract, HeldBack, accept, find_contract, read_contract
from goldenthread.intake.contract import Columns
from goldenthread.linkage.naming import RecordKey


def read_source(told: str, *, on: date, held_back: HeldBack | None, changes: bool, quiet: bool) -> tuple[str, Accepted]:
    """A source's name and what its file gives. Raises: UnreadableInput, and as ``accept`` and ``read_contract``."""
    name, equals, rest = told.partition("=")
    file, colon, contract = rest.rpartition(":")
    if not (name and equals and file and colon and contract):
        raise UnreadableInput(f"--source {told}: write NAME=FILE:CONTRACT, such as schools=pupils.csv:pupils.yaml.")
    with counting(f"rows of {name}", quiet=quiet) as progress:
        read = _contract(contract)
        return name, accept([Path(file)], read, on=on, held_back=held_back, changes=changes, progress=progress)


def _contract(named: str) -> Contract:
    path = Path(named)
    return read_contract(path) if path.suffix in (".yaml", ".yml") or path.exists() else find_contract(named)


def records_of(sources: Sequence[tuple[str, Accepted]], *, may_be_none: bool = False) -> pa.Table:
    """All records in one table; each goes under the name that its source has on the command line.

    Raises: UnreadableInput, also where no source describes anybody, unless there ``may_be_none``.
    """
    if not may_be_none and not any(len(accepted.records) for _, accepted in sources):
        told = "; ".join(f"{name}: {_why_nobody(accepted)}" for name, accepted in sources)
        raise UnreadableInput(
            f"There is nobody to link: no source describes a single person ({told}). goldenthread accept shows what "
            "became of each row."
        )
    names = [name for name, _ in sources]
    for name in names:
        if names.count(name) > 1:
            raise UnreadableInput(f"two sources are called {name}. Give each its own name.")
    return pa.concat_tables([_under(name, accepted.records) for name, accepted in sources])


def _why_nobody(accepted: Accepted) -> str:
    if all(block.columns == Columns() for block in accepted.contract.people):
        return "its contract says of no column what it means, under columns"
    return f"of its {accepted.report.rows.read:,} rows {accepted.report.rows.rejected:,} were rejected"


def relations_of(sources: Sequence[tuple[str, Accepted]]) -> pa.Table | None:
    """What contracts declare of who is related to whom, under the sources' names; ``None`` where none does."""
    if not any(accepted.contract.relations for _, accepted in sources):
        return None
    return pa.concat_tables([_under(name, accepted.relations) for name, accepted in sources])


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Whose records go from what an earlier run knew. Written nowhere.

    ``held_back``: by the adoption team. ``told_no_longer``: they, and whom rows of changes told of before, but not now.
    """

    held_back: frozenset[RecordKey] = field(repr=False)
    told_no_longer: frozenset[RecordKey] = field(repr=False)


def leaving_from(sources: Sequence[tuple[str, Accepted]]) -> Leaving:
    held_back = frozenset((name, record_id) for name, accepted in sources for record_id in accepted.kept_out)
    left_out = frozenset((name, record_id) for name, accepted in sources for record_id in accepted.left_out)
    return Leaving(held_back=held_back, told_no_longer=held_back | left_out)


def _under(name: str, table: pa.Table) -> pa.Table:
    place = table.column_names.index("dataset")
    return table.set_column(place, "dataset", pa.array([name] * len(table), pa.string()))


def others_of(sources: Sequence[tuple[str, Accepted]]) -> dict[str, str]:
    """How each column without a meaning of its own is compared."""
    return {
        other.column: str(other.compare)
        for _, accepted in sources
        for block in accepted.contract.people
        for other in block.columns.other
    }
