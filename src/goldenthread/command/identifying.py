"""``goldenthread identifiers check``: what a number is, whether it can be one, and why not."""

import sys
from collections.abc import Iterator
from typing import Annotated, TextIO

import typer

from goldenthread.command.ending import Ending, end, refuse, say, say_as_json
from goldenthread.vocabulary import CheckedIdentifier, Grade, check_identifier

VALID = frozenset({Grade.VERIFIED, Grade.WELL_FORMED, Grade.TEMPORARY})
"""A temporary UPN is valid, though it is no key between agencies."""
LONGEST_LINE_CHARACTERS = 200

identifiers = typer.Typer(help="Check NHS numbers and Unique Pupil Numbers.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(identifiers, name="identifiers")


@identifiers.callback()
def about_identifiers() -> None:
    """Check NHS numbers and Unique Pupil Numbers."""


@identifiers.command("check")
def check(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Read one identifier a line on standard input; say its kind, whether it is valid or why not, and its normal form.

    Ends with 0 when all are valid, 1 when any is not, 2 when there was nothing to check.
    """
    try:
        checked = [check_identifier(line) for line in lines_of(sys.stdin)]
    except UnicodeDecodeError:
        refuse("standard input is not UTF-8 text. Convert it and try again.", as_json=as_json)
    if not checked:
        refuse("nothing to check. Give one identifier a line on standard input.", as_json=as_json)
    if as_json:
        say_as_json([in_words(one) for one in checked])
    else:
        for one in checked:
            say("\t".join((str(one.kind), "valid" if one.grade in VALID else "not valid", one.value, one.why)))
    end(Ending.DONE if all(one.grade in VALID for one in checked) else Ending.DONE_WITH_REJECTIONS)


def in_words(checked: CheckedIdentifier) -> dict[str, str | bool]:
    """Say one checked identifier in the columns kind, valid, normalised, grade and why."""
    return {
        "kind": str(checked.kind),
        "valid": checked.grade in VALID,
        "normalised": checked.value,
        "grade": str(checked.grade),
        "why": checked.why,
    }


def lines_of(stream: TextIO) -> Iterator[str]:
    """Lines with something on them, each cut to a length no identifier reaches, so that no line fills the memory."""
    while line := stream.readline(LONGEST_LINE_CHARACTERS):
        whole = line.endswith("\n")
        rest = line
        while not whole and rest:
            rest = stream.readline(LONGEST_LINE_CHARACTERS)
            whole = rest.endswith("\n")
        if line.strip():
            yield line.strip()
