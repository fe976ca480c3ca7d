"""A request that is no longer needed, and one whose clock waits until its asker has explained it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from goldenthread.audit import Deed
from goldenthread.service.actions import asking, overseeing, sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.sharing_shapes import Asking, Choice
from goldenthread.service.portal.following_forms import WithdrawForm
from tests.service.sharing_answers import SCHOOL, a_request, answered, decision, problems

DEE, SAM, PAT, FRAN = "dee.school", "sam.social", "pat.police", "fran.frontdoor"


def opened(westhaven: Any, request: UUID, who: str, **later: int) -> Any:
    shown = asking.open_request(request, by=westhaven.person(who), at=westhaven.now + timedelta(**later))
    assert isinstance(shown, asking.RequestShown)
    return shown


def listed(westhaven: Any, request: UUID, who: str, **later: int) -> Any:
    lines = asking.requests(by=westhaven.person(who), at=westhaven.now + timedelta(**later))
    return next(line for line in lines if line.request == request)


def say(westhaven: Any, request: UUID, words: str, who: str, **later: int) -> None:
    at = westhaven.now + timedelta(**later)
    assert asking.say(request, words, by=westhaven.person(who), at=at) is True


def test_whoever_asked_withdraws_and_both_read_that_it_is_over(client: Any, westhaven: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    request = a_request(westhaven)
    draft = answered(westhaven, start={"request": request})
    sign_in(client, Account.objects.get(username=SAM))
    page = reverse("request", args=[request])
    over = reverse("request_withdraw", args=[request])
    assert over in client.get(page).content.decode()
    assert client.post(over, {}).status_code == 400, "it says why"
    for _ in range(2):
        assert client.post(over, {"because": "by_mistake"})["Location"] == page
    assert "You have withdrawn this." in client.get(page).content.decode()
    for who in (DEE, SAM):
        shown = opened(westhaven, request, who)
        assert (shown.line.state, shown.is_withdrawn, shown.what) == ("withdrawn", True, "How often he was away")
        assert [turn.kind for turn in shown.turns] == ["asked", "withdrawn"]
        assert shown.turns[-1].words == "It was asked by mistake"
        assert not listed(westhaven, request, who, days=30).is_late
    # Whoever was working on an answer is told, and nothing goes
    stopped = problems(sharing.decide(draft, decision(), by=westhaven.person(DEE), at=westhaven.now))
    assert stopped["choice"] == sharing.WITHDRAWN_MEANWHILE
    assert isinstance(sharing.start(request=request, by=westhaven.person(DEE), at=westhaven.now), NothingToShow)
    # New facts open it again, and what was said stands
    say(westhaven, request, "It was the right boy after all.", SAM)
    assert opened(westhaven, request, DEE).line.state == "waiting"
    assert len(opened(westhaven, request, DEE).turns) == 3


def test_each_reads_on_which_number_to_ring_the_other(westhaven: Any) -> None:
    request = a_request(westhaven)
    numbers = {who: opened(westhaven, request, who).ring.phone for who in (DEE, SAM)}
    with westhaven.as_role("worker"):
        from goldenthread.service.store.models import Agency

        asks = {SAM: SCHOOL, DEE: westhaven.person(SAM).agency}
        assert numbers == {who: Agency.objects.get(pk=other).ask["phone"] for who, other in asks.items()}
    assert numbers[SAM] != numbers[DEE]


def test_a_withdrawal_stands_in_the_ledger_of_the_child(westhaven: Any) -> None:
    from goldenthread.service.store.models import InformationRequest, LedgerPayload

    look, sam = westhaven.look(SAM, "protection-plan"), westhaven.person(SAM)
    wanted = Asking(agency=SCHOOL, child=look.name, what="How often he was away", why="A worry about him")
    request = asking.ask(wanted, look=look.look, by=sam, at=westhaven.now)
    assert isinstance(request, UUID)
    assert asking.withdraw(request, "know_it", by=westhaven.person(FRAN), at=westhaven.now) is True, "a colleague may"
    with westhaven.as_role("worker"):
        person = InformationRequest.objects.get(pk=request).person_id
        entries = LedgerPayload.objects.filter(subject_id=person, deed=Deed.REQUEST_WITHDRAWN.value)
        said = [entry.payload["detail"] for entry in entries]
    assert [one["to"] for one in said if one["request"] == str(request)] == [SCHOOL]


def test_nobody_but_whoever_asked_withdraws_and_nobody_takes_back_an_answer(westhaven: Any) -> None:
    request, at = a_request(westhaven), westhaven.now
    for who in (DEE, PAT, "dan.dpo"):
        assert isinstance(asking.withdraw(request, "know_it", by=westhaven.person(who), at=at), NothingToShow)
    draft = answered(westhaven, start={"request": request})
    assert isinstance(sharing.decide(draft, decision(), by=westhaven.person(DEE), at=at), UUID)
    late = asking.withdraw(request, "know_it", by=westhaven.person(SAM), at=at)
    assert problems(late) == {"because": asking.HAS_ITS_ANSWER}
    assert opened(westhaven, request, SAM).line.state == "answered"


def test_the_form_offers_the_reasons_that_the_action_takes() -> None:
    offered = {value for value, _ in WithdrawForm().fields["because"].choices}
    assert offered == set(asking.WHY_WITHDRAWN)


def test_the_clock_stands_still_until_it_is_explained_and_the_time_is_added(westhaven: Any) -> None:
    request = a_request(westhaven)
    due = opened(westhaven, request, SAM).line.due_at
    say(westhaven, request, "Which of the two boys?", DEE, days=1)
    say(westhaven, request, "And since when, please?", DEE, days=2)
    for who in (DEE, SAM):
        for line in (listed(westhaven, request, who, days=20), opened(westhaven, request, who, days=20).line):
            assert line.stands_still_since == westhaven.now + timedelta(days=1)
            assert not line.is_late, "nobody waits for whoever was asked"
    say(westhaven, request, "The younger, since May.", SAM, days=11)
    say(westhaven, request, "He is seven years old.", SAM, days=12)
    line = listed(westhaven, request, DEE, days=12)
    assert (line.due_at, line.stands_still_since) == (due + timedelta(days=10), None)
    assert not listed(westhaven, request, DEE, days=14).is_late
    assert listed(westhaven, request, DEE, days=16).is_late


def test_what_was_late_already_stays_late_while_it_is_explained(westhaven: Any) -> None:
    request = a_request(westhaven)
    say(westhaven, request, "Which of the two boys?", DEE, days=6)
    assert listed(westhaven, request, DEE, days=7).is_late
    say(westhaven, request, "The younger of the two.", SAM, days=8)
    assert listed(westhaven, request, SAM, days=8).is_late


@pytest.mark.parametrize(("choice", "state"), [(Choice.SHARE, "answered"), (Choice.DO_NOT_SHARE, "refused")])
def test_what_is_not_clear_can_be_answered_all_the_same(westhaven: Any, choice: Choice, state: str) -> None:
    request = a_request(westhaven)
    say(westhaven, request, "Which of the two boys?", DEE)
    draft = answered(westhaven, start={"request": request})
    assert isinstance(sharing.decide(draft, decision(choice=choice), by=westhaven.person(DEE), at=westhaven.now), UUID)
    assert opened(westhaven, request, SAM).line.state == state


def test_the_time_to_answer_leaves_out_what_the_asker_took_to_explain() -> None:
    from goldenthread.service.store.models import RequestTurn
    from tests.service.conftest import NOW

    said = (("asked", 0), ("clarification_asked", 4), ("explained", 100), ("answered", 102), ("reopened", 200))
    turns = [RequestTurn(kind=kind, at=NOW + timedelta(hours=hour)) for kind, hour in said]
    assert overseeing._hours_to_answer([turns]) == 6
