"""Search and child's page through HTTP at 60,000 people, decision and ledger included, beside a pass-through.

``python -m bench.pages``: one web worker each for the guarded and the pass-through pages, asked in turn about the
same children, while the worker seals. Goal: p95 under 150 ms, and under 1.5 times the pass-through.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.area import ROOT, BenchArea, kept_in, loaded_area, serving
from bench.browsing import Browser, timed_ms
from goldenthread.service.children import end_group, start_child

GOAL_P95_MS = 150.0
GOAL_RATIO = 1.5
CHILDREN_FOR_60_000_PEOPLE = 44_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=CHILDREN_FOR_60_000_PEOPLE)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--state", type=Path, default=kept_in("golden-thread-bench"))
    asked = parser.parse_args()
    with loaded_area(asked.state, children=asked.children) as area:
        people = area.ask("SELECT count(*) FROM store_person")[0][0]
        worker = start_child(
            (sys.executable, "-m", "goldenthread.service.jobs.worker"), env=area.told.worker(), cwd=ROOT
        )
        try:
            return measure(area, rounds=asked.rounds, people=int(str(people)))
        finally:
            end_group(worker, 15, patience_seconds=5.0)


def measure(area: BenchArea, *, rounds: int, people: int) -> int:
    web = area.told.web(demonstration=True)
    with serving(web) as guarded, serving(web, "bench.pass_through:application") as bare:
        browsers = {"guarded": Browser(guarded), "pass-through": Browser(bare)}
        for name, username in (("guarded", "sam.social"), ("pass-through", "fran.frontdoor")):
            browsers[name].sign_in(area.told.installation.sign_ins, username)
        times = _take_turns(browsers, children_to_find(area, rounds))
    print(f"{people:,} people; one web worker of 4 threads; {os.cpu_count()} cores; {rounds} rounds, in turn")
    print(f"{'':26}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}")
    for name, taken in times.items():
        print(f"{name:26}{_at(taken, 50):10.1f}{_at(taken, 95):10.1f}{_at(taken, 99):10.1f}")
    met = True
    for deed in ("search", "page"):
        with_it, without = times[f"{deed}, guarded"], times[f"{deed}, pass-through"]
        ratio = statistics.median(with_it) / statistics.median(without)
        good = _at(with_it, 95) < GOAL_P95_MS and ratio < GOAL_RATIO
        met &= good
        print(
            f"{deed}: p95 {_at(with_it, 95):.1f} ms (goal {GOAL_P95_MS:.0f}), ratio {ratio:.2f} (goal {GOAL_RATIO})"
            f"{'' if good else '  MISSED'}"
        )
    return 0 if met else 1


def _take_turns(browsers: dict[str, Browser], children: Sequence[dict[str, str]]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {f"{d}, {b}": [] for d in ("search", "page") for b in browsers}
    for number, child in enumerate(children):
        for name, browser in browsers.items():
            began = time.perf_counter()
            status, _, looks = browser.find(**child)
            searched = timed_ms(began)
            if status != 200 or not looks:
                raise RuntimeError(f"the {name} search found nobody (status {status})")
            began = time.perf_counter()
            status, _ = browser.open_child(looks[0])
            opened = timed_ms(began)
            if status != 200:
                raise RuntimeError(f"the {name} page answered {status}")
            if number >= 10:  # the first rounds warm both up
                times[f"search, {name}"].append(searched)
                times[f"page, {name}"].append(opened)
    return times


def children_to_find(area: BenchArea, count: int) -> list[dict[str, str]]:
    """Search forms of children who may be found, chosen the same way each time. Unit: ``count`` and ten to warm up."""
    rows = area.ask(
        "SELECT p.given_name, p.family_name, p.date_of_birth, a.postcode FROM store_person p"
        " JOIN store_personaddress a ON a.person_id = p.id AND a.is_current AND NOT a.is_protected"
        " WHERE p.kind = 'child' AND p.custodian_id IS NULL AND p.date_of_birth_precision = 'day'"
        " AND p.given_name <> '' AND p.family_name <> '' AND a.postcode ~ '^[A-Z]{1,2}[0-9]' ORDER BY p.id"
    )
    chosen = random.Random(1).sample(rows, count + 10)
    return [
        {
            "given_name": str(given),
            "family_name": str(family),
            "date_of_birth-day": str(born.day),
            "date_of_birth-month": str(born.month),
            "date_of_birth-year": str(born.year),
            "postcode": str(postcode),
        }
        for given, family, born, postcode in chosen
    ]


def _at(taken: Sequence[float], percent: int) -> float:
    return statistics.quantiles(taken, n=100)[percent - 1]


if __name__ == "__main__":
    sys.exit(main())
