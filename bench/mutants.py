"""Row 3 of the scoreboard: how many hand-written mistakes in the disclosure rules the exhaustive grid catches."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.property.mistakes import EQUIVALENT, caught, mutants


def run() -> int:
    """Switch each mistake on in turn and print which the grid missed. Exit 1 if one that matters was missed."""
    started, made = time.perf_counter(), dict(mutants())
    survivors = [name for name, switch_on in made.items() if not caught(switch_on)]
    for name in survivors:
        print(f"not caught: {name} ({EQUIVALENT.get(name, 'UNEXPECTED')})")
    matter = len(made) - len(EQUIVALENT)
    missed = [name for name in survivors if name not in EQUIVALENT]
    print(f"{matter - len(missed)} of {matter} policy mutants caught in {time.perf_counter() - started:.0f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(run())
