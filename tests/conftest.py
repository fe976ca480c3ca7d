"""The database that tests share: our own launcher's, made once a run, prepared as a real installation's is.

Only tests that ask for it wait for it: nothing here imports Django before that. Inside a database test one is the
*web* role, as in production; ``acting_as("worker")`` or ``acting_as("owner")`` is somebody else for a while, in the
same transaction. ``database_urls`` are true logins, for processes and for tests of the roles themselves.
"""

import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from own_servers import QUICK, copy_installation, open_folder

TEMPLATE = "prepared_template"
LONGEST_FIRST = {"journeys": 0, "service": 1, "property": 2}
LAST_OF_ITS_KIND = "test_ending_an_agreement.py"
"""It ends the agreement for everybody."""

ActingAs = Callable[[str], AbstractContextManager[None]]
OF_THE_RUN = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """One folder for all processes of a run, made by the first and removed by it."""
    told = getattr(config, "workerinput", None)
    config.stash[OF_THE_RUN] = Path(told["of_the_run"]) if told else open_folder()


def pytest_configure_node(node: Any) -> None:
    node.workerinput["of_the_run"] = str(node.config.stash[OF_THE_RUN])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(config.stash[OF_THE_RUN], ignore_errors=True)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With several processes a file stays with one of them, and the journeys, which share one service, are one file."""
    from xdist.scheduler import LoadScopeScheduling

    class KeptTogether(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "journeys" if nodeid.startswith("tests/journeys/") else nodeid.split("::")[0]

    return KeptTogether(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first, so that no process waits for another at the end."""
    items.sort(key=lambda item: (_how_late(item), item.path.name == LAST_OF_ITS_KIND))


def _how_late(item: pytest.Item) -> int:
    where = item.path.relative_to(Path(__file__).parent)
    return LONGEST_FIRST.get(where.parts[0], len(LONGEST_FIRST))


@pytest.fixture(scope="session")
def prepared(pytestconfig: pytest.Config, django_db_blocker: Any) -> Path:
    """An installation with a prepared, empty database, stopped: to be copied. Made once a run, whoever comes first."""
    place = pytestconfig.stash[OF_THE_RUN]
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "prepared").exists():
            half = place / "half"
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            half.chmod(0o711)
            with django_db_blocker.unblock():
                _prepare(half)
            half.rename(place / "prepared")
    return place / "prepared"


def _prepare(state: Path) -> None:
    import psycopg
    from django.db import connection

    from goldenthread.service.database import preparing, roles
    from goldenthread.service.database.launcher import DATABASE

    server = _server(state)
    try:
        _log_in(roles.prepare(server.start().url(), secrets=state / "secrets").owner)
        preparing.prepare_tables()
        connection.close()
        with psycopg.connect(server.admin().url(), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {DATABASE}")
    finally:
        server.stop()


def _server(state: Path) -> Any:
    """A server of our own: the wheel's, or as ``GOLDEN_THREAD_TEST_DATABASE`` says (machine, wheel)."""
    from goldenthread.service.database.binaries import Source
    from goldenthread.service.database.launcher import OwnServer

    return OwnServer(state, source=Source(os.environ.get("GOLDEN_THREAD_TEST_DATABASE", "wheel")), settings=QUICK)


@pytest.fixture(scope="session")
def cluster(prepared: Path) -> Iterator[Any]:
    """A running server of this process's own, with the prepared database in it."""
    state = open_folder()
    copy_installation(prepared, state)
    server = _server(state)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(state)


@pytest.fixture(scope="session")
def database_urls(cluster: Any) -> Any:
    """The four roles' addresses of the shared database, migrated and fenced."""
    from goldenthread.service.database import roles
    from goldenthread.service.database.launcher import DATABASE

    return roles.prepare(cluster.admin(DATABASE).url(), secrets=cluster.home.folder.parent / "secrets")


@pytest.fixture(scope="session")
def django_db_setup(database_urls: Any, cluster: Any) -> None:
    """Takes the place of pytest-django's own: its test database would know nothing of our roles."""
    from goldenthread.service.database.launcher import DATABASE

    _log_in(cluster.admin(DATABASE).url())
    _begin_every_connection_as_web()


@pytest.fixture
def acting_as() -> ActingAs:
    """Be the owner, the worker or the auditor for a while, on the test's own connection."""
    return _acting_as


@pytest.fixture(scope="session")
def acting_as_session() -> ActingAs:
    """The same, for fixtures that outlive a test."""
    return _acting_as


@pytest.fixture
def fresh_database(database_urls: Any, django_db_setup: None, cluster: Any, django_db_blocker: Any) -> Iterator[Any]:
    """A prepared, empty database of the test's own, in which it may commit. Yields its four addresses."""
    import psycopg
    from django.db import connections

    from goldenthread.service.database.addresses import read_address
    from goldenthread.service.database.roles import RoleUrls

    name = f"copy_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(cluster.admin().url(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        admin.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        for role in ("web", "worker", "auditor"):
            admin.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {name} TO golden_thread_{role}")
        admin.execute(f"ALTER DATABASE {name} OWNER TO golden_thread_owner")
        before = connections["default"].settings_dict["NAME"]
        with django_db_blocker.unblock():
            connections.close_all()
            connections["default"].settings_dict["NAME"] = name
            by_role = {
                role: read_address(getattr(database_urls, role)) for role in ("owner", "web", "worker", "auditor")
            }
            from dataclasses import replace

            yield RoleUrls(**{role: replace(address, database=name).url() for role, address in by_role.items()})
            connections.close_all()
            connections["default"].settings_dict["NAME"] = before
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sign_in() -> Callable[[Any, Any], None]:
    """Sign a test client in as an account, second factor included: ``sign_in(client, account)``."""

    def fully(client: Any, account: Any) -> None:
        import time

        from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY

        client.force_login(account)
        session = client.session
        now = time.time()
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": now, "username": account.username},
            {"method": "mfa", "at": now, "type": "totp"},
        ]
        session["account_authentication_methods_user"] = str(account.pk)
        session.save()

    return fully


def _log_in(url: str) -> None:
    from django.db import connections

    from goldenthread.service.database.addresses import django_database

    settings = django_database(url)
    wanted = {name: settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    connections["default"].close()
    connections["default"].settings_dict.update(wanted)


def _begin_every_connection_as_web() -> None:
    from django.db.backends.signals import connection_created

    connection_created.connect(_become_web, dispatch_uid="tests.become-web")


def _become_web(*, connection: Any, **_: Any) -> None:
    _become(connection, "web")


def _become(connection: Any, role: str) -> None:
    from django.conf import settings

    from goldenthread.service.database.roles import HABITS

    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute(f'SET SESSION AUTHORIZATION "{settings.DATABASE_ROLES[role]}"')
        for habit in {name for habits in HABITS.values() for name in habits} - {"default_transaction_read_only"}:
            cursor.execute(f"SET {habit} = '{HABITS.get(role, {}).get(habit, 0)}'")


@contextmanager
def _acting_as(role: str) -> Iterator[None]:
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        before = {name: role for role, name in settings.DATABASE_ROLES.items()}[cursor.fetchone()[0]]
    _become(connection, role)
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.broken and not connection.needs_rollback:
            _become(connection, before)
