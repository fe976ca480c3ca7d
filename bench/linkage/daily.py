"""A day's changes against everything that stands: a hundredth of the records changed, beside linking all anew.

``python -m bench.linkage.daily [RECORDS]``. Goal at a million records and 10,000 changes: under a tenth. The first
ratio is of linking alone; the second of the whole run, from reading the file to the people and what is kept for the
next day. The figures go into the manual beside what linking costs.
"""

import os
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import pyarrow as pa
import pyarrow.csv as pacsv

from bench.linkage.costing import Cost, costing
from bench.linkage.figures import MACHINE, keep_figures
from bench.linkage.population import TODAY, Population, population
from goldenthread.intake import RECORDS, accept, read_contract
from goldenthread.linkage import link, name_people
from goldenthread.linkage.incremental import Relinked, Standing, keep, link_changes, read_kept, stand

Costs = dict[str, Cost]


def main(size: int) -> None:
    made = population(size, folder=Path(gettempdir()) / "golden-thread-population")
    with TemporaryDirectory() as folder:
        whole, records = _link_all(made, Path(folder))
        changed = _changed(records, max(size // 100, 1))
        del records
        daily, told = _link_changed(changed, Path(folder))
    print(f"{size:,} records, {told.changed:,} changed and {told.new:,} new: {told.touched:,} decided anew")
    for name, costs in (("everything", whole), ("what changed", daily)):
        steps = ", ".join(f"{step} {cost.processor:.1f}" for step, cost in costs.items())
        print(f"{name:14}{_clock(costs):9.1f} s by the clock{_processor(costs):9.1f} s of processor: {steps}")
    linking = daily["linking"].processor + daily["reading what stands"].processor
    figures = {
        "changed": told.changed + told.new,
        "decided_anew": told.touched,
        "everything_s": round(whole["linking"].processor, 1),
        "changed_s": round(linking, 1),
        "everything_from_file_s": round(_processor(whole), 1),
        "changed_from_file_s": round(_processor(daily), 1),
        "load": round(os.getloadavg()[1], 1),
        "machine": MACHINE,
    }
    print(f"ratio: {linking / whole['linking'].processor:.3f} of linking (goal: below 0.1)", end=", ")
    print(f"{_processor(daily) / _processor(whole):.3f} from file to people")
    keep_figures("daily", size, figures)


def _clock(costs: Costs) -> float:
    return sum(cost.clock for cost in costs.values())


def _processor(costs: Costs) -> float:
    return sum(cost.processor for cost in costs.values())


def _link_all(made: Population, folder: Path) -> tuple[Costs, pa.Table]:
    with costing() as reading:
        records = accept([made.records], read_contract(made.contract), on=TODAY).records
    with costing() as linking:
        linked = link(records, on=TODAY)
        named = name_people(linked.people)
    with costing() as keeping:
        standing = stand(linked, records, named=[named[c] for c in linked.people["cluster"].to_pylist()])
        _write(standing, folder / "everything.csv")
        keep(standing, folder / "standing")
    return {"reading": reading, "linking": linking, "keeping": keeping}, records


def _link_changed(changed: pa.Table, folder: Path) -> tuple[Costs, Relinked]:
    with costing() as reading:
        before = read_kept(folder / "standing")
    with costing() as linking:
        told = link_changes(before, changed, on=TODAY)
    with costing() as keeping:
        _write(told.standing, folder / "changed.csv")
        keep(told.standing, folder / "standing-after")
    return {"reading what stands": reading, "linking": linking, "keeping": keeping}, told


def _write(standing: Standing, path: Path) -> None:
    people = standing.features.select(["dataset", "record_id"]).append_column("person_id", standing.people)
    pacsv.write_csv(people, path)


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
