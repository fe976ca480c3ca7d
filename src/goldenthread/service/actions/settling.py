"""What must be said before a decision about sharing can be recorded. A person decides; these make the reasons stand.

Source: golden_rule_3, golden_rule_5, golden_rule_7.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from goldenthread.disclosure.advice import Answer, Case, is_never_accused, is_used_against_others
from goldenthread.disclosure.advice.words import ItemVerdict, Status, Verdict, View, Who
from goldenthread.service.actions.casework import REASONS_NOT_TO_TELL, names_in
from goldenthread.service.actions.sharing_shapes import PASSES_ON, Choice, Decided, How, Limit, Told

SHORTEST_REASON = 10
Problem = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """A decision beside everything it is checked against."""

    decided: Decided
    case: Case
    answer: Answer
    items: tuple[Mapping[str, Any], ...] = field(repr=False)
    limits: tuple[Limit, ...]
    repeated: Mapping[str, tuple[Limit, ...]] = field(default_factory=dict)
    """By the field of what others read with a decision: what limits passing its words on."""
    without_a_source: frozenset[int] = frozenset()
    """Things of which nobody said where they come from, although something about this child came under a limit."""
    with_a_secret_address: frozenset[int] = frozenset()
    """Things that hold an address of the child which this agency keeps secret, and the recipient does not know."""
    unsafe: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Why it is not safe to tell somebody, as it was answered of each person."""
    unnamed: str = field(repr=False)
    risks: tuple[str, ...] = field(default=(), repr=False)
    can_go_here: bool
    citations: Mapping[str, str] = field(default_factory=dict)

    def cited(self, ids: Iterable[str]) -> str:
        return " or ".join(self.citations.get(id, id) for id in ids)

    @property
    def passes_on(self) -> bool:
        return self.decided.choice in PASSES_ON


Rule = Callable[[Settling], Iterator[Problem]]


def every_decision_has_its_reason(s: Settling) -> Iterator[Problem]:
    if len(s.decided.why.strip()) < SHORTEST_REASON:
        yield "why", "Say in a few words why you decide so. This is kept whether or not you share"


def something_is_shared(s: Settling) -> Iterator[Problem]:
    if s.passes_on and not s.decided.items:
        yield "items", "Choose what you share, or decide not to share"


def sharing_all_of_it_leaves_nothing_out(s: Settling) -> Iterator[Problem]:
    if s.decided.choice is Choice.SHARE and s.decided.items and len(set(s.decided.items)) < len(s.items):
        yield "choice", "Not everything is ticked. Choose “Share part of it”, or tick all that goes"


def the_recipient_is_who_they_say(s: Settling) -> Iterator[Problem]:
    if s.passes_on and s.case.recipient.verified is not True:
        yield "choice", "Check who the recipient is first: ring back on a number you found yourself. Then share"


def what_is_protected_stays_back(s: Settling) -> Iterator[Problem]:
    """The one thing no reason opens here: where or who a protected person is."""
    if not s.passes_on:
        return
    for n in s.decided.items:
        withheld = s.answer.items[n].answer is not ItemVerdict.SHARE
        if s.case.items[n].protected and withheld:
            yield "items", f"Thing {n + 1} could lead to somebody who must be protected. Take it out, or ask for advice"
        elif n in s.with_a_secret_address:
            yield "items", f"Thing {n + 1} holds an address that must stay secret. Go back and take the address out"


def who_was_never_accused_is_left_off(s: Settling) -> Iterator[Problem]:
    """Victims, witnesses and whoever was never accused stand on no list that may be used against those on it."""
    for n in s.decided.items if s.passes_on and is_used_against_others(s.case) else ():
        if is_never_accused(s.case.items[n]):
            yield "items", f"Thing {n + 1} is about somebody who is not accused of anything. Take it out"
        elif s.case.items[n].criminal and s.case.items[n].person_status is None:
            yield "items", f"Thing {n + 1} does not say where this person stands. Go back and say it, or take it out"


def a_score_goes_into_no_file(s: Settling) -> Iterator[Problem]:
    """What a computer worked out is no fact and moves nobody to act: only what a person saw or was told does."""
    for n in s.decided.items if s.passes_on else ():
        if s.case.items[n].made_by_model:
            yield "items", f"Thing {n + 1} is a computer’s score. It goes into no file. Say what a person saw instead"


