"""The shared test database is what it says: one is the web role, and others only when asked for."""

import pytest
from django.db import DatabaseError, connection, transaction


def _who() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user || ' ' || current_user")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_database_test_is_the_web_role(acting_as):
    assert _who() == "golden_thread_web golden_thread_web"
    with acting_as("owner"):
        assert _who() == "golden_thread_owner golden_thread_owner"
    assert _who() == "golden_thread_web golden_thread_web"


@pytest.mark.django_db
def test_the_web_role_comes_back_after_a_refused_statement(acting_as):
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as("auditor"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_agency")
    assert _who() == "golden_thread_web golden_thread_web"


def test_a_fresh_database_holds_what_is_committed_and_is_the_tests_own(fresh_database, acting_as):
    with acting_as("worker"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO store_area (id, name, front_door, is_demonstration) VALUES (1, 'A', '{}', false)")
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone()[0].startswith("copy_")
