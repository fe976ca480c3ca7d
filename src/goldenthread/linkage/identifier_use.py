"""The dated switch that says in which datasets an identifier may serve as a key."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from goldenthread.linkage.tables import HERE
from goldenthread.vocabulary import IdentifierKind, read_document

EVERY_DATASET = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """From ``since`` until the day before ``until``, may ``kind`` be a key in ``dataset``? And why."""

    kind: IdentifierKind
    dataset: str
    may_be_key: bool
    since: date
    until: date | None = None
    because: str = ""

    def is_in_force(self, *, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierUse:
    """All switches of an area. A dataset that no switch names follows ``"*"``; without any, nothing is a key."""

    switches: tuple[Switch, ...] = ()

    def may_be_key(self, kind: IdentifierKind, dataset: str, *, on: date) -> bool:
        speaks = self.switch_for(kind, dataset, on=on)
        return speaks is not None and speaks.may_be_key

    def switch_for(self, kind: IdentifierKind, dataset: str, *, on: date) -> Switch | None:
        """The switch that names the dataset goes before the one for all; of several, the one that began last."""
        in_force = [s for s in self.switches if s.kind == kind and s.is_in_force(on=on)]
        for name in (dataset, EVERY_DATASET):
            named = [s for s in in_force if s.dataset == name]
            if named:
                return max(named, key=lambda s: s.since)
        return None


IGNORED = IdentifierUse()
"""No identifier is a key anywhere: everything is linked on names, dates and places."""


@cache
def default_identifier_use() -> IdentifierUse:
    """The switches that come with Golden Thread."""
    return read_document(HERE / "identifier_use.yaml", IdentifierUse)
