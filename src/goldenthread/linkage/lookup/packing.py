"""How an index is kept small, so that one of twelve million people fits in 4 GB of memory.

Each record is deflated by itself, from a sample of records like it, so that one is read without the others. An entry
is a row and the last bits of a number in seven bytes; the first bits its place in the directory says.
"""

import zlib
from collections.abc import Sequence
from struct import Struct
from typing import Any

import numpy as np

from goldenthread.linkage.lookup.numbers import LOW, LOW_BITS, Numbers

FORMAT = "goldenthread shelf 8"
"""Another for every change in what the files of an index mean: no version reads another's as its own."""
ENTRY = Struct(f"<I{LOW_BITS // 8}s")
ENTRIES_A_BEGINNING_BITS = 3
"""A directory has one beginning for eight to sixteen entries: little memory, and few strangers to pass over."""
_WINDOW_BITS, _MEMORY_LEVEL, _LEVEL = 12, 4, 9
_CHECKSUM_BYTES, _SUM_FROM = 4, 1  # not from 0: the sum of nothing would be 0, which is what nothing reads as
_SAMPLE_BYTES, _SAMPLE_RECORDS = 1 << _WINDOW_BITS, 20


def sample_of(lines: Sequence[bytes]) -> bytes:
    """Records from all over these: what the others have in common with them is not written again."""
    return b"".join(lines[:: max(len(lines) // _SAMPLE_RECORDS, 1)])[:_SAMPLE_BYTES]


class Packing:
    """Packs and unpacks records. ``sample``: that of the index."""

    def __init__(self, sample: bytes) -> None:
        self.sample = sample
        # Without the header of zlib, and with a checksum of four bytes: its own are ten of a hundred and half the time.
        self._window = -_WINDOW_BITS
        how = (_LEVEL, zlib.DEFLATED, self._window, _MEMORY_LEVEL, zlib.Z_DEFAULT_STRATEGY, sample)
        self._begun = zlib.compressobj(*how)

    def pack(self, line: bytes) -> bytes:
        packer = self._begun.copy()
        checksum = zlib.crc32(line, _SUM_FROM).to_bytes(_CHECKSUM_BYTES, "little")
        return packer.compress(line) + packer.flush() + checksum

    def unpack(self, packed: Any) -> str:
        """``packed``: bytes, or a view of them. Raises: zlib.error, UnicodeDecodeError."""
        line = zlib.decompressobj(self._window, self.sample).decompress(packed[:-_CHECKSUM_BYTES])
        if zlib.crc32(line, _SUM_FROM) != int.from_bytes(packed[-_CHECKSUM_BYTES:], "little"):
            raise zlib.error("the checksum is another")
        return line.decode()


def pack_entries(rows: Numbers, numbers: Numbers) -> bytes:
    """One ``ENTRY`` each, in this order."""
    packed = np.empty((len(rows), ENTRY.size), np.uint8)
    packed[:, :4] = _bytes_of(rows)
    packed[:, 4:] = _bytes_of(numbers & np.uint64(LOW))[:, : LOW_BITS // 8]
    return packed.tobytes()


def low_of(number: int) -> bytes:
    """The bits of a number that stand in an entry."""
    return (number & LOW).to_bytes(LOW_BITS // 8, "little")


def _bytes_of(numbers: Numbers) -> Numbers:
    return numbers.astype("<u4").view(np.uint8).reshape(-1, 4)
