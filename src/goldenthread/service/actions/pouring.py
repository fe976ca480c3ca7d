"""Pour many rows into a table quickly, through the same row-level fences as any other insert."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql


def pour(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add ``rows`` to the table of ``model``. Runs inside the caller's transaction.

    Shape: each row has one value a column, in the order of ``columns`` (database column names).
    """
    # COPY refuses tables under row-level security, so rows pass through a table of this transaction only.
    table, names = sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE pouring ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
                names, table
            )
        )
        with cursor.copy(sql.SQL("COPY pouring ({}) FROM STDIN").format(names)) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM pouring").format(table, names, names))
        cursor.execute("DROP TABLE pouring")


def empty(*models_to_empty: type[models.Model]) -> None:
    """Delete every row of these tables, in order."""
    with connection.cursor() as cursor:
        for model in models_to_empty:
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(model._meta.db_table)))


def count_anew() -> None:
    """Let the database plan by what this transaction holds, from the moment at which everybody sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count_what_was_loaded()")
