"""Special category and criminal offence data: which condition each item meets, for the person the data is about."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from goldenthread.disclosure.advice.answer import Rejected
from goldenthread.disclosure.advice.asking import (
    CHILDREN,
    asking_would_prejudice,
    cannot_consent,
    its_carers_agree,
    may_act_without_consent,
)
from goldenthread.disclosure.advice.bases import INTERESTS, agrees_freely, is_for_law_enforcement, is_suspected
from goldenthread.disclosure.advice.case import Item
from goldenthread.disclosure.advice.matter import CARING, Finding, Matter, Step, Stop, once
from goldenthread.disclosure.advice.parties import (
    HEALTH_OR_SOCIAL_CARE,
    HELPS_AT_SCHOOL,
    OFFICIAL_AUTHORITY,
    is_public,
    reaches_sender,
)
from goldenthread.disclosure.advice.placing import the_child_is_placed_with_them
from goldenthread.disclosure.advice.reporting import a_report_is_owed
from goldenthread.disclosure.advice.words import Adviser, ConcernLevel, FollowUp, Immediacy, StepName, View, Who
from goldenthread.law import ConcernKind, PartyKind, Provision, ProvisionKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

CARE_OR_ITS_REVIEW = CARING | {SharingPurpose.PRACTICE_REVIEW, SharingPurpose.CHILD_DEATH_REVIEW}
CARE_WITH_THE_SENDER = HEALTH_OR_SOCIAL_CARE | HELPS_AT_SCHOOL | {PartyKind.SAFEGUARDING_PARTNER}
NOT_UNLAWFUL_IN_ITSELF = frozenset(
    {
        ConcernKind.PARENTAL_MENTAL_HEALTH,
        ConcernKind.SUBSTANCE_MISUSE,
        ConcernKind.MISSING,
        ConcernKind.ABSENCE,
        ConcernKind.YOUNG_CARER,
        ConcernKind.OTHER,
    }
)


def health_or_social_care_under_secrecy(matter: Matter, item: Item) -> bool:
    """Care by people who owe secrecy: a health or social work professional, or whoever was told in confidence."""
    sender, recipient = matter.case.sender.kind, matter.case.recipient.kind
    if matter.case.purpose not in CARE_OR_ITS_REVIEW:
        return False
    if sender in HEALTH_OR_SOCIAL_CARE:
        cares_for_the_child = item.subject is Who.CHILD and the_child_is_placed_with_them(matter)
        return recipient in CARE_WITH_THE_SENDER or cares_for_the_child
    return recipient in HEALTH_OR_SOCIAL_CARE and item.confidential is True


def unlawful_acts_that_asking_would_shield(matter: Matter, item: Item) -> bool:
    """To prevent or detect an unlawful act, without consent: it cannot be had, the law demands the report, or asking
    would get in the way. Not where that person could safely be asked and nobody else would be warned.
    """
    for_crime = matter.case.purpose is SharingPurpose.LAW_ENFORCEMENT
    unlawful = bool(set(matter.case.concern.kinds) - NOT_UNLAWFUL_IN_ITSELF)
    if not for_crime and not (unlawful and matter.case.purpose in CARING):
        return False
    if a_report_is_owed(matter) or any(asking_would_prejudice(person) for person in matter.case.people):
        return True
    subject = matter.case.person(item.subject)
    return subject is None or cannot_consent(subject) is True or subject.could_be_asked_safely is not True


def vital_interests_of_somebody_who_cannot_consent(matter: Matter, item: Item) -> bool:
    """Life or limb, and the person whose data it is cannot consent."""
    soon = matter.case.immediacy in (Immediacy.URGENT, Immediacy.IMMEDIATE_DANGER)
    pressing = soon and matter.case.concern.level is ConcernLevel.SERIOUS_HARM
    return (matter.in_danger or pressing) and cannot_consent(matter.case.person(item.subject)) is True


def legal_claims_and_courts(matter: Matter, item: Item) -> bool:
    return matter.case.purpose is SharingPurpose.LEGAL_PROCEEDINGS


def safeguarding_with_a_reason_not_to_ask(matter: Matter, item: Item) -> bool:
    """Paragraph 18: protection, and one of its three reasons to act without that person's consent."""
    return matter.case.purpose in CARING and may_act_without_consent(matter.case.person(item.subject)) is True


