"""``make run``: the database, the web server, the worker and three witnesses, together for as long as this runs.

Whatever ends this process ends all of them, even a kill that it cannot catch. One that ends by itself is started
again. Nothing personal is printed: what a child process says about people stays out of its own messages.
"""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from goldenthread.service.children import end_group, has_ended, start_child
from goldenthread.service.database.addresses import UnreadableAddress
from goldenthread.service.database.binaries import NoServer, Source, chosen_source
from goldenthread.service.database.homes import NoHome
from goldenthread.service.database.launcher import DatabaseFault, OwnServer
from goldenthread.service.database.roles import RolesRefused, prepare
from goldenthread.service.full_disks import told_in_a_sentence
from goldenthread.service.getting_ready import WITNESSES, NotReady, make_ready, witness_command
from goldenthread.service.installation import ROOT, Installation, Told, tell, this_installation
from goldenthread.service.welcome import welcome

READY_WITHIN_SECONDS = 60.0
ENDS_WITHIN_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.3
LONGEST_PAUSE_SECONDS = 30.0


class CannotRun(RuntimeError):
    """Something outside this installation is in the way, and the text says what to do about it."""


FAULTS = (CannotRun, NotReady, DatabaseFault, NoServer, NoHome, RolesRefused, UnreadableAddress)


@dataclass(slots=True, kw_only=True)
class Kept:
    """A process that is started again when it ends by itself, each time after a longer pause."""

    name: str
    command: Sequence[str]
    env: dict[str, str] = field(repr=False)
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    start_at: float = 0.0

    def look_after(self, now: float) -> None:
        if self.process is not None and has_ended(self.process):
            end_group(self.process, signal.SIGKILL, patience_seconds=1.0)
            pause = min(2.0**self.failures, LONGEST_PAUSE_SECONDS)
            say(f"The {self.name} ended by itself (code {self.process.returncode}); starting it again.")
            self.process, self.failures, self.start_at = None, self.failures + 1, now + pause
        if self.process is None and now >= self.start_at:
            self.process = start_child(self.command, env=self.env, cwd=ROOT)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def run() -> None:
    """Run everything until told to stop. Witnesses are partners' processes: here only the demonstration's.

    Raises: one of ``FAULTS``, each saying what is wrong and what to do next.
    """
    os.environ.setdefault("GOLDEN_THREAD_LOOPBACK", "1")
    began, installation, port = time.monotonic(), this_installation(), _port()
    with _told_to_stop() as stop, _only_one(installation, port), _database(installation) as (server, url):
        told = tell(installation, prepare(url, secrets=installation.secrets))
        is_demonstration = make_ready(told, demonstration=_wants_demonstration(), say=say)
        kept = _processes(told, port=port, demonstration=is_demonstration)
        try:
            _start(kept, port, stop)
            say(welcome(told, port=port, demonstration=is_demonstration, seconds=time.monotonic() - began))
            _keep_running(kept, server, stop)
        finally:
            _end(kept)


def _processes(told: Told, *, port: int, demonstration: bool) -> tuple[Kept, ...]:
    address = f"http://127.0.0.1:{port}"
    web = (sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port))
    workers = ("--workers", os.environ.get("WEB_WORKERS") or "1", "--blocking-threads", "4", "--respawn-failed-workers")
    quiet = ("--log-level", "warning", "goldenthread.service.wsgi:application")
    worker = (sys.executable, "-m", "goldenthread.service.jobs.worker")
    witnesses = (
        Kept(name=f"witness {name}", command=witness_command(told, name, log=address), env=told.witness())
        for name in WITNESSES
    )
    return (
        Kept(name="web server", command=(*web, *workers, *quiet), env=told.web(demonstration=demonstration)),
        Kept(name="worker", command=worker, env=told.worker()),
        *(witnesses if demonstration else ()),
    )


