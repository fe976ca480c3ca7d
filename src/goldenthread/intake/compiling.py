"""Turn the values, days and conditions of a contract into functions over frames of rows, once for each file.

Every function takes a frame and a list of notes, and answers with one value for each row of the frame; what is wrong
with a value is noted, never raised.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import compress

from goldenthread.intake.contract import Condition, Day, Presence, Value
from goldenthread.intake.frames import Frame, Memory, Notes, Texts
from goldenthread.intake.reasons import Reason
from goldenthread.intake.values import (
    LONGEST_NAME_CHARACTERS,
    LONGEST_TEXT_CHARACTERS,
    Dated,
    Parsed,
    clean_name,
    clean_text,
    date_reader,
    number_in,
)

TakeText = Callable[[Frame, Notes], list[str | None]]
TakeDay = Callable[[Frame, Notes], list[date | None]]
TakeId = Callable[[Frame], Sequence[str]]
Test = Callable[[Frame, Notes], Sequence[int]]
"""Answers with the places in the frame of the rows for which it holds."""
Clean = Callable[[str], Parsed]

_KEPT_AS_THEY_ARE: Mapping[Clean, int] = {
    clean_text: LONGEST_TEXT_CHARACTERS,
    clean_name: LONGEST_NAME_CHARACTERS,
}
"""Ways of cleaning that leave a plain text alone, and how long such a text may be."""
_BRACES = re.compile(r"\{([^{}]+)\}")


class Layout:
    """Where each column stands in a row's cells, and what is already remembered of values met in this file."""

    def __init__(self, columns: Iterable[str]) -> None:
        self.places = {name: place for place, name in enumerate(columns)}
        self._texts: dict[Clean, Texts] = {}
        self._days: dict[str, Memory[date | None]] = {}

    def __getitem__(self, column: str) -> int:
        return self.places[column]

    def with_more(self, columns: Iterable[str]) -> "Layout":
        """The same layout with the cells of a repeated element behind it."""
        return Layout([*self.places, *columns])

    def texts(self, clean: Clean) -> Texts:
        """A memory of what ``clean`` made of each text."""
        if clean not in self._texts:
            self._texts[clean] = Texts(clean, longest=_KEPT_AS_THEY_ARE.get(clean, 0))
        return self._texts[clean]

    def days(self, formats: str) -> Memory[date | None]:
        """A memory of the dates written in ``formats``."""
        if formats not in self._days:
            read = date_reader(formats)
            self._days[formats] = Memory(lambda raw: read(raw)[::2] if raw else (None, None))
        return self._days[formats]


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
    """A function that takes texts from the cells: cleaned, mapped or joined as the contract says."""
    if value.map is not None:
        return _take_mapped(value, value.map, layout)
    if value.columns:
        return _take_joined(value, layout, layout.texts(clean))
    if not value.column:
        literal = value.literal or None
        return lambda frame, notes: [literal] * len(frame)
    column, place, memory = value.column, layout[value.column], layout.texts(clean)
    return lambda frame, notes: memory.take(frame, place, column, notes)


def _take_joined(value: Value, layout: Layout, memory: Texts) -> TakeText:
    columns = [(layout[column], column) for column in value.columns]
    join = value.join

    def take(frame: Frame, notes: Notes) -> list[str | None]:
        parts = [memory.take(frame, place, column, notes) for place, column in columns]
        return [join.join(filter(None, texts)) or None for texts in zip(*parts, strict=True)]

    return take


def _take_mapped(value: Value, words: Mapping[str, str], layout: Layout) -> TakeText:
    """Of several columns with one map, the first that is filled counts."""
    columns = columns_of(value)[: len(value.columns) or 1]
    places, otherwise = [layout[column] for column in columns], value.otherwise
    folded = {code.casefold(): word for code, word in words.items()}

    def word_of(raw: str) -> Parsed:
        word = words.get(raw) or folded.get(raw.casefold())
        if word is not None or not raw:
            return word, None
        return otherwise or None, Reason.UNKNOWN_CODE if otherwise is None else None

    memory = Memory(word_of)

    def take(frame: Frame, notes: Notes) -> list[str | None]:
        several = [frame.column(place) for place in places]
        cells = (
            several[0] if len(several) == 1 else [next(filter(None, raws), "") for raws in zip(*several, strict=True)]
        )
        return memory.take_cells(cells, frame.rows, columns[0], notes)

    return take


