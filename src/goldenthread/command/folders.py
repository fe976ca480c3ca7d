"""Write a command's output so that it is there whole or not at all."""

import errno
import fcntl
import glob
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from goldenthread.command.stopping import not_now

PART = ".part"
SURELY_BEGUN = 60
"""A draft that is so many seconds old is locked by whoever writes it."""


class NotWritten(Exception):
    """The output could not be written; nothing of it is left. The message says where and why."""


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder to write in, beside ``out``; when the block ends well its files take their places in ``out``.

    What a run left that was killed while it wrote is taken away first: it may hold children's names.

    Raises: NotWritten when there is no room or no right to write.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(out)
        draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", suffix=PART, dir=out.parent))
        written = _lock(draft)
    except OSError as fault:
        raise NotWritten(_why(out, fault)) from fault
    try:
        yield draft
        with not_now():
            _settle(draft, out)
    except OSError as fault:
        raise NotWritten(_why(out, fault)) from fault
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if written is not None:
            os.close(written)


def _lock(draft: Path) -> int | None:
    """The folder, locked until it is closed or whoever writes it is gone; none where another holds it, or where the
    file system knows no locks, as some that are far away do not: there nothing is ever cleared."""
    folder = os.open(draft, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(folder)
        return None
    return folder


def _clear_leftovers(out: Path) -> None:
    """Take away the drafts of runs that live no more."""
    for draft in out.parent.glob(f".{glob.escape(out.name)}-{'[a-z0-9_]' * 8}{PART}"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > SURELY_BEGUN and (held := _lock(draft)) is not None:
                shutil.rmtree(draft, ignore_errors=True)
                os.close(held)


def _settle(draft: Path, out: Path) -> None:
    if not out.exists():
        draft.rename(out)
        return
    for file in sorted(draft.iterdir()):
        if file.is_dir():
            shutil.rmtree(out / file.name, ignore_errors=True)
        os.replace(file, out / file.name)


def _why(out: Path, fault: OSError) -> str:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"there is no room to write {out}. Nothing was written; free some space and run the command again."
    return f"{out} cannot be written ({fault.strerror or type(fault).__name__}). Choose another --out."
