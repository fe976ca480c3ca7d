"""To ask about a child is to tell somebody: the same rules answer it before the question goes."""

from typing import Any
from uuid import UUID

import pytest

from goldenthread.service.actions import asking, recording
from goldenthread.service.actions.asking_weighed import PARENTS
from goldenthread.service.actions.sharing_shapes import Asking, NotYet
from goldenthread.service.portal import sharing_words
from goldenthread.service.portal.record_pages import parts_of

SAM = "sam.social"
LETTER: dict[str, Any] = {
    "agency": "quayside-surgery",
    "child": "Tom, 6",
    "what": "Everything in his medical file",
    "why": "An unsigned letter says that he is neglected",
    "level": "risk_of_harm",
    "evidence": "anonymous",
    "parents": "unasked",
}


def put(westhaven: Any, **differs: Any) -> Any:
    return asking.ask(Asking(**{**LETTER, **differs}), by=westhaven.person(SAM), at=westhaven.now)


def records(westhaven: Any) -> list[Any]:
    from goldenthread.service.store.models import DecisionRecord

    with westhaven.as_role("worker"):
        return [row for row in DecisionRecord.objects.all() if "Dan said" in row.content.get("advice", "")]


def test_an_unsigned_letter_is_no_ground_to_ask_a_surgery_behind_the_parents_backs(westhaven: Any) -> None:
    from goldenthread.service.store.models import InformationRequest

    outcome = put(westhaven)
    assert isinstance(outcome, NotYet)
    ((field, says),) = outcome.problems
    assert field == "advice"
    assert "asking others about a family already tells them" in says
    assert "Speak with the parents first unless that is unsafe" in says
    with westhaven.as_role("worker"):
        assert not InformationRequest.objects.filter(what=LETTER["what"]).exists()


@pytest.mark.parametrize(
    "differs",
    [
        pytest.param({"parents": "agree"}, id="the parents agree"),
        pytest.param({"evidence": "professional_observation"}, id="somebody saw signs"),
        pytest.param({"agency": "westhaven-police"}, id="those who find out what is in it"),
    ],
)
def test_what_the_rules_allow_is_asked_at_once(westhaven: Any, differs: dict[str, Any]) -> None:
    assert isinstance(put(westhaven, **differs), UUID)


def test_asked_against_the_rules_after_advice_it_leaves_a_record(westhaven: Any) -> None:
    request = put(westhaven, advice="Dan said to ask only if he was seen this year.")
    assert isinstance(request, UUID)
    (row,) = records(westhaven)
    shown = recording.open_record(row.id, by=westhaven.person(SAM), at=westhaven.now)
    said = dict(line for part in parts_of(shown).parts for line in part.lines)
    assert said["Advice taken"] == "Dan said to ask only if he was seen this year."
    assert said["Why"] == LETTER["why"]
    assert row.advised == "do_not_share"
    # Whom it was put to reads the question, and not the advice.
    theirs = asking.open_request(request, by=westhaven.person("gita.gp"), at=westhaven.now)
    assert "Dan said" not in str(theirs)


def test_a_purpose_that_nobody_names_is_not_enough_to_ask(westhaven: Any) -> None:
    outcome = put(westhaven, purpose="other", evidence="fact")
    assert isinstance(outcome, NotYet)


def test_the_screen_asks_what_the_rules_turn_on(westhaven: Any, client: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    assert set(sharing_words.PARENTS) == set(PARENTS)
    sign_in(client, Account.objects.get(username=SAM))
    typed = {**LETTER, "purpose": "safeguard_child", "urgency": "routine", "adult": "", "power": "", "advice": ""}
    page = client.post("/requests/new/", typed)
    assert page.status_code == 400
    assert "asking others about a family already tells them" in page.content.decode()
    unsaid = client.post(
        "/requests/new/", {k: v for k, v in typed.items() if k not in ("level", "evidence", "parents")}
    )
    for missing in ("Say how serious it is", "Say how you know", "Say what the parents say of it"):
        assert missing in unsaid.content.decode()
