"""What the forms accept, and what they say when they do not."""

from datetime import date
from typing import Any

import pytest

from goldenthread.service.actions.shapes import AskMore
from goldenthread.service.portal.forms import EndForm, FindForm, ReviewersFindForm, WeighForm
from goldenthread.service.portal.sharing_forms import RisksForm
from goldenthread.vocabulary import Purpose
from tests.unit.portal.samples import TODAY

NAMED = {
    "purpose": "support_a_family_early",
    "given_name": "Amara",
    "family_name": "Lindqvist",
    "date_of_birth-day": "9",
    "date_of_birth-month": "3",
    "date_of_birth-year": "2019",
}


def a_form(*, reason_needed: bool = False, **typed: str) -> FindForm:
    return FindForm(
        {**NAMED, **{k.replace("__", "-"): v for k, v in typed.items()}}, reason_needed=reason_needed, on=TODAY
    )


def test_a_name_with_date_of_birth_is_enough() -> None:
    form = a_form(postcode="wh24qx")
    assert form.is_valid(), form.errors
    sought = form.sought()
    assert (sought.family_name, sought.date_of_birth, sought.postcode) == ("Lindqvist", date(2019, 3, 9), "WH2 4QX")
    assert sought.purpose is Purpose.SUPPORT_A_FAMILY_EARLY


def test_an_nhs_number_alone_is_enough() -> None:
    form = FindForm({"purpose": "protect_from_harm", "nhs_number": "999 123 4551"}, reason_needed=False, on=TODAY)
    assert form.is_valid(), form.errors
    assert form.sought().nhs_number == "999 123 4551"


def test_a_number_that_fails_its_check_is_refused_with_the_way_round_it() -> None:
    form = FindForm({"purpose": "protect_from_harm", "nhs_number": "485 777 3456"}, reason_needed=False, on=TODAY)
    assert not form.is_valid()
    assert form.errors["nhs_number"] == [
        "Check the NHS number: the last digit does not match the first nine (Modulus 11). "
        "If it is printed like this, search by name and date of birth"
    ]


def test_a_temporary_upn_is_no_way_to_find_a_child() -> None:
    form = FindForm({"purpose": "protect_from_harm", "upn": "A80120000100B"}, reason_needed=False, on=TODAY)
    assert not form.is_valid()
    assert form.errors["upn"][0].startswith("Check the UPN: ")


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"purpose": ""}, "purpose", "Choose why you are looking"),
        ({"purpose": "curiosity"}, "purpose", "Choose why you are looking"),
        ({"given_name": ""}, "given_name", "Enter the child’s first name"),
        ({"date_of_birth__year": ""}, "date_of_birth", "Date of birth must include a year"),
        ({"date_of_birth__month": "13"}, "date_of_birth", "Date of birth must have a month from 1 to 12"),
        (
            {"date_of_birth__day": "31", "date_of_birth__month": "2"},
            "date_of_birth",
            "Date of birth must have a day that is in that month",
        ),
        ({"date_of_birth__year": "19"}, "date_of_birth", "Date of birth must have a year of 4 numbers, such as 2016"),
        ({"date_of_birth__day": "²"}, "date_of_birth", "Date of birth must be numbers only, such as 27 3 2016"),
        ({"date_of_birth__year": "2027"}, "date_of_birth", "Date of birth must be in the past: check the year"),
        ({"postcode": "WH2"}, "postcode", "Enter a full UK postcode, such as LS1 4AP, or leave it empty"),
    ],
)
def test_a_message_says_what_is_wrong(typed: dict[str, str], field: str, said: str) -> None:
    form = a_form(**typed)
    assert not form.is_valid()
    assert form.errors[field] == [said]


def test_an_empty_search_says_one_thing_and_not_four() -> None:
    form = FindForm({"purpose": "protect_from_harm"}, reason_needed=False, on=TODAY)
    assert not form.is_valid()
    assert dict(form.errors) == {"nhs_number": ["Enter an NHS number, a UPN, or a name with date of birth"]}


def test_a_reason_is_asked_only_of_those_who_need_one() -> None:
    assert a_form().is_valid()
    assert a_form(reason_needed=True).errors["reason"]
    assert a_form(reason_needed=True, reason="because").errors["reason"]
    assert a_form(reason_needed=True, reason="Neighbour rang about shouting").is_valid()


def test_what_an_action_found_wanting_stands_beside_its_field() -> None:
    form = a_form()
    form.is_valid()
    form.add_problems(AskMore(problems=(("postcode", "Too many children fit"), ("elsewhere", "Ask again later"))))
    assert form.errors["postcode"] == ["Too many children fit"]
    assert form.non_field_errors() == ["Ask again later"]


def test_a_reviewer_is_asked_no_practitioners_purpose() -> None:
    form = ReviewersFindForm(
        {**NAMED, "purpose": "nonsense", "reason": "Complaint from the family"}, reason_needed=True, on=TODAY
    )
    assert form.is_valid(), form.errors
    assert form.sought().reason == "Complaint from the family"
    assert form.sought().purpose is Purpose.REVIEW_ACCESS


def test_a_practitioner_is_not_offered_the_reviewers_purpose() -> None:
    assert "review_access" not in dict(a_form().fields["purpose"].choices)
    assert "purpose" in a_form(purpose="review_access").errors


def test_weighing_needs_a_verdict_and_a_note() -> None:
    assert set(WeighForm({}).errors) == {"verdict", "note"}
    assert WeighForm({"verdict": "questioned", "note": "No link to the child"}).is_valid()


def test_ending_an_agreement_needs_a_reason_its_partners_can_read() -> None:
    assert EndForm({"reason": "done"}).errors["reason"] == ["Say why this agreement is ending in a few more words"]
    assert EndForm({"reason": "   \n         "}).errors["reason"] == ["Say why this agreement is ending"]


def test_a_form_shows_nothing_of_what_was_typed_when_it_is_logged() -> None:
    form = a_form()
    form.is_valid()
    assert "Lindqvist" not in repr(form.sought())


NO_DAY = {"review_on-day": "", "review_on-month": "", "review_on-year": ""}
WORSE = {
    "risk_if_shared": "He may run away.",
    "risk_if_not": "Nobody else knows.",
    "worse": "sharing",
    "relevant": "yes",
    "helps": "yes",
    "grounds": ["loss_of_trusted_adult"],
    "evidence": "He ran away the last time.",
    "review_on-day": "2",
    "review_on-month": "12",
    "review_on-year": "2026",
}


@pytest.mark.parametrize(
    ("differs", "wrong"),
    [
        ({}, set()),
        ({"grounds": []}, {"grounds"}),
        ({"evidence": ""}, {"evidence"}),
        (NO_DAY, {"review_on"}),
        ({"worse": "unsure", "grounds": [], "evidence": "", **NO_DAY}, set()),
    ],
)
def test_who_holds_sharing_to_be_worse_says_why_what_shows_it_and_when_they_look_again(
    differs: dict[str, Any], wrong: set[str]
) -> None:
    form = RisksForm({**WORSE, **differs}, is_sensitive=False, may_be_ordered=False)
    assert set(form.errors) == wrong
