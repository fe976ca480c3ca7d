"""What may be true of two records: each condition says itself once in SQL, for DuckDB, and once in Python.

The two must agree on every pair; ``tests/engines`` holds them to it. Missing values make no condition true.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from rapidfuzz.distance import DamerauLevenshtein, Hamming, Jaro, JaroWinkler

from goldenthread.linkage.masks import (
    LETTERS,
    MANY,
    VALUES,
    letters_apart_sql,
    list_sql,
    may_share_sql,
    most_shared_sql,
)

Features = Mapping[str, Any]
"""One record in the form in which it is compared: column to text, list of texts, number or ``None``."""


class Condition(Protocol):
    """A statement about a left and a right record."""

    def sql(self, left: str, right: str) -> str:
        """The statement in SQL. ``left`` and ``right`` are templates such as ``"l.{}"`` or ``"{}_l"``."""
        ...

    def holds(self, left: Features, right: Features) -> bool: ...


@dataclass(frozen=True, slots=True)
class Missing:
    """Either side has no value in at least one of these columns."""

    columns: tuple[str, ...]

    def sql(self, left: str, right: str) -> str:
        return " OR ".join(f"{side.format(c)} IS NULL" for c in self.columns for side in (left, right))

    def holds(self, left: Features, right: Features) -> bool:
        return any(side[c] is None for c in self.columns for side in (left, right))


@dataclass(frozen=True, slots=True)
class Same:
    """Both sides hold the same value in ``column``; with ``other``, left's ``column`` is right's ``other``."""

    column: str
    other: str = ""

    def sql(self, left: str, right: str) -> str:
        return f"{left.format(self.column)} = {right.format(self.other or self.column)}"

    def holds(self, left: Features, right: Features) -> bool:
        return _same(left[self.column], right[self.other or self.column])


@dataclass(frozen=True, slots=True)
class Alike:
    """Jaro-Winkler similarity of at least ``least``; with ``other``, of left's ``column`` and right's ``other``."""

    column: str
    least: float
    other: str = ""

    def sql(self, left: str, right: str) -> str:
        other = self.other or self.column
        a, b = left.format(self.column), right.format(other)
        apart = letters_apart_sql(left.format(LETTERS + self.column), right.format(LETTERS + other))
        return (
            f"(CASE WHEN {apart} <= {_most_unmatched(self.least - ROUNDING)} * greatest(strlen({a}), strlen({b})) "
            f"THEN jaro_winkler_similarity({a}, {b}) >= {self.least - ROUNDING} ELSE false END)"
        )

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.other or self.column]
        return a is not None and b is not None and JaroWinkler.similarity(a, b) >= self.least - ROUNDING


def _most_unmatched(least: float) -> float:
    """The share of the longer text's letters that can be unmatched where Jaro-Winkler's similarity is ``least``.

    Of its bonus for a common beginning at most two fifths of the way to 1 can come.
    """
    jaro = (least - 0.4) / 0.6
    return 3 * (1 - jaro) + 1e-9


@dataclass(frozen=True, slots=True)
class Edits:
    """At most ``most`` letters put in, left out, changed or swapped, in values of at least ``shortest`` letters.

    Values that are not even roughly alike (Jaro below ``ROUGHLY_ALIKE``) are not looked at: counting edits is slow.
    """

    column: str
    most: int
    shortest: int = 0

    def sql(self, left: str, right: str) -> str:
        a, b = left.format(self.column), right.format(self.column)
        apart = letters_apart_sql(left.format(LETTERS + self.column), right.format(LETTERS + self.column))
        # One edit of two texts of one length changes a place, or swaps two.
        near = f"CASE WHEN strlen({a}) = strlen({b}) THEN hamming({a}, {b}) <= 2 ELSE true END"
        near = near if self.most == 1 else "true"
        return (
            f"(CASE WHEN {apart} <= {2 * self.most} AND abs(strlen({a}) - strlen({b})) <= {self.most} "
            f"AND least(strlen({a}), strlen({b})) >= {self.shortest} AND {near} "
            f"AND jaro_similarity({a}, {b}) >= {ROUGHLY_ALIKE[self.most] - ROUNDING} "
            f"THEN damerau_levenshtein({a}, {b}) <= {self.most} ELSE false END)"
        )

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.column]
        if a is None or b is None or min(len(a), len(b)) < self.shortest or abs(len(a) - len(b)) > self.most:
            return False
        if Jaro.similarity(a, b) < ROUGHLY_ALIKE[self.most] - ROUNDING:
            return False
        return DamerauLevenshtein.distance(a, b) <= self.most


ROUGHLY_ALIKE = {1: 0.55, 2: 0.65}
"""Of three letters two exchanged are 0.556 alike: Zoe and Zeo."""
ROUNDING = 1e-9
"""DuckDB and Python round a likeness each in their own way: one that is just enough must be enough for both."""


@dataclass(frozen=True, slots=True)
class Digits:
    """Values of one length, at least ``shortest``, differ in at most ``most`` places, as a mistyped date does."""

    column: str
    most: int
    shortest: int = 0

    def sql(self, left: str, right: str) -> str:
        a, b = left.format(self.column), right.format(self.column)
        long = f" AND length({a}) >= {self.shortest}" if self.shortest else ""
        return f"(CASE WHEN length({a}) = length({b}){long} THEN hamming({a}, {b}) <= {self.most} ELSE false END)"

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.column]
        if a is None or b is None or len(a) != len(b) or len(a) < self.shortest:
            return False
        return Hamming.distance(a, b) <= self.most


@dataclass(frozen=True, slots=True)
class Long:
    """Both values have at least so many letters, as a date has eight that is known to the day."""

    column: str
    letters: int

    def sql(self, left: str, right: str) -> str:
        a, b = left.format(self.column), right.format(self.column)
        return f"(length({a}) >= {self.letters} AND length({b}) >= {self.letters})"

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.column]
        return a is not None and b is not None and len(a) >= self.letters and len(b) >= self.letters


@dataclass(frozen=True, slots=True)
class AnyShared:
    """Two lists have at least one value in common."""

    column: str
    other: str = ""

    def sql(self, left: str, right: str) -> str:
        other = self.other or self.column
        may_share = may_share_sql(left.format(VALUES + self.column), right.format(VALUES + other))
        a, b = list_sql(left.format(self.column)), list_sql(right.format(other))
        return f"(CASE WHEN {may_share} THEN list_has_any({a}, {b}) ELSE false END)"

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.other or self.column]
        return a is not None and b is not None and bool(set(a) & set(b))


@dataclass(frozen=True, slots=True)
class OneIn:
    """The value of one side is in the list of the other, whichever way round."""

    column: str
    listed: str

    def sql(self, left: str, right: str) -> str:
        return f"({self._one_way(left, right)} OR {self._one_way(right, left)})"

    def _one_way(self, one: str, other: str) -> str:
        letters, held = one.format(LETTERS + self.column), other.format(LETTERS + self.listed)
        contains = f"list_contains({list_sql(other.format(self.listed))}, {one.format(self.column)})"
        return f"(CASE WHEN {letters} & {held} = {letters} THEN {contains} ELSE false END)"

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.column]
        return (a is not None and a in (right[self.listed] or ())) or (b is not None and b in (left[self.listed] or ()))


@dataclass(frozen=True, slots=True)
class Shared:
    """Of all the different values in two lists, at least ``least`` (0 to 1) are in both."""

    column: str
    least: float

    def sql(self, left: str, right: str) -> str:
        def of_both(prefix: str) -> list[str]:
            return [side.format(prefix + self.column) for side in (left, right)]

        (a, b), (many, many_more), (mask, other) = of_both(""), of_both(MANY), of_both(VALUES)
        enough = f"greatest(1, {self.least / (1 + self.least) - 1e-9} * ({many} + {many_more}))"
        common = f"len(list_intersect({list_sql(a)}, {list_sql(b)}))"
        most = most_shared_sql(mask, other, many)
        return f"(CASE WHEN {most} >= {enough} THEN {common} >= {enough} ELSE false END)"

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.column]
        if a is None or b is None:
            return False
        common = len(set(a) & set(b))
        return common > 0 and common >= self.least * (len(a) + len(b) - common)


@dataclass(frozen=True, slots=True)
class SameStart:
    """The first ``letters`` letters are the same; 0 means that one value begins with the whole of the other."""

    column: str
    letters: int = 0

    def sql(self, left: str, right: str) -> str:
        a, b = left.format(self.column), right.format(self.column)
        if not self.letters:
            return f"(starts_with({a}, {b}) OR starts_with({b}, {a}))"
        return (
            f"left({a}, {self.letters}) = left({b}, {self.letters}) "
            f"AND least(length({a}), length({b})) >= {self.letters}"
        )

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.column]
        if a is None or b is None:
            return False
        if not self.letters:
            return bool(a.startswith(b) or b.startswith(a))
        return min(len(a), len(b)) >= self.letters and bool(a[: self.letters] == b[: self.letters])


@dataclass(frozen=True, slots=True)
class Within:
    """Two numbers differ by at most ``most``."""

    column: str
    most: float

    def sql(self, left: str, right: str) -> str:
        return f"abs({left.format(self.column)} - {right.format(self.column)}) <= {self.most}"

    def holds(self, left: Features, right: Features) -> bool:
        a, b = left[self.column], right[self.column]
        return a is not None and b is not None and abs(a - b) <= self.most


@dataclass(frozen=True, slots=True)
class Is:
    """Both sides hold the ``value`` in ``column``; with ``right_value``, one side each, whichever way round."""

    column: str
    value: str
    right_value: str = ""

    def sql(self, left: str, right: str) -> str:
        a, b = left.format(self.column), right.format(self.column)
        first, second = self.value, self.right_value or self.value
        return f"(({a} = '{first}' AND {b} = '{second}') OR ({a} = '{second}' AND {b} = '{first}'))"

    def holds(self, left: Features, right: Features) -> bool:
        return {left[self.column], right[self.column]} == {self.value, self.right_value or self.value}


@dataclass(frozen=True, slots=True)
class Listed:
    """At least one side's value is on the list. ``values``: plain letters."""

    column: str
    values: frozenset[str]

    def sql(self, left: str, right: str) -> str:
        told = ", ".join(f"'{value}'" for value in sorted(self.values))
        return " OR ".join(f"{side.format(self.column)} IN ({told})" for side in (left, right))

    def holds(self, left: Features, right: Features) -> bool:
        return left[self.column] in self.values or right[self.column] in self.values


