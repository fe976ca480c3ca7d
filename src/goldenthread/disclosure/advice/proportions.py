"""Is it proportionate, and is it the least that serves? What is not needed does not go."""

from collections.abc import Iterator
from dataclasses import replace

from goldenthread.disclosure.advice.asking import asking_would_prejudice
from goldenthread.disclosure.advice.case import Case, Item, Person
from goldenthread.disclosure.advice.matter import CARING, SAFEGUARDING, Bar, Finding, Matter, Step, Stop
from goldenthread.disclosure.advice.moving import (
    PUPILS_RECORD,
    SCHOOLS_GUIDANCE,
    goes_with_the_child,
    is_from_school_to_school,
)
from goldenthread.disclosure.advice.words import (
    Adviser,
    ConcernEvidence,
    ConcernLevel,
    Form,
    ItemVerdict,
    PersonStatus,
    Status,
    StepName,
    Verdict,
    View,
    Who,
)
from goldenthread.law import PartyKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

PRIVATE_LIFE = ProvisionId("hra_art8")
RULE_1 = ProvisionId("golden_rule_1")
RULE_6 = ProvisionId("golden_rule_6")
ENQUIRY = ProvisionId("ca1989_s47_enquire")
THOSE_WHO_TEST_IT = frozenset(
    {PartyKind.LA_CSC, PartyKind.POLICE, PartyKind.NCA, PartyKind.SAFEGUARDING_PARTNER, PartyKind.COURT}
)
"""A rumour may go to those whose task it is to find out what is in it."""
GROWN_UPS = frozenset({Who.MOTHER, Who.FATHER, Who.CARER})
ASSERTED = frozenset({ConcernLevel.RISK_OF_HARM, ConcernLevel.EMERGING})
ASK_FOR_HELP = frozenset({ProvisionId("ca1989_s47_9"), ProvisionId("ca1989_s27"), ProvisionId("care_act_s6_7_45")})
"""Powers to ask for help with one person: what is relevant, never everything that is held."""
LOOK_INTO_CRIME = frozenset({PartyKind.POLICE, PartyKind.NCA, PartyKind.COURT})
WITH_THE_CHILD = (
    "The child moves to this school, so its own file goes whole: the child protection file apart from the main record, "
    "by a safe way, to the designated safeguarding lead, who confirms that it arrived."
)
NEVER_ACCUSED = frozenset({PersonStatus.VICTIM, PersonStatus.WITNESS, PersonStatus.NOT_ACCUSED})


def proportion(matter: Matter) -> Finding:
    found = tuple(bar for rule in PROPORTION_RULES if (bar := rule(matter)) is not None)
    concern = matter.case.concern
    facts = (("concern.level", concern.level), ("concern.evidence", concern.evidence))
    unknown = [path for path, given in facts if given is None and matter.case.purpose in CARING]
    matter = matter.plus(bars=found, find_out=[*unknown, *_whether_it_helps(matter)])
    if found:
        matter = matter.plus(advisers=(Adviser.DESIGNATED_SAFEGUARDING_LEAD,))
        return Finding(matter, found[0].because, (PRIVATE_LIFE, *found[0].sources))
    says = "Sharing must serve its aim, go no further than it needs, and be fair."
    if matter.case.purpose not in SAFEGUARDING:
        return Finding(matter, says, (PRIVATE_LIFE,))
    return Finding(matter, f"A child's safety comes before anybody's privacy. {says}", (RULE_1, PRIVATE_LIFE))


def thin_evidence_goes_only_to_those_who_test_it(matter: Matter) -> Bar | None:
    """An anonymous letter is no ground to question a family's doctor and school: asking is itself a disclosure."""
    case = matter.case
    if case.purpose not in CARING or case.recipient.kind in THOSE_WHO_TEST_IT or not _is_thin(matter):
        return None
    carers = [person for person in case.people if person.who in GROWN_UPS]
    if carers and all(person.view is View.AGREES for person in carers):
        return None
    could_ask = [person for person in carers if person.could_be_asked_safely]
    if case.concern.level is ConcernLevel.SERIOUS_HARM and not could_ask:
        return None
    unsafe = bool(carers) and not could_ask and all(_cannot_be_asked(person) for person in carers)
    return Bar(
        step=StepName.PROPORTION,
        verdict=Verdict.SEEK_ADVICE if unsafe else Verdict.DO_NOT_SHARE,
        because="Nothing but a rumour stands behind this, and asking others about a family already tells them.",
        instead="Speak with the parents first unless that is unsafe, check where it comes from, and write down "
        "whether there is reasonable cause to suspect significant harm. Children's social care and the police can "
        "always be told.",
        sources=(ENQUIRY,),
    )


def what_helps_nobody_is_not_necessary(matter: Matter) -> Bar | None:
    """What the law demands all the same is not the sender's to judge."""
    judged = matter.case.judgement
    if matter.case.purpose not in SAFEGUARDING or matter.duties:
        return None
    if judged.relevant_to_welfare is not False and judged.may_help_recipient is not False:
        return None
    return Bar(
        step=StepName.PROPORTION,
        verdict=Verdict.DO_NOT_SHARE,
        because="You consider that it does not bear on the child's welfare or does not help this recipient, "
        "so it is not necessary.",
        instead="Ask who could use it, share the smaller thing that helps, or talk it over without naming anybody.",
    )


def _whether_it_helps(matter: Matter) -> list[str]:
    """What would make it unnecessary, where nobody has said."""
    if matter.case.purpose not in SAFEGUARDING or matter.duties or matter.in_danger:
        return []
    judged = matter.case.judgement
    facts = (("relevant_to_welfare", judged.relevant_to_welfare), ("may_help_recipient", judged.may_help_recipient))
    return [f"judgement.{name}" for name, given in facts if given is None]


