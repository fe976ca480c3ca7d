"""Our own database server: it starts from either source, survives being killed, and ends nobody else's."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from own_servers import QUICK, open_folder

from goldenthread.service.database import binaries as found_binaries
from goldenthread.service.database.binaries import NoServer, Source, chosen_source, find_binaries
from goldenthread.service.database.homes import Home, NoHome, own_folder
from goldenthread.service.database.launcher import DatabaseFault, OwnServer


@pytest.fixture
def state():
    folder = open_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(state):
    own = OwnServer(state, source=Source.WHEEL)
    yield own
    own.stop()


def _kill_all(own: OwnServer) -> None:
    """As a crash does: the postmaster stopped first, so that it cannot tidy up after its children."""
    postmaster = own.process.pid
    os.kill(postmaster, signal.SIGSTOP)
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if parent == postmaster:
            os.kill(int(entry.name), signal.SIGKILL)
    os.kill(postmaster, signal.SIGKILL)


@pytest.mark.parametrize("source", [Source.WHEEL, Source.MACHINE])
def test_the_database_starts_from_either_source_without_network_or_trust(state, source):
    if source is Source.MACHINE and not any(b.source is source for b in found_binaries._candidates()):
        pytest.skip("no PostgreSQL server is installed on this machine")
    own = OwnServer(state, source=source, settings=QUICK)
    try:
        address = own.start()
        with psycopg.connect(address.url()) as connection:
            told = "current_setting('listen_addresses'), current_setting('data_checksums')"
            assert connection.execute(f"SELECT {told}").fetchone() == ("", "on")
        assert own.home.socket.stat().st_mode & 0o777 == 0o700
        assert own.home.data.stat().st_mode & 0o777 == 0o700
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(address.as_user(address.user, "wrong").url())
    finally:
        own.stop()


@pytest.mark.parametrize(("settings", "may_skip"), [({}, False), ({"fsync": "off"}, True)])
def test_a_new_database_reaches_the_disk_before_it_is_used(state, settings, may_skip):
    own = OwnServer(state, source=Source.WHEEL, settings=settings)
    try:
        own.start()
        assert ("Sync to disk skipped" in own.home.log.read_text()) is may_skip
    finally:
        own.stop()


def test_a_database_url_is_the_third_source(monkeypatch):
    monkeypatch.delenv("GOLDEN_THREAD_DATABASE", raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@somewhere/something")
    assert chosen_source() is Source.URL
    monkeypatch.setenv("GOLDEN_THREAD_DATABASE", "wheel")
    assert chosen_source() is Source.WHEEL
    monkeypatch.setenv("GOLDEN_THREAD_DATABASE", "sqlite")
    with pytest.raises(NoServer, match="url, machine or wheel"):
        chosen_source()


def test_what_was_committed_is_there_after_a_kill_nobody_can_catch(server):
    address = server.start()
    with psycopg.connect(address.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE acknowledged (number int)")
        for number in range(200):
            connection.execute("INSERT INTO acknowledged VALUES (%s)", [number])
        _kill_all(server)
    server.stop()
    assert (server.home.data / "postmaster.pid").exists()
    server.start()
    with psycopg.connect(address.url()) as connection:
        assert connection.execute("SELECT count(*) FROM acknowledged").fetchone() == (200,)


def test_a_process_id_that_now_belongs_to_somebody_else_stops_nothing_and_nobody(server):
    server.start()
    _kill_all(server)
    server.stop()
    pid_file = server.home.data / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"]) as bystander:
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
        server.start()
        assert server.is_alive()
        assert bystander.poll() is None
        bystander.kill()


def test_a_backend_left_behind_by_a_dead_postmaster_does_not_hold_up_the_next_start(server):
    address = server.start()
    with psycopg.connect(address.url()) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        os.kill(server.process.pid, signal.SIGKILL)
        server.stop()
        server.start()
        assert server.is_alive()
        assert not Path(f"/proc/{backend}/cwd").exists() or Path(f"/proc/{backend}/cwd").readlink() != server.home.data


def test_a_second_process_is_told_that_the_database_is_held(server, state):
    server.start()
    with pytest.raises(DatabaseFault, match="Another process runs the database"):
        OwnServer(state, source=Source.WHEEL).start(patience_seconds=0.2)
    assert OwnServer(state).join() is not None


def test_data_of_another_major_version_is_refused_with_what_to_do(server):
    server.home.data.mkdir()
    (server.home.data / "PG_VERSION").write_text("13\n")
    (server._state / "secrets").mkdir()
    (server._state / "secrets" / "database-bootstrap").write_text("x")
    with pytest.raises(NoServer, match=r"made by PostgreSQL 13.*docs/how-to/database.md"):
        server.start()


def test_the_data_chooses_the_server_that_can_read_it():
    majors = {b.major for b in found_binaries._candidates()}
    for major in majors:
        assert find_binaries(None, data_major=major).major == major


def test_data_without_its_password_is_never_opened_to_everybody(server):
    server.start()
    server.stop()
    (server._state / "secrets" / "database-bootstrap").unlink()
    with pytest.raises(DatabaseFault, match=r"password .* is gone"):
        server.start()


def test_an_initialisation_that_was_cut_short_is_done_again_from_the_start(server):
    half = server.home.folder / "data.half"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    server.start()
    assert server.is_alive()


def test_a_folder_that_others_may_enter_is_not_used_and_not_changed(tmp_path):
    folder = tmp_path / "database"
    folder.mkdir(mode=0o755)
    with pytest.raises(NoHome, match="only the database's user"):
        own_folder(folder, None)
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_socket_path_is_never_too_long_for_the_system():
    home = Home(folder=Path("/" + "x" * 200), user=None)
    assert len(str(home.socket / ".s.PGSQL.5432")) < 107


def test_the_server_ends_when_the_process_that_started_it_is_killed(state):
    script = (
        "import sys, pathlib, time; from goldenthread.service.database.launcher import OwnServer, Source;"
        "own = OwnServer(pathlib.Path(sys.argv[1]), source=Source.WHEEL); own.start();"
        "print(own.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(state)], stdout=subprocess.PIPE, text=True) as starter:
        postmaster = int(starter.stdout.readline())
        starter.kill()
        starter.wait()
    ends = time.monotonic() + 10
    while Path(f"/proc/{postmaster}").exists() and time.monotonic() < ends:
        time.sleep(0.05)
    assert not Path(f"/proc/{postmaster}").exists()
