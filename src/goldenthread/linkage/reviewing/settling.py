"""Two people answer, neither seeing the other's answer; where they differ a third does. Two of them must agree."""

from enum import StrEnum

from goldenthread.linkage.shapes import Decided


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

    @property
    def decided(self) -> Decided | None:
        """What every later linking must obey; ``None``: nothing."""
        return _DECIDED[self]


class Standoff(StrEnum):
    """Why nothing is settled yet."""

    NEEDS_A_SECOND = "needs_a_second"
    NEEDS_A_THIRD = "needs_a_third"


_DECIDED = {Settled.SAME: Decided.LINK, Settled.DIFFERENT: Decided.APART, Settled.OPEN: None}
_AGREED = {Said.SAME: Settled.SAME, Said.DIFFERENT: Settled.DIFFERENT, Said.CANNOT_TELL: Settled.OPEN}


def settle(first: Said, second: Said | None = None, third: Said | None = None) -> Settled | Standoff:
    """Two who say the same settle it. Three who say three different things leave it open: nobody was seconded."""
    if second is None:
        return Standoff.NEEDS_A_SECOND
    if first is second:
        return _AGREED[first]
    if third is None:
        return Standoff.NEEDS_A_THIRD
    return _AGREED[third] if third in (first, second) else Settled.OPEN
