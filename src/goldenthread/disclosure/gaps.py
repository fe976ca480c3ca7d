"""What an asker may not see, in plain sentences, from organisation, role, purpose and kind of flag alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import assert_never

from goldenthread.agreements import Reason
from goldenthread.disclosure.decisions import Asker, Decision, Gap
from goldenthread.disclosure.wording import IN_DANGER, any_other_way, capitalised, holder, holds, hours, ring
from goldenthread.flags import Catalogue
from goldenthread.vocabulary import AgencyCard, AgencyId, AgencyKind, Contact, FlagKindId, Level, Outcome

NAME_AT_MOST = 4
OF_THE_CHILD = {
    AgencyKind.SCHOOL: "the child's own school",
    AgencyKind.GP_PRACTICE: "the child's own GP practice",
}

Decisions = Mapping[tuple[AgencyId, FlagKindId], Decision]


def gaps_of(
    asker: Asker,
    decisions: Decisions,
    catalogue: Catalogue,
    agencies: Mapping[AgencyId, AgencyCard],
    *,
    front_door: Contact,
) -> tuple[Gap, ...]:
    """One gap for each kind of agency and reason, in the order of the kinds of agency. Never one for oneself."""
    titles = {kind.id: kind.title for kind in catalogue.kinds}
    own = agencies.get(asker.agency)
    asks_itself = own is not None and own.ask == front_door
    asked: defaultdict[AgencyKind, list[tuple[AgencyId, FlagKindId]]] = defaultdict(list)
    for key in decisions:
        if key[0] != asker.agency:
            asked[agencies[key[0]].kind].append(key)
    return tuple(
        _gap(asker.agency_kind, agency_kind, closed, keys, decisions, agencies, titles, stands_in)
        for agency_kind in AgencyKind
        for stands_in in (_of_the_child(agency_kind) if asks_itself else front_door,)
        if (keys := asked.get(agency_kind))
        for closed in _by_rule(keys, decisions)
    )


def _of_the_child(kind: AgencyKind) -> Contact:
    """Whom to ring of several agencies, told to the front door itself: nobody is told to ring themselves."""
    return Contact(team=OF_THE_CHILD.get(kind, "each of them"))


def _by_rule(keys: list[tuple[AgencyId, FlagKindId]], decisions: Decisions) -> list[list[tuple[AgencyId, FlagKindId]]]:
    """The keys that are not shown in full, by what is said of them. Many share one decision: those go together."""
    shared: dict[int, list[tuple[AgencyId, FlagKindId]]] = {}
    for key in keys:
        shared.setdefault(id(decisions[key]), []).append(key)
    found: defaultdict[tuple[str, str], list[tuple[AgencyId, FlagKindId]]] = defaultdict(list)
    for group in shared.values():
        decision = decisions[group[0]]
        if not (decision.outcome is Outcome.DISCLOSE and decision.level is Level.CONTENT):
            found[(decision.outcome, decision.reasons[0].sentence)] += group
    return list(found.values())


def _gap(
    asked_by: AgencyKind,
    agency_kind: AgencyKind,
    closed: list[tuple[AgencyId, FlagKindId]],
    asked: list[tuple[AgencyId, FlagKindId]],
    decisions: Decisions,
    agencies: Mapping[AgencyId, AgencyCard],
    titles: Mapping[FlagKindId, str],
    front_door: Contact,
) -> Gap:
    kinds = tuple(dict.fromkeys(kind for _, kind in closed))
    sources = tuple(dict.fromkeys(source for source, _ in closed))
    of = len({source for source, _ in asked})
    decision = decisions[closed[0]]
    return Gap(
        agency_kind=agency_kind,
        kinds=kinds,
        sentence=_sentence(
            decision,
            holder(agency_kind, asker=asked_by),
            holds(agency_kind, asker=asked_by),
            [titles[kind] for kind in kinds],
            whole=len(closed) == len(asked),
            some=f" ({len(sources)} of {of})" if len(sources) < of else "",
        ),
        do_next=decision.next_step if len(sources) == 1 else _do_next(decision, front_door),
        ring=agencies[sources[0]].ask if len(sources) == 1 else front_door,
        reasons=_distinct(decisions[key] for key in closed),
    )


def _sentence(decision: Decision, held_by: str, it_holds: str, titles: list[str], *, whole: bool, some: str) -> str:
    because = decision.reasons[0].sentence
    because = because[:1].lower() + because[1:]
    match decision.outcome:
        case Outcome.DISCLOSE:
            return (
                f"From {held_by}{some} you may see only whether {_listed(titles)} is held, "
                "and whom to ring, not what it says."
            )
        case Outcome.WITHHOLD if whole:
            return f"You may not see what {it_holds}: {because}"
        case Outcome.WITHHOLD:
            return f"From {held_by}{some} you may not see whether {_listed(titles)} is held: {because}"
        case Outcome.REFER:
            return f"Whether you may see what {it_holds}{some} was not decided: {because}"
        case _:
            assert_never(decision.outcome)


def _do_next(decision: Decision, front_door: Contact) -> str:
    """Several agencies hold it, so the front door stands in for each one's own contact."""
    if decision.outcome is Outcome.DISCLOSE:
        return f"For what it says, ring the contact shown with it, or {ring(front_door)}."
    if decision.within is not None:
        return f"{capitalised(ring(front_door))}. An answer is owed within {hours(decision.within)}. {IN_DANGER}"
    return any_other_way(front_door)


def _distinct(decisions: Iterable[Decision]) -> tuple[Reason, ...]:
    """Each reason once. Many keys share one decision, so those are told apart first: it is much the cheaper."""
    once = {id(decision): decision for decision in decisions}
    return tuple(dict.fromkeys(reason for decision in once.values() for reason in decision.reasons))


def _listed(titles: list[str]) -> str:
    """Titles as alternatives: a kind of flag is named, and nothing is said of any child."""
    if len(titles) <= NAME_AT_MOST + 1:
        named = [f"“{title}”" for title in titles]
    else:
        named = [f"“{title}”" for title in titles[:NAME_AT_MOST]]
        named.append(f"any of {len(titles) - NAME_AT_MOST} more kinds")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
