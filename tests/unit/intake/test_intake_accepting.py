"""What becomes of rows and values: accepted, graded, rejected with a reason, or left outside the cohort."""

import json
from datetime import date
from pathlib import Path

import pytest

from goldenthread.intake import (
    FACTS,
    RECORDS,
    RELATIONS,
    Effect,
    Reason,
    Rejected,
    rejected_csv,
)
from goldenthread.intake.accepting import Accepted
from goldenthread.intake.values import date_reader
from tests.unit.intake.making import HEADER, ORDINARY, accept_rows, accept_text, as_csv, contract, row


def only(accepted: Accepted) -> dict[str, object]:
    """The one record of a file with one."""
    (record,) = accepted.records.to_pylist()
    return dict(record)


def found(accepted: Accepted) -> list[tuple[int, str, Reason]]:
    return [(one.row, one.field, one.reason) for one in accepted.rejected]


def test_the_tables_have_the_shapes_that_others_rely_on(tmp_path: Path) -> None:
    accepted = accept_rows(tmp_path, row())
    assert accepted.records.schema == RECORDS
    assert accepted.relations.schema == RELATIONS
    assert accepted.facts.schema == FACTS


def test_several_identifiers_stand_side_by_side_each_with_its_grade(tmp_path: Path) -> None:
    text = ORDINARY.replace('upn: "UPN"', 'upn: {column: "UPN", obtained: "inferred"}\n      local_id: "Id"')
    record = only(accept_rows(tmp_path, row("77"), of=contract(tmp_path, text)))
    assert (record["nhs_number"], record["nhs_number_grade"]) == ("9434765919", "well_formed")
    assert (record["upn"], record["upn_grade"], record["local_id"]) == ("H801200001001", "well_formed", "77")


@pytest.mark.requirement("A15")
def test_how_an_identifier_was_obtained_is_kept_and_a_traced_one_is_verified(tmp_path: Path) -> None:
    traced = '{column: "NHS", obtained: "traced", verified_when: {column: "Postcode", equals: "TRACED"}}'
    of = contract(tmp_path, ORDINARY.replace('nhs_number: "NHS"', f"nhs_number: {traced}"))
    records = accept_rows(tmp_path, row("1", Postcode="TRACED"), row("2"), of=of).records
    assert records.column("nhs_number_grade").to_pylist() == ["verified", "well_formed"]
    assert records.column("nhs_number_obtained").to_pylist() == ["traced", "traced"]
    assert records.column("upn_obtained").to_pylist() == ["typed", "typed"]


@pytest.mark.requirement("A18")
@pytest.mark.scenario("S09")
def test_the_printed_pair_is_taken_in_and_only_the_upn_may_be_a_key(tmp_path: Path) -> None:
    health = accept_rows(tmp_path, row("A", NHS="485 777 3456", UPN=""))
    school = accept_rows(tmp_path, row("B", NHS="", UPN="H801200001001"))
    assert (only(health)["nhs_number"], only(health)["nhs_number_grade"]) == ("4857773456", "fails_check")
    assert found(health) == [(1, "NHS", Reason.IDENTIFIER_FAILS_CHECK)]
    assert health.rejected[0].effect is Effect.KEPT_AND_MARKED
    assert (only(school)["upn_grade"], school.rejected) == ("well_formed", ())


@pytest.mark.requirement("A5")
def test_a_child_without_a_upn_is_taken_and_how_many_there_are_is_said_by_age(tmp_path: Path) -> None:
    accepted = accept_rows(tmp_path, row("1"), row("2", UPN=""), row("3", UPN="", DOB="01/09/2024"))
    assert accepted.records.num_rows == 3
    upn = next(one for one in accepted.report.identifiers if one.kind == "upn")
    assert (upn.by_age["5 to 15"], upn.by_age["under 5"]) == ((1, 2), (0, 1))


