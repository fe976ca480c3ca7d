"""Whether records have company tells how likely their links are right; it joins nobody."""

import json
from dataclasses import replace

import numpy as np
import pytest

from goldenthread.linkage import Linked, Outcome, link
from goldenthread.linkage.company import (
    IN_COMPANY_IF_TWO,
    heaviest_links,
    held_together,
    learn_both,
    meeting,
    without_company,
)
from goldenthread.linkage.model import Model, UnreadableModel, probability_of
from goldenthread.linkage.model_file import approve, read_model, write_model
from goldenthread.linkage.telling import Weighty, learn_company, told
from tests.unit.linkage.records_made import TODAY, area


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(area(25, seed=5, numbered=0.4)[0], on=TODAY)


@pytest.fixture(scope="module")
def untaught(linked: Linked) -> Model:
    return replace(linked.model, calibration=(), stand_alone=0.0, alone_below=(), both_alone_bits=0.0, apart={})


def numbers(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def links(*weighed: tuple[int, int, float], person_of: list[int]) -> Weighty:
    """Links of these weights, of which nothing but the weight is known."""
    bits = np.array([b for _, _, b in weighed])
    yes = np.ones(len(weighed), dtype=bool)
    return Weighty(
        left=numbers(*(a for a, _, _ in weighed)),
        right=numbers(*(b for _, b, _ in weighed)),
        bits=bits,
        chance=np.array([probability_of(b) for b in bits]),
        linked=yes,
        open=yes,
        person_of=numbers(*person_of),
    )


def test_a_record_has_company_where_another_link_of_it_is_heavier():
    left, right, bits = numbers(0, 1, 2), numbers(1, 2, 3), np.array([9.0, 3.0, 5.0])
    heaviest = heaviest_links(left, right, bits, np.ones(3, dtype=bool), 5)
    assert heaviest.tolist() == [9.0, 9.0, 5.0, 5.0, -np.inf]
    assert without_company(left, right, bits, heaviest).tolist() == [2, 0, 2]


def test_what_is_not_linked_is_no_company():
    left, right, bits = numbers(0, 1), numbers(1, 2), np.array([9.0, 3.0])
    heaviest = heaviest_links(left, right, bits, np.array([False, True]), 3)
    assert without_company(left, right, bits, heaviest).tolist() == [2, 2]


def test_two_heavier_links_hold_a_pair_together_and_lighter_ones_do_not():
    left, right, bits = numbers(0, 0, 1), numbers(1, 2, 2), np.array([9.0, 2.0, 7.0])
    yes = np.ones(3, dtype=bool)
    assert held_together(left, right, bits, yes, numbers(0, 0, 0)).tolist() == [False, True, False]
    assert not held_together(left, right, bits, yes, numbers(0, 0, 1)).any()


@pytest.mark.parametrize("stand_alone", [0.01, 0.3, 0.9])
@pytest.mark.parametrize("fewer", [1.0, IN_COMPANY_IF_TWO])
def test_one_of_the_three_is_met_by_every_pair(stand_alone, fewer):
    met = meeting(numbers(0, 1, 2), np.full(3, stand_alone), 1.5, fewer=fewer)
    assert met.one.sum() == pytest.approx(1)
    assert met.two.sum() == pytest.approx(1)


def test_company_on_both_sides_speaks_against_a_pair_and_none_for_it():
    both_sides, one_side, none = meeting(numbers(0, 1, 2), np.full(3, 0.2), 0.0).told(np.full(3, 0.8))
    assert both_sides < 0.4
    assert 0.9 < one_side < 1
    assert 0.9 < none < 1


def test_where_people_have_two_records_both_are_without_company():
    alone = numbers(*[2] * 300, *[1] * 5, *[0] * 40)
    few = learn_both(alone, np.full(345, 0.3), np.full(345, 0.9))
    many = learn_both(numbers(*[2] * 40, *[1] * 265, *[0] * 40), np.full(345, 0.3), np.full(345, 0.9))
    assert few > 4
    assert -3 < many < 0
    one_side = meeting(numbers(1), np.array([0.3]), few).told(np.array([0.9]))
    assert one_side[0] < 0.7


def test_nothing_is_learned_of_no_pairs():
    assert learn_both(numbers(), np.array([]), np.array([])) == 0.0


def people_of_copies(pairs_of_copies: int) -> tuple[list[tuple[int, int, float]], list[int]]:
    """Two copies each of so many people, in order, then of as many one copy and a slip of it."""
    copies = [(2 * n, 2 * n + 1, 15.0) for n in range(pairs_of_copies)]
    slips = [(2 * n, 2 * n + 1, 3.0) for n in range(pairs_of_copies, 2 * pairs_of_copies)]
    return copies + slips, [n // 2 for n in range(4 * pairs_of_copies)]


def test_a_link_of_two_records_that_are_each_more_like_others_is_told_less(untaught):
    """Of the links that weigh three bits one joins two people who have two copies each."""
    weighed, person_of = people_of_copies(50)
    person_of[2], person_of[3] = person_of[0], person_of[0]
    given = links(*weighed, (0, 2, 3.0), person_of=person_of)
    model = learn_company(given, untaught)
    chance = told(given, model)
    assert chance[-1] < 0.75 < probability_of(3.0) < chance[50:100].min()


def test_what_heavier_links_hold_together_is_as_likely_as_the_way_round(untaught):
    weighed, person_of = people_of_copies(50)
    given = links(*weighed, (0, 200, 12.0), (1, 200, 2.0), person_of=[*person_of, 0])
    chance = told(given, learn_company(given, untaught))
    assert chance[-1] == pytest.approx(chance[0] * chance[-2])
    assert chance[-1] > probability_of(2.0)


def test_who_says_more_than_a_weight_is_not_told_by_company(untaught):
    weighed, person_of = people_of_copies(50)
    person_of[2], person_of[3] = person_of[0], person_of[0]
    given = links(*weighed, (0, 2, 3.0), person_of=person_of)
    model = learn_company(given, untaught)
    sealed = replace(given, open=np.zeros(len(given.bits), dtype=bool))
    assert told(sealed, model)[-1] == pytest.approx(probability_of(3.0))


def test_a_model_that_never_learned_of_company_says_what_it_said(untaught):
    weighed, person_of = people_of_copies(3)
    given = links(*weighed, person_of=person_of)
    assert told(given, untaught).tolist() == given.chance.tolist()


def test_the_claim_of_a_run_is_nearer_the_truth_than_the_weights_alone(linked):
    """Every link in this area is right."""
    _, truth = area(25, seed=5, numbered=0.4)
    rows = linked.links.filter(np.array(linked.links["outcome"].to_pylist()) == str(Outcome.LINKED)).to_pylist()
    of_weight = [row for row in rows if row["why"] == "names, dates and places agree"]
    assert all(
        truth[row["dataset_l"], row["record_id_l"]] == truth[row["dataset_r"], row["record_id_r"]] for row in of_weight
    )
    said = np.mean([row["probability"] for row in of_weight])
    by_weight = np.mean(linked.model.probabilities(np.array([row["weight_bits"] for row in of_weight])))
    assert by_weight < said <= 1


def test_it_is_in_the_model_and_an_approval_is_of_it(linked):
    model = linked.model
    assert model.alone_below[0][1] <= model.alone_below[-1][1] <= 1
    assert read_model(write_model(model)) == model
    approved = approve(model, by="A. Nowak", on=TODAY)
    with pytest.raises(UnreadableModel, match="changed after it was approved"):
        read_model(write_model(replace(approved, both_alone_bits=9.0)))


def test_shares_that_fall_as_weights_rise_are_refused(linked):
    tree = json.loads(write_model(linked.model))
    tree["alone_below"] = [[0.0, 0.9], [1.0, 0.1]]
    with pytest.raises(UnreadableModel, match="alone_below"):
        read_model(json.dumps(tree))


def test_a_model_from_before_is_still_read_and_so_is_its_approval(untaught):
    before = replace(untaught, stand_alone=0.3, apart={})
    approved = approve(before, by="A. Nowak", on=TODAY)
    tree = json.loads(write_model(approved))
    del tree["alone_below"], tree["both_alone_bits"]
    assert read_model(json.dumps(tree)) == approved
