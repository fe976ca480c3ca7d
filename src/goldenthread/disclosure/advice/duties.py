"""Must it be shared: requests that compel, the duty to share, and its one exception."""

from dataclasses import replace

from goldenthread.disclosure.advice.asking import cannot_consent
from goldenthread.disclosure.advice.fitting import fits, why_it_does_not_fit
from goldenthread.disclosure.advice.matter import Bar, Finding, Matter, Step
from goldenthread.disclosure.advice.moving import PUPILS_RECORD, the_record_is_owed
from goldenthread.disclosure.advice.parties import (
    is_taken_to_be_designated,
    reaches_purpose,
    reaches_recipient,
    reaches_sender,
)
from goldenthread.disclosure.advice.placing import PLACEMENT, the_child_is_placed_with_them
from goldenthread.disclosure.advice.words import (
    Adviser,
    FollowUp,
    MadeBy,
    StepName,
    Verdict,
    Who,
)
from goldenthread.law import Effect, PartyKind, Provision, SharingPurpose
from goldenthread.vocabulary import ProvisionId

DUTY_TO_SHARE = ProvisionId("ca2004_s16LA")
ACCESS = ProvisionId("art15")
DIRECT_CARE = ProvisionId("hsca2012_s251B")


def compelling_request(matter: Matter) -> Finding:
    """A request compels only where its power does, belongs to who asks, and says what is wanted and why."""
    request = matter.case.request
    if request is None:
        return Finding(matter, "Nobody asked: you act unasked.")
    if request.made_by is not MadeBy.RECIPIENT:
        matter = matter.plus(find_out=("request.made_by",))
    if matter.case.purpose is SharingPurpose.SUBJECT_ACCESS:
        return _the_right_of_access(matter)
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


def _the_right_of_access(matter: Matter) -> Finding:
    """It compels once it is the person who asks, or a parent for a child too young to ask."""
    says = "Whoever asks for their own data needs no power and no reason: make sure who asks."
    held = matter.binding(ACCESS)
    asked = matter.case.request
    in_person = asked is not None and asked.made_by is MadeBy.RECIPIENT
    for_a_child = matter.case.recipient.kind is PartyKind.PARENT
    may_ask = not for_a_child or cannot_consent(matter.case.person(Who.CHILD)) is True
    if held is None or not (in_person and may_ask and matter.applies_english_law and fits(held, matter)):
        return Finding(matter, says)
    return Finding(matter.plus(duties=(ACCESS,)), f"{says} {held.deadline}.", (ACCESS,))


def _weigh_the_power(matter: Matter, power: ProvisionId) -> Finding:
    misfit = why_it_does_not_fit(power, matter)
    provision = matter.law.provision(power)
    if misfit is not None or provision is None:
        advisers = (Adviser.DATA_PROTECTION_OFFICER,) if provision is None else ()
        return Finding(matter.plus(advisers=advisers), f"The power cited does not compel you. {misfit}")
    made_for_them = matter.case.request is not None and matter.case.request.made_by is MadeBy.SOMEONE_FOR_THEM
    if provision.effect is Effect.REQUIRES:
        return Finding(matter, f"{provision.citation}: where its own tests are met it binds unasked.", (power,))
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
    matter = matter.plus(duties=(PUPILS_RECORD,)) if the_record_is_owed(matter) else matter
    matter = matter.plus(duties=(PLACEMENT,)) if the_child_is_placed_with_them(matter) else matter
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
    return _by_the_senders_judgement(provision, matter)


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
        if recipient.kind in provision.if_commissioned and recipient.commissioned is None:
            return Finding(
                matter.plus(find_out=("recipient.commissioned",)),
                "Whether this recipient is within the duty to share turns on whether it works for a body that owes it: "
                "find out, and share meanwhile as guidance asks.",
                (DUTY_TO_SHARE,),
            )
        return Finding(matter, "This recipient is outside the duty to share.")
    return None


def _by_the_senders_judgement(provision: Provision, matter: Matter) -> Finding:
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
    says = (
        "The duty to share applies: you hold it relevant to the child's welfare, and it may help the recipient. "
        "Share as far as it may help, no further."
    )
    if is_taken_to_be_designated(provision, matter.case.recipient):
        matter = matter.plus(find_out=("recipient.designated_agency",))
        says = f"{says} That the area's arrangements name this recipient is taken as usual: make sure."
    return Finding(matter.plus(duties=(DUTY_TO_SHARE,)), says, (DUTY_TO_SHARE,))


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
        unweighed = judged.more_detrimental_to_share is None and not matter.in_danger
        asked = ("judgement.more_detrimental_to_share",) if unweighed else ()
        return Finding(matter.plus(find_out=asked), says, outweighed)
    owed = tuple(id for id in matter.duties if id not in outweighed)
    matter = replace(matter, duties=owed)
    if owed:
        return _another_law_demands_it(matter, owed)
    review = judged.detriment.review_on
    if review is not None and review < matter.law.on:
        review = None
    given = (
        ("judgement.detriment.grounds", bool(judged.detriment.grounds)),
        ("judgement.detriment.evidence", bool(judged.detriment.evidence.strip())),
        ("judgement.detriment.review_on", review is not None),
    )
    missing = [path for path, is_given in given if not is_given]
    is_shown = "judgement.detriment.grounds" not in missing and "judgement.detriment.evidence" not in missing
    falls = "the duty falls away" if outweighed else "no power carries it"
    says = f"You hold that sharing would harm the child more than not sharing, so {falls}."
    bar = Bar(
        step=StepName.DETRIMENT,
        verdict=Verdict.DO_NOT_SHARE if is_shown else Verdict.SEEK_ADVICE,
        because=says,
        instead="Keep watch over the child, ask somebody without naming anybody, see whether another recipient or a "
        "smaller item would do no harm, and look at it again on the day you set.",
        sources=outweighed,
    )
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


COMPELLING_REQUEST = Step(name=StepName.COMPELLING_REQUEST, judge=compelling_request, provisions=(ACCESS,))
DUTY = Step(name=StepName.DUTY, judge=duty, provisions=(DUTY_TO_SHARE, DIRECT_CARE, PUPILS_RECORD, PLACEMENT))
DETRIMENT = Step(name=StepName.DETRIMENT, judge=detriment, provisions=(DUTY_TO_SHARE,))
