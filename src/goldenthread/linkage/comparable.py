"""What records hold, in columns: who shares a row, and what there is besides names.

Without anything besides names in common two records say too little.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.choosing import OTHER
from goldenthread.linkage.joining import NOBODY, Numbers
from goldenthread.linkage.numbering import coded

_BESIDES_NAMES = (("dob",), ("address", "postcode"), ("phone",), ("email",), ("local_id",))

_OF_A_NAME = ("given", "middle", "family", "sex")


def besides_names(features: pa.Table) -> Numbers:
    """By record, a bit for each thing that it holds, as ``joining.Limits`` takes it."""
    others = [(name,) for name in features.column_names if name.startswith(OTHER)]
    held = np.zeros(len(features), dtype=np.int64)
    for bit, columns in enumerate([*_BESIDES_NAMES, *others]):
        for column in columns:
            held |= np.asarray(pc.is_valid(features[column])).astype(np.int64) << bit
    return held


def things_held(features: pa.Table) -> Numbers:
    """By record, how many things it holds that tell a person: names, sex and what there is besides."""
    held = np.bitwise_count(besides_names(features)).astype(np.int64)
    for name in _OF_A_NAME:
        held += np.asarray(pc.is_valid(features[name]))
    return held


def parts_of_one_row(features: pa.Table) -> Numbers:
    """Several people described by one row of a file are several people."""
    rows = np.asarray(pc.fill_null(features["row"], NOBODY), dtype=np.int64)
    held = rows != NOBODY
    return np.where(held, coded(features["dataset"]) * (rows.max(initial=0) + 1) + rows, NOBODY)
