"""A few typical sharing questions, asked under the law as it is taken now and as it would be: whose answers change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.disclosure.advice import Answer, advise, case_from
from goldenthread.law import Law
from goldenthread.vocabulary import ProvisionId

_NEGLECT = {"kinds": ["neglect"], "level": "risk_of_harm", "evidence": "professional_observation"}
_ABUSE = {"kinds": ["sexual_abuse"], "level": "serious_harm", "evidence": "disclosure_by_child"}
_FRONT_DOOR = {"kind": "la_csc", "verified": True, "linked_to_risk": False, "emergency_service": False}
_POLICE = {"kind": "police", "verified": True, "linked_to_risk": False, "emergency_service": True}
_ACADEMY = {"kind": "school_academy", "public_authority": True, "designated_agency": True}
_CHARITY = {"kind": "voluntary", "public_authority": False, "designated_agency": False}

TYPICAL: Mapping[str, Mapping[str, Any]] = {
    "A school named in the area’s arrangements tells children’s social care about neglect": {
        "sender": _ACADEMY,
        "recipient": _FRONT_DOOR,
        "concern": _NEGLECT,
    },
    "A charity that works for the council tells children’s social care about neglect": {
        "sender": {**_CHARITY, "commissioned": True},
        "recipient": _FRONT_DOOR,
        "concern": _NEGLECT,
    },
    "A charity that works for nobody else tells children’s social care about neglect": {
        "sender": {**_CHARITY, "commissioned": False},
        "recipient": _FRONT_DOOR,
        "concern": _NEGLECT,
    },
    "Children’s social care tells an NHS trust about a young carer": {
        "sender": {"kind": "la_csc", "public_authority": True},
        "recipient": {"kind": "nhs_trust", "verified": True, "linked_to_risk": False, "emergency_service": False},
        "concern": {"kinds": ["young_carer"], "level": "unmet_need", "evidence": "professional_observation"},
    },
    "A school tells the police that a child has told of sexual abuse": {
        "sender": _ACADEMY,
        "recipient": _POLICE,
        "concern": _ABUSE,
    },
}
_ORDINARY: Mapping[str, Any] = {
    "nation": "england",
    "purpose": "safeguard_child",
    "immediacy": "routine",
    "mode": "one_off",
    "judgement": {"relevant_to_welfare": True, "may_help_recipient": True, "more_detrimental_to_share": False},
    "people": [{"who": "child", "age": 7, "competent": False, "view": "unknown"}],
    "items": [
        {
            "name": "what was seen",
            "about": "child",
            "form": "summary",
            "confidential": False,
            "needed_by_recipient": True,
        }
    ],
    "governance": {"agreement": False, "dpia": False, "policy_document": True},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredAnew:
    """A typical question whose answer changes: the answers' own words, and whether each rests on unconfirmed law."""

    question: str
    on: date
    now: str
    then: str
    now_is_unconfirmed: bool
    then_is_unconfirmed: bool


def answered_anew(id: ProvisionId, *, now: Law, then: Law) -> tuple[AnsweredAnew, ...]:
    """The typical questions that the two laws answer differently, or as surely as before no more, on their day."""
    found = []
    for question, case in TYPICAL.items():
        asked = case_from({**_ORDINARY, **case, "asked_on": now.on})
        before, after = advise(asked, now), advise(asked, then)
        one = AnsweredAnew(
            question=question,
            on=now.on,
            now=before.answer.value,
            then=after.answer.value,
            now_is_unconfirmed=_rests_on_unconfirmed(before, id),
            then_is_unconfirmed=_rests_on_unconfirmed(after, id),
        )
        if (one.now, one.now_is_unconfirmed) != (one.then, one.then_is_unconfirmed):
            found.append(one)
    return tuple(found)


def _rests_on_unconfirmed(answer: Answer, id: ProvisionId) -> bool:
    return id in answer.unverified_law
