"""Single values parsed at the door: text, dates, sex, postcodes. Each answers with the value and what was wrong."""

import calendar
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from goldenthread.intake.reasons import Reason
from goldenthread.vocabulary import issuing_state

LONGEST_TEXT_CHARACTERS = 300
LONGEST_NAME_CHARACTERS = 120
LONGEST_ID_CHARACTERS = 64
OLDEST_YEARS = 120
TOO_LONG_AGO = "too_long_ago"
"""The precision of a date of birth that lies further back: kept for linkage, and nobody's birthday.

Where only its month or year is known, that stands before it."""

PLACEHOLDER_DATES = frozenset(
    {
        date(1, 1, 1),
        date(1111, 11, 11),
        date(1753, 1, 1),
        date(1800, 1, 1),
        date(1899, 12, 30),
        date(1899, 12, 31),
        date(1900, 1, 1),
        date(1900, 1, 2),
        date(1901, 1, 1),
        date(9999, 9, 9),
        date(9999, 12, 31),
    }
)
WRITTEN_SHORT = date(2000, 1, 1)
"""What 1 January 1900 is read as where it is written with two digits, 01/01/00: far oftener that than a birthday."""
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffd\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
_SPACES = re.compile(r"\s+")
_NOTHING = frozenset(
    {"-", "--", "---", ".", "?", "??", "n/a", "#n/a", "n/k", "not known", "not recorded", "not applicable"}
)
_PRINTABLE = bytes(range(0x20, 0x7F))
_POSTCODE = re.compile(r"(GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2})")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,63}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,9})?%?")

Parsed = tuple[str | None, Reason | None]
Dated = tuple[date | None, str, Reason | None]
Shape = tuple[re.Pattern[str], tuple[str, ...]]
"""What a date looks like in one format, and which of its parts each group is, by the letter of its code."""

SEX_WORDS: Mapping[str, str] = {
    "f": "female",
    "female": "female",
    "2": "female",
    "girl": "female",
    "woman": "female",
    "m": "male",
    "male": "male",
    "1": "male",
    "boy": "male",
    "man": "male",
    "o": "other",
    "x": "other",
    "other": "other",
    "i": "other",
    "indeterminate": "other",
    "9": "unknown",
    "0": "unknown",
    "u": "unknown",
    "unknown": "unknown",
    "not known": "unknown",
    "not specified": "unknown",
}
YES = frozenset({"y", "yes", "true", "t", "1"})
NO = frozenset({"n", "no", "false", "f", "0", ""})


def clean_text(raw: str) -> Parsed:
    """Text in one normal form, with single spaces; hidden characters and placeholders are refused."""
    if raw.isascii() and raw.isprintable() and "  " not in raw:  # nearly always, and quickly told
        text = raw.strip()
    elif _HIDDEN.search(raw):
        return None, Reason.HIDDEN_CHARACTERS
    else:
        text = _SPACES.sub(" ", unicodedata.normalize("NFC", raw)).strip()
    if len(text) > LONGEST_TEXT_CHARACTERS:
        return None, Reason.TOO_LONG
    if text.casefold() in _NOTHING:
        return None, Reason.PLACEHOLDER_TEXT
    return text or None, None


def are_plain(texts: Sequence[str], *, longest: int) -> bool:
    """Whether ``clean_text`` would leave each of ``texts`` as it is, told of all at once. No is a safe answer.

    Shape: ``texts`` have no spaces around them; every reader sees to that.
    """
    whole = "|".join(texts)
    if not whole.isascii() or "  " in whole or max(map(len, texts), default=0) > longest:
        return False
    plain = not whole.encode().translate(None, _PRINTABLE)
    return plain and _NOTHING.isdisjoint(whole.casefold().split("|"))


def clean_name(raw: str) -> Parsed:
    if len(raw) > LONGEST_NAME_CHARACTERS:
        return None, Reason.TOO_LONG
    return clean_text(raw)


def clean_postcode(raw: str) -> Parsed:
    """A postcode in capitals with its one space. ``ZZ99`` stands for no fixed or no known address."""
    text, reason = clean_text(raw)
    if text is None:
        return None, reason
    packed = text.replace(" ", "").upper()
    if packed.startswith("ZZ99"):
        return None, Reason.PLACEHOLDER_POSTCODE
    if not _POSTCODE.fullmatch(packed):
        return text.upper(), Reason.NOT_A_POSTCODE
    return f"{packed[:-3]} {packed[-3:]}", None


def clean_email(raw: str) -> Parsed:
    text, reason = clean_text(raw)
    if text is None or _EMAIL.fullmatch(text):
        return text and text.lower(), reason
    return None, Reason.NOT_AN_EMAIL


