"""A second opinion on every decision, written from the prose of the house and not from the code it judges.

It knows situations by name ("a pathway that ended", "a flag that only exists for this role") and answers in three
words: ``content``, ``existence`` or ``nothing``. It shares no rule, no order and no type with ``disclosure``.
"""

from typing import NamedTuple

CONTENT, EXISTENCE, NOTHING = "content", "existence", "nothing"

SYSTEM_ROLES = ("data_protection_officer", "access_reviewer", "administrator", "clerical_reviewer")
"""Those who look after the system see no child's page."""

OWN_CHILDREN_ONLY = ("school", "multi_academy_trust", "gp_practice", "voluntary")
"""A school, practice or charity finds only children on its own roll, list or caseload."""

BEFORE, DURING, AFTER = "before", "during", "after"
"""Where an instant lies: the first instant of a pathway is during it, the instant it ends is after it."""


class Paper(NamedTuple):
    """One pathway as it bears on one agency, one kind of flag and one source."""

    for_this_agency: bool
    for_this_role: bool
    for_this_purpose: bool
    level: str
    when: str


class Case(NamedTuple):
    """One flag, one asker, one moment."""

    role: str
    agency_kind: str
    own_agency_holds_it: bool
    source_may_raise_it: bool
    ceiling: str
    papers: tuple[Paper, ...]
    flag_has_ended: bool
    child_is_hidden: bool
    asker_is_custodian: bool
    child_is_on_own_roll: bool


def may_stand_to_see(case: Case) -> str:
    """What organisation, role, purpose and kind of flag alone allow, before any fact about the child."""
    if case.role in SYSTEM_ROLES or not case.source_may_raise_it:
        return NOTHING
    if case.own_agency_holds_it:
        return CONTENT
    granted = [paper.level for paper in case.papers if _binds(paper)]
    if CONTENT in granted:
        return case.ceiling
    if EXISTENCE in granted:
        return NOTHING if case.ceiling == NOTHING else EXISTENCE
    return NOTHING


def why_not(case: Case) -> str:
    """The one reason that is given when nothing may be shown: the first that applies, the widest first."""
    if not case.source_may_raise_it:
        return "such an agency raises no such flag"
    if case.role in SYSTEM_ROLES:
        return "the role looks after the system"
    ours = [paper for paper in case.papers if paper.for_this_agency and paper.for_this_role]
    fitting = [paper for paper in ours if paper.for_this_purpose]
    if not ours:
        return "no signed pathway"
    if not fitting:
        return "another purpose"
    if any(paper.when == DURING for paper in fitting):
        return "the ceiling"
    return "it has ended" if any(paper.when == AFTER for paper in fitting) else "it has not started"


def page_opens(case: Case) -> bool:
    """Whether the child's page may be opened at all: what keeps it shut is the same for hidden and absent."""
    hidden = case.child_is_hidden and not case.asker_is_custodian
    not_theirs = case.agency_kind in OWN_CHILDREN_ONLY and not case.child_is_on_own_roll
    return not (hidden or not_theirs or case.role in SYSTEM_ROLES)


def may_see(case: Case) -> str:
    """What may be shown of this flag of this child, now."""
    if case.child_is_hidden and not case.asker_is_custodian:
        return NOTHING
    if case.agency_kind in OWN_CHILDREN_ONLY and not case.child_is_on_own_roll:
        return NOTHING
    if case.flag_has_ended:
        return NOTHING
    return may_stand_to_see(case)


def _binds(paper: Paper) -> bool:
    return paper.for_this_agency and paper.for_this_role and paper.for_this_purpose and paper.when == DURING
