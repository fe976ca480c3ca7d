"""May this sender pass it to this recipient for this purpose, and does guidance call for it?"""

from dataclasses import replace

from goldenthread.disclosure.advice.answer import Rejected
from goldenthread.disclosure.advice.fitting import fits, instead_of, why_it_does_not_fit
from goldenthread.disclosure.advice.matter import CARING, Bar, Finding, Matter, Step, once
from goldenthread.disclosure.advice.parties import FAMILY, NOBODY_WHO_PROTECTS, is_public
from goldenthread.disclosure.advice.purposes import it_is_theirs_to_give
from goldenthread.disclosure.advice.words import Adviser, ConcernEvidence, ConcernLevel, StepName, Verdict
from goldenthread.law import Effect, Nation, PartyKind, Provision, ProvisionKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

CALLS_FOR_SHARING = (
    ProvisionId("wt_2023"),
    ProvisionId("kcsie"),
    ProvisionId("gmc_children_32_34"),
    ProvisionId("dfe_information_sharing"),
)
"""Guidance that tells those who hold a worry about a child to pass it on."""

CONFIDENCE = ProvisionId("clc")
HARM_OR_NEED = frozenset(
    {ConcernLevel.SERIOUS_HARM, ConcernLevel.RISK_OF_HARM, ConcernLevel.EMERGING, ConcernLevel.UNMET_NEED}
)
NO_STATUTE_BOUNDS_THEM = frozenset({PartyKind.GP})
"""Public authorities for some laws, that act as anybody may: a statutory body needs a power, they need none."""


def power(matter: Matter) -> Finding:
    if not matter.applies_english_law:
        return _elsewhere(matter)
    gateways = tuple(sorted(_gateways(matter), key=lambda provision: provision.effect is Effect.IMPLIES))
    matter = replace(matter, gateways=tuple(provision.id for provision in gateways), guidance=_guidance(matter))
    matter = _judging_the_routes_in_mind(matter)
    if needs_no_power(matter):
        return Finding(matter, "You need no statute to share: no law lists what you may do, only how.", (CONFIDENCE,))
    if gateways:
        how = "by implication of" if gateways[0].effect is Effect.IMPLIES else "under"
        return Finding(matter, f"You may share {how} {gateways[0].citation}.", matter.gateways)
    if matter.duties:
        return Finding(matter, "A duty carries it, so no power is needed.", matter.duties)
    return _no_power_was_found(matter)


def needs_no_power(matter: Matter) -> bool:
    """A private or voluntary body, and a GP practice, may do whatever no law forbids."""
    return is_public(matter.case.sender) is False or matter.case.sender.kind in NO_STATUTE_BOUNDS_THEM


def a_power_exists(matter: Matter) -> bool:
    return bool(matter.gateways) or needs_no_power(matter)


def guidance_calls_for_sharing(matter: Matter) -> bool:
    """Guidance, a child, a concern of harm or an unmet need, some evidence of it, and somebody who can help."""
    concern, kind = matter.case.concern, matter.case.recipient.kind
    return (
        bool(matter.guidance)
        and not matter.case.has_no_child_left()
        and concern.level in HARM_OR_NEED
        and concern.evidence is not ConcernEvidence.NONE
        and kind not in FAMILY
        and kind not in NOBODY_WHO_PROTECTS
        and not matter.is_planned
    )


def _gateways(matter: Matter) -> list[Provision]:
    opens = (Effect.PERMITS, Effect.IMPLIES)
    return [
        provision
        for provision in matter.law.provisions
        if provision.effect in opens and fits(provision, matter) is True and matter.binding(provision.id)
    ]


def _guidance(matter: Matter) -> tuple[ProvisionId, ...]:
    bound = [provision for id in CALLS_FOR_SHARING if (provision := matter.binding(id)) is not None]
    return tuple(provision.id for provision in bound if fits(provision, matter) is True)


def _judging_the_routes_in_mind(matter: Matter) -> Matter:
    """Reject what was proposed, or cited by whoever asks, where it cannot carry this sharing."""
    carrying = (*matter.duties, *matter.gateways)
    for id in once((*matter.case.proposed.gateway, *_cited_by_the_request(matter))):
        because = why_it_does_not_fit(id, matter)
        held = matter.law.provision(id)
        if because is None and held is not None and id not in carrying:
            because = _ONLY_WHEN_TRUE.get(held.effect)
        if because is not None:
            matter = matter.plus(rejected=(Rejected(id=id, because=because, instead=instead_of(held, matter)),))
    return matter


