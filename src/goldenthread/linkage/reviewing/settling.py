"""Two people answer, neither seeing the other's answer; where they differ a third does. Two of them must agree."""

from collections.abc import Hashable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from goldenthread.linkage.shapes import Decided

T = TypeVar("T", bound=Hashable)


class Said(StrEnum):
    """What one reviewer says of two records."""

    SAME = "same"
    DIFFERENT = "different"
    CANNOT_TELL = "cannot_tell"


class Settled(StrEnum):
    """What is settled. ``OPEN``: what there is does not tell, so the machine's own answer stays."""

    SAME = "same"
    DIFFERENT = "different"
    OPEN = "open"
    NOT_THEIRS = "not_theirs"
    """Of a record and a number on it: the number is somebody else's."""

    @property
    def decided(self) -> Decided | None:
        """What every later linking must obey; ``None``: nothing."""
        return _DECIDED[self]


class Standoff(StrEnum):
    """Why nothing is settled yet."""

    NEEDS_A_SECOND = "needs_a_second"
    NEEDS_A_THIRD = "needs_a_third"


_DECIDED = {
    Settled.SAME: Decided.LINK,
    Settled.DIFFERENT: Decided.APART,
    Settled.OPEN: None,
    Settled.NOT_THEIRS: Decided.NOT_THEIRS,
}
AGREED: Mapping[Said, Settled] = MappingProxyType(
    {Said.SAME: Settled.SAME, Said.DIFFERENT: Settled.DIFFERENT, Said.CANNOT_TELL: Settled.OPEN}
)


def settle(first: Said, second: Said | None = None, third: Said | None = None) -> Settled | Standoff:
    """What two of them say. Three who say three different things leave it open: nobody was seconded."""
    found = agree(*(said for said in (first, second, third) if said is not None))
    if isinstance(found, Standoff):
        return found
    return Settled.OPEN if found is None else AGREED[found]


def agree(*answers: T) -> T | Standoff | None:
    """The answer that two of three gave, in whatever an answer consists; ``None`` where three gave three."""
    if len(answers) < 2:
        return Standoff.NEEDS_A_SECOND
    first, second, *rest = answers
    if first == second:
        return first
    if not rest:
        return Standoff.NEEDS_A_THIRD
    return rest[0] if rest[0] in (first, second) else None
