"""A date of birth that cannot be: told to the agency, shown to nobody, and its digits kept for linkage."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goldenthread.intake import Accepted, HeldBack, Identity, Reason, accept, rejected_csv, tokens_to_hold_back
from goldenthread.intake.written_dates import digits_reader
from tests.unit.intake.making import ON, ORDINARY, accept_rows, as_csv, contract, row

BY_AGE = ORDINARY.replace('is: "child"', 'is: "by_age"')
KEY = b"the adoption team's key"


def of_format(folder: Path, form: str) -> Any:
    return contract(folder, BY_AGE.replace("%d/%m/%Y", form))


def only(accepted: Accepted) -> dict[str, Any]:
    (record,) = accepted.records.to_pylist()
    return dict(record)


@pytest.mark.parametrize(
    ("form", "text", "digits", "reason"),
    [
        ("%d/%m/%Y", "31/02/2014", "20140231", Reason.NOT_A_DATE),
        ("%d/%m/%Y", "10/13/2014", "20141310", Reason.NOT_A_DATE),
        ("%d/%m/%Y", "6/42/2014", "20144206", Reason.NOT_A_DATE),
        ("%d/%m/%Y", "31/02/2014 00:00:00", "20140231", Reason.NOT_A_DATE),
        ("%Y-%m-%d", "2014-24-11", "20142411", Reason.NOT_A_DATE),
        ("%d/%m/%Y", "2014-24-11", "20142411", Reason.NOT_A_DATE),
        ("%d %b %Y", "31 Feb 2014", "20140231", Reason.NOT_A_DATE),
        ("%d/%m/%y", "31/02/14", "20140231", Reason.NOT_A_DATE),
        ("%d/%m/%y", "31/02/72", "19720231", Reason.NOT_A_DATE),
        ("%Y-%m-%d", "2974-04-13", "29740413", Reason.DATE_IN_THE_FUTURE),
        ("%Y-%m-%d", "2974-01-01", "29740101", Reason.DATE_IN_THE_FUTURE),
        ("%Y-%m-%d", "2026-12-24", "20261224", Reason.DATE_IN_THE_FUTURE),
        ("%d/%m/%Y", "O6/1O/2014", "20141006", Reason.NOT_A_DATE),
        ("%d/%m/%Y", "l3/02/20I4", "20140213", Reason.NOT_A_DATE),
    ],
)
def test_the_digits_of_a_date_that_cannot_be_are_kept_and_the_agency_is_told_as_before(
    tmp_path: Path, form: str, text: str, digits: str, reason: Reason
) -> None:
    accepted = accept_rows(tmp_path, row("1", DOB=text), of=of_format(tmp_path, form))
    record = only(accepted)
    assert record["date_of_birth_written"] == digits
    assert (record["date_of_birth"], record["date_of_birth_precision"]) == (None, "")
    assert record["person_kind"] == "unknown"
    assert [(one.field, one.reason) for one in accepted.rejected] == [("DOB", reason)]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("%d/%m/%Y", "06/10/2014"),
        ("%d/%m/%Y", "05/05/1899"),
        ("%d/%m/%Y", "00/10/2014"),
        ("%d/%m/%Y", "2014"),
        ("%d/%m/%Y", ""),
        ("%d/%m/%Y", "6 Oct"),
        ("%d/%m/%Y", "31.02.2014"),
        ("%d/%m/%Y", "31/02/14"),
        ("%m/%Y", "42/2014"),
        ("%d/%m/%Y", "01/01/1900"),
        ("%d/%m/%Y", "O1/O1/1900"),
        ("%d/%m/%Y", "31/12/9999"),
        ("%d/%m/%Y", "31/12/2099"),
        ("%d/%m/%Y", "01/01/3000"),
        ("%d/%m/%Y", "01/01/2999"),
        ("%d/%m/%Y", "01/01/2050"),
        ("%d/%m/%Y", "31/12/4712"),
        ("%d/%m/%Y", "06/06/2079"),
        ("%d/%m/%Y", "99/99/9999"),
        ("%d/%m/%Y", "99/99/1985"),
        ("%d/%m/%Y", "12/98/1985"),
        ("%d/%m/%Y", "88/88/8888"),
        ("%d/%m/%Y", "22/22/2222"),
        ("%d/%m/%Y", "31/02/0000"),
    ],
)
def test_nothing_is_kept_of_a_day_of_a_part_of_a_date_of_another_format_or_of_what_stands_for_none(
    tmp_path: Path, form: str, text: str
) -> None:
    accepted = accept_rows(tmp_path, row("1", DOB=text), of=of_format(tmp_path, form))
    assert only(accepted)["date_of_birth_written"] is None


def test_the_first_format_that_reads_a_date_says_which_part_is_which() -> None:
    assert digits_reader("%m/%d/%Y|%d/%m/%Y")("31/02/2014") == "20143102"
    assert digits_reader("%d/%m/%Y|%m/%d/%Y")("31/02/2014") == "20140231"


def test_what_cannot_be_tells_nobody_apart_for_a_reader_of_the_reports(tmp_path: Path) -> None:
    accepted = accept_rows(tmp_path, row("1", DOB="31/02/2014"), row("2"), of=of_format(tmp_path, "%d/%m/%Y"))
    told = f"{accepted!r} {rejected_csv([accepted])} {asdict(accepted.report)}"
    assert "20140231" not in told
    assert "31/02/2014" not in told
    (filled,) = (one.filled for one in accepted.report.completeness if one.field == "date_of_birth")
    assert filled == 1


def test_a_date_that_cannot_be_identifies_nobody_by_itself(tmp_path: Path) -> None:
    bare = row("1", Forename="", Surname="", NHS="", UPN="", DOB="31/02/2014")
    accepted = accept_rows(tmp_path, bare)
    assert [one.reason for one in accepted.rejected if one.reason is Reason.NOBODY_TO_IDENTIFY]
    assert not accepted.records.num_rows


@pytest.mark.parametrize(
    ("text", "form", "is_held"),
    [
        ("46/10/2014", "%d/%m/%Y", True),
        ("O6/10/2014", "%d/%m/%Y", True),
        ("06/10/2974", "%d/%m/%Y", False),
        ("06/10/3014", "%d/%m/%Y", True),
        ("2014-13-10", "%Y-%m-%d", True),
        ("31/02/1985", "%d/%m/%Y", False),
    ],
)
def test_a_former_identity_is_kept_out_under_a_birth_date_that_cannot_be(
    tmp_path: Path, text: str, form: str, is_held: bool
) -> None:
    """One digit wrong, or day and month exchanged, as of any other slip in a birth date."""
    born = date(2014, 10, 13) if form == "%Y-%m-%d" else date(2014, 10, 6)
    former = Identity(forenames="Elowen", surnames="Tregarthen", born=born)
    spare = Identity(forenames="Elowen", surnames="Pascoe", born=born)
    held = HeldBack(key=KEY, tokens=tokens_to_hold_back(KEY, former, spare=[spare]))
    file = tmp_path / "sent.csv"
    rows = [row("1", DOB=text, NHS="", UPN=""), row("2", Surname="Pascoe", DOB=text, NHS="", UPN="")]
    file.write_text(as_csv(rows), encoding="utf-8")
    accepted = accept([file], of_format(tmp_path, form), on=ON, held_back=held)
    assert accepted.records["record_id"].to_pylist() == (["2"] if is_held else ["1", "2"])


def test_who_is_told_of_twice_with_two_dates_that_cannot_be_is_told_of_differently(tmp_path: Path) -> None:
    text = BY_AGE.replace('    is: "by_age"\n', '    is: "by_age"\n    record_id: "{NHS}"\n')
    rows = [row("1", DOB="31/02/2014"), row("2", DOB="31/02/2013")]
    accepted = accept_rows(tmp_path, *rows, of=contract(tmp_path, text))
    assert only(accepted)["date_of_birth_written"] == "20140231"
    assert Reason.TOLD_TWICE_DIFFERENTLY in [one.reason for one in accepted.rejected]
