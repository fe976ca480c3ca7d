"""Read a workbook's sheet as a stream, within a budget of cells. Runs in the reading process set apart."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from goldenthread.intake.formats import FileFormat
from goldenthread.intake.readers.reading import LONGEST_CELL_CHARACTERS, Row, Tally, Unreadable, Wanted, places
from goldenthread.intake.readers.sheets import Workbook

MOST_CELLS = 20_000_000
MOST_UNPACKED_BYTES = 512 * 1024 * 1024
MOST_TIMES_LARGER = 200
SMALL_UNPACKED_BYTES = 16 * 1024 * 1024


def read_xlsx(path: Path, form: FileFormat, wanted: Wanted, tally: Tally) -> Iterator[Row]:
    """Every row of one sheet: the one the contract names, else the only one.

    Raises: Unreadable when the workbook is damaged, a bomb, or lacks the sheet.
    """
    _refuse_bomb(path)
    try:
        book = Workbook(path)
        rows = _within_budget(book.rows(_sheet(book, form, path)), path)
        yield from _rows(rows, form, wanted, tally)
    except (Unreadable, MemoryError):
        raise
    except Exception as fault:  # the library raises whatever its parsers raise
        raise Unreadable(
            f"{path.name}: the workbook is damaged or not a workbook. Open it, save it again as .xlsx."
        ) from fault


def _rows(cells: Iterator[tuple[Any, ...]], form: FileFormat, wanted: Wanted, tally: Tally) -> Iterator[Row]:
    for _ in range(form.header_row - 1):
        next(cells, None)
    header = [as_text(value).strip() for value in next(cells, ())]
    while header and not header[-1]:
        header.pop()
    tally.seen.extend(name for name in header if name)
    where = places(header, wanted)
    number = 0
    for values in cells:
        if all(value is None for value in values):
            tally.blank += 1
            continue
        number += 1
        yield number, tuple([as_text(values[p]).strip() if 0 <= p < len(values) else "" for p in where]), ()


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError) as fault:
        raise Unreadable(f"{path.name}: the workbook is damaged. Open it and save it again as .xlsx.") from fault
    packed = max(path.stat().st_size, 1)
    if unpacked > MOST_UNPACKED_BYTES or (unpacked > SMALL_UNPACKED_BYTES and unpacked > packed * MOST_TIMES_LARGER):
        raise Unreadable(
            f"{path.name}: the workbook would unpack to {unpacked:,} bytes, {unpacked // packed:,} times its size. "
            "It is not opened. Save only the table as .csv."
        )


def _sheet(book: Workbook, form: FileFormat, path: Path) -> str:
    names = list(book.sheets)
    if form.sheet:
        if form.sheet not in names:
            raise Unreadable(f"{path.name}: has no sheet {form.sheet!r}. Its sheets: {', '.join(map(repr, names))}.")
        return form.sheet
    if len(names) != 1:
        raise Unreadable(f"{path.name}: has {len(names)} sheets. Name the right one in the contract (format: sheet).")
    return names[0]


def _within_budget(rows: Iterator[tuple[Any, ...]], path: Path) -> Iterator[tuple[Any, ...]]:
    spent = 0
    for number, values in enumerate(rows, start=1):
        spent += len(values) + 1
        if spent > MOST_CELLS:
            raise Unreadable(
                f"{path.name}: more than {MOST_CELLS:,} cells by row {number:,}. Save only the table as .csv."
            )
        yield values


def as_text(value: Any) -> str:
    """A cell as the text a person would have typed: dates as ISO, whole numbers without a point."""
    match value:
        case str():
            return value[: LONGEST_CELL_CHARACTERS + 1]
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
