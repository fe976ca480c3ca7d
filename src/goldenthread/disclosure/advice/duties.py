"""Must it be shared: reports that the law demands, requests that compel, the duty to share and its one exception."""

from collections.abc import Callable
from dataclasses import replace

from goldenthread.disclosure.advice.case import OF_AGE_FROM_YEARS, Case
from goldenthread.disclosure.advice.fitting import fits, why_it_does_not_fit
from goldenthread.disclosure.advice.matter import Bar, Finding, Matter, Step
from goldenthread.disclosure.advice.parties import reaches_purpose, reaches_recipient, reaches_sender
from goldenthread.disclosure.advice.words import (
    Adviser,
    ConcernEvidence,
    ConcernLevel,
    FollowUp,
    MadeBy,
    StepName,
    Verdict,
    Who,
)
from goldenthread.law import ConcernKind, Effect, PartyKind, Provision
from goldenthread.vocabulary import ProvisionId

DUTY_TO_SHARE = ProvisionId("ca2004_s16LA")
DIRECT_CARE = ProvisionId("hsca2012_s251B")
FGM = ProvisionId("fgma2003_s5B")
ENCOMPASS = ProvisionId("daa2021_s49A")
SLAVERY = ProvisionId("msa2015_s52")
SEXUAL_OFFENCES = ProvisionId("cpa2026_csa_report")

FIRM = frozenset({ConcernEvidence.FACT, ConcernEvidence.PROFESSIONAL_OBSERVATION, ConcernEvidence.DISCLOSURE_BY_CHILD})
REASONABLE_GROUNDS = FIRM | {ConcernEvidence.ALLEGATION}


def a_girl_seems_to_have_been_cut(case: Case) -> bool | None:
    """She says so or the signs are seen. A risk that it may happen is no such report."""
    child = case.person(Who.CHILD)
    if ConcernKind.FGM not in case.concern.kinds or case.concern.level is not ConcernLevel.SERIOUS_HARM:
        return False
    if case.concern.evidence is not None and case.concern.evidence not in FIRM:
        return False
    if child is not None and child.age is not None and child.age >= OF_AGE_FROM_YEARS:
        return False
    return None if case.concern.evidence is None or child is None or child.age is None else True


def a_child_may_be_a_victim_of_domestic_abuse(case: Case) -> bool | None:
    return _on_reasonable_grounds(case, {ConcernKind.DOMESTIC_ABUSE})


def somebody_may_be_a_victim_of_slavery(case: Case) -> bool | None:
    return _on_reasonable_grounds(case, {ConcernKind.TRAFFICKING})


def a_child_sex_offence_is_suspected(case: Case) -> bool | None:
    return _on_reasonable_grounds(case, {ConcernKind.SEXUAL_ABUSE, ConcernKind.SEXUAL_EXPLOITATION})


REPORTS: tuple[tuple[ProvisionId, Callable[[Case], bool | None]], ...] = (
    (FGM, a_girl_seems_to_have_been_cut),
    (ENCOMPASS, a_child_may_be_a_victim_of_domestic_abuse),
    (SLAVERY, somebody_may_be_a_victim_of_slavery),
    (SEXUAL_OFFENCES, a_child_sex_offence_is_suspected),
)


def a_report_is_owed(matter: Matter) -> bool:
    """Whether the law demands this very report."""
    return any(id in matter.duties for id, _ in REPORTS)


def mandatory_report(matter: Matter) -> Finding:
    """A report that the law demands of this sender, to this recipient or to another."""
    owed, elsewhere, unknown = [], [], False
    for id, happened in REPORTS if matter.applies_english_law else ():
        provision = matter.binding(id)
        if provision is None or reaches_sender(provision, matter.case.sender) is not True:
            continue
        met = happened(matter.case)
        if met and reaches_recipient(provision, matter.case.recipient) and reaches_purpose(provision, matter):
            owed.append(provision)
        elif met:
            elsewhere.append(provision)
        unknown = unknown or met is None
    facts = (("concern.evidence", matter.case.concern.evidence), ("concern.level", matter.case.concern.level))
    find_out = [path for path, given in facts if unknown and given is None]
    if unknown:
        find_out.append(matter.case.path_to(Who.CHILD, "age"))
    matter = matter.plus(duties=[provision.id for provision in owed], find_out=find_out)
    if owed:
        says = f"The law demands this report: {owed[0].citation}.{_deadline(owed[0])}"
    elif elsewhere:
        whom = elsewhere[0].who_to_whom.recipient
        says = f"Besides this, the law demands a report to {whom}: {elsewhere[0].citation}.{_deadline(elsewhere[0])}"
    else:
        says = "No law demands a report of its own from you here."
    return Finding(matter, says, tuple(provision.id for provision in (*owed, *elsewhere)))


