"""Whether an output is as its run wrote it: else what it holds of people and decisions is lost unseen, and figures are
put on the card of a model that did not earn them."""

import hashlib
from pathlib import Path
from typing import Any

from goldenthread.command.ending import complain
from goldenthread.command.family_output import FAMILIES, HOUSEHOLDS
from goldenthread.command.linked_input import DECISIONS, LINKS_FILE, PEOPLE_FILE, UnreadableInput, report_of
from goldenthread.linkage import Model, read_model
from goldenthread.linkage.incremental import FOLDER
from goldenthread.linkage.model_file import digest_of

DIGESTS = "digests"
"""What ``report.json`` calls them."""
STANDING = f"{FOLDER}/about.json"
"""It has the digests of what else stands."""
MODEL = "model.json"
"""Its digest is of what was learned, and not of the file, for its card grows after the run."""
HELD_IN = {PEOPLE_FILE: "person ids", DECISIONS: "decisions that people took", STANDING: "what stands"}
MEASURED_OF = (PEOPLE_FILE, LINKS_FILE, FAMILIES, HOUSEHOLDS)
"""What ``evaluate`` measures."""


def digests_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file that a later run goes on from, or that is measured, and what tells its model from
    others."""
    names = dict.fromkeys((*HELD_IN, *MEASURED_OF))
    files = {name: _digest(folder / name) for name in names if (folder / name).exists()}
    return {**files, MODEL: digest_of(read_model((folder / MODEL).read_text(encoding="utf-8")))}


def hold_to_what_was_written(previous: Path, *, stands: bool) -> None:
    """``stands``: whether what it kept is gone on from. An output of an earlier version has no digests.

    Raises: UnreadableInput.
    """
    if not stands and not (previous / "report.json").exists():
        return
    told: Any = report_of(previous).get(DIGESTS)
    for name, lost in HELD_IN.items():
        if not isinstance(told, dict) or (name == STANDING and not stands):
            continue
        path = previous / name
        if (_digest(path) if path.exists() else None) != told.get(name):
            how = "was changed after its run" if path.exists() else "is missing"
            raise UnreadableInput(
                f"{path}: it {how}, so that {lost} could be lost unseen. Restore {previous} from a copy. Without one, "
                "link without --previous: person ids begin anew, and what people decided is given with --constraints."
            )


def hold_to_what_was_linked(folder: Path) -> None:
    """Before it is measured. Without a report nothing says what was written, and no card takes the figures; an output
    of an earlier version has no digests, of these files or of any: that is said.

    Raises: UnreadableInput.
    """
    if not (folder / "report.json").exists():
        return
    told: Any = report_of(folder).get(DIGESTS)
    told = told if isinstance(told, dict) else {}
    for name in MEASURED_OF:
        path = folder / name
        if not path.exists():
            if name in told:
                raise UnreadableInput(f"{path}: it is missing, and its run wrote it. Restore it, or link again.")
        elif name in told and _digest(path) != told[name]:
            raise UnreadableInput(
                f"{path}: it was changed after its run, so that figures of it would not be the model's. Restore it "
                "from a copy, or link again. A linkage of your own making is measured in a folder without report.json."
            )
    unchecked = [name for name in MEASURED_OF[:2] if name not in told]
    if unchecked:
        complain(
            f"{folder}: whether {' and '.join(unchecked)} is as its run wrote it could not be checked, for an earlier "
            "version linked it. Link again if anybody is to rely on these figures."
        )


def hold_to_model_of_run(model: Model, folder: Path) -> None:
    """Before anything is put on its card. An output of an earlier version has no digest of its model: that is said.

    ``model``: as ``model.json`` in ``folder`` has it. Raises: UnreadableInput.
    """
    told: Any = report_of(folder).get(DIGESTS)
    own = told.get(MODEL) if isinstance(told, dict) else None
    if own is None:
        complain(
            f"{folder}: whether {MODEL} is the model of this run could not be checked, for an earlier version linked "
            "it. Link again if anybody is to rely on what stands on its card."
        )
    elif own != digest_of(model):
        raise UnreadableInput(
            f"{folder / MODEL}: it is not the model that this run linked with, so that its card would tell of another "
            "model's work. Restore it from a copy, or link again. If this is the model that you want to use: link with "
            f"--model {folder / MODEL} into another folder, and go on there."
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
