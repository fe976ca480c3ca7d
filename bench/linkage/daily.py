"""A day's changes against everything that stands: a hundredth of the records changed, beside linking all anew.

``python -m bench.linkage.daily [RECORDS]``. Goal at a million records and 10,000 changes: under a tenth.
"""

import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import pyarrow as pa

from bench.linkage.costing import costing
from bench.linkage.population import TODAY, population
from goldenthread.intake import RECORDS, accept, read_contract
from goldenthread.linkage import link, name_people
from goldenthread.linkage.incremental import keep, link_changes, read_kept, stand


def main(size: int) -> None:
    made = population(size, folder=Path(gettempdir()) / "golden-thread-population")
    records = accept([made.records], read_contract(made.contract), on=TODAY).records
    with costing() as whole:
        linked = link(records, on=TODAY)
        named = name_people(linked.people)
    standing = stand(linked, records, named=[named[c] for c in linked.people["cluster"].to_pylist()])
    changed = _changed(records, max(size // 100, 1))
    with TemporaryDirectory() as folder:
        keep(standing, Path(folder) / "standing")
        del standing, linked
        with costing() as going_on:
            before = read_kept(Path(folder) / "standing")
            told = link_changes(before, changed, on=TODAY)
    print(f"{size:,} records, {told.changed:,} changed and {told.new:,} new: {told.touched:,} decided anew")
    for name, cost in (("everything", whole), ("what changed", going_on)):
        print(f"{name:14}{cost.clock:9.1f} s by the clock{cost.processor:9.1f} s of processor")
    print(f"ratio: {going_on.clock / whole.clock:.3f}, {going_on.processor / whole.processor:.3f} (goal: below 0.1)")


def _changed(records: pa.Table, many: int) -> pa.Table:
    """Nine in ten are records of people who moved to another home of the area, one in ten is new."""
    chance = random.Random(7)
    rows = records.take(pa.array(sorted(chance.sample(range(len(records)), many)))).to_pylist()
    homes = records.select(["address_line", "postcode"]).take(pa.array([chance.randrange(len(records)) for _ in rows]))
    for number, (row, home) in enumerate(zip(rows, homes.to_pylist(), strict=True)):
        row["row"] = number + 1
        if number % 10:
            row |= home
        else:
            row["record_id"] = f"new-{number}"
    return pa.Table.from_pylist(rows, schema=RECORDS)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
