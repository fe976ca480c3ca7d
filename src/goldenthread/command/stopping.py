"""How every command ends when somebody presses Ctrl-C: with 130 and one line, wherever it was.

Libraries turn the interruption into faults of their own, or into none, so that whoever asks for the end is remembered
here. What is pressed while this is still being read, ``starting`` catches.
"""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from goldenthread.command.starting import SAID, STOPPED

SOON_SECONDS = 0.001
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

    sys.unraisablehook = _press_again
    try:
        signal.signal(signal.SIGINT, press)
        deed()
    except SystemExit as ended:
        if not pressed or ended.code in DONE:
            raise
        _stop()
    except BaseException:
        if not pressed:
            raise
        _stop()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # what Python does at its end is no work of the command's


def _press_again(lost: "sys.UnraisableHookArgs") -> None:
    """Ctrl-C in the middle of a callback, where an exception leads nowhere, is pressed once more when it is over."""
    if not isinstance(lost.exc_value, Stopped):
        sys.__unraisablehook__(lost)
        return
    signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, SOON_SECONDS)


def _stop() -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stderr.write(SAID)
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
