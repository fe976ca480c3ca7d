"""Must it be shared: each duty asks for its own sender, recipient, purpose, day and tests."""

from typing import Any

import pytest

from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import CHARITY, GP, NHS, answered, ask, question, said

CHILD = {"who": "child", "age": 15, "competent": True}


def test_the_duty_to_share_binds_a_designated_school_towards_social_care() -> None:
    answer = ask()
    assert (answer.answer, answer.duty) == ("must_share", ("ca2004_s16LA",))
    assert answer.because[0].says.startswith("You must share this: ")
    assert answer.because[0].step is StepName.DUTY
    assert answer.unverified_law[0] == "ca2004_s16LA"


@pytest.mark.parametrize("day", ["2026-09-29", "2026-06-01", "2024-06-01"])
def test_before_the_duty_began_the_same_facts_give_should(day: str) -> None:
    answer = ask(asked_on=day)
    assert (answer.answer, answer.duty) == ("should_share", ())
    assert f"not in force on {day}" in said(answer, StepName.DUTY)
    assert "ca2004_s16LA" not in answer.gateways


def test_the_duty_begins_on_the_day_announced() -> None:
    assert ask(asked_on="2026-09-30").answer == "must_share"


@pytest.mark.parametrize(
    ("sender", "is_within"),
    [
        ({"kind": "la_csc", "designated_agency": False}, True),
        ({"kind": "district_council", "designated_agency": False}, True),
        ({"kind": "police", "designated_agency": False}, True),
        ({"kind": "ambulance", "designated_agency": False}, True),
        ({"kind": "school_academy", "designated_agency": False}, False),
        ({"kind": "early_years", "designated_agency": True, "public_authority": False}, True),
        (CHARITY, False),
        (CHARITY | {"designated_agency": True}, False),
        (CHARITY | {"commissioned": True}, True),
        ({"kind": "private_contractor", "designated_agency": False, "commissioned": True}, True),
        ({"kind": "school_academy", "designated_agency": False, "commissioned": True}, True),
        ({"kind": "cafcass", "designated_agency": False}, False),
        ({"kind": "cafcass", "designated_agency": True, "commissioned": True}, False),
        (GP | {"commissioned": True}, True),
    ],
)
def test_a_sender_is_within_the_duty_as_named_designated_or_commissioned(
    sender: dict[str, Any], is_within: bool
) -> None:
    assert ("ca2004_s16LA" in ask(sender=sender, recipient={"kind": "police"}).duty) is is_within


@pytest.mark.parametrize("commissioned", [False, None])
def test_a_gp_practice_is_unsettled_until_somebody_commissions_it(commissioned: bool | None) -> None:
    answer = ask(sender=GP | {"commissioned": commissioned})
    assert (answer.answer, answer.duty) == ("should_share", ())
    assert "sender.commissioned" in answer.find_out
    assert "unsettled" in said(answer, StepName.DUTY)


@pytest.mark.parametrize(
    ("sender", "paths"),
    [
        ({"kind": "school_academy", "designated_agency": None, "commissioned": None},
         {"sender.commissioned", "sender.designated_agency"}),
        ({"kind": "school_academy", "designated_agency": None, "commissioned": False}, {"sender.designated_agency"}),
        (CHARITY | {"commissioned": None}, {"sender.commissioned"}),
        ({"kind": None}, {"sender.kind"}),
    ],
)  # fmt: skip
def test_what_decides_whether_the_duty_binds_is_asked_for(sender: dict[str, Any], paths: set[str]) -> None:
    answer = ask(sender=sender)
    assert answer.duty == ()
    assert paths <= set(answer.find_out)
    asked = {path for path in answer.find_out if path.startswith("sender.") and "public" not in path}
    assert asked == paths


@pytest.mark.parametrize(
    ("recipient", "is_within"),
    [
        ({"kind": "police"}, True),
        ({"kind": "school_maintained"}, True),
        ({"kind": "school_maintained", "designated_agency": False}, False),
        ({"kind": "voluntary"}, False),
        ({"kind": "voluntary", "commissioned": True}, True),
        ({"kind": "gp"}, False),
        ({"kind": "parent"}, False),
        ({"kind": "ofsted"}, False),
        ({"kind": None}, False),
    ],
)
def test_a_recipient_outside_the_list_never_gives_must(recipient: dict[str, Any], is_within: bool) -> None:
    assert (ask(recipient=recipient).duty == ("ca2004_s16LA",)) is is_within


