"""The look-up index on disk, mapped and not read, so that one of millions opens at once and processes share it.

For every key a directory says where the records begin that are filed under numbers of one beginning; an entry holds
the rest of the number and the record's row. The files hold personal data: the folder is for its owner alone.
"""

import json
import mmap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather as feather

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.choosing import other_column
from goldenthread.linkage.lookup.filing import FIELD, GROUP, ITEM
from goldenthread.linkage.lookup.numbers import LOW, LOW_BITS
from goldenthread.linkage.model import Model, read_model

_READERS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("given_all", "family_all", "addresses", "address_tokens", "postcodes"), lambda t: t.split(ITEM)),
    **dict.fromkeys(("born_year", "row"), int),
}
"""The columns that are not text."""


class Shelf:
    """An index as written."""

    def __init__(self, folder: Path) -> None:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        self.keys = tuple(Key(columns=tuple(k)) for k in about["keys"])
        self.records: int = about["records"]
        self.filled: Mapping[str, int] = about["filled"]
        self.local_ids_are_shared: bool = about["local_ids_are_shared"]
        self.model: Model = read_model((folder / "model.json").read_text(encoding="utf-8"))
        self.forenames = frozenset(feather.read_table(folder / "forenames.arrow")["forename"].to_pylist())
        self.shares = {c: _mapping(feather.read_table(folder / f"shares-{c}.arrow")) for c in about["filled"]}
        self.groups = tuple(tuple(columns) for columns in about["groups"])
        self._group_of = {column: place for place, columns in enumerate(self.groups) for column in columns}
        numbers = [other_column(name) for name, kind in self.model.others.items() if kind == "number"]
        readers = {**_READERS, **dict.fromkeys(numbers, float)}
        self._readers = [[(i, readers[c]) for i, c in enumerate(columns) if c in readers] for columns in self.groups]
        self._sections = [(d, e, 64 - bits) for d, e, bits in about["sections"]]
        self._directory = _mapped(folder / "directory").cast("I")
        self._entries = _mapped(folder / "entries").cast("Q")
        self._starts = _mapped(folder / "starts").cast("Q")
        self._details = _mapped(folder / "details")

    def under(self, place: int, number: int) -> list[int]:
        """The rows filed under a number of the key at this place."""
        directory, entries, shift = self._sections[place]
        at = directory + (number >> shift)
        first, last = self._directory[at], self._directory[at + 1]
        if first == last:
            return []
        rest = number & LOW
        held = self._entries[entries + first : entries + last].tolist()
        return [entry & LOW for entry in held if entry >> LOW_BITS == rest]

    def details(self, row: int) -> "Held":
        text = str(self._details[self._starts[row] : self._starts[row + 1]], "utf-8")
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
    """A record of the shelf. Columns are read as they are asked for: most records are given up before the last."""

    __slots__ = ("_shelf", "groups")

    def __init__(self, shelf: Shelf, groups: list[str]) -> None:
        self._shelf, self.groups = shelf, groups

    def __missing__(self, column: str) -> Any:
        place = self._shelf.place_of(column)
        self.update(self._shelf.read(place, self.groups[place]))
        return self[column]


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        empty = file.seek(0, 2) == 0
        return memoryview(b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _mapping(shares: pa.Table) -> dict[str, float]:
    return dict(zip(shares["value"].to_pylist(), shares["share"].to_pylist(), strict=True))
