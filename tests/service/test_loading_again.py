"""The same files twice, changed files, a changed list of the hidden, and loads that end before their time."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from contents import Contents, contents
from django.core.management import call_command
from own_servers import QUICK, copy_installation, open_folder

from examples.family_context.plan import write_plan
from goldenthread.service.actions import finding, likeness, loading
from goldenthread.service.actions.shapes import Found, NothingToShow, Sought
from goldenthread.service.database.addresses import read_address
from goldenthread.service.database.launcher import DATABASE, OwnServer
from goldenthread.service.database.roles import prepare
from goldenthread.service.installation import Installation, Told, tell
from goldenthread.service.store.models import SearchModel
from goldenthread.vocabulary import Purpose, UnreadableDocument
from tests.conftest import TEMPLATE
from tests.service.conftest import NOW, Westhaven, own_database
from tests.service.conftest import _logged_in as logged_in

ROOT = Path(__file__).parents[2]
MANAGE = (sys.executable, "-m", "goldenthread.service.jobs.manage")
FIXTURES = ROOT / "tests" / "fixtures" / "family-context"
IDRIS = {"given_name": "Idris", "family_name": "Tregarthen", "date_of_birth": date(2016, 11, 7)}


def _load(area: Any, plan: Path) -> loading.Loaded:
    with area.as_role("worker"):
        return loading.load_area(plan, at=area.now, demonstration=True, tell=lambda _: None)


def _write_files(area: Any, **changed: str) -> Path:
    """Fernley's files beside the plan, each as in the fixtures but for what is said to have changed."""
    files = area.folder / "files"
    files.mkdir(exist_ok=True)
    for file in FIXTURES.glob("*.csv"):
        (files / file.name).write_text(changed.get(file.stem, file.read_text(encoding="utf-8")), encoding="utf-8")
    return write_plan(files, area.folder)


def _moved() -> str:
    return (FIXTURES / "person.csv").read_text(encoding="utf-8").replace("4 Copper Row", "19 Tannery Steps")


def _ids(held: Contents) -> dict[tuple[str, str], str]:
    """Which person each record is held to be about."""
    found = {}
    for row in held["store_membership"]:
        _, _, _, dataset, record, person, *_ = next(csv.reader([row.strip("()")]))
        found[dataset, record] = person
    return found


@pytest.fixture(scope="module")
def _fernley_loaded(
    database_urls: Any, cluster: Any, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Path, str]]:
    """Fernley, loaded once: its folder, and the name of its database, both to be copied."""
    folder = open_folder()
    with pytest.MonkeyPatch.context() as told, own_database(TEMPLATE, cluster, database_urls) as urls:
        told.setenv("GOLDEN_THREAD_DEMONSTRATION_SIGN_INS", str(folder / "secrets" / "sign-ins.json"))
        with django_db_blocker.unblock(), logged_in(urls.worker):
            plan = _write_files(SimpleNamespace(folder=folder))
            assert loading.load_area(plan, at=NOW, demonstration=True, tell=lambda _: None).changed
        yield folder, read_address(urls.worker).database
    shutil.rmtree(folder)


@pytest.fixture
def fernley(
    _fernley_loaded: tuple[Path, str], cluster: Any, database_urls: Any, django_db_blocker: Any, monkeypatch: Any
) -> Iterator[Westhaven]:
    """Fernley in a folder and a database of the test's own, seen with the web role's true login."""
    loaded, database = _fernley_loaded
    folder = open_folder()
    shutil.copytree(loaded, folder, dirs_exist_ok=True)
    monkeypatch.setenv("GOLDEN_THREAD_DEMONSTRATION_SIGN_INS", str(folder / "secrets" / "sign-ins.json"))
    with own_database(database, cluster, database_urls) as urls, django_db_blocker.unblock(), logged_in(urls.web):
        yield Westhaven(folder=folder, now=NOW, as_role=lambda role: logged_in(getattr(urls, role)), urls=urls)
    shutil.rmtree(folder)


def test_the_same_files_again_change_not_one_row(westhaven_copy: Any, cluster: Any) -> None:
    before = contents(cluster, westhaven_copy)
    assert _load(westhaven_copy, westhaven_copy.folder / "area.yaml") == loading.Loaded(changed=False)
    assert contents(cluster, westhaven_copy) == before


def test_what_another_version_filed_is_filed_anew_though_no_file_has_changed(westhaven_copy: Any) -> None:
    """Until then whoever is described without a mistake is found, and no search fails."""
    area, sam = westhaven_copy, westhaven_copy.person("sam.social")
    exactly = area.in_words("young-carer")
    given = exactly.given_name
    slipped = replace(exactly, given_name=given[:2] + given[3] + given[2] + given[4:])

    def is_found(sought: Sought) -> bool:
        return isinstance(finding.find_child(sought, by=sam, at=area.now), Found)

    assert is_found(slipped)
    with area.as_role("worker"):
        filed = SearchModel.objects.get()
    common = filed.common
    for other in (
        {"model": '{"format": "of another version"}'},
        {"common": {**common, "columns": common["columns"][1:]}},
        {"common": {name: value for name, value in common.items() if name != "columns"}},
    ):
        with area.as_role("worker"):
            SearchModel.objects.update(version=uuid4(), **{"model": filed.model, "common": common} | other)
        assert is_found(exactly)
        assert not is_found(slipped)
        assert not likeness.weighs()  # as a load asks
    assert _load(area, area.folder / "area.yaml").changed
    assert is_found(slipped)
    assert _load(area, area.folder / "area.yaml") == loading.Loaded(changed=False)


