"""Records of one source that say exactly the same too often: a test patient, a placeholder, an extract gone wrong.

Compared with each other they would be more pairs than everything else, and strangers drawn by chance would seem to
agree. So the first two of them are compared with everybody, and the rest stand alone until somebody has looked.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from goldenthread.linkage.choosing import OTHER

MOST_COPIES = 200
"""So many can still be one person who is often in trouble."""
COMPARED_COPIES = 2
ALIKE = "alike_too_often"

_ABOUT_THE_RECORD = frozenset({"rid", "dataset", "record_id", "agency", "person_kind", "part", "row"})
_TOLD = (
    "dob", "given", "family", "dataset", "postcode", "address", "middle", "sex", "phone", "email", "nhs", "upn",
    "passport",
)  # fmt: skip


def set_copies_aside(features: pa.Table) -> pa.Table:
    """Let the third and later of too many records that are alike say nothing, and mark them as ``alike_too_often``."""
    excess = _excess(features)
    if excess.any():
        kept = pa.array(np.arange(len(features)), mask=excess)
        for place, name in enumerate(features.column_names):
            if name not in _ABOUT_THE_RECORD:
                features = features.set_column(place, name, features[name].take(kept))
    return features.append_column(ALIKE, pa.array(excess))


def copies_set_aside(features: pa.Table) -> int:
    return int(pc.sum(features[ALIKE]).as_py() or 0)


def _excess(features: pa.Table) -> NDArray[np.bool_]:
    rows, which = np.arange(len(features)), np.zeros(len(features), dtype=np.int64)
    for name in (*_TOLD, *(n for n in features.column_names if n.startswith(OTHER))):
        coded = features[name].take(pa.array(rows)).combine_chunks().dictionary_encode()
        values = np.asarray(pc.fill_null(coded.indices, len(coded.dictionary)), dtype=np.int64)
        which = which * (len(coded.dictionary) + 1) + values
        _, which, sizes = np.unique(which, return_inverse=True, return_counts=True)
        often = sizes[which] > MOST_COPIES
        rows, which = rows[often], which[often]
    excess = np.zeros(len(features), dtype=bool)
    for alike in np.unique(which):
        excess[rows[which == alike][COMPARED_COPIES:]] = True
    return excess