@pytest.mark.parametrize(("commissioned", "is_asked"), [(None, True), (False, True), (True, False)])
def test_whether_the_arrangements_name_a_school_is_asked_unless_something_else_brings_it_in(
    commissioned: bool | None, is_asked: bool
) -> None:
    answer = ask(recipient={"kind": "school_maintained", "designated_agency": None, "commissioned": commissioned})
    assert answer.duty == ("ca2004_s16LA",)
    assert ("recipient.designated_agency" in answer.find_out) is is_asked
    assert ("is taken as usual" in said(answer, StepName.DUTY)) is is_asked


@pytest.mark.parametrize("purpose", ["law_enforcement", "safeguard_adult", "practice_review", "other"])
def test_the_duty_serves_no_other_purpose(purpose: str) -> None:
    assert "ca2004_s16LA" not in ask(purpose=purpose).duty


@pytest.mark.parametrize("path", ["relevant_to_welfare", "may_help_recipient"])
def test_an_unknown_judgement_is_asked_for_and_gives_no_must(path: str) -> None:
    answer = ask(judgement={path: None})
    assert (answer.answer, answer.duty) == ("should_share", ())
    assert f"judgement.{path}" in answer.find_out


@pytest.mark.parametrize("path", ["relevant_to_welfare", "may_help_recipient"])
def test_what_is_not_relevant_or_does_not_help_is_not_shared(path: str) -> None:
    answer = ask(judgement={path: False})
    assert (answer.answer, answer.duty) == ("do_not_share", ())
    assert "Instead: Ask who could use it" in answer.because[0].says


def test_an_unweighed_detriment_is_asked_for_without_stopping_the_duty() -> None:
    answer = ask(judgement={"more_detrimental_to_share": None})
    assert answer.answer == "must_share"
    assert "judgement.more_detrimental_to_share" in answer.find_out


def test_the_duty_is_judged_child_by_child_and_carries_no_planned_flow() -> None:
    answer = ask(mode="planned", governance={"agreement": True, "dpia": True, "policy_document": True})
    assert (answer.answer, answer.duty) == ("may_share", ())


DETRIMENT = {"grounds": ["retaliation"], "evidence": "He said what he would do.", "review_on": "2026-10-12"}


def test_more_harm_by_sharing_switches_the_duty_off_and_no_power_brings_it_back() -> None:
    answer = ask(judgement={"more_detrimental_to_share": True, "detriment": DETRIMENT})
    assert (answer.answer, answer.duty) == ("do_not_share", ())
    assert "review:2026-10-12" in answer.then
    assert "Instead: Keep watch over the child" in answer.because[0].says
    assert answer.because[0].step is StepName.DETRIMENT
    assert answer.seek_advice_from == ("designated_safeguarding_lead",)


@pytest.mark.parametrize(
    ("missing", "verdict"),
    [("grounds", "seek_advice"), ("evidence", "seek_advice"), ("review_on", "do_not_share")],
)
def test_harm_by_sharing_is_shown_with_grounds_evidence_and_a_day(missing: str, verdict: str) -> None:
    given = {key: value for key, value in DETRIMENT.items() if key != missing}
    answer = ask(judgement={"more_detrimental_to_share": True, "detriment": given})
    assert answer.answer == verdict
    assert [path for path in answer.find_out if "detriment" in path] == [f"judgement.detriment.{missing}"]
    assert ("review" in answer.then) is (missing == "review_on")
    assert ("Say why" in said(answer, StepName.DETRIMENT)) is (verdict == "seek_advice")


def test_harm_by_sharing_does_not_switch_off_another_law_but_calls_for_advice() -> None:
    answer = ask(
        sender=NHS,
        recipient={"kind": "police"},
        concern={"kinds": ["fgm"], "level": "serious_harm", "evidence": "disclosure_by_child"},
        people=[CHILD],
        judgement={"more_detrimental_to_share": True, "detriment": DETRIMENT},
    )
    assert (answer.answer, answer.duty) == ("seek_advice", ("fgma2003_s5B",))
    assert {"legal", "designated_safeguarding_lead"} <= set(answer.seek_advice_from)


CUT = {"kinds": ["fgm"], "level": "serious_harm", "evidence": "disclosure_by_child"}


