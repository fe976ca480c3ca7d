"""Who issued a number: what the number itself says, and the countries that issue passports."""

import csv
import re
from functools import cache
from pathlib import Path

from goldenthread.vocabulary.identifiers import NHS_NUMBER_LENGTH, Grade, IdentifierKind

STATES = Path(__file__).with_name("issuing_states.csv")

_AS_WRITTEN_IN_A_PASSPORT = {"D": "DEU"}
"""Germany alone writes one letter where others write three."""
_SCOTLAND_UP_TO = 3_112_999_999
_NORTHERN_IRELAND = range(3_200_000_000, 4_000_000_000)
_ENGLAND_WALES_AND_MAN = (range(4_000_000_000, 5_000_000_000), range(6_000_000_000, 8_000_000_000))
_FOR_TESTING = range(9_990_000_000, 10_000_000_000)
_FIRST_SIX_A_DAY = re.compile(r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])")


@cache
def issuing_states() -> dict[str, str]:
    """The code of each state or body that issues travel documents, and its name.

    Source: ICAO Doc 9303 part 3, section 5, without the codes that say what somebody is (XXA, XXB, GBN and their like)
    and no issuer; most are ISO 3166-1 alpha-3. ``UTO`` is the country of the specimens in Doc 9303.
    """
    with STATES.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row["name"] for row in csv.DictReader(stream)}


def issuing_state(text: str) -> str:
    """The code of an issuing state in capitals, ``DEU`` for Germany's ``D``; empty where it is none."""
    code = text.strip().upper().rstrip("<")
    code = _AS_WRITTEN_IN_A_PASSPORT.get(code, code)
    return code if code in issuing_states() else ""


def known_issuer(kind: IdentifierKind, value: str, grade: str) -> str:
    """Who issued a number, in words, as far as the number itself says; empty where it says nothing.

    A number that fails its check says nothing. Source: for UPNs the Government Data Standards Catalogue, Unique Pupil
    Number 2.0: three digits of a local authority, four of a school. For NHS numbers the ranges are those that the
    nhs-number package and Wikipedia give; no official list was found, so a number outside them has no known issuer.
    """
    if grade in (Grade.FAILS_CHECK, Grade.MALFORMED):
        return ""
    match kind:
        case IdentifierKind.NHS_NUMBER:
            return _issuer_of_nhs_number(value)
        case IdentifierKind.UPN:
            return f"school {value[4:8]} of local authority {value[1:4]}, as the number says"
        case IdentifierKind.PASSPORT | IdentifierKind.LOCAL_ID | IdentifierKind.UNKNOWN:
            return ""


def _issuer_of_nhs_number(value: str) -> str:
    if not (len(value) == NHS_NUMBER_LENGTH and value.isascii() and value.isdigit()):
        return ""
    number = int(value)
    if number <= _SCOTLAND_UP_TO:
        return "NHS Scotland (a CHI number)" if _FIRST_SIX_A_DAY.match(value) else ""
    if number in _NORTHERN_IRELAND:
        return "Health and Social Care in Northern Ireland (an H&C number)"
    if any(number in one for one in _ENGLAND_WALES_AND_MAN):
        return "the NHS of England, Wales and the Isle of Man (Personal Demographics Service)"
    return "nobody: numbers from 999 are kept for testing" if number in _FOR_TESTING else ""