PROPORTION_RULES = (thin_evidence_goes_only_to_those_who_test_it, what_helps_nobody_is_not_necessary)


def minimise(matter: Matter) -> Finding:
    stops = tuple(stop for n, item in enumerate(matter.case.items) for stop in _more_than_needed(matter, n, item))
    unsaid = [n for n, item in enumerate(matter.case.items) if item.needed_by_recipient is None]
    asked = [] if _needs_no_need(matter) else [f"items[{n}].needed_by_recipient" for n in unsaid]
    statuses = [
        f"items[{n}].person_status"
        for n, item in matter.in_play()
        if item.person_status is None and item.criminal and matter.case.purpose is SharingPurpose.LAW_ENFORCEMENT
    ]
    labels = any(item.status in (Status.OPINION, Status.ALLEGATION) for _, item in matter.in_play())
    says = "Some of it is more than the recipient needs." if stops else "Each item is said to be needed."
    if not matter.case.items:
        says = "Share the least that helps: a flag before a summary, a summary before a record."
    sources: tuple[ProvisionId, ...] = (RULE_6, PRIVATE_LIFE)
    if any(goes_with_the_child(matter, item.about) for _, item in matter.in_play()):
        says = f"{says} {WITH_THE_CHILD}"
        sources = (SCHOOLS_GUIDANCE, *sources)
    marked = " Mark what is opinion or allegation as such." if labels else ""
    matter = replace(matter, stops=tuple(stop for stop in matter.stops if stop.step is not StepName.MINIMISE))
    return Finding(matter.plus(stops=stops, find_out=(*asked, *statuses)), says + marked, sources)


def more_than_needed_from_the_start(items: tuple[Item, ...]) -> tuple[Stop, ...]:
    """What is not needed, or is a computer's score, begins withheld: a step of minimising that breaks lets none go."""
    return tuple(
        _stop(n, "Nothing has shown that the recipient needs it.")
        for n, item in enumerate(items)
        if item.needed_by_recipient is False or item.made_by_model
    )


def _more_than_needed(matter: Matter, n: int, item: Item) -> Iterator[Stop]:
    if item.needed_by_recipient is False:
        yield _stop(n, "The recipient does not need it.")
    elif item.needed_by_recipient is None and not _needs_no_need(matter):
        yield _stop(n, "Nobody has said that the recipient needs it.", needs_advice=True, lifted_by_danger=True)
    if item.form is Form.WHOLE_FILE and not (
        _is_compelled_or_ones_own(matter) or goes_with_the_child(matter, item.about)
    ):
        yield _stop(
            n, f"A whole file is never the least: take out what is needed.{_unless(matter)}", ItemVerdict.REDACT
        )
    if item.made_by_model:
        yield _stop(n, "A computer's score is no ground to act and goes into no file: say what a person saw.")
    if is_left_off(matter.case, item):
        yield _stop(n, "A victim, a witness or somebody never accused is left off what is used against others.")


def _unless(matter: Matter) -> str:
    return (
        " Where the child itself moves to this school, say so: then its file goes whole."
        if is_from_school_to_school(matter)
        else ""
    )


_REVIEWS = frozenset({SharingPurpose.PRACTICE_REVIEW, SharingPurpose.CHILD_DEATH_REVIEW})


def is_never_accused(item: Item) -> bool:
    return item.person_status in NEVER_ACCUSED


def is_left_off(case: Case, item: Item) -> bool:
    """Whoever is not accused stands on nothing used against others; those who look into a crime must know its victims
    and witnesses.
    """
    investigates = case.recipient.kind in LOOK_INTO_CRIME
    must_be_known = investigates and item.person_status in (PersonStatus.VICTIM, PersonStatus.WITNESS)
    return is_never_accused(item) and is_used_against_others(case) and not must_be_known


def is_used_against_others(case: Case) -> bool:
    """Whatever does not protect somebody, nor learn from what was done, may be used against whoever stands in it."""
    return case.purpose not in CARING | _REVIEWS


def _needs_no_need(matter: Matter) -> bool:
    """Nobody needs a reason to have what is held about themselves."""
    return matter.case.purpose is SharingPurpose.SUBJECT_ACCESS


def _is_compelled_or_ones_own(matter: Matter) -> bool:
    asked = matter.case.request
    names_it = asked is not None and asked.power in matter.duties and asked.power not in (*ASK_FOR_HELP, PUPILS_RECORD)
    return _needs_no_need(matter) or names_it


def _is_thin(matter: Matter) -> bool:
    evidence = matter.case.concern.evidence
    rumour = evidence is ConcernEvidence.ANONYMOUS
    return rumour or (evidence is ConcernEvidence.NONE and matter.case.concern.level in ASSERTED)


def _cannot_be_asked(person: Person) -> bool:
    return person.could_be_asked_safely is False or asking_would_prejudice(person)


def _stop(
    n: int,
    because: str,
    verdict: ItemVerdict = ItemVerdict.WITHHOLD,
    *,
    needs_advice: bool = False,
    lifted_by_danger: bool = False,
) -> Stop:
    return Stop(
        item=n,
        step=StepName.MINIMISE,
        because=because,
        verdict=verdict,
        needs_advice=needs_advice,
        lifted_by_danger=lifted_by_danger,
    )


PROPORTION = Step(name=StepName.PROPORTION, judge=proportion, provisions=(RULE_1, PRIVATE_LIFE, ENQUIRY))
MINIMISE = Step(name=StepName.MINIMISE, judge=minimise, provisions=(RULE_6, PRIVATE_LIFE, SCHOOLS_GUIDANCE))
