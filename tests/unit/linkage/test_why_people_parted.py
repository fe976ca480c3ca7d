"""A split tells the reason that somebody gave, and of nobody else that they gave it."""

from collections.abc import Mapping

import pytest

from goldenthread.linkage import Constraint, Decided
from goldenthread.linkage.incremental.reasons import (
    BRIDGE_GONE,
    DECIDED_BESIDE,
    NOT_ONE_WITH_OTHERS,
    SAID_TWO,
    WEIGHED_ANEW,
    Reasons,
)
from goldenthread.linkage.naming import RecordKey

ANN, BEN, GEE, ZED = (("school", "ann"), ("surgery", "ben"), ("team", "gee"), ("team", "zed"))
WERE_ONE = {ANN: "P", BEN: "P", GEE: "P", ZED: "Z"}


def told(one: RecordKey, other: RecordKey, decided: Decided = Decided.APART) -> Constraint:
    return Constraint(dataset_l=one[0], record_id_l=one[1], dataset_r=other[0], record_id_r=other[1], decided=decided)


def why(record: RecordKey, now: Mapping[RecordKey, str], *retold: Constraint) -> str:
    """Why the record is no longer with whoever is called P."""
    reasons = Reasons(held=WERE_ONE, now={**WERE_ONE, **now}, links={}, retold=retold, weighed_anew=True)
    return reasons.they_parted(reasons.now[record], "P", [record])


ALL_PARTED = {ANN: "P", BEN: "B", GEE: "G"}


def test_two_who_lost_the_record_between_them_were_not_said_to_be_two_people() -> None:
    taken_out = (told(GEE, ANN), told(GEE, BEN))
    assert why(GEE, ALL_PARTED, *taken_out) == SAID_TWO
    assert why(BEN, ALL_PARTED, *taken_out) == BRIDGE_GONE
    assert why(BEN, ALL_PARTED, told(BEN, ANN)) == SAID_TWO
    assert why(GEE, ALL_PARTED, told(BEN, ANN)) == BRIDGE_GONE


def test_who_was_said_to_be_two_is_told_so_although_neither_kept_the_id() -> None:
    nobody_is_p = {ANN: "A", BEN: "B", GEE: "B"}
    assert why(ANN, nobody_is_p, told(ANN, BEN)) == SAID_TWO


@pytest.mark.parametrize(
    ("retold", "because"),
    [
        ((), WEIGHED_ANEW),
        ((told(BEN, ZED),), DECIDED_BESIDE),
        ((told(BEN, ZED, Decided.LINK),), NOT_ONE_WITH_OTHERS),
    ],
)
def test_a_decision_about_somebody_else_takes_nothing_from_between_them(
    retold: tuple[Constraint, ...], because: str
) -> None:
    assert why(BEN, {BEN: "B"}, *retold) == because
