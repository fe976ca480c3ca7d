"""Read delimited text as a stream, strictly: no line fills the memory, and no quote swallows rows unnoticed."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from goldenthread.intake.formats import FileFormat
from goldenthread.intake.readers.reading import (
    LONGEST_CELL_CHARACTERS,
    LONGEST_LINE_CHARACTERS,
    Broken,
    Row,
    Tally,
    Unreadable,
    Wanted,
    places,
)
from goldenthread.intake.readers.sniffing import encoding_of

MOST_LINES_IN_A_ROW = 100
BYTES_AT_ONCE = 1 << 16


def read_csv(path: Path, form: FileFormat, wanted: Wanted, tally: Tally) -> Iterator[Row]:
    """Every row of a delimited text file.

    Raises: Unreadable, naming the file and the line, when the file is cut off, wrongly quoted or wrongly encoded.
    """
    csv.field_size_limit(LONGEST_CELL_CHARACTERS)
    with path.open("rb") as raw:
        encoding = encoding_of(path, form)
        text = io.TextIOWrapper(raw, encoding=encoding, newline="")
        lines = _Lines(text)
        try:
            yield from _rows(lines, form, wanted, tally)
        except csv.Error as fault:
            raise Unreadable(f"{path.name}: {_why(fault, lines)}") from fault
        except UnicodeDecodeError as fault:
            raise Unreadable(
                f"{path.name}: line "
                f"{_first_unreadable_line(path, encoding):,} holds bytes that are not {form.encoding}. "
                "Ask how the file was saved, and write that encoding in the contract (often windows-1252)."
            ) from fault
        except Unreadable as fault:
            raise Unreadable(f"{path.name}: {fault}") from None


def _first_unreadable_line(path: Path, encoding: str) -> int:
    """Text is decoded many lines at a time, so the line that was last handed on is not the one that is wrong."""
    decoder = codecs.getincrementaldecoder(encoding)()
    ended = 0
    with path.open("rb") as raw:
        while piece := raw.read(BYTES_AT_ONCE):
            try:
                ended += decoder.decode(piece).count("\n")
            except UnicodeDecodeError as fault:
                return ended + fault.object[: fault.start].decode(encoding, errors="ignore").count("\n") + 1
    return ended + 1


class _Lines:
    """Lines of a text stream, each within a limit, with the number of the last one and whether it was ended."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text
        self.number = 0
        self.last = ""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_LINE_CHARACTERS + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > LONGEST_LINE_CHARACTERS:
            raise Unreadable(
                f"line {self.number:,} is longer than {LONGEST_LINE_CHARACTERS:,} characters. This is not a table with "
                "one record a line; ask the sender to export it again."
            )
        self.last = line
        return line


def _rows(lines: _Lines, form: FileFormat, wanted: Wanted, tally: Tally) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=_delimiter(form), strict=True, skipinitialspace=True)
    for _ in range(form.header_row - 1):
        next(reader, None)
    header = [name.strip() for name in next(reader, [])]
    tally.seen.extend(name for name in header if name)
    try:
        where = places(header, wanted)
    except Unreadable as fault:
        raise Unreadable(f"{fault}{_that_fits(lines.last, form, wanted)}") from None
    trailer_at = header.index(wanted.trailer[0].strip()) if wanted.trailer[0] else -1
    width, number, before = len(header), 0, reader.line_num
    for raw in reader:
        spans, before = reader.line_num - before, reader.line_num
        if not "".join(raw).strip():
            tally.blank += 1
            continue
        number += 1
        if trailer_at >= 0 and len(raw) > trailer_at and raw[trailer_at].strip() == wanted.trailer[1]:
            raw.extend([""] * (width - len(raw)))  # a trailer may be shorter than a row
        if spans > 1:
            _refuse_swallowed(raw, width, spans, form.delimiter, line=reader.line_num)
        if len(raw) != width and (len(raw) < width or "".join(raw[width:]).strip()):
            yield number, _wrong_width(raw, width, lines, spans), ()
            continue
        raw.append("")
        yield number, tuple(map(str.strip, map(raw.__getitem__, where))), ()
    _remark_on_the_end(lines, tally, number, header[-1] if header[-1:] and header[-1] in wanted.columns else "")


