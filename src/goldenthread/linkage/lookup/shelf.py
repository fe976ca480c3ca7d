"""The look-up index on disk, mapped and not read, so that one of millions opens at once and processes share it.

For every key a directory says where the records begin that are filed under numbers of one beginning; an entry holds
the record's row and the end of the number. The files hold personal data: the folder is for its owner alone.
"""

import mmap
from collections.abc import Mapping, Sequence
from pathlib import Path
from struct import error as StructError
from typing import Any
from zlib import error as Damaged

import pyarrow as pa
import pyarrow.feather as feather

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.incremental.reference import SHARE, VALUE
from goldenthread.linkage.lookup.commonness import Common
from goldenthread.linkage.lookup.filing import NUMBERS_OF_OTHERS
from goldenthread.linkage.lookup.layout import Held, Layout
from goldenthread.linkage.lookup.packing import ENTRY, Packing, low_of
from goldenthread.linkage.lookup.wholeness import WRITE_ANEW, UnreadableShelf, open_about
from goldenthread.linkage.model import UnreadableModel
from goldenthread.linkage.model_file import read_model


class Shelf(Layout):
    """An index as written. Raises: UnreadableShelf."""

    def __init__(self, folder: Path) -> None:
        about = open_about(folder)
        try:
            self._open(folder, about)
        except UnreadableModel as fault:
            raise UnreadableShelf(f"{folder}: {fault} {WRITE_ANEW}") from None
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise UnreadableShelf(f"{folder}: cannot be opened ({type(fault).__name__}). {WRITE_ANEW}") from fault

    def _open(self, folder: Path, about: Mapping[str, Any]) -> None:
        self.keys = tuple(Key(columns=tuple(k)) for k in about["keys"])
        self.records: int = about["records"]
        self.local_ids_are_shared: bool = about["local_ids_are_shared"]
        told = about[NUMBERS_OF_OTHERS].items()
        self.numbers_of_others = {kind: frozenset(map(_three, numbers)) for kind, numbers in told}
        super().__init__(read_model((folder / "model.json").read_text(encoding="utf-8")), about["groups"])
        self.common = Common(
            shares={c: _mapping(feather.read_table(folder / f"shares-{c}.arrow")) for c in about["filled"]},
            filled=about["filled"],
            forenames=frozenset(feather.read_table(folder / "forenames.arrow")["forename"].to_pylist()),
        )
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
        try:
            rows = [row for row, low in ENTRY.iter_unpack(held) if low == wanted]
        except StructError:
            rows = [self.records]
        if rows and max(rows) >= self.records:
            raise UnreadableShelf(f"{self._folder}: directory or entries is damaged. {WRITE_ANEW}")
        return rows

    def details(self, row: int) -> Held:
        try:
            return self.held(self._unpack(self._details[self._starts[row] : self._starts[row + 1]]))
        except (Damaged, UnicodeDecodeError, IndexError):
            raise UnreadableShelf(f"{self._folder}: a record in it is damaged. {WRITE_ANEW}") from None


def _three(told: Sequence[str]) -> tuple[str, str, str]:
    dataset, record_id, number = told
    return dataset, record_id, number


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        empty = file.seek(0, 2) == 0
        return memoryview(b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _mapping(shares: pa.Table) -> dict[str, float]:
    return dict(zip(shares[VALUE].to_pylist(), shares[SHARE].to_pylist(), strict=True))
