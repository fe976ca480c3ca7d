"""What a predicate is that speaks against joining two records: when it holds, and what it then does to them."""

import math
from dataclasses import dataclass

from goldenthread.linkage.conditions import Condition

RELATIVES_ARE_LIVE_BELOW_BITS = 8.0
"""One person is less than 256 times as likely as two relatives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """``bars``: the two may not come into one person by way of others either. ``to_review``: a person should see it."""

    name: str
    holds_when: Condition
    bars: bool
    to_review: bool
    despite_identifier: bool = False
    of_relatives: bool = False
    """Speaks only where two relatives are a live explanation: in data without families a forename that differs is
    more likely mistyped than a twin's."""
    doubts_identifier: bool = False
    """The number may be another person's: what it says of other pairs is not believed either."""
    of_one_name: bool = False
    """Speaks also where relatives are a live explanation only if no fewer of them have one forename than strangers."""
    outweighed: bool = True
    """Speaks no more from ``OUTWEIGHED_FROM_BITS`` up. Only where it is ``of_relatives``."""
    whatever_learned: bool = False
    """Speaks of relatives where the model learned that there are few as well."""
    of_families_alone: bool = False
    """Not heard where the records show that they hold no families, like those that speak whatever was learned."""
    for_good: bool = False
    """Bars relatives whatever the pair weighs, for what differs is no slip."""
    contradicts: bool = True
    """The pair speaks against its records being one person; else it only says too little for it."""
    of_one_copy: bool = False
    """One faulty copy may bring it about: it keeps its two records apart, and not their people where nearly all that
    these say agrees."""
    below_bits: float | None = None
    """Speaks only of pairs that weigh less."""
    review_from_bits: float = -math.inf
    """Pairs that weigh less are not worth a person's time."""

    @property
    def asks_if_relatives_are_live(self) -> bool:
        return self.of_relatives and not self.whatever_learned

    def live_below_bits(self, unlearned_bits: float) -> float:
        """Relatives are a live explanation of what is less likely one person than that."""
        return RELATIVES_ARE_LIVE_BELOW_BITS + (unlearned_bits if self.of_one_name else 0.0)

    @property
    def bars_below_bits(self) -> float:
        """Where a slip could be why, relatives are barred only if the weight, too, says that they are two people."""
        slips = self.of_relatives and not self.for_good
        return (0.0 if slips else math.inf) if self.bars else -math.inf

    @property
    def bars_people_below_bits(self) -> float:
        """Where people say that two others of their records are one person: what one faulty copy brings about is no
        reason against it, and what a person should see is asked about then."""
        return -math.inf if self.of_one_copy or self.to_review else self.bars_below_bits
