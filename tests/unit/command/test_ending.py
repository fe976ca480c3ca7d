"""How every command ends where there is no room for what it says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this machine has no /dev/full")
COMMAND = "from goldenthread.command.main import run; run()"


@pytest.mark.parametrize("verb", [["--help"], ["law", "list"]], ids=" ".join)
def test_a_full_disk_behind_standard_output_ends_in_one_sentence(verb: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-c", COMMAND, *verb], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ended.returncode == 2
    assert ended.stderr.startswith("goldenthread: the answer could not be written (No space left on device).")
    assert len(ended.stderr.splitlines()) == 1


def test_a_copy_of_the_ledger_takes_the_place_of_files_only(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    export = [sys.executable, "-c", COMMAND, "ledger", "export", "--out", str(pipe)]
    ended = subprocess.run(export, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "is no file" in ended.stderr
    assert pipe.is_fifo()
