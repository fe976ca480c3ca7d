"""Dates of birth that cannot be: their digits are compared, and no birth is made of them."""

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from goldenthread.linkage import DEFAULT, Linked, link
from goldenthread.linkage.bridging import NOT_KNOWN, births_of
from goldenthread.linkage.comparisons import BIRTH_DATE, BIRTH_YEAR, EVERY_COMPARISON, NOTHING_TO_COMPARE
from goldenthread.linkage.conditions import LEVEL_OF
from goldenthread.linkage.counting import with_term_frequencies
from goldenthread.linkage.features import make_features
from goldenthread.linkage.lookup.details import details_of
from goldenthread.linkage.model import Weight
from goldenthread.linkage.refusing import refuse
from goldenthread.linkage.told_twice import TOLD_TWICE, with_told_twice
from tests.unit.linkage.records_made import TODAY, area, record, table

BIRTHS = ("dob", "dob_swapped", "dob_any_order", "dob_month", "dob_day", "born_year")


def written(digits: str | None) -> dict[str, Any]:
    return {"date_of_birth": None, "date_of_birth_precision": "", "date_of_birth_written": digits}


def features_of(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    both = table(record(**one), record(dataset="a-surgery", record_id="2", **other))
    made = make_features(both, on=TODAY, identifiers=DEFAULT)
    left, right = with_term_frequencies(made, EVERY_COMPARISON).sort_by("record_id").to_pylist()
    return left, right


@pytest.mark.parametrize(
    ("digits", "told"),
    [
        ("20140231", ("20140231", None, "20140231", "201402", "201431", 2014)),
        ("20142411", ("20142411", "20141124", "20141124", "201424", "201411", 2014)),
        ("29740413", ("29740413", None, "29740413", "297404", "297413", None)),
        ("09740413", ("09740413", None, "09740413", "097404", "097413", None)),
        ("20261224", ("20261224", None, "20261224", "202612", "202624", 2026)),
        ("2014023", (None,) * 6),
        ("２０１４０２３１", (None,) * 6),
        ("", (None,) * 6),
    ],
)
def test_where_no_date_is_known_the_digits_written_are_compared_and_in_a_look_up_as_well(
    digits: str, told: tuple[Any, ...]
) -> None:
    one = record(**written(digits))
    (made,) = make_features(table(one), on=TODAY, identifiers=DEFAULT).to_pylist()
    assert tuple(made[name] for name in BIRTHS) == told
    details = details_of(one, on=TODAY, identifiers=DEFAULT)
    assert tuple(details[name] for name in BIRTHS) == told


def test_a_date_that_is_known_is_told_and_what_else_is_written_is_not() -> None:
    one = record(date_of_birth_written="20140231")
    (made,) = make_features(table(one), on=TODAY, identifiers=DEFAULT).to_pylist()
    assert (made["dob"], details_of(one, on=TODAY, identifiers=DEFAULT)["dob"]) == ("20140517", "20140517")


def test_records_of_before_there_were_such_digits_are_read_as_they_were() -> None:
    made = make_features(table(record()).drop_columns(["date_of_birth_written"]), on=TODAY, identifiers=DEFAULT)
    assert made["dob"].to_pylist() == ["20140517"]


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("20140547", "one digit apart"),
        ("29140517", "one digit apart"),
        ("20141705", "day and month swapped"),
        ("20141747", "another date of birth"),
        ("19851705", "another date of birth"),
    ],
)
def test_the_digits_are_compared_as_those_of_a_date_whichever_record_comes_first(digits: str, said: str) -> None:
    for left, right in (features_of({}, written(digits)), features_of(written(digits), {})):
        assert BIRTH_DATE.level_of(left, right) == BIRTH_DATE.level_labelled(said)
        assert BIRTH_YEAR.level_of(left, right) == NOTHING_TO_COMPARE


def test_a_year_in_which_nobody_was_born_is_compared_with_no_other_year() -> None:
    by_year = {"date_of_birth": date(2014, 1, 1), "date_of_birth_precision": "year"}
    for digits, says in (("29140517", False), ("20140231", True)):
        left, right = features_of(written(digits), by_year)
        assert (BIRTH_YEAR.level_of(left, right) != NOTHING_TO_COMPARE) is says


