"""From what the steps found to the answer: what stands against it first, then must, should or may."""

from collections.abc import Iterable
from dataclasses import replace

from goldenthread.disclosure.advice.answer import Answer, ItemAnswer, Said
from goldenthread.disclosure.advice.case import Item
from goldenthread.disclosure.advice.confidences import a_child_who_may_judge_says_no
from goldenthread.disclosure.advice.dangers import raise_the_alarm
from goldenthread.disclosure.advice.matter import Bar, Matter, Stop, once
from goldenthread.disclosure.advice.positions import sources_on_allegations, whom_an_allegation_goes_to
from goldenthread.disclosure.advice.powers import a_power_exists, guidance_calls_for_sharing
from goldenthread.disclosure.advice.reporting import REPORTS
from goldenthread.disclosure.advice.restrictions import a_court_orders_it
from goldenthread.disclosure.advice.words import (
    Adviser,
    Confidentiality,
    FollowUp,
    Immediacy,
    ItemVerdict,
    Status,
    StepName,
    Strength,
    Verdict,
)
from goldenthread.law import Confirmed, Force, PartyKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

SHARES = frozenset({Verdict.MUST_SHARE, Verdict.SHOULD_SHARE, Verdict.MAY_SHARE, Verdict.SHARE_PART})
OF_STRENGTH = {
    Strength.MUST: Verdict.MUST_SHARE,
    Strength.SHOULD: Verdict.SHOULD_SHARE,
    Strength.MAY: Verdict.MAY_SHARE,
}
HOLD_WHAT_IS_PROTECTED = frozenset({PartyKind.LA_CSC, PartyKind.POLICE})
THROUGH_THOSE_WHO_HOLD = "go through children's social care or the police, who can hold what is protected, "


def conclude(matter: Matter) -> Answer:
    """The whole answer, with the sentence that sums it up first."""
    verdict = verdict_of(matter)
    headline = _headline(matter, verdict)
    because = (replace(headline, sources=once(matter.those_binding(headline.sources))), *matter.because)
    goes = verdict in SHARES
    conditions = once(id for n, _ in matter.in_play() for id in _conditions(matter, n))
    named = (
        *matter.duties,
        *matter.gateways,
        *matter.lawful_basis,
        *conditions,
        *(id for said in because for id in said.sources),
        *(id for one in matter.rejected for id in one.instead),
    )
    return Answer(
        answer=verdict,
        duty=matter.duties,
        gateways=once((*matter.duties, *matter.gateways)),
        lawful_basis=matter.lawful_basis,
        conditions=conditions,
        rejected=matter.rejected,
        items=tuple(_item_answer(matter, n, item, goes) for n, item in enumerate(matter.case.items)),
        tell=matter.tell,
        confidentiality=matter.confidentiality,
        seek_advice_from=_advisers(matter, verdict),
        find_out=matter.find_out,
        then=tuple(one for one in matter.then if goes or one != FollowUp.FEEDBACK),
        because=because,
        law_as_at=matter.law.on,
        unverified_law=unverified(matter, named),
    )


def verdict_of(matter: Matter) -> Verdict:
    """The order of answers: what may never go, who it goes to, then must, should and may."""
    standing = bars_standing(matter)
    if matter.broken and not matter.in_danger:
        return Verdict.SEEK_ADVICE
    if any(bar.verdict is Verdict.DO_NOT_SHARE for bar in standing):
        return Verdict.DO_NOT_SHARE
    if matter.case.recipient.verified is not True:
        return Verdict.DO_NOT_SHARE if checking_would_clear_nothing(matter) else Verdict.VERIFY_FIRST
    if standing:
        return Verdict.DO_NOT_SHARE if all_of_it_hides_somebody(matter) else Verdict.SEEK_ADVICE
    return _by_items(matter)


def bars_standing(matter: Matter) -> tuple[Bar, ...]:
    """What stands against the whole sharing. Danger lifts it, unless the purpose itself is refused."""
    return tuple(bar for bar in matter.bars if not (matter.in_danger and bar.lifted_by_danger))


def checking_would_clear_nothing(matter: Matter) -> bool:
    """Everything proposed is protected from a recipient linked to the risk: knowing who they are changes nothing."""
    items = matter.case.items
    return bool(items) and bool(matter.case.recipient.linked_to_risk) and all(item.protected for item in items)


def all_of_it_hides_somebody(matter: Matter) -> bool:
    """Everything proposed would lead this recipient to a protected person: no advice on the rest opens it."""
    items = range(len(matter.case.items))
    return bool(items) and all(
        any(stop.step is StepName.IDENTITY and not stop.needs_advice for stop in matter.stops_standing(n))
        and _verdict_on(matter, n) is ItemVerdict.WITHHOLD
        for n in items
    )


def strength_of(matter: Matter) -> Strength:
    """Must by a duty; should where guidance calls for it and a power exists; else may.

    Where a confidence is still to be weighed and the child, who can judge it, says no, guidance calls for weighing.
    """
    if matter.duties:
        return Strength.MUST
    if matter.confidentiality is Confidentiality.WEIGH and a_child_who_may_judge_says_no(matter):
        return Strength.MAY
    return Strength.SHOULD if guidance_calls_for_sharing(matter) and a_power_exists(matter) else Strength.MAY


