"""Whether a child who was named once may be named still, in a list or to somebody who comes back to a question.

A child who has been hidden since, and one whose record is gone, are left without a name alike. A record of a decision,
opened by itself, stays as it was written.
"""

from collections.abc import Iterable
from typing import Protocol

from django.db import connection


class AboutAChild(Protocol):
    """Any row that names a child, and knows who they are where they were found here."""

    person_id: str | None
    child_name: str


def may_be_named(rows: Iterable[AboutAChild]) -> frozenset[str | None]:
    """Whom these rows may name; who was only ever known by name is among them. Inside another action."""
    people = sorted({row.person_id for row in rows if row.person_id})
    if not people:
        return frozenset({None})
    with connection.cursor() as cursor:
        cursor.execute("SELECT those_who_may_be_named(%s)", [people])
        return frozenset({None, *(found for (found,) in cursor.fetchall())})


def name_on(row: AboutAChild, named: frozenset[str | None] | None = None) -> str:
    """The name that this row may show; nothing where it may show none."""
    return row.child_name if row.person_id in (may_be_named([row]) if named is None else named) else ""
