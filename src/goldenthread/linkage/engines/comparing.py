"""Find candidate pairs and compare them, on DuckDB, as Splink would. Everything stays in columns."""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

import logging
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
from splink import SettingsCreator

from goldenthread.linkage.blocking import Key, largest_block_sql
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
    """Make the tables ``features`` and ``keyed``: for each record a number in place of each key's value."""
    engine.register("arrived", features)
    engine.execute("CREATE TABLE features AS SELECT * FROM arrived")
    engine.execute(f"CREATE TABLE keyed AS SELECT CAST(rid AS UINTEGER) AS rid, {_key_columns(keys)} FROM arrived")
    engine.unregister("arrived")


def _key_columns(keys: Sequence[Key]) -> str:
    """Numbers of 64 bits: of a million records and fifty keys, one pair in a hundred thousand runs meets by mistake."""
    return ", ".join(f'{hashed_key_sql(k)} AS "{k.name}"' for k in keys) or "NULL AS no_key"


def hashed_key_sql(key: Key) -> str:
    columns = [f'"{c}"' for c in key.columns]
    there = " AND ".join(f"{c} IS NOT NULL" for c in columns)
    return f"CASE WHEN {there} THEN hash({', '.join(columns)}) END"


def compare_candidates(
    engine: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], keys: Sequence[Key], mode: Mode
) -> int:
    """Make the table ``compared``: ``rid_l < rid_r`` and a level per comparison, each candidate pair once.

    Pairs and levels are those that Splink finds by ``splink_settings``; both are computed here, on numbers, because
    Splink's own query joins the written-out keys and costs four times as much.
    """
    engine.execute("CREATE TABLE found (pair UBIGINT); CREATE TABLE hinted (pair UBIGINT)")
    for key in keys:
        _propose(engine, key, "hinted" if key.hints else "found")
    engine.execute("""
        CREATE TABLE candidates AS
        SELECT pair FROM found UNION SELECT pair FROM hinted GROUP BY pair HAVING count(*) >= 2
    """)
    engine.execute("DROP TABLE hinted")
    engine.execute("DROP TABLE found; DROP TABLE keyed")
    compare_pairs(engine, comparisons, mode)
    return _count(engine, "SELECT count(*) FROM compared")


def _propose(engine: duckdb.DuckDBPyConnection, key: Key, table: str) -> None:
    """Add the key's pairs to ``table``, its too common values left out."""
    largest = _count(engine, largest_block_sql(key, "keyed"))
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE proposing AS SELECT "{key.name}" AS value, rid FROM keyed WHERE "{key.name}" IN (
            SELECT "{key.name}" FROM keyed GROUP BY 1 HAVING count(*) BETWEEN 2 AND {largest})
    """)
    engine.execute(f"""
        INSERT INTO {table} SELECT (CAST(l.rid AS UBIGINT) << 32) | r.rid
        FROM proposing l JOIN proposing r ON l.value = r.value AND l.rid < r.rid
    """)


def compare_pairs(engine: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], mode: Mode) -> None:
    """Make ``compared`` from ``candidates``, which it uses up: pairs of record numbers packed into one."""
    levels = "".join(f', {level_sql(c)} AS "gamma_{c.name}"' for c in comparisons)
    between = {Mode.LINK_ONLY: "WHERE l.dataset <> r.dataset", Mode.DEDUPE_ONLY: "WHERE l.dataset = r.dataset"}
    engine.execute(f"""
        CREATE TABLE compared AS SELECT l.rid AS rid_l, r.rid AS rid_r{levels}
        FROM (SELECT CAST(pair >> 32 AS BIGINT) AS a, CAST(pair & 4294967295 AS BIGINT) AS b FROM candidates) p
        JOIN features l ON l.rid = p.a JOIN features r ON r.rid = p.b {between.get(mode, "")}
    """)
    engine.execute("DROP TABLE candidates")


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
