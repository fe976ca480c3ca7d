"""What ``goldenthread link`` and ``evaluate`` read besides agency files: tables, and what reviewers decided."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from goldenthread.command.linked_output import CONSTRAINT_COLUMNS, PEOPLE_COLUMNS, TOGETHER
from goldenthread.linkage import Constraint, Decided
from goldenthread.linkage.incremental import FOLDER
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.numbers_of_others import COLUMN_OF

DECISIONS = "decisions.csv"
PEOPLE_FILE = "people.csv"
LINKS_FILE = "links.csv"
TRUTH_COLUMNS = ("source", "record_id", "entity")


class UnreadableInput(Exception):
    """What the command line names cannot be used. The message says where, why and what to do next."""


def constraints_in(path: Path | None, *, kept: bool = False) -> list[Constraint]:
    """What reviewers decided, as ``--constraints`` takes it; ``kept``: as an earlier run, perhaps less strict, wrote it
    down. Raises: UnreadableInput."""
    told = []
    rows = numbered_rows_of(path, CONSTRAINT_COLUMNS, TOGETHER)
    for number, row in rows:
        left, left_id, right, right_id, decided, together = row
        if not kept and (empty := _left_empty(row)):
            raise UnreadableInput(
                f"{path}, line {number}: {', '.join(empty)} {'is' if len(empty) == 1 else 'are'} empty, so that it "
                "decides nothing. Fill it in, or take the line out."
            )
        if decided not in tuple(Decided):
            raise UnreadableInput(
                f"{path}, line {number}: the decision is neither link nor apart, nor not_theirs nor theirs, which are "
                "of a number: source_r says what kind it is, and record_id_r which."
            )
        one = Constraint(
            dataset_l=left,
            record_id_l=left_id,
            dataset_r=right,
            record_id_r=right_id,
            decided=Decided(decided),
            together=together,
        )
        told.append(_of_a_number(one, f"{path}, line {number}") if one.is_of_a_number else one)
    return told


def _left_empty(row: tuple[str, ...]) -> list[str]:
    """Which columns of a decision say nothing. What a number needs is told with it."""
    of_a_number = row[4] in (Decided.NOT_THEIRS, Decided.THEIRS)
    needed = [0, 1] if of_a_number else range(len(CONSTRAINT_COLUMNS))
    return [CONSTRAINT_COLUMNS[place] for place in needed if not row[place].strip()]


def _of_a_number(one: Constraint, where: str) -> Constraint:
    """As records hold it. Raises: UnreadableInput, without the number."""
    if one.kind not in COLUMN_OF:
        raise UnreadableInput(f"{where}: source_r is no kind of number. There are: {', '.join(COLUMN_OF)}.")
    number = "".join(one.number.split()).upper()
    if not number:
        raise UnreadableInput(f"{where}: there is no number in record_id_r. Give the one that stands on the record.")
    return replace(one, record_id_r=number)


def decisions_of(folder: Path) -> list[Constraint]:
    """The decisions in force in an output of linking, those of an earlier version too. Raises: UnreadableInput."""
    if (folder / DECISIONS).exists():
        return constraints_in(folder / DECISIONS, kept=True)
    about = folder / FOLDER / "about.json"
    if not about.exists():
        return []
    try:
        kept = json.loads(about.read_text(encoding="utf-8"))["constraints"]
        return [Constraint(**{**c, "decided": Decided(c["decided"])}) for c in kept]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UnreadableInput(
            f"{about}: cannot be read ({type(fault).__name__}), and with it what people decided. Link without "
            "--previous, and give the decisions with --constraints."
        ) from fault


def on_nobody_of(kept_out: frozenset[RecordKey], decisions: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """Those that name nobody who is held back: a decision would pair who a child was before with who it is now."""
    return tuple(c for c in decisions if c.ends.isdisjoint(kept_out))


def hold_decisions_of(
    out: Path, in_force: Sequence[Constraint], now: Sequence[Constraint], *, kept_out: frozenset[RecordKey]
) -> None:
    """A run may not write over an output whose decisions it neither obeys nor was given anew. Raises: UnreadableInput.

    ``in_force`` holds what the run obeys, ``now`` what it was given with ``--constraints``.
    """
    there = [c for c in on_nobody_of(kept_out, _decisions_there(out)) if not c.names_one_record_twice]
    obeyed = {(c.ends, c.decided) for c in in_force}
    anew = {c.ends for c in now}
    lost = [c for c in there if c.ends not in anew and (c.ends, c.decided) not in obeyed]
    if lost:
        raise UnreadableInput(
            f"{out} holds decisions that people took and this run would not obey ({len(lost):,}); linking into it "
            f"would erase them. Add --previous {out} to keep them, or choose another --out."
        )


def _decisions_there(out: Path) -> list[Constraint]:
    try:
        return decisions_of(out)
    except UnreadableInput as fault:
        raise UnreadableInput(
            f"{out} holds decisions that people took, and they cannot be read, so linking into it would erase them. "
            f"Choose another --out. {fault}"
        ) from fault


def people_of(folder: Path) -> dict[RecordKey, str]:
    """Each record's person in an output of linking. Raises: UnreadableInput."""
    path = folder / PEOPLE_FILE
    person_of: dict[RecordKey, str] = {}
    for number, row in numbered_rows_of(path, PEOPLE_COLUMNS, whole=True):
        if not all(row):
            empty = PEOPLE_COLUMNS[row.index("")]
            raise UnreadableInput(f"{path}, line {number}: the {empty} is empty. Restore the file, or link again.")
        source, record, person = row
        person_of[source, record] = person
    return person_of


