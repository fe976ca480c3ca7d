"""Whose life could this endanger, and is the recipient who they say they are? These come before everything."""

from collections.abc import Iterator
from dataclasses import replace

from goldenthread.disclosure.advice.bases import is_suspected
from goldenthread.disclosure.advice.case import Item
from goldenthread.disclosure.advice.matter import Bar, Finding, Matter, Step, Stop
from goldenthread.disclosure.advice.parties import FAMILY, NOBODY_WHO_PROTECTS
from goldenthread.disclosure.advice.positions import (
    ALLEGATIONS,
    sources_on_allegations,
    whom_an_allegation_goes_to,
)
from goldenthread.disclosure.advice.purposes import NO_PART_IN_CARE
from goldenthread.disclosure.advice.restrictions import (
    PARTS_OF_A_DOCUMENT,
    RAISED_WITH_THE_COURT,
    a_court_orders_it,
    the_court_may_have_its_own_papers,
)
from goldenthread.disclosure.advice.words import (
    Adviser,
    FollowUp,
    Form,
    ItemVerdict,
    Protection,
    StepName,
    Verdict,
    Who,
)
from goldenthread.law import PartyKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

RULE_5 = ProvisionId("golden_rule_5")
IDENTIFIER = ProvisionId("ca2004_s16LC")
WHEREABOUTS = frozenset({Protection.ADDRESS, Protection.REFUGE})
HIDES_A_PERSON = WHEREABOUTS | {Protection.IDENTITY, Protection.ADOPTION}
NEVER_AN_EMERGENCY_SERVICE = FAMILY | NO_PART_IN_CARE | {PartyKind.SOLICITOR}
"""Whatever somebody typed: no parent, shop or solicitor is sent where a protected person lives."""
CAN_BE_BLACKED_OUT = frozenset({Protection.OTHER_FAMILYS_DATA, Protection.REFERRER})
UNCLEARED = "It is protected, and nothing has cleared it."


def held_back_from_the_start(items: tuple[Item, ...]) -> tuple[Stop, ...]:
    """A protected item begins withheld: only the step of identity can clear it, so that a fault clears nothing."""
    return tuple(
        Stop(item=n, step=StepName.IDENTITY, because=UNCLEARED) for n, item in enumerate(items) if item.protected
    )


def identity(matter: Matter) -> Finding:
    others = tuple(stop for stop in matter.stops if stop.step is not StepName.IDENTITY)
    stops = tuple(stop for n, item in enumerate(matter.case.items) if (stop := _stop(matter, n, item)) is not None)
    matter = replace(matter, stops=(*others, *stops))
    cleared = any(may_go_in_danger(matter, item) for item in matter.case.items)
    if cleared:
        return Finding(
            matter.plus(then=(FollowUp.REVIEW,)),
            "A protected address may go to this emergency service now, on one person's decision; a second person "
            "checks it afterwards.",
            (RULE_5,),
        )
    if matter.in_danger and any(_an_emergency_service_might_have_it(matter, item) for item in matter.case.items):
        matter = matter.plus(find_out=("recipient.emergency_service",))
    if not stops:
        return Finding(matter, "Nothing here would show where or who a protected person is.", (RULE_5,))
    if any(stop.needs_advice for stop in stops) and not matter.in_danger:
        matter = matter.plus(advisers=(Adviser.DESIGNATED_SAFEGUARDING_LEAD,))
    return Finding(
        matter,
        "Something here could lead to a protected person: it stays back or is blacked out, and a second person checks.",
        (RULE_5,),
    )


def may_go_in_danger(matter: Matter, item: Item) -> bool:
    """The one door: a protected address, to a verified emergency service that is not linked to the risk."""
    recipient = matter.case.recipient
    return (
        matter.in_danger
        and recipient.verified is True
        and recipient.emergency_service is True
        and recipient.kind not in NEVER_AN_EMERGENCY_SERVICE
        and recipient.linked_to_risk is not True
        and bool(item.protected)
        and set(item.protected) <= WHEREABOUTS
    )


def _an_emergency_service_might_have_it(matter: Matter, item: Item) -> bool:
    recipient = matter.case.recipient
    hides = bool(item.protected) and set(item.protected) <= WHEREABOUTS
    return hides and recipient.emergency_service is None and recipient.kind not in NEVER_AN_EMERGENCY_SERVICE


