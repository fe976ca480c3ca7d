"""Values in the form in which SQL compares them: with masks that tell most unlike ones apart at a glance.

A mask of 64 bits never says that two values agree, only that they cannot: what a condition means does not change by
it, and nothing slow is asked of most pairs. Lists become texts, since a list costs a join ten times as much as a text.
"""

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

LETTERS = "letters_"
"""Which letters a text, or a list of texts, holds. Digits and letters each have a bit of their own."""
VALUES = "values_"
"""Which values a list holds, by a hash of each."""
MANY = "many_"
"""How many values a list holds."""
BETWEEN = "\x1f"
"""Stands between the values of a list written as a text."""
_LETTER_BITS = 39
_VALUE_BITS = 63

Mask = NDArray[np.int64]


def comparable(features: pa.Table, texts: Iterable[str]) -> pa.Table:
    """Add the masks of ``texts`` and of all lists, and write the lists as texts. A mask is null where its value is."""
    columns = dict(zip(features.column_names, features.columns, strict=True))
    for name, values in [*columns.items()]:
        if pa.types.is_list(values.type):
            lists = values.combine_chunks()
            columns[LETTERS + name], columns[VALUES + name] = _of_lists(lists, _letters), _of_lists(lists, _value)
            columns[MANY + name], columns[name] = pc.list_value_length(lists), pc.binary_join(lists, BETWEEN)
    for name in texts:
        columns[LETTERS + name] = _of_texts(columns[name].combine_chunks(), _letters)
    return pa.table(columns)


def list_sql(text: str) -> str:
    """The list that was written as ``text``."""
    return f"string_split({text}, chr({ord(BETWEEN)}))"


def letters_apart_sql(a: str, b: str) -> str:
    """How many letters are in one of two texts only, at least: every one of them needs an edit, or is unmatched."""
    return f"bit_count(xor({a}, {b}))"


def may_share_sql(a: str, b: str) -> str:
    """Whether two lists may have a value in common."""
    return f"({a} & {b}) <> 0"


def most_shared_sql(a: str, b: str, many: str) -> str:
    """How many values two lists may have in common, at most; ``many`` are in the first. Two may fall on one bit."""
    return f"(bit_count({a} & {b}) + {many} - bit_count({a}))"


def _of_texts(values: pa.Array, mask: Callable[[pa.Array], Mask]) -> pa.Array:
    coded = values.dictionary_encode()
    return pa.array(mask(coded.dictionary), pa.int64()).take(coded.indices)


def _of_lists(values: pa.Array, mask: Callable[[pa.Array], Mask]) -> pa.Array:
    each = np.asarray(_of_texts(values.flatten(), mask))
    lengths = np.asarray(pc.fill_null(pc.list_value_length(values), 0), dtype=np.int64)
    return pa.array(_together(np.bitwise_or, each, lengths), pa.int64(), mask=np.asarray(values.is_null()))


def _letters(texts: pa.Array) -> Mask:
    letters, lengths = _characters(texts)
    return _together(np.bitwise_or, np.int64(1) << (letters % _LETTER_BITS), lengths)


def _value(texts: pa.Array) -> Mask:
    """One bit of 63 for each text: a sum of its letters, each weighed by its place."""
    letters, lengths = _characters(texts)
    place = np.arange(len(letters)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.int64(1) << (_together(np.add, letters * (31 * place + 7), lengths) % _VALUE_BITS)


def _together(gather: np.ufunc, parts: Mask, lengths: Mask) -> Mask:
    """Each run of ``parts`` of these lengths, gathered into one."""
    gathered = np.zeros(len(lengths), dtype=np.int64)
    held = np.flatnonzero(lengths)
    if len(held):
        gathered[held] = gather.reduceat(parts, (np.cumsum(lengths) - lengths)[held])
    return gathered


def _characters(texts: pa.Array) -> tuple[Mask, Mask]:
    """The letters of all texts in one row, and how many each has. Features are plain ASCII."""
    whole = pc.fill_null(texts, "")
    _, offsets, letters = whole.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[whole.offset : whole.offset + len(whole) + 1]
    if not len(whole) or letters is None:
        return np.zeros(0, dtype=np.int64), np.zeros(len(whole), dtype=np.int64)
    return np.frombuffer(letters, dtype=np.uint8)[ends[0] : ends[-1]].astype(np.int64), np.diff(ends).astype(np.int64)
