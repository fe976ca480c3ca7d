"""Whom somebody means who asks from a child's page: the child, plainly another, or not clear, which is asked about."""

import pytest

from goldenthread.service.actions.who_is_meant import Meant, who_is_meant

NAME = "Zoë Ann Marlow"


@pytest.mark.parametrize(
    "typed",
    [
        "Zoë Ann Marlow, born 3 May 2017",
        "zoe, 9",
        "Ann Marlow",
        "Miss Marlow",
        "Her",
        "the boy",
        "This child (see above)",
        "A pupil of year 5",
        "Our pupil, aged nine",
        "-",
        "She is 9",
    ],
)
def test_a_name_of_hers_or_a_word_that_names_nobody_means_the_child_of_the_page(typed: str) -> None:
    assert who_is_meant(typed, NAME) is Meant.THIS_CHILD


@pytest.mark.parametrize("typed", ["Oluwaseun Adeyemi, 4", "Tom Marlow", "Her brother Tom", "TOM", "H801200001001"])
def test_another_name_means_another_child(typed: str) -> None:
    assert who_is_meant(typed, NAME) is Meant.ANOTHER


@pytest.mark.parametrize("typed", ["tom marlow", "her brother", "Zoe’s twin", "999 123 4568", "born 03/05/2017"])
def test_what_may_mean_another_child_is_not_clear(typed: str) -> None:
    assert who_is_meant(typed, NAME) is Meant.NOT_CLEAR
