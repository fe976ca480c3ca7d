"""How strangers agree is counted where nobody's own records are among them, and feeds on no guess."""

from itertools import combinations

import pytest

from goldenthread.linkage import link
from goldenthread.linkage.comparisons import EVERY_COMPARISON, PHONE
from goldenthread.linkage.strangers import RandomLevels, counted, told_apart_by
from tests.unit.linkage.records_made import TODAY, area


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_strangers_born_on_one_day_are_as_many_as_there_are(seed: int) -> None:
    records, truth = area(150, seed=seed)
    born = [
        (one["date_of_birth"], truth[one["dataset"], one["record_id"]])
        for one in records.to_pylist()
        if one["date_of_birth"]
    ]
    two_people = [left == right for (left, one), (right, other) in combinations(born, 2) if one != other]
    learned = link(records, on=TODAY).model.steps["date_of_birth"][0].stranger
    assert learned == pytest.approx(sum(two_people) / len(two_people), rel=0.25)


def test_strangers_differ_in_everything_but_what_is_counted() -> None:
    apart = {c.name: told_apart_by(c, EVERY_COMPARISON) for c in EVERY_COMPARISON}
    assert apart["phone"] == ("given_name", "family_name", "date_of_birth", "year_of_birth")
    assert apart["given_name"] == ("family_name", "date_of_birth", "year_of_birth")
    assert apart["sex_of_one_forename"] == ("family_name", "date_of_birth", "year_of_birth")
    assert told_apart_by(PHONE, [PHONE]) == ()


def test_where_no_strangers_are_seen_apart_all_random_pairs_are_counted() -> None:
    seen = {"phone": [990.0, 0.0, 10.0]}
    rates, mixed = counted([PHONE], RandomLevels(every=seen, strangers={"phone": [0.0] * 3}))
    assert mixed == seen
    assert rates["phone"][2] == pytest.approx(0.01, rel=0.06)
    rates, mixed = counted([PHONE], RandomLevels(every=seen, strangers={"phone": [980.0, 0.0, 0.0]}))
    assert mixed == {}
    assert rates["phone"][2] < 0.001
