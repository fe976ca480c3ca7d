"""How names agree that are written in several words, stand in each other's fields, or lost one of few letters."""

from itertools import permutations
from typing import Any

import pytest

from goldenthread.linkage.comparisons import FAMILY_NAME, GIVEN_NAME, MIDDLE_NAMES, NOTHING_TO_COMPARE, SAME_NAMES
from goldenthread.linkage.features import make_features
from goldenthread.linkage.identifier_use import IGNORED
from tests.unit.linkage.records_made import TODAY, record, table
from tests.unit.linkage.test_linkage_refusing import refusal

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


ANOTHER_OF_THEIRS = GIVEN_NAME.level_labelled("known by another of their names")
VIVIAN = {"given_name": "Vivian YiJie", "family_name": "Li"}


@pytest.mark.parametrize(
    ("given", "middle"),
    [("Yi Jie", "Vivian"), ("Yi-Jie Vivian", None), ("YIJIE", "Vivian"), ("Yi", "Jie Vivian"), ("Yi Jie V", None)],
)
def test_the_same_names_in_another_order_closed_up_or_parted_are_one_person_s(given: str, middle: str | None) -> None:
    for one, other in permutations(two(VIVIAN, {"given_name": given, "middle_names": middle, "family_name": "Li"})):
        assert GIVEN_NAME.level_of(one, other) == ANOTHER_OF_THEIRS
        assert MIDDLE_NAMES.level_of(one, other) == NOTHING_TO_COMPARE


@pytest.mark.parametrize("given", ["Yi Jie", "Yi-Jie"])
def test_a_second_name_of_another_language_may_be_left_out(given: str) -> None:
    for one, other in permutations(two(VIVIAN, {"given_name": given, "family_name": "Li"})):
        assert GIVEN_NAME.level_of(one, other) == ANOTHER_OF_THEIRS


@pytest.mark.parametrize(
    ("one", "other"), [("Amy", "May"), ("Amy", "Mya"), ("Amy Rose", "May Rose"), ("Eric Jia Hao", "Kevin Jia Ming")]
)
def test_two_names_of_the_same_letters_and_two_that_share_a_syllable_stay_two(one: str, other: str) -> None:
    left, right = two({"given_name": one}, {"given_name": other})
    assert not SAME_NAMES.holds(left, right)
    assert GIVEN_NAME.level_of(left, right) < ANOTHER_OF_THEIRS


def test_an_initial_before_another_name_makes_no_one_of_two() -> None:
    left, right = two({"given_name": "J. Ann"}, {"given_name": "Mary Ann"})
    assert not SAME_NAMES.holds(left, right)


def test_the_family_name_may_come_first_in_a_whole_name() -> None:
    told = {"given_name": None, "family_name": None, "full_name": "Lam Xiao Jie"}
    for one, other in permutations(two({"given_name": "XiaoJie", "family_name": "Lam"}, told)):
        assert GIVEN_NAME.level_of(one, other) == SWAPPED
        assert FAMILY_NAME.level_of(one, other) == MIDDLE_NAMES.level_of(one, other) == NOTHING_TO_COMPARE


def test_two_letters_exchanged_in_a_family_name_are_no_names_in_wrong_columns() -> None:
    one, other = two({"given_name": "Wei Rui", "family_name": "Liu"}, {"given_name": "Rui Wei", "family_name": "Lui"})
    assert GIVEN_NAME.level_of(one, other) != SWAPPED
    assert FAMILY_NAME.level_of(one, other) > NOTHING_TO_COMPARE


@pytest.mark.parametrize("sex", ["female", "male"])
def test_one_birth_date_and_home_make_no_twins_of_one_person_s_names(sex: str) -> None:
    told = {"given_name": "Yi Jie", "middle_names": "Vivian", "family_name": "Li", "sex": sex}
    assert refusal(left=VIVIAN, common=("Vivian", "Yi"), **told) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jia Hao", "Jia Ming"), ("JiaHao", "JiaMing"), ("Maria Clara", "Maria Julia"), ("Amy Jia Hao", "Kevin Jia Ming")],
)
def test_twins_who_share_a_syllable_or_a_first_name_are_held_apart(one: str, other: str) -> None:
    common = (one.split()[0], other.split()[0])
    assert "twins" in str(refusal(left={"given_name": one}, given_name=other, common=common))
