"""Conditions made ready to be asked of one pair after another: what can be settled beforehand is.

``Condition.holds`` says what each means; these say the same about four times as fast, and a test holds them to it.
"""

from collections.abc import Callable, Sequence

from rapidfuzz.distance import DamerauLevenshtein, Hamming, Jaro, JaroWinkler

from goldenthread.linkage.conditions import (
    ROUGHLY_ALIKE,
    ROUNDING,
    Alike,
    All,
    Any_,
    AnyShared,
    Condition,
    Digits,
    Edits,
    Features,
    Missing,
    Not,
    Same,
    columns_of,
)
from goldenthread.linkage.model import Model
from goldenthread.linkage.refusing import REFUSALS

Check = Callable[[Features, Features], bool]

_jaro, _jaro_winkler = Jaro.similarity, JaroWinkler.similarity
_distance, _hamming = DamerauLevenshtein.distance, Hamming.distance


def check_of(condition: Condition) -> Check:
    """A function that answers as ``condition.holds`` does."""
    match condition:
        case All(parts):
            return _all([check_of(p) for p in parts])
        case Any_(parts):
            return _any([check_of(p) for p in parts])
        case Not(part):
            inner = check_of(part)
            return lambda left, right: not inner(left, right)
        case Missing(columns):
            return _missing(columns)
        case Same(column, other):
            return _same(column, other or column)
        case Alike(column, least, other):
            return _alike(column, least, other or column)
        case Edits(column, most, shortest):
            return _edits(column, most, shortest)
        case Digits(column, most, 0):
            return _digits(column, most)
        case AnyShared(column, other):
            return _any_shared(column, other or column)
        case _:
            return condition.holds


class Checked:
    """A condition made ready once."""

    def __init__(self, condition: Condition) -> None:
        self.sql, self.holds = condition.sql, check_of(condition)


def _all(parts: Sequence[Check]) -> Check:
    first, *others = parts
    if not others:
        return first
    rest = _all(others)
    return lambda left, right: first(left, right) and rest(left, right)


def _any(parts: Sequence[Check]) -> Check:
    first, *others = parts
    if not others:
        return first
    rest = _any(others)
    return lambda left, right: first(left, right) or rest(left, right)


def _missing(columns: tuple[str, ...]) -> Check:
    if len(columns) == 1:
        column = columns[0]
        return lambda left, right: left[column] is None or right[column] is None
    return Missing(columns).holds


def _same(column: str, other: str) -> Check:
    return lambda left, right: left[column] is not None and left[column] == right[other]


def _alike(column: str, least: float, other: str) -> Check:
    enough = least - ROUNDING

    def check(left: Features, right: Features) -> bool:
        a, b = left[column], right[other]
        return a is not None and b is not None and _jaro_winkler(a, b) >= enough

    return check


def _edits(column: str, most: int, shortest: int) -> Check:
    roughly = ROUGHLY_ALIKE[most] - ROUNDING

    def check(left: Features, right: Features) -> bool:
        a, b = left[column], right[column]
        if a is None or b is None or not -most <= len(a) - len(b) <= most or len(a) < shortest or len(b) < shortest:
            return False
        return _jaro(a, b) >= roughly and _distance(a, b) <= most

    return check


def _digits(column: str, most: int) -> Check:
    def check(left: Features, right: Features) -> bool:
        a, b = left[column], right[column]
        return a is not None and b is not None and len(a) == len(b) and _hamming(a, b) <= most

    return check


def _any_shared(column: str, other: str) -> Check:
    def check(left: Features, right: Features) -> bool:
        a, b = left[column], right[other]
        return a is not None and b is not None and not set(a).isdisjoint(b)

    return check


def columns_asked(model: Model) -> frozenset[str]:
    """Every column that the model's comparisons and the refusals read."""
    asked = [column for comparison in model.chosen() for column in comparison.columns()]
    return frozenset((*asked, *(c for refusal in REFUSALS for c in columns_of(refusal.holds_when))))
