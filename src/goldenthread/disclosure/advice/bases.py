"""On which lawful basis: by who shares, on which day, under which duty. Consent is seldom one."""

from dataclasses import replace

from goldenthread.disclosure.advice.answer import Rejected
from goldenthread.disclosure.advice.case import Case, Person
from goldenthread.disclosure.advice.matter import CARING, SAFEGUARDING, Finding, Matter, Step
from goldenthread.disclosure.advice.parties import OFFICIAL_AUTHORITY, PRIVATE, is_public
from goldenthread.disclosure.advice.words import ConcernLevel, Part, StepName, Verdict, View, Who
from goldenthread.law import ProvisionKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

CONSENT = ProvisionId("art6_1_a")
CONTRACT = ProvisionId("art6_1_b")
OBLIGATION = ProvisionId("art6_1_c")
VITAL = ProvisionId("art6_1_d")
TASK = ProvisionId("art6_1_e")
RECOGNISED = ProvisionId("art6_1_ea")
BALANCED = ProvisionId("art6_1_f")
LAW_ENFORCEMENT = ProvisionId("dpa2018_s35")
OUT_OF_LAW_ENFORCEMENT = ProvisionId("dpa2018_s36")
RULE_3 = ProvisionId("golden_rule_3")
FACTS_AND_PEOPLE_APART = ProvisionId("dpa2018_s38")
SIX_PRINCIPLES = (
    "Its six principles: lawful and fair; for a stated purpose; no more than is needed; accurate and up to date, with "
    "fact apart from opinion; kept no longer than needed; and kept secure."
)
SAFEGUARDING_INTEREST = ProvisionId("rli_safeguarding")
CRIME_INTEREST = ProvisionId("rli_crime")
REQUEST_INTEREST = ProvisionId("rli_public_task_request")
INTERESTS = frozenset(
    {
        SAFEGUARDING_INTEREST,
        CRIME_INTEREST,
        REQUEST_INTEREST,
        ProvisionId("rli_emergency"),
        ProvisionId("rli_national_security"),
    }
)
"""What Annex 1 of the UK GDPR lists. Each serves the lawful basis of Article 6(1)(ea) and no other."""
REVIEWS = frozenset({SharingPurpose.PRACTICE_REVIEW, SharingPurpose.CHILD_DEATH_REVIEW})
MET_WITHOUT_NAMES = frozenset({SharingPurpose.STATISTICS, SharingPurpose.RESEARCH, SharingPurpose.ELIGIBILITY})
MINORS = (Who.CHILD, Who.SIBLING, Who.UNBORN)
BASES = (CONSENT, CONTRACT, OBLIGATION, VITAL, TASK, RECOGNISED, BALANCED)


def lawful_basis(matter: Matter) -> Finding:
    if matter.case.sender.public_authority is None:
        matter = matter.plus(find_out=("sender.public_authority",))
    if may_be_for_law_enforcement(matter.case):
        matter = matter.plus(find_out=("sender.competent_authority",))
    if it_is_not_necessary(matter):
        matter = matter.plus(rejected=_rejected(matter))
        return Finding(matter, "What its purpose does not need has no lawful basis, whichever you had in mind.")
    found = matter.those_binding(bases_for(matter))
    if not found and matter.in_danger:
        found = matter.those_binding((VITAL,))
    if CONSENT in matter.case.proposed.lawful_basis:
        matter = matter.plus(find_out=_suspicions_unsaid(matter))
        if a_free_choice_is_left(matter):
            found = (*matter.those_binding((CONSENT,)), *found)
    matter = replace(matter, lawful_basis=found)
    matter = matter.plus(rejected=_rejected(matter))
    if not found:
        says = "Which lawful basis fits turns on facts that are not given, or on the law of another nation or day."
        return Finding(matter, says)
    sources = (*found, *_resting_on(matter), *((RULE_3,) if matter.case.purpose in SAFEGUARDING else ()))
    return Finding(matter, f"{_in_words(matter)}{_unless_part_3(matter)}{_about_adults(matter)}", sources)


def it_is_not_necessary(matter: Matter) -> bool:
    """The purpose is met without naming anybody, or the sender holds that sharing helps nobody."""
    judged, purpose = matter.case.judgement, matter.case.purpose
    helps_nobody = purpose in SAFEGUARDING and False in (judged.relevant_to_welfare, judged.may_help_recipient)
    served_without_names = purpose in MET_WITHOUT_NAMES and any(
        bar.step is StepName.PURPOSE and bar.verdict is Verdict.DO_NOT_SHARE for bar in matter.bars
    )
    return not matter.in_danger and not matter.duties and (helps_nobody or served_without_names)


def _about_adults(matter: Matter) -> str:
    if not any(item.about not in (None, *MINORS) for _, item in matter.in_play()):
        return ""
    return (
        " What is about an adult rests on it too, as far as the child's safety needs it, and meets its own condition."
    )


