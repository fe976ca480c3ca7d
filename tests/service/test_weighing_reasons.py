"""Every look that waits is reached by whoever weighs reasons, however many wait, and nobody weighs their own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from goldenthread.audit import Deed
from goldenthread.service.actions import reviewing
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.paging import LINES_A_PAGE
from goldenthread.service.actions.shapes import NothingToShow
from tests.service.looks_to_review import looks_to_review

RAE, PAT = "rae.reviewer", "pat.police"
MANY = 8 * LINES_A_PAGE + 7


@pytest.fixture
def area(westhaven_copy: Any) -> Any:
    """More looks wait than were once shown at all, for longer than any that other tests left; one is the reviewer's."""
    from goldenthread.service.store.models import ReviewItem

    begun = westhaven_copy.now - timedelta(days=10)
    for by, places in ((westhaven_copy.person(PAT), range(MANY)), (westhaven_copy.person(RAE), range(1))):
        with doing(by=by, at=begun) as action:
            action.record(Deed.REFUSED, detail={"what": "to be weighed"})
            for place in places:
                ReviewItem.objects.create(
                    id=uuid4(), entry_id=uuid4(), account_id=by.account_id, account_name=by.name, agency_id=by.agency,
                    role=by.role.value, purpose="protect_from_harm", reason=f"{by.name}'s reason {place}",
                    made_at=begun + timedelta(minutes=place),
                )  # fmt: skip
    return westhaven_copy


def test_every_look_that_waits_is_on_one_page_those_that_wait_longest_first(area: Any) -> None:
    found = looks_to_review(by=area.person(RAE), at=area.now)
    assert [item.reason for item in found][:MANY] == [
        f"{area.person(PAT).name}'s reason {place}" for place in range(MANY)
    ]
    assert len({item.item for item in found}) == len(found)
    assert area.person(RAE).name not in {item.who for item in found}
    last = reviewing.to_review(10**6, by=area.person(RAE), at=area.now)
    assert (last.number, last.first + len(last.items) - 1) == (last.pages, last.in_all) == (last.pages, len(found))


def test_the_newest_look_is_weighed_as_the_oldest_is(area: Any) -> None:
    rae = area.person(RAE)
    newest = looks_to_review(by=rae, at=area.now)[-1]
    assert reviewing.to_weigh(newest.item, by=rae, at=area.now) == newest
    assert reviewing.weigh(newest.item, upheld=True, note="Sound", by=rae, at=area.now) is True
    assert newest not in looks_to_review(by=rae, at=area.now)


@pytest.mark.parametrize("username", [PAT, "dan.dpo"])
def test_nobody_else_reads_the_reasons(area: Any, username: str) -> None:
    by = area.person(username)
    some = looks_to_review(by=area.person(RAE), at=area.now)[0]
    assert looks_to_review(by=by, at=area.now) == []
    assert isinstance(reviewing.to_weigh(some.item, by=by, at=area.now), NothingToShow)


def test_the_pages_lead_to_each_other(area: Any, sign_in: Callable[[Client, Any], None]) -> None:
    from goldenthread.service.store.models import Account

    in_all = reviewing.to_review(by=area.person(RAE), at=area.now).in_all
    pages = -(-in_all // LINES_A_PAGE)
    client = Client()
    sign_in(client, Account.objects.get(username=RAE))
    first, second, last, odd = (
        client.get(f"/reviews/{asked}").content.decode() for asked in ("", "?page=2", f"?page={pages}", "?page=two")
    )
    assert ("?page=2" in first, "?page=1" in first) == (True, False)
    assert ("?page=1" in second, "?page=3" in second) == (True, True)
    assert (f"?page={pages - 1}" in last, f"?page={pages + 1}" in last) == (True, False)
    assert f"Waiting for you: 1 to {LINES_A_PAGE} of {in_all}" in first
    assert f"to {in_all} of {in_all}" in last
    assert f"Waiting for you: 1 to {LINES_A_PAGE} of {in_all}" in odd
