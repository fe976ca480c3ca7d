"""A Caldicott Guardian or a legal team answers on screen through the data protection officer, and is named."""

from typing import Any
from uuid import UUID

import pytest

from goldenthread.service.actions import advising, sharing
from goldenthread.service.actions.shapes import NothingToShow
from tests.service.sharing_answers import answered

SAM, DAN = "sam.social", "dan.dpo"


def asked_of(westhaven: Any, adviser: str) -> tuple[UUID, UUID]:
    by, at = westhaven.person(SAM), westhaven.now
    draft = answered(westhaven, SAM)
    asked = advising.ask(adviser, "May I share this?", "A visit today.", is_anonymous=True, draft=draft, by=by, at=at)
    assert isinstance(asked, UUID)
    return draft, asked


@pytest.mark.parametrize(("adviser", "called"), [("caldicott_guardian", "Caldicott Guardian"), ("legal", "Legal team")])
def test_the_data_protection_officer_brings_the_answer_and_says_whose_it_is(
    westhaven: Any, client: Any, sign_in: Any, adviser: str, called: str
) -> None:
    from goldenthread.service.store.models import Account

    draft, asked = asked_of(westhaven, adviser)
    sign_in(client, Account.objects.get(username=DAN))
    page = client.get(f"/advice/{asked}/").content.decode()
    assert f"This is for: {called}." in page
    typed = {"adviser_name": "Dr Ruth Amadi", "words": "Share the dates, and nothing else."}
    assert client.post(f"/advice/{asked}/", typed).status_code == 302
    shown = sharing.open_draft(draft, by=westhaven.person(SAM), at=westhaven.now)
    assert "Dr Ruth Amadi (as told to Dan Kowalczyk): Share the dates, and nothing else." in shown.advice


@pytest.mark.parametrize("somebody", ["rae.reviewer", "ali.admin", "fran.frontdoor"])
def test_nobody_else_answers_for_them(westhaven: Any, somebody: str) -> None:
    _, asked = asked_of(westhaven, "caldicott_guardian")
    refused = advising.answer(asked, "Share it all.", "Somebody", by=westhaven.person(somebody), at=westhaven.now)
    assert isinstance(refused, NothingToShow)


def test_the_screen_says_how_their_answer_comes(westhaven: Any, client: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    draft, _ = asked_of(westhaven, "legal")
    sign_in(client, Account.objects.get(username=SAM))
    page = client.get(f"/sharing/{draft}/advice/").content.decode()
    assert page.count("Your data protection officer asks them and brings you the answer.") == 2
