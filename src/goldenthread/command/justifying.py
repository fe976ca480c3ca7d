"""Why records are linked, in the words of whoever answers for it, and by which authority each source is read."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from goldenthread.command.linked_input import UnreadableInput
from goldenthread.intake import Accepted

BecauseGiven = Annotated[
    str | None, typer.Option("--because", metavar="TEXT", help="Why they are linked, and who decided. Name no child.")
]
JUSTIFICATION = "justification"
"""What ``report.json`` calls it."""


def justification_of(because: str | None, sources: Sequence[tuple[str, Accepted]]) -> dict[str, Any]:
    """What is recorded of a run: nothing is carried on from an earlier one. Raises: UnreadableInput."""
    if because is not None and not because.strip():
        raise UnreadableInput("--because is empty. Say why these records are linked and who decided it.")
    return {
        "because": because.strip() if because else None,
        "sources": [_read_by(name, accepted) for name, accepted in sources],
    }


def _read_by(name: str, accepted: Accepted) -> dict[str, Any]:
    authority = accepted.contract.authority
    named = sorted({str(one) for one in (authority.default, *authority.columns.values()) if one})
    return {"source": name, "contract": str(accepted.contract.contract), "authority": named}
