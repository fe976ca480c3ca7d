"""A record without a birth date that fits a father and a son: whose it is, and that it joins the two never."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest

from goldenthread.linkage import Linked, Outcome, link
from goldenthread.linkage.bridging import ABOUT_EQUAL_BITS, NOT_KNOWN, fits_two, plainly_apart
from goldenthread.linkage.joining import Numbers
from tests.unit.linkage.records_made import TODAY, area, record, table

FATHER, SON = 19750605, 20100807
NEITHER = "a_record_without_a_birth_date_that_fits_two_people_goes_to_neither"


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        (SON, True),
        (FATHER, False),
        (19750506, False),
        (19850605, False),
        (19770507, False),
        (19760807, False),
        (NOT_KNOWN, False),
        (2010, True),
        (201008, True),
        (1980, False),
        (1995, True),
        (20100101, True),
        (19800101, False),
    ],
)
def test_dates_are_plainly_apart_where_they_are_years_apart_and_no_slip(other: int, apart: bool) -> None:
    assert bool(plainly_apart(FATHER, other)) is apart
    assert bool(plainly_apart(other, FATHER)) is apart


def torn(
    bits: Sequence[float], births: Sequence[int], *, certain: int | None = None, named: bool = True, kin: bool = False
) -> list[bool]:
    """Record 0 has links of such ``bits`` to each of the next, which have such ``births``."""
    many = len(births)
    left, right = np.zeros(many, dtype=np.int64), np.arange(1, many + 1)
    weights = np.array(bits)
    if kin:
        left, right, weights = np.append(left, 1), np.append(right, 2), np.append(weights, 9.0)
    sure = np.zeros(len(left), dtype=bool)
    if certain is not None:
        sure[certain] = True
    known: Numbers = np.array([NOT_KNOWN, *births])
    names = np.array([named] + [True] * many)
    return fits_two(left, right, weights, np.ones(len(left), dtype=bool), sure, known, names).tolist()


def test_a_record_that_fits_two_people_equally_is_linked_to_neither() -> None:
    assert torn([8.0, 8.0, 8.0], [FATHER, FATHER, SON]) == [True, True, True]


def test_a_record_that_fits_one_of_them_better_is_his() -> None:
    assert torn([8.0 + 2 * ABOUT_EQUAL_BITS, 8.0], [FATHER, SON]) == [False, False]


def test_a_record_fits_one_person_though_a_birth_date_of_theirs_was_mistyped() -> None:
    assert torn([8.0, 8.0], [FATHER, 19750506]) == [False, False]


def test_a_number_says_whose_the_record_is() -> None:
    assert torn([8.0, 8.0], [FATHER, SON], certain=0) == [False, False]


def test_two_who_are_linked_to_each_other_are_no_two_people_to_be_torn_between() -> None:
    assert torn([8.0, 8.0], [FATHER, SON], kin=True) == [False, False, False]


def test_a_record_without_a_forename_is_none_of_a_father_and_a_son_of_one_name() -> None:
    assert torn([8.0, 8.0], [FATHER, SON], named=False) == [False, False]


def robert(record_id: str, born: date | None, **differs: Any) -> dict[str, Any]:
    told = {"given_name": "Robert", "family_name": "Quill", "address_line": "7 Mill Lane", "sex": "male"}
    return record(
        dataset="quill", record_id=record_id, date_of_birth=born, person_kind="unknown", **{**told, **differs}
    )


def linked_with(*more: dict[str, Any]) -> Linked:
    import pyarrow as pa

    families, _ = area(60, seed=5)
    return link(pa.concat_tables([families, table(*more)]), on=TODAY)


def person(linked: Linked, record_id: str) -> int:
    return next(r["cluster"] for r in linked.people.to_pylist() if r["record_id"] == record_id)


def test_a_father_and_a_son_of_one_name_do_not_meet_in_a_record_without_a_birth_date() -> None:
    linked = linked_with(
        robert("father-1", date(1975, 6, 5)),
        robert("father-2", date(1975, 6, 5)),
        robert("son", date(2010, 8, 7)),
        robert("whose", None),
    )
    father, son, whose = (person(linked, r) for r in ("father-1", "son", "whose"))
    assert person(linked, "father-2") == father
    assert len({father, son, whose}) == 3
    asked = [r for r in linked.links.to_pylist() if r["why"] == NEITHER]
    assert {r["record_id_l"] for r in asked} | {r["record_id_r"] for r in asked} == {
        "father-1",
        "father-2",
        "son",
        "whose",
    }
    assert all(r["outcome"] == Outcome.REVIEW and r["probability"] <= 0.5 for r in asked)


def test_a_record_without_a_birth_date_that_fits_one_man_is_his() -> None:
    linked = linked_with(robert("father-1", date(1975, 6, 5)), robert("whose", None))
    assert person(linked, "whose") == person(linked, "father-1")
