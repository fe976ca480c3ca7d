"""How long each step of sharing may take, and how long an unfinished question is kept: an area sets its own.

The file that ``GOLDEN_THREAD_TIME_LIMITS`` names may set any of them; what it leaves out stays as it is here.
"""

from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from goldenthread.vocabulary import read_document

LONGEST_HOURS = 24 * 366


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """Unit: whole hours."""

    answer_an_urgent_request: int = 24
    answer_a_request: int = 5 * 24
    advise_urgently: int = 4
    advise: int = 2 * 24
    record_an_emergency: int = 24
    remind_of_an_owed_record: int = 4
    say_what_became_of_it: int = 7 * 24
    keep_an_unfinished_question: int = 28 * 24

    def __post_init__(self) -> None:
        for one in fields(self):
            if not 1 <= getattr(self, one.name) <= LONGEST_HOURS:
                raise ValueError(f"{one.name}: give whole hours from 1 to {LONGEST_HOURS}")


def read_time_limits(path: str) -> TimeLimits:
    """The limits of a file, or the usual ones where none is named. Raises: UnreadableDocument."""
    return read_document(Path(path), TimeLimits) if path else TimeLimits()


def time_limits() -> TimeLimits:
    limits: TimeLimits = settings.TIME_LIMITS
    return limits


def after(hours: int) -> timedelta:
    return timedelta(hours=hours)


def in_words(hours: int) -> str:
    """As a screen says it: “an hour”, “30 hours”, “a day”, “5 days”."""
    if hours % 24:
        return "an hour" if hours == 1 else f"{hours} hours"
    return "a day" if hours == 24 else f"{hours // 24} days"


def lasts(limit: str) -> str:
    """How long one of the limits is, as a screen says it."""
    return in_words(getattr(time_limits(), limit))
