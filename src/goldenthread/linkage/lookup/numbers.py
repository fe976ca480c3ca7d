"""The numbers under which values are filed: one for a value, one made of several for a key of several columns.

A table and a single person get the same numbers, so what is filed under one is found under the other.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from goldenthread.linkage.blocking import Key

NOTHING = 0
"""The number of a value that is not there."""
LOW_BITS = 24
LOW = (1 << LOW_BITS) - 1
ALL_BITS = (1 << 64) - 1
FACTOR = 0x9E3779B97F4A7C15
"""Odd, so that multiplying by it loses nothing; its bits are mixed, so that the order of a key's columns counts."""
Numbers = np.ndarray[Any, Any]
Way = tuple[int, tuple[str, ...], frozenset[int]]
"""The place of a key, its columns, and the places of the keys that ask for less."""


@lru_cache(200_000)
def number_of(value: str | int) -> int:
    """64 bits, of which an index of twelve million keeps 44: one look-up in thirty thousand weighs a stranger by it."""
    return int.from_bytes(hashlib.blake2b(str(value).encode(), digest_size=8).digest(), "little") or 1


def numbers_of(values: pa.ChunkedArray) -> Numbers:
    """One number a row, made once for each value that differs."""
    coded = values.combine_chunks().dictionary_encode()
    made = np.array([*(number_of(v) for v in coded.dictionary.to_pylist()), NOTHING], dtype=np.uint64)
    numbers: Numbers = made[coded.indices.fill_null(len(made) - 1).to_numpy()]
    return numbers


def joined_columns(columns: Sequence[Numbers]) -> Numbers:
    """As ``joined``, of whole columns."""
    whole, there = columns[0].copy(), columns[0] != NOTHING
    for column in columns[1:]:
        whole *= np.uint64(FACTOR)
        whole += column
        there &= column != NOTHING
    whole[whole == NOTHING] = 1
    whole[~there] = NOTHING
    return whole


def coarser_keys(keys: Sequence[Key]) -> Mapping[int, tuple[int, ...]]:
    """For each key the places of those that ask for less: whoever shares it shares them, too."""
    columns = [frozenset(k.columns) for k in keys]
    return {i: tuple(j for j, other in enumerate(columns) if other < whole) for i, whole in enumerate(columns)}


class Paths:
    """The keys of an index, coarser before finer."""

    def __init__(self, keys: Sequence[Key]) -> None:
        coarser = coarser_keys(keys)
        places = sorted(coarser, key=lambda p: len(coarser[p]))
        self.in_order: tuple[Way, ...] = tuple((p, keys[p].columns, frozenset(coarser[p])) for p in places)
        self._columns = tuple(dict.fromkeys(c for k in keys for c in k.columns))

    def values(self, details: Mapping[str, Any]) -> dict[str, int]:
        """The number of each value that these details hold."""
        return {c: number_of(v) for c in self._columns if (v := details.get(c)) is not None}

    def numbers(self, details: Mapping[str, Any]) -> list[tuple[int, int]]:
        """The place of each key that these details fill, and their number under it."""
        values = self.values(details)
        found = ((place, joined(columns, values)) for place, columns, _ in self.in_order)
        return [(place, number) for place, number in found if number != NOTHING]


def joined(columns: Iterable[str], values: Mapping[str, int]) -> int:
    """The number of a key from those of its columns; nothing where one of them is missing."""
    whole = 0
    for column in columns:
        if column not in values:
            return NOTHING
        whole = (whole * FACTOR + values[column]) & ALL_BITS
    return whole or 1
