"""What only the whole can say about one person's details: how common a name is, and whether it is a forename."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from goldenthread.linkage.lookup.details import Details
from goldenthread.linkage.own_names import forename_in_family
from goldenthread.linkage.tables import nickname_roots


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """How common names are. Kept beside an index, as the batch counted them.

    Shape: ``shares`` has for each column the share of each value, ``filled`` how many records fill it.
    """

    shares: Mapping[str, Mapping[str, float]] = field(repr=False)
    filled: Mapping[str, int]
    forenames: frozenset[str] = field(repr=False)
    """Those that enough people bear to be names in their own right."""

    def share_of(self, column: str, value: Any) -> float | None:
        """One that nobody has is as rare as if one more had it."""
        if value is None:
            return None
        return self.shares[column].get(value, 1.0 / (self.filled[column] + 1))

    def told_of(self, details: Details) -> Details:
        """The columns of these details that no record fills by itself, as the batch's reference fills them."""
        given = details["given"]
        known = given in self.forenames or given in nickname_roots()
        return {
            "given_known": None if given is None else "yes" if known else "no",
            "family_is_forename": forename_in_family(details["family"], self.shares, self.filled),
        }
