"""Tests here know Django: the settings stand before any of them is imported."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import django
import pytest
import yaml

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.service_settings")
django.setup()

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Westhaven:
    """A small demonstration area, loaded once, in a database of its own. Each test reads and writes for good."""

    folder: Path
    now: datetime
    as_role: Callable[[str], AbstractContextManager[None]]
    urls: Any = field(default=None, repr=False)

    def person(self, username: str) -> Any:
        from goldenthread.service.actions.accounts import practitioner_of
        from goldenthread.service.store.models import Account

        return practitioner_of(Account.objects.get(username=username))

    def child(self, story: str, which: int = 0) -> dict[str, Any]:
        told = yaml.safe_load((self.folder / "stories.yaml").read_text(encoding="utf-8"))
        return next(s for s in told["stories"] if s["id"] == story)["children"][which]

    def sought(self, story: str, which: int = 0, **differs: Any) -> Any:
        from goldenthread.service.actions.shapes import Sought
        from goldenthread.vocabulary import Purpose

        ordinary = Sought(
            purpose=Purpose.PROTECT_FROM_HARM,
            reason="A teacher saw bruises and rang us",
            nhs_number=self.child(story, which)["nhs_number"],
        )
        return replace(ordinary, **differs)

    def in_words(self, story: str, which: int = 0, **differs: Any) -> Any:
        """What somebody types who knows the child's name and birth date, and no number."""
        from datetime import date

        child = self.child(story, which)
        born = date.fromisoformat(child["date_of_birth"])
        names = {"given_name": child["given_name"], "family_name": child["family_name"]}
        return self.sought(story, which, nhs_number="", date_of_birth=born, **names, **differs)

    def the_worker_catches_up(self) -> int:
        """Do all that waits in the outbox, which may be more than one turn's work; how much it was."""
        from goldenthread.service.actions import outbox

        done = 0
        with self.as_role("worker"):
            while turn := outbox.deliver_due(at=self.now):
                done += turn
        return done

    def look(self, username: str, story: str, which: int = 0, **differs: Any) -> Any:
        """Find the child of a story and open the page; what either step gave back."""
        from goldenthread.service.actions import finding, looking
        from goldenthread.service.actions.shapes import Found

        by = self.person(username)
        found = finding.find_child(self.sought(story, which, **differs), by=by, at=self.now)
        return looking.open_child(found.children[0].look, by=by, at=self.now) if isinstance(found, Found) else found


@pytest.fixture(scope="session")
def _westhaven_loaded(
    database_urls: Any, cluster: Any, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Path, Any]]:
    from examples.westhaven.area import make_area
    from goldenthread.audit import Signs, create_key
    from goldenthread.service.actions import loading
    from goldenthread.service.jobs.management.commands.load_demonstration import write_plan
    from tests.conftest import TEMPLATE, open_folder

    folder = open_folder()
    os.environ["GOLDEN_THREAD_DEMONSTRATION_SIGN_INS"] = str(folder / "secrets" / "sign-ins.json")
    os.environ["GOLDEN_THREAD_LEDGER_KEY"] = str(folder / "ledger-key")
    os.environ["GOLDEN_THREAD_LEDGER_ORIGIN"] = "westhaven.example/test"
    create_key(folder / "ledger-key", name="westhaven.example/test", signs=Signs.CHECKPOINTS)
    area = make_area(folder / "area", children=150, seed=7, today=TODAY)
    write_plan(area, signed_on=NOW - timedelta(days=60))
    urls = _copy_of(TEMPLATE, "westhaven_small", cluster, database_urls)
    with django_db_blocker.unblock(), _logged_in(urls.worker):
        loading.load_area(folder / "area" / "area.yaml", at=NOW, demonstration=True, tell=lambda _: None)
    yield folder / "area", urls
    shutil.rmtree(folder)


