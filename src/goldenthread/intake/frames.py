"""Rows taken together, column by column: one look-up for each cell, since most values have been met before."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Generic, TypeVar

from goldenthread.intake.readers import Broken, Cells, Row
from goldenthread.intake.reasons import Reason
from goldenthread.intake.values import are_plain

ROWS_AT_ONCE = 4_096
TEXTS_AT_ONCE = 256
CHARACTERS_AT_ONCE = 4_000_000
REMEMBERED_VALUES = 65_536
REMEMBERED_CHARACTERS = 8_000_000

Note = tuple[int, str, Reason, str]
Notes = list[Note]
"""Row of the frame, column, reason and the value as it came. The value is masked before it leaves this room."""

Groups = tuple[list[Cells], ...]
"""For each repeated element of a row, the cells of its instances."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows of a file: those that can be read, column by column, and those that cannot."""

    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]
    groups: Sequence[Groups]
    broken: Sequence[tuple[int, Broken]]

    def __len__(self) -> int:
        return len(self.numbers) + len(self.broken)

    def frame(self) -> "Frame":
        """All rows that can be read."""
        return Frame(self.columns, self.groups, range(len(self.numbers)))

    def contents(self) -> list[int]:
        """A hash of everything that is read of each row, to tell a repeated row from a reused id."""
        rows = zip(*self.columns, strict=True) if self.columns else (() for _ in self.numbers)
        return [hash((cells, tuple(map(tuple, more)))) for cells, more in zip(rows, self.groups, strict=True)]


def batched(rows: Iterable[Row], *, columns: int) -> Iterator[Batch]:
    """All rows, so many together as neither their number nor their length can fill the memory."""
    numbers: list[int] = []
    cells: list[Cells] = []
    groups: list[Groups] = []
    broken: list[tuple[int, Broken]] = []
    characters = 0

    def batch() -> Batch:
        turned = list(zip(*cells, strict=True)) or [()] * columns
        return Batch(numbers=tuple(numbers), columns=turned, groups=tuple(groups), broken=tuple(broken))

    for number, own, more in rows:
        if isinstance(own, Broken):
            broken.append((number, own))
        else:
            numbers.append(number)
            cells.append(own)
            groups.append(more)
            characters += len("".join(own))
            if any(more):
                characters += sum(len(cell) for group in more for inner in group for cell in inner)
        if len(numbers) + len(broken) >= ROWS_AT_ONCE or characters > CHARACTERS_AT_ONCE:
            yield batch()
            characters = 0
            for waiting in (numbers, cells, groups, broken):
                waiting.clear()
    if numbers or broken:
        yield batch()


class Frame:
    """Some of a batch's rows. ``rows`` says which, in order; a column is gathered when it is first asked for."""

    __slots__ = ("_all", "_gathered", "_groups", "_whole", "rows")

    def __init__(
        self, columns: Sequence[Sequence[str]], groups: Sequence[Groups], rows: Sequence[int], *, whole: bool = True
    ) -> None:
        self.rows = rows
        self._all = columns
        self._groups = groups
        self._whole = whole
        self._gathered: dict[int, Sequence[str]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, place: int) -> Sequence[str]:
        """The cells of the column at ``place``, one for each row of this frame."""
        if self._whole:
            return self._all[place]
        if place not in self._gathered:
            self._gathered[place] = list(map(self._all[place].__getitem__, self.rows))
        return self._gathered[place]

    def only(self, kept: Sequence[int]) -> "Frame":
        """The frame of the entries at these places, which must ascend."""
        if len(kept) == len(self):
            return self
        return Frame(self._all, self._groups, list(map(self.rows.__getitem__, kept)), whole=False)

    def where(self, holds: Sequence[object]) -> "Frame":
        """The frame of the entries for which ``holds`` is true; it has one value an entry."""
        return self if all(holds) else self.only(list(compress(range(len(self)), holds)))

    def each(self, place: int) -> "tuple[Frame, list[int]]":
        """A frame with one entry for each instance of the repeated element at ``place``, and the row of each entry.

        Shape: the columns of the element stand behind those of the row.
        """
        rows = [row for row in self.rows for _ in self._groups[row][place]]
        inner = [cells for row in self.rows for cells in self._groups[row][place]]
        own = [list(map(column.__getitem__, rows)) for column in self._all]
        return Frame([*own, *zip(*inner, strict=True)], (), range(len(rows))), rows


class Memory(dict[str, T], Generic[T]):
    """What each value that came means, and which of them were faulty. Forgets all when it grows too large."""

    def __init__(self, read: Callable[[str], tuple[T, Reason | None]]) -> None:
        super().__init__()
        self.read = read
        self.faults: dict[str, Reason] = {}
        self.characters = 0

    def __missing__(self, raw: str) -> T:
        value, reason = self.read(raw)
        if reason is not None:
            self.faults[raw] = reason
        self[raw] = value
        self.characters += len(raw)
        return value

    def take(self, frame: Frame, place: int, column: str, notes: Notes) -> list[T]:
        """What every cell of a column means; what is wrong with one is noted."""
        return self.take_cells(frame.column(place), frame.rows, column, notes)

    def take_cells(self, cells: Sequence[str], rows: Sequence[int], column: str, notes: Notes) -> list[T]:
        """The same for cells that come from several columns."""
        self.trim()
        found = list(map(self.__getitem__, cells))
        faults = self.faults
        if faults and not faults.keys().isdisjoint(cells):
            notes.extend((row, column, faults[raw], raw) for row, raw in zip(rows, cells, strict=True) if raw in faults)
        return found

    def trim(self) -> None:
        """Forget all if there is too much of it. Values and faults go together, so that none is missed afterwards."""
        if len(self) > REMEMBERED_VALUES or self.characters > REMEMBERED_CHARACTERS:
            self.clear()
            self.faults.clear()
            self.characters = 0


class Texts(Memory[str | None]):
    """A memory of cleaned texts; an empty cell has none. A plain text of up to ``longest`` is kept as it is."""

    def __init__(self, clean: Callable[[str], tuple[str | None, Reason | None]], *, longest: int) -> None:
        super().__init__(lambda raw: clean(raw) if raw else (None, None))
        self.longest = longest

    def take_cells(self, cells: Sequence[str], rows: Sequence[int], column: str, notes: Notes) -> list[str | None]:
        if not self.longest:
            return super().take_cells(cells, rows, column, notes)
        found: list[str | None] = []
        for start in range(0, len(cells), TEXTS_AT_ONCE):
            some = cells[start : start + TEXTS_AT_ONCE]
            if are_plain(some, longest=self.longest):
                found.extend(cell or None for cell in some)
            else:
                found += super().take_cells(some, rows[start : start + TEXTS_AT_ONCE], column, notes)
        return found
