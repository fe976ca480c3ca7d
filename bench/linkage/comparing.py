"""Run this linkage and stock Splink on one file, one after the other, and say how right each is and what it cost."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from bench.linkage.population import Population


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    cost: dict[str, Any]
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def both_on(population: Population, folder: Path) -> dict[str, Result]:
    """Ours and stock, each in a process of its own."""
    stock = folder / "stock.csv"
    return {
        **ours_on(population, folder),
        "stock Splink": _run("stock", [population.records, stock], stock, population),
    }


def ours_on(population: Population, folder: Path) -> dict[str, Result]:
    """Ours alone."""
    ours = folder / "ours.csv"
    return {"ours": _run("ours", [population.records, population.contract, ours], ours, population)}


def _run(module: str, arguments: list[Path], out: Path, population: Population) -> Result:
    done = subprocess.run(
        [sys.executable, "-m", f"bench.linkage.{module}", *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    right, given, wanted = _pairs(out, population.truth)
    return Result(
        cost=json.loads(done.stdout.strip().splitlines()[-1]),
        precision=right / given if given else 1.0,
        recall=right / wanted,
    )


def _pairs(people: Path, truth: Path) -> tuple[int, int, int]:
    """Pairs that the people imply: right ones, all, and those of the truth."""
    row = duckdb.execute(f"""
        WITH both_ AS (
            SELECT person, entity FROM read_csv('{people}', all_varchar = true)
            JOIN read_csv('{truth}', all_varchar = true) USING (record_id)
        ),
        r AS (SELECT count(*) AS n FROM both_ GROUP BY person, entity),
        g AS (SELECT count(*) AS n FROM both_ GROUP BY person),
        w AS (SELECT count(*) AS n FROM both_ GROUP BY entity)
        SELECT (SELECT sum(n * (n - 1) / 2) FROM r), (SELECT sum(n * (n - 1) / 2) FROM g),
            (SELECT sum(n * (n - 1) / 2) FROM w)
    """).fetchall()[0]
    return int(row[0]), int(row[1]), int(row[2])


def told(results: dict[str, Result]) -> str:
    lines = [f"{'':14}{'clock s':>9}{'cpu s':>9}{'peak GB':>9}{'precision':>11}{'recall':>9}{'F1':>9}"]
    for name, r in results.items():
        cost = r.cost
        lines.append(
            f"{name:14}{cost['clock_s']:9.1f}{cost['processor_s']:9.1f}{cost['peak_gb']:9.2f}"
            f"{r.precision:11.5f}{r.recall:9.4f}{r.f1:9.4f}"
        )
    ours, stock = results["ours"].cost, results["stock Splink"].cost
    lines.append(
        f"ratio: {ours['clock_s'] / stock['clock_s']:.2f} by the clock, "
        f"{ours['processor_s'] / stock['processor_s']:.2f} by the processor (goal: at most 1.5)"
    )
    lines.append("processor seconds by step: " + ", ".join(f"{k} {v}" for k, v in ours["steps"].items()))
    return "\n".join(lines)
