"""The common law duty of confidence: was it told in confidence, and what outweighs that here?"""

from collections.abc import Iterator
from dataclasses import replace

from goldenthread.disclosure.advice.asking import CHILDREN, cannot_consent, its_carers_agree
from goldenthread.disclosure.advice.bases import is_suspected
from goldenthread.disclosure.advice.case import Case, Item, Person
from goldenthread.disclosure.advice.matter import CARING, Finding, Matter, Step, Stop
from goldenthread.disclosure.advice.parties import FAMILY, HEALTH
from goldenthread.disclosure.advice.restrictions import PARTS_OF_A_DOCUMENT
from goldenthread.disclosure.advice.words import (
    Adviser,
    ConcernEvidence,
    ConcernLevel,
    Confidentiality,
    Form,
    ItemVerdict,
    StepName,
    View,
    Who,
)
from goldenthread.law import ConcernKind, Displaces, PartyKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

CONFIDENCE = ProvisionId("clc")
GMC = ProvisionId("gmc_children_46_50")
GMC_ON_TELLING = ProvisionId("gmc_children_32_34")
ABUSE = frozenset(ConcernKind) - {
    ConcernKind.PARENTAL_MENTAL_HEALTH,
    ConcernKind.SUBSTANCE_MISUSE,
    ConcernKind.MISSING,
    ConcernKind.ABSENCE,
    ConcernKind.YOUNG_CARER,
    ConcernKind.OTHER,
}
AT_RISK = frozenset({ConcernLevel.SERIOUS_HARM, ConcernLevel.RISK_OF_HARM, ConcernLevel.EMERGING})
MAY_SAY_NO = frozenset({Who.CHILD, Who.MOTHER, Who.FATHER, Who.CARER})
GROWN_UPS = frozenset({Who.MOTHER, Who.FATHER, Who.CARER, Who.OTHER_ADULT})
OF_PUBLIC_INTEREST = CARING | {SharingPurpose.LAW_ENFORCEMENT, SharingPurpose.PRACTICE_REVIEW}
HOLD_PATIENTS_RECORDS = frozenset({PartyKind.GP, PartyKind.NHS_TRUST})
OUT_OF_A_RECORD = frozenset({Form.EXTRACT, Form.RECORD, Form.WHOLE_FILE})
NO = frozenset({View.OBJECTS, View.ASKS_FOR_SECRECY})
THIN = frozenset({ConcernEvidence.ANONYMOUS, ConcernEvidence.NONE})

BOTH_SIDES = (
    "Weigh it and write it down: for keeping the confidence, the trust you would lose, somebody withdrawing from "
    "treatment or no longer telling; for sharing, the harm to the child if nobody acts."
)

DOCTORS_WEIGH_A_NO = (
    "Where a child who understands, or a parent, says no, hear why, and weigh the harm of sharing and the trust that "
    "may be lost against the harm of silence."
)
DOCTORS_ON_ABUSE = (
    "Guidance for doctors holds that it is usually in the best interests of a child who is or may be abused or "
    "neglected to share with an agency that can act; the doctor decides."
)

THE_LAW_DEMANDS_IT = (
    "That a law or a court demands it is a ground of its own to share what was told in confidence. "
    "It reaches no further than the demand."
)

ONES_OWN = (
    "No confidence is kept from whoever it is about. What a child or anybody else told in confidence stays back by a "
    "rule of its own."
)
IN_WORDS: dict[Confidentiality, str] = {
    Confidentiality.NOT_ENGAGED: "Nothing here was told in confidence.",
    Confidentiality.AGREED: "Those who told it in confidence agree to its being shared. That is not the consent of "
    "data protection law.",
    Confidentiality.OVERRIDDEN_BY_DUTY: "The duty to share sets the confidence aside in its own words.",
    Confidentiality.PUBLIC_INTEREST: "It was told in confidence; protecting somebody from harm outweighs that here.",
    Confidentiality.WEIGH: f"It was told in confidence. {BOTH_SIDES}",
    Confidentiality.UNRESOLVED: f"Whether it was told in confidence is not said. If it was: {BOTH_SIDES}",
}


