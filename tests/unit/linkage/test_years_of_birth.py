"""Births of which only the year is known, or an age: how they are compared, what they say of relatives, who is one."""

import random
from collections import Counter
from datetime import date
from itertools import combinations
from typing import Any

import pyarrow as pa
import pytest

from goldenthread.linkage import DEFAULT, Linked, link
from goldenthread.linkage.comparisons import BIRTH_DATE, BIRTH_YEAR, EVERY_COMPARISON, NOTHING_TO_COMPARE
from goldenthread.linkage.conditions import LEVEL_OF
from goldenthread.linkage.counting import with_term_frequencies
from goldenthread.linkage.features import make_features
from goldenthread.linkage.lookup.details import details_of
from goldenthread.linkage.model import Weight
from goldenthread.linkage.refusing import refuse
from goldenthread.linkage.reviewing import weighing
from tests.unit.linkage.records_made import FAMILY, GIVEN, STREETS, TODAY, record, table


def born(told: str) -> dict[str, Any]:
    """A birth as a file tells it: 1982, 1982-05 or 1982-05-17."""
    year, month, day = (*map(int, told.split("-")), 1, 1)[:3]
    return {"date_of_birth": date(year, month, day), "date_of_birth_precision": _PRECISIONS[told.count("-")]}


_PRECISIONS = ("year", "month", "day")


def features_of(one: dict[str, Any], other: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    both = table(record(**one), record(dataset="a-surgery", record_id="2", **other))
    made = make_features(both, on=TODAY, identifiers=DEFAULT)
    left, right = with_term_frequencies(made, EVERY_COMPARISON).sort_by("record_id").to_pylist()
    return left, right


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("1982", "1982", "the same year of birth, and no more is known"),
        ("1982-05-17", "1982", "the same year of birth, and no more is known"),
        ("1982-05-17", "1982-05", "the same year and month of birth"),
        ("1982-05", "1982-05", "the same year and month of birth"),
        ("1982-05", "1992-05", "one digit of year and month apart"),
        ("1982-05", "1982-11", "the same year, another month"),
        ("1982-05-17", "1982-11", "the same year, another month"),
        ("1982", "1983", "a year apart"),
        ("1999", "2000", "a year apart"),
        ("1982", "1984", "two years apart"),
        ("1982", "1989", "years apart, but one digit only"),
        ("1982", "1952", "years apart, but one digit only"),
        ("1982", "1977", "another year of birth"),
        ("1982-05-17", "1989", "another year of birth"),
        ("1849", "1849", "the same year of birth, and no more is known"),
        ("1900", "1900", "the same year of birth, and no more is known"),
    ],
)
def test_years_are_told_by_their_distance(one: str, other: str, said: str) -> None:
    for left, right in (features_of(born(one), born(other)), features_of(born(other), born(one))):
        assert BIRTH_YEAR.level_of(left, right) == BIRTH_YEAR.level_labelled(said)
        assert BIRTH_DATE.level_of(left, right) == NOTHING_TO_COMPARE


def test_of_two_whole_dates_the_years_by_themselves_say_nothing_more() -> None:
    left, right = features_of(born("1982-05-17"), born("1989-05-17"))
    assert BIRTH_YEAR.level_of(left, right) == NOTHING_TO_COMPARE
    assert BIRTH_DATE.level_of(left, right) == BIRTH_DATE.level_labelled("one digit apart")


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_a_year_long_ago_is_no_first_of_january(precision: str) -> None:
    long_ago = record(date_of_birth=date(1849, 1, 1), date_of_birth_precision=_LONG_AGO[precision])
    (cleaned,) = make_features(table(long_ago), on=TODAY, identifiers=DEFAULT).to_pylist()
    assert cleaned["dob"] == {"day": "18490101", "month": "184901", "year": "1849"}[precision]
    assert details_of(long_ago, on=TODAY, identifiers=DEFAULT)["dob"] == cleaned["dob"]


_LONG_AGO = {"day": "too_long_ago", "month": "month_too_long_ago", "year": "year_too_long_ago"}


def refusal(one: dict[str, Any], other: dict[str, Any], bits: float = 3.0) -> str | None:
    left, right = features_of(one, other)
    levels = {LEVEL_OF + c.name: c.level_of(left, right) for c in EVERY_COMPARISON}
    found = refuse({**left, **levels}, right, Weight(bits=bits, relative_bits=0.0))
    return found.name if found else None


