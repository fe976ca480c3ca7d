"""Starting processes that never outlive the one that started them, even when that one is killed outright."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def start_child(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    output: IO[bytes] | int | None = None,
    user: pwd.struct_passwd | None = None,
    ended_by: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own; the kernel sends it ``ended_by`` when the caller's thread ends.

    ``user`` is for a caller who is root and wants the child to be somebody with fewer rights.
    """
    return subprocess.Popen(  # noqa: S603 - commands are this module's callers' own constants
        list(command),
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        preexec_fn=_tie_to_parent(ended_by),  # runs after the change of user, which would undo it
        **_as_user(user),
    )


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether a child has ended. Its number stays reserved, so that signals to its group reach nobody else."""
    if process.returncode is not None:
        return True
    try:
        return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def end_group(process: subprocess.Popen[bytes], how: signal.Signals, *, patience_seconds: float) -> bool:
    """Send a signal to a child and wait; true when it ended. Then nothing of its group is left running."""
    if process.returncode is not None:
        return True
    if not has_ended(process):
        os.kill(process.pid, how)
    ends = time.monotonic() + patience_seconds
    while not has_ended(process):
        if time.monotonic() > ends:
            return False
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return True


def _tie_to_parent(ended_by: signal.Signals) -> Callable[[], None] | None:
    if _libc is None:
        return None
    parent, libc, number = os.getpid(), _libc, int(ended_by)

    def tie() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)  # the parent ended before we were tied to it

    return tie


def _as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