@pytest.mark.parametrize(
    ("differs", "is_owed"),
    [
        ({}, True),
        ({"concern": CUT | {"evidence": "professional_observation"}}, True),
        ({"concern": CUT | {"evidence": "fact"}}, True),
        ({"concern": CUT | {"evidence": "allegation"}}, False),
        ({"concern": CUT | {"level": "risk_of_harm"}}, False),
        ({"concern": CUT | {"kinds": ["neglect"]}}, False),
        ({"people": [CHILD | {"age": 18}]}, False),
        ({"people": [CHILD | {"age": 17}]}, True),
        ({"recipient": {"kind": "nca"}}, False),
        ({"sender": {"kind": "la_csc"}}, False),
        ({"sender": CHARITY}, False),
        ({"sender": {"kind": "school_independent", "public_authority": False}}, True),
        ({"asked_on": "2015-10-30"}, False),
        ({"asked_on": "2015-10-31"}, True),
    ],
)
def test_a_girl_who_was_cut_is_reported_to_the_police_by_those_whom_the_law_names(
    differs: dict[str, Any], is_owed: bool
) -> None:
    usual = {"sender": NHS, "recipient": {"kind": "police"}, "concern": CUT, "people": [CHILD]}
    answer = answered(question(usual | differs))
    assert ("fgma2003_s5B" in answer.duty) is is_owed
    if is_owed:
        assert answer.because[0].step is StepName.MANDATORY_REPORT
        assert "within one month" in said(answer, StepName.MANDATORY_REPORT).lower()


@pytest.mark.parametrize(
    ("differs", "path"),
    [
        ({"people": [{"who": "child", "age": None}]}, "people[0].age"),
        ({"people": []}, "people"),
        ({"concern": CUT | {"evidence": None}}, "concern.evidence"),
    ],
)
def test_what_a_report_of_cutting_turns_on_is_asked_for(differs: dict[str, Any], path: str) -> None:
    usual = {"sender": NHS, "recipient": {"kind": "police"}, "concern": CUT, "people": [CHILD]}
    answer = answered(question(usual | differs))
    assert "fgma2003_s5B" not in answer.duty
    assert path in answer.find_out


def test_a_report_owed_to_another_is_named_beside_the_answer() -> None:
    answer = ask(sender=NHS, concern=CUT, people=[CHILD])
    assert answer.duty == ("ca2004_s16LA",)
    assert "Besides this, the law demands a report to the chief officer of police" in said(
        answer, StepName.MANDATORY_REPORT
    )


@pytest.mark.parametrize(
    ("differs", "is_owed"),
    [
        ({}, True),
        ({"asked_on": "2025-11-07"}, True),
        ({"asked_on": "2025-11-06"}, False),
        ({"recipient": {"kind": "early_years"}}, False),
        ({"sender": {"kind": "la_csc"}}, False),
        ({"concern": {"kinds": ["neglect"]}}, False),
        ({"concern": {"kinds": ["domestic_abuse"], "evidence": "allegation"}}, True),
        ({"concern": {"kinds": ["domestic_abuse"], "evidence": "anonymous"}}, False),
        ({"purpose": "law_enforcement"}, False),
    ],
)
def test_the_police_tell_the_school_of_domestic_abuse(differs: dict[str, Any], is_owed: bool) -> None:
    usual = {
        "sender": {"kind": "police", "designated_agency": False},
        "recipient": {"kind": "school_maintained"},
        "concern": {"kinds": ["domestic_abuse"], "evidence": "fact"},
    }
    assert ("daa2021_s49A" in answered(question(usual | differs)).duty) is is_owed


@pytest.mark.parametrize(("sender", "is_owed"), [("la_csc", True), ("nca", True), ("nhs_trust", False)])
def test_a_possible_victim_of_slavery_is_notified_by_those_listed(sender: str, is_owed: bool) -> None:
    answer = ask(
        sender={"kind": sender, "designated_agency": False},
        recipient={"kind": "home_office"},
        concern={"kinds": ["trafficking"], "evidence": "professional_observation"},
    )
    assert (answer.duty == ("msa2015_s52",)) is is_owed


def test_a_report_that_has_not_commenced_is_owed_by_nobody() -> None:
    answer = ask(concern={"kinds": ["sexual_abuse"], "evidence": "fact"}, sender=CHARITY)
    assert answer.duty == ()
    assert said(answer, StepName.MANDATORY_REPORT) == "No law demands a report of its own from you here."


REVIEW: dict[str, Any] = {
    "sender": GP,
    "recipient": {"kind": "safeguarding_partner"},
    "purpose": "practice_review",
    "request": {"power": "ca2004_s16H", "states_what_and_why": True, "made_by": "recipient"},
}