def test_no_value_shows_in_a_rejection(tmp_path: Path) -> None:
    accepted = accept_rows(tmp_path, row("1", DOB="first of May", NHS="12 34"))
    assert [one.masked for one in accepted.rejected] == [
        "12 characters: letters, spaces",
        "5 characters: digits, spaces",
    ]
    assert "May" not in rejected_csv([accepted])


@pytest.mark.parametrize(
    ("text", "born", "precision", "reason"),
    [
        ("06/10/2014", date(2014, 10, 6), "day", None),
        ("2014-10-06", date(2014, 10, 6), "day", None),
        ("2014", date(2014, 1, 1), "year", None),
        ("10/2014", date(2014, 10, 1), "month", None),
        ("00/00/2014", date(2014, 1, 1), "year", None),
        ("01/01/1900", None, "placeholder", Reason.PLACEHOLDER_DATE),
        ("1901-01-01", None, "placeholder", Reason.PLACEHOLDER_DATE),
        ("31/02/2014", None, "", Reason.NOT_A_DATE),
        ("10/13/2014", None, "", Reason.NOT_A_DATE),
        ("6 Oct", None, "", Reason.NOT_A_DATE),
        ("01/01/2027", None, "", Reason.DATE_IN_THE_FUTURE),
        ("05/05/1899", date(1899, 5, 5), "too_long_ago", Reason.DATE_TOO_LONG_AGO),
        ("05/1849", date(1849, 5, 1), "month_too_long_ago", Reason.DATE_TOO_LONG_AGO),
        ("1849", date(1849, 1, 1), "year_too_long_ago", Reason.DATE_TOO_LONG_AGO),
    ],
)
def test_a_date_of_birth_is_read_as_declared_or_graded(
    tmp_path: Path, text: str, born: date | None, precision: str, reason: Reason | None
) -> None:
    accepted = accept_rows(tmp_path, row("1", DOB=text))
    record = only(accepted)
    assert (record["date_of_birth"], record["date_of_birth_precision"]) == (born, precision)
    assert found(accepted) == ([(1, "DOB", reason)] if reason else [])


@pytest.mark.parametrize(
    ("form", "text", "read"),
    [
        ("%d/%m/%y", "01/01/00", (None, "placeholder", Reason.PLACEHOLDER_DATE)),
        ("%d/%m/%y", "02/01/00", (date(2000, 1, 2), "day", None)),
        ("%d/%m/%y|%d/%m/%Y", "01/01/2000", (date(2000, 1, 1), "day", None)),
    ],
)
def test_the_first_of_january_1900_is_no_birthday_when_its_year_is_cut_short(
    form: str, text: str, read: tuple[date | None, str, Reason | None]
) -> None:
    assert date_reader(form)(text) == read


@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\u202e", "\u2066", "\u200f", "\u200b", "\ufffd", "\U000e0041"])
def test_a_name_with_hidden_characters_is_not_kept_and_its_row_is(tmp_path: Path, hidden: str) -> None:
    accepted = accept_rows(tmp_path, row("1", Forename=f"El{hidden}owen"))
    assert only(accepted)["given_name"] is None
    assert only(accepted)["family_name"] == "Tregarthen"
    assert found(accepted) == [(1, "Forename", Reason.HIDDEN_CHARACTERS)]


@pytest.mark.parametrize("name", ["Zoë", "O’Brien", "Ng", "Anne-Marie", "محمد", "Łukasz", "Null"])
def test_a_real_name_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    accepted = accept_rows(tmp_path, row("1", Surname=name))
    assert (only(accepted)["family_name"], accepted.rejected) == (name, ())


