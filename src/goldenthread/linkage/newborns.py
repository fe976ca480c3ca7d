"""What stands in the place of a newborn's forename is none: "Baby", "Male Infant", "Twin 1", "Baby of Sarah".

"Baby" by itself is a forename of adults, too, in India above all, and a surname: so it is none only where the record is
a child's, or was written within a year of the birth, or tells no birth date.
"""

import re
from datetime import date
from enum import IntEnum
from functools import lru_cache

from goldenthread.linkage.cleaning import fold
from goldenthread.linkage.tables import listed

_WORDS = re.compile(r"[a-z]+|[0-9]+")
ADULT_YEARS = 18
NEWBORN_DAYS = 366
MOST_WORDS = 6
"""A longer text is no forename, whatever stands there."""


class Stands(IntEnum):
    """Whether a text stands for a newborn's forename."""

    NO = 0
    BY_AGE = 1
    """Only where the record is a newborn's, as far as it tells."""
    ALWAYS = 2


@lru_cache(maxsize=50_000)
def stands_for_a_newborn(text: str) -> Stands:
    told = _WORDS.findall(fold(text))
    if not listed("newborn").intersection(told) or len(told) > MOST_WORDS:
        return Stands.NO
    sure = bool(listed("newborn_for_sure").intersection(told))
    if sure and (told[0] in listed("newborn") and told[1:2] and told[1] in listed("newborn_for_sure")):
        return Stands.ALWAYS  # a name may follow: Baby Boy Smith, Infant of Sarah
    if sure and "of" in told and told[0] in listed("newborn"):
        return Stands.ALWAYS
    if not all(word in listed("newborn") or word in listed("newborn_beside") for word in told):
        return Stands.NO
    return Stands.ALWAYS if sure else Stands.BY_AGE


def is_of_a_newborn(born: date | None, known_at: date | None, *, on: date) -> bool:
    """Whether "Baby" on this record can be no name. ``born`` is a year's first day where only the year is known."""
    if born is None or (known_at is not None and (known_at - born).days <= NEWBORN_DAYS):
        return True
    return (born.year + ADULT_YEARS, born.month, born.day) > (on.year, on.month, on.day)


def forename_told(text: str | None, born: date | None, known_at: date | None, *, on: date) -> str | None:
    """The text, or nothing where it stands for a newborn's forename."""
    if text is None:
        return None
    match stands_for_a_newborn(text):
        case Stands.NO:
            return text
        case Stands.BY_AGE:
            return None if is_of_a_newborn(born, known_at, on=on) else text
        case Stands.ALWAYS:
            return None


def number_at_birth(text: str) -> str | None:
    """Which of those born together: "2" of "Twin 2", "Baby B", "Twin II" and "Second Twin"; else nothing.

    Twin 1 and Twin 2 of one day are two people, whatever else agrees.
    """
    if stands_for_a_newborn(text) is Stands.NO:
        return None
    told = _WORDS.findall(fold(text))
    before = told[: told.index("of")] if "of" in told else told
    return next((_NUMBERS[word] for word in before if word in _NUMBERS), None)


_NUMBERS = {
    word: str(number)
    for number, words in enumerate(("one first i a 1", "two second ii b 2", "three third iii c 3"), start=1)
    for word in words.split()
}
