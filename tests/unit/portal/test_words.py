"""The plain words."""

from datetime import UTC, date, datetime

import pytest

from goldenthread.service.portal import words
from goldenthread.vocabulary import Purpose, Role


def test_every_role_and_purpose_has_its_words() -> None:
    assert set(words.ROLES) == set(Role)
    assert set(words.PURPOSES) == set(Purpose)


def test_a_time_is_said_in_local_time() -> None:
    assert words.moment(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026 at 12:30am"
    assert words.moment(datetime(2026, 11, 22, 12, 5, tzinfo=UTC)) == "22 November 2026 at 12:05pm"
    assert words.day(date(2019, 3, 9)) == "9 March 2019"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 10, "0%"),
        (10, 10, "100%"),
        (9_999, 10_000, "99.9%"),
        (1, 100_000, "0.1%"),
        (1, 3, "33.3%"),
        (0, 0, "none to count"),
    ],
)
def test_a_share_never_rounds_up_to_all_or_down_to_none(part: int, whole: int, said: str) -> None:
    assert words.share(part, whole) == said


def test_a_number_is_dialled_as_it_is_printed() -> None:
    assert words.dialled("+44 (0)1632 960 100 ext 12") == "+4401632960100"
    assert words.dialled("01632 960100") == "01632960100"
