"""Many machines: Spark finds the pairs, and each of its workers weighs its share by the referee's own rules.

Levels and refusals are computed in Python, by the same conditions as in the plain engine, so that the same model should
give the same people on any number of machines: ``tests/engines/test_spark_agrees.py`` is to show it. Needs pyspark and
Java; ``GOLDEN_THREAD_SPARK_MASTER`` names the master.
"""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any

import duckdb
import pyarrow as pa

from goldenthread.linkage.blocking import Key, key_sql, largest_block_sql
from goldenthread.linkage.calibrating import Bin
from goldenthread.linkage.comparisons import Comparison
from goldenthread.linkage.engines.comparing import open_engine, sample_strangers
from goldenthread.linkage.engines.engine import BIN_BITS, LEAST_BITS, PAIRS, NoSpark
from goldenthread.linkage.engines.expecting import count_levels
from goldenthread.linkage.engines.plain import add_up, weigh_pair
from goldenthread.linkage.model import Model, read_model, write_model
from goldenthread.linkage.refusing import IDENTIFIER_IN_DOUBT
from goldenthread.linkage.shapes import Mode
from goldenthread.linkage.training import Expecting, Rates

MASTER = "GOLDEN_THREAD_SPARK_MASTER"
ON_THIS_MACHINE = "local[*]"
WEIGHED = pa.schema([*PAIRS, ("refuted", pa.bool_()), ("plausible", pa.bool_()), ("both_born", pa.bool_())])
WEIGHED_SPARK = (
    "rid_l long, rid_r long, bits double, refusal long, confirmed boolean, refuted boolean, plausible boolean, "
    "both_born boolean"
)


