"""How a command ends: what it prints, and the exit code that scripts rely on."""

import errno
import json
import os
import sys
from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NoReturn

import typer

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Ending(IntEnum):
    """Exit codes of every ``goldenthread`` command."""

    DONE = 0
    DONE_WITH_REJECTIONS = 1
    """Done, but something was rejected, or the answer is no."""
    NOT_DONE = 2
    """Wrong use, or input that cannot be read. Nothing was written."""


def say(text: str) -> None:
    """Print a line on standard output."""
    typer.echo(text)


def say_as_json(answer: Mapping[str, Any] | list[Any]) -> None:
    """Print an answer for machines, one document."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def end(ending: Ending) -> NoReturn:
    raise typer.Exit(int(ending))


def complain(reason: str) -> None:
    """Say on standard error what stands in the way."""
    typer.echo(f"goldenthread: {reason}", err=True)


def refuse(reason: str, *, as_json: bool = False) -> NoReturn:
    """End with code 2 and say why on standard error, or as JSON on standard output for machines."""
    if as_json:
        say_as_json({"error": reason})
    complain(reason)
    raise typer.Exit(int(Ending.NOT_DONE))


def end_without_room(fault: OSError) -> NoReturn:
    """End with code 2 where what the command says could not be written: the disk behind standard output is full."""
    # What is left unsaid would be tried again when the process ends, and fail again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    complain(
        f"the answer could not be written ({fault.strerror}). Make room there, or send it elsewhere, then do the same "
        "again."
    )
    sys.exit(int(Ending.NOT_DONE))
