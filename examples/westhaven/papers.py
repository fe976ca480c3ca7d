"""Write the small files beside the agencies' own: quoted YAML and plain CSV."""

import csv
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape  # writes only

import yaml


class _Quoted(yaml.SafeDumper):
    """SafeDumper that repeats instead of pointing, because the strict reader follows no pointers."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write_quoted_yaml(path: Path, tree: Any) -> None:
    """Write ``tree`` with every text in quotes, as house style asks."""
    text = yaml.dump(tree, Dumper=_Quoted, sort_keys=False, allow_unicode=True, default_style='"', width=1000)
    path.write_text(text, encoding="utf-8")


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> None:
    """Write one CSV file; letters that the encoding does not know become question marks, as in the systems meant."""
    with path.open("w", encoding=encoding, errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_workbook(path: Path, sheet: str, rows: Iterable[Sequence[str]]) -> None:
    """Write a workbook of one sheet of text. No clock is in it, so the same rows give the same bytes."""
    lines = ["".join(f'<c t="str"><v>{escape(cell)}</v></c>' if cell else "<c/>" for cell in row) for row in rows]
    body = "".join(f'<row r="{number}">{line}</row>' for number, line in enumerate(lines, start=1))
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": _WORKBOOK.format(sheet=escape(sheet)),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/{{kind}}" Target="{{target}}"/></Relationships>'
)
_WORKBOOK = (
    f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
