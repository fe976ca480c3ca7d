"""A pupil who changes school: the record follows, and the child protection file with it, whole."""

from goldenthread.disclosure.advice.fitting import fits
from goldenthread.disclosure.advice.matter import SAFEGUARDING, Matter
from goldenthread.disclosure.advice.words import Who
from goldenthread.law import PartyKind
from goldenthread.vocabulary import ProvisionId

PUPILS_RECORD = ProvisionId("pupil_information")
SCHOOLS_GUIDANCE = ProvisionId("kcsie")
SCHOOLS = frozenset(
    {PartyKind.SCHOOL_MAINTAINED, PartyKind.SCHOOL_ACADEMY, PartyKind.SCHOOL_INDEPENDENT, PartyKind.COLLEGE}
)


def is_from_school_to_school(matter: Matter) -> bool:
    return {matter.case.sender.kind, matter.case.recipient.kind} <= SCHOOLS


def the_child_moves_to_this_school(matter: Matter) -> bool:
    """One school sends another its pupil's record: whoever names that law says that the child goes there."""
    case = matter.case
    cited = case.request.power if case.request else None
    return (
        PUPILS_RECORD in (*case.proposed.gateway, cited)
        and is_from_school_to_school(matter)
        and case.purpose in SAFEGUARDING
        and matter.applies_english_law
    )


def the_record_is_owed(matter: Matter) -> bool:
    """The regulations bind a school that a local authority maintains; guidance asks the same of the others."""
    provision = matter.binding(PUPILS_RECORD)
    return provision is not None and the_child_moves_to_this_school(matter) and fits(provision, matter) is True


def goes_with_the_child(matter: Matter, about: Who | None) -> bool:
    """The file of the very child who moves. Another child's file does not go with it."""
    return about is Who.CHILD and the_child_moves_to_this_school(matter)
