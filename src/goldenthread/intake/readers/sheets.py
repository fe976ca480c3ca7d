"""Read the cells of a workbook's sheet as a stream of rows.

``openpyxl`` finds the parts of the workbook and the formats of its numbers. The two parts that grow with the table,
the sheet and the texts it shares, are parsed here: a tree of every cell would cost many times as much.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from goldenthread.intake.readers.guarding import Guarded, parser_without_types

BYTES_AT_ONCE = 1 << 16
SHARED_PART = "xl/sharedStrings.xml"

_ROW, _CELL, _VALUE, _INLINE, _TEXT, _SHARED, _PHONETIC = (
    f"{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "v", "is", "t", "si", "rPh")
)

_PARSED_HERE = ("xl/worksheets/sheet", SHARED_PART)
"""Parts that grow with the table: they are guarded as they are read."""

Values = tuple[Any, ...]


def _look_through(archive: ZipFile) -> None:
    """Let nothing that ``openpyxl`` parses itself declare a document type, whichever parser it finds installed."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")) and not name.startswith(_PARSED_HERE):
            with archive.open(name) as part:
                guarded = Guarded(part)
                while guarded.read(BYTES_AT_ONCE):
                    pass


class Workbook:
    """The parts of a workbook that matter for reading its tables. A damaged one raises whatever ``openpyxl`` does."""

    def __init__(self, path: Path) -> None:
        reader: Any = ExcelReader(path, read_only=True, data_only=True, keep_links=False)
        _look_through(reader.archive)
        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        self._archive = reader.archive
        self._book = reader.wb
        self._shared = reader.package.find(SHARED_STRINGS)
        self.sheets: dict[str, str] = {
            sheet.name: relation.target
            for sheet, relation in reader.parser.find_sheets()
            if relation.target in reader.valid_files and "chartsheet" not in relation.Type
        }

    def rows(self, sheet: str) -> Iterator[Values]:
        """The values of every row, from the first; a row that is left out in the file is empty."""
        with self._archive.open(self.sheets[sheet]) as stream:
            following = 1
            for number, values in _parsed(stream, _Sheet(self._meaning())):
                for _ in range(following, number):
                    yield ()
                if following <= number:
                    yield values
                following = max(following, number + 1)

    def _meaning(self) -> "Callable[[str, str, str], Any]":
        """What a cell's text means, given its kind and its style."""
        texts = self._shared_texts()
        dates, spans, epoch = self._book._date_formats, self._book._timedelta_formats, self._book.epoch

        def number(text: str, style: str) -> Any:
            value = float(text) if "." in text or "E" in text or "e" in text else int(text)
            if not style or int(style) not in dates:
                return value
            try:
                return from_excel(value, epoch, timedelta=int(style) in spans)
            except (OverflowError, ValueError):
                return "#VALUE!"

        def value_of(kind: str, text: str, style: str) -> Any:
            match kind:
                case "n":
                    return number(text, style)
                case "s":
                    return texts[int(text)]
                case "b":
                    return bool(int(text))
                case "d":
                    return from_ISO8601(text)  # type: ignore[no-untyped-call]  # openpyxl ships no types
                case _:
                    return text

        return value_of

    def _shared_texts(self) -> list[str]:
        if self._shared is None:
            return []
        with self._archive.open(self._shared.PartName[1:]) as stream:
            return list(_parsed(stream, _SharedTexts()))


class _Listener(ABC):
    """Hears the elements of a part; what is whole is put into ``done``. ``text`` gathers where it is a list."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.text: list[str] | None = None
        self.phonetic = False

    @abstractmethod
    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    @abstractmethod
    def end(self, name: str) -> None: ...

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)


class _SharedTexts(_Listener):
    """The texts that cells share, in order; how they are spoken and how they look is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _SHARED:
            self.pieces = []
        elif name == _PHONETIC:
            self.phonetic = True
        elif name == _TEXT and not self.phonetic:
            self.text = []

    def end(self, name: str) -> None:
        if name == _TEXT and self.text is not None:
            self.pieces += self.text
            self.text = None
        elif name == _PHONETIC:
            self.phonetic = False
        elif name == _SHARED:
            self.done.append("".join(self.pieces).replace("x005F_", ""))


class _Sheet(_Listener):
    """The rows of a sheet: the number of each and the values of its cells."""

    def __init__(self, value_of: Callable[[str, str, str], Any]) -> None:
        super().__init__()
        self.value_of = value_of
        self.number = 0
        self.column = 0
        self.in_row = False
        self.values: list[Any] = []
        self.kind = self.style = ""
        self.found: str | None = None
        self.inline: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            place = attributes.get("r")
            self.column = _column(place.rstrip("0123456789")) if place else self.column + 1
            self.kind = attributes.get("t", "n")
            self.style = attributes.get("s", "")
            self.found = self.inline = None
        elif name == _VALUE:
            self.text = []
        elif name == _ROW:
            place = attributes.get("r")
            self.number = _whole_number(place) if place else self.number + 1
            self.column = 0
            self.in_row = True
            self.values = []
        elif name == _INLINE:
            self.inline = ""
        elif name == _PHONETIC:
            self.phonetic = True
        elif name == _TEXT and self.inline is not None and not self.phonetic:
            self.text = []

    def end(self, name: str) -> None:
        if name == _CELL:
            if self.in_row:
                self._put(self._value())
        elif name == _VALUE:
            if self.found is None:
                self.found = "".join(self.text or ())
            self.text = None
        elif name == _ROW:
            self.in_row = False
            self.done.append((self.number, tuple(self.values[: self.column])))
        elif name == _TEXT and self.inline is not None and self.text is not None:
            self.inline += "".join(self.text)
            self.text = None
        elif name == _PHONETIC:
            self.phonetic = False

    def _value(self) -> Any:
        if self.kind == "inlineStr":
            return self.inline
        return self.value_of(self.kind, self.found, self.style) if self.found else None

    def _put(self, value: Any) -> None:
        missing = self.column - len(self.values) - 1
        if missing < 0:
            self.values[self.column - 1] = value
            return
        if missing:
            self.values.extend([None] * missing)
        self.values.append(value)


def _parsed(stream: BinaryIO, listener: _Listener) -> Iterator[Any]:
    parser = parser_without_types()
    parser.buffer_text = True
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.characters
    more = True
    while more:
        piece = stream.read(BYTES_AT_ONCE)
        more = bool(piece)
        parser.Parse(piece, not more)
        yield from listener.done
        listener.done.clear()


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    return int(column_index_from_string(letters))


def _whole_number(text: str) -> int:
    value = float(text)
    if not value.is_integer():
        raise ValueError("a row's number is not whole")
    return int(value)
