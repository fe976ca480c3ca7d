"""An ordinary sharing question, and what a situation says of the answer: the start of every question under test."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from goldenthread.disclosure.advice import Answer, Case, advise, case_from
from goldenthread.disclosure.advice.words import StepName
from goldenthread.law import Law, Nation, law_in_force
from goldenthread.vocabulary import read_document

HERE = Path(__file__).parent / "questions"

NHS = {"kind": "nhs_trust", "designated_agency": False}
GP = {"kind": "gp", "designated_agency": False, "public_authority": True}
CHARITY = {"kind": "voluntary", "public_authority": False, "designated_agency": False}
DANGER = {"immediacy": "immediate_danger", "recipient": {"kind": "police", "emergency_service": True}}
PAPER = {"agreement": True, "dpia": True, "policy_document": True}
FORMS_OF_HARM = (
    "sexual_abuse",
    "physical_abuse",
    "emotional_abuse",
    "neglect",
    "domestic_abuse",
    "criminal_exploitation",
    "serious_violence",
    "trafficking",
    "online_abuse",
    "child_on_child",
    "sexual_exploitation",
    "fgm",
    "radicalisation",
    "parental_mental_health",
    "substance_misuse",
)
ORDINARY: dict[str, Any] = {
    "asked_on": "2026-10-05",
    "nation": "england",
    "sender": {
        "kind": "school_academy",
        "public_authority": True,
        "commissioned": False,
        "designated_agency": True,
        "competent_authority": False,
    },
    "recipient": {"kind": "la_csc", "verified": True, "linked_to_risk": False, "emergency_service": False},
    "purpose": "safeguard_child",
    "immediacy": "routine",
    "mode": "one_off",
    "concern": {"kinds": ["neglect"], "level": "risk_of_harm", "evidence": "professional_observation"},
    "judgement": {"relevant_to_welfare": True, "may_help_recipient": True, "more_detrimental_to_share": False},
    "people": [
        {"who": "child", "age": 7, "competent": False, "telling": {"may_increase_risk": False}},
        {
            "who": "mother",
            "role": "carer",
            "suspected_of_harm": False,
            "could_be_asked_safely": True,
            "telling": {
                "may_increase_risk": False,
                "may_prejudice_crime": False,
                "impracticable_now": False,
                "safe_channel": True,
            },
        },
    ],
    "items": [
        {
            "name": "what was seen",
            "about": "child",
            "form": "summary",
            "confidential": False,
            "needed_by_recipient": True,
        }
    ],
    "governance": {"agreement": False, "dpia": False, "policy_document": False},
}
"""A school tells children's social care what it saw of a neglected child; nothing about it is unusual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What must hold of the answer. Lists are contained in it; what is left out is not asked about."""

    answer: str = ""
    never: tuple[str, ...] = ()
    duty: tuple[str, ...] | None = None
    gateways: tuple[str, ...] = ()
    lawful_basis: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    rejected: dict[str, str] | None = None
    items: dict[str, str] | None = None
    tell: dict[str, str] | None = None
    confidentiality: str = ""
    seek_advice_from: tuple[str, ...] = ()
    find_out: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    unverified_law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A question as it differs from the ordinary one, and its answer. ``published`` names a published case."""

    title: str
    differs: dict[str, Any]
    then: Expected
    published: str = ""
    not_as_the_researcher_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situations:
    situations: tuple[Situation, ...]


def situations() -> list[Situation]:
    return [one for file in sorted(HERE.glob("*.yaml")) for one in read_document(file, Situations).situations]


def question(differs: Mapping[str, Any] | None = None) -> Case:
    """The ordinary question with what differs laid over it; a list takes the place of the whole list."""
    return case_from(_laid_over(ORDINARY, differs or {}))


def answered(case: Case) -> Answer:
    return advise(case, law_of(case))


def law_of(case: Case) -> Law:
    return _law(case.nation or Nation.ENGLAND, case.asked_on or date(2026, 10, 5))


@cache
def _law(nation: Nation, on: date) -> Law:
    return law_in_force(nation, on=on)


def _laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _laid_over(below, value) if isinstance(value, Mapping) and isinstance(below, Mapping) else value
    return merged


def ask(**differs: Any) -> Answer:
    """The answer to the ordinary question with what differs laid over it."""
    return answered(question(differs))


def item(**differs: Any) -> dict[str, Any]:
    """A flag about the child that the recipient needs, and what differs."""
    ordinary = {"name": "it", "about": "child", "form": "flag", "confidential": False, "needed_by_recipient": True}
    return ordinary | differs


def said(answer: Answer, step: StepName) -> str:
    return next(one.says for one in answer.because[1:] if one.step is step)


def rejected(answer: Answer) -> dict[str, str]:
    return {one.id: one.because for one in answer.rejected}


def verdicts(answer: Answer) -> list[str]:
    return [str(one.answer) for one in answer.items]
