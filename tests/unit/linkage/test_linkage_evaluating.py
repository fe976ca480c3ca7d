import pytest

from goldenthread.linkage.evaluating import evaluate, interval


def records(*persons: str) -> dict[tuple[str, str], str]:
    return {("a", str(i)): person for i, person in enumerate(persons)}


def test_pairs_and_people_are_counted_by_hand() -> None:
    found = evaluate(records("x", "x", "x", "y"), records("p", "p", "q", "q"))
    assert (found.pairs.right, found.pairs.given, found.pairs.wanted) == (1, 3, 2)
    assert found.pairs.precision == pytest.approx(1 / 3)
    assert found.pairs.recall == pytest.approx(1 / 2)
    assert (found.people.right, found.people.given, found.people.wanted) == (0, 2, 2)


def test_the_names_of_persons_do_not_matter() -> None:
    found = evaluate(records("x", "x", "z"), records("q", "q", "p"))
    assert (found.pairs.f1, found.people.f1) == (1.0, 1.0)


def test_records_without_a_truth_are_counted_and_left_out() -> None:
    truth = records("p", "p")
    assert evaluate(records("x", "x", "x"), truth).unknown == 1
    assert evaluate(records("x", "x", "x"), truth).pairs.given == 1


def test_the_interval_is_wilson_s() -> None:
    assert interval(9, 10) == pytest.approx([0.5958, 0.9821], abs=1e-4)
    assert interval(0, 0) == [0.0, 1.0]
