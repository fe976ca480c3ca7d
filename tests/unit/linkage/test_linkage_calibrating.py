import pytest

from goldenthread.linkage.calibrating import Bin, calibrate, wrong_identifiers
from goldenthread.linkage.model import against_all, probability_of


def bins(*told: tuple[float, float, float]) -> list[Bin]:
    return [Bin(bits=b, confirmed=c, refuted=r) for b, c, r in told]


def test_probability_follows_the_share_that_identifiers_confirm() -> None:
    points = calibrate(bins((0.0, 50, 50), (4.0, 90, 10), (8.0, 500, 0)))
    assert [y for _, y in points] == pytest.approx([0.5, 0.9, 1.0], abs=0.02)


def test_probability_never_falls_as_the_weight_rises() -> None:
    points = calibrate(bins((0.0, 60, 40), (4.0, 100, 100), (8.0, 300, 1)))
    assert [y for _, y in points] == sorted(y for _, y in points)


def test_too_few_answers_calibrate_nothing() -> None:
    assert calibrate(bins((0.0, 5, 5), (8.0, 50, 0))) == ()


def test_a_number_that_contradicts_what_is_certain_is_taken_to_be_wrong() -> None:
    told = bins((20.0, 990, 10), (0.0, 50, 50))
    assert wrong_identifiers(told) == pytest.approx(0.01)
    assert calibrate(told)[-1][1] > 0.999


def test_the_evidence_against_all_rivals_is_no_more_than_against_the_strongest() -> None:
    assert against_all(10.0, 3.0, 40.0) == pytest.approx(3.0, abs=0.02)
    assert against_all(3.0, 3.0) == pytest.approx(2.0)
    assert probability_of(0.0) == 0.5