def test_a_demonstration_made_in_other_columns_is_made_anew(empty_area: Any, monkeypatch: Any) -> None:
    """As by another version of the generator, whose files this version's contracts do not fit."""
    from goldenthread.service.jobs.management.commands import load_demonstration

    state = empty_area.folder / "state"
    monkeypatch.setattr(load_demonstration, "this_installation", lambda: SimpleNamespace(state=state))

    def load() -> str:
        said = StringIO()
        with empty_area.as_role("worker"):
            call_command(load_demonstration.Command(), children=100, stdout=said)
        return said.getvalue()

    assert "Loaded" in load()
    extract = state / "demonstration" / "files" / "childrens_social_care.csv"
    header, rows = extract.read_text(encoding="utf-8-sig").split("\n", 1)
    extract.write_text(header.replace("Surname", "LastName") + "\n" + rows, encoding="utf-8")
    assert extract.read_text(encoding="utf-8").split("\n", 1)[0] != header
    said = load()
    assert "made by another version" in said
    assert "Making" in said
    assert "Making" not in load()


def test_a_changed_extract_is_loaded_and_everybody_keeps_their_id(westhaven_copy: Any, cluster: Any) -> None:
    from examples.westhaven.area import area_in

    before = _ids(contents(cluster, westhaven_copy))
    file = next(f.path for f in area_in(westhaven_copy.folder).files if f.dataset == "childrens-social-care")
    original = file.read_bytes()
    lines = original.decode("utf-8").splitlines(keepends=True)
    gone = lines.pop(20).partition(",")[0]
    try:
        file.write_text("".join(lines), encoding="utf-8", newline="")
        assert _load(westhaven_copy, westhaven_copy.folder / "area.yaml").changed
    finally:
        file.write_bytes(original)
    after = _ids(contents(cluster, westhaven_copy))
    assert ("childrens-social-care", gone) in before.keys() - after.keys()
    assert {key: after[key] for key in before.keys() & after.keys()} == {
        key: before[key] for key in before.keys() & after.keys()
    }
    assert len(before.keys() & after.keys()) > 500


def test_what_changed_is_shown_and_what_is_no_longer_sent_is_gone(fernley: Any, cluster: Any) -> None:
    from goldenthread.service.store.models import Dataset

    before = _ids(contents(cluster, fernley))
    plan = _write_files(fernley, person=_moved())
    (fernley.folder / "files" / "police.csv").unlink()
    plan = write_plan(fernley.folder / "files", fernley.folder)
    assert _load(fernley, plan).changed
    held = contents(cluster, fernley)
    assert _ids(held) == before
    assert any("19 Tannery Steps" in row for row in held["store_personaddress"])
    assert not any("Copper Row" in row for row in held["store_personaddress"])
    assert not any("known_to_police" in row for row in held["store_flag"])
    assert not Dataset.objects.filter(agency_id="fernley-police").exists()
    assert not _load(fernley, plan).changed


def test_a_child_newly_hidden_is_hidden_although_no_agencys_file_has_changed(fernley: Any) -> None:
    sol = fernley.person("hari.housing")
    sought = Sought(purpose=Purpose.PROTECT_FROM_HARM, reason="Asked to check the tenancy", **IDRIS)
    assert isinstance(finding.find_child(sought, by=sol, at=fernley.now), Found)
    plan = fernley.folder / "area.yaml"
    (fernley.folder / "shielded.csv").write_text(
        "dataset,record_id,custodian\nfamily-context-person,2,fernley-childrens-social-care\n", encoding="utf-8"
    )
    plan.write_text(plan.read_text(encoding="utf-8") + '"shielded": "shielded.csv"\n', encoding="utf-8")
    assert _load(fernley, plan).changed
    assert isinstance(finding.find_child(sought, by=sol, at=fernley.now), NothingToShow)