def take_day(day: Day | None, layout: Layout) -> TakeDay:
    """A function that takes dates. A date that stands for nothing known is no date."""
    if day is None:
        return lambda frame, notes: [None] * len(frame)
    if not day.column:
        literal = date.fromisoformat(day.literal)
        return lambda frame, notes: [literal] * len(frame)
    column, place, memory = day.column, layout[day.column], layout.days(day.format)
    return lambda frame, notes: memory.take(frame, place, column, notes)


def take_id(template: str, layout: Layout) -> TakeId:
    """A function that makes record ids: empty when any of its columns is."""
    names = columns_in(template)
    if len(names) == 1 and template in (names[0], f"{{{names[0]}}}"):
        place = layout[names[0]]
        return lambda frame: frame.column(place)
    places = [layout[name] for name in names]
    first, *texts = _BRACES.split(template)[::2]

    def made(parts: tuple[str, ...]) -> str:
        return first + "".join(part + text for part, text in zip(parts, texts, strict=True)) if all(parts) else ""

    return lambda frame: [made(parts) for parts in zip(*map(frame.column, places), strict=True)]


def all_hold(conditions: Iterable[Condition], layout: Layout) -> Test | None:
    """One test for all conditions; None when there are none. A condition is not looked at where one before it fails."""
    tests = [_holds(condition, layout) for condition in conditions]
    if not tests:
        return None
    if len(tests) == 1:
        return tests[0]

    def hold(frame: Frame, notes: Notes) -> Sequence[int]:
        kept: Sequence[int] = range(len(frame))
        for test in tests:
            found = test(frame, notes)
            kept, frame = [kept[place] for place in found], frame.only(found)
        return kept

    return hold


def _holds(condition: Condition, layout: Layout) -> Test:
    column, place = condition.column, layout[condition.column]
    memory = Memory(_reading(condition))

    def hold(frame: Frame, notes: Notes) -> Sequence[int]:
        return list(compress(range(len(frame)), memory.take(frame, place, column, notes)))

    return hold


def _reading(condition: Condition) -> Callable[[str], tuple[bool, Reason | None]]:
    """Whether the condition holds of a cell, and what is wrong with the cell if it cannot be told."""
    if condition.is_ is not None:
        present = condition.is_ is Presence.PRESENT
        return lambda raw: (bool(raw) is present, None)
    if condition.equals is not None:
        equal = condition.equals.casefold()
        return lambda raw: (raw.casefold() == equal, None)
    if condition.not_equals is not None:
        unequal = condition.not_equals.casefold()
        return lambda raw: (raw.casefold() != unequal, None)
    if condition.one_of is not None:
        words = frozenset(word.casefold() for word in condition.one_of)
        return lambda raw: (raw.casefold() in words, None)
    if condition.below is not None or condition.above is not None:
        return _comparing_numbers(condition)
    return _comparing_dates(condition, date_reader(condition.format))


def _comparing_numbers(condition: Condition) -> Callable[[str], tuple[bool, Reason | None]]:
    below = float(condition.below) if condition.below is not None else float("inf")
    above = float(condition.above) if condition.above is not None else float("-inf")

    def test(raw: str) -> tuple[bool, Reason | None]:
        number = number_in(raw) if raw else None
        if number is None:
            return False, Reason.NOT_A_NUMBER if raw else None
        return above < number < below, None

    return test


def _comparing_dates(condition: Condition, read: Callable[[str], Dated]) -> Callable[[str], tuple[bool, Reason | None]]:
    before = date.fromisoformat(condition.before) if condition.before else date.max
    from_day = date.fromisoformat(condition.on_or_after) if condition.on_or_after else date.min

    def test(raw: str) -> tuple[bool, Reason | None]:
        found, _, reason = read(raw) if raw else (None, "", None)
        return found is not None and from_day <= found < before, reason

    return test
