"""How names agree that are written in several words, stand in each other's fields, or lost one of few letters."""

from typing import Any

import pytest

from goldenthread.linkage.comparisons import FAMILY_NAME, GIVEN_NAME, MIDDLE_NAMES, NOTHING_TO_COMPARE
from goldenthread.linkage.features import make_features
from goldenthread.linkage.identifier_use import IGNORED
from tests.unit.linkage.records_made import TODAY, record, table

SWAPPED = GIVEN_NAME.level_labelled("forename and family name swapped")
A_SLIP = GIVEN_NAME.level_labelled("one letter apart, and one of them is no known name")
SAME_MIDDLE_NAMES = MIDDLE_NAMES.level_labelled("the same middle names")


def two(one: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
    made = make_features(table(record(**one), record(record_id="2", **other)), on=TODAY, identifiers=IGNORED)
    rows: list[dict[str, Any]] = made.to_pylist()
    return rows


@pytest.mark.parametrize("middle", [None, "Wei Xuan"])
def test_a_forename_of_two_words_may_stand_where_the_family_name_should(middle: str | None) -> None:
    swapped = {"given_name": "Cui", "family_name": "Jiajie"}
    right, wrong = two({"given_name": "Jia Jie", "middle_names": middle, "family_name": "Cui"}, swapped)
    for one, other in ((right, wrong), (wrong, right)):
        assert GIVEN_NAME.level_of(one, other) == SWAPPED
        assert FAMILY_NAME.level_of(one, other) == NOTHING_TO_COMPARE


def test_a_second_word_of_a_forename_is_the_same_in_the_field_for_middle_names() -> None:
    one, other = two({"given_name": "Jun Hao"}, {"given_name": "Jun", "middle_names": "Hao"})
    assert MIDDLE_NAMES.level_of(one, other) == SAME_MIDDLE_NAMES


def test_a_second_word_of_a_forename_does_not_contradict_further_middle_names() -> None:
    one, other = two({"given_name": "Jun Hao"}, {"given_name": "Jun Hao", "middle_names": "Zhi Yang"})
    assert MIDDLE_NAMES.level_of(one, other) > 0


@pytest.mark.parametrize("slip", ["Lna", "Lun", "Lunaa"])
def test_a_short_forename_may_lose_or_double_a_letter(slip: str) -> None:
    one, other = two({"given_name": "Luna"}, {"given_name": slip})
    assert {one["given_known"], other["given_known"]} == {"no"}
    assert GIVEN_NAME.level_of(one, other) == A_SLIP
