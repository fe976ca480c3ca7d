"""Pages for when something went wrong: they need no database, and say what to do."""

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from goldenthread.service.portal import pages
from goldenthread.service.portal.views import failing
from goldenthread.vocabulary import Contact


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages.reference, "front_door", _away)
    monkeypatch.setattr(pages, "_last_known", [])


def _away() -> Contact:
    raise OperationalError("connection refused")


def _a_request() -> HttpRequest:
    return RequestFactory().get("/find/")


def _failing_with(fault: Exception) -> HttpResponse:
    try:
        raise fault
    except type(fault):
        return failing.failed(_a_request())


@pytest.mark.parametrize("fault", [OperationalError("gone"), InterfaceError("closed")], ids=["gone", "closed"])
def test_a_database_that_is_away_is_said_so_and_nothing_was_changed(fault: Exception) -> None:
    response = _failing_with(fault)
    assert response.status_code == 503
    assert response["Retry-After"]
    said = response.content.decode()
    assert "Nothing was changed." in said
    assert "Worried about a child?" in said
    assert "gone" not in said


def test_a_fault_of_our_own_does_not_claim_that_nothing_was_changed() -> None:
    response = _failing_with(RuntimeError("Amara Lindqvist"))
    assert response.status_code == 500
    said = response.content.decode()
    assert "Nothing was changed" not in said
    assert "Amara" not in said


def test_the_front_door_is_still_known_when_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Contact(team="Westhaven front door", phone="01632 960 100")
    monkeypatch.setattr(pages.reference, "front_door", lambda: known)
    assert pages.front_door() == known
    monkeypatch.setattr(pages.reference, "front_door", _away)
    assert pages.front_door() == known
    said = failing.not_found(_a_request()).content.decode()
    assert 'href="tel:01632960100"' in said


def test_not_there_and_not_allowed_are_one_answer() -> None:
    answers: list[Any] = [failing.not_found(_a_request()), failing.not_allowed(_a_request())]
    assert answers[0].status_code == answers[1].status_code == 404
    assert answers[0].content.split(b"<main")[1] == answers[1].content.split(b"<main")[1]
