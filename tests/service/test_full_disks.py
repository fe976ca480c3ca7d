"""A full disk, wherever it is met: one plain sentence, no traceback, no child's value, and nothing half-done."""

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from contents import contents

from examples.family_context.plan import write_plan
from goldenthread.service import running
from goldenthread.service.actions import loading
from goldenthread.service.database.addresses import read_address
from goldenthread.service.database.launcher import DatabaseFault, OwnServer
from goldenthread.service.full_disks import told_of_a_full_disk, told_of_the_database
from goldenthread.service.jobs import manage

ROOT = Path(__file__).parents[2]
MANAGE = (sys.executable, "-m", "goldenthread.service.jobs.manage")
FIXTURES = ROOT / "tests" / "fixtures" / "family-context"
FULL_WHILE_COPYING = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE FUNCTION fill_the_disk() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF to_regclass('pg_temp.pouring') IS NOT NULL THEN
      EXECUTE 'CREATE TRIGGER full_disk BEFORE INSERT ON pg_temp.pouring FOR EACH ROW EXECUTE FUNCTION full_disk()';
    END IF;
  END $$;
CREATE EVENT TRIGGER fill_the_disk ON ddl_command_end WHEN TAG IN ('CREATE TABLE AS') EXECUTE FUNCTION fill_the_disk()
"""
"""The database's own error, raised at a row of the COPY, so that its context quotes that row as a real one does."""


def _env(url: str, state: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "goldenthread.service.settings",
        "DATABASE_URL": url,
        "GOLDEN_THREAD_STATE": str(state),
        "GOLDEN_THREAD_SECRET_KEY": "only for this test",
        "GOLDEN_THREAD_DEMONSTRATION_SIGN_INS": str(state / "secrets" / "sign-ins.json"),
    }


def _is_one_sentence_about(said: str, where: str) -> bool:
    told = "There is no room left on the disk of" in said and where in said and "Nothing is half-done" in said
    return told and "Traceback" not in said and "CONTEXT" not in said


def test_a_disk_that_fills_while_an_area_is_written_leaves_it_as_it_was_and_quotes_nobody(
    empty_area: Any, cluster: Any
) -> None:
    plan = write_plan(FIXTURES, empty_area.folder)
    with empty_area.as_role("worker"):
        loading.load_area(plan, at=empty_area.now, demonstration=True, tell=lambda _: None)
    before = contents(cluster, empty_area)
    plan.write_text(plan.read_text(encoding="utf-8") + '"as_of": "2026-11-20"\n', encoding="utf-8")
    database = cluster.admin(read_address(empty_area.urls.worker).database).url()
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(FULL_WHILE_COPYING)
    command = [*MANAGE, "load_area", "--demonstration", str(plan)]
    env = _env(empty_area.urls.worker, empty_area.folder)
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert _is_one_sentence_about(done.stderr, "the database"), done.stderr
    assert not any(word in done.stdout + done.stderr for word in ("Tregarthen", "Idris", "Copper Row", "COPY"))
    assert contents(cluster, empty_area) == before


def test_a_disk_that_fills_while_the_demonstration_is_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    state = tmp_path
    done = subprocess.run(
        [*MANAGE, "load_demonstration", "--children", "200"],
        # Compiled modules cut off by the limit would be taken for whole ones by whoever runs next.
        env=_env("postgresql://nobody@localhost/nothing", state) | {"PYTHONDONTWRITEBYTECODE": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),
    )
    assert done.returncode == 1
    assert _is_one_sentence_about(done.stderr, str(state)), done.stderr
    assert not (state / "demonstration" / "made").exists()


@pytest.mark.parametrize(
    "fault",
    [
        DatabaseFault("The database server ended at once. The end of server.log:\nFATAL: No space left on device"),
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere/database/data.half"),
    ],
)
def test_a_disk_too_full_for_the_database_to_start_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, fault: Exception
) -> None:
    def start(_: OwnServer) -> None:
        raise fault

    for name in ("DATABASE_URL", "GOLDEN_THREAD_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GOLDEN_THREAD_STATE", str(tmp_path))
    monkeypatch.setenv("PORT", "0")
    monkeypatch.setattr(OwnServer, "join", lambda _: None)
    monkeypatch.setattr(OwnServer, "start", start)
    with pytest.raises(SystemExit) as ended:
        manage.main(["manage", "check"])
    assert ended.value.code == 1
    where = getattr(fault, "filename", None) or str(tmp_path)
    assert _is_one_sentence_about(capsys.readouterr().err, where)
    monkeypatch.setattr(running, "run", lambda: start(OwnServer(tmp_path)))
    assert running.main() == 1
    assert _is_one_sentence_about(capsys.readouterr().err, where)


def test_what_the_database_says_of_a_row_is_never_passed_on(cluster: Any) -> None:
    with psycopg.connect(cluster.admin().url()) as connection, pytest.raises(psycopg.Error) as wrong:
        connection.execute("SELECT 'Idris Tregarthen'::date")
    assert "Tregarthen" in str(wrong.value)
    said = told_of_the_database(wrong.value)
    assert "InvalidDatetimeFormat" in said
    assert "Tregarthen" not in said
    with psycopg.connect(cluster.admin().url()) as connection, pytest.raises(psycopg.Error) as absent:
        connection.execute("SELECT * FROM no_such_table")
    assert 'relation "no_such_table" does not exist' in told_of_the_database(absent.value)


def test_another_fault_is_not_called_a_full_disk(tmp_path: Path) -> None:
    assert told_of_a_full_disk(PermissionError(errno.EACCES, "Permission denied", "x"), state=tmp_path) == ""
    assert told_of_a_full_disk(DatabaseFault("Another process runs the database."), state=tmp_path) == ""
    assert told_of_the_database(KeyError("x")) == ""
