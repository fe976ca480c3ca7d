"""One look-up against everybody: how long, how much memory, and whether the right person is among the first five.

``python -m bench.linkage.lookup [PEOPLE] [--made MANY] [--within GIGABYTES] [--beside-splink]``. Goals: at a million
people p50 below 0.5 ms and p99 below 5 ms; at twelve million p99 below 10 ms in under 4 GB; 99 % found. The index is
mapped, so whoever has memory to spare holds all of it; ``--within`` shows what happens where there is no more.
"""

import argparse
import csv
import os
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TypeVar

from bench.linkage.costing import Cost, costing
from bench.linkage.crowd import Crowd, Record, file_crowd, trained_model
from bench.linkage.figures import MACHINE, keep_figures
from bench.linkage.population import TODAY
from bench.linkage.splink_lookup import COLUMNS, SplinkLookup, as_splink_has_it
from bench.linkage.within import hold_within, own_gigabytes
from goldenthread.linkage.lookup import Lookup

ASKED, ASKED_OF_SPLINK = 3_000, 60
FIRST = 5
POPULATIONS = Path(gettempdir()) / "golden-thread-population"
Result = TypeVar("Result")


@dataclass(slots=True)
class Asked:
    """Unit: milliseconds, by the clock and of processor; gigabytes at the peak of the process that answered."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    found: int = 0
    searched: Counter[str] = field(default_factory=Counter)
    gigabytes: float = 0.0
    own_gigabytes: float = 0.0
    """Without the pages of the index, which the kernel takes back when somebody else needs them."""


def main(people: int, *, made: int, within: float | None, beside_splink: bool) -> None:
    with TemporaryDirectory() as folder:
        shelf, listed = Path(folder) / "shelf", Path(folder) / "people.csv"
        crowd, cost = _apart(_file, people, shelf, made, listed if beside_splink else None)
        on_disk = sum(path.stat().st_size for path in shelf.iterdir()) / 1e9
        print(f"{people:,} people by {crowd.records:,} records, {len(crowd.asked):,} others asked for")
        print(f"filed in {cost.processor:,.0f} s of processor, {cost.gigabytes:.2f} GB at the peak")
        print(f"{on_disk:.2f} GB on disk")
        ours, every_path = (_apart(_ask_ours, shelf, crowd, every, within) for every in (False, True))
        _tell("ours, as it stands", ours)
        _tell("ours, every path walked", every_path)
        splink = _apart(_ask_splink, listed, crowd) if beside_splink else None
        if splink:
            _tell("Splink", splink)
        keep_figures("lookup", people, _figures(crowd, ours, every_path, on_disk) | _of_splink(splink))


def _apart(work: Callable[..., Result], *arguments: object) -> Result:
    """In a process of its own, so that its memory is its alone."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _file(people: int, shelf: Path, made: int, listed: Path | None) -> tuple[Crowd, Cost]:
    model = trained_model(POPULATIONS)
    with costing() as cost:
        if listed is None:
            return file_crowd(people, shelf, model, asked=ASKED, made=made), cost
        with listed.open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, list(COLUMNS))
            rows.writeheader()

            def told(record: Record) -> object:
                return rows.writerow(as_splink_has_it(record))

            crowd = file_crowd(people, shelf, model, asked=ASKED, made=made, each=told)
    return crowd, cost


def _ask_ours(shelf: Path, crowd: Crowd, every_path: bool, within: float | None) -> Asked:
    if within:
        hold_within(within, shelf)
    index = Lookup(shelf, on=TODAY)
    asked = Asked()

    def people_found(record: Record) -> list[str]:
        answer = index.look_up(record, most=FIRST, every_path=every_path)
        asked.searched[answer.searched.name] += 1
        return [hit.person_id for hit in answer.hits]

    for record in crowd.asked[: len(crowd.asked) // 10]:
        index.look_up(record)
    _ask(asked, crowd, people_found, len(crowd.asked))
    return asked


def _ask_splink(listed: Path, crowd: Crowd) -> Asked:
    index, asked = SplinkLookup(listed), Asked()
    _ask(asked, crowd, lambda record: [i.partition("/")[0] for i in index.look_up(record)], ASKED_OF_SPLINK)
    return asked


def _ask(asked: Asked, crowd: Crowd, people_found: Callable[[Record], list[str]], many: int) -> None:
    for record, whose in list(zip(crowd.asked, crowd.whose, strict=True))[:many]:
        clock, processor = time.perf_counter(), time.process_time()
        found = people_found(record)
        asked.clock.append(1000 * (time.perf_counter() - clock))
        asked.processor.append(1000 * (time.process_time() - processor))
        asked.found += whose in list(dict.fromkeys(found))[:FIRST]
    # A thousand million bytes, as what is its own and what is on disk.
    asked.gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    asked.own_gigabytes = own_gigabytes()


def _figures(crowd: Crowd, ours: Asked, every_path: Asked, on_disk: float) -> dict[str, float | str]:
    return {
        "records": crowd.records,
        **_times("", ours),
        **_times("every_path_", every_path),
        "peak_gb": round(max(ours.gigabytes, every_path.gigabytes), 2),
        "own_gb": round(ours.own_gigabytes, 2),
        "on_disk_gb": round(on_disk, 2),
        "found": round(ours.found / len(ours.clock), 4),
        "load": round(os.getloadavg()[1], 1),
        "machine": MACHINE,
    }


def _of_splink(asked: Asked | None) -> dict[str, float]:
    """Of 60 look-ups, too few for the slowest of a hundred."""
    return {"splink_p50_ms": round(statistics.median(asked.processor), 1)} if asked else {}


def _times(how: str, asked: Asked) -> dict[str, float]:
    cuts, clock = (statistics.quantiles(of, n=100) for of in (asked.processor, asked.clock))
    return {
        f"{how}p50_ms": round(cuts[49], 3),
        f"{how}p99_ms": round(cuts[98], 3),
        f"{how}clock_p50_ms": round(clock[49], 3),
        f"{how}clock_p99_ms": round(clock[98], 3),
    }


def _tell(name: str, asked: Asked) -> None:
    print(
        f"{name}: {len(asked.clock):,} look-ups, {asked.gigabytes:.2f} GB at the peak,",
        f"{asked.own_gigabytes:.2f} of its own",
        dict(asked.searched) or "",
    )
    for unit, times in (("clock", asked.clock), ("processor", asked.processor)):
        cuts = statistics.quantiles(times, n=100)
        print(f"  {unit:9} p50 {cuts[49]:.3f} ms, p99 {cuts[98]:.3f} ms")
    print(f"  the right person among the first {FIRST}: {asked.found / len(asked.clock):.4f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--made", type=int, default=0, help="so many are made one by one, the rest dealt; else all")
    parser.add_argument("--within", type=float, help="gigabytes that an answering process may have")
    parser.add_argument("--beside-splink", action="store_true")
    given = parser.parse_args()
    main(given.people, made=given.made or given.people, within=given.within, beside_splink=given.beside_splink)