@pytest.mark.parametrize(
    ("differs", "says", "find_out"),
    [
        ({"request": None}, "Nobody asked", ()),
        ({"request": REVIEW["request"] | {"states_what_and_why": None}}, "compels nobody",
         ("request.states_what_and_why",)),
        ({"request": REVIEW["request"] | {"states_what_and_why": False}}, "compels nobody",
         ("request.states_what_and_why",)),
        ({"request": REVIEW["request"] | {"made_by": "someone_for_them"}}, "first make sure", ("request.made_by",)),
        ({"request": REVIEW["request"] | {"power": None}}, "names no power", ("request.power",)),
        ({"request": REVIEW["request"] | {"power": "made_up"}}, "does not hold it", ()),
        ({"recipient": {"kind": "voluntary"}}, "does not reach this recipient", ()),
        ({"purpose": "safeguard_child"}, "no key to casework", ()),
        ({"purpose": "law_enforcement"}, "another purpose", ()),
        ({"request": REVIEW["request"] | {"power": "sch2_p2_crime"}, "purpose": "law_enforcement"},
         "does not compel you", ()),
        ({"request": REVIEW["request"] | {"power": "ca2004_s14B"}}, "not in force", ()),
    ],
)  # fmt: skip
def test_a_request_compels_only_as_its_power_says(
    differs: dict[str, Any], says: str, find_out: tuple[str, ...]
) -> None:
    assert answered(question(REVIEW)).duty == ("ca2004_s16H",)
    answer = answered(question(REVIEW | differs))
    assert "ca2004_s16H" not in answer.duty
    assert says in said(answer, StepName.COMPELLING_REQUEST)
    assert set(find_out) <= set(answer.find_out)


def test_a_compelled_answer_says_so_first_and_gives_the_whole_of_what_is_named() -> None:
    asked_for = {
        "name": "file",
        "about": "child",
        "form": "whole_file",
        "confidential": True,
        "needed_by_recipient": True,
    }
    answer = answered(question(REVIEW | {"items": [asked_for]}))
    assert answer.answer == "must_share"
    assert answer.because[0].step is StepName.COMPELLING_REQUEST


def test_a_power_that_does_not_fit_is_refused_with_what_to_use() -> None:
    answer = ask(request=REVIEW["request"])
    (refused,) = answer.rejected
    assert refused.id == "ca2004_s16H"
    assert refused.instead == ("ca2004_s16LA", "ca2004_s10", "ea2002_s175")
    assert answer.answer == "must_share"


@pytest.mark.parametrize(
    ("sender", "recipient", "is_owed"),
    [
        ("nhs_trust", "la_csc", True),
        ("district_council", "la_csc", True),
        ("ambulance", "la_csc", True),
        ("la_csc", "la_csc", True),
        ("la_education", "la_csc", False),
        ("la_housing", "la_csc", False),
        ("police", "la_csc", False),
    ],
)
def test_help_is_owed_between_authorities_not_inside_one_council(sender: str, recipient: str, is_owed: bool) -> None:
    answer = ask(
        sender={"kind": sender, "designated_agency": False},
        recipient={"kind": recipient},
        request={"power": "ca1989_s27", "states_what_and_why": True, "made_by": "recipient"},
        asked_on="2026-06-01",
    )
    assert (answer.duty == ("ca1989_s27",)) is is_owed


@pytest.mark.parametrize(
    ("differs", "is_owed"),
    [
        ({}, True),
        ({"recipient": {"kind": "la_csc"}}, False),
        ({"purpose": "safeguard_child"}, False),
        ({"judgement": {"may_help_recipient": None}}, False),
        ({"people": [{"who": "child", "view": "objects"}]}, False),
        ({"people": [{"who": "child", "view": "asks_for_secrecy"}]}, False),
        ({"people": [{"who": "child", "view": "agrees"}]}, True),
        ({"mode": "planned"}, False),
        ({"sender": {"kind": "school_academy"}}, False),
    ],
)
def test_direct_care_is_a_duty_for_the_care_of_that_same_person(differs: dict[str, Any], is_owed: bool) -> None:
    usual = {
        "sender": GP,
        "recipient": {"kind": "nhs_trust"},
        "purpose": "promote_welfare",
        "items": [{"name": "letter", "about": "child", "confidential": True, "needed_by_recipient": True}],
    }
    assert ("hsca2012_s251B" in answered(question(usual | differs)).duty) is is_owed


def test_direct_care_never_carries_a_parents_data_for_the_childs_benefit() -> None:
    answer = ask(
        sender=GP,
        recipient={"kind": "nhs_trust"},
        purpose="promote_welfare",
        items=[
            {"name": "his", "about": "father", "needed_by_recipient": True},
            {"name": "the child's", "about": "child", "needed_by_recipient": True},
        ],
        proposed={"gateway": "hsca2012_s251B"},
    )
    assert "hsca2012_s251B" not in answer.duty
    assert answer.rejected[0].because.startswith("It serves the care of the person")
