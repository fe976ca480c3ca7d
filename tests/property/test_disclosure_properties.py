"""What must hold of every decision: start from what is permitted, spoil one fact, and it is shown no more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.agreements import Permission
from goldenthread.disclosure import Asker, ChildRelation, Decision, Standing, StandingPathway, decide, standing
from goldenthread.flags import Flag, FlagState
from goldenthread.vocabulary import (
    LOOKS_AT_CHILDREN,
    AgencyId,
    FlagKindId,
    Level,
    Outcome,
    PathwayId,
    Purpose,
    Role,
)
from tests.spec.ordinary import (
    ABSENCE,
    AGENCIES,
    CALL_OUT,
    CATALOGUE,
    HOUSING,
    NOON,
    OTHER_SCHOOL,
    POLICE,
    SCHOOL,
    TENANCY,
    YOUNG_CARER,
    flag,
)

SOURCE_OF = {CALL_OUT: POLICE, ABSENCE: SCHOOL, YOUNG_CARER: SCHOOL, TENANCY: HOUSING}
T = TypeVar("T")
unhurried = settings(deadline=None, max_examples=60)
"""Examples, not the clock, judge a property: a busy machine is no counter-example."""
OPEN = ChildRelation(own_agencies=frozenset(AGENCIES))


@st.composite
def permitted(draw: st.DrawFn) -> tuple[Asker, Permission, datetime]:
    """An asker, a permission that lets them see something at a moment, and that moment."""
    kind = draw(st.sampled_from(CATALOGUE.kinds))
    role = draw(st.sampled_from(sorted(set(kind.ceiling) & LOOKS_AT_CHILDREN)))
    source = SOURCE_OF[kind.id]
    holder = draw(st.sampled_from(sorted(set(AGENCIES) - {source})))
    purpose = draw(st.sampled_from(Purpose))
    before = draw(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
    left = draw(st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(days=400)))
    permission = Permission(
        pathway_id=PathwayId("a-pathway"),
        version="1",
        holder_agency=holder,
        source_agency=source,
        role=role,
        purpose=purpose,
        kind=kind.id,
        level=draw(st.sampled_from(Level)),
        not_before=NOON - before,
        not_after=NOON + left,
        basis=("art6_1_e",),
        conditions=("sch1_p18",),
    )
    asker = Asker(agency=holder, agency_kind=AGENCIES[holder].kind, role=role, purpose=purpose)
    return asker, permission, NOON


def stand(asker: Asker, *permissions: Permission, at: datetime = NOON) -> Standing:
    return standing(asker, permissions, CATALOGUE, AGENCIES, at=at)


def answer(asker: Asker, permission: Permission, at: datetime = NOON) -> Decision:
    return stand(asker, permission, at=at).decision(permission.source_agency, permission.kind)


@unhurried
@given(permitted())
def test_what_is_permitted_is_shown(world: tuple[Asker, Permission, datetime]) -> None:
    asker, permission, at = world
    decision = answer(asker, permission, at)
    assert decision.outcome is Outcome.DISCLOSE
    assert isinstance(decision.grounds, StandingPathway)
    shown = decide(stand(asker, permission), [flag(permission.kind, permission.source_agency)], relation=OPEN, at=at)
    assert len(shown.flags) == 1


def _another(choices: tuple[T, ...], this: T) -> T:
    return next(choice for choice in choices if choice != this)


SPOILS: dict[str, Callable[[Asker, Permission], tuple[Asker, Permission]]] = {
    "it is another agency's": lambda a, p: (a, replace(p, holder_agency=AgencyId("elsewhere"))),
    "it is another role's": lambda a, p: (a, replace(p, role=_another(tuple(Role), p.role))),
    "it is for another purpose": lambda a, p: (a, replace(p, purpose=_another(tuple(Purpose), p.purpose))),
    "it is about another source": lambda a, p: (a, replace(p, source_agency=AgencyId("elsewhere"))),
    "it is about another kind": lambda a, p: (a, replace(p, kind=FlagKindId("another_kind"))),
    "it ended this moment": lambda a, p: (a, replace(p, not_after=NOON)),
    "it starts the next moment": lambda a, p: (a, replace(p, not_before=NOON + timedelta(microseconds=1))),
    "the asker looks after the system": lambda a, p: (
        replace(a, role=Role.ADMINISTRATOR),
        replace(p, role=Role.ADMINISTRATOR),
    ),
    "the flag has no ceiling for the role": lambda a, p: (replace(a, role=Role.GP), replace(p, role=Role.GP)),
}


@pytest.mark.parametrize("spoil", SPOILS)
@unhurried
@given(permitted())
def test_one_spoilt_fact_is_enough_to_withhold(spoil: str, world: tuple[Asker, Permission, datetime]) -> None:
    asker, permission, at = world
    spoilt_asker, spoilt = SPOILS[spoil](asker, permission)
    found = stand(spoilt_asker, spoilt, at=at)
    decision = found.decision(permission.source_agency, permission.kind)
    assert decision.outcome is Outcome.WITHHOLD
    assert decision.next_step
    shown = decide(found, [flag(permission.kind, permission.source_agency)], relation=OPEN, at=at)
    assert shown.flags == ()


@unhurried
@given(permitted())
def test_existence_never_turns_into_content(world: tuple[Asker, Permission, datetime]) -> None:
    asker, permission, at = world
    narrow = replace(permission, level=Level.EXISTENCE)
    (shown,) = decide(
        stand(asker, narrow), [flag(permission.kind, permission.source_agency)], relation=OPEN, at=at
    ).flags
    assert shown.level is Level.EXISTENCE
    assert (shown.since, shown.until, shown.observed_at, shown.restricted_detail) == (None, None, None, "")


@unhurried
@given(permitted(), st.lists(st.sampled_from(sorted(SOURCE_OF)), max_size=6))
def test_more_permissions_never_show_less(world: tuple[Asker, Permission, datetime], others: list[FlagKindId]) -> None:
    asker, permission, at = world
    more = [replace(permission, kind=kind, source_agency=SOURCE_OF[kind]) for kind in others]
    few, many = answer(asker, permission, at), stand(asker, permission, *more, at=at)
    again = many.decision(permission.source_agency, permission.kind)
    assert (again.outcome, again.level) == (few.outcome, few.level)


FLAGS = st.lists(
    st.builds(
        flag,
        st.sampled_from(sorted(SOURCE_OF)),
        st.sampled_from(sorted(AGENCIES)),
        state=st.sampled_from(FlagState),
        reason=st.text(max_size=5),
    ),
    max_size=6,
)


@unhurried
@given(permitted(), FLAGS, FLAGS)
def test_what_is_said_of_gaps_never_depends_on_the_child(
    world: tuple[Asker, Permission, datetime], held: list[Flag], also: list[Flag]
) -> None:
    asker, permission, at = world
    found = stand(asker, permission, at=at)
    before = found.gaps
    one, two = (decide(found, flags, relation=OPEN, at=at) for flags in (held, [*held, *also]))
    assert found.gaps == before == stand(asker, permission, at=at).gaps
    assert one.decision == two.decision
    assert two.flags[: len(one.flags)] == one.flags


@unhurried
@given(permitted(), FLAGS, st.sampled_from([None, POLICE, HOUSING, OTHER_SCHOOL]))
def test_a_hidden_child_looks_like_one_about_whom_nothing_is_held(
    world: tuple[Asker, Permission, datetime], held: list[Flag], custodian: AgencyId | None
) -> None:
    asker, permission, at = world
    if custodian == asker.agency:
        custodian = None
    hidden = ChildRelation(own_agencies=OPEN.own_agencies, is_shielded=True, custodian=custodian)
    found = stand(asker, permission, at=at)
    assert decide(found, held, relation=hidden, at=at) == decide(found, [], relation=hidden, at=at)


@unhurried
@given(permitted(), FLAGS)
def test_every_shown_flag_stands_on_something_that_holds_now(
    world: tuple[Asker, Permission, datetime], held: list[Flag]
) -> None:
    asker, permission, at = world
    for shown in decide(stand(asker, permission, at=at), held, relation=OPEN, at=at).flags:
        grounds = shown.decision.grounds
        assert shown.agency == asker.agency or (isinstance(grounds, StandingPathway) and at < grounds.not_after)
        assert shown.state != FlagState.ENDED
