"""A child's secret address stays back: by itself in an emergency; elsewhere every address is asked about."""

import re
import time
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import reverse

from goldenthread.audit import Deed
from goldenthread.service.actions import asking, emergencies, recording, releasing, sharing
from goldenthread.service.actions.secret_addresses import IS_IT_NEEDED, MUST_NOT_GO, looks_like_an_address
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.sharing_shapes import Asking, Choice
from goldenthread.service.portal.record_pages import parts_of
from goldenthread.service.signing_in import SEEN_AT
from tests.service.sharing_answers import CSC, POLICE, a_request, answered, decide, problems, received, thing, worry

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
    got = received(westhaven_copy, record)
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
    got = received(westhaven_copy, record, "pat.police" if to == POLICE else SAM)
    assert got.items[0]["words"] == words
    by = westhaven_copy.person(DEE)
    assert isinstance(emergencies.send_address(record, by=by, at=westhaven_copy.now), NothingToShow)


def test_one_click_sends_it_too_once_and_owes_no_second_record(
    westhaven_copy: Any, look: UUID, client: Any, sign_in: Any
) -> None:
    from goldenthread.service.store.models import Account

    area = westhaven_copy
    words = "He is at 14 Gull Walk, and has a knife."
    before = len(newest(area))
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
    assert len(newest(area)) == before + 2
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


WANTED = {"purpose": "safeguard_child", "level": "risk_of_harm", "evidence": "professional_observation"}


@pytest.fixture
def addresses_elsewhere(westhaven_copy: Any, look: UUID) -> tuple[str, str]:
    """Two addresses of the child that another agency holds: the first is secret, the second is not."""
    from goldenthread.service.store.models import Look, PersonAddress

    with westhaven_copy.as_role("worker"):
        of = PersonAddress.objects.filter(person_id=Look.objects.get(pk=look).person_id).first()
        assert of is not None
        for line, is_secret in (("21 Tern Road", True), ("23 Tern Road", False)):
            of.pk, of.agency_id, of.custodian_id = None, "westhaven-community-health", None
            of.line, of.postcode, of.is_protected = line, "WH2 2AA", is_secret
            of.save(force_insert=True)
    return "21 Tern Road", "23 Tern Road"


def test_whoever_types_an_address_does_not_learn_that_it_is_secret_elsewhere(
    westhaven_copy: Any, look: UUID, addresses_elsewhere: tuple[str, str], client: Any, sign_in: Any
) -> None:
    from goldenthread.service.store.models import Account

    area, dee = westhaven_copy, westhaven_copy.person(DEE)
    sign_in(client, Account.objects.get(username=DEE))
    draft = sharing.start(look=look, by=dee, at=area.now)
    items, thing_ = f"/sharing/{draft}/what/", {"about": "child", "status": "fact", "needed": "yes", "go_on": "yes"}
    asked = {
        "agency": CSC,
        "child": "Kai",
        "why": "To plan a visit.",
        "parents": "agree",
        "urgency": "routine",
        **WANTED,
    }
    turn = f"/requests/{a_request(area)}/say/"

    def answers(address: str) -> list[tuple[int, str]]:
        said = [
            client.post(items, {**thing_, "words": f"He is at {address}."}),
            client.post("/requests/new/", {**asked, "what": f"Who lives at {address}?"}),
            client.post(turn, {"words": f"Do you mean the boy at {address}?"}),
        ]
        without = re.compile(r'nonce="[^"]+"|[A-Za-z0-9]{64}|[0-9a-f-]{36}|' + address)
        return [(one.status_code, without.sub("", one.content.decode())) for one in said]

    secret, ordinary = (answers(address) for address in addresses_elsewhere)
    assert secret == ordinary == answers("25 Tern Road")
    assert all(status == 400 and IS_IT_NEEDED in page for status, page in secret)
    # Whoever says that it is needed goes on, and in an emergency nobody is asked
    for address in addresses_elsewhere:
        needed = {"words": f"He is at {address}.", "address_needed": "on"}
        assert client.post(items, {**thing_, **needed}).status_code == 302
        assert client.post(turn, needed).status_code == 302
        sent = send(area, look, f"He is at {address}.")
        assert received(area, sent).items[0]["words"] == f"He is at {address}."


