"""Who is told, when and by whom: a question apart from sharing, and answered for each person apart."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from goldenthread.disclosure.advice.answer import TellAnswer
from goldenthread.disclosure.advice.bases import is_suspected, it_is_not_necessary
from goldenthread.disclosure.advice.case import Person
from goldenthread.disclosure.advice.matter import Finding, Matter, Step
from goldenthread.disclosure.advice.parties import FAMILY
from goldenthread.disclosure.advice.positions import OFFICER
from goldenthread.disclosure.advice.words import FollowUp, Immediacy, StepName, TellVerdict, Verdict, View, Who
from goldenthread.law import ConcernKind, PartyKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId

RULE_2 = ProvisionId("golden_rule_2")
CRIME = ProvisionId("sch2_p2_crime")
NO_NOTICE = ProvisionId("art14_5")
GROWN_UPS = frozenset({Who.MOTHER, Who.FATHER, Who.CARER})
MINORS = frozenset({Who.CHILD, Who.SIBLING})
TOO_YOUNG_TO_BE_TOLD_BELOW_YEARS = 3
MAY_JUDGE_FOR_THEMSELVES_FROM_YEARS = 12
CRIMES = frozenset(
    {
        ConcernKind.SEXUAL_ABUSE,
        ConcernKind.PHYSICAL_ABUSE,
        ConcernKind.DOMESTIC_ABUSE,
        ConcernKind.CRIMINAL_EXPLOITATION,
        ConcernKind.SERIOUS_VIOLENCE,
        ConcernKind.TRAFFICKING,
        ConcernKind.SEXUAL_EXPLOITATION,
        ConcernKind.FGM,
    }
)
"""Worries that the police are likely to look into."""
DONE_BY_SOMEBODY = CRIMES | {ConcernKind.EMOTIONAL_ABUSE, ConcernKind.RADICALISATION}
"""Worries about what somebody does, who may live where a letter goes."""

YOU = "you, or whoever knows them best"
LATER = "children's social care or the police agree with you when it is safe, and who does it"
NOTICE = "your organisation, in its privacy notice"


@dataclass(frozen=True, slots=True)
class Told:
    """What one rule says about telling one person."""

    verdict: TellVerdict
    because: str
    find_out: tuple[str, ...] = ()


Rule = Callable[[Matter, Person], Told | None]


def there_is_nobody_to_tell(matter: Matter, person: Person) -> Told | None:
    if person.who is Who.UNBORN:
        return Told(TellVerdict.NOT_APPLICABLE, "Not yet born.")
    if person.who is Who.CHILD and matter.case.purpose is SharingPurpose.CHILD_DEATH_REVIEW:
        return Told(TellVerdict.NOT_APPLICABLE, "The child has died; the review tells the family.")
    if person.who in MINORS and person.age is not None and person.age < TOO_YOUNG_TO_BE_TOLD_BELOW_YEARS:
        return Told(TellVerdict.NOT_APPLICABLE, "Too young to be told; write down why nobody told them.")
    return None


def nothing_goes_so_nothing_is_told(matter: Matter, person: Person) -> Told | None:
    final = (StepName.PURPOSE, StepName.DETRIMENT)
    refused = any(b.step in final and b.verdict is Verdict.DO_NOT_SHARE for b in matter.bars)
    held_back = matter.holds_all_back_for_good() and not matter.bars
    lifted = matter.in_danger and all(b.lifted_by_danger for b in matter.bars)
    if not held_back and (lifted or not (refused or it_is_not_necessary(matter))):
        return None
    return Told(TellVerdict.NOT_APPLICABLE, "Nothing about them goes.")


def staff_and_referrers_hear_only_of_themselves(matter: Matter, person: Person) -> Told | None:
    if person.who not in (Who.REFERRER, Who.STAFF) or is_suspected(person):
        return None
    if any(item.about is person.who for _, item in matter.in_play()):
        return None
    return Told(TellVerdict.NOT_APPLICABLE, "Nothing about them goes.")


def telling_must_not_bring_harm(matter: Matter, person: Person) -> Told | None:
    if person.telling.may_increase_risk:
        return Told(TellVerdict.DO_NOT_TELL_YET, "Telling them may put somebody at risk.")
    return None


def telling_must_not_spoil_an_enquiry(matter: Matter, person: Person) -> Told | None:
    if person.telling.may_prejudice_crime:
        return Told(TellVerdict.DO_NOT_TELL_YET, "Telling them may get in the way of preventing or solving a crime.")
    if matter.case.purpose is SharingPurpose.LAW_ENFORCEMENT and person.telling.may_prejudice_crime is None:
        path = matter.case.path_of(person, "telling.may_prejudice_crime")
        return Told(TellVerdict.DO_NOT_TELL_YET, "Ask the police first whether telling would spoil it.", (path,))
    return None


def who_may_be_the_danger_is_not_warned(matter: Matter, person: Person) -> Told | None:
    cleared = person.telling.may_increase_risk is False and person.telling.may_prejudice_crime is False
    if not is_suspected(person) or cleared:
        return None
    if person.who is Who.STAFF:
        return Told(TellVerdict.DO_NOT_TELL_YET, f"They may be the source of the harm: ask {OFFICER} first.")
    return Told(TellVerdict.DO_NOT_TELL_YET, "They may be the source of the harm, and nobody has said telling is safe.")


def without_a_safe_channel_nobody_is_told(matter: Matter, person: Person) -> Told | None:
    if person.telling.safe_channel is False:
        return Told(
            TellVerdict.DO_NOT_TELL_YET, "There is no safe way to reach them: no letter, no call, until there is."
        )
    return None


def a_competent_childs_wish_is_weighed(matter: Matter, person: Person) -> Told | None:
    """It is kept unless the child's safety needs the carer to know, and it is said either way. Where it is the family
    that would hear it, sharing is that very question.
    """
    child = matter.case.person(Who.CHILD)
    if person.who not in GROWN_UPS or child is None or child.view is not View.ASKS_FOR_SECRECY:
        return None
    if matter.case.recipient.kind in FAMILY:
        return None
    if child.competent:
        return Told(
            TellVerdict.DO_NOT_TELL_YET,
            "A competent child asks that their carers not know: keep to it unless the child's safety needs otherwise, "
            "and write down how you weighed it.",
        )
    old_enough = child.age is None or child.age >= MAY_JUDGE_FOR_THEMSELVES_FROM_YEARS
    if child.competent is None and old_enough:
        return Told(
            TellVerdict.DO_NOT_TELL_YET,
            "The child asks that their carers not know: find out whether the child can judge that.",
            (matter.case.path_to(Who.CHILD, "competent"),),
        )
    return None


def haste_puts_telling_off(matter: Matter, person: Person) -> Told | None:
    if matter.in_danger:
        return Told(TellVerdict.TELL_AFTER, "Danger does not wait for telling: tell them as soon as it is over.")
    if person.telling.impracticable_now:
        return Told(TellVerdict.TELL_AFTER, "It cannot be done now: set a day for it.")
    return None


def what_is_not_known_to_be_safe_waits(matter: Matter, person: Person) -> Told | None:
    if person.who in MINORS or person.could_be_asked_safely:
        return None
    if person.could_be_asked_safely is False:
        return Told(TellVerdict.DO_NOT_TELL_YET, "They cannot be asked safely.")
    if person.telling.may_increase_risk is False:
        return None
    path = matter.case.path_of(person, "telling.may_increase_risk")
    return Told(TellVerdict.DO_NOT_TELL_YET, "Nobody has said that telling them is safe: find out first.", (path,))


def a_planned_flow_is_told_by_notice(matter: Matter, person: Person) -> Told | None:
    if not matter.is_planned:
        return None
    return Told(TellVerdict.TELL_FIRST, "A regular flow is in the privacy notice before it starts.")


def people_are_told_openly(matter: Matter, person: Person) -> Told | None:
    unknown, first = _what_is_made_sure_of_before(matter, person)
    heard = person.view is not View.UNKNOWN
    if heard or matter.case.immediacy is Immediacy.URGENT:
        listened = "They have said what they think: " if heard else ""
        says = f"{listened}tell them who will hear what, and why.".capitalize()
        return Told(TellVerdict.TELL_FIRST, f"{says}{first}", unknown)
    return Told(
        TellVerdict.SEEK_VIEWS,
        "Tell them who would hear what and why, and ask what they think. Where there is a choice, of how it is told or "
        f"by whom, offer it.{first}",
        unknown,
    )


def _what_is_made_sure_of_before(matter: Matter, person: Person) -> tuple[tuple[str, ...], str]:
    """What nobody said, and what to do until somebody does: silence is never taken for safety."""
    unsaid = [one for rule in MADE_SURE_OF if (one := rule(matter, person)) is not None]
    paths = tuple(matter.case.path_of(person, fact) for fact, _ in unsaid)
    return paths, "".join(says for _, says in unsaid)


def a_safe_way_to_reach_them(matter: Matter, person: Person) -> tuple[str, str] | None:
    """A child is seen; a grown-up gets letters and calls, which somebody dangerous may get instead."""
    if person.who in MINORS or person.telling.safe_channel is not None:
        return None
    says = " Make sure first of a safe way to reach them: no letter or call that somebody else could get."
    return "telling.safe_channel", says if _somebody_may_listen_in(matter, person) else ""


def whether_telling_spoils_an_enquiry(matter: Matter, person: Person) -> tuple[str, str] | None:
    if person.who in MINORS or person.telling.may_prejudice_crime is not None:
        return None
    if matter.case.recipient.kind is PartyKind.POLICE:
        return "telling.may_prejudice_crime", " Ask the police first whether telling would spoil what they do."
    if not CRIMES & set(matter.case.concern.kinds):
        return None
    says = (
        " This may be a crime: ask children's social care or the police first whether telling would spoil an enquiry."
    )
    return "telling.may_prejudice_crime", says


def whether_they_may_be_the_danger(matter: Matter, person: Person) -> tuple[str, str] | None:
    cleared = person.telling.may_increase_risk is False and person.telling.may_prejudice_crime is False
    if person.who not in GROWN_UPS or person.suspected_of_harm is not None or cleared:
        return None
    says = " Nobody has said whether they may be the source of the harm: make sure of it before."
    return "suspected_of_harm", says


def whether_telling_is_safe(matter: Matter, person: Person) -> tuple[str, str] | None:
    if person.could_be_asked_safely or person.telling.may_increase_risk is False:
        return None
    return "telling.may_increase_risk", " Nobody has said that this is safe: make sure of it before."


def whether_there_is_time(matter: Matter, person: Person) -> tuple[str, str] | None:
    if matter.case.immediacy is not Immediacy.URGENT or person.telling.impracticable_now is not None:
        return None
    return "telling.impracticable_now", " If that would hold up the sharing, share first and tell them after."


MADE_SURE_OF: tuple[Callable[[Matter, Person], tuple[str, str] | None], ...] = (
    a_safe_way_to_reach_them,
    whether_telling_spoils_an_enquiry,
    whether_they_may_be_the_danger,
    whether_telling_is_safe,
    whether_there_is_time,
)
"""Each says which fact nobody gave, and what to do until somebody does."""


def _somebody_may_listen_in(matter: Matter, person: Person) -> bool:
    others = (one for one in matter.case.people if one is not person)
    return bool(DONE_BY_SOMEBODY & set(matter.case.concern.kinds)) or any(is_suspected(one) for one in others)


TELLING_RULES: tuple[Rule, ...] = (
    there_is_nobody_to_tell,
    nothing_goes_so_nothing_is_told,
    staff_and_referrers_hear_only_of_themselves,
    telling_must_not_bring_harm,
    telling_must_not_spoil_an_enquiry,
    who_may_be_the_danger_is_not_warned,
    without_a_safe_channel_nobody_is_told,
    a_competent_childs_wish_is_weighed,
    haste_puts_telling_off,
    what_is_not_known_to_be_safe_waits,
    a_planned_flow_is_told_by_notice,
    people_are_told_openly,
)
"""The first to speak decides. The last always speaks."""


def tell(matter: Matter) -> Finding:
    told = [(person, _first_to_speak(matter, person)) for person in matter.case.people]
    answers = tuple(_answer(matter, person, one) for person, one in told)
    verdicts = {answer.answer for answer in answers}
    later = verdicts & {TellVerdict.TELL_AFTER, TellVerdict.DO_NOT_TELL_YET}
    then = (FollowUp.TELL_LATER,) if later else ()
    find_out = [path for _, one in told for path in one.find_out]
    matter = replace(matter, tell=answers).plus(then=then, find_out=find_out)
    for_crime = (CRIME,) if any(person.telling.may_prejudice_crime for person in matter.case.people) else ()
    if not answers:
        return Finding(matter, "You have not said who is concerned, so who is told is left open.", (RULE_2,))
    if later:
        says = "Some are not told now, each for a reason of their own; sharing does not wait for it."
        return Finding(matter, says, (RULE_2, *for_crime, NO_NOTICE))
    return Finding(matter, "Be open with them: tell each before you share, unless that would delay it.", (RULE_2,))


def _first_to_speak(matter: Matter, person: Person) -> Told:
    return next(told for rule in TELLING_RULES if (told := rule(matter, person)) is not None)


def _answer(matter: Matter, person: Person, told: Told) -> TellAnswer:
    because = [told.because]
    is_told = told.verdict not in (TellVerdict.NOT_APPLICABLE, TellVerdict.DO_NOT_TELL_YET)
    if is_told and person.view in (View.OBJECTS, View.ASKS_FOR_SECRECY):
        because.append("They do not want it shared: weigh that, and record it with your reasons. It is not a veto.")
    return TellAnswer(
        who=person.who, answer=told.verdict, by_whom=_by_whom(matter, told.verdict), because=tuple(because)
    )


def _by_whom(matter: Matter, verdict: TellVerdict) -> str:
    match verdict:
        case TellVerdict.NOT_APPLICABLE:
            return "nobody"
        case TellVerdict.DO_NOT_TELL_YET:
            return LATER
        case _:
            return NOTICE if matter.is_planned else YOU


TELL = Step(name=StepName.TELL, judge=tell, provisions=(RULE_2, CRIME, NO_NOTICE))
