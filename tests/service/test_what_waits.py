"""Where somebody's work begins they are told what waits, since nothing is sent by mail: how much, not of whom."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from goldenthread.service.actions import advising, asking, finding, shielding, waiting
from tests.service.sharing_answers import a_request, answered

DEE, SAM, FRAN, DAN = "dee.school", "sam.social", "fran.frontdoor", "dan.dpo"


def waits(westhaven: Any, who: str, **later: int) -> Any:
    return waiting.waits(by=westhaven.person(who), at=westhaven.now + timedelta(**later))


def test_a_search_for_a_hidden_child_is_told_where_the_custodians_work_begins(
    client: Any, westhaven: Any, sign_in: Any
) -> None:
    from goldenthread.service.store.models import Account, LedgerEntry

    before = waits(westhaven, FRAN).alerts
    finding.find_child(westhaven.sought("refuge"), by=westhaven.person("harry.housing"), at=westhaven.now)
    assert westhaven.the_worker_catches_up() >= 1
    assert waits(westhaven, FRAN).alerts == waits(westhaven, SAM).alerts == before + 1
    assert waits(westhaven, "harry.housing").alerts == waits(westhaven, "ada.adult").alerts == 0
    sign_in(client, Account.objects.get(username=FRAN))
    with westhaven.as_role("worker"):
        entries = LedgerEntry.objects.count()
    home = client.get("/").content.decode()
    assert "Read who searched, now" in home
    assert "Harry" not in home
    with westhaven.as_role("worker"):
        assert LedgerEntry.objects.count() == entries, "the page names nobody, and buries no entry that does"
    fran = westhaven.person(FRAN)
    newest = next(one for one in shielding.alerts(by=fran, at=westhaven.now) if not one.seen)
    shielding.acknowledge(newest.alert, by=fran, at=westhaven.now)
    assert waits(westhaven, SAM).alerts == before, "one of the agency has read it"


def test_a_request_waits_for_whoever_is_asked_and_what_is_not_clear_for_whoever_asked(westhaven: Any) -> None:
    before, asked_before = waits(westhaven, DEE), waits(westhaven, SAM)
    request = a_request(westhaven)
    assert waits(westhaven, DEE).to_answer == before.to_answer + 1
    assert waits(westhaven, DEE).late == before.late
    assert waits(westhaven, DEE, days=60).late > before.late
    assert waits(westhaven, SAM).to_answer == asked_before.to_answer
    assert waits(westhaven, DAN).to_answer == 0
    said = asking.say(request, "Which of the two brothers do you mean?", by=westhaven.person(DEE), at=westhaven.now)
    assert said is True
    assert waits(westhaven, DEE).to_answer == before.to_answer
    assert waits(westhaven, SAM).to_explain == asked_before.to_explain + 1


def test_a_question_waits_for_its_adviser_and_the_answer_for_whoever_asked(westhaven: Any) -> None:
    before, adviser_before = waits(westhaven, SAM), waits(westhaven, DAN)
    sam, draft = westhaven.person(SAM), answered(westhaven, SAM)
    told = {"is_anonymous": True, "draft": draft, "by": sam, "at": westhaven.now}
    asked = advising.ask("data_protection_officer", "May I share this?", "A visit today.", **told)
    assert isinstance(asked, UUID)
    assert waits(westhaven, DAN).to_advise == adviser_before.to_advise + 1
    assert waits(westhaven, SAM) == before, "nobody waits for oneself"
    assert waits(westhaven, "rae.reviewer").to_advise == 0
    assert advising.answer(asked, "Yes, the dates.", "", by=westhaven.person(DAN), at=westhaven.now) is True
    assert waits(westhaven, DAN).to_advise == adviser_before.to_advise
    assert waits(westhaven, SAM).advice_has_come == before.advice_has_come + 1
