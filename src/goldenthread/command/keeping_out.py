"""Whom ``goldenthread accept`` and ``link`` keep out at the door: who an adopted child was before."""

import json
from pathlib import Path
from typing import Annotated

import typer

from goldenthread.intake import HeldBack, Unreadable, read_held_back

TokensGiven = Annotated[
    Path | None, typer.Option("--held-back", metavar="JSON", help="Tokens of records never to be taken in.")
]
KeyGiven = Annotated[Path | None, typer.Option("--adoption-key", metavar="FILE", help="The key of those tokens.")]
NOBODY_KEPT_OUT = (
    "No held-back tokens were given (--held-back): who an adopted child was before would be taken in like anybody else."
)
TOLD = "held_back"
"""What ``report.json`` calls the fingerprint of the tokens that a run was given."""


def held_back_in(tokens: Path | None, key: Path | None) -> HeldBack | None:
    """What the adoption team holds back. Raises: Unreadable."""
    if tokens is None and key is None:
        return None
    if tokens is None or key is None:
        raise Unreadable("--held-back and --adoption-key belong together. Give both.")
    return read_held_back(tokens, key)


def kept_out_of(previous: Path | None, tokens: Path | None, key: Path | None, *, changes_only: bool) -> HeldBack | None:
    """Whom an earlier run kept out stays out, and whom this one holds back does not stand on. Raises: Unreadable."""
    held_back = held_back_in(tokens, key)
    before = tokens_told_by(previous) if previous else None
    if before and held_back is None:
        raise Unreadable(
            f"{previous} was linked with held-back tokens and this run has none: whom they kept out would be taken in. "
            "Add --held-back and --adoption-key."
        )
    if previous and changes_only and held_back and held_back.fingerprint != before:
        raise Unreadable(
            f"the held-back tokens are not those of {previous}, and whom they newly hold back would stand on. Link all "
            "records once with --previous and without --changes-only."
        )
    return held_back


def tokens_told_by(previous: Path) -> str | None:
    """The fingerprint of the tokens that an earlier run was given. Raises: Unreadable."""
    try:
        told = json.loads((previous / "report.json").read_text(encoding="utf-8"))[TOLD]
    except (FileNotFoundError, KeyError):
        return None
    except (OSError, ValueError, TypeError) as fault:
        raise Unreadable(
            f"{previous / 'report.json'}: cannot be read ({type(fault).__name__}), and with it whether held-back "
            "tokens were given. Restore the folder, or link without --previous."
        ) from fault
    return told if isinstance(told, str) else None
