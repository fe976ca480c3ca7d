"""Dates of birth that are written and cannot be, as linkage compares them: by their digits, and no further.

Seven of eight digits right say as much of a person as those of any date with a slip. Which slip it was they do not say,
so nothing is made of such a date that only a day on which somebody was born can tell: no age, and of a year in which
nobody can have been born no distance to other years, nor that two records tell the same birth by themselves.
"""

import re
from datetime import date

EARLIEST_YEAR = 1000
"""As intake reads years that stand alone."""
_EIGHT_DIGITS = re.compile(r"[0-9]{8}")


def digits_written(text: str) -> str | None:
    """The digits, where ``text`` is year, month and day in eight of them."""
    return text if _EIGHT_DIGITS.fullmatch(text) else None


def year_written(digits: str, *, on: date) -> int | None:
    """The year, where somebody can have been born in it by the day ``on``."""
    year = int(digits[:4])
    return year if EARLIEST_YEAR <= year <= on.year else None


def is_a_day(digits: str) -> bool:
    """Whether there is such a day. Shape: eight digits."""
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
