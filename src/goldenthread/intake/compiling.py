"""Turn the values, days and conditions of a contract into functions over a row's cells, once for each file.

Every function takes the cells and a list of notes; what is wrong with a value is noted, never raised.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache

from goldenthread.intake.contract import Condition, Day, Presence, Value
from goldenthread.intake.readers import Cells
from goldenthread.intake.reasons import Reason
from goldenthread.intake.values import Dated, Parsed, clean_text, date_reader, number_in

Notes = list[tuple[str, Reason, str]]
"""Column, reason and the value as it came. The value is masked before it leaves this room."""

TakeText = Callable[[Cells, Notes], str | None]
TakeDay = Callable[[Cells, Notes], date | None]
Test = Callable[[Cells, Notes], bool]
Clean = Callable[[str], Parsed]

CACHED_VALUES = 65_536

_BRACES = re.compile(r"\{([^{}]+)\}")


class Layout:
    """Where each column stands in a row's cells, and which ways of cleaning are already remembered."""

    def __init__(self, columns: Iterable[str]) -> None:
        self.places = {name: place for place, name in enumerate(columns)}
        self._remembered: dict[Clean, Clean] = {}
        self._dates: dict[str, Callable[[str], Dated]] = {}

    def __getitem__(self, column: str) -> int:
        return self.places[column]

    def with_more(self, columns: Iterable[str]) -> "Layout":
        """The same layout with the cells of a repeated element behind it."""
        return Layout([*self.places, *columns])

    def remembering(self, clean: Clean) -> Clean:
        """``clean`` with a memory of its own that ends with this file."""
        if clean not in self._remembered:
            self._remembered[clean] = lru_cache(CACHED_VALUES)(clean)
        return self._remembered[clean]

    def dates(self, formats: str) -> Callable[[str], Dated]:
        if formats not in self._dates:
            self._dates[formats] = lru_cache(CACHED_VALUES)(date_reader(formats))
        return self._dates[formats]


def columns_of(value: Value | Day | Condition | None) -> tuple[str, ...]:
    """The columns a value reads."""
    match value:
        case None:
            return ()
        case Value():
            own = (value.column, *value.columns) if value.column else value.columns
            return (*own, *columns_of(value.verified_when))
        case Day() | Condition():
            return (value.column,) if value.column else ()


def columns_in(template: str) -> tuple[str, ...]:
    """The columns of a record id: those in braces, or the one it names."""
    found = tuple(_BRACES.findall(template))
    return found if found or not template else (template,)


def take_text(value: Value, layout: Layout, clean: Clean = clean_text) -> TakeText:
    """A function that takes a text from the cells: cleaned, mapped or joined as the contract says."""
    if value.map is not None:
        return _take_mapped(value, value.map, layout)
    if value.columns:
        return _take_joined(value, layout, layout.remembering(clean))
    if not value.column:
        literal = value.literal or None
        return lambda cells, notes: literal
    return _take_one(value.column, layout[value.column], layout.remembering(clean))


def _take_one(column: str, place: int, clean: Clean) -> TakeText:
    def take(cells: Cells, notes: Notes) -> str | None:
        raw = cells[place]
        if not raw:
            return None
        text, reason = clean(raw)
        if reason is not None:
            notes.append((column, reason, raw))
        return text

    return take


def _take_joined(value: Value, layout: Layout, clean: Clean) -> TakeText:
    takes = [_take_one(column, layout[column], clean) for column in value.columns]
    join = value.join

    def take(cells: Cells, notes: Notes) -> str | None:
        parts = [part for one in takes if (part := one(cells, notes))]
        return join.join(parts) or None

    return take


