"""The exact ways in which a person can be found, as normalised text: made when people are stored and when sought.

A key that names a place is never made for a hidden person, so a search that uses a place cannot find one
(the rule of the NHS Personal Demographics Service for restricted patients).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from unidecode import unidecode

_NOT_A_LETTER = re.compile(r"[^a-z]+")
_NOT_POSTCODE = re.compile(r"[^A-Z0-9]+")


def normal_name(name: str) -> str:
    """A name as a key sees it: letters only, no case, accents or spaces."""
    return _NOT_A_LETTER.sub("", unidecode(name).lower())


def normal_postcode(postcode: str) -> str:
    return _NOT_POSTCODE.sub("", postcode.upper())


def identifier_key(kind: str, value: str) -> str:
    return f"{kind}|{value}"


def name_keys(given: str, family: str, born: date) -> Iterator[str]:
    """Keys for a full name with a date of birth, whichever way round the name and the day and month were written."""
    one, other = normal_name(given), normal_name(family)
    if not (one and other):
        return
    for day in _days(born):
        yield f"name|{'|'.join(sorted((one, other)))}|{day}"


def place_keys(given: str, family: str, born: date, postcode: str) -> Iterator[str]:
    """Keys that also name a place, so that either name may have changed."""
    place = normal_postcode(postcode)
    if not place:
        return
    for name in {normal_name(given), normal_name(family)} - {""}:
        for day in _days(born):
            yield f"place|{name}|{day}|{place}"


def keys_of_person(
    *,
    names: Iterable[tuple[str, str]],
    births: Iterable[date],
    postcodes: Iterable[str],
    identifiers: Iterable[tuple[str, str]],
    hidden: bool,
) -> frozenset[str]:
    """Every key under which a person is found: names and birth dates as anybody holds them.

    Shape: ``names`` are (given, family), ``births`` whole days, ``identifiers`` (kind, value).
    """
    keys = {identifier_key(kind, value) for kind, value in identifiers}
    places = set(postcodes)
    for (given, family), born in product(set(names), set(births)):
        keys.update(name_keys(given, family, born))
        if not hidden:
            keys.update(key for place in places for key in place_keys(given, family, born, place))
    return frozenset(keys)


def _days(born: date) -> Iterator[str]:
    yield born.isoformat()
    if born.day <= 12 and born.day != born.month:
        yield date(born.year, born.day, born.month).isoformat()
