"""One reader per format. ``read_rows`` picks the right one and hands on only the columns that are wanted."""

from collections.abc import Iterator
from pathlib import Path

from goldenthread.intake.formats import FileFormat, FileKind
from goldenthread.intake.readers.apart import read_apart
from goldenthread.intake.readers.csv_rows import read_csv
from goldenthread.intake.readers.reading import Broken, Cells, Row, Tally, Unreadable, Wanted
from goldenthread.intake.readers.sniffing import kind_of

__all__ = ["Broken", "Cells", "Row", "Tally", "Unreadable", "Wanted", "kind_of", "read_rows"]


def read_rows(path: Path, form: FileFormat, wanted: Wanted, tally: Tally) -> Iterator[Row]:
    """Every row of a file. Delimited text is streamed here; every other kind is parsed in a process set apart.

    Raises: Unreadable, saying where, why and what to do next.
    """
    kind = kind_of(path, form)
    if kind is FileKind.CSV:
        return read_csv(path, form, wanted, tally)
    return read_apart(path, kind, form, wanted, tally)
