"""A connection that is kept from one page to the next serves it where it stands, and is made anew where it ended."""

from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql import base

from goldenthread.service.store.models import Agency
from tests.service.conftest import Westhaven


def _next_page() -> None:
    """What Django does before each request."""
    connection.close_if_unusable_or_obsolete()


def _served_by() -> int:
    assert Agency.objects.exists()
    link: psycopg.Connection[Any] = connection.connection
    return link.info.backend_pid


@pytest.fixture(autouse=True)
def looked_at_before_each_page(westhaven: Westhaven) -> None:
    assert Agency.objects.exists()
    connection.health_check_enabled = True


def test_a_connection_that_stands_is_kept_and_not_asked_whether_it_does(monkeypatch: Any) -> None:
    asked, before = [], _served_by()
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", asked.append)
    _next_page()
    assert _served_by() == before
    assert asked == []


def test_the_page_after_a_connection_was_ended_has_another(westhaven: Westhaven) -> None:
    before = _served_by()
    with psycopg.connect(westhaven.urls.web, autocommit=True) as somebody:
        somebody.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    _next_page()
    assert _served_by() != before


def test_what_the_database_says_meanwhile_ends_no_connection(westhaven: Westhaven) -> None:
    before = _served_by()
    with connection.cursor() as cursor, psycopg.connect(westhaven.urls.web, autocommit=True) as somebody:
        cursor.execute("LISTEN something_said")
        somebody.execute("SELECT pg_notify('something_said', '')")
        _next_page()
        assert _served_by() == before
        cursor.execute("UNLISTEN something_said")


def test_a_connection_that_this_side_ended_is_not_taken_for_one_that_stands() -> None:
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()
    assert Agency.objects.exists()
