"""The look-up index on disk, mapped and not read, so that one of millions opens at once and processes share it.

For every key a directory says where the records begin that are filed under numbers of one beginning; an entry holds
the rest of the number and the record's row. The files hold personal data: the folder is for its owner alone.
"""

import json
import mmap
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.lookup.layout import Held, Layout
from goldenthread.linkage.lookup.numbers import LOW, LOW_BITS
from goldenthread.linkage.model import read_model


class Shelf(Layout):
    """An index as written."""

    def __init__(self, folder: Path) -> None:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        self.keys = tuple(Key(columns=tuple(k)) for k in about["keys"])
        self.records: int = about["records"]
        self.filled: Mapping[str, int] = about["filled"]
        self.local_ids_are_shared: bool = about["local_ids_are_shared"]
        super().__init__(read_model((folder / "model.json").read_text(encoding="utf-8")), about["groups"])
        self.forenames = frozenset(feather.read_table(folder / "forenames.arrow")["forename"].to_pylist())
        self.shares = {c: _mapping(feather.read_table(folder / f"shares-{c}.arrow")) for c in about["filled"]}
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

    def details(self, row: int) -> Held:
        return self.held(str(self._details[self._starts[row] : self._starts[row + 1]], "utf-8"))


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        empty = file.seek(0, 2) == 0
        return memoryview(b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _mapping(shares: pa.Table) -> dict[str, float]:
    return dict(zip(shares["value"].to_pylist(), shares["share"].to_pylist(), strict=True))
