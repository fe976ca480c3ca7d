"""Being away for a while asks for a sign-in everywhere, and never closes the way out of an emergency."""

import time
from typing import Any

import pytest
from django.conf import settings

from goldenthread.service.signing_in import SEEN_AT

DEE = "dee.school"
SAID = {"recipient": "westhaven-police", "child": "Kit, 12", "words": "He is at the bus station and bleeding."}


@pytest.fixture
def away(westhaven_copy: Any, client: Any, sign_in: Any) -> Any:
    """Somebody who signed in with both factors today, and did nothing for longer than a page waits."""
    from goldenthread.service.store.models import Account

    sign_in(client, Account.objects.get(username=DEE))
    assert client.get("/sharing/").status_code == 200
    session = client.session
    session[SEEN_AT] = time.time() - settings.SESSION_IDLE_SECONDS - 1
    session.save()
    return client


@pytest.mark.parametrize("path", ["/", "/sharing/", "/find/", "/shared/", "/requests/new/"])
def test_every_page_that_shows_what_is_held_asks_who_is_there(away: Any, path: str) -> None:
    answer = away.get(path)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")
    assert away.get("/emergency/").status_code == 302  # and then nobody is signed in any more


def test_what_was_typed_in_an_emergency_goes_without_another_code(away: Any, westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import Release

    assert away.get("/emergency/").status_code == 200
    sent = away.post("/emergency/", SAID)
    assert sent.status_code == 200
    assert "It is sent" in sent.content.decode()
    with westhaven_copy.as_role("worker"):
        assert Release.objects.filter(items__0__words=SAID["words"]).count() == 1
    # Nothing else opened by it.
    assert away.get("/sharing/").status_code == 302


def test_the_emergency_page_keeps_nobody_awake(away: Any) -> None:
    assert away.get("/emergency/").status_code == 200
    assert away.get("/sharing/").status_code == 302


def test_a_page_of_a_child_is_no_way_out_for_whoever_was_away(away: Any) -> None:
    answer = away.get("/looks/0b6f2f4e-6c5b-4a53-9d11-2f1f6a2f0d01/emergency/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


def test_a_working_day_ends_this_way_out_too(away: Any) -> None:
    session = away.session
    for record in session["account_authentication_methods"]:
        record["at"] -= settings.SESSION_LONGEST_HOURS * 3600
    session.save()
    assert away.post("/emergency/", SAID).status_code == 302


def test_clicking_now_and_then_keeps_somebody_signed_in(away: Any) -> None:
    session = away.session
    session[SEEN_AT] = time.time() - settings.SESSION_IDLE_SECONDS + 60
    session.save()
    assert away.get("/sharing/").status_code == 200
    assert time.time() - away.session[SEEN_AT] < 60
