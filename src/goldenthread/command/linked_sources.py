"""The sources that ``goldenthread link`` names, read by their contracts."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from goldenthread.command.linked_input import UnreadableInput
from goldenthread.command.progress import counting
from goldenthread.intake import Accepted, Contract, HeldBack, accept, find_contract, read_contract


def read_source(told: str, *, on: date, held_back: HeldBack | None, quiet: bool) -> tuple[str, Accepted]:
    """A source's name and what its file gives. Raises: UnreadableInput, and as ``accept`` and ``read_contract``."""
    name, equals, rest = told.partition("=")
    file, colon, contract = rest.rpartition(":")
    if not (name and equals and file and colon and contract):
        raise UnreadableInput(f"--source {told}: write NAME=FILE:CONTRACT, such as schools=pupils.csv:pupils.yaml.")
    with counting(f"rows of {name}", quiet=quiet) as progress:
        return name, accept([Path(file)], _contract(contract), on=on, held_back=held_back, progress=progress)


def _contract(named: str) -> Contract:
    path = Path(named)
    return read_contract(path) if path.suffix in (".yaml", ".yml") or path.exists() else find_contract(named)


def records_of(sources: Sequence[tuple[str, Accepted]]) -> pa.Table:
    """All records in one table; each goes under the name that its source has on the command line.

    Raises: UnreadableInput.
    """
    names = [name for name, _ in sources]
    for name in names:
        if names.count(name) > 1:
            raise UnreadableInput(f"two sources are called {name}. Give each its own name.")
    return pa.concat_tables([_under(name, accepted.records) for name, accepted in sources])


def relations_of(sources: Sequence[tuple[str, Accepted]]) -> pa.Table | None:
    """What contracts declare of who is related to whom, under the sources' names; ``None`` where none does."""
    if not any(accepted.contract.relations for _, accepted in sources):
        return None
    return pa.concat_tables([_under(name, accepted.relations) for name, accepted in sources])


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
