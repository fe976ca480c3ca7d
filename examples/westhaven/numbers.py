"""Numbers that look real and are nobody's: NHS numbers in the test range, UPNs of authorities that do not exist.

NHS numbers begin with 999, which the NHS keeps for testing. Telephone numbers come from the ranges Ofcom sets aside
for drama. The local authority numbers 999 and 998 are not issued.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from goldenthread.vocabulary.identifiers import UPN_CHECK_LETTERS

OWN_AUTHORITY = "999"
OTHER_AUTHORITY = "998"

_DRAMA_RANGES = (
    "0113 496 0",
    "0114 496 0",
    "0115 496 0",
    "0116 496 0",
    "0117 496 0",
    "0118 496 0",
    "0121 496 0",
    "0131 496 0",
    "0141 496 0",
    "0151 496 0",
    "0161 496 0",
    "0191 498 0",
    "020 7946 0",
    "028 9649 6",
    "029 2018 0",
)


def nhs_numbers(chance: Random, *, at_most: int) -> Iterator[str]:
    """Give NHS numbers of the test range with a right check digit, each once, in no order."""
    for body in chance.sample(range(1_000_000), min(at_most, 1_000_000)):
        first_nine = f"999{body:06d}"
        check = 11 - sum(int(digit) * weight for digit, weight in zip(first_nine, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            yield f"{first_nine}{check % 11}"


@dataclass(slots=True)
class UpnOffice:
    """Issues UPNs: check letter, authority, school, year of issue, serial."""

    authority: str
    _serials: dict[tuple[str, int], int]

    @classmethod
    def of(cls, authority: str) -> "UpnOffice":
        return cls(authority, {})

    def issue(self, establishment: str, year: int, *, is_temporary: bool = False) -> str:
        """Issue the next UPN of a school and year; a temporary one ends in a letter."""
        serial = self._serials.get((establishment, year), 0) + 1
        self._serials[(establishment, year)] = serial
        digits = f"{self.authority}{establishment}{year % 100:02d}{serial % 1000:03d}"
        if is_temporary:
            digits = digits[:11] + UPN_CHECK_LETTERS[serial % 23]
        return upn_check_letter(digits) + digits


def upn_check_letter(digits: str) -> str:
    """Return the letter that belongs before the twelve characters of a UPN."""
    values = (int(c) if c.isdigit() else UPN_CHECK_LETTERS.index(c) for c in digits)
    return UPN_CHECK_LETTERS[sum(value * weight for value, weight in zip(values, range(2, 14), strict=True)) % 23]


def home_phone(number: int) -> str:
    """Return the landline of family ``number``: all families have their own, while the drama ranges last."""
    return f"{_DRAMA_RANGES[number // 1000 % len(_DRAMA_RANGES)]}{number % 1000:03d}"


def office_phone(number: int) -> str:
    """Return an office line of an agency."""
    return f"01632 960{number % 1000:03d}"


def duty_mobile(number: int) -> str:
    """Return a practitioner's mobile."""
    return f"07700 900{number % 1000:03d}"
