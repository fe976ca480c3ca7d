"""What became of people in earlier runs, kept where each run is written over the one before."""

import csv
import json
from collections.abc import Collection, Sequence
from pathlib import Path

from goldenthread.command.keeping_out import tokens_told_by
from goldenthread.command.linked_input import UnreadableInput, people_of, report_of, rows_of
from goldenthread.command.relinking import CHANGES, CHANGES_COLUMNS
from goldenthread.linkage.naming import RecordKey

EARLIER = "changes-earlier.csv"
"""It takes its place before ``changes.csv`` does, so that a run that is killed between the two loses nothing."""
EARLIER_COLUMNS = ("ran_on", *CHANGES_COLUMNS)
Row = tuple[str, ...]


def earlier_changes(
    out: Path, previous: Path | None, *, held_back: Collection[RecordKey], tokens: str | None
) -> list[Row]:
    """What stood in ``out`` of earlier runs, with the day of each, where this run goes on from ``out`` and over it.

    A joined or parted person may pair who an adopted child was with who it is. So nothing is carried on once other
    tokens are given, for whoever they hold back may be in no file any more; nor is what names a record that is held
    back, or whoever it was. Raises: UnreadableInput, Unreadable.
    """
    goes_on = previous is not None and previous.resolve() == out.resolve()
    if not goes_on or tokens_told_by(out) != tokens:
        return []
    before = rows_of(out / EARLIER, EARLIER_COLUMNS) if (out / EARLIER).exists() else []
    last = rows_of(out / CHANGES, CHANGES_COLUMNS) if (out / CHANGES).exists() else []
    ran_on = str(report_of(out).get("ran_on", ""))
    dated = [(ran_on, *row) for row in last]
    if dated and before[-len(dated) :] == dated:  # a run was killed when it had put them there
        dated = []
    people = {person for key, person in people_of(out).items() if key in held_back}
    return [row for row in (*before, *dated) if not _names(row, held_back, people)]


def hold_changes_of(out: Path, previous: Path | None) -> None:
    """A run may not write over what became of people in earlier runs unless it goes on from there.

    One from another output may write over what became of people in one run, as when that run is made again: their ids
    come from the same place. Raises: UnreadableInput.
    """
    if previous is not None and previous.resolve() == out.resolve():
        return
    kept = {EARLIER: EARLIER_COLUMNS} if previous else {EARLIER: EARLIER_COLUMNS, CHANGES: CHANGES_COLUMNS}
    try:
        lost = {name: len(rows_of(out / name, of)) for name, of in kept.items() if (out / name).exists()}
    except UnreadableInput as fault:
        raise UnreadableInput(
            f"{out} holds what became of people in earlier runs, and it cannot be read, so linking into it would erase "
            f"it. Choose another --out. {fault}"
        ) from fault
    if any(lost.values()):
        told = " and ".join(name for name, lines in lost.items() if lines)
        raise UnreadableInput(
            f"{out} holds what became of people in earlier runs ({told}), and linking into it from nothing or from "
            f"another output would erase that. Add --previous {out} to go on from there, with people's ids, or choose "
            "another --out."
        )


def ids_there(out: Path) -> frozenset[str]:
    """What people are called in the output that a run is going to write over; nothing where none can be read."""
    try:
        return frozenset(people_of(out).values()) if out.is_dir() else frozenset()
    except UnreadableInput:
        return frozenset()


def write_earlier(rows: Sequence[Row], path: Path) -> bool:
    """No file, and false, where there is nothing."""
    if rows:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows((EARLIER_COLUMNS, *rows))
    return bool(rows)


def _names(row: Row, held_back: Collection[RecordKey], people: Collection[str]) -> bool:
    _, _, person, other, _, records = row
    named = {(str(dataset), str(record)) for dataset, record in json.loads(records)}
    return person in people or other in people or not named.isdisjoint(held_back)
