"""What stops a pathway, or one of its flows, from starting. A planned flow waits for its paper; urgency never does."""

from collections.abc import Iterator
from datetime import date

from goldenthread.agreements.pathways import Flow, IdentityFlow, Paper, Pathway
from goldenthread.agreements.reasons import Reason
from goldenthread.law import Force, Law, ProvisionKind

URGENT = "A single urgent disclosure is not stopped by this."


def what_stops(pathway: Pathway, *, on: date) -> tuple[Reason, ...]:
    """Every reason why ``pathway`` as a whole may not start on a day; none means that it may.

    Source: UK GDPR Articles 35 and 9; DPA 2018 Schedule 1 paragraphs 5 and 39.
    """
    return tuple(reason for rule in _OF_THE_PATHWAY for reason in rule(pathway, on))


def what_stops_flow(flow: Flow | IdentityFlow, *, place: str, law: Law | None) -> tuple[Reason, ...]:
    """Every reason why one flow does not become a permission. Without ``law``, dates in force are not looked at."""
    found = [reason for rule in _OF_A_FLOW for reason in rule(flow, place)]
    if law is not None:
        found += _the_law_of_the_day_does_not_carry_it(flow, place, law)
    return tuple(found)


def what_is_unverified(flow: Flow | IdentityFlow, *, place: str, law: Law) -> tuple[Reason, ...]:
    """What the flow names although nobody has confirmed that it is in force. It stays on show as unverified."""
    return tuple(
        Reason(
            rule="unverified_law_is_shown_as_unverified",
            sentence=f"{place} names {id}, which nobody has confirmed to be in force. The flow rests on the others.",
            sources=(id,),
        )
        for id in (*flow.basis, *flow.condition)
        if law.force(id) is Force.UNCERTAIN
    )


def _it_passes_nothing_without_a_completed_impact_assessment(pathway: Pathway, on: date) -> Iterator[Reason]:
    if not _is_complete(pathway.dpia, on):
        yield Reason(
            rule="a_planned_flow_waits_for_its_impact_assessment",
            sentence=f"{pathway.title} has no completed data protection impact assessment. Complete it and date it. "
            + URGENT,
            sources=(pathway.id,),
        )


def _it_passes_nothing_without_a_policy_document(pathway: Pathway, on: date) -> Iterator[Reason]:
    if not _is_complete(pathway.policy_document, on):
        yield Reason(
            rule="a_planned_flow_waits_for_its_policy_document",
            sentence=f"{pathway.title} has no completed appropriate policy document. Complete it and date it. "
            + URGENT,
            sources=(pathway.id,),
        )


def _its_dates_run_forwards(pathway: Pathway, on: date) -> Iterator[Reason]:
    if pathway.ends_on < pathway.starts_on:
        yield Reason(
            rule="its_dates_run_forwards",
            sentence=f"{pathway.title} ends on {pathway.ends_on}, before it starts on {pathway.starts_on}. Mend it.",
            sources=(pathway.id,),
        )


def _each_agency_is_a_party_once(pathway: Pathway, on: date) -> Iterator[Reason]:
    agencies = [party.agency for party in pathway.parties]
    for agency in sorted({agency for agency in agencies if agencies.count(agency) > 1}):
        yield Reason(
            rule="each_agency_is_a_party_once",
            sentence=f"{pathway.title} names {agency} as a party more than once. Keep one.",
            sources=(pathway.id,),
        )


def _a_flow_names_its_basis(flow: Flow | IdentityFlow, place: str) -> Iterator[Reason]:
    if not flow.basis:
        yield Reason(
            rule="a_flow_names_its_basis",
            sentence=f"{place} names no basis in law. Name the lawful basis and the power or duty behind it.",
        )


def _a_special_category_flow_names_its_condition(flow: Flow | IdentityFlow, place: str) -> Iterator[Reason]:
    if isinstance(flow, Flow) and not flow.condition and not flow.no_special_category_because.strip():
        yield Reason(
            rule="a_special_category_flow_names_its_condition",
            sentence=f"{place} names no condition for special category data and does not say why it needs none.",
        )


def _the_law_of_the_day_does_not_carry_it(flow: Flow | IdentityFlow, place: str, law: Law) -> Iterator[Reason]:
    for id in (*flow.basis, *flow.condition):
        if law.provision(id) is None:
            yield Reason(
                rule="a_flow_names_law_that_the_register_holds",
                sentence=f"{place} names {id}, which the register of law does not hold. Correct it.",
                sources=(id,),
            )
        elif law.force(id) is Force.NOT_IN_FORCE:
            yield Reason(
                rule="no_flow_rests_on_law_not_in_force",
                sentence=f"{place} names {id}, which is not in force on {law.on}. Name what is.",
                sources=(id,),
            )
    if flow.basis and not any(_is_lawful_basis(id, law) for id in flow.basis):
        yield Reason(
            rule="a_flow_names_its_lawful_basis",
            sentence=f"{place} names no lawful basis in force on {law.on}. A power is not one: name both.",
            sources=tuple(flow.basis),
        )


def _is_lawful_basis(id: str, law: Law) -> bool:
    return any(p.id == id and p.kind is ProvisionKind.LAWFUL_BASIS for p in law.in_force)


def _is_complete(paper: Paper | None, on: date) -> bool:
    return bool(
        paper is not None and paper.reference.strip() and paper.completed_on is not None and paper.completed_on <= on
    )


_OF_THE_PATHWAY = (
    _it_passes_nothing_without_a_completed_impact_assessment,
    _it_passes_nothing_without_a_policy_document,
    _its_dates_run_forwards,
    _each_agency_is_a_party_once,
)

_OF_A_FLOW = (
    _a_flow_names_its_basis,
    _a_special_category_flow_names_its_condition,
)
