"""What is shown of one child: each flag at its level, a hidden child to nobody, a hidden address by a person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from goldenthread.disclosure import Asker, ChildRelation, Shown, Standing, decide, decide_address, deciding, standing
from goldenthread.disclosure.child_rules import CHILD_RULES, FLAG_RULES
from goldenthread.flags import Flag, FlagState
from goldenthread.vocabulary import AgencyKind, Level, Outcome, Purpose, Role
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
    flag,
)

OWN = ChildRelation(own_agencies=frozenset({SCHOOL}))
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
FLAGS = (flag(CALL_OUT, POLICE), flag(ABSENCE, SCHOOL), flag(YOUNG_CARER, SCHOOL), flag(TENANCY, HOUSING))


def stand(asker: Asker = SOCIAL_WORKER) -> Standing:
    made = compiled()
    return standing(asker, made.permissions, CATALOGUE, AGENCIES, at=NOON, identity=made.identity)


def look(asker: Asker = SOCIAL_WORKER, relation: ChildRelation = OWN, flags: tuple[Flag, ...] = FLAGS) -> Shown:
    return decide(stand(asker), flags, relation=relation, at=NOON)


def test_flags_are_shown_in_their_order_at_their_level() -> None:
    assert [(f.kind, f.level) for f in look().flags] == [
        (CALL_OUT, Level.CONTENT),
        (ABSENCE, Level.CONTENT),
        (YOUNG_CARER, Level.CONTENT),
        (TENANCY, Level.CONTENT),
    ]


def test_at_the_level_of_existence_only_the_kind_and_whom_to_ring_are_shown() -> None:
    (call_out,) = (f for f in look(SCHOOL_LEAD).flags if f.kind == CALL_OUT)
    assert call_out.level is Level.EXISTENCE
    assert call_out.contact.name == "Lee Lead"
    assert (call_out.since, call_out.until, call_out.observed_at) == (None, None, None)
    assert (call_out.state, call_out.dataset, call_out.restricted_detail, call_out.about_person_id) == (
        "",
        "",
        "",
        None,
    )


def test_the_reason_is_for_those_who_need_it() -> None:
    by_role = {
        asker.role: {f.kind: f.restricted_detail for f in look(asker).flags} for asker in (SOCIAL_WORKER, SCHOOL_LEAD)
    }
    assert by_role[Role.SOCIAL_WORKER][YOUNG_CARER] == "a reason"
    assert by_role[Role.SOCIAL_WORKER][CALL_OUT] == ""
    assert by_role[Role.DESIGNATED_SAFEGUARDING_LEAD][YOUNG_CARER] == ""


def test_what_is_withheld_leaves_no_trace() -> None:
    assert look(SCHOOL_LEAD) == look(SCHOOL_LEAD, flags=FLAGS[:3])


def test_a_flag_that_has_ended_is_no_longer_shown() -> None:
    states = [flag(CALL_OUT, POLICE, state=state) for state in FlagState]
    assert {f.state for f in decide(stand(), states, relation=OWN, at=NOON).flags} == {
        FlagState.CURRENT,
        FlagState.RECENT,
        FlagState.LAST_KNOWN,
    }


@pytest.mark.scenario("S36")
def test_a_pathway_that_ends_between_the_standing_and_the_page_shows_nothing() -> None:
    early = stand()
    end = compiled().permissions[0].not_after
    assert decide(early, FLAGS, relation=OWN, at=end - timedelta(microseconds=1)).flags
    assert decide(early, FLAGS, relation=OWN, at=end).flags == ()
    own = decide(stand(SCHOOL_LEAD), FLAGS, relation=OWN, at=end)
    assert {f.agency for f in own.flags} == {SCHOOL}


@pytest.mark.parametrize(
    ("asker", "relation", "seen"),
    [
        pytest.param(SOCIAL_WORKER, OWN, True, id="an open child"),
        pytest.param(SOCIAL_WORKER, replace(OWN, is_shielded=True, custodian=POLICE), False, id="a hidden child"),
        pytest.param(SOCIAL_WORKER, replace(OWN, is_shielded=True), False, id="a hidden child without a custodian"),
        pytest.param(
            SOCIAL_WORKER, replace(OWN, is_shielded=True, custodian=SOCIAL_CARE), True, id="its custodian looks"
        ),
        pytest.param(SCHOOL_LEAD, OWN, True, id="a school and its own pupil"),
        pytest.param(
            SCHOOL_LEAD,
            ChildRelation(own_agencies=frozenset({OTHER_SCHOOL})),
            False,
            id="a school and another school's pupil",
        ),
        pytest.param(SCHOOL_LEAD, replace(OWN, is_shielded=True, custodian=SOCIAL_CARE), False, id="its own, hidden"),
        pytest.param(replace(SOCIAL_WORKER, role=Role.ACCESS_REVIEWER), OWN, False, id="a reviewer"),
    ],
)
def test_the_child_as_a_whole_comes_first(asker: Asker, relation: ChildRelation, seen: bool) -> None:
    shown = look(asker, relation)
    assert bool(shown.flags) is seen
    if not seen:
        assert shown.referred == ()
        assert shown.decision.reasons[0].sentence == (
            "No record you may see. This does not mean that nobody is involved."
        )
        assert shown.decision.next_step.startswith("Worried about a child? Ring Fran Door")


def test_a_hidden_child_and_a_child_elsewhere_get_the_same_words() -> None:
    hidden = look(SCHOOL_LEAD, replace(OWN, is_shielded=True, custodian=SOCIAL_CARE)).decision
    elsewhere = look(SCHOOL_LEAD, ChildRelation(own_agencies=frozenset())).decision
    assert hidden.reasons[0].sentence == elsewhere.reasons[0].sentence
    assert (hidden.next_step, hidden.refer_to, hidden.within) == (
        elsewhere.next_step,
        elsewhere.refer_to,
        elsewhere.within,
    )


def test_a_rule_about_the_child_that_breaks_shows_nothing_and_refers_to_the_front_door(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deciding, "CHILD_RULES", (_breaks, *CHILD_RULES))
    shown = look()
    assert shown.flags == ()
    assert shown.decision.outcome is Outcome.REFER
    assert [r.decision.refer_to for r in shown.referred] == [AGENCIES[SOCIAL_CARE].ask]


def test_a_rule_about_a_flag_that_breaks_refers_only_what_may_be_known_to_exist(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deciding, "FLAG_RULES", (_breaks, *FLAG_RULES))
    shown = look(SCHOOL_LEAD)
    assert shown.flags == ()
    assert [r.agency for r in shown.referred] == [POLICE, SCHOOL, SCHOOL]
    for referral in shown.referred:
        assert referral.decision.refer_to is not None
        assert referral.decision.refer_to.name == "Lee Lead"
        assert referral.decision.within == timedelta(hours=4)


@pytest.mark.parametrize(
    ("asker", "is_protected", "relation", "outcome"),
    [
        pytest.param(SOCIAL_WORKER, False, OWN, Outcome.DISCLOSE, id="an open address"),
        pytest.param(SOCIAL_WORKER, True, OWN, Outcome.REFER, id="a hidden address goes to a person"),
        pytest.param(SCHOOL_LEAD, False, OWN, Outcome.WITHHOLD, id="no pathway shows who the child is"),
        pytest.param(SCHOOL_LEAD, True, OWN, Outcome.REFER, id="a hidden address of its own pupil"),
        pytest.param(SOCIAL_WORKER, True, replace(OWN, custodian=SOCIAL_CARE), Outcome.DISCLOSE, id="its custodian"),
        pytest.param(
            replace(SOCIAL_WORKER, agency=HOUSING, agency_kind=AgencyKind.HOUSING, role=Role.HOUSING_OFFICER),
            True,
            OWN,
            Outcome.DISCLOSE,
            id="the agency that holds it",
        ),
        pytest.param(
            SOCIAL_WORKER, False, replace(OWN, is_shielded=True, custodian=POLICE), Outcome.WITHHOLD, id="hidden child"
        ),
        pytest.param(
            replace(SOCIAL_WORKER, role=Role.ADMINISTRATOR), False, OWN, Outcome.WITHHOLD, id="an administrator"
        ),
    ],
)
def test_a_hidden_address_goes_to_a_person(
    asker: Asker, is_protected: bool, relation: ChildRelation, outcome: Outcome
) -> None:
    decision = decide_address(
        stand(asker), held_by=AGENCIES[HOUSING], is_protected=is_protected, relation=relation, at=NOON
    )
    assert decision.outcome is outcome
    if outcome is Outcome.REFER:
        assert decision.refer_to == AGENCIES[HOUSING].ask


def _breaks(question: object) -> None:
    raise RuntimeError("nothing about a child")