def _cited_by_the_request(matter: Matter) -> tuple[ProvisionId, ...]:
    """A power that would compel once it is checked who asks is not rejected."""
    request = matter.case.request
    if request is None or request.power is None:
        return ()
    held = matter.law.provision(request.power)
    unchecked = held is not None and held.effect is Effect.REQUIRES_ON_REQUEST
    return () if unchecked and why_it_does_not_fit(request.power, matter) is None else (request.power,)


_ONLY_WHEN_TRUE: dict[Effect, str] = {
    Effect.REQUIRES: "Its own tests are not shown to be met.",
    Effect.REQUIRES_ON_REQUEST: "Nobody has asked under it in a way that compels.",
    Effect.RESTRICTS: "It sets limits and opens no way.",
    Effect.NEITHER: "It is no gateway, and compels nobody.",
}


def _no_power_was_found(matter: Matter) -> Finding:
    if any(bar.step is StepName.PURPOSE for bar in matter.bars):
        return Finding(matter, "The purpose does not fit, and no power makes up for that.")
    says = "The register names no power of yours for this recipient and purpose."
    advisers = (Adviser.LEGAL, Adviser.DATA_PROTECTION_OFFICER)
    if matter.case.purpose is SharingPurpose.SUBJECT_ACCESS:
        return Finding(matter, "A right of access is a right: whoever holds the data answers it.")
    if matter.case.purpose is SharingPurpose.LEGAL_PROCEEDINGS and it_is_theirs_to_give(matter):
        return Finding(matter, "Each asks you to give what is about themselves, and no law stands against that.")
    if matter.case.purpose in CARING:
        return Finding(
            matter.plus(advisers=advisers),
            f"{says} Your own functions may imply one, and keeping somebody safe does not wait for it.",
            matter.guidance,
        )
    bar = Bar(
        step=StepName.POWER,
        verdict=Verdict.SEEK_ADVICE,
        because=says,
        instead="Ask your legal team, or share what names nobody.",
    )
    return Finding(matter.plus(bars=(bar,), advisers=advisers), says)


def _elsewhere(matter: Matter) -> Finding:
    """Outside England: what is known to differ and whom to ask, from the register of that nation."""
    nation = matter.case.nation
    if nation is None or nation is Nation.ENGLAND:
        says = "You have not said in which nation this is, so no duty or power is applied."
        because = "You have not said in which nation this is, and the law differs."
        sources: tuple[ProvisionId, ...] = ()
        matter = matter.plus(find_out=("nation",))
    else:
        known = [p for p in matter.law.provisions if matter.binding(p.id)]
        telling = [p for p in known if p.kind is ProvisionKind.GUIDANCE]
        duties = "; ".join(f"look at {p.citation}" for p in known if p.kind is ProvisionKind.DUTY)
        says = " ".join((*(p.plain_words for p in telling), f"Not checked for you: {duties}." if duties else ""))
        says = says.strip() or "The law differs here, and this register does not hold it."
        because = "English law is not applied outside England."
        sources = tuple(p.id for p in known)
        matter = matter.plus(rejected=_english_routes(matter))
    bar = Bar(
        step=StepName.POWER,
        verdict=Verdict.SEEK_ADVICE,
        because=because,
        instead="Ask the children's services of the area where the child is; you may ask without naming anybody.",
        sources=sources,
    )
    advisers = (Adviser.DESIGNATED_SAFEGUARDING_LEAD, Adviser.CHILDRENS_SOCIAL_CARE, Adviser.LEGAL)
    return Finding(matter.plus(bars=(bar,), advisers=advisers), says, sources)


def _english_routes(matter: Matter) -> list[Rejected]:
    """What was proposed or cited that the register of this nation does not hold."""
    asked = matter.case.request
    cited = (asked.power,) if asked is not None and asked.power is not None else ()
    return [
        Rejected(
            id=id,
            because="The register holds no such power for this nation, and English powers are not applied here.",
            instead=(),
        )
        for id in once((*matter.case.proposed.gateway, *cited))
        if matter.law.provision(id) is None
    ]


POWER = Step(name=StepName.POWER, judge=power, provisions=(*CALLS_FOR_SHARING, CONFIDENCE))
