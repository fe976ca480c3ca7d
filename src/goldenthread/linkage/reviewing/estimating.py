"""How right the machine was, from pairs drawn at random and settled by people."""

from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.linkage.evaluating import interval
from goldenthread.linkage.reviewing.settling import Settled
from goldenthread.linkage.shapes import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A settled pair: what the machine had made of it, whether chance chose it, and what people found."""

    outcome: Outcome
    by_chance: bool
    settled: Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Of the pairs with this outcome that chance chose: how many people found to be one person, two, or could not say.

    Those that nobody could tell count neither for nor against.
    """

    outcome: Outcome
    same: int
    different: int
    open: int

    @property
    def told(self) -> int:
        return self.same + self.different

    @property
    def share(self) -> float | None:
        """How many of the pairs are one person; ``None`` while none has been told."""
        return self.same / self.told if self.told else None

    @property
    def between(self) -> tuple[float, float]:
        """The 95 % interval of ``share``. Source: Wilson (1927), the score interval."""
        low, high = interval(self.same, self.told)
        return low, high


def estimate(ruled: Iterable[Ruled], outcome: Outcome) -> Estimate:
    """Only what chance chose is counted: the pairs that people were shown first are the doubtful ones."""
    found = [one.settled for one in ruled if one.outcome is outcome and one.by_chance]
    return Estimate(
        outcome=outcome,
        same=found.count(Settled.SAME),
        different=found.count(Settled.DIFFERENT),
        open=found.count(Settled.OPEN),
    )