def unverified(matter: Matter, named: Iterable[ProvisionId]) -> tuple[ProvisionId, ...]:
    """What is named although nobody has confirmed its text, or that it is in force."""
    return tuple(
        id
        for id in once(named)
        if (held := matter.law.provision(id)) is not None
        and (held.evidence.status is Confirmed.UNVERIFIED or matter.law.force(id) is Force.UNCERTAIN)
    )


def _by_items(matter: Matter) -> Verdict:
    items = range(len(matter.case.items))
    verdicts = [_verdict_on(matter, n) for n in items]
    whole = OF_STRENGTH[strength_of(matter)]
    if all(verdict is ItemVerdict.SHARE for verdict in verdicts):
        return whole
    if matter.in_danger or any(verdict is not ItemVerdict.WITHHOLD for verdict in verdicts):
        return Verdict.SHARE_PART
    return Verdict.SEEK_ADVICE if any(_advice_could_clear(matter, n) for n in items) else Verdict.DO_NOT_SHARE


def _advice_could_clear(matter: Matter, n: int) -> bool:
    """What is blacked out in any case does not make final what a person could still clear."""
    return all(stop.needs_advice for stop in _withholding(matter, n))


def _withholding(matter: Matter, n: int) -> tuple[Stop, ...]:
    return tuple(stop for stop in matter.stops_standing(n) if stop.verdict is ItemVerdict.WITHHOLD)


def _verdict_on(matter: Matter, n: int) -> ItemVerdict:
    verdicts = {stop.verdict for stop in matter.stops_standing(n)}
    if ItemVerdict.WITHHOLD in verdicts:
        return ItemVerdict.WITHHOLD
    return ItemVerdict.REDACT if verdicts else ItemVerdict.SHARE


def _item_answer(matter: Matter, n: int, item: Item, goes: bool) -> ItemAnswer:
    stops = matter.stops_standing(n)
    verdict = _verdict_on(matter, n) if goes else ItemVerdict.WITHHOLD
    because = [stop.because for stop in stops] or (
        [] if goes else ["Nothing goes until the whole question is settled."]
    )
    if verdict is not ItemVerdict.WITHHOLD:
        because += ["It goes as far as the recipient needs it."] if not stops else []
        because += [f"Mark it as {item.status}."] if item.status in (Status.OPINION, Status.ALLEGATION) else []
    return ItemAnswer(
        name=item.name,
        answer=verdict,
        strength=Strength.NONE if verdict is ItemVerdict.WITHHOLD else strength_of(matter),
        conditions=_conditions(matter, n),
        because=tuple(because),
    )


def _conditions(matter: Matter, n: int) -> tuple[ProvisionId, ...]:
    needed = matter.case.items[n].needed_by_recipient is not False
    return matter.conditions[n] if matter.conditions and needed else ()


def _advisers(matter: Matter, verdict: Verdict) -> tuple[Adviser, ...]:
    if verdict in (Verdict.SEEK_ADVICE, Verdict.DO_NOT_SHARE) and not matter.advisers:
        return (Adviser.DESIGNATED_SAFEGUARDING_LEAD,)
    return matter.advisers


def _headline(matter: Matter, verdict: Verdict) -> Said:
    strength = strength_of(matter)
    match verdict:
        case Verdict.MUST_SHARE | Verdict.SHOULD_SHARE | Verdict.MAY_SHARE:
            return _said_of_strength(matter, f"You {strength} share this")
        case Verdict.SHARE_PART:
            return _said_of_strength(matter, f"You {strength} share part")
        case Verdict.VERIFY_FIRST:
            says = f"Check who the recipient is before anything goes.{_ring(matter)} Then ask again."
            return Said(step=StepName.RECIPIENT, says=says)
        case Verdict.SEEK_ADVICE:
            return _against(matter, "Take advice before you share.", "Meanwhile")
        case Verdict.DO_NOT_SHARE:
            return _against(matter, "Do not share this.", "Instead")


def _said_of_strength(matter: Matter, says: str) -> Said:
    match strength_of(matter):
        case Strength.MUST:
            says, step = _said_of_a_duty(matter, says)
            says = f"{says}{_keep_account_of_the_confidence(matter)}"
            sources = matter.duties
        case Strength.SHOULD:
            says, step = f"{says}: guidance calls for it, and you may.{_weigh_first(matter)}", StepName.POWER
            sources = (*matter.guidance, *matter.gateways)
        case _:
            says, step = f"{says}: {_why_it_may(matter)}", StepName.POWER
            sources = matter.gateways
    says = f"{says}{_but_not_here_alone(matter)}{whom_an_allegation_goes_to(matter)}"
    return Said(step=step, says=says, sources=(*sources, *sources_on_allegations(matter)))