def bases_for(matter: Matter) -> tuple[ProvisionId, ...]:
    """The lawful basis that fits, with its fallback."""
    case = matter.case
    if is_for_law_enforcement(case):
        return (LAW_ENFORCEMENT,)
    if matter.duties or case.purpose is SharingPurpose.SUBJECT_ACCESS:
        return (OBLIGATION,)
    match is_public(case.sender):
        case None:
            return ()
        case True:
            return (TASK,)
        case False:
            return (RECOGNISED, BALANCED) if recognised_interest(matter) else (BALANCED,)


def is_for_law_enforcement(case: Case) -> bool:
    """Whether Part 3 of the DPA 2018 governs it, and not the UK GDPR."""
    return bool(case.sender.competent_authority) and case.purpose is SharingPurpose.LAW_ENFORCEMENT


def may_be_for_law_enforcement(case: Case) -> bool:
    """Whether it turns on a fact nobody has given: that the sender acts here as a competent authority."""
    unsaid = case.sender.competent_authority is None and case.purpose is SharingPurpose.LAW_ENFORCEMENT
    return unsaid and case.sender.kind in OFFICIAL_AUTHORITY


def _unless_part_3(matter: Matter) -> str:
    if not may_be_for_law_enforcement(matter.case):
        return ""
    return " If you act here as a competent authority for law enforcement, DPA 2018, Part 3 governs it instead: say so."


def recognised_interest(matter: Matter) -> ProvisionId | None:
    """The interest that the law itself recognises for this purpose, if one does."""
    if matter.case.purpose in CARING:
        return SAFEGUARDING_INTEREST
    if matter.case.purpose in REVIEWS and _a_public_body_says_it_needs_it(matter.case):
        return REQUEST_INTEREST
    return CRIME_INTEREST if matter.case.purpose is SharingPurpose.LAW_ENFORCEMENT else None


def _a_public_body_says_it_needs_it(case: Case) -> bool:
    asked = case.request
    public = case.recipient.kind is not None and case.recipient.kind not in PRIVATE
    return public and asked is not None and asked.states_what_and_why is True


def a_free_choice_is_left(matter: Matter) -> bool:
    """Consent is a basis only where a no would really stop it: no duty, no authority, nobody suspected, all agree."""
    adults = [person for person in matter.case.people if person.who not in MINORS]
    return (
        not matter.duties
        and not matter.in_danger
        and is_public(matter.case.sender) is False
        and matter.case.concern.level in (ConcernLevel.UNMET_NEED, ConcernLevel.NONE)
        and bool(adults)
        and all(agrees_freely(person) for person in adults)
        and not any(_can_say_no_and_does_not_agree(person) for person in matter.case.people)
        and not any(is_suspected(person) for person in matter.case.people)
    )


def _can_say_no_and_does_not_agree(person: Person) -> bool:
    """A child who can judge it consents for itself; one of whom nobody has said is heard when it says no."""
    if person.who not in MINORS or person.competent is False:
        return False
    return person.view in (View.OBJECTS, View.ASKS_FOR_SECRECY) or (
        person.competent is True and person.view is not View.AGREES
    )


def _suspicions_unsaid(matter: Matter) -> list[str]:
    """Consent hangs on it that nobody asked is a source of harm: where that is not said, it is found out first."""
    return [
        matter.case.path_of(person, "suspected_of_harm")
        for person in matter.case.people
        if person.who not in MINORS and person.suspected_of_harm is None and not is_suspected(person)
    ]


def is_suspected(person: Person) -> bool:
    return bool(person.suspected_of_harm) or person.role is Part.SUSPECT


def agrees_freely(person: Person) -> bool:
    safe = person.could_be_asked_safely is True and person.suspected_of_harm is False
    return person.view is View.AGREES and safe


def _rejected(matter: Matter) -> tuple[Rejected, ...]:
    return tuple(
        Rejected(id=id, because=because, instead=tuple(b for b in matter.lawful_basis if b != id))
        for id in matter.case.proposed.lawful_basis
        if not _also_fits(id, matter) and (because := why_not(id, matter))
    )


def _also_fits(id: ProvisionId, matter: Matter) -> bool:
    """A public authority under a duty still does its task; in danger vital interests are never wrong."""
    tasked = id == TASK and is_public(matter.case.sender) is True and LAW_ENFORCEMENT not in matter.lawful_basis
    vital = id == VITAL and matter.in_danger
    recognised = RECOGNISED in matter.lawful_basis and id == recognised_interest(matter)
    return id in matter.lawful_basis or recognised or ((tasked or vital) and matter.binding(id) is not None)


