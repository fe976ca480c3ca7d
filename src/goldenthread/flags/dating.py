"""How old a piece of news is, in plain words."""

from datetime import date

OLD_AFTER_DAYS = 30
"""Agencies send their data at least each month. Older than that, somebody should ring before relying on it."""


def currency(as_of: date | None, *, on: date | None = None, old_after_days: int = OLD_AFTER_DAYS) -> str:
    """Say as of when something was so and, given today's date, warn when that is long ago."""
    if as_of is None:
        return "Nobody says as of when. Ring to check."
    if on is None:
        return plain_date(as_of)
    days = (on - as_of).days
    if days > old_after_days:
        return f"{plain_date(as_of)}, {days} days ago. Things may have changed. Ring to check."
    return f"{plain_date(as_of)}, {_ago(days)}"


def plain_date(day: date) -> str:
    """A date as it is said, such as 3 March 2026."""
    return f"{day.day} {day:%B %Y}"


def _ago(days: int) -> str:
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"