@pytest.fixture
def westhaven(_westhaven_loaded: Any, django_db_blocker: Any) -> Iterator[Westhaven]:
    """The small area, seen with the web role's true login; ``as_role("worker")`` is somebody else for a while."""
    folder, urls = _westhaven_loaded
    with django_db_blocker.unblock(), _logged_in(urls.web):
        yield Westhaven(folder=folder, now=NOW, as_role=lambda role: _logged_in(getattr(urls, role)), urls=urls)


@pytest.fixture
def westhaven_copy(_westhaven_loaded: Any, cluster: Any, database_urls: Any, django_db_blocker: Any) -> Iterator[Any]:
    """The small area in a database of this test's own, for what cannot be undone."""
    with _copied(_westhaven_loaded, cluster, database_urls, django_db_blocker) as area:
        yield area


@pytest.fixture(scope="module")
def westhaven_of_a_story(
    _westhaven_loaded: Any, cluster: Any, database_urls: Any, django_db_blocker: Any
) -> Iterator[Any]:
    """The small area in a database of a module's own: one story is told there once, and each test claims one thing."""
    with _copied(_westhaven_loaded, cluster, database_urls, django_db_blocker) as area:
        yield area


@contextmanager
def _copied(loaded: Any, cluster: Any, database_urls: Any, blocker: Any) -> Iterator[Westhaven]:
    folder, _ = loaded
    copied = own_database("westhaven_small", cluster, database_urls)
    with copied as urls, blocker.unblock(), _logged_in(urls.web):
        yield Westhaven(folder=folder, now=NOW, as_role=lambda role: _logged_in(getattr(urls, role)), urls=urls)


@pytest.fixture
def empty_area(
    database_urls: Any, cluster: Any, django_db_setup: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Westhaven]:
    """A prepared database without anybody in it, and a folder, for a test that loads an area of its own."""
    from tests.conftest import TEMPLATE, open_folder

    folder = open_folder()
    monkeypatch.setenv("GOLDEN_THREAD_DEMONSTRATION_SIGN_INS", str(folder / "secrets" / "sign-ins.json"))
    with own_database(TEMPLATE, cluster, database_urls) as urls, django_db_blocker.unblock(), _logged_in(urls.web):
        yield Westhaven(folder=folder, now=NOW, as_role=lambda role: _logged_in(getattr(urls, role)), urls=urls)
    shutil.rmtree(folder)


@contextmanager
def own_database(original: str, cluster: Any, urls: Any) -> Iterator[Any]:
    """A copy of a database for as long as needed. Gives the roles' addresses in it."""
    import psycopg

    name = f"area_{uuid.uuid4().hex[:12]}"
    copied = _copy_of(original, name, cluster, urls)
    try:
        yield copied
    finally:
        with psycopg.connect(cluster.admin().url(), autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _copy_of(original: str, name: str, cluster: Any, urls: Any) -> Any:
    """A copy of a database, with the rights that the roles have in every one. Gives the roles' addresses in it."""
    import psycopg

    from goldenthread.service.database.addresses import read_address
    from goldenthread.service.database.roles import RoleUrls

    with psycopg.connect(cluster.admin().url(), autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [original])
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {original} STRATEGY FILE_COPY")
        admin.execute(f"ALTER DATABASE {name} OWNER TO golden_thread_owner")
        admin.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        admin.execute(f"GRANT CONNECT ON DATABASE {name} TO golden_thread_web, golden_thread_auditor")
        admin.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {name} TO golden_thread_worker")
    roles = ("owner", "web", "worker", "auditor")
    return RoleUrls(**{role: replace(read_address(getattr(urls, role)), database=name).url() for role in roles})


@contextmanager
def _logged_in(url: str) -> Iterator[None]:
    from django.db import connections
    from django.db.backends.signals import connection_created

    from goldenthread.service.database.addresses import django_database
    from tests.conftest import _become_web

    connection = connections["default"]
    before = dict(connection.settings_dict)
    connection_created.disconnect(dispatch_uid="tests.become-web")
    connection.close()
    connection.settings_dict.update({k: v for k, v in django_database(url).items() if k in before and k != "TEST"})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        connection_created.connect(_become_web, dispatch_uid="tests.become-web")
