from datetime import date

import pytest

from goldenthread.linkage import IGNORED, IdentifierUse, Switch
from goldenthread.linkage.features import make_features
from goldenthread.vocabulary import IdentifierKind
from tests.unit.linkage.records_made import TODAY, nhs_number, record, table


def switch(dataset: str, since: str, may: bool = True, until: str = "") -> Switch:
    return Switch(
        kind=IdentifierKind.NHS_NUMBER,
        dataset=dataset,
        may_be_key=may,
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
    )


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


@pytest.mark.requirement("A17")
def test_an_area_runs_without_the_nhs_number() -> None:
    assert keys(IGNORED) == [None]


def test_a_switch_for_one_dataset_goes_before_the_switch_for_all() -> None:
    use = IdentifierUse(switches=(switch("*", "2020-01-01"), switch("a-surgery", "2019-01-01", may=False)))
    assert keys(use) == [None]


def test_of_two_switches_in_force_the_one_that_began_last_speaks() -> None:
    use = IdentifierUse(switches=(switch("*", "2020-01-01"), switch("*", "2025-01-01", may=False)))
    assert keys(use) == [None]


@pytest.mark.parametrize("grade", ["fails_check", "malformed", "temporary", ""])
def test_a_number_that_fails_its_check_is_never_a_key(grade: str) -> None:
    assert keys(IdentifierUse(switches=(switch("*", "2020-01-01"),)), nhs_number_grade=grade) == [None]
