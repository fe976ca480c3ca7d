"""Work out what an asker stands to see, before any fact about any child is read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from goldenthread.agreements import IdentityPermission, Permission, Reason
from goldenthread.disclosure.decisions import Asker, Decision, Standing
from goldenthread.disclosure.gaps import gaps_of
from goldenthread.disclosure.grounds import StandingPathway
from goldenthread.disclosure.ruling import first_to_speak, refer, withhold
from goldenthread.disclosure.standing_rules import STANDING_RULES, Grant, Question, question_of
from goldenthread.disclosure.wording import ROLE, any_other_way
from goldenthread.flags import Catalogue
from goldenthread.vocabulary import (
    LOOKS_AT_CHILDREN,
    AgencyCard,
    AgencyId,
    AgencyKind,
    Contact,
    FlagKindId,
    Level,
    Outcome,
)


def standing(
    asker: Asker,
    permissions: Iterable[Permission],
    catalogue: Catalogue,
    agencies: Mapping[AgencyId, AgencyCard],
    *,
    at: datetime,
    identity: Iterable[IdentityPermission] = (),
) -> Standing:
    """Decide for every agency and every kind of flag it may raise, and say in plain words what is not shown.

    ``permissions`` may hold other agencies' and ended ones: an ended one gives the reason, never access.
    """
    front_door = _front_door(agencies)
    decisions = _decisions(asker, permissions, catalogue, agencies, at)
    return Standing(
        asker=asker,
        at=at,
        decisions=MappingProxyType(decisions),
        otherwise=_never_raised(front_door),
        identity=identity_standing(asker, identity, front_door=front_door, at=at),
        gaps=gaps_of(asker, decisions, catalogue, agencies, front_door=front_door),
        reason_shown_for=frozenset(kind.id for kind in catalogue.kinds if asker.role in kind.reason_for),
        front_door=front_door,
    )


def _decisions(
    asker: Asker,
    permissions: Iterable[Permission],
    catalogue: Catalogue,
    agencies: Mapping[AgencyId, AgencyCard],
    at: datetime,
) -> dict[tuple[AgencyId, FlagKindId], Decision]:
    """One answer for each agency and kind of flag it may raise. Equal questions are put once."""
    grants, held = _grants(asker, permissions)
    by_agency_kind = {
        agency_kind: tuple((k.id, k.ceiling.get(asker.role)) for k in catalogue.kinds if agency_kind in k.raised_by)
        for agency_kind in AgencyKind
    }
    decisions: dict[tuple[AgencyId, FlagKindId], Decision] = {}
    for source in agencies.values():
        answered: dict[tuple[Level | None, tuple[int, ...]], Decision] = {}
        for kind, ceiling in by_agency_kind[source.kind]:
            numbers = tuple(held.get((source.id, kind), ()))
            # A ceiling limits what is granted; where nothing is, all ceilings are one question.
            key = (ceiling, numbers) if numbers else (None, ())
            decision = answered.get(key)
            if decision is None:
                question = question_of(asker, source, key[0], tuple(grants[n] for n in numbers), at=at)
                decision = answered[key] = _answer(question)
            decisions[(source.id, kind)] = decision
    return decisions


def _answer(question: Question) -> Decision:
    ask, purpose = question.source.ask, question.asker.purpose
    return first_to_speak(STANDING_RULES, question, ask=ask, purpose=purpose) or refer(
        "what_no_rule_decides_goes_to_a_person", "No rule decides this, so a person does.", ask=ask, purpose=purpose
    )


def _grants(
    asker: Asker, permissions: Iterable[Permission]
) -> tuple[list[Grant], dict[tuple[AgencyId, FlagKindId], list[int]]]:
    """The asker's agency's grants, each once, and for every source and kind the numbers of those that speak of it."""
    number_of: dict[tuple[object, ...], int] = {}
    grants: list[Grant] = []
    held: dict[tuple[AgencyId, FlagKindId], list[int]] = {}
    for p in permissions:
        if p.holder_agency != asker.agency:
            continue
        same = (
            p.pathway_id, p.version, p.role, p.purpose, p.level, p.not_before, p.not_after, p.basis, p.conditions,
        )  # fmt: skip
        number = number_of.get(same)
        if number is None:
            number = number_of[same] = len(grants)
            grants.append(
                Grant(
                    pathway_id=p.pathway_id,
                    version=p.version,
                    role=p.role,
                    purpose=p.purpose,
                    level=p.level,
                    not_before=p.not_before,
                    not_after=p.not_after,
                    basis=p.basis,
                    conditions=p.conditions,
                )
            )
        held.setdefault((p.source_agency, p.kind), []).append(number)
    return grants, held


def identity_standing(
    asker: Asker, permissions: Iterable[IdentityPermission], *, front_door: Contact, at: datetime
) -> Decision:
    """Decide whether the asker may know who a child is from more than their own agency's records."""
    granted = shows_who_a_child_is(asker, permissions, at=at)
    if granted is None:
        return withhold(
            "no_signed_pathway_shows_who_the_child_is",
            f"No signed pathway lets {ROLE[asker.role]} see more of who a child is than your own agency holds.",
            next_step=any_other_way(front_door),
            ask=front_door,
        )
    return Decision(
        outcome=Outcome.DISCLOSE,
        level=Level.CONTENT,
        reasons=(
            Reason(
                rule="a_signed_pathway_shows_who_the_child_is",
                sentence="A signed pathway lets you see who the child is.",
                sources=(granted.pathway_id, *granted.basis),
            ),
        ),
        grounds=StandingPathway(
            pathway_id=granted.pathway_id,
            version=granted.version,
            basis=granted.basis,
            conditions=granted.conditions,
            not_after=granted.not_after,
        ),
    )


def shows_who_a_child_is(
    asker: Asker, permissions: Iterable[IdentityPermission], *, at: datetime
) -> IdentityPermission | None:
    """The first signed pathway that lets the asker know who any child is, if one does now."""
    if asker.role not in LOOKS_AT_CHILDREN:
        return None
    asked_by = (asker.agency, asker.role, asker.purpose)
    return next(
        (
            granted
            for granted in permissions
            if (granted.holder_agency, granted.role, granted.purpose) == asked_by
            and granted.not_before <= at < granted.not_after
        ),
        None,
    )


def _front_door(agencies: Mapping[AgencyId, AgencyCard]) -> Contact:
    for card in agencies.values():
        if card.kind == AgencyKind.CHILDRENS_SOCIAL_CARE:
            return card.ask
    return Contact(team="the front door")


def _never_raised(front_door: Contact) -> Decision:
    return withhold(
        "an_agency_shows_only_flags_it_may_raise",
        "An agency of this kind raises no such flag.",
        next_step=any_other_way(front_door),
        ask=front_door,
    )
