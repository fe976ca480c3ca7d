"""Must, should or may this be shared, with whom, how much, and who is told: one question, one answer with reasons."""

from goldenthread.disclosure.advice.advising import advise
from goldenthread.disclosure.advice.answer import Answer, ItemAnswer, Rejected, Said, TellAnswer, as_mapping
from goldenthread.disclosure.advice.case import (
    Case,
    Concern,
    Detriment,
    Governance,
    Item,
    Judgement,
    Person,
    Proposed,
    Recipient,
    Request,
    Sender,
    Telling,
)
from goldenthread.disclosure.advice.proportions import is_never_accused, is_used_against_others
from goldenthread.disclosure.advice.reading import case_from, read_case, read_case_text

__all__ = [
    "Answer",
    "Case",
    "Concern",
    "Detriment",
    "Governance",
    "Item",
    "ItemAnswer",
    "Judgement",
    "Person",
    "Proposed",
    "Recipient",
    "Rejected",
    "Request",
    "Said",
    "Sender",
    "TellAnswer",
    "Telling",
    "advise",
    "as_mapping",
    "case_from",
    "is_never_accused",
    "is_used_against_others",
    "read_case",
    "read_case_text",
]
