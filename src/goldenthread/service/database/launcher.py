"""Starts our own PostgreSQL: a socket in a folder nobody else may enter, no network, passwords from the first moment.

One process at a time holds the lock of an installation's database and owns the server; others may join it. Nothing
is ever stopped but a server of this very data directory.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from goldenthread.service.children import end_group, has_ended, start_child
from goldenthread.service.database.addresses import DatabaseAddress
from goldenthread.service.database.binaries import Source, find_binaries
from goldenthread.service.database.homes import Home, find_home, own_folder, reachable_binaries
from goldenthread.service.database.secrets import keep_secret, kept_secret

BOOTSTRAP = "bootstrap"
DATABASE = "golden_thread"
READY_WITHIN_SECONDS = 120.0
# A statement that failed is not logged with its values, nor a row with its content.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "50",
    "jit": "off",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}


class DatabaseFault(RuntimeError):
    """Our own server did not start, did not answer, or is held by another process."""


class OwnServer:
    """One installation's PostgreSQL. ``start`` it, or ``join`` the one that another process of it started."""

    def __init__(self, state: Path, *, source: Source | None = None, settings: Mapping[str, str] | None = None) -> None:
        self._state = state
        self._source = source
        self._settings = {**SETTINGS, **(settings or {})}
        self._lock: IO[str] | None = None
        self._home: Home | None = None
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Home:
        if self._home is None:
            self._home = find_home(self._state)
        return self._home

    def admin(self, database: str = "postgres") -> DatabaseAddress:
        """The bootstrap superuser's address: for making roles and databases, never for the service itself."""
        password = kept_secret(self._state / "secrets", f"database-{BOOTSTRAP}")
        return DatabaseAddress(host=str(self.home.socket), database=database, user=BOOTSTRAP, password=password)

    def start(self, *, patience_seconds: float = 15.0) -> DatabaseAddress:
        """Start the server and return the address of the service's database, made if it is not there.

        Raises: DatabaseFault when another process holds the database or the server does not become ready; NoServer
        and NoHome when there is nothing to run or nowhere to run it.
        """
        self._take_lock(patience_seconds)
        try:
            binaries = reachable_binaries(find_binaries(self._source, data_major=self.home.data_major()), self.home)
            self._expect_password()
            _clear_away(self.home)
            own_folder(self.home.socket, self.home.user)
            if self.home.data_major() is None:
                self._make_data(binaries.folder)
            self._start_process(binaries.folder)
            self._wait_until_ready()
            return _made(self.admin(), DATABASE)
        except BaseException:
            self.stop()
            raise

    def join(self) -> DatabaseAddress | None:
        """The address of the server that another process runs for this installation, or ``None`` if none does."""
        address = self.admin(DATABASE)
        return address if _answers(address) else None

    def is_alive(self) -> bool:
        return self.process is not None and not has_ended(self.process)

    def stop(self) -> None:
        """End the server that this object started: politely, then firmly. Commits are safe either way."""
        if self.process is not None:
            for how, patience in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
                if end_group(self.process, how, patience_seconds=patience):
                    break
            self.process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _take_lock(self, patience_seconds: float) -> None:
        self._state.mkdir(parents=True, exist_ok=True)
        lock = (self._state / "database.lock").open("w")
        ends = time.monotonic() + patience_seconds
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > ends:
                    lock.close()
                    raise DatabaseFault(f"Another process runs the database in {self._state}. Stop it first.") from None
                time.sleep(0.1)
            else:
                self._lock = lock
                return

    def _expect_password(self) -> None:
        path = self._state / "secrets" / f"database-{BOOTSTRAP}"
        if self.home.data_major() is not None and not path.exists():
            raise DatabaseFault(f"{self.home.data} holds data, but its password {path} is gone. Put it back.")

    def _make_data(self, folder: Path) -> None:
        """Make the data directory beside its place and move it there whole, so that half of one is never used."""
        half, pwfile = self.home.folder / "data.half", self.home.folder / "initdb.password"
        shutil.rmtree(half, ignore_errors=True)
        keep_secret(pwfile, self.admin().password)
        if self.home.user is not None:
            os.chown(pwfile, self.home.user.pw_uid, self.home.user.pw_gid)
        locale = "C.UTF-8" if sys.platform == "linux" else "C"
        # Only a server that is told not to wait for the disk at all may begin with files that did not reach it.
        unsynced = ["--no-sync"] if self._settings.get("fsync") == "off" else []
        words = [*unsynced, "--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", f"--locale={locale}"]
        command = [str(folder / "initdb"), *words, f"--username={BOOTSTRAP}", f"--pwfile={pwfile}", "-D", str(half)]
        try:
            if self._run(command).wait() != 0:
                raise DatabaseFault(f"The database could not be made. {self._last_words()}")
        finally:
            pwfile.unlink()
        half.rename(self.home.data)

    def _start_process(self, folder: Path) -> None:
        settings = {**self._settings, "unix_socket_directories": str(self.home.socket)}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.process = self._run([str(folder / "postgres"), "-D", str(self.home.data), *words])

    def _run(self, command: list[str]) -> subprocess.Popen[bytes]:
        env = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "TZ": "UTC"}
        with self.home.log.open("ab") as log:
            return start_child(
                command, env=env, cwd=self.home.folder, output=log, user=self.home.user, ended_by=signal.SIGINT
            )

    def _wait_until_ready(self) -> None:
        ends = time.monotonic() + READY_WITHIN_SECONDS
        while not _answers(self.admin()):
            if not self.is_alive():
                raise DatabaseFault(f"The database server ended at once. {self._last_words()}")
            if time.monotonic() > ends:
                raise DatabaseFault(f"The database did not answer within {READY_WITHIN_SECONDS:.0f} seconds.")
            time.sleep(0.02)

    def _last_words(self) -> str:
        lines = self.home.log.read_text(errors="replace").splitlines()[-5:]
        return f"The end of {self.home.log}:\n" + "\n".join(lines)


