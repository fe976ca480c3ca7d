"""Write a command's output so that it is there whole or not at all."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from goldenthread.command.stopping import not_now


class NotWritten(Exception):
    """The output could not be written; nothing of it is left. The message says where and why."""


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder to write in, beside ``out``; when the block ends well its files take their places in ``out``.

    Raises: NotWritten when there is no room or no right to write.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", suffix=".part", dir=out.parent))
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
