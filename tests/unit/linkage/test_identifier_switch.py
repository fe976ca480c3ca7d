from datetime import date

import pytest

from goldenthread.linkage import IGNORED, IdentifierUse, Switch, evaluate, link
from goldenthread.linkage.deciding import SAME_IDENTIFIER
from goldenthread.linkage.features import make_features
from goldenthread.vocabulary import IdentifierKind
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table


def switch(dataset: str, since: str, may: bool = True, until: str = "") -> Switch:
    return Switch(
        kind=IdentifierKind.NHS_NUMBER,
        dataset=dataset,
        may_be_key=may,
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
    )


ALLOWED = IdentifierUse(switches=(switch("*", "2020-01-01"),))


def keys(use: IdentifierUse, *, on: date = TODAY, **differs: str) -> list[str | None]:
    told = record(dataset="a-surgery", **{**nhs_number(1), **differs})
    found: list[str | None] = make_features(table(told), on=on, identifiers=use)["nhs"].to_pylist()
    return found


def test_the_nhs_number_is_a_key_only_where_and_while_a_switch_says_so() -> None:
    use = IdentifierUse(switches=(switch("a-surgery", "2026-04-01", until="2027-04-01"),))
    number = nhs_number(1)["nhs_number"]
    assert keys(use) == [number]
    assert keys(use, on=date(2026, 3, 31)) == [None]
    assert keys(use, on=date(2027, 4, 1)) == [None]
    assert keys(IdentifierUse(switches=(switch("a-school", "2026-04-01"),))) == [None]


def test_where_no_switch_lets_it_the_nhs_number_is_no_key() -> None:
    assert keys(IGNORED) == [None]


@pytest.mark.requirement("A17")
def test_an_area_runs_with_the_nhs_number_and_without_it() -> None:
    """Without it nothing rests on a number: were every number another, the same records would be the same people."""
    made, truth = area(40, seed=17, numbered=0.9)
    rows = made.to_pylist()
    otherwise = [{**row, **nhs_number(place)} for place, row in enumerate(rows)]
    on, off, off_otherwise = (
        link(table(*told), on=TODAY, identifiers=use)
        for told, use in ((rows, ALLOWED), (rows, IGNORED), (otherwise, IGNORED))
    )
    assert f"linked: {SAME_IDENTIFIER}" in on.report["why"]
    assert not any(SAME_IDENTIFIER in why for why in off.report["why"])
    assert off.people.equals(off_otherwise.people)
    assert off.links.equals(off_otherwise.links)
    for linked in (on, off):
        people = linked.people.to_pylist()
        found = evaluate({(r["dataset"], r["record_id"]): r["cluster"] for r in people}, truth)
        assert found.pairs.precision == 1.0
        assert found.pairs.recall >= 0.95


def test_a_switch_for_one_dataset_goes_before_the_switch_for_all() -> None:
    use = IdentifierUse(switches=(switch("*", "2020-01-01"), switch("a-surgery", "2019-01-01", may=False)))
    assert keys(use) == [None]


def test_of_two_switches_in_force_the_one_that_began_last_speaks() -> None:
    use = IdentifierUse(switches=(switch("*", "2020-01-01"), switch("*", "2025-01-01", may=False)))
    assert keys(use) == [None]


@pytest.mark.parametrize("grade", ["fails_check", "malformed", "temporary", ""])
def test_a_number_that_fails_its_check_is_never_a_key(grade: str) -> None:
    assert keys(IdentifierUse(switches=(switch("*", "2020-01-01"),)), nhs_number_grade=grade) == [None]
