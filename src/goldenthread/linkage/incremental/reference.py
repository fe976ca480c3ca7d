"""What one record cannot say of itself: how common its values are, and which values are too common to look under.

Frozen when everything was last linked, so that a change to one record changes no other pair's weight. Linking some
records now and the rest later then gives the same people as linking all of them at once with the same reference.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.comparisons import Comparison
from goldenthread.linkage.counting import rare_columns
from goldenthread.linkage.engines.proposing import numbered_columns, rows_of_common_values
from goldenthread.linkage.own_names import is_forename, names_in_their_own_right
from goldenthread.linkage.shared_numbers import NUMBERS, numbers_of_many
from goldenthread.linkage.tables import nickname_roots

SHARED_SPACE = "shared"
VALUE, SHARE = "value", "share"
BETWEEN = "|"
_NO_VALUES = pa.array([], pa.string())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Shape: ``shares`` holds for each column a table of ``value`` and ``share``, each value once."""

    records: int
    keys: tuple[Key, ...]
    shares: Mapping[str, pa.Table] = field(repr=False)
    filled: Mapping[str, int]
    forenames: pa.Array = field(repr=False)
    """Forenames that enough records bear to be names in their own right."""
    common: Mapping[str, pa.Array] = field(repr=False)
    """For each key the values that would make too many pairs: nobody is looked for under them."""
    of_many: Mapping[str, pa.Array] = field(default_factory=dict, repr=False)
    """For each identifier the numbers that too many people hold to be anybody's own."""
    local_ids_are_shared: bool = False


def refer_to(features: pa.Table, comparisons: Iterable[Comparison], keys: Sequence[Key]) -> Reference:
    """Take the reference from the features of all records."""
    rare = rare_columns(comparisons)
    spaces = pc.unique(features["local_id_space"].combine_chunks().cast(pa.string())).to_pylist()
    named, surnamed = (dict(zip(*_counted(features, c).to_pydict().values(), strict=True)) for c in ("given", "family"))
    return Reference(
        records=len(features),
        keys=tuple(keys),
        shares={column: _shares(features, column) for column in rare},
        filled={column: len(features) - features[column].null_count for column in rare},
        forenames=pa.array(sorted(names_in_their_own_right(named, surnamed)), pa.string()),
        common=_common(features, keys),
        of_many={column: numbers_of_many(features, column) for column in NUMBERS},
        local_ids_are_shared=spaces == [SHARED_SPACE],
    )


def apply_reference(features: pa.Table, reference: Reference) -> pa.Table:
    """Give features of a few records what only the whole can say: shares of their values, names in their own right."""
    for column, told in reference.shares.items():
        at = pc.index_in(features[column].combine_chunks(), value_set=told[VALUE].combine_chunks())
        unseen = 1.0 / (reference.filled[column] + 1)
        share = pc.fill_null(told[SHARE].combine_chunks().take(at), unseen)
        share = pc.if_else(pc.is_null(features[column].combine_chunks()), None, share)
        features = _with(features, f"tf_{column}", share)
    space = pa.array([SHARED_SPACE] * len(features), pa.string()) if reference.local_ids_are_shared else None
    features = _with(features, "local_id_space", features["dataset"] if space is None else space)
    given = features["given"].combine_chunks()
    nicknames = pa.array(sorted(nickname_roots()), pa.string())
    known = pc.or_(pc.is_in(given, value_set=reference.forenames), pc.is_in(given, value_set=nicknames))
    known = pc.if_else(pc.is_null(given), None, pc.if_else(known, "yes", "no"))
    return _with(_with(features, "given_known", known), "family_is_forename", _are_forenames(features, reference))


def _are_forenames(features: pa.Table, reference: Reference) -> pa.Array:
    """Whether each family name is plainly a forename."""
    family = features["family"].combine_chunks().dictionary_encode()
    names = family.dictionary.to_pylist()
    given, surnames = (_bearers(names, reference, column) for column in ("given", "family"))
    told = ["yes" if is_forename(*one) else "no" for one in zip(names, given, surnames, strict=True)]
    return pa.array(told, pa.string()).take(family.indices)


def _bearers(names: Sequence[str], reference: Reference, column: str) -> list[float]:
    """How many records bore each name in this column."""
    if column not in reference.shares:
        return [0.0] * len(names)
    told = reference.shares[column]
    at = pc.index_in(pa.array(names, pa.string()), value_set=told[VALUE].combine_chunks())
    shares = pc.fill_null(told[SHARE].combine_chunks().take(at), 0.0)
    return [round(share * reference.filled[column]) for share in shares.to_pylist()]


def _with(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    place = table.column_names.index(name) if name in table.column_names else -1
    return table.append_column(name, values) if place < 0 else table.set_column(place, name, values)


def _counted(features: pa.Table, column: str) -> pa.Table:
    counts = pc.value_counts(features[column].combine_chunks().drop_null())
    values, n = counts.flatten() if len(counts) else (_NO_VALUES, pa.array([], pa.int64()))
    return pa.table({VALUE: values, "n": n})


def _shares(features: pa.Table, column: str) -> pa.Table:
    counted = _counted(features, column)
    filled = max(len(features) - features[column].null_count, 1)
    return pa.table({VALUE: counted[VALUE], SHARE: pc.divide(pc.cast(counted["n"], pa.float64()), float(filled))})


def _common(features: pa.Table, keys: Sequence[Key]) -> dict[str, pa.Array]:
    """The values that the batch switches off, found by the same count."""
    columns = numbered_columns(features, keys)
    rows = {key: rows_of_common_values([columns[c] for c in key.columns], len(features)) for key in keys}
    return {
        key.name: pc.unique(key_values(features.select(key.columns).take(pa.array(rows[key])), key)) for key in keys
    }


def key_values(features: pa.Table, key: Key) -> pa.Array:
    """Each record's value of the key in one text; none where a column is empty."""
    texts = [features[c].combine_chunks().cast(pa.string()) for c in key.columns]
    return pc.binary_join_element_wise(*texts, BETWEEN) if len(texts) > 1 else texts[0]
