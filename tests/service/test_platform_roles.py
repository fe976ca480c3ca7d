"""The database roles differ, none is a superuser, and none can become another."""

import os
from dataclasses import replace

import psycopg
import pytest

from goldenthread.service.database.addresses import DatabaseAddress, UnreadableAddress, read_address
from goldenthread.service.database.roles import RolesRefused, prepare, role_names

ROLES = ("owner", "web", "worker", "auditor")


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_powerful(database_urls, role):
    powers = "rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
    with psycopg.connect(getattr(database_urls, role)) as connection:
        assert connection.execute(f"SELECT {powers} FROM pg_roles WHERE rolname = session_user").fetchone() == (
            (False,) * 5
        )
        assert connection.execute(
            "SELECT count(*) FROM pg_auth_members WHERE member = session_user::regrole"
        ).fetchone() == (0,)


@pytest.mark.parametrize("role", ["web", "worker", "auditor"])
def test_no_role_can_become_another(database_urls, role):
    others = [name for name in [*role_names("golden_thread").values(), "bootstrap"] if not name.endswith(f"_{role}")]
    with psycopg.connect(getattr(database_urls, role), autocommit=True) as connection:
        for other in others:
            for how in ("SET ROLE", "SET SESSION AUTHORIZATION"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f'{how} "{other}"')


@pytest.mark.parametrize("role", ["web", "worker", "auditor"])
@pytest.mark.parametrize(
    "deed",
    ["CREATE TABLE public.mine (i int)", "DROP TABLE store_ledgerentry", "CREATE ROLE friend", "CREATE DATABASE mine"],
)
def test_only_the_owner_changes_the_shape_of_the_database(database_urls, role, deed):
    with psycopg.connect(getattr(database_urls, role), autocommit=True) as connection, pytest.raises(psycopg.Error):
        connection.execute(deed)


def test_the_auditor_reads_only_even_where_it_was_granted_more(database_urls):
    with psycopg.connect(database_urls.auditor, autocommit=True) as connection:
        assert connection.execute("SELECT count(*) >= 0 FROM store_ledgerentry").fetchone() == (True,)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("CREATE TEMPORARY TABLE mine (i int)")


def test_the_web_role_cannot_change_the_ledger(database_urls):
    with psycopg.connect(database_urls.web, autocommit=True) as connection:
        for deed in (
            "UPDATE store_ledgerentry SET number = 0",
            "DELETE FROM store_ledgerentry",
            "TRUNCATE store_ledgerentry",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(deed)


def test_each_role_has_a_password_of_its_own_in_a_file_of_its_own(cluster, database_urls):
    secrets = cluster.home.folder.parent / "secrets"
    files = [secrets / name for name in role_names("golden_thread").values()]
    assert {oct(f.stat().st_mode & 0o777) for f in files} == {"0o600"}
    assert len({f.read_text() for f in files}) == len(files)
    assert secrets.stat().st_mode & 0o777 == 0o700


def test_a_password_never_stands_in_a_repr(database_urls):
    address = read_address(database_urls.web)
    assert address.password not in repr(address) + repr(database_urls)


@pytest.fixture
def shared_cluster(cluster):
    """A cluster in which a database administrator made us a plain database, as on a shared server."""
    with psycopg.connect(cluster.admin().url(), autocommit=True) as admin:
        admin.execute("CREATE ROLE plain LOGIN CREATEROLE PASSWORD 'plain-secret'")
        admin.execute("CREATE ROLE weak LOGIN PASSWORD 'weak-secret'")
        admin.execute("CREATE DATABASE shared OWNER plain")
        admin.execute("GRANT CONNECT ON DATABASE shared TO weak")
        yield replace(cluster.admin(), database="shared")
        admin.execute("DROP DATABASE shared WITH (FORCE)")
        for role in ("shared_owner", "shared_web", "shared_worker", "shared_auditor", "weak", "plain"):
            admin.execute(f"DROP ROLE IF EXISTS {role}")


def test_a_plain_owner_who_may_make_roles_stays_the_owner(shared_cluster, tmp_path):
    plain = shared_cluster.as_user("plain", "plain-secret")
    urls = prepare(plain.url(), secrets=tmp_path)
    assert [read_address(getattr(urls, role)).user for role in ROLES] == [
        "plain",
        "shared_web",
        "shared_worker",
        "shared_auditor",
    ]
    assert prepare(plain.url(), secrets=tmp_path) == urls
    for role in ROLES:
        psycopg.connect(getattr(urls, role)).close()


def test_a_superusers_address_is_put_away_once_the_owner_is_made(shared_cluster, tmp_path):
    urls = prepare(shared_cluster.url(), secrets=tmp_path)
    with psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE made_by_the_owner (i int)")
        assert connection.execute("SELECT session_user::text").fetchone() == ("shared_owner",)


def test_lost_passwords_are_replaced_by_somebody_who_may(shared_cluster, tmp_path):
    prepare(shared_cluster.url(), secrets=tmp_path / "first")
    urls = prepare(shared_cluster.url(), secrets=tmp_path / "second")
    psycopg.connect(urls.web).close()


def test_an_address_without_the_power_is_told_what_to_run(shared_cluster, tmp_path):
    weak = shared_cluster.as_user("weak", "weak-secret")
    with pytest.raises(RolesRefused) as refused:
        prepare(weak.url(), secrets=tmp_path)
    assert 'ALTER ROLE "weak" CREATEROLE' in str(refused.value)
    assert 'CREATE ROLE "shared_web"' in str(refused.value)
    assert "weak-secret" not in str(refused.value)


def test_roles_made_by_hand_are_used_as_they_are(monkeypatch, tmp_path):
    for role in ("web", "worker", "auditor"):
        monkeypatch.setenv(f"GOLDEN_THREAD_{role.upper()}_URL", f"postgresql://{role}@h/d")
    urls = prepare("postgresql://own@h/d", secrets=tmp_path)
    assert (urls.owner, urls.web) == ("postgresql://own@h/d", "postgresql://web@h/d")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "url", ["mysql://u@h/d", "postgresql://h", "postgresql://u:secret@h:port/d", "nonsense", "postgresql://u@h/"]
)
def test_an_address_that_is_none_is_refused_without_repeating_it(url):
    with pytest.raises(UnreadableAddress) as refused:
        read_address(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        DatabaseAddress(host="db.example", database="golden", user="web", password="a/b:c@d%", port="5433"),
        DatabaseAddress(host="/a folder/socket", database="a b", user="web", password="p"),
        DatabaseAddress(host="db", database="d", user="u", options=(("sslmode", "verify-full"),)),
    ],
)
def test_an_address_survives_being_written_and_read(address):
    assert read_address(address.url()) == address
