"""``goldenthread undo``: turn what a linking joined or split into the decisions that undo it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from goldenthread.command.as_written import hold_to_what_was_written
from goldenthread.command.ending import Ending, end, refuse, say, say_as_json
from goldenthread.command.folders import NotWritten
from goldenthread.command.linked_input import UnreadableInput, people_of, rows_of
from goldenthread.command.linked_output import write_decisions
from goldenthread.command.relinking import CHANGES, CHANGES_COLUMNS, standing_in
from goldenthread.linkage import Constraint
from goldenthread.linkage.incremental import Change, ChangeKind, NothingKept, Standing, undo, what_hinders
from goldenthread.linkage.naming import RecordKey

Undone = tuple[Change, tuple[Constraint, ...]]
CAN_BE_UNDONE = (ChangeKind.JOINED, ChangeKind.SPLIT)
NOT_TRIED = (
    "This output kept nothing to try them on. If the next linking cannot put back all that was split, it puts back "
    "none of it and says so."
)


def register(app: typer.Typer) -> None:
    app.command("undo")(undo_changes)


def undo_changes(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The output of goldenthread link --previous.")],
    change: Annotated[
        list[int], typer.Option("--change", metavar="LINE", help="A line of changes.csv; again for more.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="CSV", help="Where to write the decisions.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Undo what a linking joined or split: give the decisions to the next one with --constraints.

    Say which by its line in changes.csv, in which the heading is line 1. No later linking overturns these decisions
    until a person does.
    """
    try:
        now = people_of(folder)
        undone = {line: _undone(folder / CHANGES, line, now) for line in change}
        standing = standing_in(folder)
        hold_to_what_was_written(folder, stands=standing is not None)
        if standing:
            _hold_to_what_can_be(folder / CHANGES, undone, standing)
        told = [constraint for _, decisions in undone.values() for constraint in decisions]
        _write(told, out)
    except (UnreadableInput, NothingKept, NotWritten) as fault:
        refuse(str(fault), as_json=as_json)
    if as_json:
        say_as_json({"out": str(out), "decisions": len(told), "tried": standing is not None})
    else:
        say(f"Decisions written to {out}: {len(told):,}. Link again with --previous {folder} --constraints {out}.")
        if not standing:
            say(NOT_TRIED)
    end(Ending.DONE)


def _undone(path: Path, line: int, now: Mapping[RecordKey, str]) -> Undone:
    change = _change(path, line)
    return change, undo(change, now)


def _hold_to_what_can_be(path: Path, undone: Mapping[int, Undone], standing: Standing) -> None:
    """Raises: UnreadableInput where not all can be undone, for then nothing would be."""
    found = what_hinders(list(undone.values()), standing)
    if found is None:
        return
    change, why = found
    line = next(line for line, (one, _) in undone.items() if one is change)
    raise UnreadableInput(
        f"{path}, line {line}: this cannot be undone as a whole: {why}. By halves it would take records out of people "
        "whom nobody questioned, so nothing is written. Mend what is wrong at its source and link again, or decide on "
        "single pairs and give those decisions with --constraints."
    )


def _change(path: Path, line: int) -> Change:
    rows = rows_of(path, CHANGES_COLUMNS)
    if not rows:
        raise UnreadableInput(f"{path}: there is no line {line}. Nothing changed, so there is nothing to undo.")
    if not 2 <= line < len(rows) + 2:
        raise UnreadableInput(f"{path}: there is no line {line}. Its changes stand in lines 2 to {len(rows) + 1}.")
    kind, person, other, because, records = rows[line - 2]
    try:
        found = Change(
            kind=ChangeKind(kind),
            person_id=person,
            other_person_id=other or None,
            because=because,
            records=tuple((str(dataset), str(record)) for dataset, record in json.loads(records)),
        )
    except (ValueError, TypeError) as fault:
        raise UnreadableInput(f"{path}, line {line}: not as goldenthread link writes it. Link again.") from fault
    if found.kind not in CAN_BE_UNDONE:
        raise UnreadableInput(
            f"{path}, line {line}: somebody {kind} is nothing to undo. Name a line that joined or split."
        )
    return found


def _write(told: list[Constraint], out: Path) -> None:
    try:
        write_decisions(told, out)
    except OSError as fault:
        raise NotWritten(f"{out} cannot be written ({fault.strerror}). Choose another --out.") from fault
