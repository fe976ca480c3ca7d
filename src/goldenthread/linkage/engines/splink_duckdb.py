"""The everyday engine: DuckDB finds, compares and weighs the pairs as Splink would, all in columns."""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

from collections.abc import Sequence

import pyarrow as pa

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.calibrating import Bin
from goldenthread.linkage.comparisons import BIRTH_DATE, BIRTH_YEAR, Comparison
from goldenthread.linkage.conditions import LEVEL_OF
from goldenthread.linkage.engines.comparing import (
    compare_pairs,
    load_features,
    open_engine,
    sample_strangers,
)
from goldenthread.linkage.engines.engine import BIN_BITS, LEAST_BITS, PAIRS
from goldenthread.linkage.engines.expecting import PatternCounts, count_levels
from goldenthread.linkage.engines.proposing import candidate_pairs
from goldenthread.linkage.engines.refusing_in_sql import refusal_sql, refusal_without_identifiers_sql
from goldenthread.linkage.engines.scoring import score_pairs
from goldenthread.linkage.model import Model
from goldenthread.linkage.numbering import Numbers
from goldenthread.linkage.refusing import IDENTIFIER_IN_DOUBT
from goldenthread.linkage.shapes import Mode
from goldenthread.linkage.strangers import RandomLevels
from goldenthread.linkage.training import Expecting

_DOUBTS = ", ".join(str(position) for position in sorted(IDENTIFIER_IN_DOUBT))


class SplinkDuckDB:
    def __init__(self, *, threads: int | None = None) -> None:
        self._threads = threads
        self._db = open_engine(threads)
        self._comparisons: Sequence[Comparison] = ()
        self._features = pa.table({})
        self._mode = Mode.LINK_AND_DEDUPE

    def compare(self, features: pa.Table, comparisons: Sequence[Comparison], keys: Sequence[Key], mode: Mode) -> int:
        self._features, self._comparisons, self._mode = features, comparisons, mode
        load_features(self._db, features)
        return compare_pairs(self._db, comparisons, mode, candidate_pairs(features, keys))

    def compare_these(self, features: pa.Table, comparisons: Sequence[Comparison], pairs: Numbers, mode: Mode) -> None:
        """Compare these pairs, each told once, and no others."""
        self._features, self._comparisons, self._mode = features, comparisons, mode
        load_features(self._db, features)
        compare_pairs(self._db, comparisons, mode, pairs)

    def random_levels(self) -> RandomLevels:
        sample_strangers(self._db, self._comparisons, self._mode)
        return count_levels(self._db, self._comparisons)

    def expecting(self) -> Expecting:
        return PatternCounts(self._db, self._comparisons)

    def weigh(self, model: Model) -> None:
        """It uses up what was compared: a database gives its memory back when it is closed, and deciding needs it."""
        score_pairs(self._db, self._features, model, at_least=LEAST_BITS)
        weighed = self._db.sql(f"""
            SELECT s.rid_l, s.rid_r, s.bits, {refusal_sql(model.unlearned_bits)} AS refusal,
                {refusal_without_identifiers_sql(model.unlearned_bits)} IS NULL AS plausible,
                s.confirmed,
                l.nhs <> r.nhs AND damerau_levenshtein(l.nhs, r.nhs) > 2 AS refuted,
                greatest(s."{LEVEL_OF}{BIRTH_DATE.name}", s."{LEVEL_OF}{BIRTH_YEAR.name}") >= 0 AS both_born
            FROM scored s JOIN features l ON l.rid = s.rid_l JOIN features r ON r.rid = s.rid_r
        """).to_arrow_table()
        self._db.close()
        self._db = open_engine(self._threads)
        self._db.register("weighed", weighed)

    def bins(self) -> list[Bin]:
        rows = self._db.execute(f"""
            WITH doubtful AS (SELECT DISTINCT unnest([rid_l, rid_r]) AS rid FROM weighed WHERE refusal IN ({_DOUBTS})),
            answering AS (SELECT *, plausible AND l.rid IS NULL AND r.rid IS NULL AS answers FROM weighed
                LEFT JOIN doubtful l ON l.rid = rid_l LEFT JOIN doubtful r ON r.rid = rid_r)
            SELECT floor(bits / {BIN_BITS}) * {BIN_BITS} AS bin,
                count(*) FILTER (WHERE NOT confirmed AND refusal IS NULL),
                count(*) FILTER (WHERE confirmed AND answers), count(*) FILTER (WHERE refuted AND answers), both_born
            FROM answering GROUP BY ALL ORDER BY bin, both_born
        """).fetchall()
        return [Bin(bits=float(b), open=o, confirmed=c, refuted=r, both_born=born) for b, o, c, r, born in rows]

    def patterns(self) -> pa.Table:
        """How many of the compared pairs agree in which way: a level per comparison, and ``n``."""
        names = ", ".join(f'"{LEVEL_OF}{c.name}"' for c in self._comparisons)
        counted = self._db.sql(f"SELECT {names}, count(*) AS n FROM compared GROUP BY ALL").to_arrow_table()
        return counted.cast(pa.schema([(name, pa.int64()) for name in counted.column_names]))

    def weighed(self) -> pa.Table:
        """Every weighed pair with what ``bins`` asks of it."""
        return self._db.sql("SELECT * REPLACE (coalesce(refuted, false) AS refuted) FROM weighed").to_arrow_table()

    def pairs(self, *, from_bits: float) -> pa.Table:
        return (
            self._db.sql(f"""
            SELECT rid_l, rid_r, bits, CAST(refusal AS BIGINT) AS refusal, confirmed FROM weighed
            WHERE bits >= {from_bits} OR confirmed ORDER BY rid_l, rid_r
        """)
            .to_arrow_table()
            .cast(PAIRS)
        )
