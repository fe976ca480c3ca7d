"""May this be shown to this person now: the flags of one child, or one of its addresses."""

from collections.abc import Iterable
from datetime import datetime

from goldenthread.disclosure.child_rules import (
    ADDRESS_RULES,
    CHILD_RULES,
    FLAG_RULES,
    AddressQuestion,
    ChildQuestion,
    FlagQuestion,
)
from goldenthread.disclosure.decisions import ChildRelation, Decision, Referral, Shown, ShownFlag, Standing
from goldenthread.disclosure.ruling import first_to_speak, refer
from goldenthread.flags import Flag
from goldenthread.vocabulary import AgencyCard, Level, Outcome

SHOWN = Decision(outcome=Outcome.DISCLOSE, level=None, reasons=())


def decide(standing: Standing, flags: Iterable[Flag], *, relation: ChildRelation, at: datetime) -> Shown:
    """Show what ``standing`` lets through of a child's ``flags`` at ``at``, each at its level.

    What is withheld leaves no trace here: its reason stands in ``standing.gaps``, which knows nothing of the child.
    Shape: flags keep their order.
    """
    whole = first_to_speak(
        CHILD_RULES,
        ChildQuestion(standing=standing, relation=relation, at=at),
        ask=standing.front_door,
        purpose=standing.asker.purpose,
    )
    if whole is not None:
        referred = (Referral(decision=whole),) if whole.outcome is Outcome.REFER else ()
        return Shown(flags=(), referred=referred, decision=whole)
    shown: list[ShownFlag] = []
    referrals: list[Referral] = []
    for flag in flags:
        standing_decision = standing.decision(flag.agency, flag.kind)
        decision = first_to_speak(
            FLAG_RULES,
            FlagQuestion(flag=flag, decision=standing_decision, at=at),
            ask=flag.contact,
            purpose=standing.asker.purpose,
        )
        if decision is not None and decision.outcome is Outcome.DISCLOSE:
            shown.append(_show(flag, decision, standing))
        elif decision is not None and decision.outcome is Outcome.REFER and _may_be_known(standing_decision):
            referrals.append(Referral(decision=decision, agency=flag.agency))
    return Shown(flags=tuple(shown), referred=tuple(referrals), decision=SHOWN)


def decide_address(
    standing: Standing, *, held_by: AgencyCard, is_protected: bool, relation: ChildRelation, at: datetime
) -> Decision:
    """Decide about one address. A protected one is never shown: a person decides, by telephone."""
    ask, purpose = held_by.ask, standing.asker.purpose
    question = AddressQuestion(standing=standing, relation=relation, held_by=held_by, is_protected=is_protected, at=at)
    return first_to_speak(ADDRESS_RULES, question, ask=ask, purpose=purpose) or refer(
        "what_no_rule_decides_goes_to_a_person", "No rule decides this, so a person does.", ask=ask, purpose=purpose
    )


def _may_be_known(decision: Decision) -> bool:
    """A referral about one flag tells that it exists, so it is made only where existence may be seen."""
    return decision.outcome is Outcome.DISCLOSE


def _show(flag: Flag, decision: Decision, standing: Standing) -> ShownFlag:
    if decision.level is not Level.CONTENT:
        return ShownFlag(
            flag_id=flag.flag_id,
            kind=flag.kind,
            agency=flag.agency,
            level=Level.EXISTENCE,
            contact=flag.contact,
            decision=decision,
        )
    return ShownFlag(
        flag_id=flag.flag_id,
        kind=flag.kind,
        agency=flag.agency,
        level=Level.CONTENT,
        contact=flag.contact,
        decision=decision,
        about_person_id=flag.about_person_id,
        dataset=flag.dataset,
        since=flag.since,
        until=flag.until,
        state=flag.state,
        observed_at=flag.observed_at,
        restricted_detail=flag.restricted_detail if flag.kind in standing.reason_shown_for else "",
    )
