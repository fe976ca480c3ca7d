"""Read a tree of plain values in which nothing is taken on trust: each value is of its kind, and in its range."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


class Misplaced(Exception):
    """A value is not what belongs there. The message says where and what does; it does not show the value."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A value and where it stands. Everything here raises ``Misplaced``."""

    value: Any
    where: str = ""

    def named(self, needed: Collection[str], may_be: Collection[str] = ()) -> dict[str, "Branch"]:
        """Exactly these fields; those that ``may_be`` there need not."""
        found = self.fields()
        if missing := sorted(set(needed) - set(found)):
            raise Misplaced(f"{self._place()} has no {', '.join(missing)}")
        if unknown := sorted(set(found) - set(needed) - set(may_be)):
            raise Misplaced(f"{self._place()} has {', '.join(unknown)}, which nothing reads")
        return found

    def fields(self) -> dict[str, "Branch"]:
        if not isinstance(self.value, dict):
            raise self._misplaced("names with their values belong")
        return {
            name: Branch(value, f"{self.where}.{name}" if self.where else name) for name, value in self.value.items()
        }

    def items(self, length: int | None = None) -> list["Branch"]:
        if not isinstance(self.value, list) or (length is not None and len(self.value) != length):
            raise self._misplaced("a list belongs" if length is None else f"a list of {length} belongs")
        return [Branch(value, f"{self.where}[{place}]") for place, value in enumerate(self.value)]

    def number(self, low: float = -math.inf, high: float = math.inf, *, above: bool = False) -> float:
        """``above``: the lowest itself is none."""
        value, belongs = self.value, _number_in_words(low, high, above=above)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self._misplaced(belongs)
        if not low <= value <= high or (above and value == low):
            raise self._misplaced(belongs)
        return float(value)

    def share(self) -> float:
        return self.number(0, 1)

    def count(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            raise self._misplaced("a whole number from 0 belongs")
        return self.value

    def truth(self) -> bool:
        if not isinstance(self.value, bool):
            raise self._misplaced("true or false belongs")
        return self.value

    def text(self, among: Sequence[str] = ()) -> str:
        if not isinstance(self.value, str):
            raise self._misplaced("a text belongs")
        if among and self.value not in among:
            raise self._misplaced(f"one of {', '.join(among)} belongs")
        return self.value

    def texts(self) -> tuple[str, ...]:
        return tuple(one.text() for one in self.items())

    def day(self) -> str:
        try:
            return date.fromisoformat(self.text()).isoformat()
        except ValueError:
            raise self._misplaced("a day such as 2026-11-23 belongs") from None

    def _place(self) -> str:
        return self.where or "the whole of it"

    def _misplaced(self, belongs: str) -> Misplaced:
        return Misplaced(f"at {self._place()} {belongs}")


def _number_in_words(low: float, high: float, *, above: bool) -> str:
    if math.isinf(low) and math.isinf(high):
        return "a number belongs"
    start = f"above {low:g}" if above else f"from {low:g}"
    return f"a number {start} belongs" if math.isinf(high) else f"a number {start} to {high:g} belongs"
