"""What special law closes: court papers, adoption, intelligence; and what a parent may not have of a child's own."""

from collections.abc import Iterator

from goldenthread.disclosure.advice.bases import is_suspected
from goldenthread.disclosure.advice.case import Item
from goldenthread.disclosure.advice.matter import Bar, Finding, Matter, Step, Stop
from goldenthread.disclosure.advice.parties import FAMILY
from goldenthread.disclosure.advice.reporting import SLAVERY
from goldenthread.disclosure.advice.words import (
    Adviser,
    Form,
    ItemVerdict,
    PersonStatus,
    Protection,
    StepName,
    Verdict,
    View,
    Who,
)
from goldenthread.law import ConcernKind, PartyKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

COURT = ProvisionId("family_court_restrictions")
SECRECY = ProvisionId("special_statutory_secrecy")
PARENT_REQUEST = ProvisionId("sch3_p4_parent_request")
CHILD_ABUSE = ProvisionId("sch3_pt5_child_abuse")
OTHERS = ProvisionId("sch2_pt3_others")
COURT_ORDER = ProvisionId("court_order")

CLOSED_BY_LAW: dict[Protection, tuple[str, ProvisionId]] = {
    Protection.COURT_RESTRICTED: ("Papers of family proceedings go only where the court or its rules allow.", COURT),
    Protection.ADOPTION: ("Adoption is secret by statute: only the legal route opens it.", SECRECY),
    Protection.INTELLIGENCE: ("Intelligence goes no further without the body it came from.", SECRECY),
}

RAISED_WITH_THE_COURT = (
    "Tell the court so through your legal team, before the time that the order sets is over: "
    "do not simply keep it back."
)
PARTS_OF_A_DOCUMENT = frozenset({Form.EXTRACT, Form.SUMMARY, Form.RECORD, Form.WHOLE_FILE})
"""Forms from which one part can be blacked out."""
ASKS_AS_A_PARENT = FAMILY | {PartyKind.SOLICITOR}


def statutory_restriction(matter: Matter) -> Finding:
    closed = list(_closed(matter))
    sources = tuple(dict.fromkeys(source for _, source in closed))
    matter = matter.plus(
        stops=[stop for stop, _ in closed], advisers=(Adviser.LEGAL,) if closed and not matter.in_danger else ()
    )
    if matter.case.purpose is SharingPurpose.SUBJECT_ACCESS:
        return _subject_access(matter, sources)
    if not closed:
        return Finding(matter, "No special law closes any of it.")
    return Finding(matter, f"{closed[0][0].because} Take the legal route for it.", sources)


def _of_somebody_else(matter: Matter, n: int, item: Item) -> Stop | None:
    """Whoever asks in their own name has their own: what is about others stays back, and who asks is made sure of."""
    own = {one.about for _, one in matter.in_play()} - {Who.REFERRER}
    asker = Who.CHILD if own & {None, Who.CHILD} else next(iter(own)) if len(own) == 1 else None
    if item.about in (None, asker):
        return None
    return Stop(
        item=n,
        step=StepName.STATUTORY_RESTRICTION,
        because="It is about somebody else: only they may ask for it. Make sure who asks.",
        verdict=ItemVerdict.REDACT if item.form in PARTS_OF_A_DOCUMENT else ItemVerdict.WITHHOLD,
        needs_advice=True,
    )


def a_competent_child_decides_who_reads_its_file(matter: Matter) -> Bar | None:
    """A parent asks in the child's name: a child who can judge answers for itself."""
    child = matter.case.person(Who.CHILD)
    if child is None or child.competent is not True or child.view is View.AGREES:
        return None
    return Bar(
        step=StepName.STATUTORY_RESTRICTION,
        verdict=Verdict.DO_NOT_SHARE,
        because="A child who is competent decides who reads what is held about them, and has not agreed.",
        instead="See the child alone and ask; then share what they agree to and what does them no harm.",
        sources=(PARENT_REQUEST,),
    )


def a_parent_who_may_be_the_danger_reads_no_file(matter: Matter) -> Bar | None:
    """Where the one who asks is linked to the risk, the child's interests come first, whatever the child says."""
    child = matter.case.person(Who.CHILD)
    if matter.case.recipient.linked_to_risk is not True:
        return None
    agreed = child is not None and child.competent is True and child.view is View.AGREES
    return Bar(
        step=StepName.STATUTORY_RESTRICTION,
        verdict=Verdict.SEEK_ADVICE if agreed else Verdict.DO_NOT_SHARE,
        because="Whoever asks may be a danger to the child: access is refused where it is not in the child's interest.",
        instead="See the child alone, check each entry, and take advice on what could be given without harm.",
        sources=(CHILD_ABUSE,),
    )


ACCESS_RULES = (a_competent_child_decides_who_reads_its_file, a_parent_who_may_be_the_danger_reads_no_file)


