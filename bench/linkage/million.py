"""One million records, reading to people, beside stock Splink on the same file in the same run.

``python -m bench.linkage.million [RECORDS]``. Goal: at most 1.5 times stock's time at higher recall, under 4 GB.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from bench.linkage.comparing import both_on, told
from bench.linkage.population import population

MILLION = 1_000_000


def main(size: int) -> None:
    made = population(size, folder=Path(gettempdir()) / "golden-thread-population")
    with TemporaryDirectory() as folder:
        print(f"{size:,} records")
        print(told(both_on(made, Path(folder))))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MILLION)
