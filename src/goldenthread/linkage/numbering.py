"""Values and pairs of records as whole numbers, in columns: to be compared, counted and sorted at once.

Shape: a pair is one number, its smaller record number in the upper half.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

NO_VALUE = -1
RECORD_BITS = 32


def coded(values: pa.ChunkedArray) -> Numbers:
    """A number for each value, in the order of their first coming; ``NO_VALUE`` for none."""
    known = values.combine_chunks().dictionary_encode()
    return np.asarray(pc.fill_null(known.indices, NO_VALUE), dtype=np.int64)


def packed(smaller: Numbers, larger: Numbers) -> Numbers:
    """Pairs of record numbers as one number each."""
    return (smaller << RECORD_BITS) | larger


def ends_of(pairs: Numbers) -> tuple[Numbers, Numbers]:
    """The record numbers of each pair, the smaller first."""
    return pairs >> RECORD_BITS, pairs & ((1 << RECORD_BITS) - 1)
