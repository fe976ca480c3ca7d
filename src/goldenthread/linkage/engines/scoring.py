"""Weigh compared pairs with a model, in one query. The sums are those of ``Model.weigh``."""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

from collections.abc import Sequence

import duckdb

from goldenthread.linkage.choosing import ANY_OTHER, OTHER
from goldenthread.linkage.comparisons import EVERY_COMPARISON, Comparison
from goldenthread.linkage.counting import rare_columns
from goldenthread.linkage.model import Model
from goldenthread.linkage.refusing import SHARES_AN_IDENTIFIER


def score_pairs(engine: duckdb.DuckDBPyConnection, model: Model, *, at_least: float) -> None:
    """Make the table ``scored``: pairs of at least this weight and pairs that share an identifier, with ``bits``."""
    comparisons = model.chosen()
    names = [c.name for c in comparisons]
    missing = "".join(f', -1 AS "gamma_{c.name}"' for c in EVERY_COMPARISON if c.name not in names)
    others = ", ".join(f'"gamma_{name}"' for name in names if name.startswith(OTHER))
    missing += f', greatest(-1, {others}) AS "gamma_{ANY_OTHER}"' if others else f', -1 AS "gamma_{ANY_OTHER}"'
    shares = "".join(f', greatest(l."tf_{c}", r."tf_{c}") AS "tf_{c}"' for c in rare_columns(comparisons))
    stranger = _sum(model.against_stranger_bits, [_stranger(c, model) for c in comparisons])
    namesake = _sum(model.against_namesake_bits, [_stranger(c, model, names=False) for c in comparisons])
    relative = _sum(model.against_relative_bits, [_relative(c, model) for c in comparisons])
    rivals = ("stranger_bits", "namesake_bits", "relative_bits")
    total = " + ".join(f"pow(2.0, greatest(low - {rival}, -60.0))" for rival in rivals)
    engine.execute(f"""
        CREATE TABLE scored AS
        WITH pairs AS (
            SELECT c.*{shares}{missing}, coalesce({SHARES_AN_IDENTIFIER.sql("l.{}", "r.{}")}, false) AS confirmed
            FROM compared c
            JOIN features l ON l.rid = c.rid_l JOIN features r ON r.rid = c.rid_r
        ), weights AS (
            SELECT *, {stranger} AS stranger_bits, {namesake} AS namesake_bits, round({relative}, 6) AS relative_bits
            FROM pairs
        ), strongest AS (
            SELECT *, least({", ".join(rivals)}) AS low FROM weights
        ), weighed AS (
            SELECT *, round(low - log2({total}), 6) AS bits FROM strongest
        )
        SELECT * FROM weighed WHERE bits >= {at_least} OR confirmed
    """)


def _sum(start: float, terms: Sequence[str]) -> str:
    return " + ".join([repr(start), *terms])


def _stranger(comparison: Comparison, model: Model, *, names: bool = True) -> str:
    """The weight against strangers; without ``names``, against strangers who share a name."""
    steps = []
    last = len(comparison.levels) - 1
    for position, level in enumerate(comparison.levels):
        step = model.steps[comparison.name][position]
        value = "0.0" if comparison.is_of_name(last - position) and not names else repr(step.stranger_bits)
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
