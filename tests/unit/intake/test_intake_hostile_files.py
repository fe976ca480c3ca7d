"""Workbooks, XML and JSON that mean harm, or are not what they say, end in one plain sentence."""

import io
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goldenthread.intake import Accepted, Reason, Unreadable
from goldenthread.intake.readers import apart
from tests.unit.intake.making import HEADER, ORDINARY, accept_text, as_csv, contract, row

XML = ORDINARY + 'format: {kind: "xml", row_path: "People/Person"}\n'
JSON = ORDINARY + 'format: {kind: "json"}\n'


def workbook(*rows: tuple[object, ...], far: str = "") -> bytes:
    book = openpyxl.Workbook(write_only=False)
    sheet: Any = book.active
    for cells in (HEADER, *rows):
        sheet.append(cells)
    if far:
        sheet[far] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xml(*people: str, before: str = "") -> str:
    return f"<?xml version='1.0'?>{before}<People>{''.join(people)}</People>"


def person(record_id: str = "1", **differs: str) -> str:
    cells = dict(zip(HEADER, row(record_id), strict=True)) | differs
    return "<Person>" + "".join(f"<{name}>{value}</{name}>" for name, value in cells.items()) + "</Person>"


def accept_xml(folder: Path, text: str) -> Accepted:
    return accept_text(folder, text, contract(folder, XML), name="sent.xml")


def accept_json(folder: Path, text: str, name: str = "sent.jsonl") -> Accepted:
    return accept_text(folder, text, contract(folder, JSON), name=name)


def test_a_workbook_is_read_like_the_table_it_shows(tmp_path: Path) -> None:
    accepted = accept_text(tmp_path, workbook(row("1"), row("2")), name="sent.xlsx")
    assert accepted.records.column("given_name").to_pylist() == ["Elowen", "Elowen"]


def test_a_workbook_renamed_csv_is_named_for_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"this is a spreadsheet .* though it is meant to be csv"):
        accept_text(tmp_path, workbook(row()), name="sent.csv")


def test_a_csv_renamed_xlsx_is_named_for_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"no \.xlsx workbook"):
        accept_text(tmp_path, as_csv([row()]), name="sent.xlsx")


def test_one_far_cell_costs_neither_memory_nor_rows(tmp_path: Path) -> None:
    began = time.monotonic()
    accepted = accept_text(tmp_path, workbook(row("1"), far="XFD1048576"), name="sent.xlsx")
    assert accepted.report.rows.accepted == 1
    assert accepted.report.rows.read == 2
    assert time.monotonic() - began < 30


def test_a_workbook_that_unpacks_to_far_more_than_itself_is_not_opened(tmp_path: Path) -> None:
    out = io.BytesIO(workbook(row()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * (64 * 1024 * 1024))
    with pytest.raises(Unreadable, match="times its size"):
        accept_text(tmp_path, out.getvalue(), name="sent.xlsx")


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        accept_text(tmp_path, workbook(row())[:-400], name="sent.xlsx")


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    other = contract(tmp_path, ORDINARY + 'format: {kind: "xlsx", sheet: "Pupils"}\n')
    with pytest.raises(Unreadable, match="has no sheet 'Pupils'"):
        accept_text(tmp_path, workbook(row()), other, name="sent.xlsx")


def test_xml_is_read_row_by_row(tmp_path: Path) -> None:
    accepted = accept_xml(tmp_path, xml(person("1"), person("2")))
    assert accepted.records.column("record_id").to_pylist() == ["1", "2"]


BOMB = (
    "<!DOCTYPE l [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    "before", [BOMB, "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "<!DOCTYPE People>"]
)
def test_entities_and_document_types_are_refused(tmp_path: Path, before: str) -> None:
    with pytest.raises(Unreadable, match="document type or entities"):
        accept_xml(tmp_path, xml(person("1", Surname="&j;" if before is BOMB else "x"), before=before))


@pytest.mark.parametrize("cut", [4, 60, 200])
def test_xml_that_is_cut_off_is_refused(tmp_path: Path, cut: int) -> None:
    with pytest.raises(Unreadable, match="not well-formed XML at line 1"):
        accept_xml(tmp_path, xml(person("1"), person("2"))[:-cut])


def test_deep_xml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="nested more than"):
        accept_xml(tmp_path, xml("<a>" * 5_000 + "</a>" * 5_000))


def test_xml_without_the_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="has no element People/Person"):
        accept_xml(tmp_path, xml("<Other/>"))


def test_a_reader_that_wants_too_much_memory_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MEMORY_BYTES", 12 * 1024**2)
    with pytest.raises(Unreadable, match="memory"):
        accept_json(tmp_path, "[" + ",".join(["{}"] * 4_000_000) + "]", name="sent.json")


def test_a_reader_that_wants_too_much_time_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "CPU_SECONDS", 0)
    with pytest.raises(Unreadable, match="stopped; nothing was taken"):
        accept_xml(tmp_path, xml(*[person(str(number)) for number in range(20_000)]))


LINE = '{"Id": "%s", "Forename": "Elowen", "Surname": "Tregarthen", "DOB": "06/10/2014"%s}\n'


def test_json_lines_are_read_row_by_row(tmp_path: Path) -> None:
    accepted = accept_json(tmp_path, LINE % ("1", "") + "\n" + LINE % ("2", ', "Sex": null, "UPN": 12'))
    assert accepted.records.column("record_id").to_pylist() == ["1", "2"]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (', "Id": "9"', Reason.REPEATED_KEY),
        (', "UPN": NaN', Reason.NOT_A_NUMBER),
        (', "UPN": -Infinity', Reason.NOT_A_NUMBER),
        (', "UPN"', Reason.NOT_JSON),
        (', "UPN": ' + "[" * 100_000, Reason.NOT_JSON),
    ],
)
def test_a_spoilt_json_line_is_rejected_and_the_others_taken(tmp_path: Path, more: str, reason: Reason) -> None:
    accepted = accept_json(tmp_path, LINE % ("1", "") + LINE % ("2", more) + LINE % ("3", ""))
    assert [(one.row, one.reason) for one in accepted.rejected] == [(2, reason)]
    assert accepted.records.column("record_id").to_pylist() == ["1", "3"]
    assert accepted.report.rows.rejected == 1


def test_a_number_of_five_thousand_digits_is_no_trouble(tmp_path: Path) -> None:
    accepted = accept_json(tmp_path, LINE % ("1", ', "UPN": ' + "9" * 5_000))
    assert accepted.rejected[0].reason is Reason.TOO_LONG


def test_json_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cut off"):
        accept_json(tmp_path, LINE % ("1", "") + (LINE % ("2", ""))[:-9])
    with pytest.raises(Unreadable, match="not JSON at line"):
        accept_json(tmp_path, "[" + LINE % ("1", ""), name="sent.json")


def test_parquet_is_read_and_a_damaged_one_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({name: [value] for name, value in zip(HEADER, row(), strict=True)}), out)
    assert accept_text(tmp_path, out.getvalue(), name="sent.parquet").report.rows.accepted == 1
    with pytest.raises(Unreadable, match="damaged"):
        accept_text(tmp_path, out.getvalue()[:-9], name="sent.parquet")


def test_the_reading_process_knows_nothing_of_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret@somewhere/db")
    assert not any("secret" in value for value in apart._surroundings().values())