@pytest.mark.parametrize(
    ("words", "looks_so"),
    [
        ("He is at 14, Gull Walk now", True),
        ("wh4 7qz", True),
        ("Flat 2, 14a St Mary’s Road", True),
        ("He missed 14 days in June", False),
        ("She is 7 and way behind", False),
        ("3 times at her house, 2 days in court", False),
        ("UPN H801200001001", False),
    ],
)
def test_what_looks_like_an_address_is_asked_about(words: str, looks_so: bool) -> None:
    assert looks_like_an_address(words) is looks_so


def test_the_agencys_own_secret_address_goes_in_no_question_turn_or_answer(westhaven_copy: Any, look: UUID) -> None:
    area, dee = westhaven_copy, westhaven_copy.person(DEE)
    wanted = Asking(agency=CSC, child="Kai", what="Who lives at 14 Gull Walk?", why="We worry", advice="Dan said ask.")
    assert problems(asking.ask(wanted, look=look, by=dee, at=area.now)) == {"what": MUST_NOT_GO}
    asked = asking.ask(replace(wanted, what="Who lives with him?"), look=look, by=dee, at=area.now)
    assert isinstance(asked, UUID)
    assert problems(asking.say(asked, "He is at 14 Gull Walk.", by=dee, at=area.now)) == {"words": MUST_NOT_GO}
    assert asking.say(asked, "He is with his aunt.", by=dee, at=area.now) is True
    draft = answered(area, things=[thing(words="He is at 14 Gull Walk.")])
    assert "address that must stay secret" in problems(decide(area, draft))["items"]


def test_each_turn_names_nobody_who_must_not_be_named_and_is_an_entry_about_the_child(
    westhaven_copy: Any, look: UUID
) -> None:
    from goldenthread.service.store.models import LedgerPayload, Look

    area, dee, sam = westhaven_copy, westhaven_copy.person(DEE), westhaven_copy.person(SAM)
    look = area.look(SAM, "protection-plan").look
    ordinary = Asking(agency="harbour-lane-school", child="Kai", what="How often he was away", why="A worry about him")
    asked = asking.ask(ordinary, look=look, by=sam, at=area.now)
    assert isinstance(asked, UUID)
    named = problems(asking.say(asked, "Bo Lindén saw it.", unnamed="bo linden", by=sam, at=area.now))
    assert "Take the name out" in named["words"]
    # What is kept out of the answer somebody is working on is kept out of what they ask back, too
    draft = answered(area, start={"request": asked}, worried=worry(unnamed="Mrs Quill next door"))
    assert "Take the name out" in problems(asking.say(asked, "Do you mean Quill?", by=dee, at=area.now))["words"]
    assert asking.say(asked, "Do you mean this term?", by=dee, at=area.now) is True
    assert asking.say(asked, "Yes, since September.", by=sam, at=area.now) is True
    assert isinstance(decide(area, draft, choice=Choice.DO_NOT_SHARE, items=()), UUID)
    assert asking.say(asked, "He was hurt again since.", by=sam, at=area.now) is True
    turns = asking.open_request(asked, by=dee, at=area.now).turns
    told = ["asked", "clarification_asked", "explained", "refused", "reopened"]
    assert [turn.kind for turn in turns] == told
    with area.as_role("worker"):
        person = Look.objects.get(pk=look).person_id
        entries = LedgerPayload.objects.filter(subject_id=person, deed=Deed.REQUEST_EXPLAINED.value).order_by("at")
        details = [entry.payload["detail"] for entry in entries]
    assert {detail["turn"] for detail in details} == {"clarification_asked", "explained", "reopened"}
    assert {detail["to"] for detail in details} == {CSC, "harbour-lane-school"}
