import pytest

from goldenthread.linkage.evaluating import Clumps, evaluate, interval


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


def test_one_pair_a_person_counts_as_it_is_and_more_as_fewer() -> None:
    one_each = Clumps.of([(1, 1)] * 90 + [(1, 0)] * 10)
    assert one_each.effect() == pytest.approx(1)
    six_each = Clumps.of([(6, 6)] * 90 + [(6, 0)] * 10)
    assert six_each.effect() == pytest.approx(6)  # six pairs that are always alike are one witness
    assert (six_each.people, six_each.short, six_each.pairs, six_each.right) == (100, 10, 600, 540)
    half = Clumps.of([(6, 6)] * 90 + [(6, 3)] * 10)
    assert 1 < half.effect() < 6


def test_pairs_of_several_areas_are_pooled_person_by_person() -> None:
    here, there = [(3, 3), (3, 1), (1, 0)], [(6, 6), (10, 4), (1, 1)]
    assert Clumps.of(here) + Clumps.of(there) == Clumps.of([*here, *there])


def test_where_nothing_is_missed_the_usual_effect_holds_or_each_person_is_one_witness() -> None:
    all_right = Clumps.of([(6, 6)] * 10)
    assert all_right.effect() == 6
    assert all_right.effect(usual=0.5) == pytest.approx(3.5)
    # Who has one pair is one witness, however alike the pairs of others are
    assert Clumps.of([(1, 1)] * 5 + [(1, 0)]).effect(usual=0.9) == pytest.approx(1)
    everybody = Clumps.of([(6, 6)] * 90 + [(6, 0)] * 10)
    assert everybody.likeness() == pytest.approx(1)
    assert Clumps.of([(1, 1)] * 90 + [(1, 0)] * 10).likeness() == pytest.approx(0, abs=1e-6)


def test_the_intervals_of_a_linkage_are_those_of_its_people() -> None:
    truth = records(*(f"p{i // 4}" for i in range(400)))
    found = {key: f"lost {key}" if int(key[1]) % 40 == 0 else who for key, who in truth.items()}
    pairs = evaluate(found, truth).pairs
    assert (pairs.right, pairs.wanted) == (570, 600)
    assert pairs.recall_effect == pytest.approx(54 / 19)
    low, high = interval(570, 600)
    assert pairs.recall_95[0] < low < high < pairs.recall_95[1]
    assert pairs.f1_interval()[0] < 2 * low / (1 + low)
