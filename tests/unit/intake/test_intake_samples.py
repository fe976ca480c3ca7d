"""The shapes of real returns: our own small fixtures, and others' samples where the folder is there."""

from pathlib import Path

import pytest

from goldenthread.intake import Reason, accept, as_html, find_contract, recognise, shipped_names
from goldenthread.intake.accepting import Accepted
from goldenthread.law import SHIPPED as REGISTER
from tests.unit.intake.making import ON

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHARED = Path(__file__).parents[3] / ".." / "shared" / "data"
FAMILY_CONTEXT = ("person", "school", "housing", "police", "adult_social_care")

needs_samples = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of others' sample files is not here")


def taken(file: Path, name: str = "") -> Accepted:
    return accept([file], find_contract(name) if name else recognise(file), on=ON)


@pytest.mark.parametrize("name", FAMILY_CONTEXT)
def test_each_family_context_file_is_recognised_by_its_columns(name: str) -> None:
    contract = recognise(FIXTURES / "family-context" / f"{name}.csv")
    assert contract.contract == f"family-context-{name.replace('_', '-')}"


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_contract_states_its_cohort_coverage_and_authority(name: str) -> None:
    contract = find_contract(name)
    assert contract.cohort.statement
    assert contract.coverage.statement
    assert contract.authority.default


@pytest.mark.parametrize("name", shipped_names())
def test_every_authority_that_a_shipped_contract_names_is_in_the_register_of_law(name: str) -> None:
    authority = find_contract(name).authority
    for provision in (authority.default, *authority.columns.values()):
        assert (REGISTER / "england" / f"{provision}.yaml").is_file(), provision


def test_family_context_people_are_taken_and_an_impossible_birthday_is_not() -> None:
    accepted = taken(FIXTURES / "family-context" / "person.csv")
    assert accepted.records.column("given_name").to_pylist() == ["Elowen", "Idris", "Anneka"]
    assert [(one.row, one.field, one.reason) for one in accepted.rejected] == [(3, "dateOfBirth", Reason.NOT_A_DATE)]


def test_what_family_context_tells_is_about_the_people_in_its_person_file() -> None:
    kinds = {}
    for name in FAMILY_CONTEXT[1:]:
        for fact in taken(FIXTURES / "family-context" / f"{name}.csv").facts.to_pylist():
            kinds[fact["kind"]] = (fact["dataset"], fact["record_id"], fact["told_by"], fact["contact_phone"])
    person = "family-context-person"
    assert kinds == {
        "on_school_roll": (person, "1", "family-context-school", "01632 960001"),
        "social_tenancy": (person, "2", "family-context-housing", "01632 960002"),
        "tenancy_at_risk": (person, "2", "family-context-housing", "01632 960002"),
        "known_to_police": (person, "2", "family-context-police", "01632 960003"),
        "open_to_adult_social_care": (person, "2", "family-context-adult-social-care", "01632 960004"),
    }


def test_a_looked_after_return_has_every_row_accounted_for_and_bad_upns_graded() -> None:
    accepted = taken(FIXTURES / "ssda903_header.csv")
    rows = accepted.report.rows
    assert (rows.read, rows.accepted, rows.rejected) == (6, 4, 2)
    assert accepted.records.column("upn_grade").to_pylist() == ["well_formed", "fails_check", "malformed", None]
    assert [(one.row, one.reason) for one in accepted.rejected] == [
        (2, Reason.IDENTIFIER_FAILS_CHECK),
        (3, Reason.NOT_A_DATE),
        (3, Reason.IDENTIFIER_MALFORMED),
        (4, Reason.UNKNOWN_CODE),
        (5, Reason.DUPLICATE_ROW),
        (6, Reason.NO_RECORD_ID),
    ]


@pytest.mark.requirement("ZB1")
def test_a_census_of_children_in_need_tells_a_fact_for_each_referral_plan_and_enquiry() -> None:
    accepted = taken(FIXTURES / "cin_census.xml")
    assert recognise(FIXTURES / "cin_census.xml").contract == "cin-census"
    assert accepted.report.facts == {
        "open_to_childrens_social_care": 2,
        "child_in_need_plan": 1,
        "child_protection_plan": 1,
        "section_47_enquiry": 1,
    }
    assert {fact["record_id"] for fact in accepted.facts.to_pylist()} == {"WH0001"}
    assert accepted.records.column("sex").to_pylist() == ["female", "male"]


def test_a_census_with_stray_words_and_an_impossible_date_loses_no_child() -> None:
    accepted = taken(FIXTURES / "cin_census.xml")
    assert accepted.records.column("record_id").to_pylist() == ["WH0001", "WH0002"]
    assert any("text beside" in remark for remark in accepted.report.remarks)
    assert [one.reason for one in accepted.rejected] == [Reason.NOT_A_DATE]


def test_factors_of_an_assessment_are_not_so_much_as_counted() -> None:
    report = taken(FIXTURES / "cin_census.xml").report
    assert not any("Assessment" in column for column in report.columns_not_read)


def test_the_quality_report_says_what_to_mend_and_names_nobody() -> None:
    page = as_html([taken(FIXTURES / "ssda903_header.csv"), taken(FIXTURES / "family-context" / "person.csv")])
    assert "The identifier fails its check digit or letter." in page
    assert not any(value in page for value in ("Elowen", "Tregarthen", "900001", "201230010001", "Copper Row"))
    assert "<script" not in page
    assert "http" not in page


@pytest.mark.requirement("A14")
def test_the_quality_report_says_how_many_people_have_each_identifier() -> None:
    report = taken(FIXTURES / "ssda903_header.csv").report
    upn = next(one for one in report.identifiers if one.kind == "upn")
    assert (upn.present, upn.people) == (3, 4)
    assert upn.grades == {"well_formed": 1, "fails_check": 1, "malformed": 1}
    assert "3 of 4 have one (75%)" in as_html([taken(FIXTURES / "ssda903_header.csv")])


@needs_samples
def test_the_sample_of_a_looked_after_return_keeps_all_2675_children() -> None:
    accepted = taken(SHARED / "ssda903" / "d2i_header.csv")
    rows = accepted.report.rows
    assert (rows.read, rows.accepted, accepted.records.num_rows) == (2_675, 2_675, 2_675)
    (upn,) = (one for one in accepted.report.identifiers if one.kind == "upn")
    assert upn.grades == {"fails_check": 2_568, "well_formed": 107}


@needs_samples
@pytest.mark.parametrize(
    ("name", "children"), [("d2i_fake_CIN_data", 332), ("d2i_CIN_Census_2026", 2), ("d2i_CIN2rows", 1)]
)
def test_the_samples_of_the_census_keep_every_child(name: str, children: int) -> None:
    accepted = taken(SHARED / "cin-census" / f"{name}.xml", "cin-census")
    assert accepted.report.rows.read == accepted.report.rows.accepted == accepted.records.num_rows == children


@needs_samples
@pytest.mark.parametrize("name", FAMILY_CONTEXT)
def test_the_reference_data_of_family_context_is_taken_whole(name: str) -> None:
    rows = taken(SHARED / "family-context" / "reference-app-data" / f"{name}.csv").report.rows
    assert rows.read == rows.accepted == (10 if name == "person" else 1)
