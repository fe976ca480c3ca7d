"""Separate streams of chance, so that what is drawn in one place can never depend on what was drawn in another.

Names come from one stream, life events from a second, each agency's faults from streams of their own. That is how the
area keeps its promise that faults and flags are drawn independently of where a name comes from.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """All the chance of one area, from one seed."""

    seed: int

    def of(self, *names: str) -> Random:
        """Return a fresh stream for ``names``; the same names always give the same stream."""
        return Random(f"{self.seed}/{'/'.join(names)}")


@dataclass(frozen=True, slots=True)
class Weighted(Generic[T]):
    """Values with weights, drawn in one step."""

    values: tuple[T, ...]
    totals: tuple[float, ...]

    @classmethod
    def of(cls, pairs: Sequence[tuple[T, float]]) -> "Weighted[T]":
        """Build from pairs of value and weight."""
        return cls(tuple(value for value, _ in pairs), tuple(accumulate(weight for _, weight in pairs)))

    @classmethod
    def common_first(cls, values: Sequence[T]) -> "Weighted[T]":
        """Weight values so that the first are much more common than the last, as names are."""
        return cls.of([(value, 1 / (rank + 6)) for rank, value in enumerate(values)])

    def draw(self, chance: Random) -> T:
        """Draw one value."""
        return self.values[bisect_right(self.totals, chance.random() * self.totals[-1])]


def day_between(chance: Random, first: date, last: date) -> date:
    """Return a day from ``first`` to ``last``, both included; ``first`` when the span is empty."""
    span = (last - first).days
    return first if span <= 0 else first + timedelta(days=int(chance.random() * (span + 1)))


def years_before(day: date, years: int) -> date:
    """Return the same day ``years`` earlier; the last of February where there is no twenty-ninth."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