def confidentiality(matter: Matter) -> Finding:
    standing = where_confidence_stands(matter)
    unknown = [f"items[{n}].confidential" for n, item in matter.in_play() if item.confidential is None]
    childs = tuple(what_a_child_keeps_from_its_family(matter))
    kept = (*childs, *what_a_grown_up_keeps_from_the_family(matter))
    child = matter.case.person(Who.CHILD)
    if child is not None and child.competent is None and (childs or _a_confidence_of_a_child_who_says_no(matter)):
        unknown.append(matter.case.path_of(child, "competent"))
    matter = replace(matter, confidentiality=standing).plus(find_out=unknown, stops=kept)
    if standing in (Confidentiality.WEIGH, Confidentiality.UNRESOLVED) and not matter.in_danger and matter.case.items:
        matter = matter.plus(advisers=_advisers(matter))
    sources = (*_displacing(matter), CONFIDENCE) if standing is Confidentiality.OVERRIDDEN_BY_DUTY else (CONFIDENCE,)
    says = ONES_OWN if matter.case.purpose is SharingPurpose.SUBJECT_ACCESS else IN_WORDS[standing]
    if standing in (Confidentiality.WEIGH, Confidentiality.PUBLIC_INTEREST) and matter.duties:
        says = f"{says} {THE_LAW_DEMANDS_IT}"
    if matter.case.sender.kind not in HEALTH or standing is Confidentiality.NOT_ENGAGED:
        return Finding(matter, says, sources)
    if not _somebody_says_no(matter.case):
        return Finding(matter, says, (*sources, GMC))
    also = (DOCTORS_WEIGH_A_NO, DOCTORS_ON_ABUSE) if abuse_is_suspected(matter.case) else (DOCTORS_WEIGH_A_NO,)
    return Finding(matter, " ".join((says, *also)), (*sources, GMC, GMC_ON_TELLING))


def what_a_child_keeps_from_its_family(matter: Matter) -> Iterator[Stop]:
    """A child who can judge told it in confidence and says no: it does not go to the family without advice."""
    child = matter.case.person(Who.CHILD)
    if matter.case.recipient.kind not in FAMILY or matter.case.purpose is SharingPurpose.SUBJECT_ACCESS:
        return
    if child is None or child.view not in NO or not _may_judge(child):
        return
    harm = matter.case.concern.level in AT_RISK
    for n, item in matter.in_play():
        if item.confidential is not False and item.subject in (None, Who.CHILD):
            yield Stop(
                item=n,
                step=StepName.CONFIDENTIALITY,
                because="A child who may be able to judge it told it in confidence, and says no to the family's having "
                "it.",
                needs_advice=harm or child.competent is not True,
                lifted_by_danger=True,
                instead="See the child alone, hear why, and offer help to tell the family themselves. "
                "A worry that they are being harmed goes to children's social care, not to the family.",
            )


def what_a_grown_up_keeps_from_the_family(matter: Matter) -> Iterator[Stop]:
    """What an adult told in confidence reaches that adult alone, unless they agree or may be the danger themselves."""
    if matter.case.recipient.kind not in FAMILY or matter.case.purpose is SharingPurpose.SUBJECT_ACCESS:
        return
    for n, item in matter.in_play():
        person = matter.case.person(item.subject)
        theirs_to_give = person is not None and (person.view is View.AGREES or is_suspected(person))
        if item.subject in GROWN_UPS and was_told_in_confidence(matter, item) and not theirs_to_give:
            yield Stop(
                item=n,
                step=StepName.CONFIDENTIALITY,
                because="A grown-up told it in confidence and has not agreed to anybody else's having it.",
                verdict=ItemVerdict.REDACT if item.form in PARTS_OF_A_DOCUMENT else ItemVerdict.WITHHOLD,
                needs_advice=True,
                lifted_by_danger=True,
                instead="Make sure whether the one who would receive it is that very person; if not, ask them, and say "
                "meanwhile only what the child's safety needs.",
            )


def _a_confidence_of_a_child_who_says_no(matter: Matter) -> bool:
    told = any(was_told_in_confidence(matter, item) for _, item in matter.in_play())
    return told and not matter.in_danger and a_child_who_may_judge_says_no(matter)


def a_child_who_may_judge_says_no(matter: Matter) -> bool:
    """A child says no who can judge it, or of whom nobody has said that they cannot."""
    child = matter.case.person(Who.CHILD)
    return child is not None and child.view in NO and _may_judge(child)


