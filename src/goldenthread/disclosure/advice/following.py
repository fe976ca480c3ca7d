"""What remains: whom to ask, what to write down, and the paper of a regular flow."""

from goldenthread.disclosure.advice.matter import Bar, Finding, Matter, Step
from goldenthread.disclosure.advice.parties import FAMILY, NOBODY_WHO_PROTECTS
from goldenthread.disclosure.advice.words import Adviser, FollowUp, Mode, StepName, Verdict, View
from goldenthread.law import PartyKind
from goldenthread.vocabulary import ProvisionId

RULE_4 = ProvisionId("golden_rule_4")
RULE_7 = ProvisionId("golden_rule_7")
SHARING_CODE = ProvisionId("ico_data_sharing_code")
FOLLOW_UP: dict[str, FollowUp] = {"agreement": FollowUp.MAKE_AGREEMENT, "dpia": FollowUp.COMPLETE_ASSESSMENT}


def governance(matter: Matter) -> Finding:
    """One act of sharing needs no agreement and no assessment. A regular flow waits for both."""
    case = matter.case
    matter = matter.plus(find_out=("mode",) if case.mode is None else ())
    if case.mode is not Mode.PLANNED:
        return Finding(matter, "One act of sharing needs no agreement and no impact assessment first.", (SHARING_CODE,))
    paper = {"agreement": case.governance.agreement, "dpia": case.governance.dpia}
    missing = [name for name, there in paper.items() if there is False]
    unsaid = [f"governance.{name}" for name, there in paper.items() if there is None]
    matter = matter.plus(then=[FOLLOW_UP[name] for name in missing], find_out=unsaid)
    if not missing and not unsaid:
        return Finding(matter, "The agreement and the impact assessment of this flow are in place.", (SHARING_CODE,))
    says = "A planned flow waits until its agreement is signed and its impact assessment is complete."
    bar = Bar(
        step=StepName.GOVERNANCE,
        verdict=Verdict.DO_NOT_SHARE if missing else Verdict.SEEK_ADVICE,
        because=says,
        instead="Share about one child at a time where a worry calls for it: that does not wait.",
        sources=(SHARING_CODE,),
    )
    return Finding(matter.plus(bars=(bar,), advisers=(Adviser.DATA_PROTECTION_OFFICER,)), says, (SHARING_CODE,))


def advice(matter: Matter) -> Finding:
    if matter.broken:
        matter = matter.plus(advisers=(Adviser.DESIGNATED_SAFEGUARDING_LEAD,))
    if matter.case.sender.kind is PartyKind.VOLUNTARY:
        matter = matter.plus(advisers=(Adviser.NSPCC,))
    if matter.bars and not matter.advisers:
        matter = matter.plus(advisers=(Adviser.DESIGNATED_SAFEGUARDING_LEAD,))
    if matter.in_danger:
        return Finding(matter, "Ask afterwards: danger does not wait for advice.", (RULE_4,))
    if not matter.advisers:
        return Finding(matter, "If anything here is unclear to you, ask your safeguarding lead early.", (RULE_4,))
    return Finding(
        matter,
        "Ask those named, within hours and without names if you can, and keep the child safe meanwhile.",
        (RULE_4,),
    )


def record(matter: Matter) -> Finding:
    """The same record whether it is shared or not."""
    kind = matter.case.recipient.kind
    heard = kind not in FAMILY and kind not in NOBODY_WHO_PROTECTS and not matter.bars
    after = (FollowUp.RECORD_AFTER_THE_EVENT,) if matter.in_danger else ()
    matter = matter.plus(then=(FollowUp.RECORD, *after, *((FollowUp.FEEDBACK,) if heard else ())))
    objection = any(person.view in (View.OBJECTS, View.ASKS_FOR_SECRECY) for person in matter.case.people)
    also = ", and the objection with how you weighed it" if objection else ""
    return Finding(
        matter,
        "This is advice and you decide: record what you decide and why, whether you share or not, "
        f"facts apart from opinions{also}.",
        (RULE_7,),
    )


ADVICE = Step(name=StepName.ADVICE, judge=advice, provisions=(RULE_4,))
RECORD = Step(name=StepName.RECORD, judge=record, provisions=(RULE_7,))
GOVERNANCE = Step(name=StepName.GOVERNANCE, judge=governance, provisions=(SHARING_CODE,))
