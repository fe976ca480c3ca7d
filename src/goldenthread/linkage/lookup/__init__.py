"""Say who a person described is, among all who are known, at once and with the batch's own weights."""

from goldenthread.linkage.lookup.commonness import Common
from goldenthread.linkage.lookup.describing import Describing, Filed, Likely, columns_filed, common_of, file_described
from goldenthread.linkage.lookup.filing import Filing, write_shelf
from goldenthread.linkage.lookup.looking import Answer, Evidence, Hit, Lookup, Searched
from goldenthread.linkage.lookup.shape import MisshapenRecord
from goldenthread.linkage.lookup.wholeness import UnreadableShelf, check_shelf

__all__ = [
    "Answer",
    "Common",
    "Describing",
    "Evidence",
    "Filed",
    "Filing",
    "Hit",
    "Likely",
    "Lookup",
    "MisshapenRecord",
    "Searched",
    "UnreadableShelf",
    "check_shelf",
    "columns_filed",
    "common_of",
    "file_described",
    "write_shelf",
]