def clean_sex(raw: str) -> Parsed:
    word = SEX_WORDS.get(raw.strip().casefold())
    return (word, None) if word else (None, Reason.UNKNOWN_CODE)


def clean_issuing_state(raw: str) -> Parsed:
    code = issuing_state(raw)
    return (code, None) if code else (None, Reason.NOT_AN_ISSUING_STATE)


def number_in(raw: str) -> float | None:
    """A number in plain digits, with or without a percent sign; None for anything else."""
    text = raw.replace(",", "").strip()
    return float(text.rstrip("%")) if _NUMBER.fullmatch(text) else None


def date_reader(formats: str) -> Callable[[str], Dated]:
    """A function that reads dates in any of ``formats`` (``strptime`` codes parted by ``|``), and always in ISO.

    It answers with the day, how precise it is (day, month, year, placeholder or nothing), and what was wrong.
    """
    shapes = shapes_of(formats)

    def read(raw: str) -> Dated:
        for shape, order in shapes:
            if found := shape.fullmatch(raw):
                return _day_of({part: found[place] for place, part in enumerate(order, start=1)})
        return _partial(raw)

    return read


def shapes_of(formats: str) -> list[Shape]:
    """How each of ``formats`` looks, and then an ISO date."""
    return [_shape_of(one) for one in formats.split("|")] + [_ISO]


_FIELD = {
    "%d": r"([0-9]{1,2})",
    "%m": r"([0-9]{1,2})",
    "%Y": r"([0-9]{4})",
    "%y": r"([0-9]{2})",
    "%b": r"([A-Za-z]{3})",
    "%B": r"([A-Za-z]{3,9})",
}
DATE_CODES = tuple(_FIELD)
"""The codes that a date's format is made of."""
_TIME = r"(?:[T ]+[0-9:.]{4,18}(?:Z|[+-][0-9:]{4,6})?)?"
_ISO = (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})" + _TIME), ("Y", "m", "d"))
MONTHS = {name.lower(): place for place, name in enumerate(calendar.month_abbr) if name}
_YEAR = re.compile(r"([0-9]{4})(?:[-/]00?[-/]00?)?|00?[-/]00?[-/]([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})(?:-00)?|(?:00/)?([0-9]{2})/([0-9]{4})")


def _shape_of(form: str) -> Shape:
    pattern, order = "", []
    for piece in re.split(r"(%[A-Za-z])", form):
        if piece in _FIELD:
            pattern += _FIELD[piece]
            order.append(piece[1])
        else:
            pattern += re.escape(piece)
    return re.compile(pattern + _TIME), tuple(order)


def _day_of(parts: dict[str, str]) -> Dated:
    month = parts.get("m") or MONTHS.get((parts.get("b") or parts.get("B") or "")[:3].lower(), 0)
    year = int(parts["Y"]) if "Y" in parts else century_of(int(parts.get("y", 0)))
    day = int(parts.get("d", 1))
    if not day or not int(month):
        return _graded(year, int(month) or 1, "month" if int(month) else "year")
    try:
        found = date(year, int(month), day)
    except ValueError:
        return None, "", Reason.NOT_A_DATE
    if found in PLACEHOLDER_DATES or ("y" in parts and found == WRITTEN_SHORT):
        return None, "placeholder", Reason.PLACEHOLDER_DATE
    return found, "day" if "d" in parts else "month", None


def century_of(year: int) -> int:
    """Two digits mean the hundred years up to 2029; a contract should ask for four."""
    return 2000 + year if year < 30 else 1900 + year


def _partial(raw: str) -> Dated:
    if found := _YEAR.fullmatch(raw):
        return _graded(int(found[1] or found[2]), 1, "year")
    if found := _MONTH.fullmatch(raw):
        return _graded(int(found[1] or found[4]), int(found[2] or found[3]), "month")
    return None, "", Reason.NOT_A_DATE


def _graded(year: int, month: int, precision: str) -> Dated:
    if not (1000 <= year <= 9998 and 1 <= month <= 12):
        return None, "", Reason.NOT_A_DATE
    return date(year, month, 1), precision, None


def refused_birth(day: date, *, on: date) -> Reason | None:
    """Why a date of birth cannot be that of a person alive on the day the file is read."""
    if day > on:
        return Reason.DATE_IN_THE_FUTURE
    return Reason.DATE_TOO_LONG_AGO if is_too_long_ago(day, on=on) else None


def is_too_long_ago(day: date, *, on: date) -> bool:
    return on.year - day.year > OLDEST_YEARS


def long_ago(precision: str) -> str:
    """The precision of a date that was read with this one and is too long ago."""
    return TOO_LONG_AGO if precision == "day" else f"{precision}_{TOO_LONG_AGO}"


def age_on(born: date, on: date) -> int:
    """Age in whole years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
