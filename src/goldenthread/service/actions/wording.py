"""The small phrases that several screens share."""

import re
from datetime import date

ADULT_FROM_YEARS = 18
NAME_NOT_HELD = "Name not held"
"""What a page calls somebody of whom no agency sent a name, as in a return that goes by numbers alone."""


def name_in_words(given_name: str, family_name: str) -> str:
    """A name as people write it. Systems that know only capitals are not copied on the page; the data keeps them."""
    name = f"{given_name} {family_name}".strip()
    return re.sub(r"\b[^\W\d_]{2,}", lambda word: _ordinary(word.group()), name) or NAME_NOT_HELD


def _ordinary(word: str) -> str:
    return word.capitalize() if word.isupper() else word


def age_in_words(born: date | None, *, on: date) -> str:
    """An age as people say it: weeks, then months, then years."""
    if born is None:
        return "age not known"
    days = (on - born).days
    if days < 0:
        return "not yet born"
    if days < 7 * 13:
        return _count(days // 7, "week")
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months < 24:
        return _count(months, "month")
    return _count(months // 12, "year")


def years_old(born: date | None, *, on: date) -> int | None:
    """Whole years of age on a day."""
    return None if born is None else on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def how_sure(certainty: str) -> str:
    """How sure the index is that the records joined here are one person, in words."""
    return {
        "certain": "We are sure these records are one child",
        "probable": "These records are very likely one child",
        "possible": "These records may be more than one child: check before you act",
    }.get(certainty, "How sure we are is not known: check before you act")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'} old"
