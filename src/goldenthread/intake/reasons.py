"""Why a row or a value was not taken as it stood: a code, a plain sentence, and what became of it."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What became of it."""

    ROW_REJECTED = "row_rejected"
    VALUE_NOT_KEPT = "value_not_kept"
    KEPT_AND_MARKED = "kept_and_marked"


class Reason(StrEnum):
    """A code for machines. The sentence for people is in ``SENTENCES``."""

    WRONG_NUMBER_OF_CELLS = "wrong_number_of_cells"
    NOT_JSON = "not_json"
    REPEATED_KEY = "repeated_key"
    NOT_A_NUMBER = "not_a_number"
    NO_RECORD_ID = "no_record_id"
    UNUSABLE_RECORD_ID = "unusable_record_id"
    NO_AGENCY = "no_agency"
    NOBODY_TO_IDENTIFY = "nobody_to_identify"
    DUPLICATE_ROW = "duplicate_row"
    DUPLICATE_RECORD_ID = "duplicate_record_id"
    OUTSIDE_COHORT = "outside_cohort"
    HIDDEN_CHARACTERS = "hidden_characters"
    TOO_LONG = "too_long"
    PLACEHOLDER_TEXT = "placeholder_text"
    UNKNOWN_CODE = "unknown_code"
    NOT_A_DATE = "not_a_date"
    DATE_IN_THE_FUTURE = "date_in_the_future"
    DATE_TOO_LONG_AGO = "date_too_long_ago"
    PLACEHOLDER_DATE = "placeholder_date"
    ENDS_BEFORE_IT_STARTS = "ends_before_it_starts"
    NOT_A_POSTCODE = "not_a_postcode"
    PLACEHOLDER_POSTCODE = "placeholder_postcode"
    NOT_AN_EMAIL = "not_an_email"
    PROTECTION_UNCLEAR = "protection_unclear"
    IDENTIFIER_FAILS_CHECK = "identifier_fails_check"
    IDENTIFIER_MALFORMED = "identifier_malformed"
    IDENTIFIER_TEMPORARY = "identifier_temporary"
    IDENTIFIER_WITHOUT_ISSUER = "identifier_without_issuer"
    NOT_AN_ISSUING_STATE = "not_an_issuing_state"
    FACT_WITHOUT_PERSON = "fact_without_person"
    TOLD_TWICE_DIFFERENTLY = "told_twice_differently"


