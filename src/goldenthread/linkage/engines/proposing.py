"""Which pairs share a key: found on numbers, by sorting, each pair once."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from goldenthread.linkage.blocking import Key, most_pairs
from goldenthread.linkage.numbering import NO_VALUE, RECORD_BITS, Numbers, coded, packed

LEAST_HINTS = 2
_MIXER = np.uint64(0x9E3779B97F4A7C15)


def candidate_pairs(features: pa.Table, keys: Sequence[Key]) -> Numbers:
    """The pairs that any key proposes, and those that two hints do; too common values propose none. In order."""
    columns = numbered_columns(features, keys)
    by_kind: dict[bool, list[Numbers]] = {False: [], True: []}
    for key in keys:
        by_kind[key.hints] += _proposed([columns[c] for c in key.columns], len(features))
    return those_of_keys_and_hints(by_kind.pop(False), by_kind.pop(True))


def those_of_keys_and_hints(keyed: list[Numbers], hinting: list[Numbers]) -> Numbers:
    """The pairs that any key proposes, and those that two hints do, each once and in order. Empties both lists."""
    found, _ = _each_once(keyed)
    hinted, times = _each_once(hinting)
    return _each_once([found, hinted[times >= LEAST_HINTS]])[0] if len(hinted) else found


def numbered_columns(features: pa.Table, keys: Sequence[Key]) -> dict[str, Numbers]:
    """The columns that keys are made of, with a number for each value."""
    return {name: coded(features[name]) for name in {c for key in keys for c in key.columns}}


def _proposed(columns: Sequence[Numbers], records: int) -> Iterator[Numbers]:
    """Every pair of records that agree on all of these columns, block by block of one size."""
    rows, starts, sizes = _blocks(columns)
    usable = (sizes >= 2) & (sizes <= _largest_block(sizes, records))
    starts, sizes = starts[usable], sizes[usable]
    for size in np.unique(sizes).tolist():
        blocks = rows[starts[sizes == size][:, None] + np.arange(size)]
        first, second = (blocks[:, places].ravel() for places in np.triu_indices(size, 1))
        yield packed(np.minimum(first, second), np.maximum(first, second))


def rows_of_common_values(columns: Sequence[Numbers], records: int) -> Numbers:
    """One row for each value of these columns that too many records share: it proposes no pair."""
    rows, starts, sizes = _blocks(columns)
    return rows[starts[sizes > _largest_block(sizes, records)]]


def _blocks(columns: Sequence[Numbers]) -> tuple[Numbers, Numbers, Numbers]:
    """The rows that fill all of these columns, by value; where each value starts; how many it has."""
    rows = np.flatnonzero(np.logical_and.reduce([column != NO_VALUE for column in columns]))
    values = mixed([column[rows] for column in columns])
    order = np.argsort(values)
    values, rows = values[order], rows[order]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])[: len(values)])
    return rows, starts, np.diff(starts, append=len(values))


def mixed(columns: Sequence[Numbers]) -> NDArray[np.uint64]:
    """One number for the values of each row. Of 64 bits: one pair in a hundred thousand runs meets by mistake."""
    mixed = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        mixed = (mixed ^ (column.astype(np.uint64) + np.uint64(1))) * _MIXER
        mixed ^= mixed >> np.uint64(RECORD_BITS)
    return mixed


def _largest_block(sizes: NDArray[Any], records: int) -> int:
    """How many records one value may have so that the key stays within its share of pairs."""
    counts = np.bincount(sizes, minlength=2)
    size = np.arange(len(counts))
    running = np.cumsum(counts * (size * (size - 1) // 2))
    within = np.flatnonzero((counts > 0) & (running <= most_pairs(records)))
    return int(within[-1]) if len(within) else 1


def _each_once(proposed: list[Numbers]) -> tuple[Numbers, Numbers]:
    """The pairs in order, and how often each was proposed."""
    pairs = np.concatenate(proposed) if proposed else np.zeros(0, dtype=np.int64)
    proposed.clear()
    pairs.sort()
    firsts = np.flatnonzero(np.concatenate([[True], pairs[1:] != pairs[:-1]])[: len(pairs)])
    return pairs[firsts], np.diff(firsts, append=len(pairs))