def _said_of_a_duty(matter: Matter, says: str) -> tuple[str, StepName]:
    """One duty is named, a verified one where there is one."""
    leading = min(matter.duties, key=lambda id: len(unverified(matter, (id,))))
    unsure = " (this law is not verified)" if unverified(matter, (leading,)) else ""
    request = matter.case.request
    step = StepName.DUTY
    if leading in {id for id, _ in REPORTS}:
        step = StepName.MANDATORY_REPORT
    elif request is not None and leading == request.power:
        step = StepName.COMPELLING_REQUEST
    held = matter.law.provision(leading)
    return f"{says}: {held.title if held else 'a duty'} demands it{unsure}.", step


def _keep_account_of_the_confidence(matter: Matter) -> str:
    """What the law demands does not wait for weighing. A court has weighed it already."""
    if matter.confidentiality is not Confidentiality.WEIGH or a_court_orders_it(matter):
        return ""
    return " It was told in confidence, and whether this law sets that aside is not settled: record how you weighed it."


def _weigh_first(matter: Matter) -> str:
    weighs = matter.confidentiality is Confidentiality.WEIGH
    return " It was told in confidence: weigh that first." if weighs else ""


def _why_it_may(matter: Matter) -> str:
    if matter.case.purpose is SharingPurpose.SUBJECT_ACCESS:
        return "a right of access is a right, less what the law keeps back. Make sure first that who asks may ask."
    if matter.case.recipient.linked_to_risk:
        return "only what the child's safety needs this very person to know."
    if matter.case.nation is None:
        return "danger does not wait until somebody says in which nation this is. You decide."
    if not matter.applies_english_law:
        return "danger does not wait for the law of another nation, which was not checked. You decide."
    match matter.confidentiality:
        case Confidentiality.WEIGH:
            return "it was told in confidence, so only if the good it does outweighs that. Weigh both, and you decide."
        case Confidentiality.UNRESOLVED:
            return "nothing forbids it unless it was told in confidence. Find out, and you decide."
        case Confidentiality.PUBLIC_INTEREST:
            return "it was told in confidence, and protecting somebody from harm outweighs that here. You decide."
        case _:
            return "nothing forbids it, and you decide."


def _but_not_here_alone(matter: Matter) -> str:
    """What the first sentence must not leave out: this recipient is not whom the child needs."""
    if matter.case.immediacy is Immediacy.IMMEDIATE_DANGER and not matter.in_danger:
        return f" This recipient cannot act on the danger: {raise_the_alarm(matter.case.sender)} first."
    if matter.in_danger and matter.case.items and not _anything_goes(matter):
        return " Nothing that you listed goes: say what the danger is, and where help is needed."
    if matter.case.recipient.linked_to_risk:
        return " But somebody there is linked to the risk: find another recipient who can act, or take advice first."
    return ""


def _anything_goes(matter: Matter) -> bool:
    return any(_verdict_on(matter, n) is not ItemVerdict.WITHHOLD for n in range(len(matter.case.items)))


def _against(matter: Matter, says: str, otherwise: str) -> Said:
    if matter.broken:
        named = ", ".join(str(step) for step in matter.broken)
        says = f"{says} A step could not be judged ({named}), so nothing is decided by rule.{_ring(matter)}"
        return Said(step=matter.broken[0], says=says)
    bars = bars_standing(matter)
    refusals = [bar for bar in bars if bar.verdict is Verdict.DO_NOT_SHARE]
    refusals = refusals or ([] if all_of_it_hides_somebody(matter) else list(bars))
    says = f"{says}{_ring(matter)}"
    if refusals:
        bar = refusals[0]
        return Said(step=bar.step, says=f"{says} {bar.because} {otherwise}: {bar.instead}", sources=bar.sources)
    stop = _what_stands_in_the_way(matter)
    return Said(
        step=stop.step, says=f"{says} {stop.because} {otherwise}: {stop.instead or _a_smaller_way(matter, stop)}"
    )


def _what_stands_in_the_way(matter: Matter) -> Stop:
    """What a person could clear is named before what stays back anyhow."""
    items = range(len(matter.case.items))
    clearing = [stop for n in items if _advice_could_clear(matter, n) for stop in _withholding(matter, n)]
    return next(iter(clearing or [stop for n in items for stop in _withholding(matter, n)]))


def _a_smaller_way(matter: Matter, stop: Stop) -> str:
    """What is always left: less, what is protected through others who can hold it, or without names."""
    is_protected = stop.step in (StepName.IDENTITY, StepName.STATUTORY_RESTRICTION)
    through_others = not {matter.case.sender.kind, matter.case.recipient.kind} & HOLD_WHAT_IS_PROTECTED
    through = THROUGH_THOSE_WHO_HOLD if is_protected and through_others else ""
    return f"Share less (that there is something, and whom to ring), {through}or ask without naming anybody."


def _ring(matter: Matter) -> str:
    in_danger = matter.case.immediacy is Immediacy.IMMEDIATE_DANGER
    return " In danger ring 999 at once: that is always verified." if in_danger else ""
