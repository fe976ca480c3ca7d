"""Link only what changed since the last run, keep person ids, and say what became of everybody."""

from goldenthread.linkage.incremental.hindering import Held, what_hinders_each
from goldenthread.linkage.incremental.history import Change, ChangeKind, recorded, undo, what_became
from goldenthread.linkage.incremental.keeping import FOLDER, KeptByAnotherVersion, NothingKept, keep, read_kept
from goldenthread.linkage.incremental.reference import Reference, refer_to
from goldenthread.linkage.incremental.relinking import Relinked, link_changes, newest_of_each
from goldenthread.linkage.incremental.standing import Standing, nothing, stand
from goldenthread.linkage.incremental.trying import what_hinders

__all__ = [
    "FOLDER",
    "Change",
    "ChangeKind",
    "Held",
    "KeptByAnotherVersion",
    "NothingKept",
    "Reference",
    "Relinked",
    "Standing",
    "keep",
    "link_changes",
    "newest_of_each",
    "nothing",
    "read_kept",
    "recorded",
    "refer_to",
    "stand",
    "undo",
    "what_became",
    "what_hinders",
    "what_hinders_each",
]
