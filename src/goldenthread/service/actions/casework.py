"""From what somebody answered on the screens to one sharing question. What they left open stays unknown."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from goldenthread.disclosure.advice import Case, case_from
from goldenthread.disclosure.advice.words import MadeBy, Who
from goldenthread.law import Nation, PartyKind, SharingPurpose
from goldenthread.service.actions.sharing_shapes import Answers, Step
from goldenthread.vocabulary import AgencyCard, AgencyKind, ProvisionId

PARTIES: Mapping[AgencyKind, PartyKind] = {
    AgencyKind.CHILDRENS_SOCIAL_CARE: PartyKind.LA_CSC,
    AgencyKind.SCHOOL: PartyKind.SCHOOL_MAINTAINED,
    AgencyKind.MULTI_ACADEMY_TRUST: PartyKind.SCHOOL_ACADEMY,
    AgencyKind.COMMUNITY_HEALTH: PartyKind.NHS_TRUST,
    AgencyKind.GP_PRACTICE: PartyKind.GP,
    AgencyKind.POLICE: PartyKind.POLICE,
    AgencyKind.HOUSING: PartyKind.LA_HOUSING,
    AgencyKind.ADULT_SOCIAL_CARE: PartyKind.LA_ADULT_SC,
    AgencyKind.VOLUNTARY: PartyKind.VOLUNTARY,
}
CARERS = frozenset({"mother", "father", "carer"})
RAISES_RISK = frozenset({"harm", "violence", "withdrawal", "withholding", "less_cooperation"})
"""The reasons why telling somebody may raise the risk. Source: golden_rule_2."""
REASONS_NOT_TO_TELL = RAISES_RISK | {"crime", "no_time", "no_channel", "nobody_to_tell", "child_asks", "not_known"}
"""Every reason for which somebody may go untold; nothing outside this list is one. Source: golden_rule_2."""
SPECIAL = frozenset(
    {"health", "ethnicity", "religion", "politics", "union", "genetic", "biometric", "sex_life", "sexual_orientation"}
)
PROTECTED: Mapping[str, str] = {
    "secret_address": "address",
    "who_told": "referrer",
    "hurt_if_named": "identity",
    "adoption": "adoption",
    "court": "court_restricted",
    "police_intelligence": "intelligence",
    "other_family": "other_familys_data",
}
STANDINGS: Mapping[str, str] = {"acquitted": "not_accused"}
"""A word the screens keep apart and the sharing question does not."""
ORDERED_FOR = frozenset({SharingPurpose.LEGAL_PROCEEDINGS, SharingPurpose.LAW_ENFORCEMENT})
COURT_ORDER = ProvisionId("court_order")
PUPILS_RECORD = ProvisionId("pupil_information")
WHOLE = frozenset({"whole_file", "moves"})
MAY_BE_COMPETENT_FROM_YEARS = 10
NAME_CHARACTERS = 60
UNNAMED = "Something that would show who told us"
"""What such a thing is called, so that its words stand in no answer and no record."""
RISKS = ("risk_if_shared", "risk_if_not", "evidence")
"""What is written about the risks, in the practitioner's own words."""
SHORTEST_NAME = 2
FEWEST_TELLING_WORDS = 3
_SMALL_WORDS = (
    "am an and are as at be by do dr for from go had has have he her him his hi if in is it me miss mr mrs ms my no not"
    " of ok on or our she so st that the their them they to up us was we who with you your next door"
)
NO_NAMES = frozenset(_SMALL_WORDS.split())
"""Words that people type with a name and that give nobody away."""


def next_step(answers: Answers) -> Step:
    """The first screen that is still open. What is changed on one screen may open a later one again."""
    return next((step for step in Step if not answers.get(step.value) or _asks_again(step, answers)), Step.ANSWER)


def _asks_again(step: Step, answers: Answers) -> bool:
    """Whether a screen that was answered has a question by now that was not there then."""
    if step is Step.PEOPLE:
        return not set(people_of(answers)) <= set(answers["people"])
    if step is Step.WEIGH:
        asked = {"policy_document": is_sensitive(answers), "ordered": may_be_ordered(answers)}
        return any(is_open and name not in answers["weigh"] for name, is_open in asked.items())
    return False


def people_of(answers: Answers) -> tuple[str, ...]:
    """Everybody concerned, the child first."""
    named = answers.get("worry", {}).get("people", ())
    about = (item["about"] for item in answers.get("items", ()))
    return tuple(dict.fromkeys(("child", *named, *(who for who in about if who not in ("referrer", "staff")))))


def names_in(text: str) -> frozenset[str]:
    """The words of a text by which somebody could be known."""
    words = (word for word in re.findall(r"\w+", _without_accents(text)) if not word.isdigit())
    return frozenset(word for word in words if len(word) >= SHORTEST_NAME) - NO_NAMES


