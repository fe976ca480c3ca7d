"""What each record has to be compared by besides names. Without any of it in common two records say too little."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.choosing import OTHER
from goldenthread.linkage.joining import Numbers

_BESIDES_NAMES = (("dob",), ("address", "postcode"), ("phone",), ("email",), ("local_id",))


def besides_names(features: pa.Table) -> Numbers:
    """By record, a bit for each thing that it holds, as ``joining.Limits`` takes it."""
    others = [(name,) for name in features.column_names if name.startswith(OTHER)]
    held = np.zeros(len(features), dtype=np.int64)
    for bit, columns in enumerate([*_BESIDES_NAMES, *others]):
        for column in columns:
            held |= np.asarray(pc.is_valid(features[column])).astype(np.int64) << bit
    return held
