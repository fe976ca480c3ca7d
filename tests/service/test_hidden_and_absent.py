"""A hidden child and an absent one: the same answer, the same statements, and a word to the custodian."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.audit import Deed
from goldenthread.service.actions import finding, reviewing, shielding
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.shapes import Found, NothingToShow


def _statements(westhaven: Any, **sought: Any) -> tuple[Any, list[str]]:
    harry = westhaven.person("harry.housing")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = finding.find_child(westhaven.sought("refuge", **sought), by=harry, at=westhaven.now)
    return answer, [q["sql"].split(" ")[0] + str(q["sql"].count("%s")) for q in captured.captured_queries]


@pytest.mark.requirement("L1")
def test_hidden_and_absent_get_the_same_answer_by_the_same_statements(westhaven: Any) -> None:
    _statements(westhaven, nhs_number="9990000018")  # what a process reads once for all searches is read
    hidden, one = _statements(westhaven)
    absent, other = _statements(westhaven, nhs_number="9990000131")
    assert hidden == absent
    assert isinstance(hidden, NothingToShow)
    assert one == other


def test_the_custodian_is_told_of_the_search_and_nobody_else_is(westhaven: Any) -> None:
    harry = westhaven.person("harry.housing")
    finding.find_child(westhaven.sought("refuge"), by=harry, at=westhaven.now)
    assert westhaven.the_worker_catches_up() >= 1
    fran = westhaven.person("fran.frontdoor")
    told = shielding.alerts(by=fran, at=westhaven.now)
    assert told
    assert told[0].who == harry.name
    assert shielding.acknowledge(told[0].alert, by=fran, at=westhaven.now) is True
    rae = westhaven.person("rae.reviewer")
    found = finding.find_child(westhaven.sought("refuge", reason="A planned check"), by=rae, at=westhaven.now)
    assert isinstance(found, Found)
    lines = reviewing.who_has_looked(found.children[0].look, by=rae, at=westhaven.now)
    assert any(one.who == harry.name and "was shown nothing" in one.sentence for one in lines)
    ada = westhaven.person("ada.adult")
    assert shielding.alerts(by=ada, at=westhaven.now) == ()
    assert isinstance(shielding.acknowledge(told[0].alert, by=ada, at=westhaven.now), NothingToShow)


def test_a_search_that_uses_a_place_finds_no_hidden_child_even_for_the_custodian(westhaven: Any) -> None:
    from datetime import date

    sam, child = westhaven.person("sam.social"), westhaven.child("refuge")
    by_name = {
        "nhs_number": "",
        "given_name": child["given_name"],
        "family_name": child["family_name"],
        "date_of_birth": date.fromisoformat(child["date_of_birth"]),
    }
    without = finding.find_child(westhaven.sought("refuge", **by_name), by=sam, at=westhaven.now)
    assert isinstance(without, Found)
    for postcode in ("WH1 4AB", "ZZ99 3VZ"):
        placed = finding.find_child(westhaven.sought("refuge", postcode=postcode, **by_name), by=sam, at=westhaven.now)
        assert isinstance(placed, NothingToShow)


_OF_ONE_PAGE = re.compile(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')
FROM_A_LOOK = {
    "dee.school": ("/looks/{}/", "/looks/{}/emergency/", "/looks/{}/ask/", "/looks/{}/share/"),
    "rae.reviewer": ("/who-has-looked/{}/",),
}


@pytest.mark.requirement("L1")
@pytest.mark.parametrize("username", FROM_A_LOOK)
def test_addresses_kept_from_before_answer_alike_once_the_child_is_hidden_or_gone(
    client: Any, westhaven_copy: Any, sign_in: Any, username: str
) -> None:
    from goldenthread.service.store.models import Account, Look, Person

    by, now = westhaven_copy.person(username), timezone.now()
    sign_in(client, Account.objects.get(username=username))
    found = finding.find_child(westhaven_copy.sought("young-carer"), by=by, at=now)
    assert isinstance(found, Found)
    hidden, gone = found.children[0].look, uuid4()
    assert client.get(FROM_A_LOOK[username][0].format(hidden)).status_code == 200
    with westhaven_copy.as_role("worker"):
        kept = Look.objects.get(pk=hidden)
        Person.objects.filter(pk=kept.person_id).update(custodian_id="westhaven-police")
    with doing(by=by, at=now) as action:
        kept.pk, kept.person_id = gone, "somebody whose records are gone"
        kept.save(force_insert=True)
        action.record(Deed.SEARCHED)
    for address in FROM_A_LOOK[username]:
        answers = []
        for look in (hidden, gone):
            for ask in (client.get, client.post):
                answer = ask(address.format(look))
                answers.append((answer.status_code, _OF_ONE_PAGE.sub("", answer.content.decode())))
        assert answers[:2] == answers[2:], address
        assert "Isabella" not in answers[0][1]
