"""The model that a run is given or goes on from, held to every approval and measurement that its card has had.

The report beside a model tells of them. An approval's digest covers those before it, so that the last ones alone could
be taken off unseen; ``link``, ``evaluate`` and ``approve`` write card and report together. It is no signature: whoever
changes both is not found out, nor is anything where a model lies without its report.
"""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from goldenthread.command.as_written import MODEL, hold_to_model_of_run
from goldenthread.command.linked_input import UnreadableInput
from goldenthread.linkage import Model, UnreadableModel, read_model
from goldenthread.linkage.incremental import Standing
from goldenthread.linkage.model_file import digest_of

GROWING = {"approvals": "approvals", "measured": "measurements"}
"""What a card gets more of after its model was trained."""


def model_in(path: Path) -> Model:
    """Raises: UnreadableInput, UnreadableModel."""
    try:
        model = read_model(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableInput(f"{path}: cannot be read ({type(fault).__name__}). Check the path.") from fault
    except UnreadableModel as fault:
        raise UnreadableModel(f"{path}: {fault}") from fault
    _hold_to_report(model, path.parent)
    return model


def model_of_run(folder: Path) -> Model:
    """The model of an output whose card shall have more on it. Raises: UnreadableInput, UnreadableModel."""
    model = model_in(folder / MODEL)
    hold_to_model_of_run(model, folder)
    return model


def with_its_card(standing: Standing, previous: Path) -> Standing:
    """With what was put on the model's card after the run: how right it proved, and who approved it.

    Raises: UnreadableInput, UnreadableModel.
    """
    path = previous / MODEL
    model = model_in(path) if path.exists() else standing.model
    if digest_of(model) != digest_of(standing.model):
        model = standing.model
    _hold_to_report(model, previous)
    return replace(standing, model=model)


def _hold_to_report(model: Model, folder: Path) -> None:
    """``folder``: where the model lies. Raises: UnreadableModel."""
    told, card = _card_in(folder / "report.json"), json.loads(json.dumps(asdict(model.card)))
    if any(told.get(name) != value for name, value in card.items() if name not in GROWING):
        return
    for name, what in GROWING.items():
        there = told.get(name, [])
        if card[name][: len(there)] != there:
            raise UnreadableModel(
                f"{folder / MODEL}: its card lacks {what} of which report.json beside it tells ({len(there):,} "
                f"there, {len(card[name]):,} here). Restore the file as it was last approved or measured, or train a "
                "model anew: link without --model and --previous."
            )


def _card_in(report: Path) -> dict[str, Any]:
    """What the report says of the model; nothing where there is no report, or none that can be read."""
    try:
        card = json.loads(report.read_text(encoding="utf-8"))["model"]["card"]
    except (OSError, ValueError, LookupError, TypeError):
        return {}
    return card if isinstance(card, dict) else {}