def _take_mapped(value: Value, words: Mapping[str, str], layout: Layout) -> TakeText:
    """Of several columns with one map, the first that is filled counts."""
    columns = columns_of(value)[: len(value.columns) or 1]
    places, otherwise = [layout[column] for column in columns], value.otherwise
    folded = {code.casefold(): word for code, word in words.items()}

    def take(cells: Cells, notes: Notes) -> str | None:
        raw = next((cells[place] for place in places if cells[place]), "")
        word = words.get(raw) or folded.get(raw.casefold())
        if word is not None:
            return word
        if raw and otherwise is None:
            notes.append((columns[0], Reason.UNKNOWN_CODE, raw))
        return (otherwise or None) if raw else None

    return take


def take_day(day: Day | None, layout: Layout) -> TakeDay:
    """A function that takes a date. A date that stands for nothing known is no date."""
    if day is None:
        return lambda cells, notes: None
    if not day.column:
        literal = date.fromisoformat(day.literal)
        return lambda cells, notes: literal
    column, place, read = day.column, layout[day.column], layout.dates(day.format)

    def take(cells: Cells, notes: Notes) -> date | None:
        raw = cells[place]
        if not raw:
            return None
        found, _, reason = read(raw)
        if reason is not None:
            notes.append((column, reason, raw))
        return found

    return take


def take_id(template: str, layout: Layout) -> Callable[[Cells], str]:
    """A function that makes a record id: empty when any of its columns is."""
    names = columns_in(template)
    if len(names) == 1 and template in (names[0], f"{{{names[0]}}}"):
        place = layout[names[0]]
        return lambda cells: cells[place]
    pieces = _BRACES.split(template)
    places = [layout[name] for name in names]
    texts = pieces[::2]

    def take(cells: Cells) -> str:
        parts = [cells[place] for place in places]
        if not all(parts):
            return ""
        return texts[0] + "".join(part + text for part, text in zip(parts, texts[1:], strict=True))

    return take


def all_hold(conditions: Iterable[Condition], layout: Layout) -> Test | None:
    """One test for all conditions; None when there are none."""
    tests = [_holds(condition, layout) for condition in conditions]
    if not tests:
        return None
    if len(tests) == 1:
        return tests[0]
    return lambda cells, notes: all(test(cells, notes) for test in tests)


def _holds(condition: Condition, layout: Layout) -> Test:
    place = layout[condition.column]
    if condition.is_ is not None:
        wanted = condition.is_ is Presence.PRESENT
        return lambda cells, notes: bool(cells[place]) is wanted
    if condition.equals is not None:
        equal = condition.equals.casefold()
        return lambda cells, notes: cells[place].casefold() == equal
    if condition.not_equals is not None:
        unequal = condition.not_equals.casefold()
        return lambda cells, notes: cells[place].casefold() != unequal
    if condition.one_of is not None:
        words = frozenset(word.casefold() for word in condition.one_of)
        return lambda cells, notes: cells[place].casefold() in words
    if condition.below is not None or condition.above is not None:
        return _compares_numbers(condition, place)
    return _compares_dates(condition, place, layout.dates(condition.format))


def _compares_numbers(condition: Condition, place: int) -> Test:
    below = float(condition.below) if condition.below is not None else float("inf")
    above = float(condition.above) if condition.above is not None else float("-inf")
    column, read = condition.column, lru_cache(CACHED_VALUES)(number_in)

    def test(cells: Cells, notes: Notes) -> bool:
        raw = cells[place]
        if not raw:
            return False
        number = read(raw)
        if number is None:
            notes.append((column, Reason.NOT_A_NUMBER, raw))
            return False
        return above < number < below

    return test


def _compares_dates(condition: Condition, place: int, read: Callable[[str], Dated]) -> Test:
    before = date.fromisoformat(condition.before) if condition.before else date.max
    from_day = date.fromisoformat(condition.on_or_after) if condition.on_or_after else date.min
    column = condition.column

    def test(cells: Cells, notes: Notes) -> bool:
        raw = cells[place]
        if not raw:
            return False
        found, _, reason = read(raw)
        if reason is not None:
            notes.append((column, reason, raw))
        return found is not None and from_day <= found < before

    return test
