"""``goldenthread approve``: who answers for the use of a model puts their name on its card."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from unicodedata import category

import typer

from goldenthread.command.as_written import MODEL
from goldenthread.command.ending import Ending, end, refuse, say, say_as_json
from goldenthread.command.folders import NotWritten, whole_folder
from goldenthread.command.linked_input import UnreadableInput
from goldenthread.command.linked_output import write_report
from goldenthread.command.model_cards import model_of_run
from goldenthread.linkage import UnreadableModel, approve, write_model

REPORT = "report.json"
NO_PART_OF_A_NAME = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode's categories: control, half a character, a new line, a new paragraph."""


def register(app: typer.Typer) -> None:
    app.command("approve")(approve_model)


def approve_model(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The output of goldenthread link.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Name and office, as they shall stand on the card.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Approve the model of a linkage for the one use that stands on its card.

    Later runs with --model carry every approval; a model that is trained anew has none, and one that was changed since
    is refused. Keep the digest that is printed: it says which model, with which figures, was approved.
    """
    try:
        model = model_of_run(folder)
        _hold_to_a_name(by)
        approved = approve(model, by=by.strip(), on=datetime.now(UTC).date())
        report = _report(folder / REPORT)
        report["model"]["card"] = asdict(approved.card)
        with whole_folder(folder) as draft:
            (draft / MODEL).write_text(write_model(approved), encoding="utf-8")
            write_report(report, draft)
    except (UnreadableInput, UnreadableModel, NotWritten) as fault:
        refuse(str(fault), as_json=as_json)
    given, use, times = approved.card.approvals[-1], approved.card.may_be_used_for, len(approved.card.approvals)
    if as_json:
        told = {"approved_by": given.by, "approved_on": given.on, "use": use}
        say_as_json({**told, "figures": given.figures, "digest": given.digest, "approvals": times})
    else:
        say(f"Approved by {given.by} on {given.on} for {use}; for nothing else.")
        say(f"Approvals on its card: {times}. Measurements it was approved with: {given.figures}.")
        say(f"Digest of what was approved: {given.digest}")
    end(Ending.DONE)


def _hold_to_a_name(by: str) -> None:
    """One line that all can read: a name in two would stand on card and terminal as if somebody else had written one.

    Raises: UnreadableInput.
    """
    if not by.strip():
        raise UnreadableInput("--by is empty. Give the name and office of whoever answers for the use.")
    if any(category(sign) in NO_PART_OF_A_NAME for sign in by):
        raise UnreadableInput(
            "--by has a line break, or another sign that shows nothing. Give name and office in one line."
        )


def _report(path: Path) -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        report["model"]["card"]["trained_on"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UnreadableInput(f"{path}: cannot be read ({type(fault).__name__}). Link again.") from fault
    return report