def compelling_request(matter: Matter) -> Finding:
    """A request compels only where its power does, belongs to who asks, and says what is wanted and why."""
    request = matter.case.request
    if request is None:
        return Finding(matter, "Nobody asked: you act unasked.")
    if request.made_by is MadeBy.SOMEONE_FOR_THEM:
        matter = matter.plus(find_out=("request.made_by",))
    if request.states_what_and_why is not True:
        return Finding(
            matter.plus(find_out=("request.states_what_and_why",)),
            "A request that does not say what is wanted and why compels nobody: ask for both, and for the power.",
        )
    if request.power is None:
        return Finding(matter.plus(find_out=("request.power",)), "The request names no power, so it compels nobody.")
    if not matter.applies_english_law:
        return Finding(matter, "The power cited is not judged here: English powers are not applied elsewhere.")
    return _weigh_the_power(matter, request.power)


def _weigh_the_power(matter: Matter, power: ProvisionId) -> Finding:
    misfit = why_it_does_not_fit(power, matter)
    provision = matter.law.provision(power)
    if misfit is not None or provision is None:
        advisers = (Adviser.DATA_PROTECTION_OFFICER,) if provision is None else ()
        return Finding(matter.plus(advisers=advisers), f"The power cited does not compel you. {misfit}")
    made_for_them = matter.case.request is not None and matter.case.request.made_by is MadeBy.SOMEONE_FOR_THEM
    if provision.effect is not Effect.REQUIRES_ON_REQUEST:
        says = f"{provision.citation}: it lets you share, or sets terms; it does not compel you."
        return Finding(matter, says, (power,))
    if made_for_them or fits(provision, matter) is not True:
        return Finding(
            matter,
            "The power could compel you: first make sure that whoever asks may ask for the body that holds it.",
            (power,),
        )
    return Finding(
        matter.plus(duties=(power,)),
        f"You are asked under a power that compels you: {provision.citation}. Give what it names, no more.",
        (power,),
    )


def duty(matter: Matter) -> Finding:
    """The duty to share, and the narrower one for direct care. Their tests are the sender's to make."""
    if not matter.applies_english_law:
        nation = () if matter.case.nation else ("nation",)
        return Finding(matter.plus(find_out=nation), "English duties are not applied outside England.")
    matter = _with_the_duty_of_direct_care(matter)
    provision = matter.binding(DUTY_TO_SHARE)
    if provision is None:
        return Finding(matter, f"The duty to share was not in force on {matter.law.on.isoformat()}.")
    if matter.is_planned:
        return Finding(
            matter,
            "The duty to share is judged child by child: a flow decided beforehand rests on a power.",
        )
    if not reaches_purpose(provision, matter):
        return Finding(matter, "The duty to share serves a child's safety and welfare, not this purpose.")
    if matter.case.has_no_child_left():
        return Finding(matter, "The duty to share is about children, and whoever you name is 18 or over.")
    outside = _who_is_outside(provision, matter)
    if outside is not None:
        return outside
    return _by_the_senders_judgement(matter)


def _who_is_outside(provision: Provision, matter: Matter) -> Finding | None:
    sender, recipient = matter.case.sender, matter.case.recipient
    within = reaches_sender(provision, sender)
    if within is not True and sender.kind is PartyKind.GP:
        return Finding(
            matter.plus(find_out=("sender.commissioned",)),
            "Whether a GP practice owes the duty to share by itself is unsettled: find out whether a body that owes it "
            "commissions you, and share meanwhile as guidance asks.",
            (DUTY_TO_SHARE,),
        )
    if within is None:
        commissioned = sender.kind in provision.if_commissioned and sender.commissioned is None
        designated = sender.kind in provision.if_designated and sender.designated_agency is None
        paths = [("sender.commissioned", commissioned), ("sender.designated_agency", designated)]
        return Finding(
            matter.plus(find_out=[path for path, asked in paths if asked] or ["sender.kind"]),
            "Whether you owe the duty to share turns on a fact that is not given.",
            (DUTY_TO_SHARE,),
        )
    if not within:
        # What does not bind you carries nothing here, whether or not it was verified: the sentence names no source.
        return Finding(matter, "You are outside the duty to share: neither named, nor designated, nor commissioned.")
    if not reaches_recipient(provision, recipient):
        return Finding(matter, "This recipient is outside the duty to share.")
    return None


