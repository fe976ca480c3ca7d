"""How one record is written down in an index: its columns in groups, so that most of them need not be read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from goldenthread.linkage.choosing import other_column
from goldenthread.linkage.lookup.filing import FIELD, GROUP, ITEM
from goldenthread.linkage.lookup.wholeness import WRITE_ANEW, UnreadableShelf
from goldenthread.linkage.model import Model

_READERS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(
        ("given_all", "given_full", "family_all", "addresses", "address_tokens", "postcodes"), lambda t: t.split(ITEM)
    ),
    **dict.fromkeys(("born_year", "row"), int),
}
"""The columns that are not text."""


class Layout:
    """The groups of columns, in the order in which they are written."""

    def __init__(self, model: Model, groups: Sequence[Sequence[str]]) -> None:
        self.model = model
        self.groups = tuple(tuple(columns) for columns in groups)
        self._group_of = {column: place for place, columns in enumerate(self.groups) for column in columns}
        numbers = [other_column(name) for name, kind in model.others.items() if kind == "number"]
        readers = {**_READERS, **dict.fromkeys(numbers, float)}
        self._readers = [[(i, readers[c]) for i, c in enumerate(columns) if c in readers] for columns in self.groups]

    def held(self, text: str) -> "Held":
        """The record that was written down so."""
        return Held(self, text.split(GROUP))

    def read(self, place: int, text: str) -> dict[str, Any]:
        """The columns that are held together at a place, from their one text."""
        values: list[Any] = [value or None for value in text.split(FIELD)]
        for at, reader in self._readers[place]:
            if values[at] is not None:
                values[at] = reader(values[at])
        return dict(zip(self.groups[place], values, strict=True))

    def place_of(self, column: str) -> int:
        """Where the group of this column is held."""
        return self._group_of[column]


class Held(dict[str, Any]):
    """A record of an index. Columns are read as they are asked for: most records are given up before the last."""

    __slots__ = ("_layout", "groups")

    def __init__(self, layout: Layout, groups: list[str]) -> None:
        self._layout, self.groups = layout, groups

    def __missing__(self, column: str) -> Any:
        place = self._layout.place_of(column)
        try:
            self.update(self._layout.read(place, self.groups[place]))
        except (ValueError, IndexError):
            raise UnreadableShelf(f"a record in the index is damaged. {WRITE_ANEW}") from None
        return self[column]
