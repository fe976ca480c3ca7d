"""One round of expectation over the patterns of agreement, as one query: for each kind of pair, how many to expect."""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

from collections.abc import Sequence

import duckdb

from goldenthread.linkage.comparisons import Comparison
from goldenthread.linkage.strangers import RandomLevels, Rates, told_apart_by
from goldenthread.linkage.training import RELATIVES_TOLD_APART_BY, Estimate, Totals


class PatternCounts:
    """The compared pairs added up by pattern of agreement, so that a round takes milliseconds."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison]) -> None:
        self._engine = engine
        self._comparisons = comparisons
        self._columns = [f'"gamma_{c.name}"' for c in comparisons]
        self._telling_relatives_apart = [
            f'"gamma_{c.name}" >= 0' for c in comparisons if c.name in RELATIVES_TOLD_APART_BY
        ]
        names = ", ".join(self._columns)
        engine.execute(
            f"CREATE TABLE patterns AS SELECT {names}, count(*) AS n FROM compared GROUP BY ALL ORDER BY ALL"
        )

    def __call__(self, estimate: Estimate, *, likely_only: bool) -> Totals:
        named = {c.name: estimate.namesake(c) for c in self._comparisons}
        m = self._likelihood(estimate.matches, estimate.match)
        r = self._likelihood(estimate.relatives, estimate.relative)
        k = self._likelihood(estimate.namesakes, named)
        s = self._likelihood(estimate.strangers, estimate.stranger)
        sets = ", ".join(f"({c})" for c in self._columns)
        told_apart = " OR ".join(self._telling_relatives_apart) or "true"
        teaching = "likely" if likely_only else "true"
        rows = self._engine.execute(f"""
            WITH likely AS (SELECT *, {m} AS m, {r} AS r, {k} AS k, {s} AS s FROM patterns),
            shared AS (SELECT *, n / (m + r + k + s) AS share FROM likely),
            expected AS (SELECT *, share * m AS matches, share * r AS relatives, share * k AS namesakes,
                {told_apart} AS apart, m > r + k + s AS likely FROM shared)
            SELECT {", ".join(f"coalesce({c}, -9)" for c in self._columns)},
                {", ".join(f"grouping({c})" for c in self._columns)}, sum(matches), sum(matches) FILTER (WHERE likely),
                sum(relatives), sum(namesakes), sum(matches) FILTER (WHERE {teaching}),
                sum(relatives) FILTER (WHERE apart)
            FROM expected GROUP BY GROUPING SETS ((), {sets})
        """).fetchall()
        return self._totals(rows)

    def _likelihood(self, pairs: float, rates: Rates) -> str:
        factors = [f"CAST({pairs!r} AS DOUBLE)"]
        for comparison, column in zip(self._comparisons, self._columns, strict=True):
            steps = " ".join(f"WHEN {level} THEN {rate!r}" for level, rate in enumerate(rates[comparison.name]))
            factors.append(f"CAST(CASE {column} {steps} ELSE 1.0 END AS DOUBLE)")
        return " * ".join(factors)

    def _totals(self, rows: Sequence[tuple[float, ...]]) -> Totals:
        width = len(self._columns)
        match: Rates = {c.name: [0.0] * len(c.levels) for c in self._comparisons}
        relative: Rates = {c.name: [0.0] * len(c.levels) for c in self._comparisons}
        matches = likely = relatives = namesakes = 0.0
        for row in rows:
            grouped = [i for i in range(width) if row[width + i] == 0]
            if not grouped:
                matches, likely, relatives, namesakes = (value or 0.0 for value in row[-6:-2])
                continue
            level = int(row[grouped[0]])
            if level >= 0:
                name = self._comparisons[grouped[0]].name
                match[name][level], relative[name][level] = row[-2] or 0.0, row[-1] or 0.0
        return Totals(
            matches=matches,
            likely=likely,
            relatives=relatives,
            namesakes=namesakes,
            match_levels=match,
            relative_levels=relative,
        )


def count_levels(engine: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison]) -> RandomLevels:
    """How many pairs of the table ``sampled`` are at each level of each comparison."""
    every, strangers = {}, {}
    for comparison in comparisons:
        levels = range(len(comparison.levels))
        apart = [f'"gamma_{name}"' for name in told_apart_by(comparison, comparisons)]
        plainly = f"greatest({', '.join(apart)}) = 0" if apart else "false"
        rows = engine.execute(f"""
            SELECT "gamma_{comparison.name}", count(*), count(*) FILTER (WHERE {plainly}) FROM sampled GROUP BY 1
        """).fetchall()
        met = {level: (float(pairs), float(two)) for level, pairs, two in rows}
        every[comparison.name] = [met.get(level, (0.0, 0.0))[0] for level in levels]
        strangers[comparison.name] = [met.get(level, (0.0, 0.0))[1] for level in levels]
    return RandomLevels(every=every, strangers=strangers)
