"""Committed rows lost when the database is killed outright: none of N. Beside it the control, which must lose some.

Row 14 of the scoreboard. Writers commit one row at a time and note each that was acknowledged; the whole server is
killed as a crash would; the next start recovers; every acknowledged row is looked for. The control is the same with
``synchronous_commit=off``, which acknowledges before the log is written: if nothing is lost there, this proves nothing.

A kill is no power failure: the operating system keeps what it was handed. Nothing here shows that a disk is honest.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from goldenthread.service.database.addresses import DatabaseAddress
from goldenthread.service.database.binaries import Source
from goldenthread.service.database.launcher import OwnServer

SCOREBOARD_ROW = 14
WRITERS = 4


@dataclass(slots=True)
class Tally:
    acknowledged: set[tuple[int, int]] = field(default_factory=set)
    lost: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--source", choices=["machine", "wheel"], default="wheel")
    asked = parser.parse_args()
    durable = _trial(asked.rounds, Source(asked.source), {})
    # A longer writer delay makes the control's loss certain; with synchronous commits it changes nothing.
    control = _trial(
        max(3, asked.rounds // 3), Source(asked.source), {"synchronous_commit": "off", "wal_writer_delay": "2s"}
    )
    for name, tally in (("synchronous (as shipped)", durable), ("control: synchronous_commit=off", control)):
        print(f"{name:32} lost {tally.lost:7,} of {len(tally.acknowledged):8,} acknowledged")
    passed = durable.lost == 0 and durable.acknowledged and control.lost > 0
    print(f"row {SCOREBOARD_ROW}: {'PASS' if passed else 'FAIL'} (floor: 0 lost, and the control must lose)")
    return 0 if passed else 1


def _trial(rounds: int, source: Source, settings: dict[str, str]) -> Tally:
    state = Path(tempfile.mkdtemp(prefix="gt-durability-"))
    state.chmod(0o711)  # so that the database's own user can pass through
    server, tally, chance = OwnServer(state, source=source, settings=settings), Tally(), random.Random(14)
    try:
        address = server.start()
        with psycopg.connect(address.url(), autocommit=True) as connection:
            connection.execute("SET synchronous_commit = on")
            connection.execute("CREATE TABLE written (writer int, number int, PRIMARY KEY (writer, number))")
        for number in range(rounds):
            _write_until_killed(server, address, tally, number, seconds=chance.uniform(0.4, 1.2))
            server.stop()
            server.start()
            _look_for(address, tally)
        return tally
    finally:
        server.stop()
        shutil.rmtree(state)


def _write_until_killed(
    server: OwnServer, address: DatabaseAddress, tally: Tally, number: int, *, seconds: float
) -> None:
    noted: list[list[tuple[int, int]]] = [[] for _ in range(WRITERS)]
    threads = [threading.Thread(target=_write, args=(address, number * WRITERS + w, noted[w])) for w in range(WRITERS)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    _kill(server)
    for thread in threads:
        thread.join()
    tally.acknowledged.update(row for rows in noted for row in rows)


def _write(address: DatabaseAddress, writer: int, noted: list[tuple[int, int]]) -> None:
    try:
        with psycopg.connect(address.url(), autocommit=True) as connection:
            for number in range(10_000_000):
                connection.execute("INSERT INTO written VALUES (%s, %s)", [writer, number])
                noted.append((writer, number))
    except psycopg.OperationalError:
        return  # killed: what stands in ``noted`` was acknowledged, and nothing else


def _kill(server: OwnServer) -> None:
    """The postmaster is stopped first, so that it cannot notice its children's end and tidy up."""
    assert server.process is not None
    postmaster = server.process.pid
    os.kill(postmaster, signal.SIGSTOP)
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if parent == postmaster:
            os.kill(int(entry.name), signal.SIGKILL)
    os.kill(postmaster, signal.SIGKILL)


def _look_for(address: DatabaseAddress, tally: Tally) -> None:
    # Reads every page, and so checks every page's checksum: a bad one is an error here.
    with psycopg.connect(address.url(), autocommit=True) as connection:
        there = set(connection.execute("SELECT writer, number FROM written").fetchall())
    tally.lost = len(tally.acknowledged - there)


if __name__ == "__main__":
    sys.exit(main())
