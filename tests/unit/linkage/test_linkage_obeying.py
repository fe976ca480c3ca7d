"""What stands together is obeyed wholly or not at all, beside what was decided before."""

import numpy as np

from goldenthread.linkage import Constraint, Decided
from goldenthread.linkage.joining import NOBODY, Limits
from goldenthread.linkage.obeying import Pair, obey

A, B = 0, 1


def told(*pairs: tuple[int, int, str], decided: Decided = Decided.LINK) -> dict[Pair, Constraint]:
    """Decisions on records 0, 1 and so on, each with what it stands together with."""
    return {
        (left, right): Constraint(
            dataset_l="a", record_id_l=str(left), dataset_r="a", record_id_r=str(right), decided=decided, together=name
        )
        for left, right, name in pairs
    }


def limits(own: list[int], barred: tuple[Pair, ...] = (), rows: tuple[int, ...] = ()) -> Limits:
    return Limits(
        own=np.array(own, dtype=np.int64),
        barred=np.array(barred, dtype=np.int64).reshape(-1, 2),
        one_each=(np.array(rows or [NOBODY] * len(own), dtype=np.int64),),
    )


def test_two_numbers_leave_the_whole_undo_out_and_what_stands_by_itself_in() -> None:
    found = obey(told((0, 1, "undo"), (0, 2, "undo"), (3, 4, "")), limits([A, NOBODY, B, NOBODY, NOBODY]))
    assert found.left_out == {"undo"}
    assert found.firm == {(3, 4)}


def test_what_can_wholly_be_is_obeyed() -> None:
    found = obey(told((0, 1, "undo"), (0, 2, "undo")), limits([A, NOBODY, A]))
    assert (found.left_out, found.firm) == (frozenset(), {(0, 1), (0, 2)})


def test_of_two_that_exclude_each_other_the_first_stands() -> None:
    one, other = (0, 1, "first"), (1, 2, "second")
    assert obey(told(one, other), limits([A, NOBODY, B])).left_out == {"second"}
    assert obey(told(other, one), limits([A, NOBODY, B])).left_out == {"first"}


def test_what_somebody_linked_before_is_not_torn_by_an_undo() -> None:
    found = obey(told((0, 1, ""), (1, 2, "undo"), (2, 3, "undo")), limits([A, NOBODY, B, NOBODY]))
    assert (found.left_out, found.firm) == ({"undo"}, {(0, 1)})


def test_what_is_barred_and_the_people_of_one_row_leave_an_undo_out() -> None:
    undo = told((0, 1, "undo"), (1, 2, "undo"))
    assert obey(undo, limits([NOBODY] * 3, barred=((0, 2),))).left_out == {"undo"}
    assert obey(undo, limits([NOBODY] * 3, rows=(7, 8, 7))).left_out == {"undo"}
    assert obey(undo, limits([NOBODY] * 3, rows=(7, 8, 9))).left_out == set()
