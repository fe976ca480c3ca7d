"""How full the columns are and how common their values: what decides which comparisons are made, and their weight."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.choosing import other_column
from goldenthread.linkage.comparisons import Comparison


def filled_shares(features: pa.Table) -> dict[str, float]:
    """The share of records that hold a value, per column."""
    rows = max(len(features), 1)
    return {name: 1 - features[name].null_count / rows for name in features.column_names}


LEAST_DISTINCT = 0.3
LEAST_OF_ONE_FORENAME = 0.8
"""Of those of one family name who share a number of one's own, so many share the first letter of the forename, too."""


def own_columns(features: pa.Table, others: Iterable[str]) -> frozenset[str]:
    """Those of the other columns that hold nearly as many values as records: a number of one's own, not a town."""
    found = set()
    for name in others:
        values = features[other_column(name)]
        held = len(values) - values.null_count
        distinct = pc.count_distinct(values, mode="only_valid").as_py()
        if held and distinct >= LEAST_DISTINCT * held and _shared_by_one_forename(features, other_column(name)):
            found.add(name)
    return frozenset(found)


def _shared_by_one_forename(features: pa.Table, column: str) -> bool:
    named = features.select([column, "family_sound", "given_initial"]).drop_null()
    of_family = _pairs_within(named.group_by([column, "family_sound"]).aggregate([([], "count_all")]))
    of_one = _pairs_within(named.group_by(named.column_names).aggregate([([], "count_all")]))
    return of_one >= LEAST_OF_ONE_FORENAME * of_family


def _pairs_within(groups: pa.Table) -> float:
    sizes = groups["count_all"].to_numpy().astype(np.float64)
    return float((sizes * (sizes - 1) / 2).sum())


def with_term_frequencies(features: pa.Table, comparisons: Iterable[Comparison]) -> pa.Table:
    """Add ``tf_<column>``, the share of filled records that hold the same value, where it is asked for."""
    for column in rare_columns(comparisons):
        values = features[column].combine_chunks()
        coded = values.dictionary_encode()
        counts = {c["values"]: c["counts"] for c in pc.value_counts(coded.indices).to_pylist()}
        filled = max(len(values) - values.null_count, 1)
        shares = pa.array([counts.get(i, 0) / filled for i in range(len(coded.dictionary))], pa.float64())
        features = features.append_column(f"tf_{column}", shares.take(coded.indices))
    return features


def rare_columns(comparisons: Iterable[Comparison]) -> tuple[str, ...]:
    """The columns whose rare values count for more, once each, and forenames: predicates ask how common two are."""
    return tuple(dict.fromkeys(("given", *(lv.rare_in for c in comparisons for lv in c.levels if lv.rare_in))))
