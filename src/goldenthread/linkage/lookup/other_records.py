"""What a person's other records say of whoever is sought: the one that speaks loudest for it does not decide alone.

A father's record without a birth date fits his son of one name. His birth date stands on another, and says that the
two are not one person.
"""

from collections.abc import Iterable
from dataclasses import replace

from goldenthread.linkage.bridging import NOT_KNOWN, plainly_apart
from goldenthread.linkage.lookup.scoring import Details, Scored, Scorer, Weighing
from goldenthread.linkage.refusal import Refusal
from goldenthread.linkage.refusing import REFUSALS, TOO_UNLIKELY

_HELD_BY_BOTH, _NOT_TWO_OF = ("dob", "given", "family"), ("nhs", "middle")


def what_speaks_against(
    scorer: Scorer, weighing: Weighing, best: Details, scored: Scored, others: Iterable[tuple[Details, Scored | None]]
) -> Refusal | None:
    """What keeps one of ``others`` apart from whoever is sought, where the ``best`` record would be linked.

    As in the batch: a predicate that bars the pair; or, where ``best`` has no birth date, that all which the person has
    are plainly apart from the one sought. An identifier that ``best`` shares says whose it is, but for the predicates
    that hold despite one.

    Shape: ``others`` with what each weighed where it was weighed before.
    """
    sought = weighing.sought
    by_birth = not scored.confirmed and sought["dob"] is not None and best["dob"] is None
    births = []
    for other, before in others:
        if by_birth and (born := _birth(other)) != NOT_KNOWN:
            births.append(born)
        if nothing_keeps_apart(sought, other):
            continue
        weighed = before or weighing.score(other)
        heard = replace(weighed, confirmed=True) if scored.confirmed else weighed
        refusal = scorer.refusal_of(sought, other, heard)
        if refusal and weighed.weight.bits < refusal.bars_below_bits:
            return refusal
    apart = bool(births) and plainly_apart(_birth(sought), births).all()
    return REFUSALS[TOO_UNLIKELY] if apart else None


def nothing_keeps_apart(sought: Details, other: Details) -> bool:
    """No predicate bars two records that agree in all of this; of most people every record does."""
    if any(sought[name] is None or sought[name] != other[name] for name in _HELD_BY_BOTH):
        return False
    if any(None not in (sought[name], other[name]) and sought[name] != other[name] for name in _NOT_TWO_OF):
        return False
    of_one_row = sought["row"] is not None and sought["dataset"] == other["dataset"]
    return sought["born_year"] is not None and not of_one_row


def _birth(details: Details) -> int:
    """As ``bridging`` has it."""
    return NOT_KNOWN if details["born_year"] is None else int(details["dob"])
