"""Whom a changed record could be: everybody who shares a key with it, found on numbers.

Only values that some changed record has are looked at, so that the cost is of one pass over the columns and no more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.engines.proposing import mixed, those_of_keys_and_hints
from goldenthread.linkage.incremental.reference import Reference, key_values
from goldenthread.linkage.numbering import ends_of, packed

Rows = np.ndarray[Any, np.dtype[np.int64]]
Values = np.ndarray[Any, np.dtype[np.uint64]]
BEGINNING_BITS = 22
_REST = np.uint64(64 - BEGINNING_BITS)
ELSEWHERE = -1
"""A value that no changed record has."""


def meetings(features: pa.Table, first: int, reference: Reference) -> Rows:
    """Shape: (pairs, 2). Who shares a key with a row from ``first`` on, common values left out, each pair once."""
    if first == len(features):
        return np.zeros((0, 2), dtype=np.int64)
    columns = {c for key in reference.keys for c in key.columns}
    numbers = {c: _numbered(features[c], first) for c in columns}
    rows = {c: np.flatnonzero(n != ELSEWHERE) for c, n in numbers.items()}
    by_kind: dict[bool, list[Rows]] = {False: [], True: []}
    for key in reference.keys:
        by_kind[key.hints] += _met(key, numbers, rows, _too_common(features.slice(first), key, reference), first)
    return np.column_stack(ends_of(those_of_keys_and_hints(by_kind[False], by_kind[True])))


def _numbered(values: pa.ChunkedArray, first: int) -> Rows:
    """A number for each value that the rows from ``first`` on have."""
    theirs = pc.unique(values.slice(first)).drop_null()
    return np.asarray(pc.fill_null(pc.index_in(values, value_set=theirs), ELSEWHERE), dtype=np.int64)


def _met(key: Key, numbers: Mapping[str, Rows], rows: Mapping[str, Rows], common: Rows, first: int) -> Iterator[Rows]:
    """The pairs of one key, each as one number and once."""
    rarest, *others = sorted(key.columns, key=lambda c: len(rows[c]))
    held = rows[rarest]
    for column in others:
        held = held[numbers[column][held] != ELSEWHERE]
    values = mixed([numbers[column][held] for column in key.columns])
    seeking = held >= first
    seeking[seeking] = ~np.isin(held[seeking], common)
    seekers, sought = held[seeking], values[seeking]
    held, values = _near(held, values, sought)
    order = np.argsort(values, kind="stable")
    values, held = values[order], held[order]
    starts, ends = np.searchsorted(values, sought, "left"), np.searchsorted(values, sought, "right")
    many = ends - starts
    place = np.repeat(starts - np.concatenate([[0], np.cumsum(many)[:-1]]), many) + np.arange(many.sum())
    one, other = np.repeat(seekers, many), held[place]
    once = (one != other) & ((other < first) | (one < other))
    pairs = packed(np.minimum(one, other), np.maximum(one, other))[once]
    if len(pairs):
        yield pairs


def _near(rows: Rows, values: Values, sought: Values) -> tuple[Rows, Values]:
    """The rows whose value begins as one that is sought: the rest need not be put in order."""
    begins = np.zeros(1 << BEGINNING_BITS, dtype=bool)
    begins[sought >> _REST] = True
    near = begins[values >> _REST]
    return rows[near], values[near]


def _too_common(fresh: pa.Table, key: Key, reference: Reference) -> Rows:
    """The rows, as ``rid`` numbers them, whose value of the key is too common to be looked under."""
    common = reference.common[key.name]
    if not len(common):
        return np.zeros(0, dtype=np.int64)
    too_common = np.asarray(pc.is_in(key_values(fresh, key), value_set=common))
    return np.asarray(fresh["rid"].to_numpy()[too_common])