def _without_accents(text: str) -> str:
    """The same text as somebody types who has no such letters: “Zoë” is “zoe”."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(text: str) -> str:
    """A text as its words alone, to tell whether another says the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def is_part_of(one: str, other: str) -> bool:
    """Whether one text, as its words, holds the other. A word or two alone say nothing."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter.split()) >= FEWEST_TELLING_WORDS and f" {shorter} " in f" {longer} "


def few_words_of(text: str) -> frozenset[str]:
    """Every few words in a row: two texts of which one is part of the other have some in common."""
    words = words_of(text).split()
    return frozenset(
        " ".join(words[n : n + FEWEST_TELLING_WORDS]) for n in range(len(words) - FEWEST_TELLING_WORDS + 1)
    )


def with_who_told_marked(answers: Answers) -> Answers:
    """The same answers, where each thing that is about whoever told us, or names them, is marked as showing it."""
    unnamed = names_in(str(answers.get("worry", {}).get("unnamed", "")))
    marked = [
        {**item, "marks": sorted({*item.get("marks", ()), "who_told"})} if _shows_who_told(item, unnamed) else item
        for item in answers.get("items", ())
    ]
    return {**answers, "items": marked}


def _shows_who_told(item: Mapping[str, Any], unnamed: frozenset[str]) -> bool:
    return item["about"] == Who.REFERRER or bool(unnamed & names_in(item["words"]))


def is_a_score(item: Mapping[str, Any]) -> bool:
    """Whether a computer worked it out."""
    return "computer_score" in item.get("marks", ())


def may_be_ordered(answers: Answers) -> bool:
    """Whether a court may have ordered it: it is for court or police work, or goes to a court."""
    worry = answers.get("worry", {})
    return worry.get("purpose") in ORDERED_FOR or worry.get("recipient_kind") == PartyKind.COURT


def said_of_an_order(answers: Answers) -> str:
    """What was said of a court's order. What was said before the question closed again counts for nothing."""
    return str(answers.get("weigh", {}).get("ordered", "")) if may_be_ordered(answers) else ""


def ordered(answers: Answers) -> dict[str, Any] | None:
    """A court's order as a request that compels, once somebody has read it. One that nobody has seen compels nobody."""
    match said_of_an_order(answers):
        case "seen":
            return {"power": COURT_ORDER, "states_what_and_why": True, "made_by": MadeBy.RECIPIENT}
        case "unseen":
            return {"power": COURT_ORDER, "made_by": MadeBy.SOMEONE_FOR_THEM}
        case _:
            return None


def is_sensitive(answers: Answers) -> bool:
    """Whether anything proposed is of a kind that the law asks a condition for."""
    return any(set(item.get("marks", ())) & (SPECIAL | {"crime"}) for item in answers.get("items", ()))


def is_unsafe_to_tell(answers: Answers, who: str) -> bool:
    """Whether somebody said that telling this person is not safe. To have no time now is no danger."""
    return bool(set(answers.get("people", {}).get(who, {}).get("unsafe", ())) - {"no_time"})


def asks_for_competence(who: str, age: int | None) -> bool:
    """Whether it makes sense to ask if a child understands: not of a small one."""
    return who == "child" and (age is None or age >= MAY_BE_COMPETENT_FROM_YEARS)


def party_of(agency: AgencyCard) -> PartyKind:
    is_academy = agency.kind is AgencyKind.SCHOOL and agency.part_of is not None
    return PartyKind.SCHOOL_ACADEMY if is_academy else PARTIES[agency.kind]


def item_name(words: str) -> str:
    """How one thing is called where its words would be too long."""
    first = " ".join(words.split())
    return first if len(first) <= NAME_CHARACTERS else first[: NAME_CHARACTERS - 1].rstrip() + "…"


def case_of(
    answers: Answers,
    *,
    sender: AgencyCard,
    recipient: AgencyCard | None,
    asked_on: date,
    child_age: int | None,
    request: Mapping[str, Any] | None = None,
    basis: str = "",
) -> Case:
    """One sharing question. Raises: UnreadableDocument when an answer is outside its list."""
    worry, weigh = answers["worry"], answers["weigh"]
    return case_from(
        {
            "asked_on": asked_on,
            "nation": Nation.ENGLAND,
            "sender": as_sender(sender, worry["purpose"]),
            "recipient": _recipient(recipient, worry),
            "purpose": worry["purpose"],
            "immediacy": worry["immediacy"],
            "mode": "one_off",
            "request": request,
            "concern": {"kinds": worry["kinds"], "level": worry["level"], "evidence": worry["evidence"]},
            "judgement": _judgement(weigh),
            "people": _people(answers, child_age),
            "items": [_item(item) for item in answers["items"]],
            "governance": {"policy_document": _truth(weigh.get("policy_document"))},
            "proposed": {"lawful_basis": [basis] if basis else [], "gateway": _way(answers)},
        },
        name="the answers on the screens",
    )