@pytest.mark.parametrize(
    ("father", "son"),
    [("1954", "1987"), ("1954", "1984"), ("1954-03", "1987-11"), ("1954-03-02", "1984"), ("1850", "1871")],
)
def test_a_generation_between_two_years_is_a_parent_and_a_child_whatever_the_weight(father: str, son: str) -> None:
    assert refusal(born(father), born(son), bits=12.0) == "a_parent_and_a_child_of_one_name_are_two_people"


def test_of_a_month_a_decade_mistyped_still_goes_to_a_person() -> None:
    told = refusal(born("1954-03"), born("1984-03"))
    assert told == "a_birth_date_a_generation_off_by_one_digit_goes_to_a_person"


@pytest.mark.parametrize("year", ["1983", "1984", "1989", "1977"])
def test_another_forename_and_another_year_are_brothers_sisters_or_spouses(year: str) -> None:
    told = refusal(born("1982"), {**born(year), "given_name": "Georgina"})
    assert told == "siblings_share_everything_but_forename_and_birth_date"


def test_another_forename_in_one_home_is_another_person_though_the_year_is_the_same() -> None:
    told = refusal(born("1982"), {**born("1982"), "given_name": "Georgina"}, bits=9.0)
    assert told == "twins_of_two_known_forenames_are_two_people"


@pytest.mark.parametrize("year", ["1982", "1983", "1984"])
def test_an_age_told_at_another_time_is_refused_by_nothing(year: str) -> None:
    assert refusal(born("1982"), born(year)) is None


def test_one_name_and_home_and_years_between_go_to_a_person() -> None:
    assert refusal(born("1982"), born("1989")) == "cousins_in_one_house_may_share_a_name"


def census(seed: int, *, of_age: float) -> tuple[pa.Table, dict[tuple[str, str], str]]:
    """Families at their homes, each person in two lists by year of birth, a share ``of_age`` a year or two off."""
    chance = random.Random(seed)
    records, truth = [], {}
    for family in range(220):
        name, home = chance.choice(FAMILY), f"{chance.randrange(1, 400)} {chance.choice(STREETS)}"
        postcode = (
            f"WH{chance.randrange(1, 9)} {chance.randrange(1, 9)}{chance.choice('ABDEF')}{chance.choice('GHJLN')}"
        )
        first = chance.randrange(1930, 1970)
        years = [first, first + chance.randrange(-4, 5)] + [first + chance.randrange(20, 34) for _ in range(2)]
        forenames = chance.sample(GIVEN, 4)
        if chance.random() < 0.2:
            forenames[2] = forenames[0]
        for place, (given, year) in enumerate(zip(forenames, years, strict=True)):
            for dataset in ("first", "second"):
                if chance.random() < 0.1:
                    continue
                told = year + (chance.choice((-2, -1, 1, 2)) if chance.random() < of_age else 0)
                key = {"dataset": dataset, "record_id": f"{family}-{place}"}
                person = {"given_name": given, "family_name": name, "address_line": home, "postcode": postcode}
                records.append(record(agency=dataset, sex=None, **key, **person, **born(str(told))))
                truth[dataset, f"{family}-{place}"] = f"{family}-{place}"
    return table(*records), truth


def right_and_found(linked: Linked, truth: dict[tuple[str, str], str]) -> tuple[float, float]:
    """Precision and recall of the pairs that people imply."""
    people: dict[int, list[str]] = {}
    for row in linked.people.to_pylist():
        people.setdefault(row["cluster"], []).append(truth[row["dataset"], row["record_id"]])
    pairs = [a == b for members in people.values() for a, b in combinations(members, 2)]
    there = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    return sum(pairs) / max(len(pairs), 1), sum(pairs) / there


@pytest.mark.parametrize(("of_age", "right", "found"), [(0.0, 0.98, 0.98), (0.3, 0.98, 0.93)])
def test_families_known_by_years_of_birth_are_not_joined_and_their_people_are(
    of_age: float, right: float, found: float
) -> None:
    records, truth = census(4, of_age=of_age)
    linked = link(records, on=TODAY)
    precision, recall = right_and_found(linked, truth)
    assert precision >= right
    assert recall >= found


def test_a_pair_is_explained_by_the_year_only_where_a_day_is_not_known() -> None:
    records, _ = census(5, of_age=0.0)
    model = link(records, on=TODAY).model
    for told, shown in (("1982", {BIRTH_YEAR.name}), ("1982-05-17", {BIRTH_DATE.name})):
        pair = table(record(**born(told)), record(dataset="a-surgery", record_id="2", **born(told)))
        left, right = link(pair, on=TODAY, model=model).working.features.to_pylist()
        lines = {line.comparison for line in weighing(left, right, model).lines}
        assert lines & {BIRTH_DATE.name, BIRTH_YEAR.name} == shown
