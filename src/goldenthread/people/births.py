"""When a person was born, as far as their records agree."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from goldenthread.people.reading import Described
from goldenthread.people.weighing import best

DAY = "day"
_PRECISIONS = (DAY, "month", "year", "placeholder")


class Birth(NamedTuple):
    """The chosen date of birth, and how the records that give another one differ from it."""

    day: date | None
    precision: str
    swapped: int
    """Agencies with the day and the month the other way round."""
    differing: int
    """Agencies with another date that no slip explains."""


def birth_of(records: Sequence[Described]) -> Birth:
    """Choose the best supported date of birth, counting a swapped day and month as support for the person.

    A whole date goes before a month, a month before a year; a placeholder such as 1 January 1900 is used last.
    """
    given = [(r.date_of_birth, precision_of(r), r) for r in records if r.date_of_birth is not None]
    if not given:
        return Birth(None, "", 0, 0)
    precision = min((p for _, p, _ in given), key=_PRECISIONS.index)
    chosen = best([(day, record) for day, p, record in given if p == precision])
    if chosen is None:
        return Birth(None, "", 0, 0)
    others = {(record.dataset, day) for day, p, record in given if p == DAY and day != chosen}
    swapped = {dataset for dataset, day in others if is_swapped(day, chosen)}
    differing = {dataset for dataset, day in others if not is_swapped(day, chosen)}
    return Birth(chosen, precision, len(swapped), len(differing) if precision == DAY else 0)


def is_swapped(one: date, other: date) -> bool:
    """Say whether two dates are the same with day and month the other way round."""
    return one.year == other.year and (one.day, one.month) == (other.month, other.day) and one != other


def age_on(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def precision_of(record: Described) -> str:
    return record.date_of_birth_precision if record.date_of_birth_precision in _PRECISIONS else DAY
