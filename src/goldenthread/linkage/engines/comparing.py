"""Find candidate pairs and compare them, with Splink on DuckDB. Everything stays in columns."""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

import logging
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator

from goldenthread.linkage.blocking import Key, key_sql, largest_block_sql
from goldenthread.linkage.comparisons import Comparison
from goldenthread.linkage.shapes import Mode

SAMPLED_PAIRS = 300_000
"""Random pairs from which agreement between strangers is counted."""

_LEFT, _RIGHT = '"{}_l"', '"{}_r"'


def open_engine() -> duckdb.DuckDBPyConnection:
    """A database of its own in memory, with nothing fetched from outside."""
    engine = duckdb.connect(":memory:")
    engine.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    engine.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false")
    logging.getLogger("splink").setLevel(logging.ERROR)
    return engine


def load_features(engine: duckdb.DuckDBPyConnection, features: pa.Table, keys: Sequence[Key]) -> None:
    """Make the table ``features`` with one column a key, the too common values of each key left empty."""
    engine.register("arrived", features)
    engine.execute(f"CREATE TABLE features AS SELECT *, {_key_columns(keys)} FROM arrived")
    engine.unregister("arrived")
    for key in keys:
        largest = _count(engine, largest_block_sql(key, "features"))
        engine.execute(f"""
            UPDATE features SET "{key.name}" = NULL WHERE "{key.name}" IN (
                SELECT "{key.name}" FROM features GROUP BY "{key.name}" HAVING count(*) > {largest})
        """)


def _key_columns(keys: Sequence[Key]) -> str:
    return ", ".join(f'{key_sql(k)} AS "{k.name}"' for k in keys) or "NULL AS no_key"


def compare_candidates(
    engine: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], keys: Sequence[Key], mode: Mode
) -> int:
    """Make the table ``compared``: ``rid_l < rid_r`` and a level per comparison, each candidate pair once.

    Splink finds the pairs. Levels are computed here, by the same conditions as Splink would use, because Splink keeps
    them only together with every compared column.
    """
    api = DuckDBAPI(engine)
    linker = Linker(api.register("features"), splink_settings(comparisons, keys, mode), log_level=None)
    found = linker.inference.compute_blocked_pairs_for_predict().physical_name
    levels = ", ".join(f'{level_sql(c)} AS "gamma_{c.name}"' for c in comparisons)
    engine.execute(f"""
        CREATE TABLE compared AS SELECT l.rid AS rid_l, r.rid AS rid_r, {levels}
        FROM {found} p JOIN features l ON l.rid = p.join_key_l JOIN features r ON r.rid = p.join_key_r
    """)
    engine.execute(f"DROP TABLE {found}")
    return _count(engine, "SELECT count(*) FROM compared")


def splink_settings(comparisons: Sequence[Comparison], keys: Sequence[Key], mode: Mode) -> SettingsCreator:
    """Splink's own settings for these comparisons; the weights in them are of no account here."""
    between = {
        Mode.LINK_AND_DEDUPE: "",
        Mode.LINK_ONLY: " AND l.dataset <> r.dataset",
        Mode.DEDUPE_ONLY: " AND l.dataset = r.dataset",
    }[mode]
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        comparisons=[splink_comparison(c) for c in comparisons],
        blocking_rules_to_generate_predictions=[
            {"blocking_rule": f'l."{k.name}" = r."{k.name}"{between}', "sql_dialect": "duckdb"} for k in keys
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )


def splink_comparison(comparison: Comparison) -> dict[str, Any]:
    last = len(comparison.levels) - 1
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": comparison.nothing_when.sql(_LEFT, _RIGHT),
            "label_for_charts": "nothing to compare",
            "is_null_level": True,
        }
    ]
    for level in comparison.levels:
        condition = level.when.sql(_LEFT, _RIGHT) if level.when else "ELSE"
        levels.append(
            {
                "sql_condition": condition,
                "label_for_charts": level.label,
                "m_probability": level.match,
                "u_probability": 1 / (last + 1),
            }
        )
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def level_sql(comparison: Comparison, left: str = "l.{}", right: str = "r.{}") -> str:
    """The level of a pair, as Splink computes it."""
    last = len(comparison.levels) - 1
    steps = " ".join(
        f"WHEN {lv.when.sql(left, right)} THEN {last - i}" for i, lv in enumerate(comparison.levels) if lv.when
    )
    return f"CASE WHEN {comparison.nothing_when.sql(left, right)} THEN -1 {steps} ELSE 0 END"


def sample_strangers(engine: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], mode: Mode) -> int:
    """Make the table ``sampled``: levels of random pairs, nearly all of them strangers."""
    rows = _count(engine, "SELECT count(*) FROM features")
    side = max(int((2 * SAMPLED_PAIRS) ** 0.5), 2)
    between = {Mode.LINK_ONLY: "AND l.dataset <> r.dataset", Mode.DEDUPE_ONLY: "AND l.dataset = r.dataset"}
    engine.execute(f"""
        CREATE TABLE drawn AS SELECT * FROM features
        ORDER BY hash(rid + 7919), rid LIMIT {min(side, rows)}
    """)
    levels = ", ".join(f'{level_sql(c)} AS "gamma_{c.name}"' for c in comparisons)
    engine.execute(f"""
        CREATE TABLE sampled AS SELECT {levels} FROM drawn l JOIN drawn r ON l.rid < r.rid {between.get(mode, "")}
    """)
    engine.execute("DROP TABLE drawn")
    return _count(engine, "SELECT count(*) FROM sampled")


def _count(engine: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = engine.execute(sql).fetchone()
    return int(row[0]) if row else 0
