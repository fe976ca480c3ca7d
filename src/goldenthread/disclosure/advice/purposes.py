"""What is it for, and is it about people? A statute that fits never makes up for a purpose that does not."""

from dataclasses import replace

from goldenthread.disclosure.advice.bases import MINORS, agrees_freely
from goldenthread.disclosure.advice.case import Case
from goldenthread.disclosure.advice.matter import CARING, Bar, Finding, Matter, Step
from goldenthread.disclosure.advice.parties import FAMILY, reaches_sender
from goldenthread.disclosure.advice.placing import (
    PLACEMENT,
    PLACES_CHILDREN,
    TO_A_FOSTER_CARER,
    the_child_is_placed_with_them,
)
from goldenthread.disclosure.advice.reporting import SLAVERY
from goldenthread.disclosure.advice.words import Adviser, MadeBy, StepName, Verdict, Who
from goldenthread.law import ConcernKind, PartyKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

COMPELLING = CARING | {
    SharingPurpose.LAW_ENFORCEMENT,
    SharingPurpose.CHILD_DEATH_REVIEW,
    SharingPurpose.PRACTICE_REVIEW,
}
"""What is reason enough in itself to disclose a child's information; other purposes have to show theirs."""
COMPELLING_REASON = ProvisionId("childrens_code_9")
NO_PART_IN_CARE = frozenset(
    {PartyKind.RESEARCHER, PartyKind.RETAILER, PartyKind.BUSINESS_PARTNERSHIP, PartyKind.HOME_OFFICE}
)
COURTS_AND_THEIR_HELPERS = frozenset({PartyKind.COURT, PartyKind.CAFCASS, PartyKind.LA_CSC, PartyKind.POLICE})
SHOPS = frozenset({PartyKind.RETAILER, PartyKind.BUSINESS_PARTNERSHIP})
STRANGERS = frozenset({PartyKind.ANY_PERSON, PartyKind.SOLICITOR})
ASK_FOR_THEIR_OWN = FAMILY | STRANGERS
MAY_WARN_THE_PUBLIC = frozenset({PartyKind.POLICE, PartyKind.PROBATION, PartyKind.PRISON})
COMMERCIAL = frozenset({PartyKind.RETAILER, PartyKind.BUSINESS_PARTNERSHIP, PartyKind.RESEARCHER})
WITHOUT_NAMES = "Give figures or data from which nobody can be told."


def safeguarding_information_never_serves_immigration_control(matter: Matter) -> Bar | None:
    if matter.case.purpose is not SharingPurpose.IMMIGRATION_CONTROL:
        return None
    return _refuse(
        "Information held to keep children safe is never used for immigration control, whatever statute is cited.",
        "A worry about the child itself goes to children's social care; a court order goes to your legal team.",
        lifted_by_danger=False,
    )


def counting_and_research_need_no_names(matter: Matter) -> Bar | None:
    match matter.case.purpose:
        case SharingPurpose.STATISTICS:
            return _refuse("Statistics do not need to say who anybody is.", WITHOUT_NAMES)
        case SharingPurpose.RESEARCH if matter.case.governance.dpia and matter.case.governance.agreement:
            return _ask("Research on identifiable children is approved by others before it is shared.", WITHOUT_NAMES)
        case SharingPurpose.RESEARCH:
            return _refuse("Nobody has shown that the research needs to know who the children are.", WITHOUT_NAMES)
        case _:
            return None


def a_childs_file_decides_no_other_claim(matter: Matter) -> Bar | None:
    if matter.case.purpose is not SharingPurpose.ELIGIBILITY:
        return None
    kind = matter.case.recipient.kind
    says = "Information held to keep children safe is not there to check what somebody may have or buy."
    if kind is None or kind in COMMERCIAL or kind is PartyKind.ANY_PERSON:
        return _refuse(
            says, "The person can show a document of their own, or the check can answer yes or no elsewhere."
        )
    return _ask(says, "Ask the person for what the check needs, or ask a yes-or-no question of the body that decides.")


def another_purpose_is_named_before_it_is_judged(matter: Matter) -> Bar | None:
    if matter.case.purpose is None:
        return _ask("You have not said what the information is for.", "Say what it is for, then ask again.")
    if matter.case.purpose is not SharingPurpose.OTHER:
        return None
    says = "A purpose that is not named cannot make sharing necessary."
    if matter.case.recipient.kind in COMMERCIAL:
        return _refuse(says, "Give data from which nobody can be told, or nothing.")
    return _ask(says, "Say what it is for, then ask again.")


