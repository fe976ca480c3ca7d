"""One look-up against everybody: how long, and whether the right person is among the first five.

``python -m bench.linkage.lookup [RECORDS]``. Goal at a million people: p50 below 0.5 ms, p99 below 5 ms, 99 % found.
"""

import random
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from bench.linkage.population import TODAY, population
from goldenthread.intake import accept, read_contract
from goldenthread.linkage import link, name_people
from goldenthread.linkage.incremental import stand
from goldenthread.linkage.lookup import Lookup, write_shelf

ASKED = 3_000


def main(size: int) -> None:
    made = population(size, folder=Path(gettempdir()) / "golden-thread-population")
    records = accept([made.records], read_contract(made.contract), on=TODAY).records
    # Every thirtieth record is not in the index: it is what a practitioner types.
    held_back = random.Random(3).sample(range(len(records)), min(ASKED, len(records) // 30))
    out = set(held_back)
    asked = records.take(held_back).to_pylist()
    known = records.take([i for i in range(len(records)) if i not in out])
    linked = link(known, on=TODAY)
    named = name_people(linked.people)
    standing = stand(linked, known, named=[named[c] for c in linked.people["cluster"].to_pylist()])
    with TemporaryDirectory() as folder:
        write_shelf(standing, Path(folder), keys=standing.reference.keys)
        del standing, linked
        _ask(Lookup(Path(folder), on=TODAY), asked, _truth(made.truth), size)


def _ask(index: Lookup, asked: list[dict[str, object]], truth: dict[str, str], size: int) -> None:
    sought = {record["record_id"] for record in asked}
    known = {entity for record_id, entity in truth.items() if record_id not in sought}
    taken, spent, found, there = [], [], 0, 0
    for record in asked:
        clock, processor = time.perf_counter(), time.process_time()
        hits = index.look_up(record)
        taken.append(1000 * (time.perf_counter() - clock))
        spent.append(1000 * (time.process_time() - processor))
        whose = truth[str(record["record_id"])]
        theirs = {truth[hit.record_id] for hit in hits}
        there += whose in known
        found += whose in theirs
    for name, times in (("clock", taken), ("processor", spent)):
        cuts = statistics.quantiles(times, n=100)
        print(f"{size:,} records, {len(asked):,} look-ups, {name}: p50 {cuts[49]:.3f} ms, p99 {cuts[98]:.3f} ms")
    print(f"the right person among the first five: {found / max(there, 1):.4f}")


def _truth(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as file:
        next(file)
        rows = (line.rstrip("\n").split(",") for line in file)
        return {record_id: entity for _, record_id, entity in rows}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
