"""A sheet is read as the library that wrote it reads it, and nothing in it can do harm."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH

from goldenthread.intake.contract import FileFormat
from goldenthread.intake.readers.reading import Tally, Unreadable, Wanted
from goldenthread.intake.readers.sheets import Workbook
from goldenthread.intake.readers.xlsx_rows import read_xlsx

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = {"sheet": "xl/worksheets/sheet1.xml", "shared": "xl/sharedStrings.xml", "book": "xl/workbook.xml"}
SHARED_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
BOMB = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>"


def workbook(path: Path, *rows: list[Any], mac: bool = False) -> Path:
    book = openpyxl.Workbook()
    if mac:
        book.epoch = MAC_EPOCH
    sheet: Any = book.active
    for cells in rows:
        sheet.append(cells)
    book.save(path)
    return path


def with_parts(path: Path, **parts: str) -> Path:
    """The workbook with other parts in place of its own."""
    named = {PARTS[part]: xml for part, xml in parts.items()}
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with old, zipfile.ZipFile(path, "w") as new:
        if PARTS["shared"] in named:
            types = old.read("[Content_Types].xml").decode()
            named["[Content_Types].xml"] = types.replace("</Types>", f"{SHARED_TYPE}</Types>")
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, xml in named.items():
            new.writestr(name, xml)
    return path


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'


def shared(*texts: str) -> str:
    return f'<sst xmlns="{NAMESPACE}">' + "".join(f"<si>{text}</si>" for text in texts) + "</sst>"


def as_the_library_reads(path: Path) -> list[tuple[Any, ...]]:
    read: Any = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    read.reset_dimensions()
    return [tuple(cells) for cells in read.iter_rows(values_only=True)]


def as_read_here(path: Path) -> list[tuple[Any, ...]]:
    book = Workbook(path)
    return list(book.rows(next(iter(book.sheets))))


@pytest.mark.parametrize("mac", [False, True])
def test_values_of_every_kind_are_read_as_the_library_reads_them(tmp_path: Path, mac: bool) -> None:
    path = workbook(
        tmp_path / "sent.xlsx",
        ["Id", "Text", "Number", "Day", "Other"],
        ["001", "Zoë & <Tegan>", 12, date(2014, 10, 6), True],
        ["", " spaces ", 12.5, datetime(2014, 10, 6, 7, 8, 9), None],
        [None, "=1+1", 1e20, time(7, 8), timedelta(hours=30)],
        [],
        ["last"],
        mac=mac,
    )
    assert as_read_here(path) == as_the_library_reads(path)


@pytest.mark.parametrize(
    "row",
    [
        '<row r="2"><c r="B2" t="str"><v>x</v></c><c t="n"><v>7</v></c></row><row r="5"><c t="b"><v>1</v></c></row>',
        '<row><c t="inlineStr"><is><r><t>b</t></r><r><t>c</t></r></is></c><c/><c t="str"><v></v></c></row>',
        '<row r="3"><c t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>s</t></rPh></is></c></row><row r="2"/><row/>',
        '<row r="1.0"><c t="e"><v>#REF!</v></c><c t="d"><v>2014-10-06</v></c><c><f>A1</f><v>3.0</v></c></row>',
        '<row><c/><c r="A1"><v>1</v></c></row><row><c t="inlineStr"><is/></c><c t="inlineStr"/></row>',
    ],
)
def test_odd_rows_are_read_as_the_library_reads_them(tmp_path: Path, row: str) -> None:
    path = with_parts(workbook(tmp_path / "sent.xlsx", ["x"]), sheet=sheet(row))
    assert as_read_here(path) == as_the_library_reads(path)


def test_texts_that_cells_share_are_read_as_the_library_reads_them(tmp_path: Path) -> None:
    texts = shared(
        "<t>plain &amp; simple</t>",
        '<r><t xml:space="preserve">two </t></r><r><rPr><b/></rPr><t>runs</t></r>',
        "<t>said</t><rPh sb='0' eb='4'><t>spoken</t></rPh>",
        "<t/>",
    )
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in (3, 2, 1, 0, 1))
    path = with_parts(workbook(tmp_path / "sent.xlsx", ["x"]), sheet=sheet(f"<row>{cells}</row>"), shared=texts)
    assert as_read_here(path) == as_the_library_reads(path) == [("", "said", "two runs", "plain & simple", "two runs")]


def read(path: Path) -> list[object]:
    return list(read_xlsx(path, FileFormat(), Wanted(columns=("Id",)), Tally()))


@pytest.mark.parametrize("part", PARTS)
def test_a_document_type_in_any_part_that_is_read_is_refused(tmp_path: Path, part: str) -> None:
    inside = {
        "sheet": sheet("<row><c t='str'><v>&b;</v></c></row>"),
        "shared": shared("<t>&b;</t>"),
        "book": "<x>&b;</x>",
    }
    path = with_parts(workbook(tmp_path / "sent.xlsx", ["Id"], ["1"]), **{part: BOMB + inside[part]})
    with pytest.raises(Unreadable, match="damaged or not a workbook"):
        read(path)


@pytest.mark.parametrize("cell", ["<c><v>twelve</v></c>", "<c t='s'><v>99</v></c>", "<c>", "<c r='AAAA1'/>"])
def test_a_sheet_that_makes_no_sense_is_called_damaged(tmp_path: Path, cell: str) -> None:
    with pytest.raises(Unreadable, match="damaged or not a workbook"):
        read(with_parts(workbook(tmp_path / "sent.xlsx", ["Id"]), sheet=sheet(f"<row>{cell}</row>")))
