"""The digits of a date of birth that is written and is no date, or none that can be: for linkage alone.

A wrong digit, or day and month exchanged, makes 31 February, month 42 or a year that is yet to come as readily as
another date. Nobody was born then; but the seven digits that are right tell a person as those of any date with a slip
do. So does a letter that looks like a digit. The agency is told of each as before, and nobody is shown one.
"""

import re
from collections.abc import Callable

from goldenthread.intake.values import MONTHS, PLACEHOLDER_DATES, century_of, shapes_of

_LIKE_DIGITS = str.maketrans("OoQIl|", "000111")
_STANDS_FOR_NOT_KNOWN = frozenset((77, 88, 97, 98, 99))
"""As a day or a month these are codes for what nobody knows, which many people share."""
_FILLED_IN = re.compile(r"[0-9]{4}1231|[0-9]{2}(00|50|99)0101|([0-9])\2{3}[0-9]{4}")
"""What a system puts where no date is known: the last day of a year that cannot be, the first of a century or its half,
a year of one digit. The first of January of any other year is of one in which a digit is wrong: it is often the year
alone."""
_LAST_OF_SYSTEMS = ("20380119", "20790606", "21060207", "22620411")
"""The last days that some systems can count to, put for no date as 31 December 9999 is."""
_PLACEHOLDERS = frozenset((*_LAST_OF_SYSTEMS, *(day.isoformat().replace("-", "") for day in PLACEHOLDER_DATES)))


def digits_reader(formats: str) -> Callable[[str], str | None]:
    """A function that reads year, month and day as eight digits, whether they are a day or not.

    Shape: ``formats`` as ``values.date_reader`` takes them. None where no format reads all three, and where what is
    written stands for a date that is not known.
    """
    shapes = shapes_of(formats)

    def read(raw: str) -> str | None:
        for text in (raw, raw.translate(_LIKE_DIGITS)):
            for shape, order in shapes:
                if found := shape.fullmatch(text):
                    return _digits_of(dict(zip(order, found.groups(), strict=True)))
        return None

    return read


def _digits_of(parts: dict[str, str]) -> str | None:
    named = (parts.get("b") or parts.get("B") or "")[:3].lower()
    month, day = int(parts.get("m") or MONTHS.get(named, 0)), int(parts.get("d") or 0)
    if not month or not day or not {month, day}.isdisjoint(_STANDS_FOR_NOT_KNOWN):
        return None
    if "Y" in parts:
        year = int(parts["Y"])
    elif "y" in parts:
        year = century_of(int(parts["y"]))
    else:
        return None
    digits = f"{year:04d}{month:02d}{day:02d}"
    return None if digits in _PLACEHOLDERS or _FILLED_IN.fullmatch(digits) else digits