def who_told_us_is_not_named(s: Settling) -> Iterator[Problem]:
    """Neither in what goes nor in the reasons, which are kept, and which the recipient may read."""
    unnamed = names_in(s.unnamed)
    for n in s.decided.items if s.passes_on else ():
        if unnamed & names_in(str(s.items[n]["words"])):
            yield "items", f"Thing {n + 1} names the person who told you. Take the name out before it goes"
    for name, words in _reasons(s.decided):
        if unnamed & names_in(words):
            yield name, "This names the person who told you. Take the name out: it is kept, and others read it"
    if any(unnamed & names_in(words) for words in s.risks):
        yield "choice", "What you wrote about the risks names the person who told you. Go back and take the name out"


def _reasons(decided: Decided) -> Iterator[tuple[str, str]]:
    """Everything somebody wrote with their decision, by its field."""
    yield from (("why", decided.why), ("proportion", decided.proportion), ("advice", decided.advice))
    yield from ((f"weighed-{who}", words) for who, words in decided.weighed.items())
    yield from ((f"because-{who}", words) for who, (_, words) in decided.told.items())


def a_limit_on_passing_on_is_kept(s: Settling) -> Iterator[Problem]:
    if s.passes_on and s.limits:
        limit = s.limits[0]
        other = [id for id in s.answer.gateways if id not in {one.provision for one in s.limits}]
        ways = f"Another way may be {s.cited(other)}: ask for advice on it" if other else "Ask for advice"
        yield "choice", f"You received this under {limit.citation}. {limit.says} {ways}"


def reasons_repeat_nothing_under_a_limit(s: Settling) -> Iterator[Problem]:
    """Whoever asked reads why, and a recipient reads how an objection was weighed."""
    yield from ((name, repeats(limits)) for name, limits in s.repeated.items() if limits)


def repeats(limits: tuple[Limit, ...]) -> str:
    return f"This repeats what you received under {limits[0].citation}. {limits[0].says} They read this: take it out"


def each_thing_says_where_it_comes_from(s: Settling) -> Iterator[Problem]:
    for n in s.decided.items if s.passes_on else ():
        if n in s.without_a_source:
            yield "items", f"Go back, take thing {n + 1} out, and add it again with where it comes from"


def a_basis_that_does_not_fit_is_refused(s: Settling) -> Iterator[Problem]:
    for rejected in s.answer.rejected:
        if rejected.id == s.decided.basis:
            instead = f" Use {s.cited(rejected.instead)}." if rejected.instead else ""
            yield "basis", f"{rejected.because}{instead}"


def the_lawful_basis_is_written_down(s: Settling) -> Iterator[Problem]:
    objects = any(person.view is View.OBJECTS for person in s.case.people)
    if s.passes_on and not s.decided.basis and not objects:
        yield "basis", "Say on which lawful basis you share. It is settled before anything goes, and kept"


def an_objection_is_weighed(s: Settling) -> Iterator[Problem]:
    if not s.passes_on:
        return
    for person in s.case.people:
        objects = person.view in (View.OBJECTS, View.ASKS_FOR_SECRECY)
        if objects and len(s.decided.weighed.get(person.who, "").strip()) < SHORTEST_REASON:
            yield f"weighed-{person.who}", "They do not want this shared. Say why you share all the same"
    if any(p.view is View.OBJECTS for p in s.case.people) and not s.decided.basis:
        yield "basis", "Somebody objects, so say on which lawful basis you share"


def everybody_is_told_or_a_reason_stands(s: Settling) -> Iterator[Problem]:
    """Telling never holds sharing up: not telling needs one of the listed reasons, and no more."""
    for who in (str(p.who) for p in s.case.people if p.who not in (Who.REFERRER, Who.STAFF)) if s.passes_on else ():
        told, _ = s.decided.told.get(who, (None, ""))
        if told is None:
            yield f"told-{who}", "Say if they are told"
        elif told is Told.NOT_NOW and not set(reasons_not_to_tell(s, who)) & REASONS_NOT_TO_TELL:
            yield f"reason-{who}", "Choose why it is not safe or not possible to tell them"


def reasons_not_to_tell(s: Settling, who: str) -> tuple[str, ...]:
    return s.decided.unsafe.get(who) or s.unsafe.get(who, ())


def nobody_is_told_where_it_is_not_safe(s: Settling) -> Iterator[Problem]:
    """No notice goes to somebody of whom the same person has said that telling them is not safe."""
    for who, (told, _) in s.decided.told.items() if s.passes_on else ():
        if told is Told.TOLD and set(s.unsafe.get(who, ())) - {"no_time"}:
            yield (
                f"told-{who}",
                "You said that it is not safe to tell them. Go back and change that, or do not tell them",
            )


