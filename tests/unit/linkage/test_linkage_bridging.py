"""A record without a birth date that fits a father and a son: whose it is, and that it joins the two never."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from goldenthread.linkage import Linked, Outcome, link
from goldenthread.linkage.bridging import ABOUT_EQUAL_BITS, NOT_KNOWN, Links, fits_two, plainly_apart
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table

FATHER, SON = 19750605, 20100807
NEITHER = "a_record_without_a_birth_date_that_fits_two_people_goes_to_neither"


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        (SON, True),
        (FATHER, False),
        (19750506, False),
        (19850605, False),
        (19770507, True),
        (19770607, False),
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


def of_records(
    births: Sequence[int], forenames: Sequence[str | None], seconds: Sequence[str | None] | None = None
) -> pa.Table:
    born = [None if one == NOT_KNOWN else str(one) for one in births]
    second = seconds or [None] * len(births)
    texts = {"dob": born, "given": forenames, "middle": second}
    years = pa.array([int(one[:4]) if one else None for one in born], pa.int64())
    return pa.table({name: pa.array(values, pa.string()) for name, values in texts.items()} | {"born_year": years})


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
    features = of_records([NOT_KNOWN, *births], ["anna" if named else None] + ["anna"] * many)
    linked = np.ones(len(left), dtype=bool)
    links = Links(left=left, right=right, bits=weights, joins=linked, certain=sure, two=~linked, by_second=~linked)
    found = fits_two(links, features)
    assert not found.held.any()
    return found.born.tolist()


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


TWINS = "a_record_that_fits_two_twins_goes_to_neither"


def child(record_id: str, given: str | None, **differs: Any) -> dict[str, Any]:
    told = {"family_name": "Quill", "address_line": "7 Mill Lane", "sex": None, "date_of_birth": date(2019, 3, 4)}
    return record(dataset=f"of-{record_id[-1]}", record_id=record_id, given_name=given, **{**told, **differs})


def people(linked: Linked, *record_ids: str) -> list[int]:
    return [person(linked, record_id) for record_id in record_ids]


@pytest.mark.parametrize(
    ("one", "other", "either_of_them"),
    [("Arthur", "Freya", "Baby"), ("Maria Clara", "Maria Julia", "Maria"), ("Arthur", "Freya", None)],
)
def test_what_fits_either_of_two_twins_goes_to_a_person(one: str, other: str, either_of_them: str | None) -> None:
    twins = [child("one-1", one), child("one-2", one), child("other-1", other), child("other-2", other)]
    linked = linked_with(*twins, child("whose-3", either_of_them))
    ones, others, whose = (people(linked, *ids) for ids in (["one-1", "one-2"], ["other-1", "other-2"], ["whose-3"]))
    assert len(set(ones)) == len(set(others)) == 1
    assert len({*ones, *others, *whose}) == 3
    asked = [r for r in linked.links.to_pylist() if r["why"] == TWINS]
    assert {r["record_id_l"] for r in asked} | {r["record_id_r"] for r in asked} == {
        "one-1", "one-2", "other-1", "other-2", "whose-3",
    }  # fmt: skip
    assert all(r["outcome"] == Outcome.REVIEW and r["probability"] <= 0.5 for r in asked)


@pytest.mark.parametrize(
    ("less", "certain", "has_second", "found"),
    [
        (0.0, False, False, True),
        (2 * ABOUT_EQUAL_BITS, False, False, False),
        (0.0, True, False, False),
        (0.0, False, True, False),
    ],
)
def test_what_fits_one_twin_better_or_has_their_number_or_both_their_names_is_theirs(
    less: float, certain: bool, has_second: bool, found: bool
) -> None:
    """Record 0 has links to 1 and 2, whom a predicate holds to be twins."""
    left, right = np.array([0, 0, 1]), np.array([1, 2, 2])
    joins = np.array([True, True, False])
    sure = np.array([certain, False, False])
    bits, two = np.array([8.0, 8.0 - less, 3.0]), ~joins
    links = Links(left=left, right=right, bits=bits, joins=joins, certain=sure, two=two, by_second=two)
    seconds = ["clara" if has_second else None, "clara", "julia"]
    torn = fits_two(links, of_records([20190304] * 3, ["maria"] * 3, seconds))
    assert torn.held.tolist() == [found, found, False]
    assert not torn.born.any()


def test_an_identifier_says_which_twin_a_newborn_is() -> None:
    number = nhs_number(77)
    twins = [child("one-1", "Arthur", **number), child("other-2", "Freya")]
    linked = linked_with(*twins, child("whose-3", "Baby", **number))
    assert person(linked, "whose-3") == person(linked, "one-1") != person(linked, "other-2")


def test_two_newborns_of_two_numbers_are_two_people_and_of_one_number_one() -> None:
    linked = linked_with(
        child("a-1", "Twin 1"), child("a-2", "Baby A"), child("b-3", "Twin Two"), child("b-4", "Baby B")
    )
    assert person(linked, "a-1") == person(linked, "a-2") != person(linked, "b-3") == person(linked, "b-4")
