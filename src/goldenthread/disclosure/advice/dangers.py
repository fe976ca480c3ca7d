"""The first step: is somebody in immediate danger, and can this recipient do anything about it?"""

from goldenthread.disclosure.advice.case import Case, Recipient, Sender
from goldenthread.disclosure.advice.matter import Finding, Matter, Step
from goldenthread.disclosure.advice.parties import NOBODY_WHO_PROTECTS
from goldenthread.disclosure.advice.words import Immediacy, StepName
from goldenthread.law import PartyKind

RING = "If a child is in danger now, ring 999."

EMERGENCY_SERVICES = frozenset({PartyKind.POLICE, PartyKind.AMBULANCE})


def can_act(recipient: Recipient) -> bool:
    """Somebody linked to the risk protects nobody; an emergency service always can."""
    if recipient.linked_to_risk:
        return False
    if recipient.emergency_service:
        return True
    return recipient.kind is not None and recipient.kind not in NOBODY_WHO_PROTECTS


def raise_the_alarm(sender: Sender) -> str:
    """Nobody tells the police to ring the police."""
    return "tell your control room" if sender.kind in EMERGENCY_SERVICES else "ring 999"


def stands_in_danger(case: Case) -> bool:
    """Known before the first step, so that no step that breaks can take it away."""
    return case.immediacy is Immediacy.IMMEDIATE_DANGER and can_act(case.recipient)


def danger(matter: Matter) -> Finding:
    case = matter.case
    match case.immediacy:
        case None:
            return Finding(
                matter.plus(find_out=("immediacy",)),
                f"You have not said how soon, so this is answered as routine. {RING}",
            )
        case Immediacy.IMMEDIATE_DANGER if matter.in_danger:
            return Finding(
                matter,
                "There is immediate danger: share at once what is needed with a recipient you have checked, "
                "and do not wait for an agreement, an assessment, advice or for telling anybody.",
            )
        case Immediacy.IMMEDIATE_DANGER:
            alarm = raise_the_alarm(case.sender)
            return Finding(matter, f"There is immediate danger and this recipient cannot act on it: {alarm} first.")
        case Immediacy.URGENT:
            return Finding(matter, f"This is urgent, and urgent is not an emergency. {RING}")
        case Immediacy.ROUTINE:
            return Finding(matter, f"Nobody is said to be in immediate danger. {RING}")


DANGER = Step(name=StepName.DANGER, judge=danger)