def _start(kept: Sequence[Kept], port: int, stop: threading.Event) -> None:
    """Start the web server and the worker, and wait for the first; whoever needs the address comes after."""
    ends = time.monotonic() + READY_WITHIN_SECONDS
    for process in kept[:2]:
        process.look_after(time.monotonic())
    while not stop.is_set() and not _answers(port):
        if has_ended(kept[0].process) if kept[0].process else True:
            raise CannotRun("The web server ended at once. Its own words stand above.")
        if time.monotonic() > ends:
            raise CannotRun(f"The web server did not answer within {READY_WITHIN_SECONDS:.0f} seconds.")
        time.sleep(0.05)


def _keep_running(kept: Sequence[Kept], server: OwnServer | None, stop: threading.Event) -> None:
    while not stop.wait(LOOK_EVERY_SECONDS):
        if server is not None and not server.is_alive():
            say("The database ended by itself; starting it again.")
            server.stop()
            server.start()
        for process in kept:
            process.look_after(time.monotonic())


def _end(kept: Sequence[Kept]) -> None:
    """Ask all of them at once, wait for each, and leave none."""
    running = [k.process for k in kept if k.process is not None]
    for process in running:
        if not has_ended(process):
            os.kill(process.pid, signal.SIGTERM)
    for process in running:
        if not end_group(process, signal.SIGTERM, patience_seconds=ENDS_WITHIN_SECONDS):
            end_group(process, signal.SIGKILL, patience_seconds=ENDS_WITHIN_SECONDS)


@contextlib.contextmanager
def _database(installation: Installation) -> Iterator[tuple[OwnServer | None, str]]:
    """The database to use, and our own server if it is one: ended last."""
    source = chosen_source()
    if source is Source.URL:
        if not os.environ.get("DATABASE_URL"):
            raise CannotRun("GOLDEN_THREAD_DATABASE=url needs DATABASE_URL.")
        yield None, os.environ["DATABASE_URL"]
        return
    server = OwnServer(installation.state, source=source)
    try:
        yield server, server.start().url()
    finally:
        server.stop()


@contextlib.contextmanager
def _only_one(installation: Installation, port: int) -> Iterator[None]:
    """One at a time in one folder. A second says where the first is, and ends."""
    installation.state.mkdir(parents=True, exist_ok=True)
    with (installation.state / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotRun(
                f"Golden Thread already runs from {installation.state}: {lock.read().strip() or 'just starting'}."
                " Stop that one with Ctrl-C, or set GOLDEN_THREAD_STATE to another folder and PORT to another port."
            ) from None
        _expect_free(port)
        _note(lock, f"process {os.getpid()}, http://127.0.0.1:{port}")
        yield


def _note(lock: IO[str], line: str) -> None:
    lock.truncate(0)
    lock.write(line + "\n")
    lock.flush()


@contextlib.contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """An event that Ctrl-C and a polite kill set. While something is being made ready they interrupt it as well."""
    stop = threading.Event()

    def ask(number: int, _frame: object) -> None:
        if stop.is_set():
            return  # once is enough: what is ending must not be interrupted
        stop.set()
        raise KeyboardInterrupt(signal.Signals(number).name)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    yield stop


def _wants_demonstration() -> bool:
    """``DEMO=1`` or ``0`` decides; without it, only our own server gets the demonstration."""
    said = os.environ.get("DEMO", "")
    return said == "1" if said else chosen_source() is not Source.URL


def _port() -> int:
    said = os.environ.get("PORT", "") or "8000"
    if not said.isdigit() or not 0 < int(said) < 65536:
        raise CannotRun("PORT must be a number from 1 to 65535: make run PORT=8001")
    return int(said)


def _expect_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            raise CannotRun(
                f"Port {port} cannot be used ({fault.strerror}). Choose another: make run PORT=8001"
            ) from None


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> int:
    try:
        run()
    except KeyboardInterrupt as told:
        say(f"Stopped ({told or 'SIGINT'}). The data is kept.")
    except Exception as fault:  # a full disk comes up in many shapes; what is none of them is raised again
        said = told_in_a_sentence(fault, state=this_installation().state, faults=FAULTS)
        if not said:
            raise
        sys.stderr.write(f"{said}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
