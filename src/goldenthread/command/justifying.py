"""Why records are linked: who answers for it says so, contracts name an authority, switches why a number may join."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Annotated, Any

import typer

from goldenthread.command.linked_input import UnreadableInput
from goldenthread.command.numbers_in_use import why_in_use
from goldenthread.intake import Accepted
from goldenthread.linkage import IdentifierUse

BecauseGiven = Annotated[
    str | None, typer.Option("--because", metavar="TEXT", help="Why they are linked, and who decided. Name no child.")
]
JUSTIFICATION = "justification"
"""What ``report.json`` calls it."""
NOT_HELD = "the register of law does not hold it"
NOBODY_SAID_WHY = (
    "Nobody has recorded why these records are linked, and the report says so. Give the reason with --because."
)


def justification_of(
    because: str | None, sources: Sequence[tuple[str, Accepted]], identifiers: IdentifierUse, *, on: date
) -> dict[str, Any]:
    """What is recorded of a run: nothing is carried on from an earlier one. Raises: UnreadableInput."""
    if because is not None and not because.strip():
        raise UnreadableInput("--because is empty. Say why these records are linked and who decided it.")
    read_by = [_read_by(name, accepted) for name, accepted in sources]
    return {
        "reason_given": because is not None,
        "because": because.strip() if because else None,
        "sources": read_by,
        "provisions": _in_words({id for one in read_by for id in one["authority"]}),
        "identifiers": why_in_use(identifiers, [name for name, _ in sources], on=on),
    }


def _read_by(name: str, accepted: Accepted) -> dict[str, Any]:
    authority = accepted.contract.authority
    named = sorted({str(one) for one in (authority.default, *authority.columns.values()) if one})
    return {"source": name, "contract": str(accepted.contract.contract), "authority": named}


def _in_words(authority: Collection[str]) -> dict[str, str]:
    """Each of these provisions as the register of law names it; of one that it does not hold it says so."""
    from goldenthread.law import read_provision

    told = {id: read_provision(id) for id in sorted(authority)}
    return {id: f"{one.citation}: {one.title}" if one else f"{id}: {NOT_HELD}" for id, one in told.items()}
