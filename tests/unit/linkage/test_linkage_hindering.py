"""What hinders a decision is told by the records of those whom it would join."""

import pyarrow as pa
import pytest

from goldenthread.linkage import Constraint, Decided, Mode
from goldenthread.linkage.incremental import Held, what_hinders_each
from goldenthread.linkage.incremental.hindering import (
    OTHER_DECISION,
    OTHER_RECORDS,
    STANDS_WITH_OTHERS,
    TWO_BIRTHS,
    TWO_NUMBERS,
    TWO_OF_ONE_ROW,
    TWO_OF_ONE_SOURCE,
)

ONE, TWO = "9990000018", "9990000026"
FIRST, SECOND = "first", "second"
"""Of twins: here a record is called by the number that it tells."""


def held(*records: tuple[str, str, int | None, str | None, str], mode: Mode = Mode.LINK_AND_DEDUPE) -> Held:
    """Each record by dataset, record id, row, NHS number and whose it is."""
    dataset, record_id, row, nhs, person = (list(column) for column in zip(*records, strict=True))
    features = pa.table(
        {
            "dataset": pa.array(dataset, pa.string()),
            "record_id": pa.array(record_id, pa.string()),
            "row": pa.array(row, pa.int64()),
            "nhs": pa.array(nhs, pa.string()),
            "newborn": pa.array([number if number in (FIRST, SECOND) else None for number in record_id], pa.string()),
        }
    )
    return Held(features=features, people=pa.array(person), mode=mode)


def said(left: str, right: str, decided: Decided = Decided.LINK, together: str = "") -> Constraint:
    (dataset_l, record_l), (dataset_r, record_r) = left.split(), right.split()
    return Constraint(
        dataset_l=dataset_l,
        record_id_l=record_l,
        dataset_r=dataset_r,
        record_id_r=record_r,
        decided=decided,
        together=together,
    )


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([("a", "1", 1, ONE, "p"), ("b", "2", 1, TWO, "q")], TWO_NUMBERS),
        ([("a", "1", 1, ONE, "p"), ("c", "3", 7, TWO, "q"), ("b", "2", 1, None, "q")], TWO_NUMBERS),
        ([("a", "1", 1, None, "p"), ("a", "3", 1, None, "q"), ("b", "2", 9, None, "q")], TWO_OF_ONE_ROW),
        ([("a", "1", None, None, "p"), ("b", "2", None, None, "q"), ("b", "4", None, None, "q")], OTHER_RECORDS),
        ([("a", "1", 1, ONE, "p"), ("b", "2", 1, ONE, "p")], None),
        ([("a", "1", 1, None, "p"), ("c", FIRST, 2, None, "p"), ("b", "2", 1, None, "q")], OTHER_RECORDS),
        (
            [
                ("a", "1", 1, None, "p"),
                ("c", FIRST, 2, None, "p"),
                ("b", "2", 1, None, "q"),
                ("c", SECOND, 3, None, "q"),
            ],
            TWO_BIRTHS,
        ),
    ],
)
def test_the_rest_of_both_people_tells_what_hinders_a_join(
    records: list[tuple[str, str, int | None, str | None, str]], why: str | None
) -> None:
    assert what_hinders_each([said("a 1", "b 2")], held(*records)) == [why]


def test_a_source_that_describes_each_person_once_hinders_only_where_that_is_so() -> None:
    records = (("a", "1", 1, None, "p"), ("a", "3", 2, None, "q"), ("b", "2", 1, None, "q"))
    told = [said("a 1", "b 2")]
    assert what_hinders_each(told, held(*records, mode=Mode.LINK_ONLY)) == [TWO_OF_ONE_SOURCE]
    assert what_hinders_each(told, held(*records)) == [OTHER_RECORDS]


def test_links_that_stand_with_one_that_is_hindered_are_hindered_by_it_and_partings_are_not() -> None:
    records = [("a", "1", 1, ONE, "p"), ("b", "2", 1, TWO, "q"), ("c", "3", 1, None, "r"), ("c", "4", 2, None, "p")]
    told = [
        said("a 1", "b 2", together="undo"),
        said("a 1", "c 3", together="undo"),
        said("a 1", "c 4", together="undo"),
        said("b 2", "c 4", Decided.APART, together="undo"),
        said("a 1", "c 4"),
    ]
    why = what_hinders_each(told, held(*records))
    assert why == [TWO_NUMBERS, STANDS_WITH_OTHERS, STANDS_WITH_OTHERS, None, None]


def test_a_parting_is_named_where_it_is_between_the_two_people_and_only_there() -> None:
    records = [("a", "1", 1, None, "p"), ("b", "2", 1, None, "q"), ("c", "3", 1, None, "q"), ("c", "4", 2, None, "r")]
    told = [said("a 1", "b 2"), said("b 2", "c 4"), said("c 3", "a 1", Decided.APART)]
    assert what_hinders_each(told, held(*records)) == [OTHER_DECISION, OTHER_RECORDS, None]
