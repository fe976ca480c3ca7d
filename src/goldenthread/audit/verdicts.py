"""What a check of a ledger or a receipt says: whole, broken and where, or not readable at all."""

from dataclasses import dataclass, field
from enum import StrEnum


class Soundness(StrEnum):
    WHOLE = "whole"
    BROKEN = "broken"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The largest head that one witness is shown to hold."""

    witness: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer of a check, in words and in numbers.

    ``first_wrong`` is the first entry that is not as it was sealed; when the proof can only say that it stands in a
    range, ``last_suspect`` is the end of that range. ``keys_were_given`` is false when signatures were checked only
    against keys that the file itself carries, which proves that it agrees with itself and not who made it.
    """

    soundness: Soundness
    because: str
    first_wrong: int | None = None
    last_suspect: int | None = None
    entries: int = 0
    erased: int = 0
    heads: int = 0
    root: str = ""
    held_by: tuple[Held, ...] = ()
    keys_were_given: bool = False
    told: str = field(default="", repr=False)

    @property
    def is_whole(self) -> bool:
        return self.soundness is Soundness.WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong, and the entries among which the first wrong one stands."""

    first: int
    last: int
    because: str

    @property
    def nearest(self) -> tuple[int, int]:
        """Sorts faults so that the first says most exactly where the first wrong entry stands."""
        return self.last, -self.first
