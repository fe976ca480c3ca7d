"""What stands between a database that answers and a service that may start: tables, files, keys, a demonstration."""

import hashlib
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg

from goldenthread.service.children import end_group, start_child
from goldenthread.service.database.fingerprints import is_prepared
from goldenthread.service.installation import ROOT, Told

MANAGE = (sys.executable, "-m", "goldenthread.service.jobs.manage")
WITNESSES = ("westhaven-community-health", "westhaven-police", "riverside-trust")
STATIC = Path(__file__).parent / "portal" / "static"


class NotReady(RuntimeError):
    """A step before the start failed; its own words stand above on the terminal."""


def make_ready(told: Told, *, demonstration: bool, say: Callable[[str], None]) -> bool:
    """Do what is not done yet, and nothing twice. Returns whether the demonstration is what is loaded.

    Raises: NotReady naming the step that failed.
    """
    told.installation.keep_ledger_key()
    if not is_prepared(told.urls.owner):
        say("Preparing the database")
        _manage(told.owner(), "prepare_database")
    _collect_static(told)
    loaded, is_demonstration = _area(told.urls.worker)
    if demonstration and not loaded:
        say("Loading the demonstration area (once; a few minutes)")
        _manage(told.loader(), "load_demonstration")
        loaded, is_demonstration = _area(told.urls.worker)
    if is_demonstration:
        _know_witnesses(told)
    return is_demonstration


def witness_command(told: Told, name: str, *, log: str) -> tuple[str, ...]:
    """How a demonstration partner's witness is started. Its key and its heads are its own, outside the database."""
    store = told.installation.state / "witness" / name
    command = (sys.executable, "-m", "goldenthread.command.witnessing", "--name", name, "--log", log)
    return (*command, "--store", str(store))


def _know_witnesses(told: Told) -> None:
    """Let the ledger know the demonstration partners' public keys, once."""
    with psycopg.connect(told.urls.worker, connect_timeout=10) as asked:
        known = {str(row[0]) for row in asked.execute("SELECT public_key FROM store_ledgerkey WHERE NOT is_log")}
    if unknown := [key for key in (_key_of(told, name) for name in WITNESSES) if key not in known]:
        _manage(told.worker(), "register_witness", *unknown)


def _key_of(told: Told, witness: str) -> str:
    command = [*witness_command(told, witness, log="unused"), "--show-key"]
    done = subprocess.run(command, env=told.witness(), capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    return done.stdout.strip()


def _area(url: str) -> tuple[bool, bool]:
    """Whether an area is loaded whole, and whether it is the demonstration."""
    with psycopg.connect(url, connect_timeout=10) as asked:
        row = asked.execute("SELECT loaded_at IS NOT NULL, is_demonstration FROM store_area WHERE id = 1").fetchone()
    return (bool(row[0]), bool(row[0] and row[1])) if row else (False, False)


def _manage(env: dict[str, str], *words: str) -> None:
    """Run one command to its end. Should we be ended meanwhile, it is too."""
    process = start_child([*MANAGE, *words], env=env, cwd=ROOT)
    try:
        code = process.wait()
    except BaseException:
        if not end_group(process, signal.SIGTERM, patience_seconds=5.0):
            end_group(process, signal.SIGKILL, patience_seconds=5.0)
        raise
    if code != 0:
        raise NotReady(f"`{words[0]}` did not finish; nothing of it is half-done. Look above, then start again.")


def _collect_static(told: Told) -> None:
    """Put style sheets and scripts under hashed names, where they are not there already."""
    stamp, wanted = told.installation.state / "static.stamp", _static_fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    _manage(told.web(demonstration=False), "collectstatic", "--noinput", "--clear", "--verbosity=0")
    stamp.write_text(wanted)


def _static_fingerprint() -> str:
    held = sorted((str(p.relative_to(STATIC)), p.stat().st_size, p.stat().st_mtime_ns) for p in STATIC.rglob("*"))
    return hashlib.sha256(repr(held).encode()).hexdigest()
