"""The look-up index on disk, mapped and not read, so that one of millions opens at once and processes share it.

For every key a directory says where the records begin that are filed under numbers of one beginning; an entry holds
the record's row and the end of the number. The files hold personal data: the folder is for its owner alone.
"""

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zlib import error as Damaged

import pyarrow as pa
import pyarrow.feather as feather

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.lookup.layout import Held, Layout
from goldenthread.linkage.lookup.packing import ENTRY, FORMAT, Packing, low_of
from goldenthread.linkage.model import UnreadableModel
from goldenthread.linkage.model_file import read_model

_WRITE_ANEW = "Write the index anew, into a new folder (write_shelf)."


class UnreadableShelf(Exception):
    """An index cannot be used. The message says why and what to do next."""


class Shelf(Layout):
    """An index as written. Raises: UnreadableShelf."""

    def __init__(self, folder: Path) -> None:
        about = _about(folder)
        self.keys = tuple(Key(columns=tuple(k)) for k in about["keys"])
        self.records: int = about["records"]
        self.filled: Mapping[str, int] = about["filled"]
        self.local_ids_are_shared: bool = about["local_ids_are_shared"]
        try:
            model = read_model((folder / "model.json").read_text(encoding="utf-8"))
        except UnreadableModel as fault:
            raise UnreadableShelf(f"{folder}: {fault} {_WRITE_ANEW}") from None
        super().__init__(model, about["groups"])
        self.forenames = frozenset(feather.read_table(folder / "forenames.arrow")["forename"].to_pylist())
        self.shares = {c: _mapping(feather.read_table(folder / f"shares-{c}.arrow")) for c in about["filled"]}
        self._sections = [(d, e, 64 - bits) for d, e, bits in about["sections"]]
        self._directory = _mapped(folder / "directory").cast("I")
        self._entries = _mapped(folder / "entries")
        self._starts = _mapped(folder / "starts").cast("Q")
        self._details = _mapped(folder / "details")
        self._unpack = Packing((folder / "sample").read_bytes()).unpack
        self._folder = folder

    def under(self, place: int, number: int) -> list[int]:
        """The rows filed under a number of the key at this place."""
        directory, entries, shift = self._sections[place]
        at = directory + (number >> shift)
        first, last = self._directory[at], self._directory[at + 1]
        if first == last:
            return []
        held = self._entries[ENTRY.size * (entries + first) : ENTRY.size * (entries + last)]
        wanted = low_of(number)
        return [row for row, low in ENTRY.iter_unpack(held) if low == wanted]

    def details(self, row: int) -> Held:
        try:
            return self.held(self._unpack(self._details[self._starts[row] : self._starts[row + 1]]))
        except (Damaged, UnicodeDecodeError):
            raise UnreadableShelf(f"{self._folder}: a record in it is damaged. {_WRITE_ANEW}") from None


def _about(folder: Path) -> dict[str, Any]:
    """What the index says of itself, where it is one of this version's and whole."""
    try:
        about: dict[str, Any] = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        raise UnreadableShelf(f"{folder}: no index, or one that was not finished. {_WRITE_ANEW}") from None
    if about.get("format") != FORMAT:
        raise UnreadableShelf(f"{folder}: an index in another form than this version's. {_WRITE_ANEW}")
    short = [name for name, size in about["bytes"].items() if (folder / name).stat().st_size != size]
    if short:
        raise UnreadableShelf(f"{folder}: {', '.join(short)} is not as it was written. {_WRITE_ANEW}")
    return about


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        empty = file.seek(0, 2) == 0
        return memoryview(b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _mapping(shares: pa.Table) -> dict[str, float]:
    return dict(zip(shares["value"].to_pylist(), shares["share"].to_pylist(), strict=True))
