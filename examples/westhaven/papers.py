"""Write the small files beside the agencies' own: quoted YAML and plain CSV."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook


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


def save_alike(book: Workbook, path: Path) -> None:
    """Save a workbook so that the same content gives the same bytes: no clock in it, no time on its parts."""
    plain = io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