@pytest.mark.parametrize(
    ("field", "text", "kept", "reason"),
    [
        ("Postcode", "wh12ab", "WH1 2AB", None),
        ("Postcode", "nowhere", "NOWHERE", Reason.NOT_A_POSTCODE),
        ("Postcode", "ZZ99 3VZ", None, Reason.PLACEHOLDER_POSTCODE),
        ("Sex", "2", "female", None),
        ("Sex", "boy", "male", None),
        ("Sex", "?!", None, Reason.UNKNOWN_CODE),
        ("Surname", "N/A", None, Reason.PLACEHOLDER_TEXT),
        ("Surname", "x" * 121, None, Reason.TOO_LONG),
    ],
)
def test_a_value_is_cleaned_marked_or_refused(
    tmp_path: Path, field: str, text: str, kept: str | None, reason: Reason | None
) -> None:
    accepted = accept_rows(tmp_path, row("1", **{field: text}))
    name = {"Postcode": "postcode", "Sex": "sex", "Surname": "family_name"}[field]
    assert only(accepted)[name] == kept
    assert found(accepted) == ([(1, field, reason)] if reason else [])


def test_a_row_is_rejected_only_for_what_it_cannot_do_without(tmp_path: Path) -> None:
    accepted = accept_rows(
        tmp_path,
        row(""),
        row("2", Forename="", Surname="", DOB="", NHS="", UPN=""),
        row("3\u202e"),
        row("4"),
        row("4"),
        row("4", Forename="Idris"),
    )
    assert [(one.row, one.reason) for one in accepted.rejected] == [
        (1, Reason.NO_RECORD_ID),
        (2, Reason.NOBODY_TO_IDENTIFY),
        (3, Reason.UNUSABLE_RECORD_ID),
        (5, Reason.DUPLICATE_ROW),
        (6, Reason.DUPLICATE_RECORD_ID),
    ]
    assert only(accepted)["record_id"] == "4"
    assert (accepted.report.rows.read, accepted.report.rows.accepted, accepted.report.rows.rejected) == (6, 1, 5)


FAMILY = """
contract: "roll"
source: "westhaven-trust"
agency: {column: "School", map: {"A": "alder-school", "B": "birch-school"}}
record_id: "Id"
known_at: "2026-09-01"
people:
  - part: "pupil"
    is: "child"
    columns: {given_name: "Forename", family_name: "Surname", address_protected: "Protected"}
  - part: "contact"
    is: "adult"
    record_id: "{ContactId}"
    columns: {given_name: "CForename", family_name: "CSurname", phone: "CPhone"}
relations:
  - from: "contact"
    to: "pupil"
    relation: {column: "CRel", map: {"M": "mother", "F": "father"}, otherwise: "other"}
    parental_responsibility: {column: "CPR", map: {"Y": "yes", "N": "no"}}
facts:
  - kind: "persistent_absence"
    about: "pupil"
    when: [ {column: "Attendance", below: "90"} ]
    since: {column: "Since", format: "%d/%m/%Y"}
    observed_at: "2026-09-01"
    contact: {name: "DSL", role: {literal: "Designated safeguarding lead"}, phone: "DSLPhone"}
  - {kind: "education_health_and_care_plan", about: "pupil", when: [ {column: "Extra", equals: "EHCP"} ]}
authority: {default: "ca2004_s10", columns: {"Surname": "pupil_information"}}
cohort:
  statement: "Pupils who are often absent."
  seeds: [ [ {column: "Attendance", below: "90"} ] ]
never_read: ["Notes"]
"""
FAMILY_HEADER = (
    "Id,School,Forename,Surname,Protected,ContactId,CForename,CSurname,CPhone,CRel,CPR,"
    "Attendance,Since,DSL,DSLPhone,Notes,Extra,More"
)
FAMILY_ROW = (
    "1,A,Elowen,Tregarthen,N,c1,Morwenna,Tregarthen,01632 960000,M,Y,"
    "85.5,01/09/2026,Ms Pell,01632 960001,the secret,x,more"
)


def family(folder: Path, *lines: str, more: str = "") -> Accepted:
    return accept_text(folder, "\n".join((FAMILY_HEADER, *lines)) + "\n", contract(folder, FAMILY, more))


