"""Those whom the answer once had no word for: foster carers, Cafcass, and staff who are accused."""

from typing import Any

import pytest

from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import DANGER, ask, item, rejected, said, verdicts

COUNCIL = {"kind": "la_csc", "designated_agency": False}
CARER = {"kind": "any_person"}
PLACED = {"gateway": "fsr2011_r17"}
CAFCASS = {"kind": "cafcass", "designated_agency": False}
NEED = {"kinds": ["other"], "level": "unmet_need"}

# Foster carers


def test_a_foster_carer_is_told_what_looking_after_the_child_needs() -> None:
    answer = ask(sender=COUNCIL, recipient=CARER, proposed=PLACED, concern=NEED)
    assert (answer.answer, answer.duty) == ("must_share", ("fsr2011_r17",))
    assert answer.because[0].says == "You must share this: Duty to tell a foster carer what the child needs demands it."
    assert not rejected(answer)


@pytest.mark.parametrize(
    "differs",
    [
        {"proposed": {}},
        {"sender": {"kind": "school_academy"}},
        {"sender": {"kind": "gp"}},
        {"recipient": {"kind": "solicitor"}},
        {"people": [{"who": "child", "age": 19}]},
        {"nation": "wales"},
        {"asked_on": "2011-03-31"},
    ],
)
def test_whoever_is_no_foster_carer_of_this_child_is_given_nothing_without_advice(differs: dict[str, Any]) -> None:
    answer = ask(**({"sender": COUNCIL, "recipient": CARER, "proposed": PLACED, "concern": NEED} | differs))
    assert answer.answer == "seek_advice"
    assert "fsr2011_r17" not in answer.duty


def test_a_foster_carer_near_the_danger_waits_for_advice() -> None:
    near = CARER | {"linked_to_risk": True}
    assert ask(sender=COUNCIL, recipient=near, proposed=PLACED, concern=NEED).answer == "seek_advice"


def test_a_fostering_agency_and_a_relative_are_within_it_and_a_request_names_it_too() -> None:
    asked = {"power": "fsr2011_r17", "states_what_and_why": True, "made_by": "recipient"}
    for sender in ("voluntary", "private_contractor", "la_csc"):
        for recipient in ("any_person", "other_family"):
            placed = ask(sender={"kind": sender}, recipient={"kind": recipient}, request=asked, concern=NEED)
            assert "fsr2011_r17" in placed.duty


def test_a_foster_carer_gets_no_whole_file_and_nothing_protected() -> None:
    things = [item(), item(name="the file", form="whole_file"), item(name="where she lives", protected=["address"])]
    answer = ask(sender=COUNCIL, recipient=CARER, proposed=PLACED, items=things)
    assert answer.answer == "share_part"
    assert verdicts(answer) == ["share", "redact", "withhold"]


@pytest.mark.parametrize(
    ("sender", "differs", "verdict"),
    [
        (COUNCIL, {}, "share"),
        (COUNCIL, {"about": "mother"}, "withhold"),
        (COUNCIL, {"special_about": "mother"}, "withhold"),
        ({"kind": "private_contractor"}, {}, "withhold"),
    ],
)
def test_a_foster_carer_learns_of_the_childs_own_health_without_a_policy_document(
    sender: dict[str, Any], differs: dict[str, Any], verdict: str
) -> None:
    asthma = item(name="asthma", special=["health"]) | differs
    answer = ask(sender=sender, recipient=CARER, proposed=PLACED, items=[item(), asthma], concern=NEED)
    assert verdicts(answer) == ["share", verdict]
    assert ("sch1_p2" in answer.conditions) is (verdict == "share")


def test_the_placement_plan_opens_a_way_only_where_a_placement_is_named() -> None:
    plan = {"gateway": "cppcr2010_r9"}
    assert "cppcr2010_r9" not in ask(sender=COUNCIL, recipient={"kind": "voluntary"}).gateways
    assert "cppcr2010_r9" in ask(sender=COUNCIL, recipient={"kind": "voluntary"}, proposed=plan).gateways
    assert ask(sender=COUNCIL, recipient=CARER, proposed=plan, concern=NEED).duty == ("fsr2011_r17",)
    assert "fsr2011_r17" not in ask(sender=COUNCIL, recipient={"kind": "solicitor"}, proposed=plan).duty


@pytest.mark.parametrize(
    ("sender", "recipient", "is_asked"),
    [
        ("la_csc", "any_person", True),
        ("private_contractor", "any_person", True),
        ("school_academy", "any_person", False),
        ("la_csc", "solicitor", False),
    ],
)
def test_a_council_that_asks_about_a_stranger_is_asked_whether_it_is_the_carer(
    sender: str, recipient: str, is_asked: bool
) -> None:
    answer = ask(sender={"kind": sender}, recipient={"kind": recipient})
    assert answer.answer == "seek_advice"
    assert ("foster carer of this child" in answer.because[0].says) is is_asked
    assert ("fsr2011_r17" in answer.because[0].sources) is is_asked


