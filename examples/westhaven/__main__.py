"""``python -m examples.westhaven --out DIR``: make the demonstration area."""

import argparse
import sys
from datetime import date
from pathlib import Path

from examples.westhaven.area import make_area


def run() -> None:
    """Read the arguments and make the area."""
    parser = argparse.ArgumentParser(prog="python -m examples.westhaven", description="Make the demonstration area.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 22))
    wanted = parser.parse_args()
    area = make_area(
        wanted.out,
        children=wanted.children,
        seed=wanted.seed,
        today=wanted.today,
        progress=lambda step: print(step, file=sys.stderr) if sys.stderr.isatty() else None,  # noqa: T201 - a command
    )
    sys.stdout.write(f"{area.children:,} children and their adults ({area.people:,} people) in {area.out}\n")


if __name__ == "__main__":
    run()
