"""What is told twice is no slip: two who differ, each told twice, are two people, to training and to deciding."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from goldenthread.linkage import DEFAULT, Linked, Outcome, link
from goldenthread.linkage.comparisons import BIRTH_DATE, BIRTH_YEAR, EVERY_COMPARISON, GIVEN_NAME, PLACE
from goldenthread.linkage.features import make_features
from goldenthread.linkage.model import Model
from goldenthread.linkage.told_twice import (
    CHILD_AND_ADULT,
    EACH_TOLD_TWICE,
    PLAINLY_TWO,
    TOLD_TWICE,
    differ_and_told_twice,
    for_training,
    with_told_twice,
)
from tests.unit.linkage.records_made import TODAY, area, namesakes, record, table

TWO_PEOPLE = "two_who_differ_and_are_each_told_twice_are_two_people"


def told_of(*records: dict[str, Any]) -> list[str | None]:
    """What is said of each of these records, in their order."""
    made = [record(**one) | {"record_id": str(n)} for n, one in enumerate(records)]
    features = make_features(table(*made), on=TODAY, identifiers=DEFAULT)
    said: list[str | None] = with_told_twice(features)[TOLD_TWICE].to_pylist()
    return said


ELSEWHERE = {"address_line": "9 Moss Bank", "postcode": "LS1 1AA"}


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({}, "yes"),
        ({"family_name": "Garside"}, "yes"),
        (ELSEWHERE, "yes"),
        ({"family_name": "Garside", **ELSEWHERE}, "no"),
        ({"given_name": "Amelie"}, "no"),
        ({"date_of_birth": date(2014, 5, 18)}, "no"),
    ],
)
def test_a_record_is_told_twice_if_another_says_its_name_and_birth_and_family_or_home(
    other: dict[str, Any], said: str
) -> None:
    assert told_of({}, other) == [said, said]


@pytest.mark.parametrize("lacks", [{"given_name": None}, {"date_of_birth": None}, {"date_of_birth": date(2014, 1, 1)}])
def test_nothing_is_said_where_forename_or_day_of_birth_is_not_known(lacks: dict[str, Any]) -> None:
    assert told_of(lacks, lacks, {}) == [None, None, "no"]


def test_births_known_by_month_are_told_twice_as_well() -> None:
    by_month = {"date_of_birth": date(2014, 1, 1), "date_of_birth_precision": "month"}
    assert told_of(by_month, by_month) == ["yes", "yes"]


@pytest.mark.parametrize(
    ("other", "two"),
    [
        ({}, False),
        ({"date_of_birth": date(2014, 5, 18)}, False),
        ({"date_of_birth": date(2014, 5, 28)}, True),
        ({"date_of_birth": date(2017, 5, 14)}, True),
        ({"date_of_birth": date(2014, 7, 1)}, True),
        ({"given_name": "Millie"}, False),
        ({"given_name": "Ameliaa"}, False),
        ({"given_name": "A"}, False),
        ({"given_name": "Ashdown", "family_name": "Amelia"}, False),
        ({"given_name": "Oliver"}, True),
    ],
)
def test_slips_nicknames_initials_and_swapped_names_are_not_plainly_two_people(
    other: dict[str, Any], two: bool
) -> None:
    both = table(record(), record(record_id="2", **other))
    left, right = with_told_twice(make_features(both, on=TODAY, identifiers=DEFAULT)).to_pylist()
    assert PLAINLY_TWO.holds(left, right) is two
    assert (EACH_TOLD_TWICE.level_of(left, right) >= 0) is two


@pytest.mark.parametrize(("years", "two"), [(0, False), (2, False), (3, True)])
def test_where_no_day_is_known_people_told_years_apart_are_two(years: int, two: bool) -> None:
    by_year = {"date_of_birth_precision": "year"}
    both = table(
        record(date_of_birth=date(1982, 1, 1), **by_year),
        record(record_id="2", date_of_birth=date(1982 + years, 1, 1), **by_year),
    )
    left, right = make_features(both, on=TODAY, identifiers=DEFAULT).to_pylist()
    assert PLAINLY_TWO.holds(left, right) is two


def test_training_asks_only_where_forenames_and_births_are_compared() -> None:
    assert for_training(EVERY_COMPARISON) == (EACH_TOLD_TWICE, CHILD_AND_ADULT)
    assert for_training((GIVEN_NAME, BIRTH_YEAR)) == (EACH_TOLD_TWICE, CHILD_AND_ADULT)
    assert for_training((GIVEN_NAME, PLACE)) == for_training((BIRTH_DATE, PLACE)) == ()


@cache
def with_families() -> Model:
    return link(area(40, seed=3)[0], on=TODAY).model


def parted(
    births: Sequence[int], pairs: Sequence[tuple[int, int]], model: Model | None = None
) -> list[tuple[int, int]]:
    """Of girls of one name and home, born on such days of May 2014, those linked pairs that are two people."""
    made = [record(record_id=str(n), date_of_birth=date(2014, 5, day)) for n, day in enumerate(births)]
    features = make_features(table(*made), on=TODAY, identifiers=DEFAULT)
    left, right = np.array(pairs, dtype=np.int64).T
    found = differ_and_told_twice(left, right, np.ones(len(pairs), dtype=bool), features, model or with_families())
    return [pair for pair, two in zip(pairs, found, strict=True) if two]


EVERY_PAIR = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


def test_two_dates_each_told_twice_are_two_people_s() -> None:
    assert parted([3, 3, 14, 14], EVERY_PAIR) == [(0, 2), (0, 3), (1, 2), (1, 3)]


def test_a_date_told_once_may_be_a_slip() -> None:
    assert parted([3, 3, 3, 14], EVERY_PAIR) == []


def test_a_slip_of_one_digit_may_be_made_twice() -> None:
    assert parted([13, 13, 14, 14], EVERY_PAIR) == []


def test_where_there_are_hardly_any_relatives_two_copies_may_have_one_slip() -> None:
    assert parted([3, 3, 14, 14], EVERY_PAIR, replace(with_families(), against_relative_bits=12.0)) == []


def test_only_a_link_says_that_another_record_tells_the_same() -> None:
    assert parted([3, 3, 14, 14], [(0, 2), (0, 3), (1, 2), (1, 3)]) == []


CLAIM_ERRS_BY = 0.015


@cache
def cousins() -> tuple[Linked, pa.Table, dict[tuple[str, str], str]]:
    records, truth = namesakes(homes=900, seed=11)
    return link(records, on=TODAY), records, truth


def right_of(linked: Linked, truth: dict[tuple[str, str], str]) -> tuple[int, int, float]:
    """How many pairs are linked, how many of them rightly, and how many rightly by what is said of them."""
    rows = [row for row in linked.links.to_pylist() if row["outcome"] == Outcome.LINKED]
    right = sum(
        truth[row["dataset_l"], row["record_id_l"]] == truth[row["dataset_r"], row["record_id_r"]] for row in rows
    )
    return len(rows), right, sum(row["probability"] for row in rows)


def test_cousins_of_one_name_are_not_learned_as_one_person() -> None:
    linked, _, truth = cousins()
    many, right, said = right_of(linked, truth)
    assert right / many > 0.97
    assert abs(said - right) / many < CLAIM_ERRS_BY
    assert "cannot be promised" in linked.report["rests_on"]
    assert linked.model.steps[BIRTH_DATE.name][-1].match < 0.1


def test_fathers_and_sons_of_one_name_teach_nothing_of_brothers() -> None:
    """They are told apart by being an adult and a child: else one forename would seem common among all relatives."""
    linked, records, _ = cousins()
    told = records.to_pylist()
    kinds = [{"person_kind": "adult"} if one["record_id"].split("-")[1] == "1" else {} for one in told]
    of_two_kinds = table(*[one | kind for one, kind in zip(told, kinds, strict=True)])
    of_cousins, of_parents = (one.model.steps[GIVEN_NAME.name][0] for one in (linked, link(of_two_kinds, on=TODAY)))
    assert of_cousins.relative > 0.3
    assert of_parents.relative < 0.1


def test_what_training_alone_compares_is_no_part_of_the_model() -> None:
    model = cousins()[0].model
    for name in (TOLD_TWICE, CHILD_AND_ADULT.name):
        assert name not in model.comparisons
        assert name not in model.steps


def _trusting(linked: Linked) -> Model:
    """A model to which two dates say as little as none, and one forename as much as where relatives seldom share it."""
    steps = linked.model.steps
    dates = tuple(replace(step, relative=step.match, stranger=step.match) for step in steps[BIRTH_DATE.name])
    names = (replace(steps[GIVEN_NAME.name][0], relative=0.01), *steps[GIVEN_NAME.name][1:])
    return replace(linked.model, steps=steps | {BIRTH_DATE.name: dates, GIVEN_NAME.name: names})


def test_two_cousins_each_told_twice_go_to_a_person_whatever_they_weigh() -> None:
    """The same cousins under a model that takes birth dates for little: what is told twice speaks still."""
    linked, records, truth = cousins()
    sure = link(records, on=TODAY, model=_trusting(linked))
    asked = [row for row in sure.links.to_pylist() if row["why"] == TWO_PEOPLE]
    assert asked
    assert all(row["outcome"] == Outcome.REVIEW for row in asked)
    two = [truth[row["dataset_l"], row["record_id_l"]] != truth[row["dataset_r"], row["record_id_r"]] for row in asked]
    assert sum(two) > 0.98 * len(two)
