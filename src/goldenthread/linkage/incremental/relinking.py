"""Link what changed, and nothing else: the people come out as if everything had been linked at once.

A changed record is compared with whoever it could be, and only the people whom that can touch are decided anew: all
that is connected, by a pair or by a person, to a record that is new, changed or gone. Clusters that share no pair
cannot bear upon each other, so the rest stands.
"""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.blocking import key_sql
from goldenthread.linkage.deciding import decide, read_pairs
from goldenthread.linkage.engines.engine import PAIRS
from goldenthread.linkage.engines.proposing import packed
from goldenthread.linkage.engines.splink_duckdb import SplinkDuckDB
from goldenthread.linkage.features import make_features
from goldenthread.linkage.identifier_use import IdentifierUse, default_identifier_use
from goldenthread.linkage.incremental.history import Change, what_became
from goldenthread.linkage.incremental.reference import apply_reference
from goldenthread.linkage.incremental.standing import Standing, fingerprints, key_positions
from goldenthread.linkage.naming import RecordKey, name_people
from goldenthread.linkage.shapes import Constraint, Decided

Rows = np.ndarray[Any, np.dtype[np.int64]]
IN_ORDER = [("dataset", "ascending"), ("record_id", "ascending")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relinked:
    """``touched``: records whose people were decided anew."""

    standing: Standing
    changes: tuple[Change, ...]
    new: int
    changed: int
    gone: int
    touched: int


def link_changes(
    standing: Standing,
    records: pa.Table,
    *,
    on: date,
    gone: Iterable[RecordKey] = (),
    constraints: Sequence[Constraint] = (),
    identifiers: IdentifierUse | None = None,
) -> Relinked:
    """Take in ``records``, of which those that stand unchanged are left alone, and forget those that are ``gone``."""
    known = key_positions(standing.features)
    fresh, prints, replaced = _fresh(standing, records, known, on=on, identifiers=identifiers)
    leaving = _rows_of(known, [f"{d}\0{r}" for d, r in gone])
    stays = np.ones(len(known), dtype=bool)
    stays[replaced], stays[leaving] = False, False
    told, retold = newest_of_each(standing.constraints, constraints)
    merged = _merge(standing, fresh, prints, stays)
    pairs = _with_new_pairs(standing, merged, first=int(stays.sum()))
    leavers = pc.unique(standing.people.filter(pa.array(~stays)))
    seeds = _seeds(merged, leavers, retold, first=int(stays.sum()))
    touched = _connected(merged, pairs, told, seeds)
    after = _decide(replace(merged, pairs=pairs, constraints=told), touched)
    return Relinked(
        standing=after,
        changes=what_became(standing, after, touched, retold),
        new=len(fresh) - len(replaced),
        changed=len(replaced),
        gone=len(leaving),
        touched=len(touched),
    )


def _fresh(
    standing: Standing, records: pa.Table, known: pa.Array, *, on: date, identifiers: IdentifierUse | None
) -> tuple[pa.Table, pa.Array, Rows]:
    """Features and fingerprints of the new and the changed, and the rows of those that they replace."""
    records = records.sort_by(IN_ORDER)
    prints = fingerprints(records)
    at = pc.index_in(key_positions(records), value_set=known)
    same = pc.fill_null(pc.equal(standing.prints.take(at), prints), False)
    # A row's other people are compared with whoever changed in it, so they come along.
    rows = pc.binary_join_element_wise(
        records["dataset"].combine_chunks(), records["row"].combine_chunks().cast(pa.string()), "\0"
    )
    rows_differing = pc.unique(rows.filter(pc.invert(same)).drop_null())
    differs = pc.or_(pc.invert(same), pc.is_in(rows, value_set=rows_differing))
    wanted = records.filter(differs)
    made = make_features(
        wanted, on=on, identifiers=identifiers or default_identifier_use(), others=standing.model.others
    )
    made = apply_reference(made, standing.reference)
    first_row = (pc.max(standing.features["row"]).as_py() or 0) + 1
    made = made.set_column(made.column_names.index("row"), "row", pc.add(made["row"], first_row))
    replaced = at.filter(differs).drop_null().to_numpy(zero_copy_only=False).astype(np.int64)
    return made.select(standing.features.column_names), prints.filter(differs), replaced


def _rows_of(known: pa.Array, keys: Sequence[str]) -> Rows:
    return np.asarray(pc.index_in(pa.array(keys, pa.string()), value_set=known).drop_null(), dtype=np.int64)


def newest_of_each(
    before: Sequence[Constraint], now: Sequence[Constraint]
) -> tuple[tuple[Constraint, ...], tuple[Constraint, ...]]:
    """All decisions in force, the newest on each pair, and those that are new.

    What a person separated stays so until a person joins it. Of two that are given at once the careful one stands.
    """
    held = {_ends(c): c for c in before}
    told: dict[frozenset[RecordKey], Constraint] = {}
    for c in now:
        if _ends(c) not in told or c.decided is Decided.APART:
            told[_ends(c)] = c
    new = tuple(c for ends, c in told.items() if ends not in held or held[ends].decided is not c.decided)
    return tuple({**held, **{_ends(c): c for c in new}}.values()), new


def _ends(c: Constraint) -> frozenset[RecordKey]:
    return frozenset({(c.dataset_l, c.record_id_l), (c.dataset_r, c.record_id_r)})


def _merge(standing: Standing, fresh: pa.Table, prints: pa.Array, stays: np.ndarray[Any, Any]) -> Standing:
    """Everything that stays, renumbered, and the fresh after it, each fresh one with the person it was before."""
    mask = pa.array(stays)
    number = np.cumsum(stays) - 1
    held = pc.index_in(key_positions(fresh), value_set=key_positions(standing.features))
    features = pa.concat_tables([standing.features.filter(mask), fresh]).combine_chunks()
    numbered = features.set_column(0, "rid", pa.array(np.arange(len(features), dtype=np.int64)))
    return replace(
        standing,
        features=numbered,
        prints=pa.concat_arrays([standing.prints.filter(mask), prints]),
        people=pa.concat_arrays([standing.people.filter(mask), standing.people.take(held)]),
        pairs=_renumbered(standing.pairs, stays, number),
        decisions=_renumbered(standing.decisions, stays, number),
    )


def _renumbered(pairs: pa.Table, stays: np.ndarray[Any, Any], number: Rows) -> pa.Table:
    left, right = pairs["rid_l"].to_numpy(), pairs["rid_r"].to_numpy()
    kept = stays[left] & stays[right]
    pairs = pairs.filter(pa.array(kept))
    return pairs.set_column(0, "rid_l", pa.array(number[left[kept]])).set_column(
        1, "rid_r", pa.array(number[right[kept]])
    )


def _with_new_pairs(standing: Standing, merged: Standing, *, first: int) -> pa.Table:
    """The pairs that stay, and those of the records from ``first`` on, compared and weighed by the batch engine."""
    met = _meetings(merged, first)
    if not len(met):
        return merged.pairs
    some = np.unique(met)
    table = merged.features.take(pa.array(some))
    order = pc.sort_indices(table, sort_keys=IN_ORDER).to_numpy()
    place = np.empty(len(some), dtype=np.int64)
    place[order] = np.arange(len(some))
    table = table.take(pa.array(order)).set_column(0, "rid", pa.array(np.arange(len(some), dtype=np.int64)))
    ends = place[np.searchsorted(some, met)]
    pairs = packed(ends.min(axis=1), ends.max(axis=1))
    machine = SplinkDuckDB()
    machine.compare_these(table, standing.model.chosen(), pairs, standing.mode)
    machine.weigh(standing.model)
    found = machine.pairs(from_bits=min(standing.model.review_from_bits, standing.model.link_from_bits))
    back = some[order]
    found = found.set_column(0, "rid_l", pa.array(back[found["rid_l"].to_numpy()]))
    found = found.set_column(1, "rid_r", pa.array(back[found["rid_r"].to_numpy()]))
    return pa.concat_tables([merged.pairs, found.cast(PAIRS)]).combine_chunks()


def _meetings(merged: Standing, first: int) -> Rows:
    """Shape: (pairs, 2). Who shares a key with a record from ``first`` on, common values left out, each pair once."""
    engine = duckdb.connect()
    engine.register("known", merged.features)
    engine.register("fresh", merged.features.slice(first))
    engine.execute("CREATE TEMP TABLE met (a BIGINT, b BIGINT)")
    for key in merged.reference.keys:
        engine.register("common", pa.table({"value": merged.reference.common[key.name]}))
        same = " AND ".join(f'f."{c}" = k."{c}"' for c in key.columns)
        engine.execute(f"""
            INSERT INTO met SELECT least(f.rid, k.rid), greatest(f.rid, k.rid)
            FROM (SELECT * FROM fresh WHERE {key_sql(key)} NOT IN (SELECT value FROM common)) f
            JOIN known k ON {same} WHERE f.rid <> k.rid
        """)
    found = engine.sql("SELECT DISTINCT a, b FROM met ORDER BY ALL").to_arrow_table()
    engine.close()
    return np.column_stack([found["a"].to_numpy(), found["b"].to_numpy()]).astype(np.int64)


def _seeds(merged: Standing, leavers: pa.Array, retold: Sequence[Constraint], *, first: int) -> Rows:
    """The fresh, whoever was one person with a record that is gone or changed, and those newly decided upon."""
    mates = np.flatnonzero(np.asarray(pc.is_in(merged.people, value_set=leavers)))
    ends = [f"{d}\0{r}" for c in retold for d, r in sorted(_ends(c))]
    decided = _rows_of(key_positions(merged.features), ends)
    return np.concatenate([np.arange(first, len(merged.features)), mates, decided])


def _connected(merged: Standing, pairs: pa.Table, told: Sequence[Constraint], seeds: Rows) -> Rows:
    """The rows that a pair, a reviewer or a person connects to the seeds, at any remove."""
    known = key_positions(merged.features)
    joined = _rows_of(known, [f"{c.dataset_l}\0{c.record_id_l}" for c in told if _both_known(c, known)])
    others = _rows_of(known, [f"{c.dataset_r}\0{c.record_id_r}" for c in told if _both_known(c, known)])
    left = np.concatenate([pairs["rid_l"].to_numpy(), joined])
    right = np.concatenate([pairs["rid_r"].to_numpy(), others])
    coded = merged.people.dictionary_encode()
    person = pc.fill_null(coded.indices, len(coded.dictionary)).to_numpy(zero_copy_only=False)
    inside = np.zeros(len(known), dtype=bool)
    inside[seeds] = True
    reached = -1
    while reached != (reached := int(inside.sum())):
        touched = inside[left] | inside[right]
        inside[left[touched]] = inside[right[touched]] = True
        named = np.zeros(len(coded.dictionary) + 1, dtype=bool)
        named[person[inside]] = True
        named[-1] = False
        inside |= named[person]
    return np.flatnonzero(inside)


def _both_known(c: Constraint, known: pa.Array) -> bool:
    return len(_rows_of(known, [f"{d}\0{r}" for d, r in _ends(c)])) == len(_ends(c))


def _decide(merged: Standing, touched: Rows) -> Standing:
    """Decide the touched records' people by the batch's own rules; everybody else's stand."""
    table = merged.features.take(pa.array(touched))
    order = pc.sort_indices(table, sort_keys=IN_ORDER).to_numpy()
    rows = touched[order]
    table = table.take(pa.array(order)).set_column(0, "rid", pa.array(np.arange(len(rows), dtype=np.int64)))
    local = np.full(len(merged.features), -1, dtype=np.int64)
    local[rows] = np.arange(len(rows))
    pairs = _localised(merged.pairs, local)
    decided = decide(read_pairs(pairs), table, merged.model, constraints=merged.constraints, mode=merged.mode)
    named = _named(merged, table, rows, decided.person_of)
    people = np.asarray(merged.people, dtype=object)
    people[rows] = named
    untouched = (local[merged.decisions["rid_l"].to_numpy()] < 0) & (local[merged.decisions["rid_r"].to_numpy()] < 0)
    fresh = decided.pairs
    for place, name in enumerate(("rid_l", "rid_r")):
        fresh = fresh.set_column(place, name, pa.array(rows[fresh[name].to_numpy()]))
    decisions = pa.concat_tables([merged.decisions.filter(pa.array(untouched)), fresh])
    return replace(merged, people=pa.array(people, pa.string()), decisions=decisions)


def _localised(pairs: pa.Table, local: Rows) -> pa.Table:
    left, right = local[pairs["rid_l"].to_numpy()], local[pairs["rid_r"].to_numpy()]
    inside = (left >= 0) & (right >= 0)
    low, high = np.minimum(left, right)[inside], np.maximum(left, right)[inside]
    pairs = pairs.filter(pa.array(inside)).set_column(0, "rid_l", pa.array(low)).set_column(1, "rid_r", pa.array(high))
    return pairs.sort_by([("rid_l", "ascending"), ("rid_r", "ascending")])


def _named(merged: Standing, table: pa.Table, rows: Rows, person_of: Rows) -> list[str]:
    """Person ids of the touched: kept where most of a person's records had it; a new one is nobody else's."""
    keys = list(zip(table["dataset"].to_pylist(), table["record_id"].to_pylist(), strict=True))
    before = merged.people.take(pa.array(rows)).to_pylist()
    previous: dict[RecordKey, str] = {k: p for k, p in zip(keys, before, strict=True) if p is not None}
    people = pa.table({"dataset": table["dataset"], "record_id": table["record_id"], "cluster": person_of})
    while True:
        named = name_people(people, previous)
        new = sorted(set(named.values()) - set(before))
        outside = np.ones(len(merged.people), dtype=bool)
        outside[rows] = False
        elsewhere = merged.people.filter(pa.array(outside))
        taken = pc.is_in(pa.array(new, pa.string()), value_set=elsewhere).to_pylist()
        clashing = [p for p, is_taken in zip(new, taken, strict=True) if is_taken]
        if not clashing:
            return [named[c] for c in person_of.tolist()]
        previous |= {("\0taken", p): p for p in clashing}
