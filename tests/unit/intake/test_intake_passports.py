"""A passport number with its country and dates, and who issued the other numbers, from a file into a record."""

from datetime import date
from pathlib import Path

import pytest

from goldenthread.intake import Accepted, Effect, Reason, marked_csv, rejected_csv
from goldenthread.intake.rendering import as_html
from tests.unit.intake.making import HEADER, ORDINARY, accept_text, as_csv, contract, row

MORE = ("Passport", "From", "Issued", "Expires", "NHSBody", "Authority", "Case")
PASSPORTS = ORDINARY + (
    '      passport_number: {column: "Passport", obtained: "typed"}\n'
    '      passport_country: {column: "From", map: {"Eritrea": "ERI", "Ukraine": "UKR"}, otherwise: ""}\n'
    '      passport_issued: {column: "Issued", format: "%d/%m/%Y"}\n'
    '      passport_expires: {column: "Expires", format: "%d/%m/%Y"}\n'
    '      nhs_number_issuer: "NHSBody"\n'
    '      upn_issuer: "Authority"\n'
    '      local_id: "Case"\n'
)
ORDINARY_MORE = ("ZX 1234567", "Eritrea", "01/02/2020", "31/01/2030", "", "", "")


def taken(folder: Path, text: str = PASSPORTS, **differs: str) -> Accepted:
    """An ordinary row with a passport, and what differs."""
    values = {**dict(zip(MORE, ORDINARY_MORE, strict=True)), **differs}
    line = (*row("1"), *(values[name] for name in MORE))
    return accept_text(folder, as_csv([line], (*HEADER, *MORE)), contract(folder, text))


def passport(accepted: Accepted) -> tuple[object, ...]:
    (record,) = accepted.records.to_pylist()
    return tuple(record[name] for name in ("passport_number", "passport_number_grade", "passport_country"))


def found(accepted: Accepted) -> list[tuple[str, Reason, Effect]]:
    return [(one.field, one.reason, one.effect) for one in accepted.rejected]


def test_a_passport_is_taken_with_its_number_country_and_dates(tmp_path: Path) -> None:
    accepted = taken(tmp_path)
    (record,) = accepted.records.to_pylist()
    assert passport(accepted) == ("ZX1234567", "well_formed", "ERI")
    assert (record["passport_issued"], record["passport_expires"]) == (date(2020, 2, 1), date(2030, 1, 31))
    assert (record["passport_number_obtained"], accepted.rejected) == ("typed", ())


def test_who_issued_a_number_is_kept_where_the_file_says_it(tmp_path: Path) -> None:
    (record,) = taken(tmp_path, NHSBody="NHS Wales", Authority="Cardiff").records.to_pylist()
    assert (record["nhs_number_issuer"], record["upn_issuer"], record["local_id_issuer"]) == (
        "NHS Wales",
        "Cardiff",
        None,
    )


def test_a_number_without_a_country_is_kept_as_a_lead_and_the_report_says_so(tmp_path: Path) -> None:
    accepted = taken(tmp_path, From="Atlantis")
    assert passport(accepted) == ("ZX1234567", "no_issuer", None)
    assert found(accepted) == [("Passport", Reason.IDENTIFIER_WITHOUT_ISSUER, Effect.KEPT_AND_MARKED)]
    assert "is a lead" in marked_csv([accepted])
    quality = next(one for one in accepted.report.identifiers if one.kind == "passport_number")
    assert (quality.present, quality.grades) == (1, {"no_issuer": 1})
    page = as_html([accepted])
    assert "Passport number of child" in page
    assert "no issuer" in page


def test_a_country_written_as_a_name_without_a_map_is_not_kept_and_nobody_guesses(tmp_path: Path) -> None:
    plain = PASSPORTS.replace('{column: "From", map: {"Eritrea": "ERI", "Ukraine": "UKR"}, otherwise: ""}', '"From"')
    assert passport(taken(tmp_path, plain, From="d<<")) == ("ZX1234567", "well_formed", "DEU")
    accepted = taken(tmp_path, plain, From="Eritrea")
    assert passport(accepted) == ("ZX1234567", "no_issuer", None)
    assert (("From", Reason.NOT_AN_ISSUING_STATE, Effect.VALUE_NOT_KEPT)) in found(accepted)


@pytest.mark.parametrize(
    ("differs", "kept", "said"),
    [
        ({"Passport": "applied for"}, ("APPLIEDFOR", "malformed", "ERI"), Reason.IDENTIFIER_MALFORMED),
        ({"Passport": "123456789"}, ("123456789", "malformed", "ERI"), Reason.IDENTIFIER_MALFORMED),
        ({"Passport": "n/k"}, (None, None, None), Reason.PLACEHOLDER_TEXT),
        ({"Passport": "L898902C37UTO7408122F1204159ZE184226B<<<<<10"}, ("L898902C3", "fails_check", "ERI"),
         Reason.IDENTIFIER_FAILS_CHECK),
    ],
)  # fmt: skip
def test_what_is_no_passport_number_is_marked_and_never_shown(
    tmp_path: Path, differs: dict[str, str], kept: tuple[object, ...], said: Reason
) -> None:
    accepted = taken(tmp_path, **differs)
    assert passport(accepted) == kept
    assert [one.reason for one in accepted.rejected] == [said]
    assert differs["Passport"] not in marked_csv([accepted]) + rejected_csv([accepted])


def test_a_country_or_a_date_without_a_number_is_not_kept(tmp_path: Path) -> None:
    (record,) = taken(tmp_path, Passport="", NHSBody="NHS Wales").records.to_pylist()
    assert [record[f"passport_{name}"] for name in ("country", "issued", "expires")] == [None, None, None]


@pytest.mark.parametrize(
    ("issued", "expires", "kept", "said"),
    [
        ("01/02/2030", "31/01/2040", (None, date(2040, 1, 31)), [("Issued", Reason.DATE_IN_THE_FUTURE)]),
        ("01/02/2020", "31/01/2019", (date(2020, 2, 1), None), [("Expires", Reason.ENDS_BEFORE_IT_STARTS)]),
        ("soon", "31/01/2030", (None, date(2030, 1, 31)), [("Issued", Reason.NOT_A_DATE)]),
        ("", "", (None, None), []),
    ],
)
def test_dates_that_cannot_be_a_passports_are_not_kept(
    tmp_path: Path,
    issued: str,
    expires: str,
    kept: tuple[date | None, date | None],
    said: list[tuple[str, Reason]],
) -> None:
    accepted = taken(tmp_path, Issued=issued, Expires=expires)
    (record,) = accepted.records.to_pylist()
    assert (record["passport_issued"], record["passport_expires"]) == kept
    assert [(one.field, one.reason) for one in accepted.rejected] == said


def test_two_rows_of_one_person_with_two_passports_are_told_as_different(tmp_path: Path) -> None:
    own_id = PASSPORTS.replace('    is: "child"', '    is: "child"\n    record_id: "{NHS}"')
    lines = [(*row(n), number, *ORDINARY_MORE[1:]) for n, number in (("1", "ZX1234567"), ("2", "ZX7654321"))]
    accepted = accept_text(tmp_path, as_csv(lines, (*HEADER, *MORE)), contract(tmp_path, own_id))
    assert accepted.records["passport_number"].to_pylist() == ["ZX1234567"]
    assert [one.reason for one in accepted.rejected] == [Reason.TOLD_TWICE_DIFFERENTLY]