def _may_judge(child: Person) -> bool:
    return child.competent is not False and cannot_consent(child) is not True


def abuse_is_suspected(case: Case) -> bool:
    """Whether the worry is that a child is or may be abused or neglected, and more than nothing stands behind it."""
    concern = case.concern
    return bool(ABUSE & set(concern.kinds)) and concern.level in AT_RISK and concern.evidence not in THIN


def _somebody_says_no(case: Case) -> bool:
    return any(p.who in MAY_SAY_NO and p.view in (View.OBJECTS, View.ASKS_FOR_SECRECY) for p in case.people)


def where_confidence_stands(matter: Matter) -> Confidentiality:
    if matter.case.purpose is SharingPurpose.SUBJECT_ACCESS:
        return Confidentiality.NOT_ENGAGED
    in_play = [item for _, item in matter.in_play()]
    told = [item for item in in_play if was_told_in_confidence(matter, item)]
    if not told:
        unsaid = not matter.case.items or any(item.confidential is None for item in in_play)
        return Confidentiality.UNRESOLVED if unsaid else Confidentiality.NOT_ENGAGED
    if all(_is_agreed(matter, item) for item in told):
        return Confidentiality.AGREED
    if _displacing(matter):
        return Confidentiality.OVERRIDDEN_BY_DUTY
    return Confidentiality.PUBLIC_INTEREST if the_public_interest_prevails(matter) else Confidentiality.WEIGH


def was_told_in_confidence(matter: Matter, item: Item) -> bool:
    """As somebody says; and whatever comes out of a patient's record, all of which is confidential."""
    is_from_a_record = matter.case.sender.kind in HOLD_PATIENTS_RECORDS and item.form in OUT_OF_A_RECORD
    return bool(item.confidential) or is_from_a_record


def the_public_interest_prevails(matter: Matter) -> bool:
    """Danger, serious harm, or a risk of harm that is more than a rumour and that no competent child speaks against.
    Of somebody who has come of age, a no is weighed at any harm but danger.

    It is weighed one child at a time: a flow decided beforehand never rests on it.
    """
    case = matter.case
    if matter.in_danger:
        return True
    if matter.is_planned or case.purpose not in OF_PUBLIC_INTEREST or case.concern.evidence in THIN:
        return False
    if case.concern.level is ConcernLevel.SERIOUS_HARM:
        return not (case.has_no_child_left() and a_competent_child_says_no(matter))
    return case.concern.level is ConcernLevel.RISK_OF_HARM and not a_competent_child_says_no(matter)


def a_competent_child_says_no(matter: Matter) -> bool:
    child = matter.case.person(Who.CHILD)
    return child is not None and child.competent is True and child.view in (View.OBJECTS, View.ASKS_FOR_SECRECY)


def _displacing(matter: Matter) -> tuple[ProvisionId, ...]:
    """Duties whose own text was read and sets confidence aside."""
    held = ((id, matter.binding(id)) for id in matter.duties)
    return tuple(id for id, provision in held if provision and provision.displaces_confidence is Displaces.YES)


def _is_agreed(matter: Matter, item: Item) -> bool:
    person = matter.case.person(item.subject)
    if person is None or person.view in NO:
        return False
    if person.who in CHILDREN and cannot_consent(person) is True:
        return its_carers_agree(matter.case)
    return person.view is View.AGREES


def _advisers(matter: Matter) -> tuple[Adviser, ...]:
    sender = matter.case.sender.kind
    if sender in HEALTH:
        regulator = (Adviser.PROFESSIONAL_REGULATOR,) if a_competent_child_says_no(matter) else ()
        return (Adviser.NAMED_DOCTOR, Adviser.CALDICOTT_GUARDIAN, *regulator)
    in_care = sender in (PartyKind.LA_CSC, PartyKind.LA_ADULT_SC)
    return (Adviser.CALDICOTT_GUARDIAN,) if in_care else (Adviser.DESIGNATED_SAFEGUARDING_LEAD,)


CONFIDENTIALITY = Step(
    name=StepName.CONFIDENTIALITY, judge=confidentiality, provisions=(CONFIDENCE, GMC, GMC_ON_TELLING)
)
