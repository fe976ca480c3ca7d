"""Numbers that too many people hold to be anybody's own: a surgery's, a default that a system fills in."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

LEAST_HOLDERS = 4
"""Fewer records are weighed pair by pair: a number typed into a brother's record goes to a person."""
LEAST_AGREEING = 0.5
"""Of a person's records at least so many agree on some part of forename or birth date, whatever else is wrong."""

_OF_ONE_PERSON = ("given_root", "given_sound", "dob_any_order", "dob_month", "dob_day")
NUMBERS = ("nhs", "upn", "passport")
OF_MANY = "{}_of_many"
TOLD_BY = [*_OF_ONE_PERSON, *NUMBERS, *map(OF_MANY.format, NUMBERS)]
"""The columns that tell whether a number is anybody's own."""


def set_shared_numbers_aside(features: pa.Table) -> pa.Table:
    """Move numbers that no one person holds from their column to ``<column>_of_many``, where nobody is looked for."""
    return set_aside(features, shared_numbers([features]))


def shared_numbers(parts: Sequence[pa.Table]) -> dict[str, pa.Array]:
    """For each kind of identifier the numbers that no one person holds, by all these records together."""
    told = [pa.chunked_array([c for part in parts for c in part[name].chunks], pa.string()) for name in _OF_ONE_PERSON]
    return {
        column: _held_by_many(pa.concat_arrays([_as_given(part, column) for part in parts]), told) for column in NUMBERS
    }


def set_aside(features: pa.Table, shared: Mapping[str, pa.Array]) -> pa.Table:
    """Move just these numbers out of their columns, whatever was moved before."""
    none = pa.scalar(None, pa.string())
    for column, numbers in shared.items():
        values = _as_given(features, column)
        theirs = pc.and_(pc.is_valid(values), pc.is_in(values, value_set=numbers))
        for name, kept in ((column, pc.invert(theirs)), (OF_MANY.format(column), theirs)):
            held = pc.if_else(kept, values, none)
            place = features.column_names.index(name) if name in features.column_names else -1
            features = features.append_column(name, held) if place < 0 else features.set_column(place, name, held)
    return features


def _as_given(features: pa.Table, column: str) -> pa.Array:
    """The numbers as the records give them, set aside or not."""
    values, name = features[column].combine_chunks(), OF_MANY.format(column)
    return pc.coalesce(values, features[name].combine_chunks()) if name in features.column_names else values


def numbers_of_many(features: pa.Table, column: str) -> pa.Array:
    """The numbers of this kind that were set aside, each once."""
    return pc.unique(features[OF_MANY.format(column)]).drop_null()


def _held_by_many(values: pa.Array, told: Sequence[pa.ChunkedArray]) -> pa.Array:
    """The values of which enough is known to say that no part of a name or a date is most of their records'."""
    coded = values.dictionary_encode()
    number = np.asarray(pc.fill_null(coded.indices, -1), dtype=np.int64)
    rows = np.flatnonzero(number >= 0)
    often = np.bincount(number[rows], minlength=len(coded.dictionary)) >= LEAST_HOLDERS
    rows = rows[often[number[rows]]]
    known, agreeing = np.zeros(len(often), dtype=bool), np.zeros(len(often), dtype=bool)
    for column in told:
        filled, most = _filled_and_most(number[rows], column.take(pa.array(rows)).combine_chunks(), len(often))
        enough = filled >= LEAST_HOLDERS
        known |= enough
        agreeing |= enough & (most >= LEAST_AGREEING * filled)
    return coded.dictionary.filter(pa.array(known & ~agreeing))


def _filled_and_most(number: NDArray[np.int64], texts: pa.Array, many: int) -> tuple[NDArray[np.int64], ...]:
    """For each number how many of its records fill the column, and how many hold the commonest value."""
    held = np.flatnonzero(np.asarray(pc.is_valid(texts)))
    text = np.asarray(texts.take(pa.array(held)).dictionary_encode().indices, dtype=np.int64)
    both, counts = np.unique(np.column_stack([number[held], text]), axis=0, return_counts=True)
    most = np.zeros(many, dtype=np.int64)
    np.maximum.at(most, both[:, 0], counts)
    return np.bincount(number[held], minlength=many), most
