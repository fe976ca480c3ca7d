"""The database knows how much was loaded as soon as anybody can search it."""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from goldenthread.service.actions.pouring import count_anew, empty
from goldenthread.service.store.counting import LOADED
from goldenthread.service.store.models import SearchKey


def _rows(statement: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _known_keys() -> int:
    return int(_rows("SELECT reltuples FROM pg_class WHERE relname = 'store_searchkey'")[0][0])


def test_a_load_counts_every_table_that_it_wrote(westhaven: Any) -> None:
    """By itself the database counts too; what somebody asked it to count it notes apart."""
    counted = dict(_rows("SELECT relname, last_analyze FROM pg_stat_user_tables WHERE relname = ANY(%s)", list(LOADED)))
    assert counted.keys() == set(LOADED)
    assert all(counted.values())


def test_it_is_counted_before_anybody_else_sees_it(westhaven_copy: Any) -> None:
    with westhaven_copy.as_role("worker"):
        assert _known_keys() > 0
        with transaction.atomic():
            empty(SearchKey)
            count_anew()
            assert _known_keys() == 0


@pytest.mark.parametrize("role", ["web", "auditor"])
def test_only_the_worker_has_it_counted(westhaven: Any, role: str) -> None:
    with westhaven.as_role(role), pytest.raises(DatabaseError, match="permission denied for function"):
        count_anew()


def test_whatever_raises_the_fences_decides_whether_a_database_is_prepared() -> None:

    from goldenthread.service.database.fingerprints import DECIDES
    from goldenthread.service.store import fences

    raises = ast.parse(Path(str(fences.__file__)).read_text(encoding="utf-8"))
    modules = {
        name
        for node in ast.walk(raises)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("goldenthread.service.store")
        for name in (
            [str(node.module)] if node.module != "goldenthread.service.store" else [a.name for a in node.names]
        )
    }
    assert {"fences.py", *(f"{name.rpartition('.')[2]}.py" for name in modules)} <= {path.name for path in DECIDES}
