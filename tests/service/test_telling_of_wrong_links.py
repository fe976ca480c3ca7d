"""Whoever saw a page while a wrong link stood on it is listed, and told, by those who check looks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from goldenthread.service.actions import telling
from goldenthread.service.actions.linking.shapes import WrongLinkLine, WrongLinks, WrongLinkShown
from goldenthread.service.actions.paging import LINES_A_PAGE
from goldenthread.service.actions.shapes import ChildPage, NothingToShow

RAE, SAM = "rae.reviewer", "sam.social"


@pytest.fixture
def area(westhaven_copy: Any) -> Any:
    """The area some days later, when nobody else has looked at anything."""
    return replace(westhaven_copy, now=westhaven_copy.now + timedelta(days=5))


@pytest.fixture
def wrong(area: Any) -> UUID:
    """Somebody's facts stood on a child's page, and a social worker saw it then."""
    from goldenthread.service.store.models import LedgerPayload, Look, WrongLinkFound

    page = area.look(SAM, "young-carer")
    assert isinstance(page, ChildPage)
    with area.as_role("worker"):
        person = Look.objects.get(pk=page.look).person_id
        shown = LedgerPayload.objects.filter(subject_id=person, deed="looked").order_by("-at")[0].payload["detail"]
        agencies = sorted({flag["agency"] for flag in shown["shown"] if flag["agency"]})
        found = WrongLinkFound.objects.create(
            person_id=person,
            other_person_id="somebody-else",
            agencies=agencies,
            since=area.now - timedelta(days=3),
            until=area.now + timedelta(hours=1),
            by_people=True,
        )
    return found.id


def _shown(area: Any, wrong: UUID) -> WrongLinkShown:
    shown = telling.wrong_link(wrong, by=area.person(RAE), at=area.now)
    assert isinstance(shown, WrongLinkShown)
    return shown


def _lines(area: Any) -> tuple[WrongLinkLine, ...]:
    found = telling.wrong_links(by=area.person(RAE), at=area.now)
    assert isinstance(found, WrongLinks)
    return found.lines


@pytest.mark.requirement("A9")
def test_everybody_who_saw_a_wrong_link_is_listed_until_told(area: Any, wrong: UUID) -> None:
    (one,) = _shown(area, wrong).people
    assert (one.name, one.was_shown_a_fact, one.told_at) == ("Sam Okafor", True, None)
    (line,) = _lines(area)
    assert (line.shown, line.untold) == (1, 1)
    by = area.person(RAE)
    assert telling.say_told(wrong, one.account, how="By phone", by=by, at=area.now) is True
    assert telling.say_told(wrong, one.account, how="Said once more", by=by, at=area.now) is True
    (told,) = _shown(area, wrong).people
    assert (told.told_at, told.told_by, told.how) == (area.now, by.name, "By phone")
    (line,) = _lines(area)
    assert line.untold == 0


def test_a_look_after_it_was_mended_is_not_listed(area: Any, wrong: UUID) -> None:
    from goldenthread.service.store.models import LedgerPayload, WrongLinkFound

    with area.as_role("worker"):
        later = WrongLinkFound.objects.get(pk=wrong)
        mended = WrongLinkFound.objects.create(
            person_id=later.person_id,
            other_person_id="",
            agencies=later.agencies,
            since=later.since,
            until=area.now - timedelta(days=1),
            by_people=False,
        )
        assert LedgerPayload.objects.filter(subject_id=later.person_id, deed="looked").exists()
    assert _shown(area, mended.id).people == ()


def test_nobody_who_is_still_to_be_told_stands_behind_the_end_of_the_list(
    area: Any, wrong: UUID, client: Client, sign_in: Callable[[Any, Any], None]
) -> None:
    from goldenthread.service.store.models import Account, WrongLinkFound

    with area.as_role("worker"):
        nobody_saw = {"person_id": "p", "other_person_id": "", "agencies": [], "by_people": False, "pages_kept": True}
        days = {"since": area.now, "until": area.now + timedelta(hours=2)}
        WrongLinkFound.objects.bulk_create(WrongLinkFound(**nobody_saw, **days) for _ in range(2 * LINES_A_PAGE))
        sign_in(client, Account.objects.get(username=RAE))
    rae = area.person(RAE)
    pages = [telling.wrong_links(number, by=rae, at=area.now) for number in (1, 2, 3)]
    assert [page.number for page in pages if isinstance(page, WrongLinks)] == [1, 2, 3]
    lines = [line for page in pages if isinstance(page, WrongLinks) for line in page.lines]
    # It was parted before all the others, and of it alone somebody is to be told.
    assert (lines[0].wrong_link, lines[0].untold) == (wrong, 1)
    assert len({line.wrong_link for line in lines}) == len(lines) == 2 * LINES_A_PAGE + 1
    assert b"?page=2" in client.get("/wrong-links/").content
    said = client.get("/wrong-links/?page=3")
    assert b"51 to 51 of 51" in said.content
    assert client.get("/wrong-links/?page=x").status_code == 200


@pytest.mark.parametrize("username", [SAM, "ali.admin", "cleo.clerk"])
def test_nobody_else_sees_or_says_it(area: Any, wrong: UUID, username: str) -> None:
    by = area.person(username)
    assert isinstance(telling.wrong_links(by=by, at=area.now), NothingToShow)
    assert isinstance(telling.wrong_link(wrong, by=by, at=area.now), NothingToShow)
    assert isinstance(telling.say_told(wrong, 1, how="x", by=by, at=area.now), NothingToShow)


def test_only_somebody_who_saw_it_can_be_told(area: Any, wrong: UUID) -> None:
    rae = area.person(RAE)
    assert isinstance(telling.say_told(wrong, rae.account_id, how="x", by=rae, at=area.now), NothingToShow)


def test_telling_is_written_down_beside_the_child_and_said_on_the_page(
    area: Any, wrong: UUID, client: Client, sign_in: Callable[[Any, Any], None]
) -> None:
    from goldenthread.service.store.models import Account, LedgerPayload

    with area.as_role("worker"):
        sign_in(client, Account.objects.get(username=RAE))
    address = f"/wrong-links/{wrong}/"
    assert b"Not yet" in client.get(address).content
    assert b"Choose whom you have told" in client.post(address, {"how": "By phone"}).content
    (one,) = _shown(area, wrong).people
    assert client.post(address, {"account": str(one.account), "how": "By phone"}).status_code == 302
    said = client.get(address).content
    assert b"Everybody who is listed has been told" in said
    with area.as_role("worker"):
        entry = LedgerPayload.objects.get(deed="told_of_wrong_link")
        assert entry.subject_id is not None
