"""How long one sharing question takes to answer, and how many a second go through when they come in a heap."""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from goldenthread.disclosure.advice import Case, advise, as_mapping, read_case
from goldenthread.law import law_in_force
from tests.spec.asking import ORDINARY, law_of, question, situations

LIMIT_MS = 50
AT_LEAST_A_SECOND = 200
HEAP = 400


def run() -> int:
    """Answer every question of the specification, then a heap of them from files. Exit 1 if either is too slow."""
    started = time.perf_counter()
    cases = [question(situation.differs) for situation in situations()]
    law_in_force("england", on=law_of(cases[0]).on)
    print(f"register read and {len(cases)} questions put in {time.perf_counter() - started:.1f} s")
    each = sorted(_milliseconds(case) for case in cases for _ in range(5))
    middle, last = each[len(each) // 2], each[int(len(each) * 0.99)]
    print(f"one question in process: median {middle:.1f} ms, 99 in 100 under {last:.1f} ms (limit {LIMIT_MS} ms)")
    with TemporaryDirectory() as folder:
        rate = _rate(Path(folder))
    print(f"a heap of {HEAP} files, read, answered and made into JSON's shape: {rate:.0f} a second of processor time "
          f"(at least {AT_LEAST_A_SECOND})")  # fmt: skip
    return 0 if last < LIMIT_MS and rate >= AT_LEAST_A_SECOND else 1


def _milliseconds(case: Case) -> float:
    started = time.perf_counter()
    advise(case, law_of(case))
    return (time.perf_counter() - started) * 1000


def _rate(folder: Path) -> float:
    files = [folder / f"{n}.yaml" for n in range(HEAP)]
    for file in files:
        file.write_text(yaml.safe_dump(ORDINARY), encoding="utf-8")
    started = time.process_time()  # of this process: what else the machine does is no part of it
    for file in files:
        case = read_case(file)
        as_mapping(advise(case, law_of(case)))
    return HEAP / (time.process_time() - started)


if __name__ == "__main__":
    raise SystemExit(run())
