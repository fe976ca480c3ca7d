"""The rules about the child as a whole, an address or a flag, once organisation, role and purpose have been decided."""

from dataclasses import dataclass
from datetime import datetime

from goldenthread.agreements import Reason
from goldenthread.disclosure.decisions import ChildRelation, Decision, Standing
from goldenthread.disclosure.grounds import OwnRecord, StandingPathway
from goldenthread.disclosure.ruling import refer, withhold
from goldenthread.disclosure.wording import any_other_way, capitalised, ring
from goldenthread.flags import Flag
from goldenthread.vocabulary import FINDS_ONLY_ITS_OWN, LOOKS_AT_CHILDREN, AgencyCard, Level, Outcome

ENDED = "ended"
NOTHING_TO_SHOW = "No record you may see. This does not mean that nobody is involved."


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildQuestion:
    """May this asker see anything about this child at all?"""

    standing: Standing
    relation: ChildRelation
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressQuestion:
    """May this asker see one address that ``held_by`` holds?"""

    standing: Standing
    relation: ChildRelation
    held_by: AgencyCard
    is_protected: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagQuestion:
    """May this asker see this one flag? ``decision`` is what organisation, role and purpose alone decided."""

    flag: Flag
    decision: Decision
    at: datetime


def only_those_who_work_with_children_see_a_child(question: ChildQuestion) -> Decision | None:
    if question.standing.asker.role in LOOKS_AT_CHILDREN:
        return None
    return _nothing("only_those_who_work_with_children_see_a_child", question)


def a_hidden_child_is_shown_by_its_custodian_only(question: ChildQuestion) -> Decision | None:
    if not question.relation.is_shielded or question.relation.custodian == question.standing.asker.agency:
        return None
    return _nothing("a_hidden_child_is_shown_by_its_custodian_only", question)


def a_school_practice_or_charity_sees_only_its_own_children(question: ChildQuestion) -> Decision | None:
    asker = question.standing.asker
    if asker.agency_kind not in FINDS_ONLY_ITS_OWN or asker.agency in question.relation.own_agencies:
        return None
    return _nothing("a_school_practice_or_charity_sees_only_its_own_children", question)


def an_address_is_never_shown_before_the_child_may_be(question: AddressQuestion) -> Decision | None:
    whole = ChildQuestion(standing=question.standing, relation=question.relation, at=question.at)
    return next((answer for rule in CHILD_RULES if (answer := rule(whole)) is not None), None)


def an_address_is_shown_to_who_holds_it_and_to_the_custodian(question: AddressQuestion) -> Decision | None:
    agency = question.standing.asker.agency
    if agency not in (question.held_by.id, question.relation.custodian):
        return None
    return Decision(
        outcome=Outcome.DISCLOSE,
        level=Level.CONTENT,
        reasons=(
            Reason(
                rule="an_address_is_shown_to_who_holds_it_and_to_the_custodian",
                sentence="Your own agency holds it or keeps it.",
            ),
        ),
        grounds=OwnRecord(agency=agency),
    )


def a_hidden_address_goes_to_a_person(question: AddressQuestion) -> Decision | None:
    if not question.is_protected:
        return None
    return refer(
        "a_hidden_address_goes_to_a_person",
        "This address is not shown on any screen. A person decides who needs it.",
        ask=question.held_by.ask,
        purpose=question.standing.asker.purpose,
    )


def an_open_address_is_part_of_who_the_child_is(question: AddressQuestion) -> Decision | None:
    return question.standing.identity


def a_flag_that_has_ended_is_no_longer_shown(question: FlagQuestion) -> Decision | None:
    if question.flag.state != ENDED:
        return None
    return withhold(
        "a_flag_that_has_ended_is_no_longer_shown",
        "It ended too long ago to be shown.",
        next_step=f"For anything older, {ring(question.flag.contact)}.",
        ask=question.flag.contact,
    )


def the_pathway_ended_before_this_was_shown(question: FlagQuestion) -> Decision | None:
    grounds = question.decision.grounds
    if not isinstance(grounds, StandingPathway) or question.at < grounds.not_after:
        return None
    return withhold(
        "the_pathway_ended_before_this_was_shown",
        "The pathway that let you see it has ended.",
        next_step=any_other_way(question.flag.contact),
        ask=question.flag.contact,
        sources=(grounds.pathway_id,),
    )


def what_organisation_role_and_purpose_decided_holds(question: FlagQuestion) -> Decision | None:
    return question.decision


CHILD_RULES = (
    only_those_who_work_with_children_see_a_child,
    a_hidden_child_is_shown_by_its_custodian_only,
    a_school_practice_or_charity_sees_only_its_own_children,
)

ADDRESS_RULES = (
    an_address_is_never_shown_before_the_child_may_be,
    an_address_is_shown_to_who_holds_it_and_to_the_custodian,
    a_hidden_address_goes_to_a_person,
    an_open_address_is_part_of_who_the_child_is,
)

FLAG_RULES = (
    a_flag_that_has_ended_is_no_longer_shown,
    the_pathway_ended_before_this_was_shown,
    what_organisation_role_and_purpose_decided_holds,
)


def _nothing(rule: str, question: ChildQuestion) -> Decision:
    """The one answer for a child who is hidden and for one who is not there."""
    front_door = question.standing.front_door
    return withhold(
        rule, NOTHING_TO_SHOW, next_step=f"Worried about a child? {capitalised(ring(front_door))}.", ask=front_door
    )
