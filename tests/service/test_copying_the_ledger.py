"""Whoever copies the ledger out leaves an entry in it first, for the copy holds what was searched for and why."""

import json
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from own_servers import QUICK, copy_installation, open_folder

from goldenthread.service.database.launcher import DATABASE, OwnServer
from goldenthread.service.database.roles import prepare
from goldenthread.service.installation import Installation, Told, tell

ROOT = Path(__file__).parents[2]
MANAGE = (sys.executable, "-m", "goldenthread.service.jobs.manage")
LEDGER = (sys.executable, "-c", "from goldenthread.command.main import run; run()", "ledger")


@pytest.fixture(scope="module")
def own_installation(prepared: Path) -> Iterator[tuple[OwnServer, Told]]:
    state = open_folder()
    copy_installation(prepared, state)
    server = OwnServer(state, settings=QUICK)
    told = tell(Installation(state=state), prepare(server.start().url(), secrets=state / "secrets"))
    try:
        yield server, told
    finally:
        server.stop()
        shutil.rmtree(state)


@pytest.fixture
def installed(
    own_installation: tuple[OwnServer, Told], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[OwnServer, Told]]:
    """An installation of these tests' own, found by whoever is told its folder; the worker may write its ledger."""
    server, told = own_installation
    for name in ("GOLDEN_THREAD_SECRET_KEY", "DATABASE_URL", "SUDO_UID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GOLDEN_THREAD_STATE", str(told.installation.state))
    yield server, told
    with psycopg.connect(server.admin(DATABASE).url(), autocommit=True) as connection:
        connection.execute("GRANT INSERT ON store_ledgerentry TO golden_thread_worker")


def _run(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def _written(server: OwnServer) -> list[dict[str, Any]]:
    with psycopg.connect(server.admin(DATABASE).url()) as connection:
        rows = connection.execute("SELECT payload::text FROM store_ledgerpayload WHERE deed = 'ledger_exported'")
        return [json.loads(payload) for (payload,) in rows]


def test_a_copy_leaves_an_entry_first_and_without_one_there_is_no_copy(
    installed: tuple[OwnServer, Told], tmp_path: Path
) -> None:
    server, _ = installed
    copy = tmp_path / "copy.jsonl"
    before = _written(server)
    _run(*LEDGER, "verify")
    assert _written(server) == before
    _run(*LEDGER, "export", "--out", str(copy))
    (entry,) = _written(server)[len(before) :]
    assert entry["detail"] == {"operator": pwd.getpwuid(os.getuid()).pw_name}
    assert not entry.get("subject")
    with psycopg.connect(server.admin(DATABASE).url(), autocommit=True) as connection:
        connection.execute("REVOKE INSERT ON store_ledgerentry FROM golden_thread_worker")
    refused = _run(*LEDGER, "export", "--out", str(copy))
    assert refused.returncode == 2
    assert "could not be written down, so it was not" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not copy.exists()
    assert len(_written(server)) == len(before) + 1


def test_an_auditor_with_the_read_only_address_alone_is_told_that_no_entry_was_written(
    installed: tuple[OwnServer, Told],
) -> None:
    server, told = installed
    before = _written(server)
    done = _run(*MANAGE, "export_ledger", "--out", "-", env=told.auditor())
    assert "No entry of this export was written" in done.stderr
    assert "No entry" not in _run(*MANAGE, "export_ledger", "--out", "-", "--for-checking", env=told.auditor()).stderr
    assert _written(server) == before


@pytest.mark.parametrize("asked", [["verify"], ["export", "--out", "copy.jsonl"]])
def test_where_nothing_was_ever_set_up_it_is_said_that_there_is_no_ledger_and_what_makes_one(
    own_installation: tuple[OwnServer, Told], asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a fresh clone: the server is there, and the database is empty."""
    server, told = own_installation
    with psycopg.connect(server.admin(DATABASE).url(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS nothing_yet")
        connection.execute("CREATE DATABASE nothing_yet")
    for name in ("GOLDEN_THREAD_SECRET_KEY", "SUDO_UID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GOLDEN_THREAD_STATE", str(told.installation.state))
    monkeypatch.setenv("DATABASE_URL", server.admin("nothing_yet").url())
    monkeypatch.chdir(tmp_path)
    done = subprocess.run([*LEDGER, *asked], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, "There is no ledger here yet" in done.stderr) == (2, True), done.stderr
    assert "Run make run first" in done.stderr
    assert "relation" not in done.stderr
    assert list(tmp_path.iterdir()) == []
