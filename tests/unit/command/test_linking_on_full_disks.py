"""A linking that finds no room leaves what was there as it was, and says so."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.command.agencies import linked_before, sources

__all__ = ["sources"]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("most_bytes", [500, 6_000, 30_000], ids=["the first file", "what stands", "the report"])
def test_a_full_disk_leaves_an_earlier_output_whole(sources: list[str], tmp_path: Path, most_bytes: int) -> None:
    out = linked_before(tmp_path / "out")
    before = contents(out)
    largest = max(len(told) for name, told in before.items())
    assert most_bytes < largest
    words = ["link", *sources, "--previous", str(out), "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from goldenthread.command.main import run; run()", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes)),
    )
    assert done.returncode == 2, done.stderr
    assert "no room to write" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(out) == before
    assert not list(tmp_path.glob(".out-*"))
