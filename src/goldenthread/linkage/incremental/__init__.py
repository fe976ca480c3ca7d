"""Link only what changed since the last run, keep person ids, and say what became of everybody."""

from goldenthread.linkage.incremental.history import Change, ChangeKind, undo
from goldenthread.linkage.incremental.reference import Reference, refer_to
from goldenthread.linkage.incremental.relinking import Relinked, link_changes
from goldenthread.linkage.incremental.standing import Standing, nothing, stand

__all__ = [
    "Change",
    "ChangeKind",
    "Reference",
    "Relinked",
    "Standing",
    "link_changes",
    "nothing",
    "refer_to",
    "stand",
    "undo",
]
