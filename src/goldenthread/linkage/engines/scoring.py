"""Weigh compared pairs with a model, in one query. The sums are those of ``Model.weigh``."""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

import duckdb

from goldenthread.linkage.comparisons import EVERY_COMPARISON, Comparison
from goldenthread.linkage.features import rare_columns
from goldenthread.linkage.model import Model


def score_pairs(engine: duckdb.DuckDBPyConnection, model: Model, *, at_least: float) -> None:
    """Make the table ``scored``: the compared pairs of at least this weight, with ``bits``."""
    comparisons = model.chosen()
    names = {c.name for c in comparisons}
    missing = "".join(f', -1 AS "gamma_{c.name}"' for c in EVERY_COMPARISON if c.name not in names)
    shares = "".join(f', greatest(l."tf_{c}", r."tf_{c}") AS "tf_{c}"' for c in rare_columns(comparisons))
    stranger = " + ".join([repr(model.against_stranger_bits), *(_stranger(c, model) for c in comparisons)])
    relative = " + ".join([repr(model.against_relative_bits), *(_relative(c, model) for c in comparisons)])
    engine.execute(f"""
        CREATE TABLE scored AS
        WITH pairs AS (
            SELECT c.*{shares}{missing} FROM compared c
            JOIN features l ON l.rid = c.rid_l JOIN features r ON r.rid = c.rid_r
        ), rivals AS (
            SELECT *, {stranger} AS stranger_bits, round({relative}, 6) AS relative_bits FROM pairs
        ), weighed AS (
            SELECT *, round(least(stranger_bits, relative_bits) - log2(1 + pow(2.0,
                greatest(least(stranger_bits, relative_bits) - greatest(stranger_bits, relative_bits), -60.0))), 6)
                AS bits
            FROM rivals
        )
        SELECT * FROM weighed WHERE bits >= {at_least}
    """)


def _stranger(comparison: Comparison, model: Model) -> str:
    steps = []
    last = len(comparison.levels) - 1
    for position, level in enumerate(comparison.levels):
        step = model.steps[comparison.name][position]
        value = repr(step.stranger_bits)
        if level.rare_in:
            value = f'{value} + coalesce(log2({step.stranger!r} / "tf_{level.rare_in}"), 0)'
        steps.append(f"WHEN {last - position} THEN {value}")
    return f'CASE "gamma_{comparison.name}" {" ".join(steps)} ELSE 0.0 END'


def _relative(comparison: Comparison, model: Model) -> str:
    last = len(comparison.levels) - 1
    steps = " ".join(
        f"WHEN {last - i} THEN {step.relative_bits!r}" for i, step in enumerate(model.steps[comparison.name])
    )
    return f'CASE "gamma_{comparison.name}" {steps} ELSE 0.0 END'