_DELIMITERS = {",": ",", ";": ";", "\t": "tab", "|": "|"}
"""Those in use, and how a contract names each."""


def _that_fits(line: str, form: FileFormat, wanted: Wanted) -> str:
    """Which other delimiter gives the header every column that is wanted, if any does."""
    needed = set(wanted.columns) - set(wanted.may_be_absent)
    for delimiter, name in _DELIMITERS.items():
        header = next(csv.reader([line.strip("\r\n")], delimiter=delimiter, skipinitialspace=True), [])
        if delimiter != _delimiter(form) and needed <= {cell.strip() for cell in header}:
            return f" With {name!r} as the delimiter they are all there: write format: {{delimiter: {name!r}}} in it."
    return ""


def _delimiter(form: FileFormat) -> str:
    return {"tab": "\t", "\\t": "\t"}.get(form.delimiter, form.delimiter)


def _wrong_width(raw: list[str], width: int, lines: _Lines, spans: int) -> Broken:
    if not lines.last.endswith(("\n", "\r")):
        raise Unreadable(
            f"the file is cut off in its last line ({lines.number:,}): {len(raw)} of {width} cells. "
            "Ask the sender for the whole file; nothing of this one was taken."
        )
    if spans > 1:
        raise Unreadable(_unclosed(lines.number - spans + 1, lines.number))
    return Broken(
        reason="wrong_number_of_cells",
        sentence=f"The row has {len(raw)} cells and the header {width}. A delimiter in a cell needs quotes around it.",
    )


def _refuse_swallowed(raw: list[str], width: int, spans: int, delimiter: str, *, line: int) -> None:
    """A quote opened in one row and closed in the same column of a later one leaves whole rows inside a cell."""
    if spans > MOST_LINES_IN_A_ROW:
        raise Unreadable(_unclosed(line - spans + 1, line))
    for place, cell in enumerate(raw):
        inside = [part.count(delimiter) for part in cell.splitlines()]
        if len(inside) < 2 or width < 2:
            continue
        if inside[0] == width - 1 - place and inside[-1] == place and all(n == width - 1 for n in inside[1:-1]):
            raise Unreadable(_unclosed(line - spans + 1, line))


def _unclosed(first: int, last: int) -> str:
    return (
        f"a quotation mark opened on line {first:,} swallows the lines up to {last:,}: rows would be lost. "
        "Close or remove it, or ask the sender to export the file again; nothing of this one was taken."
    )


def _why(fault: csv.Error, lines: _Lines) -> str:
    why = str(fault)
    if "unexpected end of data" in why:
        return (
            "a quotation mark is opened and never closed, so that the rest of the file would be swallowed "
            f"(it ends at line {lines.number:,}). Close or remove it, or ask for the file again; nothing was taken."
        )
    if "field larger" in why:
        return (
            f"a cell that reaches line {lines.number:,} is longer than {LONGEST_CELL_CHARACTERS:,} characters; most "
            "often a quotation mark is opened and not closed. Close or remove it; nothing was taken."
        )
    if "expected after" in why:
        return (
            f"on line {lines.number:,} text follows a closing quotation mark, most often because an earlier mark "
            "was never closed. Quote a cell that contains quotation marks, and double those; nothing was taken."
        )
    return (
        f"line {lines.number:,} cannot be read as delimited text. Ask the sender to export it again; nothing was taken."
    )


def _remark_on_the_end(lines: _Lines, tally: Tally, row: int, last_column: str) -> None:
    """Where a file is cut inside its last cell every cell is there, and the last one's value may be half of itself."""
    if lines.last and not lines.last.endswith(("\n", "\r")):
        doubtful = (
            f"the value of {last_column!r} in row {row:,} is in doubt" if last_column else "no value read is in doubt"
        )
        tally.remarks.append(
            f"The file does not end with a line end; the last row may be cut: {doubtful}. "
            "Ask the sender how many rows there are, and whether this is the whole file."
        )
