"""What a third record says of a pair is told, and changes nobody."""

import numpy as np
import pytest

from goldenthread.linkage.vouching import vouched


def said(pairs: dict[tuple[int, int], tuple[float, bool]], person_of: list[int]) -> dict[tuple[int, int], float]:
    ends = sorted(pairs)
    chance = np.array([pairs[pair][0] for pair in ends])
    left, right = (np.array([pair[side] for pair in ends], dtype=np.int64) for side in (0, 1))
    linked = np.array([pairs[pair][1] for pair in ends], dtype=bool)
    found = vouched(left, right, np.log2(chance / (1 - chance)), chance, linked, np.array(person_of))
    return dict(zip(ends, found.tolist(), strict=True))


def test_a_pair_is_as_likely_as_both_links_that_lead_round_it_together():
    found = said({(0, 1): (0.99, True), (0, 2): (0.9, True), (1, 2): (0.3, False)}, [0, 0, 0])
    assert found[1, 2] == pytest.approx(0.99 * 0.9)
    assert (found[0, 1], found[0, 2]) == (0.99, 0.9)


def test_copies_of_one_record_are_no_more_witnesses_than_one():
    copies = {(i, j): (0.999, True) for i in range(5) for j in range(i + 1, 5)}
    found = said({**copies, **{(i, 5): (0.8, True) for i in range(5)}}, [0] * 6)
    assert max(found[i, 5] for i in range(5)) == 0.8


def test_nobody_vouches_for_a_pair_of_two_people():
    found = said({(0, 1): (0.99, True), (0, 2): (0.9, False), (1, 2): (0.3, False)}, [0, 0, 1])
    assert found == {(0, 1): 0.99, (0, 2): 0.9, (1, 2): 0.3}


def test_a_pair_that_a_person_is_to_see_vouches_for_none():
    found = said({(0, 1): (0.99, True), (0, 2): (0.9, False), (1, 2): (0.7, True)}, [0, 0, 0])
    assert found[0, 2] == 0.9
    assert found[1, 2] == 0.7


def test_where_nothing_is_linked_nothing_is_vouched_for():
    assert said({(0, 1): (0.4, False)}, [0, 1]) == {(0, 1): 0.4}
    assert said({}, [0]) == {}
