"""In an emergency a child's secret address stays back by itself, the rest goes at once, and one click sends it."""

import time
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import reverse

from goldenthread.service.actions import emergencies, recording, releasing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.portal.record_pages import parts_of
from goldenthread.service.signing_in import SEEN_AT
from tests.service.sharing_answers import CSC, POLICE

DEE, SAM, RAE = "dee.school", "sam.social", "rae.reviewer"
SECRET = ("14 Gull Walk, Westhaven", "WH4 7QZ")


@pytest.fixture
def look(westhaven_copy: Any) -> UUID:
    """A look at a child whose secret address the school itself holds."""
    from goldenthread.service.store.models import PersonAddress, SharingDraft
    from tests.service.sharing_answers import answered

    draft = answered(westhaven_copy)
    with westhaven_copy.as_role("worker"):
        person = SharingDraft.objects.get(pk=draft).person_id
        of = PersonAddress.objects.filter(person_id=person, agency_id="harbour-lane-school").first()
        assert of is not None
        of.pk, of.line, of.postcode, of.is_protected = None, *SECRET, True
        of.save(force_insert=True)
    return westhaven_copy.look(DEE, "protection-plan").look


def send(westhaven: Any, look: UUID | None, words: str, *, to: str = CSC, child: str = "Kai") -> UUID:
    sent = emergencies.send(to, child, words, look=look, by=westhaven.person(DEE), at=westhaven.now)
    assert isinstance(sent, UUID)
    return sent


def newest(westhaven: Any, who: str = SAM) -> Any:
    got = releasing.inbox(by=westhaven.person(who), at=westhaven.now)
    return [one for one in got if one.is_emergency and one.sender == westhaven.person(DEE).name]


@pytest.mark.parametrize(
    "written", ["14 Gull Walk", "14, gull walk, WESTHAVEN", "wh47qz", "Flat 2, 14 Gull Walk WH4 7QZ"]
)
def test_the_childs_secret_address_stays_back_and_the_rest_goes_at_once(
    westhaven_copy: Any, look: UUID, written: str
) -> None:
    record = send(westhaven_copy, look, f"He is at {written}, and has a knife.", child=f"Kai, at {written}")
    got, *_ = newest(westhaven_copy)
    for gone in (got.items[0]["words"], got.child):
        assert "address left out: ring the sender" in gone
        assert not any(said in gone.casefold() for said in ("gull", "wh4"))
    assert "and has a knife." in got.items[0]["words"]
    shown = recording.open_record(record, by=westhaven_copy.person(DEE), at=westhaven_copy.now)
    assert not isinstance(shown, NothingToShow)
    assert shown.left_out_an_address
    assert "gull" not in "".join(map(str, (part.lines for part in parts_of(shown).parts))).casefold()


@pytest.mark.parametrize(
    ("to", "words", "known"),
    [
        (POLICE, "He is at 14 Gull Walk.", True),
        (CSC, "He is at 41 Gull Walk, by the station.", True),
        (CSC, "He is at 14 Gull Walk.", False),
    ],
    ids=["the police get it", "another address goes", "nobody said which child"],
)
def test_nothing_else_is_left_out(westhaven_copy: Any, look: UUID, to: str, words: str, known: bool) -> None:
    record = send(westhaven_copy, look if known else None, words, to=to)
    got, *_ = newest(westhaven_copy, "pat.police" if to == POLICE else SAM)
    assert got.items[0]["words"] == words
    by = westhaven_copy.person(DEE)
    assert isinstance(emergencies.send_address(record, by=by, at=westhaven_copy.now), NothingToShow)


def test_one_click_sends_it_too_once_and_owes_no_second_record(
    westhaven_copy: Any, look: UUID, client: Any, sign_in: Any
) -> None:
    from goldenthread.service.store.models import Account

    area = westhaven_copy
    words = "He is at 14 Gull Walk, and has a knife."
    record = send(area, look, words)
    click = reverse("send_address", args=[record])
    sign_in(client, Account.objects.get(username=SAM))
    assert client.post(click).status_code == 404, "nobody else's click"
    sign_in(client, Account.objects.get(username=DEE))
    assert "Send the address too" in client.get(reverse("record", args=[record])).content.decode()
    # Not even being away closes it
    session = client.session
    session[SEEN_AT] = time.time() - settings.SESSION_IDLE_SECONDS - 1
    session.save()
    for _ in range(2):
        assert "It is sent" in client.post(click).content.decode()
    assert [one.items[0]["words"] for one in newest(area)].count(f"Kai. {words}") == 1
    assert len(newest(area)) == 2
    sign_in(client, Account.objects.get(username=DEE))
    assert "Send the address too" not in client.get(reverse("record", args=[record])).content.decode()
    # Whoever reads the records of others does not read it there
    with area.as_role("worker"):
        from goldenthread.service.store.models import DecisionRecord, EmergencyFollowUp

        second = DecisionRecord.objects.get(previous_id=record)
        assert not EmergencyFollowUp.objects.filter(pk=second.id).exists()
    shown = recording.open_record(second.id, by=area.person(RAE), at=area.now)
    assert not isinstance(shown, NothingToShow)
    assert "gull" not in "".join(map(str, (part.lines for part in parts_of(shown).parts))).casefold()
