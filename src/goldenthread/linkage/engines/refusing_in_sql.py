"""The named predicates of ``refusing``, said once more in SQL for whoever weighs pairs in a database."""

from goldenthread.linkage.refusal import Refusal
from goldenthread.linkage.refusing import (
    DESPITE_IDENTIFIER,
    OUTWEIGHED_FROM_BITS,
    REFUSALS,
    WITHOUT_IDENTIFIERS,
)


def refusal_sql(unlearned_bits: float) -> str:
    """The position in ``REFUSALS`` of the predicate that ``refuse`` finds, or NULL, for a scored pair ``s``."""
    despite, others = (_case(r, unlearned_bits) for r in (DESPITE_IDENTIFIER, WITHOUT_IDENTIFIERS))
    return f"coalesce({despite}, CASE WHEN NOT s.confirmed THEN {others} END)"


def refusal_without_identifiers_sql(unlearned_bits: float) -> str:
    return _case(WITHOUT_IDENTIFIERS, unlearned_bits)


def _case(refusals: tuple[Refusal, ...], unlearned_bits: float) -> str:
    steps = []
    for refusal in refusals:
        live = f"s.relative_bits < {refusal.live_below_bits(unlearned_bits)} AND "
        only = live if refusal.asks_if_relatives_are_live else ""
        only += f"s.bits < {OUTWEIGHED_FROM_BITS} AND " if refusal.of_relatives and refusal.outweighed else ""
        only += f"s.bits < {refusal.below_bits} AND " if refusal.below_bits is not None else ""
        steps.append(f"WHEN {only}({refusal.holds_when.sql('l.{}', 'r.{}')}) THEN {REFUSALS.index(refusal)}")
    return f"CASE {' '.join(steps)} END"
