"""Read JSON or JSON lines, strictly: a repeated key or a NaN breaks its row. Runs in the reading process set apart."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from goldenthread.intake.formats import FileFormat
from goldenthread.intake.readers.json_lists import ItemsOfList, NoList
from goldenthread.intake.readers.reading import LONGEST_LINE_CHARACTERS, Broken, Row, Tally, Unreadable, Wanted
from goldenthread.intake.readers.sniffing import encoding_of
from goldenthread.intake.readers.trees import Flattener, Leaves, Place, check_depth


class _Spoilt(Exception):
    """Something inside this row makes it impossible to say what it means."""

    def __init__(self, broken: Broken) -> None:
        super().__init__(broken.reason)
        self.broken = broken


_NOT_JSON = Broken(reason="not_json", sentence="The line is not one whole JSON object.")
_TWICE = Broken(
    reason="repeated_key", sentence="A key stands twice in one object, so that one of two values would be lost."
)
_NO_NUMBER = Broken(reason="not_a_number", sentence="A value is NaN or infinite, which JSON does not allow.")


class _Marked:
    """Stands in the tree where a row is spoilt, so that only its own row is rejected."""

    def __init__(self, broken: Broken) -> None:
        self.broken = broken


def _once(pairs: list[tuple[str, Any]]) -> Any:
    made = dict(pairs)
    return made if len(made) == len(pairs) else _Marked(_TWICE)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_constant=lambda _: _Marked(_NO_NUMBER), parse_int=str, parse_float=str
)


def read_json(path: Path, form: FileFormat, wanted: Wanted, tally: Tally) -> Iterator[Row]:
    """Every object in the list at ``row_path``, or one object a line. A column that starts with ``/`` stands outside.

    Raises: Unreadable when the whole is not JSON or has no list of objects where the contract says.
    """
    flattener = Flattener(wanted)
    number = 0
    for number, (item, beyond) in enumerate(_items(path, form, flattener, tally), start=1):
        try:
            if isinstance(item, _Marked):
                raise _Spoilt(item.broken)
            if not isinstance(item, dict):
                raise _Spoilt(_NOT_JSON)
            _walk(item, flattener.root, flattener.begin(), flattener, 0)
            yield number, *flattener.cells(beyond)
        except _Spoilt as spoilt:
            yield number, spoilt.broken, ()
    if not number:
        raise Unreadable(f"{path.name}: holds no row. Check row_path in the contract, or ask for the file again.")
    flattener.report(tally)


def _items(path: Path, form: FileFormat, flattener: Flattener, tally: Tally) -> Iterator[tuple[Any, Leaves]]:
    encoding = encoding_of(path, form)
    try:
        with path.open("r", encoding=encoding) as file:
            start = file.read(4096).lstrip()
            file.seek(0)
            if form.row_path or start.startswith("["):
                yield from _listed(file.read(), form, path, flattener)
            else:
                for item in _lines(file, path, tally):
                    yield item, {}
    except UnicodeDecodeError as fault:
        raise Unreadable(f"{path.name}: holds bytes that are not {form.encoding}. Write the right encoding.") from fault
    except RecursionError as fault:
        raise Unreadable(f"{path.name}: nested too deeply. This is not the table the contract describes.") from fault
    except json.JSONDecodeError as fault:
        raise Unreadable(
            f"{path.name}: is not JSON at line {fault.lineno:,}, column {fault.colno:,}. "
            "It may be cut off; ask for it again."
        ) from fault


def _listed(text: str, form: FileFormat, path: Path, flattener: Flattener) -> Iterator[tuple[Any, Leaves]]:
    """Each item with the values that stood outside the list before it."""
    items = ItemsOfList(text, form.row_path, decode=_DECODER.raw_decode, wanted=frozenset(flattener.outside))
    beyond: Leaves = {}
    try:
        for item in items:
            if len(beyond) < len(items.outside):
                beyond = {name: _text(value).strip() for name, value in items.outside.items()}
            yield item, beyond
    except NoList as fault:
        raise Unreadable(
            f"{path.name}: has no list at {form.row_path or 'its top'}. Check row_path in the contract."
        ) from fault
    except _Spoilt as fault:
        raise Unreadable(f"{path.name}: outside the rows: {fault.broken.sentence} Ask for the file again.") from fault


def _lines(file: Any, path: Path, tally: Tally) -> Iterator[Any]:
    number = 0
    while line := file.readline(LONGEST_LINE_CHARACTERS + 1):
        number += 1
        if len(line) > LONGEST_LINE_CHARACTERS:
            raise Unreadable(f"{path.name}: line {number:,} is longer than {LONGEST_LINE_CHARACTERS:,} characters.")
        if not line.strip():
            tally.blank += 1
            continue
        try:
            item = _DECODER.decode(line)
        except (json.JSONDecodeError, RecursionError):
            if not line.endswith("\n"):
                raise Unreadable(
                    f"{path.name}: the file is cut off in its last line ({number:,}). Ask for the whole file."
                ) from None
            item = _Marked(_NOT_JSON)
        yield item


def _walk(node: dict[str, Any], at: Place, into: list[Leaves], flattener: Flattener, depth: int) -> None:
    check_depth(depth)
    below, number, row = at.below, flattener.number, flattener.row
    in_row = len(into) == 1 and into[0] is row
    for name, value in node.items():
        place = below.get(name) or flattener.below(at, name)
        if in_row and type(value) is str and place.ordinary and place.last_row != number:
            place.last_row = number  # ``put``, cut down to what nearly every value needs
            flattener.values += 1
            if place.wanted:
                row[place.path] = value.strip()
        elif place.never:
            continue
        elif type(value) is list:
            for item in value:
                _take(item, place, into, flattener, depth)
        else:
            _take(value, place, into, flattener, depth)


def _take(child: Any, place: Place, into: list[Leaves], flattener: Flattener, depth: int) -> None:
    if place.repeated:
        into = flattener.enter(place, into)
    if type(child) is dict and _has_parts(child):
        _walk(child, place, into, flattener, depth + 1)
    elif type(child) is list and child:
        _walk({"item": child}, place, into, flattener, depth + 1)
    else:
        flattener.meet(place, into)
        flattener.put(place, _text(child), into)


def _has_parts(node: dict[str, Any]) -> bool:
    return any(type(value) is not list or value for value in node.values())


def _text(node: Any) -> str:
    match node:
        case _Marked():
            raise _Spoilt(node.broken)
        case None | dict() | list():
            return ""
        case bool():
            return "true" if node else "false"
        case _:
            return str(node)
