"""The clock of a request: it stands still while whoever was asked waits to hear what is meant."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from goldenthread.service.store.models import RequestTurn

ASKS_WHAT_IS_MEANT = "clarification_asked"


def stands_still_since(turns: Iterable[RequestTurn]) -> datetime | None:
    """Since when the clock has stood still; nothing where it runs. Shape: the turns in order, or none of them."""
    since = None
    for turn in turns:
        since = (since or turn.at) if turn.kind == ASKS_WHAT_IS_MEANT else None
    return since


def stood_still(turns: Iterable[RequestTurn]) -> timedelta:
    """How long the clock stood still within these turns. Shape: the turns in order."""
    total, since = timedelta(), None
    for turn in turns:
        if turn.kind == ASKS_WHAT_IS_MEANT:
            since = since or turn.at
        elif since is not None:
            total, since = total + (turn.at - since), None
    return total