def _way(answers: Answers) -> list[str]:
    """The law that somebody has in mind who says that the child changes school."""
    return [PUPILS_RECORD] if any("moves" in item.get("marks", ()) for item in answers["items"]) else []


def as_sender(agency: AgencyCard, purpose: str) -> dict[str, Any]:
    """An agency of the directory as the one who shares, for a purpose."""
    party = party_of(agency)
    enforces = party is PartyKind.POLICE and purpose == SharingPurpose.LAW_ENFORCEMENT
    return {
        "kind": party,
        "public_authority": party is not PartyKind.VOLUNTARY,
        "commissioned": agency.is_commissioned,
        "designated_agency": agency.is_designated,
        "competent_authority": enforces,
    }


def as_recipient(agency: AgencyCard, *, near: bool = False) -> dict[str, Any]:
    """An agency of the directory as the one who receives. It is known: its own people enrolled it."""
    party = party_of(agency)
    return {
        "kind": party,
        "verified": True,
        "linked_to_risk": near,
        "emergency_service": party is PartyKind.POLICE,
        "commissioned": agency.is_commissioned,
        "designated_agency": agency.is_designated,
    }


def _recipient(agency: AgencyCard | None, worry: Mapping[str, Any]) -> dict[str, Any]:
    near = bool(worry.get("is_near_risk"))
    if agency is not None:
        return as_recipient(agency, near=near)
    return {
        "kind": worry["recipient_kind"],
        "verified": bool(worry.get("is_checked")),
        "linked_to_risk": near,
        "emergency_service": worry["recipient_kind"] in (PartyKind.POLICE, PartyKind.AMBULANCE),
    }


def _judgement(weigh: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "relevant_to_welfare": _truth(weigh["relevant"]),
        "may_help_recipient": _truth(weigh["helps"]),
        "more_detrimental_to_share": {"sharing": True, "not_sharing": False}.get(weigh["worse"]),
        "detriment": {
            "grounds": weigh.get("grounds", ()),
            "evidence": weigh.get("evidence", ""),
            "review_on": weigh.get("review_on") or None,
        },
    }


def _people(answers: Answers, child_age: int | None) -> list[dict[str, Any]]:
    said = answers.get("people", {})
    found = [_person(who, said.get(who, {}), child_age) for who in people_of(answers)]
    abouts = {item["about"] for item in answers["items"]}
    return found + [{"who": who} for who in ("referrer", "staff") if who in abouts]


def _person(who: str, said: Mapping[str, Any], child_age: int | None) -> dict[str, Any]:
    suspected = _truth(said.get("danger"))
    person: dict[str, Any] = {
        "who": who,
        "role": "suspect" if suspected else ("carer" if who in CARERS else None),
        "view": said.get("view") or "unknown",
        "suspected_of_harm": False if who == "child" else suspected,
        **_telling(said),
    }
    if who == "child":
        person |= {"age": child_age, "competent": _truth(said.get("competent"))}
    return person


def _telling(said: Mapping[str, Any]) -> dict[str, Any]:
    """Whether somebody can be asked and told safely. Not known stays not known."""
    reasons = set(said.get("unsafe", ()))
    match said.get("telling"):
        case "safe":
            open_ = {"may_increase_risk": False, "may_prejudice_crime": False, "safe_channel": True}
            return {"could_be_asked_safely": True, "telling": {**open_, "impracticable_now": False}}
        case "unsafe":
            closed = {
                "may_increase_risk": bool(reasons & RAISES_RISK) or None,
                "may_prejudice_crime": "crime" in reasons or None,
                "impracticable_now": "no_time" in reasons or None,
                "safe_channel": False if "no_channel" in reasons else None,
            }
            return {"could_be_asked_safely": False, "telling": closed}
        case _:
            return {}


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    marks = set(item.get("marks", ()))
    standing = item.get("standing") or None
    return {
        "name": UNNAMED if "who_told" in marks else item_name(item["words"]),
        "about": item["about"],
        "form": "whole_file" if marks & WHOLE else "extract",
        "special": sorted(marks & SPECIAL),
        "criminal": "crime" in marks,
        "made_by_model": is_a_score(item),
        "status": item["status"],
        "person_status": STANDINGS.get(standing, standing) if standing else None,
        "protected": sorted(PROTECTED[mark] for mark in marks & PROTECTED.keys()),
        "confidential": "confidence" in marks,
        "needed_by_recipient": _truth(item["needed"]),
    }


def _truth(said: Any) -> bool | None:
    return {"yes": True, "no": False}.get(str(said))
