"""Conditions that few predicates ask: the ends of dates, the words of names, how common two values are.

As in ``conditions``, each says itself once in SQL and once in Python, and missing values make none true.
"""

from dataclasses import dataclass

from goldenthread.linkage.conditions import ROUNDING, Features


@dataclass(frozen=True, slots=True)
class SameEnd:
    """The last ``letters`` letters are the same, of values that have as many and more."""

    column: str
    letters: int

    def sql(self, left: str, right: str) -> str:
        a, b = left.format(self.column), right.format(self.column)
        return (
            f"(right({a}, {self.letters}) = right({b}, {self.letters}) "
            f"AND least(length({a}), length({b})) > {self.letters})"
        )

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.column]
        if a is None or b is None or min(len(a), len(b)) <= self.letters:
            return False
        return bool(a[-self.letters :] == b[-self.letters :])


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Two neighbouring letters stand the other way round, from ``place`` (0 is the first); all else is the same."""

    column: str
    place: int

    def sql(self, left: str, right: str) -> str:
        a, b, at = left.format(self.column), right.format(self.column), self.place
        turned = f"left({b}, {at}) || substr({b}, {at + 2}, 1) || substr({b}, {at + 1}, 1) || substr({b}, {at + 3})"
        return f"({a} = {turned} AND {a} <> {b})"

    def holds(self, left: Features, right: Features) -> bool:
        a, b, at = left[self.column], right[self.column], self.place
        turned = b and b[:at] + b[at + 1 : at + 2] + b[at : at + 1] + b[at + 2 :]
        return a is not None and bool(a == turned and a != b)


@dataclass(frozen=True, slots=True)
class YearAlone:
    """Two dates of one year, of which one is the first of January, as is written where only the year is known."""

    column: str

    def sql(self, left: str, right: str) -> str:
        a, b = left.format(self.column), right.format(self.column)
        return f"(left({a}, 4) = left({b}, 4) AND '{_NEW_YEAR}' IN (right({a}, 4), right({b}, 4)))"

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.column]
        return a is not None and b is not None and a[:4] == b[:4] and _NEW_YEAR in (a[-4:], b[-4:])


@dataclass(frozen=True, slots=True)
class NewYear:
    """Of two dates at least one is the first of January."""

    column: str

    def sql(self, left: str, right: str) -> str:
        a, b = left.format(self.column), right.format(self.column)
        return f"(length({a}) > 4 AND length({b}) > 4 AND '{_NEW_YEAR}' IN (right({a}, 4), right({b}, 4)))"

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.column]
        return a is not None and b is not None and min(len(a), len(b)) > 4 and _NEW_YEAR in (a[-4:], b[-4:])


_NEW_YEAR = "0101"


@dataclass(frozen=True, slots=True)
class WordShared:
    """Two texts have a word in common."""

    column: str

    def sql(self, left: str, right: str) -> str:
        a, b = left.format(self.column), right.format(self.column)
        return f"list_has_any(string_split({a}, ' '), string_split({b}, ' '))"

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.column]
        return a is not None and b is not None and not set(a.split(" ")).isdisjoint(b.split(" "))


@dataclass(frozen=True, slots=True)
class OneOfWords:
    """The text of one side is one of the words in the other's ``listed``, whichever way round."""

    column: str
    listed: str

    def sql(self, left: str, right: str) -> str:
        return f"({self._one_way(left, right)} OR {self._one_way(right, left)})"

    def _one_way(self, one: str, other: str) -> str:
        a, words = one.format(self.column), other.format(self.listed)
        return f"(CASE WHEN contains({words}, {a}) THEN list_contains(string_split({words}, ' '), {a}) ELSE false END)"

    def holds(self, left: Features, right: Features) -> bool:
        return self._holds_one_way(left, right) or self._holds_one_way(right, left)

    def _holds_one_way(self, one: Features, other: Features) -> bool:
        a, words = one[self.column], other[self.listed]
        return a is not None and words is not None and a in words.split(" ")


@dataclass(frozen=True, slots=True)
class AsCommon:
    """Neither value is more than ``times`` as common among all records as the other."""

    column: str
    times: float

    def sql(self, left: str, right: str) -> str:
        a, b = (side.format(SHARE_OF + self.column) for side in (left, right))
        return f"({a} <= {self.times + ROUNDING} * {b} AND {b} <= {self.times + ROUNDING} * {a})"

    def holds(self, left: Features, right: Features) -> bool:
        a, b, times = left[SHARE_OF + self.column], right[SHARE_OF + self.column], self.times + ROUNDING
        return a is not None and b is not None and bool(a <= times * b and b <= times * a)


SHARE_OF = "tf_"
"""Before a column's name: the share of filled records that hold the same value."""