class Spark:
    def __init__(self) -> None:
        self._session = open_session()
        self._comparisons: Sequence[Comparison] = ()
        self._features = pa.table({})
        self._mode = Mode.LINK_AND_DEDUPE
        self._pairs: Any = None
        self._weighed: Any = None

    def compare(self, features: pa.Table, comparisons: Sequence[Comparison], keys: Sequence[Key], mode: Mode) -> int:
        self._features, self._comparisons, self._mode = features, comparisons, mode
        table = self._session.createDataFrame(features).persist()
        self._pairs = _candidates(table, _usable_values(features, keys), mode).persist()
        found = int(self._pairs.count())
        self._table = table
        return found

    def random_levels(self) -> Rates:
        """As on one machine, of the same random pairs: there are few of them, whatever the size."""
        engine = open_engine()
        engine.register("arrived", self._features)
        engine.execute("CREATE TABLE features AS SELECT * FROM arrived")
        sample_strangers(engine, self._comparisons, self._mode)
        counts = count_levels(engine, self._comparisons, "sampled")
        engine.close()
        return counts

    def expecting(self) -> Expecting:
        comparisons = self._comparisons
        names = [c.name for c in comparisons]

        def levels(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                sides = zip(batch["l"].to_pylist(), batch["r"].to_pylist(), strict=True)
                rows = [[c.level_of(left, right) for c in comparisons] for left, right in sides]
                columns = [pa.array(column, pa.int64()) for column in zip(*rows, strict=True)] or [
                    pa.array([], pa.int64()) for _ in names
                ]
                yield pa.RecordBatch.from_arrays(columns, names=names)

        compared = self._sides().mapInArrow(levels, ", ".join(f"`{n}` long" for n in names))
        counted = compared.groupBy(*[f"`{n}`" for n in names]).count().collect()
        patterns = Counter({tuple(row[:-1]): row[-1] for row in counted})
        return lambda estimate: add_up(estimate, comparisons, patterns)

    def weigh(self, model: Model) -> None:
        told = write_model(model)

        def weighed(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            own = read_model(told)
            comparisons = own.chosen()
            for batch in batches:
                rows = [
                    weigh_pair(left, right, [c.level_of(left, right) for c in comparisons], comparisons, own)
                    for left, right in zip(batch["l"].to_pylist(), batch["r"].to_pylist(), strict=True)
                ]
                kept = [row for row in rows if row[2] >= LEAST_BITS or row[4]]
                yield from pa.Table.from_pylist(
                    [dict(zip(WEIGHED.names, row, strict=True)) for row in kept], schema=WEIGHED
                ).to_batches()

        self._weighed = self._sides().mapInArrow(weighed, WEIGHED_SPARK).persist()

    def bins(self) -> list[Bin]:
        answers: dict[tuple[float, bool], list[int]] = {}
        counted = self._answering().selectExpr(
            f"floor(bits / {BIN_BITS}) * {BIN_BITS} AS bin",
            "both_born",
            "int(NOT confirmed AND refusal IS NULL) AS o",
            "int(confirmed AND answers) AS c",
            "int(refuted AND answers) AS r",
        )
        for row in counted.groupBy("bin", "both_born").sum("o", "c", "r").collect():
            answers[float(row[0]), bool(row[1])] = [int(n) for n in row[2:]]
        return [
            Bin(bits=b, open=o, confirmed=c, refuted=r, both_born=born)
            for (b, born), (o, c, r) in sorted(answers.items())
        ]

    def _answering(self) -> Any:
        """The weighed pairs, each with whether its identifiers answer for it."""
        from pyspark.sql import functions as fn

        doubted = self._weighed.where(fn.col("refusal").isin(*IDENTIFIER_IN_DOUBT))
        rids = doubted.select(fn.explode(fn.array("rid_l", "rid_r")).alias("rid")).distinct()
        left = rids.select(fn.col("rid").alias("rid_l"), fn.lit(True).alias("doubt_l"))
        right = rids.select(fn.col("rid").alias("rid_r"), fn.lit(True).alias("doubt_r"))
        marked = self._weighed.join(left, "rid_l", "left").join(right, "rid_r", "left")
        return marked.selectExpr("*", "plausible AND doubt_l IS NULL AND doubt_r IS NULL AS answers")

    def pairs(self, *, from_bits: float) -> pa.Table:
        kept = self._weighed.where(f"bits >= {from_bits} OR confirmed").select(*PAIRS.names).toArrow()
        return kept.cast(PAIRS).sort_by([("rid_l", "ascending"), ("rid_r", "ascending")])

    def _sides(self) -> Any:
        """Each candidate pair with both its records."""
        from pyspark.sql import functions as fn

        left = self._table.select(fn.col("rid").alias("rid_l"), fn.struct("*").alias("l"))
        right = self._table.select(fn.col("rid").alias("rid_r"), fn.struct("*").alias("r"))
        return self._pairs.join(left, "rid_l").join(right, "rid_r").select("l", "r")


def open_session() -> Any:
    """Raises: NoSpark."""
    # pyspark exchanges Arrow tables by way of pandas.
    if find_spec("pyspark") is None or find_spec("pandas") is None:
        raise NoSpark("Spark for Python is missing: pip install 'pyspark>=4,<5' 'pandas>=2.2'.")
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "5000",
        "spark.sql.shuffle.partitions": os.environ.get("GOLDEN_THREAD_SPARK_PARTITIONS", "8"),
        "spark.sql.autoBroadcastJoinThreshold": "-1",
    }
    builder = SparkSession.builder.master(os.environ.get(MASTER, ON_THIS_MACHINE)).appName("golden-thread-linkage")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as fault:
        raise NoSpark(f"Spark did not start ({type(fault).__name__}). Check that Java 17 is installed.") from fault
    session.sparkContext.setLogLevel("ERROR")
    return session


def _usable_values(features: pa.Table, keys: Sequence[Key]) -> list[tuple[Key, int]]:
    """Each key with the largest block it may have, by the count that every engine uses."""
    engine = duckdb.connect()
    engine.register("features", features)
    usable = []
    for key in keys:
        engine.execute(f'CREATE OR REPLACE TEMP TABLE keyed AS SELECT {key_sql(key)} AS "{key.name}" FROM features')
        row = engine.execute(largest_block_sql(key, "keyed")).fetchall()[0]
        usable.append((key, int(row[0])))
    engine.close()
    return usable


def _candidates(table: Any, usable: Sequence[tuple[Key, int]], mode: Mode) -> Any:
    """Pairs of records that share a key, each once, the smaller number first."""
    from pyspark.sql import functions as fn

    found = None
    for key, largest in usable:
        parts = [p for c in key.columns for p in (fn.col(c).cast("string"), fn.lit("|"))][:-1]
        keyed = table.select("rid", "dataset", fn.concat(*parts).alias("value")).where("value IS NOT NULL")
        sizes = keyed.groupBy("value").count().where(f"count BETWEEN 2 AND {largest}").select("value")
        here = keyed.join(sizes, "value")
        left = here.select("value", fn.col("rid").alias("rid_l"), fn.col("dataset").alias("dataset_l"))
        right = here.select("value", fn.col("rid").alias("rid_r"), fn.col("dataset").alias("dataset_r"))
        met = left.join(right, "value").where("rid_l < rid_r")
        if mode is not Mode.LINK_AND_DEDUPE:
            met = met.where("dataset_l <> dataset_r" if mode is Mode.LINK_ONLY else "dataset_l = dataset_r")
        met = met.select("rid_l", "rid_r")
        found = met if found is None else found.union(met)
    if found is None:
        return table.sparkSession.createDataFrame([], "rid_l long, rid_r long")
    return found.distinct()