def _answers(address: DatabaseAddress) -> bool:
    try:
        psycopg.connect(address.url(), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _made(admin: DatabaseAddress, database: str) -> DatabaseAddress:
    with psycopg.connect(admin.url(), autocommit=True) as connection:
        there = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database]).fetchone()
        if there is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    return DatabaseAddress(host=admin.host, database=database, user=admin.user, password=admin.password)


def _clear_away(home: Home) -> None:
    """After a crash: end what is left of our own server, and forget a process id that is no longer ours."""
    pid_file = home.data / "postmaster.pid"
    recorded = _recorded_pid(pid_file)
    left = _processes_in(home.data)
    if recorded in left:
        _end(recorded, signal.SIGINT, patience_seconds=20.0)
        left = _processes_in(home.data)
    for pid in left:
        # Without its postmaster a backend can only hold up the next start.
        _end(pid, signal.SIGKILL, patience_seconds=5.0)
    if Path("/proc").is_dir():
        pid_file.unlink(missing_ok=True)
        (home.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _recorded_pid(pid_file: Path) -> int:
    try:
        return int(pid_file.read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return 0


def _processes_in(data: Path) -> set[int]:
    """Every process that works in our own data directory. Only the kernel's word counts, no recorded number."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            at = (entry / "cwd").readlink()
        except OSError:
            continue  # it ended meanwhile, or is somebody else's
        if at == data.resolve() and (entry / "comm").read_text().startswith("postgres"):
            found.add(int(entry.name))
    return found


def _end(pid: int, how: signal.Signals, *, patience_seconds: float) -> None:
    ends = time.monotonic() + patience_seconds
    try:
        os.kill(pid, how)
        while time.monotonic() < ends:
            os.kill(pid, 0)
            time.sleep(0.05)
    except ProcessLookupError:
        return