def _stop(matter: Matter, n: int, item: Item) -> Stop | None:
    if item.protected:
        cleared = may_go_in_danger(matter, item) or the_court_may_have_its_own_papers(matter, item)
        return None if cleared else _held_back(matter, n, item)
    if matter.case.recipient.linked_to_risk and _is_about_somebody_to_shield(matter, item):
        return _shielding(n, item, "The recipient is linked to the risk, and this is about somebody to keep safe.")
    if item.identifier and _somebody_is_hidden(matter):
        return _shielding(n, item, "A number that joins records could lead to a protected person.")
    if item.about is Who.REFERRER and matter.case.recipient.kind in FAMILY:
        return _shielding(n, item, "Whoever raised the worry is not named to the family.")
    return None


def _held_back(matter: Matter, n: int, item: Item) -> Stop:
    recipient, protections = matter.case.recipient, set(item.protected)
    risky = recipient.verified is not True or recipient.linked_to_risk is True
    allowed = {Protection.OTHER_FAMILYS_DATA} if risky else CAN_BE_BLACKED_OUT
    part_of_more = item.form in PARTS_OF_A_DOCUMENT and protections <= allowed
    named = ", ".join(str(one).replace("_", " ") for one in item.protected)
    professional = recipient.kind not in FAMILY and recipient.kind not in NOBODY_WHO_PROTECTS
    return Stop(
        item=n,
        step=StepName.IDENTITY,
        because=f"It is protected ({named}).",
        verdict=ItemVerdict.REDACT if part_of_more else ItemVerdict.WITHHOLD,
        needs_advice=(professional or a_court_orders_it(matter)) and not risky,
        instead=RAISED_WITH_THE_COURT if a_court_orders_it(matter) else "",
    )


def _is_about_somebody_to_shield(matter: Matter, item: Item) -> bool:
    """Anybody but those who are suspected; of the child itself, what leads to it."""
    if item.about in (None, Who.CHILD):
        return item.form is Form.CONTACT
    person = matter.case.person(item.about)
    return person is None or not is_suspected(person)


def _somebody_is_hidden(matter: Matter) -> bool:
    return any(set(item.protected) & HIDES_A_PERSON for item in matter.case.items)


def _shielding(n: int, item: Item, because: str) -> Stop:
    in_part = item.form in PARTS_OF_A_DOCUMENT
    return Stop(
        item=n,
        step=StepName.IDENTITY,
        because=because,
        verdict=ItemVerdict.REDACT if in_part else ItemVerdict.WITHHOLD,
    )


def recipient(matter: Matter) -> Finding:
    case = matter.case
    sources = (RULE_5, *sources_on_allegations(matter))
    also = whom_an_allegation_goes_to(matter)
    facts = (
        ("recipient.verified", case.recipient.verified),
        ("recipient.linked_to_risk", case.recipient.linked_to_risk),
    )
    matter = matter.plus(find_out=[path for path, given in facts if given is None])
    if case.recipient.linked_to_risk:
        bars = tuple(a_body_near_the_danger_waits_for_advice(matter))
        return Finding(
            matter.plus(bars=bars, advisers=(Adviser.DESIGNATED_SAFEGUARDING_LEAD,)),
            "Somebody at the recipient is linked to the risk: nothing protected goes there. "
            f"Find another recipient who can act.{also}",
            sources,
        )
    if case.recipient.verified is not True:
        return Finding(
            matter,
            f"Check first who this is: ring back on a number you found yourself, and ask what is wanted and why.{also}",
            sources,
        )
    says = f"You have checked who the recipient is. Send it by a safe way, to a named person.{also}"
    return Finding(matter, says, sources)


def a_body_near_the_danger_waits_for_advice(matter: Matter) -> Iterator[Bar]:
    """Another recipient can act, or somebody there who stands apart from it. A parent has nobody in their place: what
    a parent may have is judged thing by thing.
    """
    if matter.case.recipient.kind not in FAMILY and matter.case.purpose is not SharingPurpose.SUBJECT_ACCESS:
        yield Bar(
            step=StepName.RECIPIENT,
            verdict=Verdict.SEEK_ADVICE,
            because="Somebody at the recipient is linked to the risk.",
            instead="Find another recipient who can act, such as children's social care or the police, or somebody "
            "there whom your safeguarding lead knows to stand apart from it.",
            sources=(RULE_5,),
        )


IDENTITY = Step(name=StepName.IDENTITY, judge=identity, provisions=(RULE_5, IDENTIFIER))
RECIPIENT = Step(name=StepName.RECIPIENT, judge=recipient, provisions=(RULE_5, ALLEGATIONS))
