"""What stands after a run: records in the form in which they are compared, their pairs, their people."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.intake import RECORDS
from goldenthread.linkage.engines.engine import PAIRS
from goldenthread.linkage.incremental.reference import Reference, refer_to
from goldenthread.linkage.model import Model
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.shapes import DECISIONS, Constraint, Linked, Mode

NOT_CONTENT = ("row", "known_at")
"""Where a record stood in its file and when it was sent say nothing of the person."""
NOT_HELD = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Shape: one row a record in ``features``, in no order; ``rid`` is its row. ``people``, ``prints`` follow it.

    ``pairs`` are the weighed pairs of at least the lowest line, as ``PAIRS``, by these ``rid``.
    """

    model: Model
    reference: Reference = field(repr=False)
    mode: Mode
    features: pa.Table = field(repr=False)
    prints: pa.Array = field(repr=False)
    people: pa.Array = field(repr=False)
    pairs: pa.Table = field(repr=False)
    decisions: pa.Table = field(repr=False)
    constraints: tuple[Constraint, ...] = field(default=(), repr=False)


def stand(
    linked: Linked,
    records: pa.Table,
    *,
    named: Sequence[str],
    mode: Mode = Mode.LINK_AND_DEDUPE,
    constraints: Sequence[Constraint] = (),
) -> Standing:
    """What stands after a run over all ``records``; ``named`` is each record's person id, in the order of people."""
    working = linked.in_hand()
    features, links = working.features, linked.links
    rid = key_positions(features)
    left = pc.index_in(_keys(links, "_l"), value_set=rid)
    right = pc.index_in(_keys(links, "_r"), value_set=rid)
    decisions = pa.table(
        [left.cast(pa.int64()), right.cast(pa.int64()), *(links[n] for n in DECISIONS.names[2:])], schema=DECISIONS
    )
    return Standing(
        model=linked.model,
        reference=refer_to(features, linked.model.chosen(), working.keys),
        mode=mode,
        features=features,
        prints=fingerprints(records.sort_by([("dataset", "ascending"), ("record_id", "ascending")])),
        people=pa.array(named, pa.string()),
        pairs=working.pairs,
        decisions=decisions,
        constraints=tuple(constraints),
    )


def nothing(model: Model, reference: Reference, mode: Mode, like: pa.Table) -> Standing:
    """Before the first record. ``like``: features with the columns that are to come."""
    return Standing(
        model=model,
        reference=reference,
        mode=mode,
        features=like.slice(0, 0),
        prints=pa.array([], pa.string()),
        people=pa.array([], pa.string()),
        pairs=PAIRS.empty_table(),
        decisions=DECISIONS.empty_table(),
    )


def key_positions(table: pa.Table) -> pa.Array:
    """Each record's dataset and id in one text, to look its row up by."""
    return _keys(table, "")


def rows_holding(known: pa.Array, keys: pa.Array) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Where in ``known`` each of these few keys stands, or ``NOT_HELD``: it is they that are hashed, not all."""
    rows = np.flatnonzero(np.asarray(pc.is_in(known, value_set=keys)))
    at = pc.index_in(keys, value_set=known.take(pa.array(rows)))
    return np.asarray(np.append(rows, NOT_HELD)[np.asarray(pc.fill_null(at, len(rows)))])


def rows_of_records(known: pa.Array, records: Iterable[RecordKey]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Where in ``known``, which is of ``key_positions``, each of these few records stands, or ``NOT_HELD``."""
    return rows_holding(known, pa.array([f"{dataset}\0{record}" for dataset, record in records], pa.string()))


def _keys(table: pa.Table, side: str) -> pa.Array:
    parts = (table[f"{name}{side}"].combine_chunks().cast(pa.string()) for name in ("dataset", "record_id"))
    return pc.binary_join_element_wise(*parts, "\0")


def fingerprints(records: pa.Table) -> pa.Array:
    """What each record says, in 128 bits: the same for the same content, wherever it stands in its file."""
    names = [n for n in RECORDS.names if n in records.column_names and n not in NOT_CONTENT]
    texts = (pc.fill_null(records[n].combine_chunks().cast(pa.string()), "\1") for n in names)
    joined = pc.binary_join_element_wise(*texts, "\0").to_pylist()
    return pa.array([hashlib.blake2b(t.encode(), digest_size=16).hexdigest() for t in joined], pa.string())
