"""Say who a person described is, among all who are known, at once and with the batch's own weights."""

from goldenthread.linkage.lookup.looking import Evidence, Hit, Lookup
from goldenthread.linkage.lookup.shelf import write_shelf

__all__ = ["Evidence", "Hit", "Lookup", "write_shelf"]
