"""Weigh compared pairs with a model, level by level, in columns. The sums are those of ``Model.weigh``."""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from goldenthread.linkage.choosing import ANY_OTHER, OTHER
from goldenthread.linkage.comparisons import EVERY_COMPARISON, Comparison
from goldenthread.linkage.conditions import LEVEL_OF
from goldenthread.linkage.counting import rare_columns
from goldenthread.linkage.model import Model
from goldenthread.linkage.numbering import NO_VALUE, coded
from goldenthread.linkage.refusing import IDENTIFIERS

PAIRS_AT_ONCE = 1_000_000
LEAST_SHARE = 2.0**-60
"""Of the odds: a rival a billion billion times weaker than the strongest is as good as none."""

Bits = NDArray[np.float64]
Levels = NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Records:
    """What weighing asks of each record: how common its values are, and a number for each identifier it has."""

    shares: Mapping[str, Bits]
    identifiers: Sequence[NDArray[np.int64]]


@dataclass(slots=True, kw_only=True)
class _Rivals:
    """The evidence for one person against each other explanation."""

    stranger: Bits
    namesake: Bits
    relative: Bits


def score_pairs(engine: duckdb.DuckDBPyConnection, features: pa.Table, model: Model, *, at_least: float) -> None:
    """Make the table ``scored``: pairs of at least this weight and pairs that share an identifier, with ``bits``.

    It uses up the table ``compared``.
    """
    compared = engine.sql("SELECT * FROM compared").to_arrow_table()
    engine.execute("DROP TABLE compared")
    comparisons = model.chosen()
    records = _Records(
        shares={c: features[f"tf_{c}"].to_numpy() for c in rare_columns(comparisons)},
        identifiers=[coded(features[c]) for c in IDENTIFIERS],
    )
    batches = compared.to_batches(max_chunksize=PAIRS_AT_ONCE)
    kept = [_weighed(batch, comparisons, model, records, at_least) for batch in batches]
    engine.register("kept", pa.concat_tables(kept) if kept else _weighed_none(compared))
    engine.execute(f"CREATE TABLE scored AS SELECT *{_not_compared(comparisons)} FROM kept")
    engine.unregister("kept")


def _weighed_none(compared: pa.Table) -> pa.Table:
    more = {"bits": pa.float64(), "relative_bits": pa.float64(), "confirmed": pa.bool_()}
    return pa.schema([*compared.schema, *more.items()]).empty_table()


def _not_compared(comparisons: Sequence[Comparison]) -> str:
    """Levels that predicates ask for and this run did not compare, and the best of the columns without a meaning."""
    names = [c.name for c in comparisons]
    missing = "".join(f', -1 AS "{LEVEL_OF}{c.name}"' for c in EVERY_COMPARISON if c.name not in names)
    others = "".join(f', "{LEVEL_OF}{name}"' for name in names if name.startswith(OTHER))
    return f'{missing}, greatest(-1{others}) AS "{LEVEL_OF}{ANY_OTHER}"'


def _weighed(
    batch: pa.RecordBatch, comparisons: Sequence[Comparison], model: Model, records: _Records, at_least: float
) -> pa.Table:
    """Those pairs of a batch that are kept, with their weights."""
    left, right = (batch[side].to_numpy().astype(np.int64) for side in ("rid_l", "rid_r"))
    rivals = _Rivals(
        stranger=np.full(len(left), model.against_stranger_bits),
        namesake=np.full(len(left), model.against_namesake_bits),
        relative=np.full(len(left), model.against_relative_bits),
    )
    for comparison in comparisons:
        levels = batch[LEVEL_OF + comparison.name].to_numpy()
        _add_steps(rivals, levels, comparison, model)
        _add_rarity(rivals, levels, comparison, model, records, (left, right))
    relative = np.round(rivals.relative, 6)
    bits = np.round(_against_all(rivals.stranger, relative, rivals.namesake), 6)
    confirmed = np.zeros(len(bits), dtype=bool)
    for numbers in records.identifiers:
        confirmed |= (numbers[left] == numbers[right]) & (numbers[left] != NO_VALUE)
    weighed = pa.table(batch)
    for name, values in (("bits", bits), ("relative_bits", relative), ("confirmed", confirmed)):
        weighed = weighed.append_column(name, pa.array(values))
    return weighed.filter(pa.array((bits >= at_least) | confirmed))


def _add_steps(rivals: _Rivals, levels: Levels, comparison: Comparison, model: Model) -> None:
    """Nothing to compare is level -1, the last of each list, and weighs nothing."""
    steps = [*reversed(model.steps[comparison.name])]
    told = [0.0 if comparison.is_of_name(level) else step.stranger_bits for level, step in enumerate(steps)]
    rivals.stranger += np.array([*(step.stranger_bits for step in steps), 0.0])[levels]
    rivals.namesake += np.array([*told, 0.0])[levels]
    rivals.relative += np.array([*(step.relative_bits for step in steps), 0.0])[levels]


def _add_rarity(
    rivals: _Rivals,
    levels: Levels,
    comparison: Comparison,
    model: Model,
    records: _Records,
    ends: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> None:
    """Agreement on a rare value counts for more, against strangers and namesakes alike. The commoner of both counts."""
    for level, said in enumerate(reversed(comparison.levels)):
        if said.rare_in:
            met = np.flatnonzero(levels == level)
            shares = records.shares[said.rare_in]
            commoner = np.fmax(shares[ends[0][met]], shares[ends[1][met]])
            rarity = np.nan_to_num(np.log2(model.step(comparison, level).stranger / commoner), nan=0.0)
            rivals.stranger[met] += rarity
            rivals.namesake[met] += rarity


def _against_all(*rivals: Bits) -> Bits:
    """``model.against_all`` of many pairs at once."""
    low = np.minimum.reduce(rivals)
    return np.asarray(low - np.log2(sum(np.maximum(np.exp2(low - bits), LEAST_SHARE) for bits in rivals)))
