"""What was put or taken away since the shelf was written: one line each, seen by every process that has it open.

It holds personal data, as the shelf does. A line cut short by a fault was never reported as done and is passed over.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Change = dict[str, Any]


class Journal:
    """Lines are added to the end of one file and never changed."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self._read = 0

    def add(self, *changes: Change) -> None:
        """Returns once the changes are on the disk."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            size = os.fstat(self._file).st_size
            torn = size > 0 and os.pread(self._file, 1, size - 1) != b"\n"
            lines = [json.dumps(change, ensure_ascii=False) + "\n" for change in changes]
            _write(self._file, ("\n" * torn + "".join(lines)).encode())
            os.fsync(self._file)
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def news(self) -> Iterator[Change]:
        """The changes that were not read before, whoever made them."""
        size = os.fstat(self._file).st_size
        if size == self._read:
            return
        text = os.pread(self._file, size - self._read, self._read)
        whole = text[: text.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue

    def close(self) -> None:
        os.close(self._file)


def _write(file: int, text: bytes) -> None:
    while text:
        text = text[os.write(file, text) :]
