"""What ``goldenthread link`` and ``evaluate`` read besides agency files: tables, and what reviewers decided."""

import csv
from collections.abc import Sequence
from pathlib import Path

from goldenthread.command.linked_output import PEOPLE_COLUMNS
from goldenthread.linkage import Constraint, Decided, Model, UnreadableModel, read_model

RecordKey = tuple[str, str]

CONSTRAINT_COLUMNS = ("source_l", "record_id_l", "source_r", "record_id_r", "decision")


class UnreadableInput(Exception):
    """What the command line names cannot be used. The message says where, why and what to do next."""


def constraints_in(path: Path | None) -> list[Constraint]:
    """What reviewers decided, as ``--constraints`` takes it. Raises: UnreadableInput."""
    told = []
    for number, (left, left_id, right, right_id, decided) in enumerate(rows_of(path, CONSTRAINT_COLUMNS), 2):
        if decided not in (Decided.LINK, Decided.APART):
            raise UnreadableInput(f"{path}, line {number}: the decision is neither link nor apart.")
        told.append(
            Constraint(
                dataset_l=left, record_id_l=left_id, dataset_r=right, record_id_r=right_id, decided=Decided(decided)
            )
        )
    return told


def model_in(path: Path) -> Model:
    """A trained model. Raises: UnreadableInput, UnreadableModel."""
    try:
        return read_model(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableInput(f"{path}: cannot be read ({type(fault).__name__}). Check the path.") from fault
    except UnreadableModel as fault:
        raise UnreadableModel(f"{path}: {fault}") from fault


def people_of(folder: Path) -> dict[RecordKey, str]:
    """Each record's person in an output of linking. Raises: UnreadableInput."""
    return {(r[0], r[1]): r[2] for r in rows_of(folder / "people.csv", PEOPLE_COLUMNS)}


def rows_of(path: Path | None, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """The named columns of a CSV file."""
    if path is None:
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise UnreadableInput(
                    f"{path}: there is no column {', '.join(missing)}. It needs {', '.join(columns)}."
                )
            return [tuple(row[c] or "" for c in columns) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableInput(f"{path}: cannot be read ({type(fault).__name__}). Check the path.") from fault
