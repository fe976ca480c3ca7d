"""``python -m examples.family_context --from DIR --out DIR``: write a plan to load files of this shape."""

import argparse
import sys
from pathlib import Path

from examples.family_context.plan import write_plan


def run() -> None:
    """Read the arguments and write the plan."""
    parser = argparse.ArgumentParser(prog="python -m examples.family_context", description=__doc__)
    parser.add_argument("--from", dest="files", type=Path, required=True, help="folder with person.csv and the others")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the plan to")
    wanted = parser.parse_args()
    sys.stdout.write(f"{write_plan(wanted.files, wanted.out)}\n")


if __name__ == "__main__":
    run()
