"""An objection stands on every later look, the sharer's own as well, and where the question comes up anew."""

from typing import Any

from goldenthread.service.actions import sharing
from goldenthread.service.actions.sharing_shapes import Choice
from tests.service.sharing_answers import answered, decision, person

DEE, SAM = "dee.school", "sam.social"
WEIGHED = "She goes hungry, and her safety comes first."


def test_whoever_shared_against_an_objection_sees_it_on_every_later_look_and_question(
    westhaven: Any, client: Any, sign_in: Any
) -> None:
    from goldenthread.service.store.models import Account

    by, at = westhaven.person(DEE), westhaven.now
    draft = answered(westhaven, people={"mother": person(view="objects")})
    sharing.decide(draft, decision(weighed={"mother": WEIGHED}), by=by, at=at)
    said = "22 November 2026: the mother objected to sharing with Westhaven Children's Social Care."
    page = westhaven.look(DEE, "protection-plan")
    assert f"{said} It was shared all the same: {WEIGHED}" in page.objections
    again = answered(westhaven)
    assert f"{said} It was shared all the same: {WEIGHED}" in sharing.open_draft(again, by=by, at=at).objections
    sign_in(client, Account.objects.get(username=DEE))
    screen = client.get(f"/sharing/{again}/people/").content.decode()
    assert "Somebody said no to sharing before." in screen
    assert WEIGHED in screen
    # What one agency was told is not shown to another by this way.
    assert westhaven.look("pat.police", "protection-plan").objections == ()


def test_an_objection_that_was_followed_is_shown_too_and_a_child_who_asks_for_secrecy(westhaven: Any) -> None:
    by, at = westhaven.person(SAM), westhaven.now
    draft = answered(westhaven, SAM, people={"child": person(view="asks_for_secrecy")})
    sharing.decide(draft, decision(choice=Choice.DO_NOT_SHARE), by=by, at=at)
    (said,) = westhaven.look(SAM, "protection-plan").objections
    assert said.endswith("Nothing was shared then.")
    assert "the child asked that others are not told" in said