def why_not(id: ProvisionId, matter: Matter) -> str:
    """Why a lawful basis that somebody had in mind does not fit."""
    held = matter.law.provision(id)
    if held is None or not (held.kind is ProvisionKind.LAWFUL_BASIS or id in INTERESTS):
        return "It is not a lawful basis that the register of law holds for this nation."
    if matter.binding(id) is None:
        return f"It was not in force on {matter.law.on.isoformat()}."
    if id in INTERESTS:
        for_whom = "no public authority performing its tasks rests on that" if is_public(matter.case.sender) else _OTHER
        return f"It is an interest that Article 6(1)(ea) recognises: {for_whom}."
    if is_for_law_enforcement(matter.case):
        return "Part 3 of the DPA 2018 governs law enforcement: no basis of the UK GDPR serves it."
    if held.closed_to_public_authorities and is_public(matter.case.sender):
        return "A public authority performing its tasks cannot rest on it."
    return _WHY_NOT.get(id) or _about_consent(matter)


_OTHER = "it is for another purpose than this, or another basis carries it"
_WHY_NOT: dict[ProvisionId, str] = {
    CONTRACT: "No contract with the person needs this sharing.",
    OBLIGATION: "No duty to share is shown to apply, so there is no legal obligation to rest on.",
    VITAL: "It is for life and death, and only where nothing else serves.",
    TASK: "The task must be the sender's own: a body without one cannot borrow another's.",
    RECOGNISED: "The law recognises no interest of its own for this purpose, or another basis carries it.",
    BALANCED: "Another basis carries it.",
    LAW_ENFORCEMENT: "It is only for a competent authority acting for law enforcement.",
}


def _about_consent(matter: Matter) -> str:
    if any(is_suspected(person) for person in matter.case.people):
        return "Asking somebody who may be the source of harm can put the child at risk, and a no would not stop you."
    if any(person.view in (View.OBJECTS, View.ASKS_FOR_SECRECY) for person in matter.case.people):
        return (
            "Somebody says no, and you may share all the same: that is not consent. Listen, and record what they say."
        )
    return "Consent must be free, and a no must stop you. Here it would not: inform and listen, and rest on the law."


def _in_words(matter: Matter) -> str:
    match matter.lawful_basis[0]:
        case basis if basis == OBLIGATION:
            return "Your lawful basis is a legal obligation. Consent is not needed; be open where it is safe."
        case basis if basis == TASK:
            given = _given_by(matter)
            return f"Your lawful basis is your public task{given} Consent is not needed; be open where it is safe."
        case basis if basis == RECOGNISED:
            return (
                "Your lawful basis is a recognised legitimate interest; balanced legitimate interests are the fallback."
            )
        case basis if basis == BALANCED:
            return "Your lawful basis is legitimate interests, weighed with extra care for the child."
        case basis if basis == CONSENT:
            return "A free choice is left, so consent can be your lawful basis; if it is withdrawn, the sharing stops."
        case basis if basis == VITAL:
            return "Your lawful basis is somebody's vital interests."
        case _:
            return f"You act for law enforcement: DPA 2018, Part 3 governs it, not the UK GDPR. {SIX_PRINCIPLES}"


def _given_by(matter: Matter) -> str:
    """A public task is one that a statute or statutory guidance gives: it is named, or asked for."""
    if not (giving := _giving_the_task(matter)):
        return ". Name the statute or guidance that gives you the task, and say how this sharing serves it."
    held = matter.law.provision(giving[0])
    assert held is not None  # what gives a task was found in the register
    return f", which {held.citation} gives you: it reaches this recipient and this purpose."


def _giving_the_task(matter: Matter) -> tuple[ProvisionId, ...]:
    return matter.gateways or matter.guidance


def _resting_on(matter: Matter) -> tuple[ProvisionId, ...]:
    """What else the basis stands on: the duty, what gives the task, the recognised interest, or Part 3's own rules."""
    if matter.lawful_basis[0] == RECOGNISED and (interest := recognised_interest(matter)):
        return (interest,)
    if LAW_ENFORCEMENT in matter.lawful_basis:
        return (OUT_OF_LAW_ENFORCEMENT, FACTS_AND_PEOPLE_APART)
    gives = {OBLIGATION: matter.duties, TASK: _giving_the_task(matter)[:1]}.get(matter.lawful_basis[0], ())
    return (*gives, *((OUT_OF_LAW_ENFORCEMENT,) if matter.case.sender.competent_authority else ()))


LAWFUL_BASIS = Step(
    name=StepName.LAWFUL_BASIS,
    judge=lawful_basis,
    provisions=(
        *BASES,
        RULE_3,
        LAW_ENFORCEMENT,
        OUT_OF_LAW_ENFORCEMENT,
        FACTS_AND_PEOPLE_APART,
        SAFEGUARDING_INTEREST,
        CRIME_INTEREST,
        REQUEST_INTEREST,
    ),
)