def proceedings_and_complaints_have_their_own_ways(matter: Matter) -> Bar | None:
    kind = matter.case.recipient.kind
    match matter.case.purpose:
        case SharingPurpose.LEGAL_PROCEEDINGS if not (kind in COURTS_AND_THEIR_HELPERS or it_is_theirs_to_give(matter)):
            return _ask("What goes into court proceedings goes through the court.", "Ask the court for a direction.")
        case SharingPurpose.COMPLAINT if kind is not PartyKind.OFSTED:
            return _ask(
                "A complaint is answered without passing on a child's information.", "Answer without the child's data."
            )
        case _:
            return None


def it_is_theirs_to_give(matter: Matter) -> bool:
    """Each thing is about a grown-up who agrees to its going: a letter for somebody's own solicitor."""
    people = [matter.case.person(item.about) for _, item in matter.in_play()]
    return bool(people) and all(one is not None and one.who not in MINORS and agrees_freely(one) for one in people)


def only_a_person_asks_for_what_is_held_about_them(matter: Matter) -> Bar | None:
    """A right of access is a person's own: a body has it only for somebody who asked it to ask."""
    case = matter.case
    asks_for_somebody = case.request is not None and case.request.made_by is MadeBy.SOMEONE_FOR_THEM
    if case.purpose is not SharingPurpose.SUBJECT_ACCESS or case.recipient.kind in {None, *ASK_FOR_THEIR_OWN}:
        return None
    if asks_for_somebody:
        return None
    return _ask(
        "A right of access is a person's own, and this recipient is a body with a purpose of its own.",
        "Ask it what it needs the information for, and under which power, then ask again.",
    )


def a_recipient_without_a_part_in_care_is_given_none(matter: Matter) -> Bar | None:
    case = matter.case
    police_protect_by_it = case.sender.kind is PartyKind.POLICE and case.recipient.kind in SHOPS
    if case.purpose not in CARING or case.recipient.kind not in NO_PART_IN_CARE or police_protect_by_it:
        return None
    if case.recipient.kind is PartyKind.HOME_OFFICE and ConcernKind.TRAFFICKING in case.concern.kinds:
        return _who_tells_the_home_office_of_slavery(matter)
    return _refuse(
        "This recipient has no part in keeping a child safe or well.",
        "Share with children's social care, or give data from which nobody can be told.",
    )


def _who_tells_the_home_office_of_slavery(matter: Matter) -> Bar | None:
    """Those whom the law names do, and charities that act for them; others tell those who do."""
    listed = matter.law.provision(SLAVERY)
    sender = matter.case.sender
    if listed is None or sender.kind is PartyKind.VOLUNTARY or reaches_sender(listed, sender) is not False:
        return None
    return _ask(
        "The law names who tells the Home Office of a possible victim of slavery, and you are not among them.",
        "Tell children's social care or the police today: they tell the Home Office.",
    )


def a_stranger_is_given_nothing_about_a_child(matter: Matter) -> Bar | None:
    """A neighbour or a solicitor keeps no child safe. Police, probation and prisons may warn a member of the public,
    and a foster carer is told what looking after the child needs.
    """
    case = matter.case
    may_warn = case.recipient.kind is PartyKind.ANY_PERSON and case.sender.kind in MAY_WARN_THE_PUBLIC
    if case.purpose not in CARING or case.recipient.kind not in STRANGERS or may_warn:
        return None
    if the_child_is_placed_with_them(matter):
        return None
    fosters = case.recipient.kind is PartyKind.ANY_PERSON and case.sender.kind in PLACES_CHILDREN
    bar = _ask(
        "This recipient has no duty of their own to keep a child safe, nor to keep what they hear to themselves.",
        "Tell children's social care or the police, who decide what anybody else needs to hear; or say what names "
        f"nobody.{TO_A_FOSTER_CARER if fosters else ''}",
    )
    return replace(bar, sources=(PLACEMENT,)) if fosters else bar


PURPOSE_RULES = (
    safeguarding_information_never_serves_immigration_control,
    counting_and_research_need_no_names,
    a_childs_file_decides_no_other_claim,
    another_purpose_is_named_before_it_is_judged,
    proceedings_and_complaints_have_their_own_ways,
    only_a_person_asks_for_what_is_held_about_them,
    a_recipient_without_a_part_in_care_is_given_none,
    a_stranger_is_given_nothing_about_a_child,
)


