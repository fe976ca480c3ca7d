"""Four roles to one database: the owner migrates, web and worker serve, the auditor reads the ledger.

None of them is a superuser, may pass row-level security by, or may become another. A role's name begins with the
database's, so that two databases in one cluster never share one.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from goldenthread.service.database.addresses import DatabaseAddress, UnreadableAddress, read_address
from goldenthread.service.database.secrets import kept_secret

LOGINS = ("web", "worker", "auditor")
LONGEST_NAME = 63
POWERLESS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
# A page that hangs gives its connection back; the auditor cannot write even where somebody granted it too much.
HABITS: Mapping[str, Mapping[str, str]] = {
    "web": {"statement_timeout": "10s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "15s"},
    "worker": {"lock_timeout": "60s", "idle_in_transaction_session_timeout": "10min"},
    "auditor": {"default_transaction_read_only": "on", "statement_timeout": "10min"},
}


class RolesRefused(RuntimeError):
    """The login given may not make the roles. The text holds the statements that somebody who may has to run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleUrls:
    """One address a process. Each process is given its own and no other."""

    owner: str = field(repr=False)
    web: str = field(repr=False)
    worker: str = field(repr=False)
    auditor: str = field(repr=False)


def role_names(database: str) -> dict[str, str]:
    """The names of the owner, web, worker and auditor roles of a database, shortened where PostgreSQL would."""
    return {role: f"{database[: LONGEST_NAME - len(role) - 1]}_{role}" for role in ("owner", *LOGINS)}


def named_roles(database: str) -> dict[str, str]:
    """The roles by name: as made from the database's name, or as ``GOLDEN_THREAD_ROLES`` says (``web=…,worker=…``)."""
    said = dict(pair.split("=", 1) for pair in os.environ.get("GOLDEN_THREAD_ROLES", "").split(",") if "=" in pair)
    return {**role_names(database), **said}


def prepare(admin_url: str, *, secrets: Path) -> RoleUrls:
    """Make the roles of a database, or find them made, from one address.

    A superuser's address is used to make an owner and is then put away. A plain owner with CREATEROLE stays the owner.
    An operator who made the roles by hand names them in ``GOLDEN_THREAD_WEB_URL`` and so on, and nothing is made.

    Raises: RolesRefused with the statements to run, when the address can do neither.
    """
    admin = read_address(admin_url)
    given = {role: os.environ.get(f"GOLDEN_THREAD_{role.upper()}_URL", "") for role in LOGINS}
    if all(given.values()):
        return RoleUrls(owner=admin_url, **given)
    names = role_names(admin.database)
    made = {role: admin.as_user(name, kept_secret(secrets, name)) for role, name in names.items()}
    with _connected(admin) as connection:
        is_superuser, may_make_roles, owns_database = _powers(connection)
        if not is_superuser and not (may_make_roles and owns_database):
            raise RolesRefused(_what_to_run(admin, names))
        if not is_superuser:
            made["owner"] = admin
        if not all(_answers(address) for address in made.values()):
            _make(connection, {r: a for r, a in made.items() if a != admin}, hand_over=is_superuser)
    return RoleUrls(**{role: address.url() for role, address in made.items()})


def _connected(admin: DatabaseAddress) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(admin.url(), connect_timeout=10)
    except psycopg.OperationalError as fault:
        raise UnreadableAddress(f"The database {admin.database} does not let us in: {str(fault).strip()}") from None


def _powers(connection: psycopg.Connection[tuple[object, ...]]) -> tuple[bool, bool, bool]:
    row = connection.execute(
        "SELECT rolsuper, rolcreaterole, pg_has_role(datdba, 'USAGE') FROM pg_roles, pg_database"
        " WHERE rolname = current_user AND datname = current_database()"
    ).fetchone()
    return (bool(row[0]), bool(row[1]), bool(row[2])) if row else (False, False, False)


def _answers(address: DatabaseAddress) -> bool:
    try:
        psycopg.connect(address.url(), connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _make(
    connection: psycopg.Connection[tuple[object, ...]], made: Mapping[str, DatabaseAddress], *, hand_over: bool
) -> None:
    """All roles in one transaction, each with its password already hashed, so that no server log can hold it."""
    database = sql.Identifier(connection.info.dbname)
    with connection.transaction():
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        for role, address in made.items():
            name = sql.Identifier(address.user)
            if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [address.user]).fetchone() is None:
                connection.execute(sql.SQL("CREATE ROLE {}").format(name))
            hashed = connection.pgconn.encrypt_password(
                address.password.encode(), address.user.encode(), b"scram-sha-256"
            ).decode()
            power = sql.SQL(POWERLESS if hand_over else "LOGIN")
            connection.execute(sql.SQL("ALTER ROLE {} {} PASSWORD {}").format(name, power, sql.Literal(hashed)))
            for habit, value in HABITS.get(role, {}).items():
                connection.execute(
                    sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.SQL(habit), sql.Literal(value))
                )
            connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, name))
            if role == "worker":
                connection.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(database, name))
        if hand_over:
            connection.execute(
                sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, sql.Identifier(made["owner"].user))
            )


def _what_to_run(admin: DatabaseAddress, names: Mapping[str, str]) -> str:
    role, database = sql.Identifier(admin.user).as_string(), sql.Identifier(admin.database).as_string()
    hand = "\n".join(
        f"  CREATE ROLE {sql.Identifier(names[login]).as_string()} {POWERLESS} PASSWORD '…';"
        f" GRANT CONNECT ON DATABASE {database} TO {sql.Identifier(names[login]).as_string()};"
        for login in LOGINS
    )
    return (
        f"The login {admin.user} may not make the roles that {admin.database} needs. Let a database administrator run\n"
        f"  ALTER ROLE {role} CREATEROLE; ALTER DATABASE {database} OWNER TO {role};\n"
        f"or make the roles by hand and name them in GOLDEN_THREAD_WEB_URL, GOLDEN_THREAD_WORKER_URL and"
        f" GOLDEN_THREAD_AUDITOR_URL:\n{hand}\n"
    )
