"""The reading process set apart: it parses what an agency sent within limits of memory and time, and prints rows.

One request comes on standard input; rows go out as JSON lines, which nobody can turn into more than rows.
"""

import gc
import json
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from goldenthread.intake.formats import FileFormat, FileKind
from goldenthread.intake.readers.reading import Broken, Row, Tally, Unreadable, Wanted

ROWS_AT_ONCE = 256

Read = Callable[[Path, FileFormat, Wanted, Tally], Iterator[Row]]

_READERS = {
    FileKind.XLSX: ("xlsx_rows", "read_xlsx"),
    FileKind.XML: ("xml_rows", "read_xml"),
    FileKind.JSON: ("json_rows", "read_json"),
    FileKind.PARQUET: ("parquet_rows", "read_parquet"),
}


def main() -> None:
    gc.disable()  # a parsed file has no cycles, its memory is bounded, and this process ends with it
    request = json.loads(sys.stdin.read())
    read = _reader(FileKind(request["kind"]))
    _limit(memory_bytes=request["memory_bytes"], cpu_seconds=request["cpu_seconds"])
    try:
        last = _read(request, read)
    except Unreadable as fault:
        last = {"fault": str(fault)}
    except MemoryError:
        last = {"fault": f"{Path(request['path']).name}: needs more memory than reading a file may take. Split it."}
    print(json.dumps(last), flush=True)  # noqa: T201 - the protocol with the parent


def _limit(*, memory_bytes: int, cpu_seconds: int) -> None:
    """From here on no more than this much memory and processor time; the limit counts what is mapped already."""
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if _has_proc() else 0
    resource.setrlimit(resource.RLIMIT_AS, (mapped + memory_bytes, mapped + memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _has_proc() -> bool:
    return Path("/proc/self/statm").exists()


def _read(request: dict[str, Any], read: Read) -> dict[str, Any]:
    wanted = Wanted(
        columns=tuple(request["columns"]),
        groups=tuple((path, tuple(names)) for path, names in request["groups"]),
        may_be_absent=frozenset(request["may_be_absent"]),
        never_read=frozenset(request["never_read"]),
    )
    form = FileFormat(**{**request["form"], "kind": FileKind(request["kind"])})
    tally = Tally()
    waiting: list[Any] = []
    for row in read(Path(request["path"]), form, wanted, tally):
        waiting.append(_portable(row))
        if len(waiting) >= ROWS_AT_ONCE:
            print(json.dumps(waiting))  # noqa: T201 - the protocol with the parent
            waiting.clear()
    print(json.dumps(waiting))  # noqa: T201 - the protocol with the parent
    return {"tally": asdict(tally)}


def _reader(kind: FileKind) -> Read:
    """The reader of one kind of file. The others are not imported: their libraries are slow to load."""
    module, name = _READERS[kind]
    read: Read = getattr(import_module(f"goldenthread.intake.readers.{module}"), name)
    return read


def _portable(row: Row) -> list[Any]:
    number, cells, groups = row
    return [number, asdict(cells) if isinstance(cells, Broken) else cells, groups]