def refusal(one: Mapping[str, Any], other: Mapping[str, Any], bits: float = 3.0) -> str | None:
    left, right = features_of(one, other)
    levels = {LEVEL_OF + c.name: c.level_of(left, right) for c in EVERY_COMPARISON}
    found = refuse({**left, **levels}, right, Weight(bits=bits, relative_bits=0.0))
    return found.name if found else None


def test_a_father_and_a_son_of_one_name_are_two_people_though_a_date_of_theirs_cannot_be() -> None:
    for son, father in ((written("20140231"), {"date_of_birth": date(1985, 7, 4)}), ({}, written("19850231"))):
        assert refusal(father, son, bits=12.0) == "a_parent_and_a_child_of_one_name_are_two_people"


@pytest.mark.parametrize("digits", ["20140547", "20141705", "29140517", "20144517"])
def test_a_slip_that_makes_no_date_speaks_for_nobody_else(digits: str) -> None:
    assert refusal({}, written(digits), bits=12.0) is None


def test_in_a_year_of_no_birth_nobody_is_a_parent_and_a_child_and_an_adult_are_told_apart_as_without_a_date() -> None:
    assert refusal(written("29140517"), {"date_of_birth": date(1985, 5, 17)}, bits=12.0) != (
        "a_parent_and_a_child_of_one_name_are_two_people"
    )
    told = refusal({"person_kind": "child"}, {"person_kind": "adult", **written("29140517")}, bits=12.0)
    assert told == "a_child_and_an_adult_without_birth_dates_are_not_joined"


def test_a_year_of_no_birth_lies_years_from_no_other() -> None:
    both = table(record(**written("29740413")), record(record_id="2", **written("20140231")))
    assert births_of(make_features(both, on=TODAY, identifiers=DEFAULT)).tolist() == [NOT_KNOWN, 20140231]


@pytest.mark.parametrize(("digits", "said"), [("20140231", "no"), ("29140517", "no"), ("20140213", "yes")])
def test_a_date_that_cannot_be_is_told_twice_by_nobody(digits: str, said: str) -> None:
    """Who says it again has copied it; of what a letter stood in, and is a day, that is not known."""
    both = table(record(**written(digits)), record(record_id="2", **written(digits)))
    made = make_features(both, on=TODAY, identifiers=DEFAULT)
    assert with_told_twice(made)[TOLD_TWICE].to_pylist() == [said, said]


HOME = {"given_name": "Xanthe", "family_name": "Zeal", "address_line": "3 Lower Yard", "postcode": "WH9 9ZZ"}
MOVED = {"given_name": "Xanthe", "family_name": "Zeal", "address_line": "77 Upper Yard", "postcode": "LS1 1AA"}


def linked_with(*two: Mapping[str, Any]) -> tuple[Linked, bool]:
    """Some families, of whom some have a birth date that cannot be, and these two: whether they are one person."""
    chance = random.Random(3)
    rows = area(60, seed=3)[0].to_pylist()
    for row in rows:
        if chance.random() < 0.04:
            told = row["date_of_birth"].strftime("%Y%m%d")
            row.update(written(f"{told[:4]}{chance.choice('23456789')}{told[5:]}"))
    both = [record(dataset=f"of-{n}", record_id="it", **told) for n, told in enumerate(two)]
    linked = link(pa.concat_tables([table(*rows), table(*both)]), on=TODAY)
    people = {row["dataset"]: row["cluster"] for row in linked.people.to_pylist() if row["record_id"] == "it"}
    return linked, people["of-0"] == people["of-1"]


def test_the_digits_of_a_date_that_cannot_be_win_the_link_of_somebody_who_moved() -> None:
    born = {"date_of_birth": date(2014, 10, 6)}
    _, without = linked_with({**HOME, **born}, {**MOVED, **written(None)})
    _, digits = linked_with({**HOME, **born}, {**MOVED, **written("20144006")})
    assert (without, digits) == (False, True)


def test_the_digits_of_a_date_that_cannot_be_keep_a_father_from_his_son_of_one_name() -> None:
    born = {"date_of_birth": date(2014, 10, 6)}
    _, together = linked_with({**HOME, **born}, {**HOME, **written("19850231")})
    assert not together
    _, slipped = linked_with({**HOME, **born}, {**HOME, **written("20144006")})
    assert slipped