@dataclass(frozen=True, slots=True)
class Unasked:
    """Not to be told of two records by themselves."""

    def sql(self, left: str, right: str) -> str:
        return "false"

    def holds(self, left: Features, right: Features) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Reaches:
    """The pair has already been compared, and met this level of a comparison, up to ``most`` where that is given.

    In Python the pair's levels stand with the left record, each under ``gamma_`` and the comparison's name.
    """

    comparison: str
    least: int
    most: int = 99

    def sql(self, left: str, right: str) -> str:
        return f'coalesce("{LEVEL_OF}{self.comparison}", -1) BETWEEN {self.least} AND {self.most}'

    def holds(self, left: Features, right: Features) -> bool:
        return self.least <= int(left.get(LEVEL_OF + self.comparison, -1)) <= self.most


LEVEL_OF = "gamma_"


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]

    def sql(self, left: str, right: str) -> str:
        return "(" + " AND ".join(f"({p.sql(left, right)})" for p in self.parts) + ")"

    def holds(self, left: Features, right: Features) -> bool:
        return all(p.holds(left, right) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Any_:
    parts: tuple[Condition, ...]

    def sql(self, left: str, right: str) -> str:
        return "(" + " OR ".join(f"({p.sql(left, right)})" for p in self.parts) + ")"

    def holds(self, left: Features, right: Features) -> bool:
        return any(p.holds(left, right) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition

    def sql(self, left: str, right: str) -> str:
        # A missing value makes the inner statement untrue, not unknown. Of a CASE no more is asked than answers it.
        return f"(CASE WHEN {self.part.sql(left, right)} THEN false ELSE true END)"

    def holds(self, left: Features, right: Features) -> bool:
        return not self.part.holds(left, right)


def columns_of(condition: Condition) -> Iterator[str]:
    """Every column that the condition reads, some more than once."""
    match condition:
        case All(parts) | Any_(parts):
            for part in parts:
                yield from columns_of(part)
        case Not(part):
            yield from columns_of(part)
        case Missing(columns):
            yield from columns
        case _:
            yield from filter(None, (getattr(condition, name, "") for name in ("column", "other", "listed")))


def every(*parts: Condition) -> All:
    return All(parts)


def either(*parts: Condition) -> Any_:
    return Any_(parts)


def _same(a: Any, b: Any) -> bool:
    return a is not None and b is not None and bool(a == b)
