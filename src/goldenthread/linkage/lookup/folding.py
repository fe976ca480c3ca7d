"""What the changes come to, kept beside them so that a process that begins need not take them one by one.

It is made of the journal and says nothing that the journal does not: one that is damaged, or of other changes, is not
read. It holds personal data, as the journal does.
"""

import io
import json
import os
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from goldenthread.linkage.lookup.details import Details
from goldenthread.linkage.lookup.packing import FORMAT
from goldenthread.linkage.lookup.wholeness import ABOUT

FOLDED = "since.folded"
LEAST_CHANGES = 256
"""Fewer are taken one by one in a moment."""
GROWN_BY = 8
"""It is made anew once an eighth has come on top: seldom enough that many changes cost no more each than few."""
_CHECKSUM_BYTES = 8

Filed = Sequence[tuple[int, int]]
"""The place of each key under which a record is filed, and the number there."""
Standing = tuple[tuple[str, str], bytes, Filed]
"""A record that stands: its dataset and id, its details as written, and where it is filed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """The first ``read`` bytes of the journal, which are ``changes`` lines. Shape: rows begin at 0.

    ``gone``: rows of the shelf. ``starts``: where entries of each place begin among ``numbers``, each place in order.
    """

    read: int = 0
    changes: int = 0
    gone: frozenset[int] = frozenset()
    row_of: Mapping[tuple[str, str], int] = field(default_factory=dict, repr=False)
    starts: Sequence[int] = ()
    numbers: Sequence[int] = field(default=(), repr=False)
    rows: Sequence[int] = field(default=(), repr=False)
    told: Sequence[bytes] = field(default=(), repr=False)

    def under(self, place: int, number: int) -> list[int]:
        if not self.told:
            return []
        ends = self.starts[place + 1]
        at = bisect_left(self.numbers, number, self.starts[place], ends)
        found = []
        while at < ends and self.numbers[at] == number:
            found.append(self.rows[at])
            at += 1
        return found

    def details(self, row: int) -> Details:
        told: Details = json.loads(self.told[row])
        return told

    def filed(self) -> list[Filed]:
        """Where each row is filed."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.told]
        for place, (start, end) in enumerate(pairwise(self.starts)):
            for at in range(start, end):
                found[self.rows[at]].append((place, self.numbers[at]))
        return list(found)

    def is_outgrown(self, since: int) -> bool:
        return since >= max(LEAST_CHANGES, self.changes // GROWN_BY)


def read_folded(folder: Path, journal: bytes) -> Folded:
    """Nothing, where there is none that was made of the beginning of this journal."""
    try:
        written = (folder / FOLDED).read_bytes()
    except OSError:
        return Folded()
    checksum, body = written[:_CHECKSUM_BYTES], written[_CHECKSUM_BYTES:]
    if checksum != _checksum(body):
        return Folded()
    with np.load(io.BytesIO(body), allow_pickle=False) as held:
        about = json.loads(held["about"].tobytes())
        begun = journal[: about["read"]]
        if about["of"] != _of(folder, begun) or len(begun) < about["read"]:
            return Folded()
        text, ends = held["told"].tobytes(), [0, *held["ends"].tolist()]
        told = tuple(text[start:end] for start, end in pairwise(ends))
        return Folded(
            read=about["read"],
            changes=about["changes"],
            gone=frozenset(about["gone"]),
            row_of={(dataset, record_id): row for row, (dataset, record_id) in enumerate(about["records"])},
            starts=held["starts"].tolist(),
            numbers=memoryview(held["numbers"]),
            rows=memoryview(held["rows"]),
            told=told,
        )


def write_folded(
    folder: Path, journal: bytes, *, changes: int, gone: Sequence[int], records: Sequence[Standing], keys: int
) -> None:
    """``journal``: what of it was taken. A disk that is full keeps none."""
    entries = [(place, number, row) for row, (_, _, filed) in enumerate(records) for place, number in filed]
    places, numbers, rows = (
        np.array([entry[i] for entry in entries], kind) for i, kind in ((0, np.uint32), (1, np.uint64), (2, np.uint32))
    )
    order = np.lexsort((rows, numbers, places))
    told = [one for _, one, _ in records]
    about = {
        "of": _of(folder, journal),
        "read": len(journal),
        "changes": changes,
        "gone": sorted(gone),
        "records": [key for key, _, _ in records],
    }
    body = io.BytesIO()
    np.savez(
        body,
        about=_bytes(json.dumps(about).encode()),
        starts=np.searchsorted(places[order], np.arange(keys + 1)),
        numbers=numbers[order],
        rows=rows[order],
        told=_bytes(b"".join(told)),
        ends=np.cumsum([len(one) for one in told], dtype=np.int64),
    )
    draft = folder / f"{FOLDED}.{os.getpid()}"
    with suppress(OSError):
        file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with open(file, "wb") as written:
            written.write(_checksum(body.getvalue()) + body.getvalue())
        draft.replace(folder / FOLDED)
    with suppress(OSError):
        draft.unlink(missing_ok=True)


def as_told(details: Details) -> bytes:
    return json.dumps(details, ensure_ascii=False).encode()


def _of(folder: Path, journal: bytes) -> list[Any]:
    """What tells this index and these changes from others."""
    return [FORMAT, crc32((folder / ABOUT).read_bytes()), len(journal), crc32(journal)]


def _bytes(text: bytes) -> "np.ndarray[Any, np.dtype[np.uint8]]":
    return np.frombuffer(text, np.uint8)


def _checksum(told: bytes) -> bytes:
    return b"%08x" % crc32(told)