def _by_the_senders_judgement(matter: Matter) -> Finding:
    judged = matter.case.judgement
    tests = (
        ("judgement.relevant_to_welfare", judged.relevant_to_welfare),
        ("judgement.may_help_recipient", judged.may_help_recipient),
    )
    unknown = [path for path, given in tests if given is None]
    if False in (judged.relevant_to_welfare, judged.may_help_recipient):
        return Finding(
            matter,
            "You consider it not relevant to the child's welfare, or of no help, so the duty does not arise.",
        )
    if unknown:
        return Finding(
            matter.plus(find_out=unknown),
            "The duty to share may apply: say whether the information is relevant to the child's welfare, "
            "and whether it may help the recipient.",
            (DUTY_TO_SHARE,),
        )
    unweighed = ("judgement.more_detrimental_to_share",) if judged.more_detrimental_to_share is None else ()
    return Finding(
        matter.plus(duties=(DUTY_TO_SHARE,), find_out=unweighed),
        "The duty to share applies: you hold it relevant to the child's welfare, and it may help the recipient. "
        "Share as far as it may help, no further.",
        (DUTY_TO_SHARE,),
    )


def _with_the_duty_of_direct_care(matter: Matter) -> Matter:
    provision = matter.binding(DIRECT_CARE)
    helps = matter.case.judgement.may_help_recipient is True
    if provision is None or matter.is_planned or not helps or fits(provision, matter) is not True:
        return matter
    return matter.plus(duties=(DIRECT_CARE,))


def detriment(matter: Matter) -> Finding:
    """Where sharing would harm the child more, the duty falls away and no lesser power brings the sharing back."""
    judged = matter.case.judgement
    outweighed = tuple(id for id in matter.duties if id in (DUTY_TO_SHARE, DIRECT_CARE))
    if judged.more_detrimental_to_share is not True:
        says = "You do not say that sharing would harm the child more than not sharing."
        return Finding(matter, says, outweighed)
    owed = tuple(id for id in matter.duties if id not in outweighed)
    matter = replace(matter, duties=owed)
    if owed:
        return _another_law_demands_it(matter, owed)
    given = (
        ("judgement.detriment.grounds", bool(judged.detriment.grounds)),
        ("judgement.detriment.evidence", bool(judged.detriment.evidence.strip())),
        ("judgement.detriment.review_on", judged.detriment.review_on is not None),
    )
    missing = [path for path, is_given in given if not is_given]
    is_shown = "judgement.detriment.grounds" not in missing and "judgement.detriment.evidence" not in missing
    falls = "the duty falls away" if outweighed else "no power carries it"
    says = f"You hold that sharing would harm the child more than not sharing, so {falls}."
    bar = Bar(
        step=StepName.DETRIMENT,
        verdict=Verdict.DO_NOT_SHARE if is_shown else Verdict.SEEK_ADVICE,
        because=says,
        instead="Meanwhile keep watch over the child, ask somebody without naming anybody, see whether another "
        "recipient or a smaller item would do no harm, and look at it again on the day you set.",
        sources=outweighed,
    )
    review = judged.detriment.review_on
    then = f"{FollowUp.REVIEW}:{review.isoformat()}" if review else str(FollowUp.REVIEW)
    return Finding(
        matter.plus(bars=(bar,), find_out=missing, then=(then,), advisers=(Adviser.DESIGNATED_SAFEGUARDING_LEAD,)),
        says if is_shown else f"{says} Say why, and on what evidence.",
        outweighed,
    )


def _another_law_demands_it(matter: Matter, owed: tuple[ProvisionId, ...]) -> Finding:
    says = (
        "You hold that sharing would harm the child more, but another law demands it: take advice before its deadline."
    )
    bar = Bar(
        step=StepName.DETRIMENT,
        verdict=Verdict.SEEK_ADVICE,
        because=says,
        instead="Ask today whether the law can be met in a way that spares the child, and keep watch meanwhile.",
        sources=owed,
    )
    advisers = (Adviser.DESIGNATED_SAFEGUARDING_LEAD, Adviser.LEGAL)
    return Finding(matter.plus(bars=(bar,), advisers=advisers), says, owed)


def _on_reasonable_grounds(case: Case, kinds: set[ConcernKind]) -> bool | None:
    if not kinds & set(case.concern.kinds):
        return False
    return None if case.concern.evidence is None else case.concern.evidence in REASONABLE_GROUNDS


def _deadline(provision: Provision) -> str:
    return f" {provision.deadline.rstrip('.')}." if provision.deadline else ""


MANDATORY_REPORT = Step(
    name=StepName.MANDATORY_REPORT, judge=mandatory_report, provisions=tuple(id for id, _ in REPORTS)
)
COMPELLING_REQUEST = Step(name=StepName.COMPELLING_REQUEST, judge=compelling_request)
DUTY = Step(name=StepName.DUTY, judge=duty, provisions=(DUTY_TO_SHARE, DIRECT_CARE))
DETRIMENT = Step(name=StepName.DETRIMENT, judge=detriment, provisions=(DUTY_TO_SHARE,))