SENTENCES = {
    Reason.WRONG_NUMBER_OF_CELLS: "The row has more or fewer cells than the header.",
    Reason.NOT_JSON: "The row is not one whole JSON object.",
    Reason.REPEATED_KEY: "A key stands twice in the row, so that one of two values would be lost.",
    Reason.NOT_A_NUMBER: "The value should be a number and is not.",
    Reason.NO_RECORD_ID: "The row has no record id, so that it could not be corrected or withdrawn later.",
    Reason.UNUSABLE_RECORD_ID: "The record id is too long or holds hidden characters.",
    Reason.NO_AGENCY: "The row does not say which agency it comes from, or names one the contract does not know.",
    Reason.NOBODY_TO_IDENTIFY: "Nothing in the row says whom it is about: no name, date of birth or identifier.",
    Reason.DUPLICATE_ROW: "The row repeats an earlier one word for word. The earlier one was taken.",
    Reason.DUPLICATE_RECORD_ID: "The record id stands on an earlier row with other content. The earlier one was taken.",
    Reason.OUTSIDE_COHORT: "Left out by a rule: outside the cohort that this dataset is loaded for, or not to be "
    "loaded by another rule of the area. Counted and dropped.",
    Reason.HIDDEN_CHARACTERS: "The value holds control or direction characters that change what a reader sees.",
    Reason.TOO_LONG: "The value is longer than such a value can be.",
    Reason.PLACEHOLDER_TEXT: "The value stands for nothing known, such as N/A or a dash.",
    Reason.UNKNOWN_CODE: "The code is not one that the contract explains.",
    Reason.NOT_A_DATE: "The value is not a date in the format that the contract gives, or no such day exists.",
    Reason.DATE_IN_THE_FUTURE: "The date lies after the day the file was read.",
    Reason.DATE_TOO_LONG_AGO: "The date lies more than 120 years back. It serves to tell records apart and no more.",
    Reason.PLACEHOLDER_DATE: "The date is one that systems put where none is known, such as 1 January 1900.",
    Reason.ENDS_BEFORE_IT_STARTS: "The end lies before the start. The end was not kept.",
    Reason.NOT_A_POSTCODE: "The value does not have the form of a United Kingdom postcode.",
    Reason.PLACEHOLDER_POSTCODE: "The postcode stands for no fixed or no known address.",
    Reason.NOT_AN_EMAIL: "The value is not an email address.",
    Reason.PROTECTION_UNCLEAR: "It is unclear whether the address is protected; it is treated as protected.",
    Reason.IDENTIFIER_FAILS_CHECK: "The identifier fails its check digit or letter. It is kept, but never as a key.",
    Reason.IDENTIFIER_MALFORMED: "The value does not have the form of such an identifier. It is never used as a key.",
    Reason.IDENTIFIER_TEMPORARY: "A temporary UPN is true in one school only. It is kept, and never used as a key.",
    Reason.IDENTIFIER_WITHOUT_ISSUER: "A passport number without the country that issued it is a lead. It is kept, and "
    "never used as a key.",
    Reason.NOT_AN_ISSUING_STATE: "The value is not one of the three-letter codes by which passports name the country "
    "that issued them. Where the file writes names, map them to codes in the contract.",
    Reason.FACT_WITHOUT_PERSON: "The row tells a fact of a person whom it does not describe. The fact was not taken.",
    Reason.TOLD_TWICE_DIFFERENTLY: "The same person stands on several rows with different details. The first was kept.",
}

_MARKED = frozenset(
    {
        Reason.PLACEHOLDER_DATE,
        Reason.DATE_TOO_LONG_AGO,
        Reason.NOT_A_POSTCODE,
        Reason.PROTECTION_UNCLEAR,
        Reason.IDENTIFIER_FAILS_CHECK,
        Reason.IDENTIFIER_MALFORMED,
        Reason.IDENTIFIER_TEMPORARY,
        Reason.IDENTIFIER_WITHOUT_ISSUER,
        Reason.TOLD_TWICE_DIFFERENTLY,
    }
)
_ROWS = frozenset(
    {
        Reason.WRONG_NUMBER_OF_CELLS,
        Reason.NOT_JSON,
        Reason.REPEATED_KEY,
        Reason.NO_RECORD_ID,
        Reason.UNUSABLE_RECORD_ID,
        Reason.NO_AGENCY,
        Reason.DUPLICATE_ROW,
        Reason.DUPLICATE_RECORD_ID,
        Reason.OUTSIDE_COHORT,
    }
)


def effect_of(reason: Reason) -> Effect:
    """What a reason does by itself. ``NOBODY_TO_IDENTIFY`` and ``NOT_A_NUMBER`` depend on where they arise."""
    if reason in _ROWS:
        return Effect.ROW_REJECTED
    return Effect.KEPT_AND_MARKED if reason in _MARKED else Effect.VALUE_NOT_KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """One row or value that was not taken as it stood. The value itself is nowhere in it."""

    row: int
    field: str
    reason: Reason
    sentence: str
    masked: str
    effect: Effect
    file: str = ""


_KINDS = (
    ("letters", re.compile(r"[^\W\d_]")),
    ("digits", re.compile(r"\d")),
    ("spaces", re.compile(r"\s")),
    ("other characters", re.compile(r"[^\w\s]|_")),
)


def mask(text: str) -> str:
    """Say what a value looks like without any of it: its length and the kinds of characters in it."""
    if not text:
        return "empty"
    kinds = [word for word, pattern in _KINDS if pattern.search(text)]
    return f"{len(text)} character{'' if len(text) == 1 else 's'}: {', '.join(kinds)}"
