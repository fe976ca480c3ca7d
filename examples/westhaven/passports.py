"""Passports of children who arrived from elsewhere, as social care and housing have copied them, slips included.

Nobody's number is among them: the country that issued them all is Utopia (UTO), of the specimens in ICAO Doc 9303. What
is drawn here comes from a stream of its own for each child and dataset, so that nothing else of the area depends on it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from examples.westhaven.chance import Streams, day_between, years_before
from examples.westhaven.events import Lives
from examples.westhaven.world import Family, FamilyKind, Person

COUNTRY = "UTO"
STORY = "two-spellings"
VALID_YEARS = 5
"""A child's passport; an adult's is valid for ten."""

_HAS_ONE = 0.8
_MISTYPED, _WITHOUT_COUNTRY, _THE_ONE_BEFORE = 0.05, 0.1, 0.1
_SPREAD, _NUMBERS = 7_919, 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """As one dataset has it; all empty where it has none."""

    number: str = field(default="", repr=False)
    country: str = field(default="", repr=False)
    issued: date | None = field(default=None, repr=False)
    expires: date | None = field(default=None, repr=False)


NONE = Passport()


def passport_in(
    dataset: str, family: Family, child: Person, *, lives: Lives, streams: Streams, today: date
) -> Passport:
    """Give the passport that a dataset has of a child, if the child came with one and has reason to have shown it."""
    is_of_story = family.story == STORY
    arrived = family.kind is FamilyKind.UNACCOMPANIED or "no_recourse_to_public_funds" in lives.of(child)
    own = streams.of("passports", child.entity)
    has_one = own.random() < _HAS_ONE
    if not (is_of_story or (arrived and has_one)):
        return NONE
    issued = day_between(own, max(child.born, years_before(today, VALID_YEARS + 2)), today - timedelta(days=30))
    passport = Passport(
        number=_number(child, 0), country=COUNTRY, issued=issued, expires=_years_after(issued, VALID_YEARS)
    )
    return (
        passport
        if is_of_story
        else _as_copied(passport, child, streams.of("passports", dataset, child.entity).random())
    )


def _as_copied(passport: Passport, child: Person, slip: float) -> Passport:
    """Mistyped, without its country, or the one before it, which its dates tell."""
    number, country, issued, expires = passport.number, passport.country, passport.issued, passport.expires
    if slip < _MISTYPED:
        number = number[:-1] + str((int(number[-1]) + 1) % 10)
    elif slip < _MISTYPED + _WITHOUT_COUNTRY:
        country = ""
    elif (
        slip < _MISTYPED + _WITHOUT_COUNTRY + _THE_ONE_BEFORE
        and issued
        and issued > _years_after(child.born, VALID_YEARS)
    ):
        number, issued, expires = _number(child, 1), years_before(issued, VALID_YEARS), issued
    return Passport(number=number, country=country, issued=issued, expires=expires)


def _number(child: Person, which: int) -> str:
    """Two letters and seven digits, each number once."""
    return f"{('UT', 'UA')[which]}{int(child.entity[1:]) * _SPREAD % _NUMBERS:07d}"


def _years_after(day: date, years: int) -> date:
    return years_before(day, -years)
