"""Every situation under ``tests/spec/situations`` holds: who looks, under which pathway, and what may be shown."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from goldenthread.agreements import Compiled, Paper, agree, compile_permissions, read_pathway
from goldenthread.disclosure import Asker, ChildRelation, Shown, Standing, decide, standing
from goldenthread.flags import FlagState
from goldenthread.law import law_in_force
from goldenthread.vocabulary import AgencyId, FlagKindId, Level, Purpose, Role, read_document
from tests.spec.ordinary import AGENCIES, CATALOGUE, PATHWAYS, SIGNED, flag

HERE = Path(__file__).parent / "situations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The pathway in question, who signed it, and what has become of it."""

    pathway: str = ""
    signed_by: tuple[AgencyId, ...] = ()
    ended_at: datetime | None = None
    dpia_completed_on: date | None = None
    no_dpia: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """What is held about the child, and who has the child on their roll or caseload."""

    flags: tuple[tuple[FlagKindId, AgencyId], ...] = ()
    ended_flags: tuple[tuple[FlagKindId, AgencyId], ...] = ()
    on_the_roll_of: tuple[AgencyId, ...] = ()
    hidden_by: AgencyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Who looks, for what, and when."""

    agency: AgencyId
    role: Role
    purpose: Purpose
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """What is shown, at which level, and what is said about the rest. Each text must occur in a sentence."""

    shown: tuple[tuple[FlagKindId, AgencyId, Level], ...] = ()
    gaps_say: tuple[str, ...] = ()
    gaps_never_say: tuple[str, ...] = ()
    do_next_says: tuple[str, ...] = ()
    the_pathway_is_refused_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    title: str
    scenario: str
    given: Given
    child: Child
    look: Look
    then: Then


@dataclass(frozen=True, slots=True, kw_only=True)
class Situations:
    situations: tuple[Situation, ...]


def _all() -> list[object]:
    found = []
    for path in sorted(HERE.glob("*.yaml")):
        for situation in read_document(path, Situations).situations:
            marks = [pytest.mark.scenario(situation.scenario)] if situation.scenario else []
            found.append(pytest.param(situation, id=situation.title, marks=marks))
    return found


@pytest.mark.parametrize("situation", _all())
def test_the_situation_holds(situation: Situation) -> None:
    compiled = _compile(situation)
    stand, shown = _look(situation, compiled)
    then = situation.then
    assert {(f.kind, f.agency, f.level) for f in shown.flags} == set(then.shown)
    spoken = " ".join(gap.sentence for gap in stand.gaps)
    for text in then.gaps_say:
        assert text in spoken
    for text in then.gaps_never_say:
        assert text not in spoken
    next_steps = " ".join(gap.do_next for gap in stand.gaps)
    for text in then.do_next_says:
        assert text in next_steps
    refused = " ".join(reason.sentence for reason in compiled.refused)
    assert then.the_pathway_is_refused_because in refused


@pytest.mark.parametrize("situation", _all())
def test_what_may_not_be_seen_is_said_without_knowing_the_child(situation: Situation) -> None:
    """The words about what is not shown are the same for this child and for one about whom nothing is held."""
    compiled = _compile(situation)
    with_child, _ = _look(situation, compiled)
    without, nothing = _look(replace(situation, child=Child()), compiled)
    assert with_child.gaps == without.gaps
    assert nothing.flags == ()


def _compile(situation: Situation) -> Compiled:
    given, at = situation.given, situation.look.at
    if not given.pathway:
        return Compiled(permissions=(), refused=())
    paper = read_pathway(PATHWAYS / f"{given.pathway}.yaml")
    if given.no_dpia:
        paper = replace(paper, dpia=None)
    if given.dpia_completed_on:
        paper = replace(paper, dpia=Paper(reference="DPIA-014", completed_on=given.dpia_completed_on))
    signatures = [agree(paper, agency, by="A. Signatory", at=SIGNED) for agency in given.signed_by]
    law = law_in_force("england", on=at.date())
    return compile_permissions(paper, signatures, CATALOGUE, ended_at=given.ended_at, at=at, law=law)


def _look(situation: Situation, compiled: Compiled) -> tuple[Standing, Shown]:
    look, child = situation.look, situation.child
    asker = Asker(agency=look.agency, agency_kind=AGENCIES[look.agency].kind, role=look.role, purpose=look.purpose)
    stand = standing(asker, compiled.permissions, CATALOGUE, AGENCIES, at=look.at, identity=compiled.identity)
    flags = [flag(kind, source) for kind, source in child.flags]
    flags += [flag(kind, source, state=FlagState.ENDED) for kind, source in child.ended_flags]
    relation = ChildRelation(
        own_agencies=frozenset(child.on_the_roll_of),
        is_shielded=child.hidden_by is not None,
        custodian=child.hidden_by,
    )
    return stand, decide(stand, flags, relation=relation, at=look.at)
