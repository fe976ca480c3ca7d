"""What organisation, role and purpose alone decide, rule by rule."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from goldenthread.agreements import Permission
from goldenthread.disclosure import Asker, Decision, OwnRecord, Standing, StandingPathway, standing, standings
from goldenthread.disclosure.standing_rules import STANDING_RULES
from goldenthread.vocabulary import AgencyId, AgencyKind, FlagKindId, Level, Outcome, PathwayId, Purpose, Role
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
    SOCIAL_CARE,
    TENANCY,
    YOUNG_CARER,
    compiled,
)

SOCIAL_WORKER = Asker(
    agency=SOCIAL_CARE,
    agency_kind=AgencyKind.CHILDRENS_SOCIAL_CARE,
    role=Role.SOCIAL_WORKER,
    purpose=Purpose.PROTECT_FROM_HARM,
)
SCHOOL_LEAD = Asker(
    agency=SCHOOL,
    agency_kind=AgencyKind.SCHOOL,
    role=Role.DESIGNATED_SAFEGUARDING_LEAD,
    purpose=Purpose.PROTECT_FROM_HARM,
)
PERMISSIONS = compiled().permissions
END = PERMISSIONS[0].not_after


def stand(
    asker: Asker = SOCIAL_WORKER, permissions: tuple[Permission, ...] = PERMISSIONS, *, at: datetime = NOON
) -> Standing:
    return standing(asker, permissions, CATALOGUE, AGENCIES, at=at, identity=compiled().identity)


def rule(decision: Decision) -> str:
    return decision.reasons[0].rule


@pytest.mark.parametrize(
    ("asker", "source", "kind", "expected", "level"),
    [
        pytest.param(SOCIAL_WORKER, POLICE, CALL_OUT, "a_signed_pathway_shows_this", Level.CONTENT, id="granted"),
        pytest.param(
            SCHOOL_LEAD,
            POLICE,
            CALL_OUT,
            "a_signed_pathway_shows_only_that_it_exists",
            Level.EXISTENCE,
            id="granted in existence",
        ),
        pytest.param(
            SCHOOL_LEAD, SCHOOL, ABSENCE, "own_records_are_shown_to_their_own_agency", Level.CONTENT, id="its own"
        ),
        pytest.param(SCHOOL_LEAD, OTHER_SCHOOL, ABSENCE, "no_signed_pathway_covers_this", None, id="another school's"),
        pytest.param(SCHOOL_LEAD, HOUSING, TENANCY, "no_signed_pathway_covers_this", None, id="no pathway"),
        pytest.param(
            replace(SOCIAL_WORKER, role=Role.FRONT_DOOR_PRACTITIONER),
            POLICE,
            CALL_OUT,
            "no_signed_pathway_covers_this",
            None,
            id="another role",
        ),
        pytest.param(
            replace(SOCIAL_WORKER, purpose=Purpose.SUPPORT_A_FAMILY_EARLY),
            POLICE,
            CALL_OUT,
            "the_purpose_does_not_fit",
            None,
            id="another purpose",
        ),
        pytest.param(
            replace(SCHOOL_LEAD, role=Role.ADMINISTRATOR),
            SCHOOL,
            ABSENCE,
            "a_role_that_looks_after_the_system_sees_no_child",
            None,
            id="a role that looks after the system, even its own agency's records",
        ),
        pytest.param(
            SOCIAL_WORKER, POLICE, ABSENCE, "an_agency_shows_only_flags_it_may_raise", None, id="never raised there"
        ),
        pytest.param(
            SOCIAL_WORKER,
            AgencyId("nowhere"),
            CALL_OUT,
            "an_agency_shows_only_flags_it_may_raise",
            None,
            id="no agency of the area",
        ),
    ],
)
def test_the_first_rule_to_speak_decides(
    asker: Asker, source: AgencyId, kind: FlagKindId, expected: str, level: Level | None
) -> None:
    decision = stand(asker).decision(source, kind)
    assert (rule(decision), decision.level) == (expected, level)
    assert decision.outcome is (Outcome.WITHHOLD if level is None else Outcome.DISCLOSE)
    if decision.outcome is Outcome.WITHHOLD:
        assert decision.next_step


@pytest.mark.scenario("S36")
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (END - timedelta(microseconds=1), "a_signed_pathway_shows_this"),
        (END, "the_pathway_has_ended"),
        (END + timedelta(minutes=1), "the_pathway_has_ended"),
        (PERMISSIONS[0].not_before, "a_signed_pathway_shows_this"),
        (PERMISSIONS[0].not_before - timedelta(microseconds=1), "the_pathway_has_not_started"),
    ],
)
def test_a_permission_holds_from_its_first_instant_and_not_at_its_last(at: datetime, expected: str) -> None:
    assert rule(stand(at=at).decision(POLICE, CALL_OUT)) == expected


@pytest.mark.parametrize(
    ("role", "level", "outcome"),
    [
        (Role.DESIGNATED_SAFEGUARDING_LEAD, Level.EXISTENCE, Outcome.DISCLOSE),
        (Role.HOUSING_OFFICER, None, Outcome.WITHHOLD),
        (Role.SOCIAL_WORKER, Level.CONTENT, Outcome.DISCLOSE),
    ],
)
def test_the_ceiling_holds_whatever_a_permission_says(role: Role, level: Level | None, outcome: Outcome) -> None:
    granted = replace(
        PERMISSIONS[0], holder_agency=HOUSING, source_agency=POLICE, kind=CALL_OUT, role=role, level=Level.CONTENT
    )
    asker = replace(SOCIAL_WORKER, agency=HOUSING, agency_kind=AgencyKind.HOUSING, role=role)
    decision = stand(asker, (granted,)).decision(POLICE, CALL_OUT)
    assert (decision.outcome, decision.level) == (outcome, level)


def test_of_two_pathways_the_one_that_shows_more_is_cited() -> None:
    content = next(p for p in PERMISSIONS if p.source_agency == POLICE and p.holder_agency == SOCIAL_CARE)
    less = replace(content, level=Level.EXISTENCE, pathway_id=PathwayId("a-narrow-one"))
    shorter = replace(content, not_after=NOON + timedelta(hours=1), pathway_id=PathwayId("a-short-one"))
    for permissions in ((less, content, shorter), (shorter, content, less)):
        grounds = stand(permissions=permissions).decision(POLICE, CALL_OUT).grounds
        assert isinstance(grounds, StandingPathway)
        assert grounds.pathway_id == content.pathway_id
        assert grounds.not_after == content.not_after


def test_another_agencys_permission_is_worth_nothing() -> None:
    assert rule(stand(SCHOOL_LEAD, tuple(p for p in PERMISSIONS if p.holder_agency != SCHOOL)).decision(
        POLICE, CALL_OUT
    )) == "no_signed_pathway_covers_this"  # fmt: skip


def test_a_disclosure_says_what_it_stands_on() -> None:
    granted = stand().decision(POLICE, CALL_OUT)
    assert isinstance(granted.grounds, StandingPathway)
    assert granted.reasons[0].sources == ("call-outs-and-absence", "art6_1_e", "ca2004_s11")
    own = stand(SCHOOL_LEAD).decision(SCHOOL, YOUNG_CARER)
    assert own.grounds == OwnRecord(agency=SCHOOL)


def test_who_the_child_is_needs_its_own_permission() -> None:
    assert stand().identity.outcome is Outcome.DISCLOSE
    assert stand(SCHOOL_LEAD).identity.outcome is Outcome.WITHHOLD
    assert stand(at=END).identity.outcome is Outcome.WITHHOLD
    assert stand(replace(SOCIAL_WORKER, purpose=Purpose.CARE_FOR_A_CHILD_WE_KNOW)).identity.outcome is Outcome.WITHHOLD


@pytest.mark.scenario("S02")
def test_gaps_speak_in_whole_sentences_of_what_to_do() -> None:
    gaps = {gap.agency_kind: gap for gap in stand(SCHOOL_LEAD).gaps}
    housing = gaps[AgencyKind.HOUSING]
    assert housing.sentence == (
        "You may not see what housing holds: "
        "no signed pathway lets a designated safeguarding lead see it for this purpose."
    )
    assert housing.do_next == (
        "A duty to share, a request or a one-off decision can still carry it: ring Harry Holm, housing team, "
        "01632 960001. If a child is in danger now, ring 999."
    )
    assert housing.ring == AGENCIES[HOUSING].ask
    assert gaps[AgencyKind.POLICE].sentence == (
        "From the police you may see only whether “Domestic abuse incident attended” is held, and whom to ring, "
        "not what it says."
    )


def test_a_gap_over_some_agencies_of_a_kind_says_how_many_and_names_the_front_door_for_several() -> None:
    (schools,) = (gap for gap in stand().gaps if gap.agency_kind is AgencyKind.SCHOOL)
    assert schools.sentence.startswith("From schools (1 of 2) you may not see whether “Persistent absence” or")
    officer = replace(SOCIAL_WORKER, agency=POLICE, agency_kind=AgencyKind.POLICE)
    nobody = {gap.agency_kind: gap for gap in stand(officer, permissions=()).gaps}[AgencyKind.SCHOOL]
    assert nobody.sentence.startswith("You may not see what schools hold: ")
    assert nobody.ring == AGENCIES[SOCIAL_CARE].ask


def test_whoever_is_the_front_door_is_not_told_to_ring_themselves() -> None:
    assert SOCIAL_WORKER.agency == SOCIAL_CARE
    schools = {gap.agency_kind: gap for gap in stand(permissions=()).gaps}[AgencyKind.SCHOOL]
    assert schools.ring.team == "the child's own school"
    assert AGENCIES[SOCIAL_CARE].ask.phone not in schools.do_next
    assert "ring the child's own school. If a child is in danger now, ring 999." in schools.do_next


def test_nobody_is_told_of_a_gap_in_their_own_agency() -> None:
    assert AgencyKind.POLICE not in {
        gap.agency_kind for gap in stand(replace(SOCIAL_WORKER, agency=POLICE, agency_kind=AgencyKind.POLICE)).gaps
    }


@pytest.mark.parametrize("broken", range(len(STANDING_RULES)))
def test_a_rule_that_breaks_refers_to_a_named_person_within_a_time_limit(
    monkeypatch: pytest.MonkeyPatch, broken: int
) -> None:
    def a_rule_that_breaks(question: object) -> None:
        raise KeyError("a child's name must never be in a log")

    rules = (*STANDING_RULES[:broken], a_rule_that_breaks, *STANDING_RULES[broken:])
    monkeypatch.setattr(standings, "STANDING_RULES", rules)
    decision = stand().decision(POLICE, CALL_OUT)
    assert decision.outcome is Outcome.REFER
    assert decision.level is None
    assert decision.refer_to == AGENCIES[POLICE].ask
    assert decision.within == timedelta(hours=4)
    assert "child's name" not in repr(decision)
    gap = {g.agency_kind: g for g in stand().gaps}[AgencyKind.POLICE]
    assert "a person decides" in gap.sentence
    assert "An answer is owed within 4 hours" in gap.do_next


def test_what_no_rule_decides_goes_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "STANDING_RULES", ())
    assert rule(stand().decision(POLICE, CALL_OUT)) == "what_no_rule_decides_goes_to_a_person"


def test_a_rule_is_named_for_the_sentence_it_enforces() -> None:
    for named in STANDING_RULES:
        assert named.__name__.count("_") >= 3
