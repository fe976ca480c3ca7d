"""Where the ``goldenthread`` script begins: Ctrl-C is heeded before anything that takes time is read.

At the top it imports nothing that Python has not read by then. Only Python's own start, a hundredth of a second, is
before it.
"""

import os

STOPPED = 130
"""The exit code of whatever ends by Ctrl-C: 128 and the number of its signal."""
SAID = "goldenthread: stopped by Ctrl-C. What was not finished was not written.\n"


def run() -> None:
    """Entry point of the ``goldenthread`` script."""
    try:
        import signal

        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, _end_at_once)
        from goldenthread.command.main import run as run_command
    except KeyboardInterrupt:
        _end_at_once()
    run_command()


def _end_at_once(*_: object) -> None:
    """While modules are read nothing is open. An exception could be lost here: Python reads them with callbacks."""
    os.write(2, SAID.encode())
    os._exit(STOPPED)