def going_beyond_the_advice_is_explained(s: Settling) -> Iterator[Problem]:
    if not s.passes_on:
        return
    beyond = _withheld(s)
    if beyond and len(s.decided.proportion.strip()) < SHORTEST_REASON:
        named = ", ".join(str(n + 1) for n in beyond)
        yield "proportion", f"You share more than the advice says (thing {named}). Go back and write less, or say why"
    against = s.answer.answer in (Verdict.DO_NOT_SHARE, Verdict.SEEK_ADVICE)
    if against and len(s.decided.advice.strip()) < SHORTEST_REASON:
        yield "advice", "The answer is not to share yet. Say whom you asked for advice, and what they said"


def sensitive_data_without_a_condition_waits_for_advice(s: Settling) -> Iterator[Problem]:
    """However much else may go: what the law asks a condition for meets one, or somebody was asked within hours."""
    items = s.case.items
    bare = [n for n in _withheld(s) if (items[n].special or items[n].criminal) and not s.answer.items[n].conditions]
    if bare and s.passes_on and len(s.decided.advice.strip()) < SHORTEST_REASON:
        named = ", ".join(str(n + 1) for n in bare)
        yield (
            "advice",
            f"The law asks more for thing {named}. Ask for advice today, then say who said what, or leave it",
        )


def _withheld(s: Settling) -> list[int]:
    """What was chosen although the answer keeps it back, or a part of it: it goes as it is written, or not at all."""
    return [n for n in s.decided.items if s.answer.items[n].answer is not ItemVerdict.SHARE]


def it_can_go_the_way_that_was_chosen(s: Settling) -> Iterator[Problem]:
    if s.passes_on and s.decided.how is How.HERE and not s.can_go_here:
        yield "how", "The recipient cannot be reached through this service. Choose how you will pass it on"


RULES: tuple[Rule, ...] = (
    every_decision_has_its_reason,
    something_is_shared,
    sharing_all_of_it_leaves_nothing_out,
    the_recipient_is_who_they_say,
    what_is_protected_stays_back,
    who_was_never_accused_is_left_off,
    a_score_goes_into_no_file,
    who_told_us_is_not_named,
    a_limit_on_passing_on_is_kept,
    reasons_repeat_nothing_under_a_limit,
    each_thing_says_where_it_comes_from,
    a_basis_that_does_not_fit_is_refused,
    the_lawful_basis_is_written_down,
    an_objection_is_weighed,
    everybody_is_told_or_a_reason_stands,
    nobody_is_told_where_it_is_not_safe,
    going_beyond_the_advice_is_explained,
    sensitive_data_without_a_condition_waits_for_advice,
    it_can_go_the_way_that_was_chosen,
)


def problems(settling: Settling) -> tuple[Problem, ...]:
    """Everything that still stands in the way of recording this decision, in the order of the rules."""
    return tuple(problem for rule in RULES for problem in rule(settling))


def caveats(case: Case, chosen: tuple[int, ...]) -> tuple[str, ...]:
    """How the recipient must handle what they get. It travels with the information."""
    items = [case.items[n] for n in chosen]
    found = ["Use it to keep this child safe and well. Share it on only with those who need it."]
    if any(item.status is Status.ALLEGATION for item in items):
        found.append("Part of this is an allegation. It has not been shown to be true.")
    if any(item.status is Status.OPINION for item in items):
        found.append("Part of this is an opinion, not a fact.")
    if any(person.suspected_of_harm for person in case.people):
        found.append("Somebody named here may be the danger. Do not tell or ask them without speaking to the sender.")
    if is_used_against_others(case):
        found.append("Refuse or stop no help on this alone. If you do, tell the sender, so that it can be traced.")
    if any(item.protected for item in items):
        found.append("Part of this could lead to somebody who must be protected. Let only those know who must.")
    if any(item.protected for n, item in enumerate(case.items) if n not in chosen):
        found.append("The sender left something out to protect somebody. Do not try to find out who or where they are.")
    return tuple(found)


STANDS: Mapping[str, str] = {
    "suspect": "This person is a suspect. No court has found them guilty.",
    "convicted": "A court has found this person guilty.",
    "acquitted": "A court has found this person not guilty.",
    "victim": "This person is a victim. Hold nothing against them.",
    "witness": "This person is a witness. Hold nothing against them.",
    "not_accused": "Nobody has accused this person of a crime.",
}
NOT_SAID = "It is not said where this person stands. Take nobody for guilty."
KNOWN: Mapping[str, str] = {
    "allegation": "It has not been shown to be true.",
    "opinion": "It is what somebody thinks.",
}


def item_caveat(item: Mapping[str, Any]) -> str:
    """How one thing must be read, said beside it wherever it goes: how it is known, and where the person stands."""
    unsaid = NOT_SAID if "crime" in item.get("marks", ()) else ""
    said = (KNOWN.get(item["status"], ""), STANDS.get(item.get("standing", ""), unsaid))
    return " ".join(one for one in said if one)
