"""Whether an output is as its run wrote it: else what it holds of people and decisions is lost unseen, and figures are
put on the card of a model that did not earn them."""

import hashlib
from pathlib import Path
from typing import Any

from goldenthread.command.ending import complain
from goldenthread.command.family_output import FAMILIES, HOUSEHOLDS
from goldenthread.command.linked_input import DECISIONS, LINKS_FILE, PEOPLE_FILE, UnreadableInput, report_of
from goldenthread.linkage.incremental import FOLDER

DIGESTS = "digests"
"""What ``report.json`` calls them."""
STANDING = f"{FOLDER}/about.json"
"""It has the digests of what else stands."""
HELD_IN = {PEOPLE_FILE: "person ids", DECISIONS: "decisions that people took", STANDING: "what stands"}
MEASURED_OF = (PEOPLE_FILE, LINKS_FILE, FAMILIES, HOUSEHOLDS)
"""What ``evaluate`` measures."""


def digests_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file that a later run goes on from, or that is measured."""
    names = dict.fromkeys((*HELD_IN, *MEASURED_OF))
    return {name: _digest(folder / name) for name in names if (folder / name).exists()}


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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
