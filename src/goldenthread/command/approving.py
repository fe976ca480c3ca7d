"""``goldenthread approve``: who answers for the use of a model puts their name on its card."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from goldenthread.command.ending import Ending, end, refuse, say, say_as_json
from goldenthread.command.folders import NotWritten, whole_folder
from goldenthread.command.linked_input import UnreadableInput, model_in
from goldenthread.command.linked_output import write_report
from goldenthread.linkage import UnreadableModel, write_model
from goldenthread.linkage.model import approve

MODEL, REPORT = "model.json", "report.json"


def register(app: typer.Typer) -> None:
    app.command("approve")(approve_model)


def approve_model(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The output of goldenthread link.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Name and office, as they shall stand on the card.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Approve the model of a linkage for the one use that stands on its card.

    Later runs with --model carry the approval; a model that is trained anew has none.
    """
    try:
        model = model_in(folder / MODEL)
        if not by.strip():
            raise UnreadableInput("--by is empty. Give the name and office of whoever answers for the use.")
        approved = approve(model, by=by.strip(), on=datetime.now(UTC).date())
        report = _report(folder / REPORT)
        report["model"]["card"] |= {"approved_by": approved.card.approved_by, "approved_on": approved.card.approved_on}
        with whole_folder(folder) as draft:
            (draft / MODEL).write_text(write_model(approved), encoding="utf-8")
            write_report(report, draft)
    except (UnreadableInput, UnreadableModel, NotWritten) as fault:
        refuse(str(fault), as_json=as_json)
    card = approved.card
    if as_json:
        say_as_json({"approved_by": card.approved_by, "approved_on": card.approved_on, "use": card.may_be_used_for})
    else:
        say(f"Approved by {card.approved_by} on {card.approved_on} for {card.may_be_used_for}; for nothing else.")
    end(Ending.DONE)


def _report(path: Path) -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        report["model"]["card"]["trained_on"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UnreadableInput(f"{path}: cannot be read ({type(fault).__name__}). Link again.") from fault
    return report
