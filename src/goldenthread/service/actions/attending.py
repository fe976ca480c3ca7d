"""Who came in, who could not, who left, and who was turned away at a door: each is written down."""

from datetime import datetime

from goldenthread.audit import Deed
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.vocabulary import Outcome


def sign_in(*, by: Practitioner | None, at: datetime) -> None:
    """Write down that somebody signed in with both factors."""
    with doing(by=by, at=at) as action:
        action.record(Deed.SIGNED_IN)


def sign_in_failed(*, at: datetime) -> None:
    """Write down that a sign-in failed. What was typed is not kept: it may be a password in the wrong box."""
    with doing(by=None, at=at) as action:
        action.record(Deed.SIGN_IN_FAILED)


def sign_out(*, by: Practitioner | None, at: datetime) -> None:
    """Write down that somebody signed out."""
    with doing(by=by, at=at) as action:
        action.record(Deed.SIGNED_OUT)


def turn_away(route: str, *, by: Practitioner | None, at: datetime) -> None:
    """Write down that somebody asked for a page their role may not open. They are told that nothing is there."""
    with doing(by=by, at=at) as action:
        action.record(Deed.REFUSED, outcome=Outcome.WITHHOLD.value, detail={"what": f"page {route}"})
