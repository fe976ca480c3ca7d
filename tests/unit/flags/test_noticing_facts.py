"""From facts to flags: what is shown on whom, and what is refused and why."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from goldenthread.flags import FlagState
from goldenthread.vocabulary import AgencyKind, PersonId, PersonKind
from tests.unit.flags.facts import CATALOGUE, DIRECTORY, FRONT_DOOR, ON, YOUNG_CARERS, cares_for, fact, noticed


@pytest.mark.requirement("C1")
@pytest.mark.requirement("C2")
def test_a_fact_becomes_a_flag_with_the_service_its_dates_and_whom_to_ring() -> None:
    (flag,) = noticed([fact()]).flags
    assert (flag.person_id, flag.kind, flag.state) == ("child", "open_to_childrens_social_care", FlagState.CURRENT)
    assert (flag.since, flag.observed_at) == (date(2026, 10, 1), date(2026, 11, 1))
    assert (flag.contact.name, flag.contact.phone) == ("Lee Lead", "01632 960002")


@pytest.mark.parametrize(
    ("differs", "rule"),
    [
        ({"kind": "has_a_criminal_uncle"}, "a_flag_is_of_a_kind_in_the_catalogue"),
        ({"agency": "housing"}, "only_those_who_may_raise_a_flag_raise_it"),
        ({"agency": "nobody-knows"}, "only_those_who_may_raise_a_flag_raise_it"),
        (
            {"kind": "missed_health_appointments", "agency": "gp_practice", "since": None, "observed_at": None},
            "an_event_has_a_day",
        ),
        ({"since": ON + timedelta(days=1)}, "a_flag_has_begun"),
        ({"until": date(2026, 9, 1)}, "a_flag_ends_after_it_begins"),
        ({"restricted_detail": "Neglect"}, "a_detail_needs_somebody_who_may_read_it"),
        ({"contact_team": "Refuge, WH5 5AA"}, "a_flag_never_carries_what_its_kind_forbids"),
        ({"contact_role": "Worker of 999 000 0018"}, "a_flag_never_carries_what_its_kind_forbids"),
    ],
)
def test_a_fact_that_may_not_become_a_flag_is_refused_with_its_reason(differs: dict[str, Any], rule: str) -> None:
    outcome = noticed([fact(), {**fact(), **differs}])
    (refused,) = outcome.refused
    assert refused.rule == rule
    assert refused.sentence
    assert refused.do_next
    assert (outcome.read, outcome.noticed) == (2, 1)


@pytest.mark.requirement("C7")
@pytest.mark.parametrize(
    ("kind", "detail"),
    [
        ("child_protection_plan", "Neglect. Lives at 14 High Street"),
        ("child_protection_plan", "Neglect WH1 2AB"),
        ("child_protection_plan", "NHS 999 000 0018"),
        ("child_protection_plan", "Father is the perpetrator"),
        ("child_protection_plan", "The family has been known to us for years and " * 3),
        ("no_recourse_to_public_funds", "Visa expired"),
        ("parent_in_prison", "HMP Westhaven, assault"),
        ("parent_in_inpatient_mental_health_care", "Bipolar disorder"),
        ("education_health_and_care_plan", "See Mrs Smith"),
    ],
)
def test_a_detail_that_its_kind_never_carries_is_refused_even_where_some_may_read_a_reason(
    kind: str, detail: str
) -> None:
    outcome = noticed([fact(kind, record_id="MUM" if "parent" in kind else "child", restricted_detail=detail)])
    assert outcome.flags == ()
    assert [refused.rule for refused in outcome.refused] == ["a_flag_never_carries_what_its_kind_forbids"]
    assert detail not in repr(outcome)


@pytest.mark.parametrize("detail", ["Neglect", "Emotional abuse", "Physical abuse", "Sexual abuse"])
def test_a_heading_is_a_detail_that_those_who_need_the_reason_may_read(detail: str) -> None:
    (flag,) = noticed([fact("child_protection_plan", restricted_detail=detail)]).flags
    assert flag.restricted_detail == detail
    assert detail not in repr(flag)


@pytest.mark.requirement("C3")
def test_a_young_carer_flag_shows_the_young_carers_service_and_nothing_of_who_raised_it() -> None:
    doctor = {"agency": "gp_practice", "contact_name": "Dr Shah", "contact_team": "Elm Surgery", "contact_role": "GP"}
    (flag,) = noticed([fact("possible_young_carer", **doctor)]).flags
    assert flag.contact == YOUNG_CARERS
    assert flag.about_person_id is None
    refused = noticed([fact("possible_young_carer", **doctor, restricted_detail="Mother has multiple sclerosis")])
    assert refused.flags == ()
    assert refused.reasons() == {"a_detail_needs_somebody_who_may_read_it": 1}


def test_a_service_that_is_not_in_the_directory_is_answered_by_the_front_door_and_never_by_the_doctor() -> None:
    without = {id: contact for id, contact in DIRECTORY.items() if id != "young-carers-service"}
    outcome = noticed([fact("possible_young_carer", contact_name="Dr Shah")], directory=without)
    assert outcome.flags[0].contact == FRONT_DOOR


@pytest.mark.requirement("C4")
@pytest.mark.requirement("C5")
@pytest.mark.requirement("C6")
@pytest.mark.parametrize(
    "kind", ["parent_in_prison", "parent_in_inpatient_mental_health_care", "no_recourse_to_public_funds"]
)
def test_what_befalls_a_parent_is_shown_on_each_child_in_their_care(kind: str) -> None:
    flags = noticed([fact(kind, record_id="MUM")]).flags
    assert [flag.person_id for flag in flags] == ["child", "sister"]


def test_a_flag_says_which_adult_it_comes_from_where_that_helps_and_is_no_blame() -> None:
    both = [fact("parent_in_prison", record_id="MUM"), fact("parent_in_prison", record_id="DAD")]
    flags = noticed(both).flags
    assert {(flag.person_id, flag.about_person_id) for flag in flags} == {
        ("child", "MUM"),
        ("child", "DAD"),
        ("sister", "MUM"),
    }


def test_one_tenancy_of_two_parents_and_their_child_is_one_flag_on_the_child() -> None:
    flags = noticed([fact("social_tenancy", record_id=name) for name in ("MUM", "DAD", "child")]).flags
    assert [flag.person_id for flag in flags] == ["child", "sister"]


def test_a_father_who_lives_elsewhere_is_a_parent_and_a_lodger_is_not() -> None:
    assert [f.person_id for f in noticed([fact("parent_in_prison", record_id="DAD")]).flags] == ["child"]
    lodger = noticed([fact("parent_in_prison", record_id="LODGER")])
    assert lodger.flags == ()
    assert lodger.reasons() == {"a_fact_about_an_adult_needs_a_child_in_their_care": 1}


def test_a_child_for_whom_nobody_is_declared_keeps_the_flag_and_an_adult_like_that_does_not() -> None:
    tenancy = [fact("social_tenancy", record_id="child")]
    assert [flag.person_id for flag in noticed(tenancy, []).flags] == ["child"]
    for kind, shown in ((PersonKind.CHILD, 1), (PersonKind.UNKNOWN, 1), (PersonKind.ADULT, 0)):
        assert len(noticed(tenancy, [], person_kinds={PersonId("child"): kind}).flags) == shown


def test_a_carer_who_no_longer_cares_for_the_child_is_not_told_of() -> None:
    ended = cares_for("MUM", "child", "kinship_carer", until=date(2026, 1, 31))
    assert noticed([fact("parent_in_prison", record_id="MUM")], [ended]).flags == ()


def test_a_fact_about_a_household_raised_on_the_child_stays_with_that_child() -> None:
    (flag,) = noticed([fact("homelessness_application", record_id="child")]).flags
    assert (flag.person_id, flag.about_person_id) == ("child", None)


def test_a_domestic_abuse_flag_does_not_say_which_adult_and_two_adults_at_one_call_make_one_flag_a_child() -> None:
    call = {"kind": "domestic_abuse_incident_attended"}
    flags = noticed([fact(**call, record_id="MUM"), fact(**call, record_id="DAD")]).flags
    assert [(flag.person_id, flag.about_person_id) for flag in flags] == [("child", None), ("sister", None)]


@pytest.mark.parametrize(("days", "state"), [(0, "recent"), (90, "recent"), (91, None)])
def test_a_domestic_abuse_flag_lives_for_ninety_days_and_then_goes(days: int, state: str | None) -> None:
    happened = fact("domestic_abuse_incident_attended", since=ON - timedelta(days=days), observed_at=ON)
    outcome = noticed([happened])
    assert [flag.state for flag in outcome.flags] == ([state] if state else [])
    assert outcome.over == (0 if state else 1)


@pytest.mark.parametrize(
    ("differs", "state"),
    [
        ({}, "current"),
        ({"until": ON}, "current"),
        ({"until": ON - timedelta(days=1)}, "recent"),
        ({"since": date(2024, 1, 1), "until": ON - timedelta(days=365)}, "recent"),
        ({"since": date(2024, 1, 1), "until": ON - timedelta(days=366)}, None),
        ({"since": date(2019, 1, 1), "observed_at": ON}, "current"),
        ({"since": date(2019, 1, 1), "observed_at": ON - timedelta(days=180)}, "current"),
        ({"since": date(2019, 1, 1), "observed_at": ON - timedelta(days=181)}, "recent"),
        ({"since": date(2019, 1, 1), "observed_at": ON - timedelta(days=600)}, None),
    ],
)
def test_a_flag_is_current_then_recent_then_gone_and_is_not_current_on_old_news(
    differs: dict[str, Any], state: str | None
) -> None:
    outcome = noticed([fact(**differs)])
    assert [flag.state for flag in outcome.flags] == ([state] if state else [])
    assert outcome.over == (0 if state else 1)


def test_the_same_facts_in_any_order_make_the_same_flags_with_the_same_ids() -> None:
    facts = [
        fact(observed_at=date(2026, 11, 1), contact_name="Old Lead"),
        fact(observed_at=date(2026, 11, 20), contact_name="New Lead"),
        fact("looked_after"),
        fact("parent_in_prison", record_id="DAD"),
    ]
    outcomes = {noticed(order).flags for order in permutations(facts)}
    assert len(outcomes) == 1
    flags = outcomes.pop()
    assert len({flag.flag_id for flag in flags}) == len(flags) == 3
    assert {flag.contact.name for flag in flags if flag.kind == "open_to_childrens_social_care"} == {"New Lead"}


def test_an_episode_that_nobody_dates_is_shown_and_says_that_nobody_says_as_of_when() -> None:
    (flag,) = noticed([fact(since=None, observed_at=None)]).flags
    assert (flag.state, flag.since, flag.observed_at) == ("current", None, None)


def test_a_fact_told_by_one_dataset_about_a_record_of_another_is_the_tellers_flag() -> None:
    outcome = noticed([fact(told_by="housing-list"), fact(told_by="housing-list", restricted_detail="Neglect")])
    assert [flag.dataset for flag in outcome.flags] == ["housing-list"]
    assert [refused.dataset for refused in outcome.refused] == ["housing-list"]


def test_no_fact_is_lost_silently() -> None:
    outcome = noticed(
        [
            fact(),
            fact(kind="unheard_of"),
            fact(record_id="stranger"),
            fact(since=date(2001, 1, 1), until=date(2002, 1, 1)),
            fact("parent_in_prison", record_id="LODGER"),
        ]
    )
    assert (outcome.read, outcome.noticed, len(outcome.refused), outcome.over, outcome.of_nobody) == (5, 1, 2, 1, 1)


@pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: kind.id)
def test_every_kind_can_be_raised_by_each_who_may_and_by_nobody_else(kind: Any) -> None:
    for agency in AgencyKind:
        outcome = noticed([fact(kind.id, agency=agency.value)])
        assert bool(outcome.flags) == (agency in kind.raised_by)


def test_an_episode_without_a_day_was_so_on_the_day_of_its_file_and_an_event_still_needs_its_own() -> None:
    episode = fact(observed_at=None)
    event = fact("missed_health_appointments", agency="gp_practice", since=None, observed_at=None)
    outcome = noticed([episode, event], true_on=ON - timedelta(days=3))
    assert [flag.observed_at for flag in outcome.flags] == [ON - timedelta(days=3)]
    assert [refused.rule for refused in outcome.refused] == ["an_event_has_a_day"]
    assert [flag.observed_at for flag in noticed([episode]).flags] == [None]
