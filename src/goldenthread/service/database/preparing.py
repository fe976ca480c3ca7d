"""Make a database fit for this version of the code: migrate it, set what each role may do, raise the fences.

Run as the owner.
"""

from django.core.management import call_command
from django.db import connection
from psycopg import sql

from goldenthread.service.database.fingerprints import fingerprint

_ONE_AT_A_TIME = 6_180_339  # the advisory lock that keeps two machines from migrating at once


def prepare_tables() -> None:
    """Bring every table, privilege and fence up to this version of the code. Safe to run again, and when killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
    try:
        # First, so that the fences raised after the migration cover its table too.
        call_command("createcachetable", verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        _finish()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])


def _finish() -> None:
    """Note what was done, for the next start to see."""
    with connection.cursor() as cursor:
        note = sql.SQL("COMMENT ON DATABASE {} IS {}")
        database = sql.Identifier(connection.settings_dict["NAME"])
        cursor.execute(note.format(database, sql.Literal(fingerprint())))