def _subject_access(matter: Matter, sources: tuple[ProvisionId, ...]) -> Finding:
    if matter.case.recipient.kind not in ASKS_AS_A_PARENT:
        stops = tuple(stop for n, item in matter.in_play() if (stop := _of_somebody_else(matter, n, item)) is not None)
        says = "Whoever asks for their own data may have it, less what is about others."
        return Finding(matter.plus(stops=stops), says, (OTHERS, *sources))
    bars = tuple(bar for rule in ACCESS_RULES if (bar := rule(matter)) is not None)
    child = matter.case.person(Who.CHILD)
    unknown = [matter.case.path_to(Who.CHILD, "competent")] if child is None or child.competent is None else []
    stops = tuple(stop for n, item in matter.in_play() if (stop := _not_for_a_parent(matter, n, item)) is not None)
    advisers = (Adviser.DATA_PROTECTION_OFFICER, Adviser.DESIGNATED_SAFEGUARDING_LEAD) if bars else ()
    matter = matter.plus(bars=bars, stops=stops, find_out=unknown, advisers=advisers)
    says = (
        bars[0].because
        if bars
        else (
            "A parent may ask for a young child: not for what it told in confidence, nor for what is about others. "
            "Check that whoever asks may ask."
        )
    )
    return Finding(matter, says, (PARENT_REQUEST, CHILD_ABUSE, OTHERS, *sources))


def _not_for_a_parent(matter: Matter, n: int, item: Item) -> Stop | None:
    """What the child told in the expectation that this person would not hear it, and what is about somebody else."""
    if item.about not in (None, Who.CHILD):
        of_a_parent = item.about in (Who.MOTHER, Who.FATHER, Who.CARER)
        return Stop(
            item=n,
            step=StepName.STATUTORY_RESTRICTION,
            because=(
                "It is about one of the grown-ups: only that person may ask for it. Make sure who asks."
                if of_a_parent
                else "It is about somebody else, who has not asked for it."
            ),
            verdict=ItemVerdict.REDACT if item.form in PARTS_OF_A_DOCUMENT else ItemVerdict.WITHHOLD,
            needs_advice=of_a_parent,
        )
    return _told_in_confidence(matter, n) if item.confidential is True else None


def _told_in_confidence(matter: Matter, n: int) -> Stop | None:
    child = matter.case.person(Who.CHILD)
    if child is not None and child.view in (View.OBJECTS, View.ASKS_FOR_SECRECY):
        because = "The child told it in confidence and does not want this person to have it."
    elif child is not None and (child.view is View.AGREES or child.competent is False):
        return None
    else:
        because = "The child may have told it in confidence: ask the child first."
    return Stop(item=n, step=StepName.STATUTORY_RESTRICTION, because=because)


def a_court_orders_it(matter: Matter) -> bool:
    return COURT_ORDER in matter.duties


def the_court_may_have_its_own_papers(matter: Matter, item: Item) -> bool:
    """What only a court may open is opened by the order of a court, to that court that has been made sure of."""
    recipient = matter.case.recipient
    is_a_court = recipient.kind is PartyKind.COURT and recipient.verified is True and not recipient.linked_to_risk
    return is_a_court and a_court_orders_it(matter) and set(item.protected) == {Protection.COURT_RESTRICTED}


def an_adult_who_has_not_agreed_is_not_named_as_a_slave(matter: Matter) -> Iterator[tuple[Stop, ProvisionId]]:
    """A notice to the Home Office about somebody of 18 or over names nobody who has not agreed."""
    case = matter.case
    if case.recipient.kind is not PartyKind.HOME_OFFICE or ConcernKind.TRAFFICKING not in case.concern.kinds:
        return
    for n, item in matter.in_play():
        if _is_about_an_adult_victim(matter, item):
            because = "A notice about an adult names nobody unless that adult agrees: take out what says who it is."
            stop = Stop(item=n, step=StepName.STATUTORY_RESTRICTION, because=because, verdict=ItemVerdict.REDACT)
            yield stop, SLAVERY


def _is_about_an_adult_victim(matter: Matter, item: Item) -> bool:
    if item.about in (Who.CHILD, Who.SIBLING, Who.UNBORN, Who.STAFF, Who.REFERRER):
        return False
    if item.about is None:
        return matter.case.purpose is SharingPurpose.SAFEGUARD_ADULT
    person = matter.case.person(item.about)
    accused = item.person_status in (PersonStatus.SUSPECT, PersonStatus.CONVICTED)
    return not accused and (person is None or not (is_suspected(person) or person.view is View.AGREES))


def _closed(matter: Matter) -> Iterator[tuple[Stop, ProvisionId]]:
    yield from an_adult_who_has_not_agreed_is_not_named_as_a_slave(matter)
    for n, item in enumerate(matter.case.items):
        for protection in item.protected:
            if protection in CLOSED_BY_LAW and not the_court_may_have_its_own_papers(matter, item):
                because, source = CLOSED_BY_LAW[protection]
                stop = Stop(
                    item=n,
                    step=StepName.STATUTORY_RESTRICTION,
                    because=because,
                    needs_advice=not matter.case.recipient.linked_to_risk,
                    instead=RAISED_WITH_THE_COURT if a_court_orders_it(matter) else "",
                )
                yield stop, source


STATUTORY_RESTRICTION = Step(
    name=StepName.STATUTORY_RESTRICTION,
    judge=statutory_restriction,
    provisions=(COURT, SECRECY, PARENT_REQUEST, CHILD_ABUSE, OTHERS, COURT_ORDER, SLAVERY),
)
