"""Scoreboard row 5: connections shared by requests of different agencies, some aborted, several at once.

``python -m bench.pooled_contexts``: every row read must fit the agency of its own request. The control says who asks
for the whole session instead of the transaction, and must leak.
"""

import argparse
import queue
import random
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from bench.area import BenchArea, kept_in, loaded_area

FLOOR = 200_000
CONNECTIONS, THREADS = 3, 6
ABORTED = 0.2

Say = Callable[[psycopg.Connection[Any], str], None]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--state", type=Path, default=kept_in("golden-thread-bench-20000"))
    asked = parser.parse_args()
    with loaded_area(asked.state, children=asked.children) as area:
        decisions, wrong = run(area, _for_this_transaction, requests=2_000)
        control, leaked = run(area, _for_the_session, requests=300)
    print(f"row 5: {decisions:,} row decisions on {CONNECTIONS} shared connections, {wrong} wrong (floor {FLOOR:,}, 0)")
    print(f"control, said for the session: {leaked:,} of {control:,} wrong (must not be 0)")
    return 0 if decisions >= FLOOR and wrong == 0 and leaked > 0 else 1


def run(area: BenchArea, say: Say, *, requests: int) -> tuple[int, int]:
    """Read each agency's own records from shared connections. An agency without permission sees only its own."""
    agencies = [str(a) for (a,) in area.ask("SELECT DISTINCT agency_id FROM store_membership ORDER BY 1")]
    pool: queue.Queue[psycopg.Connection[Any]] = queue.Queue()
    for _ in range(CONNECTIONS):
        pool.put(psycopg.connect(area.told.urls.web))
    counts = _Counts()
    threads = [
        threading.Thread(target=_ask, args=(pool, agencies, say, counts, requests // THREADS, seed))
        for seed in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while not pool.empty():
        pool.get().close()
    return counts.decisions, counts.wrong


class _Counts:
    def __init__(self) -> None:
        self.decisions = self.wrong = 0
        self.lock = threading.Lock()


def _ask(
    pool: "queue.Queue[psycopg.Connection[Any]]", agencies: list[str], say: Say, counts: _Counts, times: int, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(times):
        agency, connection = chance.choice(agencies), pool.get()
        try:
            # One request in four forgets to say who asks: it must see nothing.
            forgets = chance.random() < 0.25
            with connection.transaction(force_rollback=chance.random() < ABORTED):
                if not forgets:
                    say(connection, agency)
                rows = connection.execute("SELECT agency_id FROM store_membership LIMIT 200").fetchall()
                wrong = sum(1 for (held_by,) in rows if forgets or held_by != agency)
        finally:
            pool.put(connection)
        with counts.lock:
            counts.decisions += max(1, len(rows))
            counts.wrong += wrong


def _for_this_transaction(connection: psycopg.Connection[Any], agency: str) -> None:
    connection.execute("SELECT set_config('gt.agency', %s, true)", [agency])


def _for_the_session(connection: psycopg.Connection[Any], agency: str) -> None:
    connection.execute("SELECT set_config('gt.agency', %s, false)", [agency])


if __name__ == "__main__":
    sys.exit(main())