# Cafcass


def test_cafcass_shares_by_its_own_function() -> None:
    answer = ask(sender=CAFCASS)
    assert (answer.answer, answer.duty) == ("should_share", ())
    assert "cjcsa2000_s12" in answer.gateways
    assert not answer.seek_advice_from


def test_cafcass_tells_the_court_what_it_advises() -> None:
    answer = ask(sender=CAFCASS, recipient={"kind": "court"}, purpose="legal_proceedings")
    assert (answer.answer, answer.gateways) == ("may_share", ("cjcsa2000_s12",))


@pytest.mark.parametrize("purpose", ["legal_proceedings", "safeguard_child"])
def test_a_childrens_guardian_reads_the_councils_records_and_nobody_elses(purpose: str) -> None:
    asked = {"power": "ca1989_s42", "states_what_and_why": True, "made_by": "recipient"}
    guardian = {"recipient": {"kind": "cafcass"}, "purpose": purpose, "request": asked}
    assert "ca1989_s42" in ask(sender=COUNCIL, **guardian).duty
    assert "ca1989_s42" not in ask(sender={"kind": "nhs_trust"}, **guardian).duty
    assert "ca1989_s42" in rejected(ask(sender={"kind": "nhs_trust"}, **guardian))


# Staff who are accused

ACCUSED = {"who": "staff", "role": "suspect", "suspected_of_harm": True}
OF_STAFF = item(about="staff", status="allegation", form="summary")


def test_an_allegation_about_staff_goes_to_the_designated_officer_and_stays_a_duty() -> None:
    """Section 16LA asks what the sender holds relevant to a child's welfare, and names none of a council's rooms."""
    answer = ask(people=[ACCUSED], items=[OF_STAFF])
    assert (answer.answer, answer.duty) == ("must_share", ("ca2004_s16LA",))
    assert "LADO" in answer.because[0].says
    assert answer.because[0].says.endswith("within one working day, not to the front door.")
    assert "lado" in answer.because[0].sources
    assert "lado" in next(one.sources for one in answer.because[1:] if one.step is StepName.RECIPIENT)
    unjudged = ask(people=[ACCUSED], items=[OF_STAFF], judgement={"relevant_to_welfare": None})
    assert unjudged.duty == ()


@pytest.mark.parametrize(
    ("differs", "says"),
    [
        ({"items": [OF_STAFF, item()]}, "and what is about the child to the front door"),
        ({"recipient": {"kind": "police"}}, "besides, within one working day"),
        ({"sender": COUNCIL, "recipient": {"kind": "school_academy"}}, "make sure that the council's designated"),
        ({"people": [{"who": "staff"}]}, "LADO"),
        ({"items": [OF_STAFF | {"status": "fact"}]}, "LADO"),
        ({"people": [ACCUSED, {"who": "child", "age": 9}], "items": [item()]}, "LADO"),
        ({"people": [{"who": "staff"}], "items": [OF_STAFF, item()]}, "LADO"),
        ({"recipient": {"linked_to_risk": True}}, "LADO"),
        ({"recipient": {"verified": None}}, "LADO"),
    ],
)
def test_each_way_names_the_officer(differs: dict[str, Any], says: str) -> None:
    answer = ask(**({"people": [ACCUSED], "items": [OF_STAFF]} | differs))
    assert says in said(answer, StepName.RECIPIENT)


@pytest.mark.parametrize(
    "differs",
    [
        {"people": [{"who": "staff"}], "items": [OF_STAFF | {"status": "fact"}]},
        {"people": [{"who": "staff"}], "items": [item(status="allegation")]},
        {"people": [ACCUSED | {"who": "father"}], "items": [item(about="father", status="allegation")]},
        {"people": [{"who": "staff"}], "items": [OF_STAFF | {"needed_by_recipient": False}]},
        {"purpose": "research"},
        {"nation": "scotland"},
    ],
)
def test_the_officer_is_named_only_where_staff_are_accused(differs: dict[str, Any]) -> None:
    answer = ask(**({"people": [ACCUSED], "items": [OF_STAFF]} | differs))
    assert not any("LADO" in one.says for one in answer.because)
    assert not any("lado" in one.sources for one in answer.because)


def test_whoever_is_accused_hears_nothing_before_the_officer_was_asked() -> None:
    told = ask(people=[ACCUSED], items=[OF_STAFF]).tell[0]
    assert told.answer == "do_not_tell_yet"
    assert "LADO" in told.because[0]
    father = ask(people=[ACCUSED | {"who": "father"}]).tell[0]
    assert "LADO" not in father.because[0]
    assert "LADO" in ask(people=[ACCUSED], items=[OF_STAFF], **DANGER).because[0].says
