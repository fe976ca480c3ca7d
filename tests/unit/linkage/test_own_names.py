"""Which forenames are names, and which are slips of the finger that come again and again among many records."""

import pytest

from goldenthread.linkage.own_names import names_in_their_own_right


@pytest.mark.parametrize("slip", ["pul", "pal", "paaul", "paull", "palu", "pual"])
def test_a_slip_of_a_forename_a_hundred_times_commoner_is_no_name(slip: str) -> None:
    assert names_in_their_own_right({"paul": 970, slip: 6}) == {"paul"}


@pytest.mark.parametrize(
    "counts",
    [
        {"lily": 400, "lly": 5},
        {"paul": 970, "pul": 10},
        {"oliver": 4000, "olivia": 7},
        {"mia": 4000, "pia": 7},
        {"daniel": 4000, "daniela": 7},
        {"maria": 4000, "mari": 7},
        {"jayden": 4000, "kayden": 7},
        {"paul": 970},
        {},
    ],
)
def test_a_rare_forename_is_a_name_where_it_is_no_slip_of_a_far_commoner_one(counts: dict[str, int]) -> None:
    assert names_in_their_own_right(counts) == set(counts)


def test_a_forename_of_few_records_is_not_known_to_be_a_name() -> None:
    assert names_in_their_own_right({"esmeralda": 5, "viorica": 4}) == {"esmeralda"}
