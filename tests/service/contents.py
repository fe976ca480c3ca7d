"""Everything a database holds, as text: what is nowhere in here is nowhere."""

from typing import Any

import psycopg
from psycopg import sql

from goldenthread.service.database.addresses import read_address

Contents = dict[str, list[str]]
"""Each table's rows, each row as one text, in order."""


def contents(cluster: Any, area: Any) -> Contents:
    """Read every row of every table past all fences, as nobody in a running installation can."""
    database = read_address(area.urls.worker).database
    with psycopg.connect(cluster.admin(database).url()) as connection:
        listed = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {table: _rows(connection, table) for (table,) in listed}


def tables_with(said: str, held: Contents) -> set[str]:
    """The tables in which a text stands, in whatever case."""
    return {table for table, rows in held.items() if any(said.casefold() in row.casefold() for row in rows)}


def _rows(connection: psycopg.Connection[Any], table: str) -> list[str]:
    statement = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
    return sorted(row for (row,) in connection.execute(statement).fetchall())
