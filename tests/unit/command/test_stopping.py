"""Ctrl-C ends every command with 130 and one plain line, whatever a library makes of the interruption."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from goldenthread.command.folders import whole_folder
from goldenthread.command.stopping import not_now

SAID = "goldenthread: stopped by Ctrl-C. What was not finished was not written.\n"
DEED = """
import os, signal, sys
from goldenthread.command.stopping import obey_ctrl_c
def press():
    os.kill(os.getpid(), signal.SIGINT)
def deed():
{deed}
obey_ctrl_c(deed)
"""
LINK = """
import os, signal, sys
from goldenthread.command import linked_sources, main
def accept(*_, **__):
    os.kill(os.getpid(), signal.SIGINT)
linked_sources.accept = accept
sys.argv = ["goldenthread", "link", "--source", "a=a.csv:{contract}", "--out", "{out}"]
main.run()
"""
READING = """
import os, sys
from goldenthread.command import starting
class Key:
    def find_spec(self, name, path=None, target=None):
        if name == "{module}":
            os.kill(os.getpid(), 2)
sys.meta_path.insert(0, Key())
sys.argv = ["goldenthread", "law", "list"]
starting.run()
"""
NEW_TO_PYTHON = """
import sys
before = set(sys.modules)
import goldenthread.command.starting
print(*sorted(set(sys.modules) - before))
"""
IN_A_CALLBACK = """
    import time, weakref
    class One: pass
    one = One()
    seen = weakref.ref(one, lambda _: press())
    del one
    time.sleep(60)
"""
QUERY = """
    import threading, duckdb
    database = duckdb.connect()
    threading.Timer(0.2, press).start()
    while True:
        database.sql("select sum(a.range * b.range) from range(50000) a, range(20000) b").fetchall()
"""


@pytest.fixture(autouse=True)
def _ctrl_c_is_heard() -> Iterator[None]:
    """Also where the tests run in the background of a shell, which has the key ignored by whatever it begins."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def python(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "deed",
    [
        "    press()",
        "    try:\n        press()\n    except BaseException:\n        raise RuntimeError('Query interrupted')",
        "    try:\n        press()\n    except BaseException:\n        sys.exit(2)",
        QUERY,
        IN_A_CALLBACK,
    ],
    ids=["at once", "as another fault", "as a refusal", "in a query", "in a callback"],
)
def test_ctrl_c_ends_with_130_and_one_line(deed: str) -> None:
    ended = python(DEED.format(deed=deed))
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", SAID)


@pytest.mark.parametrize(
    "module", ["goldenthread.command.main", "goldenthread.command.stopping", "typer", "goldenthread.command.lawing"]
)
def test_ctrl_c_while_modules_are_read_ends_with_130_and_one_line(module: str) -> None:
    ended = python(READING.format(module=module))
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", SAID)


def test_the_script_begins_where_nothing_new_is_read_first() -> None:
    (script,) = metadata.entry_points(group="console_scripts", name="goldenthread")
    assert script.value == "goldenthread.command.starting:run"
    assert python(NEW_TO_PYTHON).stdout.split() == ["goldenthread", "goldenthread.command", script.module]


def test_a_command_that_had_done_its_work_ends_as_it_would(tmp_path: Path) -> None:
    ended = python(DEED.format(deed="    try:\n        press()\n    except BaseException:\n        sys.exit(0)"))
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_fault_that_nobody_asked_for_is_no_ctrl_c() -> None:
    ended = python(DEED.format(deed="    raise RuntimeError('of its own')"))
    assert ended.returncode == 1
    assert "of its own" in ended.stderr


def test_linking_that_is_stopped_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('source: "a"\nrecord_id: "Id"\ncolumns: {given_name: "First"}\n', encoding="utf-8")
    ended = python(LINK.format(contract=tmp_path / "a.yaml", out=tmp_path / "out"))
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", SAID)
    assert [file.name for file in tmp_path.iterdir()] == ["a.yaml"]


def test_an_output_that_is_being_put_in_its_place_is_put_there_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is pressed between the first file and the second."""
    out = tmp_path / "out"
    out.mkdir()
    replace, placed = os.replace, []

    def press_and_replace(file: Path, to: Path) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        replace(file, to)
        placed.append(to.name)

    def write() -> None:
        with whole_folder(out) as draft:
            for name in ("one", "two"):
                (draft / name).write_text("new", encoding="utf-8")

    monkeypatch.setattr(os, "replace", press_and_replace)
    with pytest.raises(KeyboardInterrupt):
        write()
    assert placed == ["one", "two"]


def test_what_waited_happens_after() -> None:
    done: list[bool] = []

    def press() -> None:
        with not_now():
            os.kill(os.getpid(), signal.SIGINT)
            done.append(True)
        done.append(False)

    with pytest.raises(KeyboardInterrupt):
        press()
    assert done == [True]