def purpose(matter: Matter) -> Finding:
    bars = tuple(bar for rule in PURPOSE_RULES if (bar := rule(matter)) is not None)
    facts = (
        ("asked_on", matter.case.asked_on is not None),
        ("purpose", matter.case.purpose not in (None, SharingPurpose.OTHER)),
        ("sender.kind", matter.case.sender.kind is not None),
        ("recipient.kind", matter.case.recipient.kind is not None),
    )
    unknown = [path for path, is_given in facts if not is_given]
    if not bars:
        says = f"The purpose is a proper one: {_PLAINLY.get(matter.case.purpose or SharingPurpose.OTHER, 'as named')}."
        if matter.case.purpose in COMPELLING:
            says = f"{says} That is a compelling reason to disclose what is known of a child."
        return Finding(matter.plus(find_out=unknown), says, (COMPELLING_REASON,))
    advisers = (Adviser.DATA_PROTECTION_OFFICER, *_legal(matter))
    says = f"{bars[0].because} No compelling reason to disclose is shown."
    return Finding(matter.plus(bars=bars, find_out=unknown, advisers=advisers), says, (COMPELLING_REASON,))


def personal_data(matter: Matter) -> Finding:
    case = matter.case
    unknown = tuple(name for name, given in (("items", case.items), ("people", case.people)) if not given)
    matter = matter.plus(find_out=[*unknown, *_ages_and_things_unsaid(case)])
    if not case.items:
        return Finding(matter, "You have not said what would be shared; this answers whether anything may be.")
    if case.purpose is SharingPurpose.CHILD_DEATH_REVIEW:
        return Finding(
            matter,
            "Data protection law ends with a child's life, but not for the family's data, "
            "and what was told in confidence stays so.",
        )
    return Finding(matter, "This is information about people who can be told apart, so data protection law applies.")


def _ages_and_things_unsaid(case: Case) -> list[str]:
    """On the age turns whether a child may judge and be told; on whom a thing is about, whether it goes."""
    ages = [case.path_of(one, "age") for one in case.people if one.who is Who.CHILD and one.age is None]
    about = [f"items[{n}].about" for n, item in enumerate(case.items) if item.about is None]
    form = [f"items[{n}].form" for n, item in enumerate(case.items) if item.form is None]
    return [*ages, *about, *form]


PURPOSE = Step(name=StepName.PURPOSE, judge=purpose, provisions=(COMPELLING_REASON, SLAVERY, PLACEMENT))
PERSONAL_DATA = Step(name=StepName.PERSONAL_DATA, judge=personal_data)


_PLAINLY: dict[SharingPurpose, str] = {
    SharingPurpose.SAFEGUARD_CHILD: "to keep a child safe",
    SharingPurpose.PROMOTE_WELFARE: "a child's welfare",
    SharingPurpose.LAW_ENFORCEMENT: "to prevent or solve a crime",
    SharingPurpose.SAFEGUARD_ADULT: "to keep an adult safe",
    SharingPurpose.CHILD_DEATH_REVIEW: "the review of a child's death",
    SharingPurpose.PRACTICE_REVIEW: "a review of how agencies worked",
    SharingPurpose.SUBJECT_ACCESS: "somebody asks what is held about them, or about their child",
    SharingPurpose.LEGAL_PROCEEDINGS: "proceedings in court",
    SharingPurpose.COMPLAINT: "a complaint before its regulator",
}


def _legal(matter: Matter) -> tuple[Adviser, ...]:
    through_lawyers = (SharingPurpose.IMMIGRATION_CONTROL, SharingPurpose.LEGAL_PROCEEDINGS, SharingPurpose.COMPLAINT)
    return (Adviser.LEGAL,) if matter.case.purpose in through_lawyers else ()


def _refuse(because: str, instead: str, *, lifted_by_danger: bool = True) -> Bar:
    return Bar(
        step=StepName.PURPOSE,
        verdict=Verdict.DO_NOT_SHARE,
        because=because,
        instead=instead,
        lifted_by_danger=lifted_by_danger,
    )


def _ask(because: str, instead: str) -> Bar:
    return Bar(step=StepName.PURPOSE, verdict=Verdict.SEEK_ADVICE, because=because, instead=instead)