def test_a_row_tells_of_a_pupil_a_contact_their_relation_and_a_fact(tmp_path: Path) -> None:
    accepted = family(tmp_path, FAMILY_ROW)
    pupil, contact = accepted.records.to_pylist()
    assert (pupil["agency"], pupil["record_id"], pupil["person_kind"], pupil["in_cohort"]) == (
        "alder-school",
        "1",
        "child",
        "seed",
    )
    assert (contact["record_id"], contact["part"], contact["person_kind"]) == ("c1", "contact", "adult")
    (relation,) = accepted.relations.to_pylist()
    assert (relation["record_id_from"], relation["record_id_to"], relation["relation"]) == ("c1", "1", "mother")
    assert (relation["parental_responsibility"], relation["known_at"]) == ("yes", date(2026, 9, 1))
    (fact,) = accepted.facts.to_pylist()
    assert (fact["record_id"], fact["kind"], fact["since"]) == ("1", "persistent_absence", date(2026, 9, 1))
    assert (fact["contact_name"], fact["contact_role"]) == ("Ms Pell", "Designated safeguarding lead")


@pytest.mark.requirement("ZB1")
def test_attendance_and_an_education_health_and_care_plan_are_taken_from_a_school_roll(tmp_path: Path) -> None:
    accepted = family(tmp_path, FAMILY_ROW, FAMILY_ROW.replace("1,A,", "2,A,").replace("secret,x,", "secret,EHCP,"))
    assert accepted.report.facts == {"persistent_absence": 2, "education_health_and_care_plan": 1}


@pytest.mark.requirement("C1")
def test_a_fact_is_a_kind_and_its_dates_and_carries_no_note(tmp_path: Path) -> None:
    (fact,) = family(tmp_path, FAMILY_ROW).facts.to_pylist()
    assert fact["kind"] == "persistent_absence"
    assert not any("secret" in str(value) or "85.5" in str(value) for value in fact.values())


@pytest.mark.requirement("C8")
def test_what_is_never_read_reaches_no_table_and_no_report(tmp_path: Path) -> None:
    accepted = family(tmp_path, FAMILY_ROW)
    tables = (accepted.records, accepted.relations, accepted.facts)
    assert not any("secret" in str(table.to_pylist()) for table in tables)
    assert accepted.report.columns_never_read == ("Notes",)
    assert accepted.report.columns_not_read == ("More",)


def test_one_contact_of_two_pupils_is_one_record_with_two_relations(tmp_path: Path) -> None:
    accepted = family(tmp_path, FAMILY_ROW, FAMILY_ROW.replace("1,A,Elowen", "2,B,Idris"))
    assert accepted.records.column("record_id").to_pylist() == ["1", "c1", "2"]
    assert accepted.relations.num_rows == 2
    assert accepted.records.column("agency").to_pylist() == ["alder-school", "alder-school", "birch-school"]
    assert accepted.rejected == ()


def test_a_contact_told_differently_is_kept_once_and_marked(tmp_path: Path) -> None:
    other = FAMILY_ROW.replace("1,A,Elowen", "2,B,Idris").replace("Morwenna", "Wenna")
    assert found(family(tmp_path, FAMILY_ROW, other)) == [(2, "contact", Reason.TOLD_TWICE_DIFFERENTLY)]


def test_a_row_of_an_unknown_agency_is_rejected(tmp_path: Path) -> None:
    accepted = family(tmp_path, FAMILY_ROW.replace("1,A,", "1,Z,"))
    assert Reason.NO_AGENCY in [one.reason for one in accepted.rejected]
    assert accepted.records.num_rows == accepted.facts.num_rows == 0


def test_an_unclear_mark_of_protection_protects(tmp_path: Path) -> None:
    accepted = family(tmp_path, FAMILY_ROW.replace("Tregarthen,N,c1", "Tregarthen,see file,c1"))
    assert accepted.records.column("address_protected").to_pylist() == [True, False]
    assert found(accepted) == [(1, "Protected", Reason.PROTECTION_UNCLEAR)]


