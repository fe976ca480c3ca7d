"""A run that was killed while it wrote leaves nothing of the children for long."""

import errno
import fcntl
import os
import time
from pathlib import Path
from typing import Any

from goldenthread.command.folders import SURELY_BEGUN, whole_folder

NAMES = "record_id,given_name\n1,Zofia\n"


def left_behind(out: Path, *, seconds_ago: float) -> Path:
    draft = out.parent / f".{out.name}-k1ll_ed8.part"
    draft.mkdir()
    (draft / "people.csv").write_text(NAMES)
    then = time.time() - seconds_ago
    os.utime(draft, (then, then))
    return draft


def written(out: Path) -> list[str]:
    with whole_folder(out) as draft:
        (draft / "people.csv").write_text("record_id\n")
        os.utime(draft, (0, 0))
        while_written = sorted(p.name for p in out.parent.iterdir())
        with whole_folder(out.parent / "another") as other:
            (other / "report.html").write_text("")
        with whole_folder(out) as beside:
            (beside / "report.html").write_text("")
        assert draft.exists()
    return while_written


def test_a_later_run_takes_away_what_a_killed_one_left_and_no_draft_that_is_being_written(tmp_path: Path) -> None:
    out = tmp_path / "linked [today]"
    draft = left_behind(out, seconds_ago=SURELY_BEGUN + 1)
    assert draft.name not in written(out)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["another", out.name]
    assert sorted(p.name for p in out.iterdir()) == ["people.csv", "report.html"]


def test_where_the_file_system_knows_no_locks_a_run_writes_and_nothing_is_cleared(
    tmp_path: Path, monkeypatch: Any
) -> None:
    def refuse(*_: int) -> None:
        raise OSError(errno.ENOTSUP, "no locks here")

    draft = left_behind(tmp_path / "linked", seconds_ago=SURELY_BEGUN + 1)
    monkeypatch.setattr(fcntl, "flock", refuse)
    with whole_folder(tmp_path / "linked") as other:
        (other / "people.csv").write_text("record_id\n")
    assert (tmp_path / "linked" / "people.csv").exists()
    assert draft.exists()


def test_what_has_just_begun_or_belongs_to_another_output_stays(tmp_path: Path) -> None:
    young = left_behind(tmp_path / "linked", seconds_ago=1)
    others = left_behind(tmp_path / "linked-2", seconds_ago=SURELY_BEGUN + 1)
    with whole_folder(tmp_path / "linked"):
        assert young.exists()
        assert others.exists()