@pytest.mark.parametrize("where", ["store_index", "_write_down", "_keep"])
def test_a_load_that_fails_while_it_writes_leaves_the_area_as_it_was(
    fernley: Any, cluster: Any, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    before = contents(cluster, fernley)
    really = getattr(loading, where)

    def fail(*given: Any, **named: Any) -> None:
        really(*given, **named)
        raise OSError("No space left on device")

    plan = _write_files(fernley, person=_moved())
    with monkeypatch.context() as broken:
        broken.setattr(loading, where, fail)
        with pytest.raises(OSError, match="No space"):
            _load(fernley, plan)
    assert contents(cluster, fernley) == before
    assert _load(fernley, plan).changed


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda text: text.replace("fernley-police", "fernley-constabulary"), "no agency of the directory"),
        (lambda text: text + '"as_of": "2031-01-01"\n', "a day to come"),
        (lambda text: text.replace("family-context-police", "family-context-school"), "delivered twice"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused_before_anything_is_read(
    fernley: Any, cluster: Any, spoil: Any, says: str
) -> None:
    before = contents(cluster, fernley)
    plan = fernley.folder / "area.yaml"
    plan.write_text(spoil(plan.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(UnreadableDocument, match=says):
        _load(fernley, plan)
    assert contents(cluster, fernley) == before


def test_two_loads_at_once_are_one_load_and_a_plain_word(fernley: Any) -> None:
    plan = _write_files(fernley, person=_moved())
    with psycopg.connect(fernley.urls.worker) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [loading.LOADING])
        with pytest.raises(loading.AnotherLoad, match="Wait"):
            _load(fernley, plan)
    assert _load(fernley, plan).changed


def test_a_load_that_is_killed_outright_leaves_the_area_as_it_was(fernley: Any, cluster: Any) -> None:
    before = contents(cluster, fernley)
    plan = _write_files(fernley, person=_moved())
    database = cluster.admin(read_address(fernley.urls.worker).database).url()
    with psycopg.connect(database) as in_the_way:
        # The load comes to a stand with everybody written, because it may not change what the agreement grants.
        in_the_way.execute("LOCK TABLE store_grantedpermission IN SHARE MODE")
        load = _start_loading(fernley.urls.worker, plan, fernley.folder)
        _wait_until_it_stands(database, load)
        os.kill(load.pid, signal.SIGKILL)
        load.wait()
    _wait_until_nobody_writes(database)
    assert contents(cluster, fernley) == before
    assert _load(fernley, plan).changed


@pytest.fixture
def own_server(prepared: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[OwnServer, Told]]:
    """A server of this test's own, prepared, that it may kill."""
    state = open_folder()
    copy_installation(prepared, state)
    monkeypatch.setenv("GOLDEN_THREAD_STATE", str(state))
    server = OwnServer(state, settings=QUICK)
    told = tell(Installation(state=state), prepare(server.start().url(), secrets=state / "secrets"))
    try:
        yield server, told
    finally:
        server.stop()
        shutil.rmtree(state)


def test_a_database_killed_during_a_load_comes_back_with_the_area_as_it_was(
    own_server: tuple[OwnServer, Told], tmp_path: Path
) -> None:
    server, told = own_server
    area = SimpleNamespace(folder=tmp_path, urls=told.urls)
    env = told.loader()
    subprocess.run(_load_command(_write_files(area)), env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    before = contents(server, area)
    assert len(before["store_person"]) == 3
    plan = _write_files(area, person=_moved())
    database = server.admin(DATABASE).url()
    in_the_way = psycopg.connect(database)
    in_the_way.execute("LOCK TABLE store_grantedpermission IN SHARE MODE")
    load = subprocess.Popen(_load_command(plan), env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    _wait_until_it_stands(database, load)
    _kill(server)
    said = load.communicate(timeout=60)[0].decode()
    in_the_way.close()
    assert load.returncode != 0
    assert "Nothing of the area has changed" in said
    assert "Traceback" not in said
    assert "Tregarthen" not in said
    server.stop()
    server.start()
    assert contents(server, area) == before
    subprocess.run(_load_command(plan), env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    assert any("19 Tannery Steps" in row for row in contents(server, area)["store_personaddress"])


def _kill(server: OwnServer) -> None:
    """End every process of the server at once, the first one held still so that it cannot tidy up."""
    assert server.process is not None
    first = server.process.pid
    os.kill(first, signal.SIGSTOP)
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == first:
                os.kill(int(entry.name), signal.SIGKILL)
    os.kill(first, signal.SIGKILL)


def _load_command(plan: Path) -> list[str]:
    return [*MANAGE, "load_area", "--demonstration", str(plan)]


def _start_loading(url: str, plan: Path, folder: Path) -> subprocess.Popen[bytes]:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "goldenthread.service.settings",
        "DATABASE_URL": url,
        "GOLDEN_THREAD_SECRET_KEY": "only for this test",
        "GOLDEN_THREAD_DEMONSTRATION_SIGN_INS": str(folder / "secrets" / "sign-ins.json"),
    }
    return subprocess.Popen(_load_command(plan), env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _wait_until_it_stands(url: str, load: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 120
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with psycopg.connect(url, autocommit=True) as database:
        while time.monotonic() < ends:
            if (database.execute(waiting).fetchone() or (0,))[0]:
                return
            assert load.poll() is None, (load.stdout.read() if load.stdout else b"").decode()[-2000:]
            time.sleep(0.05)
    raise AssertionError("the load never came to its writing")


def _wait_until_nobody_writes(url: str) -> None:
    busy = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND xact_start IS NOT NULL"
    )
    with psycopg.connect(url, autocommit=True) as database:
        for _ in range(200):
            if (database.execute(busy).fetchone() or (1,))[0] == 0:
                return
            time.sleep(0.05)
    raise AssertionError("the killed load's transaction is still there")
