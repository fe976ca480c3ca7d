"""Link what changed, and nothing else: the people come out as if everything had been linked at once.

A changed record is compared with whoever it could be, and only the people whom that can touch are decided anew: all
that is connected, by a pair or by a person, to a record that is new, changed or gone. Clusters that share no pair
cannot bear upon each other, so the rest stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.deciding import decide
from goldenthread.linkage.engines.comparing import FOR_KEYS_ALONE
from goldenthread.linkage.engines.engine import PAIRS
from goldenthread.linkage.engines.splink_duckdb import SplinkDuckDB
from goldenthread.linkage.features import make_features
from goldenthread.linkage.identifier_use import IdentifierUse, default_identifier_use
from goldenthread.linkage.incremental.history import Change, what_became
from goldenthread.linkage.incremental.meeting import Rows, meetings
from goldenthread.linkage.incremental.reference import apply_reference
from goldenthread.linkage.incremental.standing import (
    NOT_HELD,
    Standing,
    fingerprints,
    key_positions,
    rows_holding,
    rows_of_records,
)
from goldenthread.linkage.naming import RecordKey, name_people
from goldenthread.linkage.numbering import packed
from goldenthread.linkage.numbers_of_others import OF_ANOTHER, set_numbers_of_others_aside
from goldenthread.linkage.shapes import Constraint, Decided
from goldenthread.linkage.shared_numbers import NUMBERS, TOLD_BY, set_aside, shared_numbers
from goldenthread.linkage.weighed import read_pairs

Truths = np.ndarray[Any, np.dtype[np.bool_]]
NAMED = ["dataset", "record_id"]
IN_ORDER = [(name, "ascending") for name in NAMED]


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
    told, retold = newest_of_each(standing.constraints, constraints)
    fresh, prints, held = _fresh(standing, records, known, told, on=on, identifiers=identifiers)
    leaving = _held_rows(known, gone)
    stays = np.ones(len(known), dtype=bool)
    stays[held[held != NOT_HELD]], stays[leaving] = False, False
    new, changed = int((held == NOT_HELD).sum()), int((held != NOT_HELD).sum())
    fresh, prints, held = _numbers_weighed_by_all(standing, fresh, prints, held, stays, told)
    stays[held[held != NOT_HELD]] = False
    merged = _merge(standing, fresh, prints, held, stays)
    keys = pa.concat_arrays([known.filter(pa.array(stays)), key_positions(fresh)])
    pairs = _with_new_pairs(standing, merged, first=int(stays.sum()))
    leavers = pc.unique(standing.people.filter(pa.array(~stays)))
    seeds = _seeds(merged, keys, leavers, retold, first=int(stays.sum()))
    seeds = np.concatenate([seeds, _left_behind(standing.pairs, stays)])
    touched = _connected(merged, keys, pairs, told, seeds)
    after = _decide(replace(merged, pairs=pairs, constraints=told), touched)
    return Relinked(
        standing=after,
        changes=what_became(standing, after, touched, retold, leavers=_before(merged, leavers, touched)),
        new=new,
        changed=changed,
        gone=len(leaving),
        touched=len(touched),
    )


def try_out(standing: Standing, constraints: Sequence[Constraint]) -> tuple[Standing, Rows]:
    """What would stand if these decisions were obeyed and nothing else changed; and the rows decided anew for it."""
    told, retold = newest_of_each(standing.constraints, constraints)
    keys = key_positions(standing.features)
    none = pa.array([], pa.string())
    seeds = _seeds(standing, keys, none, retold, first=len(keys))
    touched = _connected(standing, keys, standing.pairs, told, seeds)
    return _decide(replace(standing, constraints=told), touched), touched


def _fresh(
    standing: Standing,
    records: pa.Table,
    known: pa.Array,
    told: Sequence[Constraint],
    *,
    on: date,
    identifiers: IdentifierUse | None,
) -> tuple[pa.Table, pa.Array, Rows]:
    """Features and fingerprints of the new and the changed, and for each the row that it replaces, if it does."""
    records = records.sort_by(IN_ORDER)
    prints = fingerprints(records)
    at = rows_holding(known, key_positions(records))
    before = standing.prints.take(pa.array(at, mask=at == NOT_HELD))
    same = pc.fill_null(pc.equal(before, prints), False)
    # A row's other people are compared with whoever changed in it, so they come along.
    rows = pc.binary_join_element_wise(
        records["dataset"].combine_chunks(), records["row"].combine_chunks().cast(pa.string()), "\0"
    )
    rows_differing = pc.unique(rows.filter(pc.invert(same)).drop_null())
    differs = pc.or_(pc.invert(same), pc.is_in(rows, value_set=rows_differing))
    wanted = records.filter(differs)
    use_of = identifiers or default_identifier_use()
    made = make_features(wanted, on=on, identifiers=use_of, others=standing.model.others, constraints=told)
    made = apply_reference(made, standing.reference)
    first_row = (pc.max(standing.features["row"]).as_py() or 0) + 1
    made = made.set_column(made.column_names.index("row"), "row", pc.add(made["row"], first_row))
    return made.select(standing.features.column_names), prints.filter(differs), at[np.asarray(differs)]


def _numbers_weighed_by_all(
    standing: Standing, fresh: pa.Table, prints: pa.Array, held: Rows, stays: Truths, told: Sequence[Constraint]
) -> tuple[pa.Table, pa.Array, Rows]:
    """Whether a number is nobody's own is told by all records, and whether it is somebody else's by people: those that
    stand and of which it is now told otherwise are fresh as well."""
    before = standing.features
    held_by = set_numbers_of_others_aside(before.select([*NAMED, *TOLD_BY, *map(OF_ANOTHER.format, NUMBERS)]), told)
    found = shared_numbers([held_by.filter(pa.array(stays)), fresh])
    known = standing.reference.of_many
    shared = {column: pa.concat_arrays([numbers, known.get(column, numbers[:0])]) for column, numbers in found.items()}
    retold = set_aside(held_by, shared)
    others = [pc.not_equal(pc.is_valid(retold[c]), pc.is_valid(before[c])) for c in NUMBERS]
    rows = np.flatnonzero(stays & np.logical_or.reduce([np.asarray(one) for one in others]))
    again = set_numbers_of_others_aside(before.take(pa.array(rows)), told)
    return (
        pa.concat_tables([set_aside(part, shared) for part in (fresh, again)]),
        pa.concat_arrays([prints, standing.prints.take(pa.array(rows))]),
        np.concatenate([held, rows]),
    )


def _held_rows(known: pa.Array, records: Iterable[RecordKey]) -> Rows:
    """Where those of these records stand that are known."""
    rows = rows_of_records(known, records)
    return np.asarray(rows[rows != NOT_HELD])


def newest_of_each(
    before: Sequence[Constraint], now: Sequence[Constraint]
) -> tuple[tuple[Constraint, ...], tuple[Constraint, ...]]:
    """All decisions in force, the newest on each pair, and those that are new.

    What a person separated stays so until a person joins it. Of two that are given at once the careful one stands: two
    people, and a number that is another's. One that names a record twice decides nothing.
    """
    held = {c.ends: c for c in before if not c.names_one_record_twice}
    told: dict[frozenset[RecordKey], Constraint] = {}
    for c in now:
        if c.names_one_record_twice:
            continue
        if c.ends not in told or c.decided in (Decided.APART, Decided.NOT_THEIRS):
            told[c.ends] = c
    new = tuple(c for ends, c in told.items() if ends not in held or _says(held[ends]) != _says(c))
    return tuple({**held, **{c.ends: c for c in new}}.values()), new


def _says(c: Constraint) -> tuple[Decided, str]:
    return c.decided, c.together


def _merge(standing: Standing, fresh: pa.Table, prints: pa.Array, held: Rows, stays: Truths) -> Standing:
    """Everything that stays, renumbered, and the fresh after it, each fresh one with the person it was before."""
    mask = pa.array(stays)
    number = np.cumsum(stays) - 1
    before = standing.people.take(pa.array(held, mask=held == NOT_HELD))
    features = pa.concat_tables([standing.features.filter(mask), fresh])
    numbered = features.set_column(0, "rid", pa.array(np.arange(len(features), dtype=np.int64)))
    return replace(
        standing,
        features=numbered,
        prints=pa.concat_arrays([standing.prints.filter(mask), prints]),
        people=pa.concat_arrays([standing.people.filter(mask), before]),
        pairs=_renumbered(standing.pairs, stays, number),
        decisions=_renumbered(standing.decisions, stays, number),
    )


def _renumbered(pairs: pa.Table, stays: Truths, number: Rows) -> pa.Table:
    left, right = pairs["rid_l"].to_numpy(), pairs["rid_r"].to_numpy()
    kept = stays[left] & stays[right]
    pairs = pairs.filter(pa.array(kept))
    return pairs.set_column(0, "rid_l", pa.array(number[left[kept]])).set_column(
        1, "rid_r", pa.array(number[right[kept]])
    )


def _with_new_pairs(standing: Standing, merged: Standing, *, first: int) -> pa.Table:
    """The pairs that stay, and those of the records from ``first`` on, compared and weighed by the batch engine."""
    met = meetings(merged.features, first, merged.reference)
    if not len(met):
        return merged.pairs
    compared = merged.features.drop_columns([c for c in FOR_KEYS_ALONE if c not in NAMED])
    table, rows = _in_order(compared, _marked(len(compared), met.ravel()))
    place = np.zeros(len(compared), dtype=np.int64)
    place[rows] = np.arange(len(rows))
    ends = place[met]
    pairs = packed(ends.min(axis=1), ends.max(axis=1))
    machine = SplinkDuckDB()
    machine.compare_these(table, standing.model.chosen(), pairs, standing.mode)
    machine.weigh(standing.model)
    found = machine.pairs(from_bits=min(standing.model.review_from_bits, standing.model.link_from_bits))
    found = found.set_column(0, "rid_l", pa.array(rows[found["rid_l"].to_numpy()]))
    found = found.set_column(1, "rid_r", pa.array(rows[found["rid_r"].to_numpy()]))
    return pa.concat_tables([merged.pairs, found.cast(PAIRS)]).combine_chunks()


def _marked(many: int, rows: Rows) -> Rows:
    """Each of these rows once, in order."""
    marks = np.zeros(many, dtype=bool)
    marks[rows] = True
    return np.flatnonzero(marks)


def _in_order(features: pa.Table, rows: Rows) -> tuple[pa.Table, Rows]:
    """These rows by dataset and record id, numbered from 0; and which rows they are."""
    named = features.select(NAMED).take(pa.array(rows))
    rows = rows[pc.sort_indices(named, sort_keys=IN_ORDER).to_numpy()]
    numbers = pa.array(np.arange(len(rows), dtype=np.int64))
    return features.take(pa.array(rows)).set_column(0, "rid", numbers), rows


def _seeds(merged: Standing, keys: pa.Array, leavers: pa.Array, retold: Sequence[Constraint], *, first: int) -> Rows:
    """The fresh, whoever was one person with a record that is gone or changed, and those newly decided upon."""
    mates = np.flatnonzero(np.asarray(pc.is_in(merged.people, value_set=leavers)))
    decided = _held_rows(keys, [end for c in retold for end in (c.left, c.right)])
    return np.concatenate([np.arange(first, len(merged.features)), mates, decided])


def _left_behind(pairs: pa.Table, stays: Truths) -> Rows:
    """Whoever stays and had a pair with a record that is gone or changed: a record that fits two fits one, once the
    other is gone. As they are numbered afterwards."""
    left, right = pairs["rid_l"].to_numpy(), pairs["rid_r"].to_numpy()
    rows = np.concatenate([left[stays[left] & ~stays[right]], right[stays[right] & ~stays[left]]])
    return np.asarray((np.cumsum(stays) - 1)[rows])


def _connected(merged: Standing, keys: pa.Array, pairs: pa.Table, told: Sequence[Constraint], seeds: Rows) -> Rows:
    """The rows that a pair, a reviewer or a person connects to the seeds, at any remove."""
    joined, others = _told_rows(keys, told)
    left = np.concatenate([pairs["rid_l"].to_numpy(), joined])
    right = np.concatenate([pairs["rid_r"].to_numpy(), others])
    inside, reached = np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=bool)
    reached[seeds] = True
    while len(news := np.flatnonzero(reached & ~inside)):
        inside[news] = True
        named = pc.unique(merged.people.take(pa.array(news))).drop_null()
        reached |= np.asarray(pc.is_in(merged.people, value_set=named))
        touched = reached[left] | reached[right]
        reached[left[touched]] = reached[right[touched]] = True
    return np.flatnonzero(inside)


def _told_rows(keys: pa.Array, told: Sequence[Constraint]) -> tuple[Rows, Rows]:
    """Both rows of each decision on two records that are known."""
    left, right = rows_of_records(keys, [c.left for c in told]), rows_of_records(keys, [c.right for c in told])
    known = (left != NOT_HELD) & (right != NOT_HELD)
    return left[known], right[known]


def _decide(merged: Standing, touched: Rows) -> Standing:
    """Decide the touched records' people by the batch's own rules; everybody else's stand."""
    table, rows = _in_order(merged.features, touched)
    local = np.full(len(merged.features), -1, dtype=np.int64)
    local[rows] = np.arange(len(rows))
    pairs = _localised(merged.pairs, local)
    decided = decide(read_pairs(pairs), table, merged.model, constraints=merged.constraints, mode=merged.mode)
    named = _named(merged, table, rows, decided.person_of)
    people = pc.replace_with_mask(merged.people, pa.array(local >= 0), pa.array(named, pa.string()).take(_ranks(rows)))
    untouched = (local[merged.decisions["rid_l"].to_numpy()] < 0) & (local[merged.decisions["rid_r"].to_numpy()] < 0)
    fresh = decided.pairs
    for place, name in enumerate(("rid_l", "rid_r")):
        fresh = fresh.set_column(place, name, pa.array(rows[fresh[name].to_numpy()]))
    decisions = pa.concat_tables([merged.decisions.filter(pa.array(untouched)), fresh])
    return replace(merged, people=people, decisions=decisions)


def _before(merged: Standing, leavers: pa.Array, touched: Rows) -> pa.Array:
    """The people who may be gone: those who lost a record and those who were decided anew."""
    return pa.concat_arrays([leavers, merged.people.take(pa.array(touched)).drop_null()])


def _ranks(rows: Rows) -> pa.Array:
    """The places of these rows, the smallest row's first."""
    return pa.array(np.argsort(rows))


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
        named_so = np.asarray(pc.is_in(merged.people, value_set=pa.array(new, pa.string())))
        named_so[rows] = False
        clashing = sorted(pc.unique(merged.people.filter(pa.array(named_so))).to_pylist())
        if not clashing:
            return [named[c] for c in person_of.tolist()]
        previous |= {("\0taken", p): p for p in clashing}
