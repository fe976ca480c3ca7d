"""Records that can teach no weights: the starting weights stand, and the run says so."""

from typing import Any

import pytest

from goldenthread.linkage import Linked, link
from goldenthread.linkage.comparisons import BIRTH_DATE, GIVEN_NAME
from goldenthread.linkage.strangers import RandomLevels
from goldenthread.linkage.training import BORN_APART, NO_STRANGERS, Totals, train
from tests.unit.linkage.records_made import TODAY, area, record, table

NOT_LEARNED = "the built-in weights, since nothing could be learned from these records"


def people_of(linked: Linked) -> int:
    return len(set(linked.people["cluster"].to_pylist()))


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
@pytest.mark.parametrize("copies", [2, 50])
def test_copies_of_one_record_and_nothing_else_are_one_person(copies: int, engine: str) -> None:
    linked = link(table(*[record(record_id=str(n)) for n in range(copies)]), on=TODAY, engine=engine)
    assert people_of(linked) == 1
    assert linked.report["rests_on"].startswith(f"{NOT_LEARNED} ({NO_STRANGERS}); ")


def test_copies_that_say_no_more_than_a_name_join_nobody() -> None:
    nothing: dict[str, Any] = dict.fromkeys(("date_of_birth", "address_line", "postcode", "sex"))
    linked = link(table(*[record(record_id=str(n), **nothing) for n in range(20)]), on=TODAY)
    assert people_of(linked) == 20


@pytest.mark.parametrize(("born_apart", "why"), [(600.0, BORN_APART), (20.0, "")])
def test_a_model_whose_people_have_two_birth_dates_is_not_believed(born_apart: float, why: str) -> None:
    compared = (GIVEN_NAME, BIRTH_DATE)
    alike = {GIVEN_NAME.name: [0.0] * 9 + [1000.0], BIRTH_DATE.name: [born_apart] + [0.0] * 4 + [1000.0 - born_apart]}
    unlike = {c.name: [0.0] * len(c.levels) for c in compared}
    met = {c.name: [9_990.0, *[0.0] * (len(c.levels) - 2), 10.0] for c in compared}
    kinds = {"matches": 1000.0, "likely": 1000.0, "relatives": 1.0, "namesakes": 1.0}
    totals = Totals(**kinds, match_levels=alike, relative_levels=unlike)
    estimate = train(
        compared,
        records=1000,
        possible_pairs=499_500.0,
        random_levels=RandomLevels(every=met, strangers=met),
        expecting=lambda _, *, likely_only: totals,
    )
    as_built_in = {c.name: [level.match for level in reversed(c.levels)] for c in compared}
    assert estimate.not_learned == why
    assert (estimate.match == as_built_in) is bool(why)
    assert (estimate.matches == 500.0) is bool(why)


def test_ordinary_records_are_learned_from() -> None:
    records, _ = area(60, seed=8)
    assert NOT_LEARNED not in link(records, on=TODAY).report["rests_on"]
