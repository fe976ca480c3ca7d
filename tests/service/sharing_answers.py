"""An ordinary question of sharing, answered: a teacher, a neglected child, the front door. Tests say what differs."""

from typing import Any
from uuid import UUID

CSC = "westhaven-childrens-social-care"
POLICE = "westhaven-police"
SCHOOL = "harbour-lane-school"


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
    from goldenthread.service.actions import sharing
    from goldenthread.service.actions.sharing_shapes import Step

    by, at = westhaven.person(username), westhaven.now
    begun = start if start is not None else {"look": westhaven.look(username, story).look}
    draft = sharing.start(**begun, by=by, at=at)
    assert isinstance(draft, UUID), draft
    said = {"child": person(), "mother": person(), **(people or {})}
    for step, answers in (
        (Step.WORRY, worried or worry()),
        (Step.ITEMS, things or [thing()]),
        (Step.PEOPLE, said),
        (Step.WEIGH, weighed or risks()),
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