def a_function_conferred_by_law(matter: Matter, item: Item) -> bool:
    statutory = is_public(matter.case.sender) is True or bool(matter.duties)
    return statutory and matter.case.purpose is not SharingPurpose.IMMIGRATION_CONTROL


def under_official_authority(matter: Matter, item: Item) -> bool:
    return bool(matter.case.sender.competent_authority) or matter.case.sender.kind in OFFICIAL_AUTHORITY


def protection_by_a_competent_authority(matter: Matter, item: Item) -> bool:
    """Schedule 8, paragraph 4: a worry that somebody is harmed, and a reason to act without that person's consent."""
    return bool(matter.case.concern.kinds) and may_act_without_consent(matter.case.person(item.subject)) is True


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: what is listed when it is met, when it is, and the plain words of it."""

    ids: tuple[ProvisionId, ...]
    is_met: Callable[[Matter, Item], bool]


def _condition(is_met: Callable[[Matter, Item], bool], *ids: str) -> Condition:
    return Condition(tuple(ProvisionId(id) for id in ids), is_met)


FOR_LAW_ENFORCEMENT = (
    _condition(protection_by_a_competent_authority, "sch8_p4"),
    _condition(a_function_conferred_by_law, "sch8_p1"),
)
"""Part 3 asks for a condition of Schedule 8; Schedule 1 and Articles 9 and 10 serve general processing."""

FOR_SPECIAL = (
    _condition(health_or_social_care_under_secrecy, "sch1_p2"),
    _condition(unlawful_acts_that_asking_would_shield, "sch1_p10"),
    _condition(vital_interests_of_somebody_who_cannot_consent, "art9_2_c"),
    _condition(legal_claims_and_courts, "art9_2_f"),
    _condition(safeguarding_with_a_reason_not_to_ask, "sch1_p18"),
    _condition(a_function_conferred_by_law, "sch1_p6"),
)
"""In the order of preference: those that need no policy document come first."""

FOR_CRIMINAL = (
    _condition(under_official_authority, "art10"),
    _condition(health_or_social_care_under_secrecy, "sch1_p2"),
    _condition(unlawful_acts_that_asking_would_shield, "sch1_p10", "sch1_p36"),
    _condition(vital_interests_of_somebody_who_cannot_consent, "sch1_p30"),
    _condition(legal_claims_and_courts, "sch1_p33"),
    _condition(safeguarding_with_a_reason_not_to_ask, "sch1_p18", "sch1_p36"),
    _condition(a_function_conferred_by_law, "sch1_p6", "sch1_p36"),
)
SENSITIVE_PROCESSING = (
    "This is sensitive processing for law enforcement: it must be strictly necessary, meet a condition of Schedule 8 "
    "and stand in your policy document. Each sensitive item meets one."
)
UNLAWFUL_ACTS = frozenset({ProvisionId("sch1_p10"), ProvisionId("sch1_p36")})
EXPLICIT_CONSENT = ProvisionId("art9_2_a")
PRINCIPLE = ProvisionId("art9_2_g")
CARE = ProvisionId("art9_2_h")
SAFEGUARDING_CONDITION = ProvisionId("sch1_p18")


def condition(matter: Matter) -> Finding:
    matter = replace(matter, conditions=tuple(conditions_of(matter, item) for item in matter.case.items))
    matter = matter.plus(rejected=_rejected(matter), find_out=_whether_they_could_be_asked(matter))
    if matter.case.purpose is SharingPurpose.SUBJECT_ACCESS:
        return Finding(matter, "What somebody may have about themselves needs no further condition.")
    wanting = [
        (n, item) for n, item in matter.in_play() if needs_a_condition(matter, item) and not matter.conditions[n]
    ]
    listed = once(id for n, _ in matter.in_play() for id in matter.conditions[n])
    if not wanting:
        return Finding(matter, _in_words(matter, listed), listed)
    return _without_a_condition(matter, wanting, listed)


def _whether_they_could_be_asked(matter: Matter) -> list[str]:
    """Where an item rests on paragraph 10 alone, and nobody said whether the person could safely be asked first."""
    return [
        matter.case.path_of(person, "could_be_asked_safely")
        for n, item in matter.in_play()
        if matter.conditions[n] and set(matter.conditions[n]) <= UNLAWFUL_ACTS
        if (person := matter.case.person(item.subject)) is not None and may_act_without_consent(person) is None
        if not a_report_is_owed(matter)
    ]


def needs_a_condition(matter: Matter, item: Item) -> bool:
    """Special category and criminal data do. In law enforcement crime is the daily matter, and only the first do."""
    return bool(item.special) or (item.tells_of_crime and not is_for_law_enforcement(matter.case))


def conditions_of(matter: Matter, item: Item) -> tuple[ProvisionId, ...]:
    """The conditions an item meets; none unless each of its kinds of sensitive data meets one."""
    if is_for_law_enforcement(matter.case):
        return _met(matter, item, FOR_LAW_ENFORCEMENT) if item.special else ()
    special = _met(matter, item, FOR_SPECIAL) or _explicit_consent(matter, item) if item.special else None
    criminal = _met(matter, item, FOR_CRIMINAL) if item.tells_of_crime else None
    if special == () or criminal == ():
        return ()
    return once((*(special or ()), *(criminal or ())))


def _explicit_consent(matter: Matter, item: Item) -> tuple[ProvisionId, ...]:
    """Where nothing else carries it, a no would stop it: then consent in so many words may, if they have it in mind."""
    in_mind = EXPLICIT_CONSENT in matter.case.proposed.condition
    return matter.those_binding((EXPLICIT_CONSENT,)) if in_mind and they_agree_freely(matter, item) else ()


def they_agree_freely(matter: Matter, item: Item) -> bool:
    """The person the data is about agrees, or those who care for a child too young; nobody is suspected of harm."""
    case = matter.case
    person = case.person(item.subject)
    if person is None or any(is_suspected(one) for one in case.people):
        return False
    if person.who in CHILDREN and cannot_consent(person) is True:
        return its_carers_agree(case)
    return person.competent is True and person.view is View.AGREES if person.who in CHILDREN else agrees_freely(person)


def the_policy_document_is_there(matter: Matter, provision: Provision) -> bool:
    """A condition that needs an appropriate policy document is never met without one."""
    if not provision.needs_policy_document or matter.case.governance.policy_document:
        return True
    return matter.case.recipient.kind in provision.no_policy_document_towards


def _met(matter: Matter, item: Item, conditions: tuple[Condition, ...]) -> tuple[ProvisionId, ...]:
    return once(id for one in conditions if _is_met(matter, item, one) for id in one.ids)


def _is_met(matter: Matter, item: Item, one: Condition) -> bool:
    held = [matter.binding(id) for id in one.ids]
    in_order = all(
        provision is not None
        and the_policy_document_is_there(matter, provision)
        and reaches_sender(provision, matter.case.sender) is not False
        for provision in held
    )
    return in_order and one.is_met(matter, item)


def _in_words(matter: Matter, listed: tuple[ProvisionId, ...]) -> str:
    if not listed:
        return "No item is sensitive by law, so none is needed."
    if is_for_law_enforcement(matter.case):
        return SENSITIVE_PROCESSING
    return "Every sensitive item meets a condition."


def _without_a_condition(matter: Matter, wanting: list[tuple[int, Item]], listed: tuple[ProvisionId, ...]) -> Finding:
    document = matter.case.governance.policy_document
    unknown = ["governance.policy_document"] if document is None else []
    for _, item in wanting:
        if matter.case.purpose in CARING and may_act_without_consent(matter.case.person(item.subject)) is None:
            unknown.append(matter.case.path_to(item.subject, "could_be_asked_safely"))
    stops = tuple(
        Stop(
            item=n,
            step=StepName.CONDITION,
            because="No condition for this sensitive data is met yet.",
            needs_advice=not matter.is_planned,
            lifted_by_danger=True,
            instead=_until_a_condition_is_met(matter, item),
        )
        for n, item in wanting
    )
    then = () if document else (FollowUp.COMPLETE_POLICY_DOCUMENT,)
    matter = matter.plus(stops=stops, find_out=unknown, then=then)
    if matter.in_danger:
        return Finding(
            matter, "A condition is not met yet, and danger does not wait for it: complete it afterwards.", listed
        )
    matter = matter.plus(advisers=(Adviser.DATA_PROTECTION_OFFICER, Adviser.DESIGNATED_SAFEGUARDING_LEAD))
    if matter.is_planned:
        return Finding(matter, "A planned flow waits until each sensitive item meets a condition.", listed)
    return Finding(
        matter,
        "A sensitive item meets no condition yet: take advice within hours, and complete the policy document if it is "
        "what is missing. Keep the child safe meanwhile.",
        listed,
    )


def _until_a_condition_is_met(matter: Matter, item: Item) -> str:
    if matter.is_planned:
        return "Share about one child at a time where a worry calls for it, and complete the policy document."
    says = "Share what is not sensitive now (that there is something, and whom to ring), and complete the policy"
    if item.special and they_agree_freely(matter, item):
        return f"{says} document; or have their agreement in so many words, which is explicit consent, and ask again."
    return f"{says} document that the law asks for."


def _rejected(matter: Matter) -> tuple[Rejected, ...]:
    met = once(id for n, _ in matter.in_play() for id in matter.conditions[n])
    return tuple(
        Rejected(id=id, because=why_not(id, matter), instead=met)
        for id in matter.case.proposed.condition
        if id not in met and not _only_says_where_it_stands(id, met)
    )


def _only_says_where_it_stands(id: ProvisionId, met: tuple[ProvisionId, ...]) -> bool:
    """Article 9(2)(g) and (h) name the part of Schedule 1 in which a met condition stands."""
    in_part_2 = {"sch1_p18", "sch1_p6", "sch1_p10"} & set(met)
    return bool((id == CARE and "sch1_p2" in met) or (id == PRINCIPLE and in_part_2))


def why_not(id: ProvisionId, matter: Matter) -> str:
    """Why a condition that somebody had in mind is not met."""
    held = matter.law.provision(id)
    if held is None or held.kind is not ProvisionKind.CONDITION:
        return "It is not a condition that the register of law holds for this nation."
    if matter.binding(id) is None:
        return f"It was not in force on {matter.law.on.isoformat()}."
    if id in INTERESTS:
        return "It serves a lawful basis, Article 6(1)(ea), and is no condition for sensitive data."
    sensitive = [item for _, item in matter.in_play() if needs_a_condition(matter, item)]
    if not sensitive:
        return "No item that would go is sensitive by law, so no condition is needed."
    people = [matter.case.person(item.subject) for item in sensitive]
    if id == SAFEGUARDING_CONDITION and not all(may_act_without_consent(person) for person in people):
        return "The person whose data it is could be asked safely, or nobody has said that they could not."
    if id == EXPLICIT_CONSENT:
        return "It must be free and in so many words, and a no must stop you: here the law carries it, or nothing does."
    if not the_policy_document_is_there(matter, held):
        return "It needs an appropriate policy document, and there is none."
    return "What it asks for is not shown here."


CONDITION = Step(
    name=StepName.CONDITION,
    judge=condition,
    provisions=(
        *once(id for one in (*FOR_SPECIAL, *FOR_CRIMINAL, *FOR_LAW_ENFORCEMENT) for id in one.ids),
        EXPLICIT_CONSENT,
        PRINCIPLE,
        CARE,
    ),
)