def truth_in(path: Path) -> dict[RecordKey, str]:
    """Who each record is about. Raises: UnreadableInput where one is about nobody, or about two."""
    entity_of: dict[RecordKey, str] = {}
    line_of: dict[RecordKey, int] = {}
    for number, (source, record, entity) in filled_rows_of(path, TRUTH_COLUMNS):
        key = (source, record)
        if entity_of.setdefault(key, entity) != entity:
            raise UnreadableInput(
                f"{path}, line {number}: the record has another entity in line {line_of[key]}, and it can be about one "
                "only. Take out the wrong line, or both."
            )
        line_of.setdefault(key, number)
    return entity_of


def report_of(folder: Path) -> dict[str, Any]:
    """What an output of linking says of its run. Raises: UnreadableInput."""
    path = folder / "report.json"
    try:
        report: dict[str, Any] = dict(json.loads(path.read_text(encoding="utf-8")).items())
    except (OSError, ValueError, AttributeError) as fault:
        raise UnreadableInput(f"{path}: cannot be read ({type(fault).__name__}). Restore it, or link again.") from fault
    return report


def filled_rows_of(path: Path, columns: Sequence[str]) -> list[tuple[int, tuple[str, ...]]]:
    """The named columns of a truth, none of them empty, each row with its line. Raises: UnreadableInput."""
    told = numbered_rows_of(path, columns)
    for number, row in told:
        for column, value in zip(columns, row, strict=True):
            if not value.strip():
                raise UnreadableInput(
                    f"{path}, line {number}: the {column} is empty, and all such lines would count as one. Fill it in, "
                    "or leave the line out: what has no truth is left out of the figures."
                )
    return told


def rows_of(path: Path | None, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """The named columns of a CSV file. Raises: UnreadableInput."""
    return [row for _, row in numbered_rows_of(path, columns)]


def numbered_rows_of(
    path: Path | None, columns: Sequence[str], *may_be: str, whole: bool = False
) -> list[tuple[int, tuple[str, ...]]]:
    """The named columns of a CSV file, and those that may be there, empty where they are not; each row with the line it
    ends on. ``whole``: every row must have as many values as the heading. Raises: UnreadableInput."""
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
            told, names = [], (*columns, *may_be)
            for row in reader:
                if whole and (None in row or None in row.values()):
                    named = len(reader.fieldnames or ())
                    raise UnreadableInput(
                        f"{path}, line {reader.line_num}: it has not the {named} values that the heading names. "
                        "Restore the file, or link again."
                    )
                told.append((reader.line_num, tuple(row.get(c) or "" for c in names)))
            return told
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableInput(f"{path}: cannot be read ({type(fault).__name__}). Check the path.") from fault
