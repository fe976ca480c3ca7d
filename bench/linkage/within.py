"""Hold a process, and what it maps, within so much memory: the kernel's control groups, if one may make one here."""

import os
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
NAME = "golden-thread-bench"
KINDS = ((GROUPS / "memory" / NAME, "memory.limit_in_bytes"), (GROUPS / NAME, "memory.max"))
"""The older and the newer way to say it."""


class NoLimitHere(Exception):
    """This machine lets nobody, or not us, hold a process within so much memory."""


def hold_within(gigabytes: float, mapped: Path) -> None:
    """From now on this process has no more, the pages of the files in ``mapped`` included. Raises: NoLimitHere."""
    for file in mapped.iterdir():
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
            # What another process read before would be counted there.
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    for group, limit in KINDS:
        try:
            group.mkdir(exist_ok=True)
            (group / limit).write_text(str(int(gigabytes * 1e9)))
            (group / "cgroup.procs").write_text(str(os.getpid()))
        except OSError:
            continue
        return
    raise NoLimitHere(f"No control group can be made under {GROUPS}. Run as root, or leave the limit out.")


def own_gigabytes() -> float:
    """What this process holds now that is nobody else's and in no file."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (held,) = (line.split()[1] for line in lines if line.startswith("RssAnon:"))
    return int(held) * 1024 / 1e9
