"""Many machines: Spark finds the pairs, and each of its workers weighs its share on DuckDB, as one machine would.

So the same model gives the same people on any number of machines: ``tests/engines/test_spark_agrees.py`` shows it.
Needs pyspark and Java; ``GOLDEN_THREAD_SPARK_MASTER`` names the master.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np
import pyarrow as pa

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.calibrating import Bin
from goldenthread.linkage.comparisons import Comparison
from goldenthread.linkage.conditions import LEVEL_OF
from goldenthread.linkage.engines.comparing import load_features, open_engine, sample_strangers
from goldenthread.linkage.engines.engine import BIN_BITS, PAIRS, NoSpark
from goldenthread.linkage.engines.expecting import count_levels
from goldenthread.linkage.engines.plain import add_up, largest_block
from goldenthread.linkage.engines.proposing import LEAST_HINTS
from goldenthread.linkage.engines.splink_duckdb import SplinkDuckDB
from goldenthread.linkage.model import Model
from goldenthread.linkage.model_file import read_model, write_model
from goldenthread.linkage.numbering import Numbers, packed
from goldenthread.linkage.refusing import IDENTIFIER_IN_DOUBT
from goldenthread.linkage.shapes import Mode
from goldenthread.linkage.strangers import RandomLevels
from goldenthread.linkage.training import Expecting

MASTER = "GOLDEN_THREAD_SPARK_MASTER"
ON_THIS_MACHINE = "local[*]"
PAIRS_AT_ONCE = 20_000
"""Each with both its records: what a worker holds at a time."""
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
        self._pairs = _candidates(table, len(features), keys, mode).persist()
        found = int(self._pairs.count())
        self._table = table
        return found

    def random_levels(self) -> RandomLevels:
        """As on one machine, of the same random pairs: there are few of them, whatever the size."""
        engine = open_engine()
        load_features(engine, self._features)
        sample_strangers(engine, self._comparisons, self._mode)
        counts = count_levels(engine, self._comparisons)
        engine.close()
        return counts

    def expecting(self) -> Expecting:
        comparisons = self._comparisons
        names = [LEVEL_OF + c.name for c in comparisons]

        def levels(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                share, _ = _compared(batch, comparisons)
                yield from share.patterns().to_batches()

        counted = self._sides().mapInArrow(levels, ", ".join(f"`{n}` long" for n in [*names, "n"]))
        patterns = Counter({tuple(row[:-1]): row[-1] for row in counted.groupBy(*names).sum("n").collect()})
        return partial(add_up, comparisons=comparisons, patterns=patterns)

    def weigh(self, model: Model) -> None:
        told = write_model(model)

        def weighed(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            own = read_model(told)
            for batch in batches:
                share, rids = _compared(batch, own.chosen())
                share.weigh(own)
                found = share.weighed()
                for place, side in enumerate(("rid_l", "rid_r")):
                    found = found.set_column(place, side, pa.array(rids[found[side].to_numpy()]))
                yield from found.select(WEIGHED.names).cast(WEIGHED).to_batches()

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


def _compared(batch: pa.RecordBatch, comparisons: Sequence[Comparison]) -> tuple[SplinkDuckDB, Numbers]:
    """A worker's share of the pairs on an engine of its own, and the record number of each record in it."""
    both = pa.concat_tables([pa.Table.from_struct_array(batch[side]) for side in ("l", "r")])
    rids, first, place = np.unique(both["rid"].to_numpy(), return_index=True, return_inverse=True)
    features = both.take(first).drop_columns(["rid"]).append_column("rid", pa.array(np.arange(len(rids))))
    share = SplinkDuckDB(threads=1)
    pairs = packed(place[: len(batch)], place[len(batch) :])
    share.compare_these(features, comparisons, pairs, Mode.LINK_AND_DEDUPE)
    return share, rids


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
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(PAIRS_AT_ONCE),
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


def _candidates(table: Any, records: int, keys: Sequence[Key], mode: Mode) -> Any:
    """Pairs of records that share a key, or two hints, each once, the smaller number first: few steps for all keys."""
    from pyspark.sql import functions as fn

    if not keys:
        return table.sparkSession.createDataFrame([], "rid_l long, rid_r long")
    said = fn.array(*[_said(number, key) for number, key in enumerate(keys)])
    keyed = table.select("rid", "dataset", fn.inline(said)).where("value IS NOT NULL").persist()
    sizes = keyed.groupBy("key", "value").count().where("count >= 2")
    usable = _within_their_share(sizes, records, keys)
    here = keyed.join(sizes.where(usable).select("key", "value"), ["key", "value"])
    left = here.select("key", "value", "tells", fn.col("rid").alias("rid_l"), fn.col("dataset").alias("dataset_l"))
    right = here.select("key", "value", fn.col("rid").alias("rid_r"), fn.col("dataset").alias("dataset_r"))
    met = left.join(right, ["key", "value"]).where("rid_l < rid_r")
    if mode is not Mode.LINK_AND_DEDUPE:
        met = met.where("dataset_l <> dataset_r" if mode is Mode.LINK_ONLY else "dataset_l = dataset_r")
    told = met.groupBy("rid_l", "rid_r").agg(fn.sum("tells").alias("told"))
    return told.where(f"told >= {LEAST_HINTS}").select("rid_l", "rid_r")


def _said(number: int, key: Key) -> Any:
    """What a record says by a key, and how much of the hints that it takes this is worth."""
    from pyspark.sql import functions as fn

    parts = [p for c in key.columns for p in (fn.col(c).cast("string"), fn.lit("|"))][:-1]
    tells = 1 if key.hints else LEAST_HINTS
    return fn.struct(fn.lit(number).alias("key"), fn.lit(tells).alias("tells"), fn.concat(*parts).alias("value"))


def _within_their_share(sizes: Any, records: int, keys: Sequence[Key]) -> str:
    """Which blocks are not too large, by the referee's own count."""
    blocks: dict[int, dict[int, int]] = {number: {} for number in range(len(keys))}
    for row in sizes.groupBy("key", "count").agg({"*": "count"}).collect():
        blocks[row[0]][row[1]] = row[2]
    limits = " ".join(f"WHEN {key} THEN {largest_block(of, records)}" for key, of in blocks.items())
    return f"`count` <= CASE key {limits} END"
