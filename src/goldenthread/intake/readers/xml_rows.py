"""Read XML as a stream of rows; entities and document types are refused. Runs in the reading process set apart."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers.expat import ExpatError

from goldenthread.intake.formats import FileFormat
from goldenthread.intake.readers.guarding import DeclaresTypes, Guarded
from goldenthread.intake.readers.reading import Row, Tally, Unreadable, Wanted
from goldenthread.intake.readers.trees import MOST_VALUES_IN_A_ROW, Flattener, Leaves, Place, check_depth

DEEPEST_ELEMENT = 100
MOST_ELEMENTS_IN_A_ROW = 20_000


def read_xml(path: Path, form: FileFormat, wanted: Wanted, tally: Tally) -> Iterator[Row]:
    """Every element at ``row_path``. A column is a path below it; one that starts with ``/`` stands outside the rows.

    Raises: Unreadable when the file is not well formed, declares entities, or has no element at ``row_path``.
    """
    if not form.row_path:
        raise Unreadable(f"{path.name}: the contract does not say where rows stand. Write format: row_path.")
    flattener = Flattener(wanted)
    try:
        number = 0
        for number, (element, beyond) in enumerate(_elements(path, form.row_path, tally), start=1):
            _walk(element, flattener.root, flattener.begin(), flattener, 0)
            yield number, *flattener.cells(beyond)
    except DeclaresTypes as fault:
        raise Unreadable(
            f"{path.name}: declares a document type or entities, which can be used to read other files or to fill the "
            "memory. It is not read. Ask the sender for plain XML."
        ) from fault
    except (ParseError, ExpatError) as fault:
        line, column = fault.position if isinstance(fault, ParseError) else (fault.lineno, fault.offset)
        raise Unreadable(
            f"{path.name}: is not well-formed XML at line {line:,}, column {column:,}. "
            "It may be cut off; ask for it again."
        ) from fault
    except Unreadable as fault:
        raise Unreadable(f"{path.name}: {fault}") from None
    if not number:
        raise Unreadable(f"{path.name}: has no element {form.row_path}. Check row_path in the contract.")
    flattener.report(tally)


def _elements(path: Path, row_path: str, tally: Tally) -> Iterator[tuple[Element, Leaves]]:
    """Each row's element with the values that stood outside rows before it; what is read is let go at once."""
    where = _Where(row_path)
    stray = 0
    with path.open("rb") as file:
        for event, element in iterparse(Guarded(file), events=("start", "end")):  # noqa: S314 - Guarded stands before it
            if event == "start":
                where.enter(element)
                continue
            stray += _is_stray(element)
            if where.is_row():
                yield element, where.beyond
            where.leave(element)
    if stray:
        tally.remarks.append(f"Elements with text beside their inner elements: {stray:,}. That text was not read.")


class _Where:
    """Where in the document the parser stands: which elements are open, and whether they are inside a row."""

    def __init__(self, row_path: str) -> None:
        self.goal = "/" + row_path.strip("/")
        self.open: list[tuple[Element, str]] = []
        self.row_depth = 0
        """How many elements were open when the row began, itself included; 0 outside rows."""
        self.elements = 0
        self.beyond: Leaves = {}

    def enter(self, element: Element) -> None:
        path = self.open[-1][1] if self.open else ""
        self.open.append((element, f"{path}/{_local(element.tag)}"))
        if len(self.open) > DEEPEST_ELEMENT:
            raise Unreadable(f"elements are nested more than {DEEPEST_ELEMENT} deep. This is not the table described.")
        if not self.row_depth and self.open[-1][1].endswith(self.goal):
            self.row_depth, self.elements = len(self.open), 0
        self.elements += 1
        if self.row_depth and self.elements > MOST_ELEMENTS_IN_A_ROW:
            raise Unreadable(f"one row holds more than {MOST_ELEMENTS_IN_A_ROW:,} elements. Check row_path.")

    def is_row(self) -> bool:
        return len(self.open) == self.row_depth

    def leave(self, element: Element) -> None:
        """Close an element. One that is no part of an open row is forgotten, so that memory stays small."""
        path = self.open.pop()[1]
        if self.row_depth and len(self.open) >= self.row_depth:
            return
        if not self.row_depth and not len(element):
            self.beyond[path] = (element.text or "").strip()
        self.row_depth = 0
        element.clear()
        if self.open:
            self.open[-1][0].remove(element)


def _is_stray(element: Element) -> bool:
    """Whether there is text beside the inner elements."""
    if not len(element):
        return False
    if element.text and element.text.strip():
        return True
    return any(child.tail and child.tail.strip() for child in element)


def _walk(element: Element, at: Place, into: list[Leaves], flattener: Flattener, depth: int) -> None:
    check_depth(depth)
    for name, value in element.attrib.items():
        place = _below(at, f"@{_local(name)}", flattener)
        if not place.never:
            flattener.put(place, value, flattener.enter(place, into) if place.repeated else into)
    for child in element:
        place = _below(at, _local(child.tag), flattener)
        if place.never:
            continue
        inner = flattener.enter(place, into) if place.repeated else into
        if len(child) or child.attrib:
            _walk(child, place, inner, flattener, depth + 1)
        else:
            flattener.put(place, child.text or "", inner)


def _below(at: Place, name: str, flattener: Flattener) -> Place:
    return at.below.get(name) or flattener.below(at, name)


@lru_cache(MOST_VALUES_IN_A_ROW)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
