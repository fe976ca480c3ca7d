"""A hidden child and an absent one: the same answer, the same statements, and a word to the custodian."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.audit import Deed
from goldenthread.service.actions import asking, emergencies, finding, recording, reviewing, sharing, shielding
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.shapes import Found, NothingToShow
from goldenthread.service.actions.sharing_shapes import Asking, Step
from tests.service.sharing_answers import CSC, POLICE, answered, decide, decision, problems, worry


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


DEE = "dee.school"


def test_a_child_hidden_since_is_named_no_more_than_one_who_is_gone(
    westhaven_copy: Any, client: Any, sign_in: Any
) -> None:
    """In every list and on every screen of a question that somebody comes back to; and the two are one answer."""
    from goldenthread.service.store.models import Account, Person, SharingDraft

    area, dee = westhaven_copy, westhaven_copy.person(DEE)
    look = area.look(DEE, "protection-plan")
    draft, record = answered(area), decide(area, answered(area))
    sent = emergencies.send(POLICE, look.name, "He is hurt.", look=look.look, by=dee, at=area.now)
    given = next(iter(look.name.split()))
    wanted = Asking(agency=CSC, child=look.name, what="What is known", why="We worry", advice="Dan said we may ask.")
    assert isinstance(asking.ask(wanted, look=look.look, by=dee, at=area.now), UUID)
    sign_in(client, Account.objects.get(username=DEE))
    screens = [f"/sharing/{draft}/{screen}/" for screen in ("worry", "what", "people", "risks", "answer", "emergency")]
    pages = [*screens, "/sharing/", "/requests/", "/shared/"]

    def seen() -> list[str]:
        return [re.sub(r'nonce="[^"]+"|[A-Za-z0-9]{64}', "", client.get(page).content.decode()) for page in pages]

    assert sum(given in page for page in seen()) >= 5, "each of these named the child"
    with area.as_role("worker"):
        person = Person.objects.get(pk=SharingDraft.objects.get(pk=draft).person_id)
        Person.objects.filter(pk=person.pk).update(custodian_id=CSC)
    hidden = seen()
    assert not any(given in page for page in hidden)
    refused = problems(sharing.decide(draft, decision(), by=dee, at=area.now))
    with area.as_role("worker"):
        Person.objects.filter(pk=person.pk).delete()
    assert seen() == hidden
    assert problems(sharing.decide(draft, decision(), by=dee, at=area.now)) == refused
    assert "say which child" in refused["choice"]
    # What was decided stays as it was written, where it is opened by itself
    assert all(given in client.get(f"/records/{one}/").content.decode() for one in (record, sent))
    # Whoever says in their own words which child it is shares all the same
    sharing.keep(draft, Step.WORRY, worry(child="A boy of my class, 8"), by=dee, at=area.now)
    anew = sharing.decide(draft, decision(), by=dee, at=area.now)
    assert isinstance(anew, UUID)
    assert recording.open_record(anew, by=dee, at=area.now).child == "A boy of my class, 8"
