"""The record owed after an emergency, where its sender is ill or has left: somebody else of theirs writes it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse

from goldenthread.service.actions import emergencies, overseeing, recording, sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.vocabulary import Role
from tests.service.sharing_answers import POLICE

SAM, DAN, RAE, DEE, FRAN = "sam.social", "dan.dpo", "rae.reviewer", "dee.school", "fran.frontdoor"
REASONS = {
    "why": "Sam told me he was bleeding.",
    "needed": "To find him and help him.",
    "told": "I do not know. Only Sam can say.",
}


def sent(westhaven: Any, **differs: Any) -> UUID:
    words = f"He is hurt, {uuid4()}."
    record = emergencies.send(POLICE, "Kit, 12", words, by=westhaven.person(SAM), at=westhaven.now, **differs)
    assert isinstance(record, UUID)
    return record


def another(westhaven: Any, username: str = SAM) -> Any:
    """Somebody else with the same role in the same agency."""
    return replace(westhaven.person(username), account_id=900_001, name="Una Marsh")


def test_whoever_oversees_sharing_writes_it_for_a_sender_who_is_away(client: Any, westhaven: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    record, dan = sent(westhaven), westhaven.person(DAN)
    sign_in(client, Account.objects.get(username=DAN))
    assert f"/records/{record}/" in client.get(reverse("oversee")).content.decode()
    form = reverse("complete_record", args=[record])
    assert "Sam Okafor sent this in an emergency" in client.get(form).content.decode()
    assert client.post(form, REASONS)["Location"] == reverse("record", args=[record])
    # The record says whose words they are, and that the sender's own are missing
    page = client.get(reverse("record", args=[record])).content.decode()
    assert "in place of the sender" in page
    assert "(Dan Kowalczyk)" in page
    # Whoever wrote them is no second person, and neither is the sender
    at = westhaven.now
    assert client.get(reverse("review_emergency", args=[record])).status_code == 302
    assert isinstance(emergencies.review(record, "upheld", "Right to send", by=dan, at=at), NothingToShow)
    assert record not in {line.record for line in emergencies.to_review(by=dan, at=at)}
    assert emergencies.review(record, "upheld", "Right to send", by=westhaven.person(RAE), at=at) is True


def test_a_colleague_of_the_same_role_writes_it_once_it_is_late(westhaven: Any) -> None:
    record, una, late = sent(westhaven), another(westhaven), westhaven.now + timedelta(hours=25)
    assert isinstance(recording.open_record(record, by=una, at=westhaven.now), NothingToShow)
    assert record not in {line.record for line in emergencies.owed(by=una, at=westhaven.now)}
    line = next(line for line in emergencies.owed(by=una, at=late) if line.record == record)
    assert not line.is_own
    assert record in {one.record for one in sharing.overview(by=una, at=late).late}
    assert emergencies.complete(record, "Why: he was hurt.", by=una, at=late) is True
    shown = recording.open_record(record, by=una, at=late)
    assert isinstance(shown, recording.RecordShown)
    assert (shown.author, shown.additions[-1].who) == ("Sam Okafor", "Una Marsh")
    assert record not in {owed.record for owed in overseeing.figures(by=westhaven.person(DAN), at=late).owed}
    # It is written once: the sender who comes back adds to it like anybody
    assert isinstance(emergencies.complete(record, "Why: mine.", by=westhaven.person(SAM), at=late), NothingToShow)
    assert recording.add(record, "I rang his mother.", by=westhaven.person(SAM), at=late) is True


def test_nobody_else_writes_it_or_reads_it(westhaven: Any) -> None:
    record, late = sent(westhaven), westhaven.now + timedelta(hours=25)
    elsewhere = replace(another(westhaven), agency=westhaven.person(DEE).agency)
    overseer_elsewhere = westhaven.person(DEE)
    for stranger in (westhaven.person(FRAN), elsewhere, overseer_elsewhere):
        assert isinstance(emergencies.complete(record, "Why: no.", by=stranger, at=late), NothingToShow)
        assert isinstance(recording.open_record(record, by=stranger, at=late), NothingToShow)
        assert record not in {line.record for line in emergencies.owed(by=stranger, at=late)}
    reviewer_elsewhere = replace(elsewhere, role=Role.ACCESS_REVIEWER)
    assert isinstance(emergencies.complete(record, "Why: no.", by=reviewer_elsewhere, at=late), NothingToShow)


def test_a_child_hidden_since_is_read_of_by_no_colleague_who_stands_in(westhaven: Any) -> None:
    from goldenthread.service.store.models import DecisionRecord, Person

    record = sent(westhaven, look=westhaven.look(SAM, "protection-plan").look)
    una, late = another(westhaven), westhaven.now + timedelta(hours=25)
    assert isinstance(recording.open_record(record, by=una, at=late), recording.RecordShown)
    with westhaven.as_role("worker"):
        person = Person.objects.filter(pk=DecisionRecord.objects.get(pk=record).person_id)
        person.update(custodian_id=POLICE)
    try:
        assert isinstance(recording.open_record(record, by=una, at=late), NothingToShow)
        assert isinstance(recording.open_record(record, by=westhaven.person(DAN), at=late), recording.RecordShown)
    finally:
        with westhaven.as_role("worker"):
            person.update(custodian_id=None)
