"""How every command ends when somebody presses Ctrl-C: with 130 and one line, wherever it was.

Libraries turn the interruption into faults of their own, or into none, so that whoever asks for the end is remembered
here. Nothing that takes time is imported before that.
"""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

STOPPED = 128 + signal.SIGINT
"""The exit code of whatever ends by Ctrl-C."""
DONE = (None, 0, 1)
"""Exit codes of a command that had done its work when it ended."""


class Stopped(BaseException):
    """Somebody pressed Ctrl-C. No kind of ``KeyboardInterrupt``, of which the command line's library makes its own."""


def obey_ctrl_c(deed: Callable[[], None]) -> None:
    """Do a command's whole deed, or end with 130 and say so."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        deed()
        return
    pressed: list[int] = []

    def press(number: int, _: FrameType | None) -> NoReturn:
        pressed.append(number)
        raise Stopped

    signal.signal(signal.SIGINT, press)
    try:
        deed()
    except SystemExit as ended:
        if not pressed or ended.code in DONE:
            raise
        _stop()
    except BaseException:
        if not pressed:
            raise
        _stop()


def _stop() -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stderr.write("goldenthread: stopped by Ctrl-C. What was not finished was not written.\n")
    sys.exit(STOPPED)


@contextmanager
def not_now() -> Iterator[None]:
    """Ctrl-C waits until this block is left: what it does is done whole."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        signal.raise_signal(signal.SIGINT)
