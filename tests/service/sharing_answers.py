"""An ordinary question of sharing, answered: a teacher, a neglected child, the front door. Tests say what differs."""

from typing import Any
from uuid import UUID

CSC = "westhaven-childrens-social-care"
POLICE = "westhaven-police"
SCHOOL = "harbour-lane-school"
DEE, SAM = "dee.school", "sam.social"


def worry(**differs: Any) -> dict[str, Any]:
    ordinary = {
        "immediacy": "urgent",
        "kinds": ["neglect"],
        "level": "risk_of_harm",
        "evidence": "professional_observation",
        "purpose": "safeguard_child",
        "recipient": CSC,
        "recipient_kind": "",
        "recipient_name": "",
        "is_checked": False,
        "is_near_risk": False,
        "people": ["mother"],
        "unnamed": "",
    }
    return {**ordinary, **differs}


def thing(**differs: Any) -> dict[str, Any]:
    ordinary = {
        "words": "She came to school hungry on four days this week.",
        "about": "child",
        "status": "fact",
        "needed": "yes",
        "marks": [],
        "standing": "",
    }
    return {**ordinary, **differs}


def person(**differs: Any) -> dict[str, Any]:
    return {"danger": "no", "view": "agrees", "telling": "safe", "unsafe": [], **differs}


def risks(**differs: Any) -> dict[str, Any]:
    ordinary = {
        "risk_if_shared": "Her mother may be upset with the school.",
        "risk_if_not": "She may go hungry for longer.",
        "worse": "not_sharing",
        "relevant": "yes",
        "helps": "yes",
        "grounds": [],
        "evidence": "",
        "review_on": "",
    }
    return {**ordinary, **differs}


def answered(
    westhaven: Any,
    username: str = "dee.school",
    story: str = "protection-plan",
    *,
    start: dict[str, Any] | None = None,
    worried: dict[str, Any] | None = None,
    things: list[dict[str, Any]] | None = None,
    people: dict[str, Any] | None = None,
    weighed: dict[str, Any] | None = None,
) -> UUID:
    """A draft with every screen answered. Without ``start`` it begins from the child's page."""
    from goldenthread.service.actions import casework, sharing
    from goldenthread.service.actions.sharing_shapes import Step

    by, at = westhaven.person(username), westhaven.now
    begun = start if start is not None else {"look": westhaven.look(username, story).look}
    draft = sharing.start(**begun, by=by, at=at)
    assert isinstance(draft, UUID), draft
    asked = {"worry": worried or worry(), "items": things or [thing()]}
    concerned = dict.fromkeys(casework.people_of(asked), person(danger="unknown", view="unknown", telling="unknown"))
    said = {**concerned, "child": person(), "mother": person(), **(people or {})}
    judged = weighed or risks()
    if casework.is_sensitive(asked):
        judged = {"policy_document": "unknown", **judged}
    if casework.may_be_ordered(asked):
        judged = {"ordered": "no", **judged}
    for step, answers in (
        (Step.WORRY, asked["worry"]),
        (Step.ITEMS, asked["items"]),
        (Step.PEOPLE, said),
        (Step.WEIGH, judged),
    ):
        sharing.keep(draft, step, answers, by=by, at=at)
    return draft


def decision(**differs: Any) -> Any:
    from goldenthread.service.actions.sharing_shapes import Choice, Decided, Told

    ordinary: dict[str, Any] = {
        "choice": Choice.SHARE,
        "items": (0,),
        "why": "She is hungry and nobody at home answers.",
        "basis": "art6_1_e",
        "told": {"child": (Told.TOLD, ""), "mother": (Told.TOLD, "")},
    }
    return Decided(**{**ordinary, **differs})


def decide(westhaven: Any, draft: UUID, **differs: Any) -> Any:
    from goldenthread.service.actions import sharing

    return sharing.decide(draft, decision(**differs), by=westhaven.person(DEE), at=westhaven.now)


def problems(outcome: Any) -> dict[str, str]:
    from goldenthread.service.actions.sharing_shapes import NotYet

    assert isinstance(outcome, NotYet), outcome
    return dict(outcome.problems)


def received(westhaven: Any, record: UUID, who: str = SAM) -> Any:
    """What a record let somebody's agency have, as they open it."""
    from goldenthread.service.actions import releasing
    from goldenthread.service.store.models import Release

    with westhaven.as_role("worker"):
        release = Release.objects.get(record_id=record).id
    return releasing.open_release(release, by=westhaven.person(who), at=westhaven.now)


def record_of(westhaven: Any, record: UUID, who: str = DEE) -> Any:
    from goldenthread.service.actions import recording

    return recording.open_record(record, by=westhaven.person(who), at=westhaven.now)


def a_request(westhaven: Any, **differs: Any) -> UUID:
    """Social care asks a school for something ordinary."""
    from goldenthread.service.actions import asking
    from goldenthread.service.actions.sharing_shapes import Asking

    ordinary = {
        "agency": SCHOOL,
        "child": "A pupil of year 5",
        "what": "How often he was away",
        "why": "A worry about him",
    }
    made = asking.ask(Asking(**{**ordinary, **differs}), by=westhaven.person(SAM), at=westhaven.now)
    assert isinstance(made, UUID)
    return made
