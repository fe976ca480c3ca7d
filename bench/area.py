"""A demonstration area for benches: made once in a folder of its own, its database started for as long as needed."""

import contextlib
import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from goldenthread.service.children import end_group, start_child
from goldenthread.service.database.launcher import OwnServer
from goldenthread.service.database.roles import prepare
from goldenthread.service.installation import Installation, Told, tell

ROOT = Path(__file__).resolve().parents[1]
PEOPLE_WANTED = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchArea:
    """A loaded area and what its processes are told."""

    told: Told
    children: int

    def ask(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the database as the worker, who sees every row."""
        with psycopg.connect(self.told.urls.worker) as connection:
            return connection.execute(statement, values).fetchall()  # type: ignore[arg-type]


def kept_in(name: str) -> Path:
    """Where an area is kept between benches: a folder of this checkout's own, so that two never share a database."""
    return Path(tempfile.gettempdir()) / f"{name}-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"


@contextlib.contextmanager
def loaded_area(state: Path, *, children: int) -> Iterator[BenchArea]:
    """The area of ``children`` children in ``state``, made and loaded unless it is there already."""
    os.environ["GOLDEN_THREAD_STATE"] = str(state)
    os.environ["GOLDEN_THREAD_LOOPBACK"] = "1"
    state.mkdir(parents=True, exist_ok=True)
    state.chmod(0o711)
    installation = Installation(state=state)
    server = OwnServer(state)
    told = tell(installation, prepare(server.start().url(), secrets=installation.secrets))
    try:
        installation.keep_ledger_key()
        manage(told.owner(), "prepare_database")
        manage(told.owner(), "collectstatic", "--noinput", "-v", "0")
        manage(told.loader(), "load_demonstration", "--children", str(children))
        yield BenchArea(told=told, children=children)
    finally:
        server.stop()


def manage(env: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "goldenthread.service.jobs.manage", *arguments], env=env, cwd=ROOT, check=True
    )


@contextlib.contextmanager
def serving(env: dict[str, str], application: str = "goldenthread.service.wsgi:application") -> Iterator[int]:
    """One web worker on loopback, as ``make run`` starts it. Gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command: Sequence[str] = (sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1")
    quiet = ("--port", str(port), "--workers", "1", "--blocking-threads", "4", "--log-level", "warning", application)
    process = start_child((*command, *quiet), env=env, cwd=ROOT)
    try:
        _wait_for(port)
        yield port
    finally:
        end_group(process, 15, patience_seconds=5.0)


def _wait_for(port: int) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("the web server did not answer")