@pytest.mark.requirement("C8")
def test_rows_outside_the_cohort_are_counted_and_leave_nothing_else(tmp_path: Path) -> None:
    outside = FAMILY_ROW.replace("1,A,Elowen", "2,B,Idris").replace("85.5", "99").replace("01632 960000", "\u202e")
    accepted = family(tmp_path, FAMILY_ROW, outside)
    assert accepted.records.column("record_id").to_pylist() == ["1", "c1"]
    rows = accepted.report.rows
    assert (rows.read, rows.accepted, rows.rejected, rows.outside_cohort) == (2, 1, 1, 1)
    assert accepted.rejected == ()
    assert "Rows: 1." in rejected_csv([accepted])


def test_rows_to_follow_are_kept_and_said_to_be_no_seed(tmp_path: Path) -> None:
    followed = FAMILY.replace("  seeds:", '  follow: "true"\n  seeds:')
    lines = (FAMILY_ROW, FAMILY_ROW.replace("1,A,Elowen", "2,B,Idris").replace("85.5", "99").replace(",c1,", ",c2,"))
    accepted = accept_text(tmp_path, "\n".join((FAMILY_HEADER, *lines)) + "\n", contract(tmp_path, followed))
    assert accepted.records.column("in_cohort").to_pylist() == ["seed", "follow", "follow", "follow"]


def test_the_contact_of_a_seed_is_no_seed_so_that_a_brother_does_not_come_in_by_her(tmp_path: Path) -> None:
    followed = FAMILY.replace("  seeds:", '  follow: "true"\n  seeds:')
    lines = (FAMILY_ROW.replace("85.5", "99"), FAMILY_ROW.replace("1,A,Elowen", "2,B,Idris"))
    accepted = accept_text(tmp_path, "\n".join((FAMILY_HEADER, *lines)) + "\n", contract(tmp_path, followed))
    cohort = dict(
        zip(
            accepted.records.column("record_id").to_pylist(),
            accepted.records.column("in_cohort").to_pylist(),
            strict=True,
        )
    )
    assert cohort == {"1": "follow", "c1": "follow", "2": "seed"}


def test_an_adult_on_a_row_without_a_child_is_a_seed_by_the_rows_own_condition(tmp_path: Path) -> None:
    alone = FAMILY_ROW.replace("1,A,Elowen,Tregarthen", "1,A,,")
    assert family(tmp_path, alone).records.column("in_cohort").to_pylist() == ["seed"]


def test_the_same_file_and_contract_have_the_same_fingerprint_and_others_another(tmp_path: Path) -> None:
    first, again = accept_rows(tmp_path, row("1")), accept_rows(tmp_path, row("1"))
    assert first.fingerprint == again.fingerprint
    assert first.records.equals(again.records)
    assert accept_rows(tmp_path, row("1", UPN="")).fingerprint != first.fingerprint
    assert accept_rows(tmp_path, row("1"), of=contract(tmp_path, more='title: "x"\n')).fingerprint != first.fingerprint


def test_formula_text_is_harmless_in_what_is_sent_back(tmp_path: Path) -> None:
    text = ORDINARY.replace('"Surname"', '"=cmd()"')
    header = tuple("=cmd()" if name == "Surname" else name for name in HEADER)
    accepted = accept_text(tmp_path, as_csv([row("1", Surname="N/A")], header=header), contract(tmp_path, text))
    assert ",'=cmd()," in rejected_csv([accepted])


def test_a_rejection_is_kept_as_a_value(tmp_path: Path) -> None:
    (one,) = accept_rows(tmp_path, row("1", DOB="x")).rejected
    assert isinstance(one, Rejected)
    assert one.sentence.endswith(".")


def test_groups_and_other_columns_travel_as_json(tmp_path: Path) -> None:
    text = (
        'source: "s"\nrecord_id: "Id"\ncolumns: {full_name: "Forename", other: [{column: "Sex", compare: "exact"}]}\n'
    )
    record = only(accept_rows(tmp_path, row(), of=contract(tmp_path, text, 'groups: {area: "Postcode"}\n')))
    assert json.loads(str(record["groups"])) == {"area": "WH1 2AB"}
    assert json.loads(str(record["other"])) == {"Sex": "F"}
    assert (record["dataset"], record["part"], record["person_kind"]) == ("contract", "person", "unknown")
