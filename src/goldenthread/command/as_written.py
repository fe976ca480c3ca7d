"""Whether an earlier output is as its run wrote it: what it holds of people and decisions is otherwise lost unseen."""

import hashlib
from pathlib import Path
from typing import Any

from goldenthread.command.linked_input import DECISIONS, PEOPLE_FILE, UnreadableInput, report_of
from goldenthread.linkage.incremental import FOLDER

DIGESTS = "digests"
"""What ``report.json`` calls them."""
STANDING = f"{FOLDER}/about.json"
"""It has the digests of what else stands."""
HELD_IN = {PEOPLE_FILE: "person ids", DECISIONS: "decisions that people took", STANDING: "what stands"}


def digests_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file that a later run goes on from."""
    return {name: _digest(folder / name) for name in HELD_IN if (folder / name).exists()}


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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
