"""Identifiers checked at the door: what a number claims to be, whether it can be one, and why not.

A number that fails is kept and marked; it is never used as a key. Nobody's record is dropped for a typing error.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import cycle
from operator import mul

UPN_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
NHS_NUMBER_LENGTH = 10

_SEPARATORS = re.compile(r"[\s\-.]+")
_UPN_SHAPE = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
_PASSPORT_SHAPE = re.compile(r"(?=.*[0-9])[0-9A-Z]{5,12}")
_LOWER_LINE = re.compile(r"[0-9A-Z<]{44}")
_COUNTED_UP = "012345678901234567890"


class IdentifierKind(StrEnum):
    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    PASSPORT = "passport_number"
    LOCAL_ID = "local_id"
    UNKNOWN = "unknown"


class Grade(StrEnum):
    """How far an identifier can be relied on, best first."""

    VERIFIED = "verified"
    """Well formed, and the source says it was checked against the issuer (such as an NHS trace)."""
    WELL_FORMED = "well_formed"
    """Passes its own check; nobody says it was checked against the issuer."""
    TEMPORARY = "temporary"
    """A temporary UPN: true in one school, not a key between agencies."""
    NO_ISSUER = "no_issuer"
    """A passport number without its issuing country: another country may have issued the same. A lead, never a key."""
    FAILS_CHECK = "fails_check"
    """Right shape, wrong check digit or letter."""
    MALFORMED = "malformed"
    """Not the shape of such an identifier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIdentifier:
    """One identifier after checking. ``value`` is the normalised form, kept even when it fails."""

    kind: IdentifierKind
    value: str = field(repr=False)
    grade: Grade
    why: str = ""

    @property
    def may_be_a_key(self) -> bool:
        return self.grade in (Grade.VERIFIED, Grade.WELL_FORMED)


def check_nhs_number(text: str, *, verified: bool = False) -> CheckedIdentifier:
    """Check an NHS number: ten digits whose last is the Modulus 11 check of the first nine.

    Source: NHS Data Model and Dictionary, NHS NUMBER.
    """
    value = text if text.isalnum() else _SEPARATORS.sub("", text)
    value = value.upper()
    if not (len(value) == NHS_NUMBER_LENGTH and value.isascii() and value.isdigit()):
        return _nhs(value, Grade.MALFORMED, "an NHS number has ten digits")
    if len(set(value)) == 1:
        return _nhs(value, Grade.FAILS_CHECK, "one digit repeated is a placeholder, not an issued number")
    expected = 11 - sum(map(mul, map(int, value[:9]), range(10, 1, -1))) % 11
    if expected == 10 or expected % 11 != int(value[9]):
        return _nhs(value, Grade.FAILS_CHECK, "the last digit does not match the first nine (Modulus 11)")
    return _nhs(value, Grade.VERIFIED if verified else Grade.WELL_FORMED, "")


def check_upn(text: str, *, verified: bool = False) -> CheckedIdentifier:
    """Check a Unique Pupil Number: a check letter, eleven digits and a last digit, or a letter if temporary.

    Source: DfE, Unique pupil numbers (UPNs): a guide, "Format of the UPN".
    """
    value = _SEPARATORS.sub("", text).upper()
    if not (value.isascii() and _UPN_SHAPE.fullmatch(value)):
        return _upn(
            value,
            Grade.MALFORMED,
            "a UPN is a letter, eleven digits, then a digit (or a letter if temporary)",
        )
    total = sum(_upn_digit(c) * w for c, w in zip(value[1:], range(2, 14), strict=True))
    if UPN_CHECK_LETTERS[total % 23] != value[0]:
        return _upn(value, Grade.FAILS_CHECK, "the first letter does not match the digits (check letter)")
    if value[12].isalpha():
        return _upn(value, Grade.TEMPORARY, "a temporary UPN is true in one school only")
    return _upn(value, Grade.VERIFIED if verified else Grade.WELL_FORMED, "")


def check_passport_number(text: str, *, issuer: str = "", verified: bool = False) -> CheckedIdentifier:
    """Check a passport number: letters and digits, and the code of the country that issued it (``issuing_state``).

    A printed number has no check digit. One stands in the lower line of the machine-readable zone: where the whole of
    that line is given, it is held to it. Source: ICAO Doc 9303, part 3 section 4.9 and part 4 section 4.2.2.
    """
    value = _SEPARATORS.sub("", text).upper()
    fails = ""
    if _LOWER_LINE.fullmatch(value) and value.isascii():
        fails = "" if _lower_line_holds(value) else "a check digit of the machine-readable line does not match"
        value = value[:9].rstrip("<")
    if not (value.isascii() and _PASSPORT_SHAPE.fullmatch(value)):
        return _passport(
            value, Grade.MALFORMED, "a passport number has five to twelve letters and digits, with a digit in it"
        )
    if len(set(value)) == 1 or value in _COUNTED_UP:
        return _passport(value, Grade.MALFORMED, "a character repeated, or digits counted up, stand for no number")
    if fails:
        return _passport(value, Grade.FAILS_CHECK, fails)
    if not issuer:
        return _passport(value, Grade.NO_ISSUER, "without the country that issued it, it may be another country's")
    return _passport(value, Grade.VERIFIED if verified else Grade.WELL_FORMED, "")


def check_identifier(text: str) -> CheckedIdentifier:
    """Say what an identifier of unknown kind is, for ``goldenthread identifiers check``."""
    value = _SEPARATORS.sub("", text).upper()
    if value.isascii() and value.isdigit():
        return check_nhs_number(value)
    if value[:1].isalpha() and value[1:12].isdigit():
        return check_upn(value)
    return CheckedIdentifier(
        kind=IdentifierKind.UNKNOWN, value=value, grade=Grade.MALFORMED, why="neither an NHS number nor a UPN"
    )


def _lower_line_holds(line: str) -> bool:
    """Whether the check digits of the document number, the birth date and the date of expiry are right."""
    return all(
        line[end].isdigit()
        and sum(_mrz_value(c) * w for c, w in zip(line[start:end], cycle((7, 3, 1)))) % 10 == int(line[end])
        for start, end in ((0, 9), (13, 19), (21, 27))
    )


def _mrz_value(character: str) -> int:
    return 0 if character == "<" else int(character, 36)


def _upn_digit(character: str) -> int:
    return int(character) if character.isdigit() else UPN_CHECK_LETTERS.find(character)


def _nhs(value: str, grade: Grade, why: str) -> CheckedIdentifier:
    return CheckedIdentifier(kind=IdentifierKind.NHS_NUMBER, value=value, grade=grade, why=why)


def _upn(value: str, grade: Grade, why: str) -> CheckedIdentifier:
    return CheckedIdentifier(kind=IdentifierKind.UPN, value=value, grade=grade, why=why)


def _passport(value: str, grade: Grade, why: str) -> CheckedIdentifier:
    return CheckedIdentifier(kind=IdentifierKind.PASSPORT, value=value, grade=grade, why=why)
