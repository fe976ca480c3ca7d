"""This linkage as a process of its own, unattended: ``python -m bench.linkage.ours FILE.csv CONTRACT OUT.csv``."""

import json
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv

from bench.linkage.costing import Cost, costing
from bench.linkage.population import TODAY
from goldenthread.intake import accept, read_contract
from goldenthread.linkage import link


def our_people(records: Path, contract: Path, out: Path) -> tuple[Cost, dict[str, float]]:
    """Read, link and write ``record_id,person``. Also gives the processor seconds of each step."""
    steps: dict[str, float] = {}
    started, step = time.process_time(), "reading"

    def next_step(name: str) -> None:
        nonlocal started, step
        steps[step] = round(time.process_time() - started, 2)
        started, step = time.process_time(), name

    with costing() as cost:
        accepted = accept([records], read_contract(contract), on=TODAY)
        linked = link(accepted.records, on=TODAY, progress=next_step)
        people = pa.table({"record_id": linked.people["record_id"], "person": linked.people["cluster"]})
        pacsv.write_csv(people, out)
        next_step("")
    return cost, steps


if __name__ == "__main__":
    cost, steps = our_people(*(Path(a) for a in sys.argv[1:4]))
    print(json.dumps({**cost.as_values(), "steps": steps}))
