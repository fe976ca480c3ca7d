"""A finite world in which every combination that can change a decision occurs, to be judged by the oracle."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from goldenthread.agreements import Permission
from goldenthread.disclosure import Asker, ChildRelation, Decision, Standing, decide, standing
from goldenthread.flags import Answers, Catalogue, Flag, FlagKind, FlagState, Urgency
from goldenthread.vocabulary import (
    AgencyCard,
    AgencyId,
    AgencyKind,
    Contact,
    FlagKindId,
    Level,
    Outcome,
    PathwayId,
    PersonId,
    Purpose,
    Role,
)
from tests.property.oracle import (
    AFTER,
    BEFORE,
    CONTENT,
    DURING,
    EXISTENCE,
    NOTHING,
    Case,
    Paper,
    may_see,
    may_stand_to_see,
    page_opens,
    why_not,
)

START = datetime(2026, 8, 31, 23, tzinfo=UTC)
END = datetime(2027, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
INSTANTS = (
    (START - TICK, BEFORE),
    (START, DURING),
    (START + timedelta(days=50), DURING),
    (END - TICK, DURING),
    (END, AFTER),
    (END + timedelta(minutes=1), AFTER),
)

SOCIAL_CARE, SCHOOL, POLICE, PRACTICE = (AgencyId(x) for x in ("social-care", "school", "police", "practice"))
KIND_OF = {
    SOCIAL_CARE: AgencyKind.CHILDRENS_SOCIAL_CARE,
    SCHOOL: AgencyKind.SCHOOL,
    POLICE: AgencyKind.POLICE,
    PRACTICE: AgencyKind.GP_PRACTICE,
}
AGENCIES = {
    id: AgencyCard(id=id, name=str(id), kind=kind, ask=Contact(name=f"Somebody at {id}", phone="01632 960000"))
    for id, kind in KIND_OF.items()
}
RAISERS = (AgencyKind.CHILDRENS_SOCIAL_CARE, AgencyKind.SCHOOL, AgencyKind.POLICE)

GRANTS = (
    "no pathway",
    "existence",
    "content",
    "existence and content",
    "another agency's",
    "another role's",
    "another purpose's",
    "one that has ended",
    "one that starts next year",
    "content that ended, existence that lasts",
)
"""What a pathway says of a kind of flag. Each kind of the catalogue stands for one of these under one ceiling."""

CEILINGS = {NOTHING: None, EXISTENCE: Level.EXISTENCE, CONTENT: Level.CONTENT}


class KindOfFlag(NamedTuple):
    id: FlagKindId
    ceiling: str
    grant: str


KINDS = tuple(
    KindOfFlag(FlagKindId(f"kind_{n}"), ceiling, grant) for n, (ceiling, grant) in enumerate(product(CEILINGS, GRANTS))
)

CELLS = tuple(product(KIND_OF, KINDS))

RELATIONS = (
    ("an open child on the roll", ChildRelation(own_agencies=frozenset({SCHOOL})), False),
    ("an open child on no roll", ChildRelation(own_agencies=frozenset()), False),
    (
        "a child hidden by social care",
        ChildRelation(own_agencies=frozenset({SCHOOL}), is_shielded=True, custodian=SOCIAL_CARE),
        True,
    ),
    ("a hidden child without a custodian", ChildRelation(own_agencies=frozenset({SCHOOL}), is_shielded=True), True),
)
RULE_FOR = {
    "such an agency raises no such flag": "an_agency_shows_only_flags_it_may_raise",
    "the role looks after the system": "a_role_that_looks_after_the_system_sees_no_child",
    "no signed pathway": "no_signed_pathway_covers_this",
    "another purpose": "the_purpose_does_not_fit",
    "it has ended": "the_pathway_has_ended",
    "it has not started": "the_pathway_has_not_started",
    "the ceiling": "the_ceiling_of_this_flag_is_lower",
}
STATES = (FlagState.CURRENT, FlagState.RECENT, FlagState.ENDED)


class Wrong(NamedTuple):
    """A case on which code and oracle differ."""

    where: str
    case: Case
    expected: str
    found: str


def catalogue(role: Role) -> Catalogue:
    return Catalogue(kinds=tuple(_flag_kind(kind, role) for kind in KINDS))


def judged(askers: tuple[Asker, ...] = ()) -> Iterator[tuple[int, Wrong | None]]:
    """Judge every case: for each batch its size and the first difference, or none."""
    for asker in askers or all_askers():
        kinds = catalogue(asker.role)
        permissions = tuple(_permissions(asker))
        for at, when in INSTANTS:
            stand = standing(asker, permissions, kinds, AGENCIES, at=at)
            yield _judge_standing(asker, when, stand)
            for name, relation, hidden in RELATIONS:
                yield _judge_deciding(asker, when, at, stand, name, relation, hidden)
        for at, when in INSTANTS[2:5]:
            name, relation, hidden = RELATIONS[0]
            early = standing(asker, permissions, kinds, AGENCIES, at=INSTANTS[2][0])
            yield _judge_deciding(asker, when, at, early, f"{name}, decided earlier", relation, hidden)


def all_askers() -> tuple[Asker, ...]:
    return tuple(
        Asker(agency=agency, agency_kind=KIND_OF[agency], role=role, purpose=purpose)
        for agency in (SOCIAL_CARE, SCHOOL, POLICE)
        for role in Role
        for purpose in (Purpose.PROTECT_FROM_HARM, Purpose.SUPPORT_A_FAMILY_EARLY)
    )


def _judge_standing(asker: Asker, when: str, stand: Standing) -> tuple[int, Wrong | None]:
    for (source, kind), case in zip(CELLS, _cases(asker, when), strict=True):
        expected = may_stand_to_see(case)
        if expected == NOTHING:
            expected = RULE_FOR[why_not(case)]
        found = _answer(stand.decision(source, kind.id))
        if expected != found:
            return 1, Wrong(f"standing of {asker} towards {source}, {kind}, {when}", case, expected, found)
    return len(CELLS), None


def _judge_deciding(
    asker: Asker, when: str, at: datetime, stand: Standing, name: str, relation: ChildRelation, hidden: bool
) -> tuple[int, Wrong | None]:
    cells = [(source, kind, STATES[(n + len(name)) % len(STATES)]) for n, (source, kind) in enumerate(CELLS)]
    flags = [_flag(source, kind.id, state) for source, kind, state in cells]
    answer = decide(stand, flags, relation=relation, at=at)
    shown = {f.flag_id: f.level.value for f in answer.flags}
    is_custodian, on_roll = relation.custodian == asker.agency, asker.agency in relation.own_agencies
    for (source, kind, state), flag, plain in zip(cells, flags, _cases(asker, when), strict=True):
        case = plain._replace(
            flag_has_ended=state is FlagState.ENDED,
            child_is_hidden=hidden,
            asker_is_custodian=is_custodian,
            child_is_on_own_roll=on_roll,
        )
        expected = (page_opens(case), may_see(case))
        found = (answer.decision.outcome is Outcome.DISCLOSE, shown.get(flag.flag_id, NOTHING))
        if expected != found:
            where = f"{name}: {asker} towards {source}, {kind}, {state}, {when}"
            return 1, Wrong(where, case, str(expected), str(found))
    return len(cells), None


@lru_cache(maxsize=1_000)
def _cases(asker: Asker, when: str) -> tuple[Case, ...]:
    """The cases of one asker at one time about an open child of theirs, in the order of the cells."""
    return tuple(_case(asker, source, kind, when) for source, kind in CELLS)


def _case(asker: Asker, source: AgencyId, kind: KindOfFlag, when: str) -> Case:
    return Case(
        role=asker.role.value,
        agency_kind=asker.agency_kind.value,
        own_agency_holds_it=source == asker.agency,
        source_may_raise_it=KIND_OF[source] in RAISERS,
        ceiling=kind.ceiling,
        papers=_PAPERS[kind.grant, when],
        flag_has_ended=False,
        child_is_hidden=False,
        asker_is_custodian=False,
        child_is_on_own_roll=True,
    )


def _papers(grant: str, when: str) -> tuple[Paper, ...]:
    usual = Paper(for_this_agency=True, for_this_role=True, for_this_purpose=True, level=CONTENT, when=when)
    return {
        "no pathway": (),
        "existence": (usual._replace(level=EXISTENCE),),
        "content": (usual,),
        "existence and content": (usual._replace(level=EXISTENCE), usual),
        "another agency's": (usual._replace(for_this_agency=False),),
        "another role's": (usual._replace(for_this_role=False),),
        "another purpose's": (usual._replace(for_this_purpose=False),),
        "one that has ended": (usual._replace(when=AFTER),),
        "one that starts next year": (usual._replace(when=BEFORE),),
        "content that ended, existence that lasts": (usual._replace(when=AFTER), usual._replace(level=EXISTENCE)),
    }[grant]


_PAPERS = {(grant, when): _papers(grant, when) for grant in GRANTS for when in (BEFORE, DURING, AFTER)}


def _permissions(asker: Asker) -> Iterator[Permission]:
    for source, kind in CELLS:
        usual = Permission(
            pathway_id=PathwayId("p"),
            version="1",
            holder_agency=asker.agency,
            source_agency=source,
            role=asker.role,
            purpose=asker.purpose,
            kind=kind.id,
            level=Level.CONTENT,
            not_before=START,
            not_after=END,
            basis=("art6_1_e",),
            conditions=("sch1_p18",),
        )
        yield from _VARIANTS[kind.grant](usual)


def _exists(usual: Permission) -> Permission:
    return replace(usual, level=Level.EXISTENCE)


def _past(usual: Permission) -> Permission:
    return replace(usual, not_before=START - timedelta(days=9), not_after=START - timedelta(days=1))


def _future(usual: Permission) -> Permission:
    return replace(usual, not_before=END + timedelta(days=1), not_after=END + timedelta(days=2))


def _another(permission: Permission, field: str) -> Permission:
    others: dict[str, object] = {
        "holder_agency": PRACTICE,
        "role": Role.SOCIAL_WORKER if permission.role is Role.GP else Role.GP,
        "purpose": next(purpose for purpose in Purpose if purpose is not permission.purpose),
    }
    return replace(permission, **{field: others[field]})  # type: ignore[arg-type]


_VARIANTS: dict[str, Callable[[Permission], tuple[Permission, ...]]] = {
    "no pathway": lambda usual: (),
    "existence": lambda usual: (_exists(usual),),
    "content": lambda usual: (usual,),
    "existence and content": lambda usual: (_exists(usual), usual),
    "another agency's": lambda usual: (_another(usual, "holder_agency"),),
    "another role's": lambda usual: (_another(usual, "role"),),
    "another purpose's": lambda usual: (_another(usual, "purpose"),),
    "one that has ended": lambda usual: (_past(usual),),
    "one that starts next year": lambda usual: (_future(usual),),
    "content that ended, existence that lasts": lambda usual: (_past(usual), _exists(usual)),
}


def _flag_kind(kind: KindOfFlag, role: Role) -> FlagKind:
    ceiling = CEILINGS[kind.ceiling]
    return FlagKind(
        id=kind.id,
        title=kind.id,
        closed_words="",
        open_words="",
        need="",
        about="child",
        raised_by=RAISERS,
        ceiling={} if ceiling is None else {role: ceiling},
        lives_for_days=1,
        ended_shown_for_days=1,
        never_carries=(),
        contact="source",
        reason_for=(),
        service_kind=AgencyKind.POLICE,
        urgency=Urgency.SOON,
        answers=Answers.WORKER,
    )


_FLAGS: dict[tuple[AgencyId, FlagKindId, FlagState], Flag] = {}


def _flag(source: AgencyId, kind: FlagKindId, state: FlagState) -> Flag:
    key = (source, kind, state)
    if key not in _FLAGS:
        _FLAGS[key] = Flag(
            flag_id=f"{source}/{kind}",
            person_id=PersonId("child"),
            about_person_id=PersonId("child"),
            kind=kind,
            agency=source,
            dataset="d",
            since=None,
            until=None,
            state=state,
            observed_at=START.date(),
            contact=Contact(),
            restricted_detail="",
        )
    return _FLAGS[key]


def _answer(decision: Decision) -> str:
    """What a decision says: the level it shows, or else the rule that withheld it."""
    match decision.outcome:
        case Outcome.DISCLOSE:
            return decision.level.value if decision.level else "shown at no level"
        case Outcome.WITHHOLD:
            return decision.reasons[0].rule
        case Outcome.REFER:
            return "referred"
