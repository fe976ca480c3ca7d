"""Make a database fit for this version of the code: migrate it, fence it, and know at a glance when nothing is to do.

Run as the owner. What was done is remembered in the database itself, as a comment, so that a restored or exchanged
database is never taken for a prepared one.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

SERVICE = Path(__file__).resolve().parents[1]
FRAMEWORKS = ("Django", "django-allauth")
_ONE_AT_A_TIME = 6_180_339  # the advisory lock that keeps two machines from migrating at once


def fingerprint() -> str:
    """What the tables should look like, in one word: it changes with any migration, fence or framework version."""
    digest = hashlib.sha256()
    for path in sorted([*SERVICE.glob("*/migrations/*.py"), SERVICE / "store" / "fences.py", Path(__file__)]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in FRAMEWORKS:
        digest.update(f"{name} {version(name)}".encode())
    return f"prepared {digest.hexdigest()[:32]}"


def is_prepared(url: str) -> bool:
    """Whether ``prepare_tables`` has run here with this very code. Needs no Django, and so takes milliseconds."""
    with psycopg.connect(url, connect_timeout=10) as asked:
        row = asked.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return row is not None and row[0] == fingerprint()


def prepare_tables() -> None:
    """Bring every table, privilege and fence up to this version of the code. Safe to run again, and when killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
    try:
        call_command("createcachetable", verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        _finish()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])


def _finish() -> None:
    """Let web and worker count sign-ins, and note what was done."""
    cache, database = settings.CACHES["default"]["LOCATION"], connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        for role in ("web", "worker"):
            grant = sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}")
            cursor.execute(grant.format(sql.Identifier(cache), sql.Identifier(settings.DATABASE_ROLES[role])))
        note = sql.SQL("COMMENT ON DATABASE {} IS {}")
        cursor.execute(note.format(sql.Identifier(database), sql.Literal(fingerprint())))
