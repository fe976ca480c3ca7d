"""Compare candidate pairs on DuckDB, as Splink would. Everything stays in columns."""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.choosing import OTHER
from goldenthread.linkage.comparisons import Comparison
from goldenthread.linkage.masks import comparable
from goldenthread.linkage.numbering import Numbers, ends_of
from goldenthread.linkage.shapes import Mode

if TYPE_CHECKING:
    from splink import SettingsCreator

SAMPLED_PAIRS = 300_000
"""Random pairs from which agreement between strangers is counted."""

CANDIDATES_AT_ONCE = 2_500_000
"""At a million records the candidates together are as much as all that is compared."""

_LEFT, _RIGHT = '"{}_l"', '"{}_r"'


def open_engine(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A database of its own in memory, with nothing fetched from outside. Without a number it uses every core."""
    engine = duckdb.connect(":memory:", config={"threads": threads} if threads else {})
    engine.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    engine.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false")
    logging.getLogger("splink").setLevel(logging.ERROR)
    return engine


def load_features(engine: duckdb.DuckDBPyConnection, features: pa.Table) -> None:
    """Make the table ``features``, as conditions ask for it."""
    compared = features.drop_columns([name for name in FOR_KEYS_ALONE if name in features.column_names])
    engine.register("arrived", masked(compared))
    engine.execute("CREATE TABLE features AS SELECT * FROM arrived")
    engine.unregister("arrived")


FOR_KEYS_ALONE = (
    "record_id", "given_sound", "given_initial", "given_start", "given_end", "family_sound", "family_start",
    "family_end", "name_pair", "sound_pair", "dob_any_order", "dob_month", "dob_day", "birthday", "street",
    "nhs_of_many", "upn_of_many", "passport_of_many", "alike_too_often",
    "nhs_of_another", "upn_of_another", "passport_of_another",
)  # fmt: skip
"""No condition asks for these, and at a million records each takes its share of the memory."""
_TEXTS = (
    "given", "given_joined", "middle", "family", "address", "postcode", "phone", "email", "email_name", "local_id"
)  # fmt: skip
"""Those of the compared texts that may be alike without being the same."""


def masked(features: pa.Table) -> pa.Table:
    """The features as conditions in SQL ask for them."""
    others = [name for name in features.column_names if name.startswith(OTHER)]
    texts = [name for name in (*_TEXTS, *others) if pa.types.is_string(features.schema.field(name).type)]
    return comparable(features, texts)


def compare_pairs(
    engine: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], mode: Mode, pairs: Numbers
) -> int:
    """Make the table ``compared``: ``rid_l < rid_r`` and a level per comparison. Returns how many pairs there are.

    Levels are those that Splink finds by ``splink_settings``; its own query joins the written-out keys and costs more.
    """
    levels = "".join(f', CAST({level_sql(c)} AS TINYINT) AS "gamma_{c.name}"' for c in comparisons)
    between = {Mode.LINK_ONLY: "WHERE l.dataset <> r.dataset", Mode.DEDUPE_ONLY: "WHERE l.dataset = r.dataset"}
    waiting = [part.copy() for part in np.array_split(pairs, len(pairs) // CANDIDATES_AT_ONCE + 1)]
    del pairs  # nobody else holds them, so each part can be let go once it is compared
    into = "CREATE TABLE compared AS"
    while waiting:
        ends = (side.astype(np.uint32) for side in ends_of(waiting.pop()))
        engine.register("candidates", pa.table(dict(zip(("a", "b"), ends, strict=True))))
        engine.execute(f"""
            {into} SELECT p.a AS rid_l, p.b AS rid_r{levels}
            FROM candidates p JOIN features l ON l.rid = p.a JOIN features r ON r.rid = p.b {between.get(mode, "")}
        """)
        engine.unregister("candidates")
        into = "INSERT INTO compared"
    return _count(engine, "SELECT count(*) FROM compared")


def splink_settings(comparisons: Sequence[Comparison], keys: Sequence[Key], mode: Mode) -> "SettingsCreator":
    """Splink's own settings for these comparisons; the weights in them are of no account here."""
    # Nothing else asks Splink itself, and every process that links or serves would load it.
    from splink import SettingsCreator

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
    return int(engine.execute(sql).fetchall()[0][0])
