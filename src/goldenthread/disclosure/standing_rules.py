"""The rules that organisation, role, purpose and kind of flag decide alone. The first to speak decides."""

from dataclasses import dataclass
from datetime import datetime

from goldenthread.agreements import Reason
from goldenthread.disclosure.decisions import Asker, Decision
from goldenthread.disclosure.grounds import OwnRecord, StandingPathway
from goldenthread.disclosure.ruling import withhold
from goldenthread.disclosure.wording import PURPOSE, ROLE, any_other_way, capitalised, ring
from goldenthread.vocabulary import LOOKS_AT_CHILDREN, AgencyCard, Level, Outcome, PathwayId, Purpose, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A permission without its source and kind of flag, so that many of them are one question."""

    pathway_id: PathwayId
    version: str
    role: Role
    purpose: Purpose
    level: Level
    not_before: datetime
    not_after: datetime
    basis: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """May this asker see a flag with this ceiling from this agency? Two flags that ask the same get one answer.

    ``for_the_role`` narrows to ``for_the_purpose`` and that to ``live``, the grants that hold at ``at``.
    """

    asker: Asker
    source: AgencyCard
    ceiling: Level | None
    for_the_role: tuple[Grant, ...]
    for_the_purpose: tuple[Grant, ...]
    live: tuple[Grant, ...]
    at: datetime


def question_of(
    asker: Asker, source: AgencyCard, ceiling: Level | None, grants: tuple[Grant, ...], *, at: datetime
) -> Question:
    """Put the question, with the grants narrowed once."""
    for_the_role = tuple(grant for grant in grants if grant.role == asker.role)
    for_the_purpose = tuple(grant for grant in for_the_role if grant.purpose == asker.purpose)
    return Question(
        asker=asker,
        source=source,
        ceiling=ceiling,
        for_the_role=for_the_role,
        for_the_purpose=for_the_purpose,
        live=tuple(grant for grant in for_the_purpose if grant.not_before <= at < grant.not_after),
        at=at,
    )


def a_role_that_looks_after_the_system_sees_no_child(question: Question) -> Decision | None:
    if question.asker.role in LOOKS_AT_CHILDREN:
        return None
    return withhold(
        "a_role_that_looks_after_the_system_sees_no_child",
        f"{capitalised(ROLE[question.asker.role])} looks after the system and sees no child's page.",
        next_step=f"Somebody who works with the child can look. If you are worried, {ring(question.source.ask)}.",
        ask=question.source.ask,
    )


def own_records_are_shown_to_their_own_agency(question: Question) -> Decision | None:
    if question.source.id != question.asker.agency:
        return None
    return Decision(
        outcome=Outcome.DISCLOSE,
        level=Level.CONTENT,
        reasons=(
            Reason(rule="own_records_are_shown_to_their_own_agency", sentence="Your own agency holds it already."),
        ),
        grounds=OwnRecord(agency=question.source.id),
    )


def no_signed_pathway_covers_this(question: Question) -> Decision | None:
    if question.for_the_role:
        return None
    return withhold(
        "no_signed_pathway_covers_this",
        f"No signed pathway lets {ROLE[question.asker.role]} see it for this purpose.",
        next_step=any_other_way(question.source.ask),
        ask=question.source.ask,
    )


def the_purpose_does_not_fit(question: Question) -> Decision | None:
    if question.for_the_purpose:
        return None
    allowed = sorted({PURPOSE[p.purpose] for p in question.for_the_role})
    return withhold(
        "the_purpose_does_not_fit",
        f"A pathway lets {ROLE[question.asker.role]} see it {' or '.join(allowed)}, "
        f"not {PURPOSE[question.asker.purpose]}.",
        next_step=f"If that is why you look, look again with that purpose. {any_other_way(question.source.ask)}",
        ask=question.source.ask,
        sources=_pathways(question.for_the_role),
    )


def the_pathway_has_ended(question: Question) -> Decision | None:
    if question.live or not any(p.not_after <= question.at for p in question.for_the_purpose):
        return None
    return withhold(
        "the_pathway_has_ended",
        "The pathway that let you see it has ended.",
        next_step=any_other_way(question.source.ask),
        ask=question.source.ask,
        sources=_pathways(question.for_the_purpose),
    )


def the_pathway_has_not_started(question: Question) -> Decision | None:
    if question.live:
        return None
    return withhold(
        "the_pathway_has_not_started",
        "The pathway that will let you see it has not started.",
        next_step=any_other_way(question.source.ask),
        ask=question.source.ask,
        sources=_pathways(question.for_the_purpose),
    )


def the_ceiling_of_this_flag_is_lower(question: Question) -> Decision | None:
    granted = _widest(question.live)
    if question.ceiling is None:
        return withhold(
            "the_ceiling_of_this_flag_is_lower",
            f"This kind of flag is never shown to {ROLE[question.asker.role]}, whatever an agreement says.",
            next_step=any_other_way(question.source.ask),
            ask=question.source.ask,
            sources=(granted.pathway_id,),
        )
    if granted.level is Level.CONTENT and question.ceiling is Level.EXISTENCE:
        return _disclose(question, Level.EXISTENCE, granted, "the_ceiling_of_this_flag_is_lower", _ONLY_EXISTENCE)
    return None


def a_signed_pathway_shows_only_that_it_exists(question: Question) -> Decision | None:
    granted = _widest(question.live)
    if granted.level is not Level.EXISTENCE:
        return None
    return _disclose(question, Level.EXISTENCE, granted, "a_signed_pathway_shows_only_that_it_exists", _ONLY_EXISTENCE)


def a_signed_pathway_shows_this(question: Question) -> Decision | None:
    granted = _widest(question.live)
    return _disclose(
        question, Level.CONTENT, granted, "a_signed_pathway_shows_this", "A signed pathway lets you see it."
    )


STANDING_RULES = (
    a_role_that_looks_after_the_system_sees_no_child,
    own_records_are_shown_to_their_own_agency,
    no_signed_pathway_covers_this,
    the_purpose_does_not_fit,
    the_pathway_has_ended,
    the_pathway_has_not_started,
    the_ceiling_of_this_flag_is_lower,
    a_signed_pathway_shows_only_that_it_exists,
    a_signed_pathway_shows_this,
)

_ONLY_EXISTENCE = "You may see that it is held and whom to ring, not what it says."


def _widest(live: tuple[Grant, ...]) -> Grant:
    """The grant that shows most; of equals the one that lasts longest, then the first by name."""
    return min(live, key=lambda p: (p.level is not Level.CONTENT, -p.not_after.timestamp(), p.pathway_id, p.version))


def _disclose(question: Question, level: Level, granted: Grant, rule: str, sentence: str) -> Decision:
    limited = level is Level.EXISTENCE
    return Decision(
        outcome=Outcome.DISCLOSE,
        level=level,
        reasons=(Reason(rule=rule, sentence=sentence, sources=(granted.pathway_id, *granted.basis)),),
        next_step=f"For what it says, {ring(question.source.ask)}." if limited else "",
        refer_to=question.source.ask if limited else None,
        grounds=StandingPathway(
            pathway_id=granted.pathway_id,
            version=granted.version,
            basis=granted.basis,
            conditions=granted.conditions,
            not_after=granted.not_after,
        ),
    )


def _pathways(permissions: tuple[Grant, ...]) -> tuple[str, ...]:
    return tuple(sorted({p.pathway_id for p in permissions}))
