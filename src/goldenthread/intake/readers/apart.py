"""Read a file in a process set apart, so that a hostile one can take no more than a gigabyte and its share of time."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from goldenthread.intake.formats import FileFormat, FileKind
from goldenthread.intake.readers.reading import Broken, Row, Tally, Unreadable, Wanted

MEMORY_BYTES = 1024**3
CPU_SECONDS = 120

_ROOM = Path(__file__).resolve().parents[1]
# The child needs the readers and not the room they stand in, whose libraries would take most of its time.
_BEGIN = """
import sys, types
room = types.ModuleType("goldenthread.intake")
room.__path__ = sys.argv[1:]
sys.modules[room.__name__] = room
from goldenthread.intake.readers.child import main
main()
"""


def read_apart(path: Path, kind: FileKind, form: FileFormat, wanted: Wanted, tally: Tally) -> Iterator[Row]:
    """Every row of a workbook, XML, JSON or Parquet file.

    Raises: Unreadable with the reader's reason, or because the reading process ran into its limits.
    """
    with subprocess.Popen(  # noqa: S603 - our own code and folder, nothing that was sent
        [sys.executable, "-c", _BEGIN, str(_ROOM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_surroundings(),
        text=True,
        encoding="utf-8",
    ) as child:
        try:
            yield from _rows_of(child, _request(path, kind, form, wanted), path, tally)
        finally:
            child.kill()


def _rows_of(child: "subprocess.Popen[str]", request: dict[str, Any], path: Path, tally: Tally) -> Iterator[Row]:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the reading process has no pipes")
    try:
        child.stdin.write(json.dumps(request))
        child.stdin.close()
    except BrokenPipeError:
        pass  # it died at once; what it says, or the lack of it, is read below
    for line in child.stdout:
        message = json.loads(line)
        if isinstance(message, list):
            for number, cells, groups in message:
                if isinstance(cells, dict):
                    yield number, Broken(**cells), ()
                else:
                    yield number, tuple(cells), tuple([tuple(cell) for cell in group] for group in groups)
        elif "fault" in message:
            raise Unreadable(message["fault"])
        else:
            _add(tally, message["tally"])
            return
    raise Unreadable(
        f"{path.name}: reading it took more than {MEMORY_BYTES // 1024**2:,} MiB of memory or {CPU_SECONDS} seconds, "
        "and was stopped; nothing was taken. Save only the table, as .csv, or split the file."
    )


def _request(path: Path, kind: FileKind, form: FileFormat, wanted: Wanted) -> dict[str, Any]:
    return {
        "path": str(path.resolve()),
        "kind": kind,
        "form": asdict(form),
        "columns": wanted.columns,
        "groups": wanted.groups,
        "may_be_absent": sorted(wanted.may_be_absent),
        "never_read": sorted(wanted.never_read),
        "memory_bytes": MEMORY_BYTES,
        "cpu_seconds": CPU_SECONDS,
    }


def _add(tally: Tally, said: dict[str, Any]) -> None:
    tally.seen.extend(said["seen"])
    tally.blank += said["blank"]
    tally.remarks.extend(said["remarks"])


def _surroundings() -> dict[str, str]:
    """The child needs to find this package, and nothing else: no passwords or addresses of the parent."""
    root = str(_ROOM.parents[1])
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    # Other pools than the system's reserve more address space than the limit allows before anything is read.
    frugal = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1"}
    return {**kept, **frugal, "PYTHONPATH": root, "PYTHONIOENCODING": "utf-8"}
