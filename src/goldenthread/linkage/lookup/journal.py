"""What was put or taken away since the shelf was written: one line each, seen by every process that has it open.

It holds personal data, as the shelf does. Each line begins with its checksum. A line cut short by a fault was never
reported as done: it is marked as such by the next that is written, and passed over.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from goldenthread.linkage.lookup.wholeness import WRITE_ANEW, UnreadableShelf

Change = dict[str, Any]
SINCE = "since.jsonl"
_CUT_SHORT = "\x18"
"""Ends a line that a fault cut short. No line holds it otherwise: JSON escapes it."""


class Journal:
    """Lines are added to the end of one file, which must be there, and never changed. Raises: UnreadableShelf."""

    def __init__(self, path: Path) -> None:
        self._path, self._read = path, 0
        try:
            self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
        except OSError:
            raise self._unreadable("cannot be opened") from None

    def add(self, *changes: Change) -> None:
        """Returns once the changes are on the disk."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            size = os.fstat(self._file).st_size
            torn = size > 0 and os.pread(self._file, 1, size - 1) != b"\n"
            _write(self._file, (f"{_CUT_SHORT}\n" * torn + "".join(map(_line, changes))).encode())
            os.fsync(self._file)
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def news(self) -> Iterator[Change]:
        """The changes that were not taken before, whoever made them. One that cannot be taken comes again next time."""
        size = os.fstat(self._file).st_size
        if size == self._read:
            return
        if size < self._read:
            raise self._unreadable("is shorter than it was")
        text = os.pread(self._file, size - self._read, self._read)
        for line in text.split(b"\n")[:-1]:
            if line and not line.endswith(_CUT_SHORT.encode()):
                yield self._change(line)
            self._read += len(line) + 1

    def text(self) -> bytes:
        """All that stands in it."""
        return os.pread(self._file, os.fstat(self._file).st_size, 0)

    def taken(self) -> bytes:
        """What is news no more."""
        return os.pread(self._file, self._read, 0)

    def take(self, read: int) -> None:
        """The first so many bytes are known otherwise."""
        self._read = read

    def not_understood(self) -> UnreadableShelf:
        return self._unreadable("holds a change that this version does not know")

    def _change(self, line: bytes) -> Change:
        checksum, told = line[:8], line[9:]
        if checksum != _checksum(told):
            raise self._unreadable("is not as it was written")
        change: Change = json.loads(told)
        return change

    def _unreadable(self, why: str) -> UnreadableShelf:
        return UnreadableShelf(f"{self._path.parent}: {self._path.name} {why}. {WRITE_ANEW}")

    def close(self) -> None:
        os.close(self._file)


def _line(change: Change) -> str:
    told = json.dumps(change, ensure_ascii=False)
    return f"{_checksum(told.encode()).decode()} {told}\n"


def _checksum(told: bytes) -> bytes:
    return b"%08x" % crc32(told)


def _write(file: int, text: bytes) -> None:
    while text:
        text = text[os.write(file, text) :]
