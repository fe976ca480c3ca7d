"""How long a flag is shown: while it holds, for a time after, and then no more."""

from datetime import date, timedelta
from enum import StrEnum

from goldenthread.flags.catalogue import FlagKind, Happening


class FlagState(StrEnum):
    CURRENT = "current"
    """It goes on, as far as the agency's last word tells."""
    LAST_KNOWN = "last_known"
    """It was so when the agency last spoke, long ago. Files as old as that were loaded on purpose: nothing newer is."""
    RECENT = "recent"
    """It happened of late, or it ended of late and is still worth knowing."""
    ENDED = "ended"
    """It is over and no longer shown. Noticing leaves it out; one that was kept is withheld from that day."""


def holds_until(kind: FlagKind, *, since: date | None, until: date | None, observed_at: date | None) -> date | None:
    """The last day on which a flag holds. None when nothing ends it: no end is given and no day to count from."""
    life = timedelta(days=kind.lives_for_days)
    if kind.happening is Happening.EVENT:
        happened = since or until or observed_at
        return None if happened is None else happened + life
    limits = [day for day in (until, observed_at and observed_at + life) if day is not None]
    return min(limits, default=None)


def state_of(
    kind: FlagKind, *, since: date | None, until: date | None, on: date, observed_at: date | None = None
) -> FlagState | None:
    """Say how a flag stands on a day, or None when it has not begun.

    Give ``observed_at``, the day on which the agency last said so. Without it an episode with no end is taken to
    go on.
    """
    if since is not None and since > on:
        return None
    last = holds_until(kind, since=since, until=until, observed_at=observed_at)
    if last is None or on <= last:
        return FlagState.RECENT if kind.happening is Happening.EVENT else FlagState.CURRENT
    if on <= last + timedelta(days=kind.ended_shown_for_days):
        return FlagState.RECENT
    return FlagState.ENDED


def was_so_in_kept_files(
    kind: FlagKind,
    *,
    since: date | None,
    until: date | None,
    observed_at: date | None,
    true_on: date,
    loaded_on: date,
) -> bool:
    """Whether an episode was too old on the day it was loaded, and shown all the same by files true on an older day.

    Such files were loaded as of that day knowingly, so the last word in them is told as the last word. What was fresh
    when it was loaded grows old as anything does, what an agency ended stays ended, and an event keeps its short life.
    """
    if kind.happening is Happening.EVENT or until is not None or observed_at is None:
        return False
    last = holds_until(kind, since=since, until=until, observed_at=observed_at)
    then = state_of(kind, since=since, until=until, on=true_on, observed_at=observed_at)
    return last is not None and last < loaded_on and then in {FlagState.CURRENT, FlagState.RECENT}
