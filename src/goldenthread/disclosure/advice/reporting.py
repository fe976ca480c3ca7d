"""Reports that the law demands of its own accord: cutting, domestic abuse, slavery, and sexual offences to come."""

from collections.abc import Callable

from goldenthread.disclosure.advice.case import OF_AGE_FROM_YEARS, Case
from goldenthread.disclosure.advice.matter import Finding, Matter, Step
from goldenthread.disclosure.advice.parties import reaches_purpose, reaches_recipient, reaches_sender
from goldenthread.disclosure.advice.words import ConcernEvidence, ConcernLevel, StepName, Who
from goldenthread.law import ConcernKind, Provision
from goldenthread.vocabulary import ProvisionId

FGM = ProvisionId("fgma2003_s5B")
ENCOMPASS = ProvisionId("daa2021_s49A")
SLAVERY = ProvisionId("msa2015_s52")
SEXUAL_OFFENCES = ProvisionId("cpa2026_csa_report")

FIRM = frozenset({ConcernEvidence.FACT, ConcernEvidence.PROFESSIONAL_OBSERVATION, ConcernEvidence.DISCLOSURE_BY_CHILD})
REASONABLE_GROUNDS = FIRM | {ConcernEvidence.ALLEGATION}


def a_girl_seems_to_have_been_cut(case: Case) -> bool | None:
    """She says so or the signs are seen. A risk that it may happen is no such report."""
    child = case.person(Who.CHILD)
    if ConcernKind.FGM not in case.concern.kinds or case.concern.level not in (None, ConcernLevel.SERIOUS_HARM):
        return False
    if case.concern.evidence is not None and case.concern.evidence not in FIRM:
        return False
    if child is not None and child.age is not None and child.age >= OF_AGE_FROM_YEARS:
        return False
    unsaid = None in (case.concern.level, case.concern.evidence) or child is None or child.age is None
    return None if unsaid else True


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


def _on_reasonable_grounds(case: Case, kinds: set[ConcernKind]) -> bool | None:
    if not kinds & set(case.concern.kinds):
        return False
    return None if case.concern.evidence is None else case.concern.evidence in REASONABLE_GROUNDS


def _deadline(provision: Provision) -> str:
    return f" {provision.deadline.rstrip('.')}." if provision.deadline else ""


MANDATORY_REPORT = Step(
    name=StepName.MANDATORY_REPORT, judge=mandatory_report, provisions=tuple(id for id, _ in REPORTS)
)
