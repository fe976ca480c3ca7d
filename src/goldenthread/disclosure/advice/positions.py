"""An allegation against somebody who works with children: whom it goes to besides, and how soon."""

from goldenthread.disclosure.advice.bases import is_suspected
from goldenthread.disclosure.advice.matter import SAFEGUARDING, Matter
from goldenthread.disclosure.advice.words import Status, Who
from goldenthread.law import PartyKind
from goldenthread.vocabulary import ProvisionId

ALLEGATIONS = ProvisionId("lado")
OFFICER = "the council's designated officer (LADO)"


def somebody_who_works_with_children_is_accused(matter: Matter) -> bool:
    """One of the staff is suspected, or what goes is an allegation about one."""
    case = matter.case
    suspected = any(person.who is Who.STAFF and is_suspected(person) for person in case.people)
    alleged = any(item.about is Who.STAFF and item.status is Status.ALLEGATION for _, item in matter.in_play())
    return (suspected or alleged) and case.purpose in SAFEGUARDING and matter.applies_english_law


def sources_on_allegations(matter: Matter) -> tuple[ProvisionId, ...]:
    return (ALLEGATIONS,) if somebody_who_works_with_children_is_accused(matter) else ()


def whom_an_allegation_goes_to(matter: Matter) -> str:
    """The designated officer, who is not the front door; a child who may have been harmed goes there besides."""
    if not somebody_who_works_with_children_is_accused(matter):
        return ""
    if matter.case.sender.kind is PartyKind.LA_CSC:
        return f" It is about somebody who works with children: make sure that {OFFICER} has it."
    if matter.case.recipient.kind is not PartyKind.LA_CSC:
        return f" It is about somebody who works with children: tell {OFFICER} besides, within one working day."
    says = f" It is about somebody who works with children: send it to {OFFICER} within one working day"
    if all(item.about is Who.STAFF for _, item in matter.in_play()):
        return f"{says}, not to the front door."
    return f"{says}, and what is about the child to the front door."
