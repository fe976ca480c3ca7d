"""How right a linkage is for each group, whom consent leaves out, and for what a model may be used."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from goldenthread.linkage import (
    Accuracy,
    ModelForAnotherUse,
    accuracy_by_group,
    approve,
    as_page,
    groups_too_small,
    link,
    read_model,
    write_model,
)
from goldenthread.linkage.biases import consent_coverage
from goldenthread.linkage.evaluating import interval
from tests.unit.linkage.records_made import TODAY, area

KEYS = [("a", str(i)) for i in range(200)]
"""A hundred people of two records each."""
ENTITY = {key: f"person {int(key[1]) // 2}" for key in KEYS}
CHANGED = {key: {("name changed", "yes" if int(key[1]) < 80 else "no")} for key in KEYS}


def missing(people: set[int]) -> dict[tuple[str, str], str]:
    """What was found where these people's records were left apart."""
    return {key: f"alone {key}" if int(key[1]) // 2 in people else ENTITY[key] for key in KEYS}


def test_a_group_that_is_missed_a_point_more_often_than_everybody_is_warned_about() -> None:
    by_group = {(a.group, a.value): a for a in accuracy_by_group(missing({0, 1, 2, 3}), ENTITY, CHANGED)}
    assert by_group["everybody", ""].score.recall == 0.96
    assert by_group["name changed", "yes"].score.recall == 0.9
    assert by_group["name changed", "yes"].warned
    assert not by_group["name changed", "no"].warned


def test_a_warning_says_whether_chance_alone_might_show_as_much() -> None:
    many, few = {key: {("all", "of them")} for key in KEYS[:80]}, {key: {("all", "of them")} for key in KEYS[:40]}
    by_many = accuracy_by_group(missing(set(range(12))), ENTITY, many)[-1]
    by_few = accuracy_by_group(missing({0, 1}), ENTITY, few)[-1]
    assert by_many.warned
    assert by_many.beyond_chance
    assert by_few.warned
    assert not by_few.beyond_chance


def test_groups_stand_in_the_order_in_which_one_counts() -> None:
    bands = ("adult", "11 to 15", "under 1", "1 to 4", "5 to 10")
    by_band = {key: {("age band", bands[int(key[1]) // 2 % len(bands)])} for key in KEYS}
    _, *found = accuracy_by_group(missing(set()), ENTITY, by_band)
    assert [one.value for one in found] == ["under 1", "1 to 4", "5 to 10", "11 to 15", "adult"]


def test_pairs_of_one_person_are_no_independent_witnesses() -> None:
    keys = [("b", str(i)) for i in range(60)]
    entity = {key: f"family {int(key[1]) // 6}" for key in keys}
    small = {key: {("small", "group")} for key in keys}
    both = {**ENTITY, **entity}

    def of_small(alone: set[int]) -> Accuracy:
        """What is told of the small group where these records of it are left apart."""
        found = {**ENTITY, **{k: f"alone {k}" if int(k[1]) in alone else e for k, e in entity.items()}}
        return accuracy_by_group(found, both, small)[-1]

    one_person, ten_people = of_small({0, 1, 2}), of_small({6 * i for i in range(10)})
    assert (one_person.score.wanted, one_person.true.people, one_person.true.short) == (150, 10, 1)
    assert one_person.warned
    assert interval(138, 150)[1] < 0.955 < 0.98 < one_person.score.recall_95[1]  # twelve pairs, all of one person
    assert not one_person.beyond_chance
    assert ten_people.true.short == 10
    assert ten_people.beyond_chance


def test_a_group_without_a_miss_is_no_surer_than_its_people_let_it_be() -> None:
    found = {key: ENTITY[key] for key in KEYS[:2]} | dict.fromkeys(KEYS[2:12], "one")
    truth = {key: found[key] for key in found}
    (everybody,) = accuracy_by_group(found, truth, {})
    assert (everybody.score.recall, everybody.true.people) == (1.0, 2)
    assert everybody.score.recall_95[0] < 0.25


def test_a_wrong_pair_lowers_the_precision_of_both_its_groups() -> None:
    found = {**missing(set()), KEYS[0]: "one", KEYS[199]: "one"}
    by_group = {(a.group, a.value): a for a in accuracy_by_group(found, ENTITY, CHANGED)}
    assert by_group["name changed", "yes"].score.precision < 1
    assert by_group["name changed", "no"].score.precision < 1
    assert by_group["everybody", ""].score.given - by_group["everybody", ""].score.right == 1


def test_a_group_that_is_taken_for_others_more_often_than_everybody_is_warned_about() -> None:
    """Of the first forty people each two are taken for one, and of the sixty others one pair."""
    found = {key: f"twins {int(key[1]) // 4}" if int(key[1]) < 84 else ENTITY[key] for key in KEYS}
    of = {key: {("twin", "yes" if int(key[1]) < 80 else "no")} for key in KEYS}
    everybody, other, twin = accuracy_by_group(found, ENTITY, of)
    assert everybody.score.precision < 0.6
    assert (twin.confused, twin.confused_beyond_chance, twin.warned) == (True, True, False)
    assert (other.confused, everybody.confused) == (False, False)
    page = page_with([everybody, other, twin])
    assert "more than one point more is wrong than of everybody's in 1 group: twin: yes" in page


def test_what_a_persons_other_records_bring_together_is_told_beside_what_two_records_do() -> None:
    (everybody, *_) = accuracy_by_group(missing(set()), ENTITY, {}, [(KEYS[1], KEYS[0]), (KEYS[2], KEYS[3])])
    assert everybody.as_values()["recall"] == 1.0
    assert everybody.as_values()["recall_by_pair_alone"] == 0.02


def test_those_who_agree_less_often_to_be_linked_are_shown_by_group_with_a_warning() -> None:
    groups = [
        json.dumps({"consent": "yes" if i % 10 < agrees else "no", name: value})
        for name, value, agrees in (
            ("ethnic group", "Black", 5), ("family", "lone parent", 6), ("parent", "under 25", 6),
            ("household", "five or more", 6), ("ethnic group", "White", 9),
        )
        for i in range(40)
    ]  # fmt: skip
    groups = [*groups, None, json.dumps({"ethnic group": "Black"})]
    coverage = consent_coverage(groups, np.arange(len(groups)))
    shown = {(c.group, c.value): c.agreed / c.records for c in coverage}
    assert shown["ethnic group", "Black"] == 0.5
    assert {c.value for c in coverage if c.warned} == {"Black", "lone parent", "under 25", "five or more"}
    report = {**link(area(8, seed=1)[0], on=TODAY).report, "consent": [asdict(c) for c in coverage]}
    page = as_page(report)
    assert "Whom consent would leave out" in page
    assert page.count("Warning: more than a point below everybody") == 4


def test_records_of_one_person_agree_together_and_say_less_than_as_many_people() -> None:
    groups = [json.dumps({"consent": "yes" if i % 10 < 9 else "no"}) for i in range(200)]
    alone, five_each = (
        consent_coverage([g for g in groups for _ in range(many)], np.repeat(np.arange(200), many))[0]
        for many in (1, 5)
    )
    assert (alone.records, five_each.records) == (200, 1_000)
    assert five_each.agreed_95 == pytest.approx(alone.agreed_95, abs=1e-6)


def page_with(by_group: list[Accuracy], too_small: tuple[dict[str, str], ...] = ()) -> str:
    """A run's report with these figures."""
    groups = [one.as_values() for one in by_group]
    accuracy = {
        "records": 200, "records_without_truth": 0, "groups": groups, "pairwise": groups[0], "cluster": groups[0],
        "groups_too_small": too_small,
    }  # fmt: skip
    return as_page({**link(area(8, seed=1)[0], on=TODAY).report, "accuracy": accuracy})


def test_the_page_shows_accuracy_with_intervals_a_chart_and_the_census_beside_it() -> None:
    page = page_with(accuracy_by_group(missing({0, 1, 2, 3}), ENTITY, CHANGED))
    assert (
        "Warning: 1 group is missed more than one point more often than everybody: name changed: yes"
        " (so few people may show that by chance)."
    ) in page
    assert "<svg" in page
    assert "99.96 %" in page
    assert "96.00\u00a0% (90.16\u00a0% to 98.43\u00a0%)" in page


def test_groups_too_small_to_measure_are_named_and_not_said_to_be_as_well_off_as_everybody() -> None:
    few = {key: {("looked after", "yes" if int(key[1]) < 6 else "no")} for key in KEYS}
    told = accuracy_by_group(missing({0, 1, 2}), ENTITY, few)
    small = groups_too_small(told, KEYS, few)
    assert small == [("looked after", "yes")]
    assert groups_too_small(told, KEYS[6:], few) == []
    page = page_with(told, tuple({"group": name, "value": value} for name, value in small))
    assert "No group's recall" not in page
    assert "Of the groups in the table below, none has a recall more than one point below" in page
    assert "too few true pairs (under 20): looked after: yes. They may be missed more often" in page
    assert "Nothing is known of these groups" not in page_with(told)


def test_how_many_of_ten_thousand_are_wrong_is_told_with_its_interval() -> None:
    page = page_with(accuracy_by_group(missing(set()), ENTITY, CHANGED))
    assert "about 0 are wrong (95 % interval 0 to 370)" in page
    assert "it missed about 0 (0 to 370)" in page


def test_a_model_is_held_to_the_use_it_was_made_and_approved_for() -> None:
    records = area(8, seed=1)[0]
    model = approve(link(records, on=TODAY).model, by="M. Quarmby, Caldicott Guardian", on=TODAY)
    kept = read_model(write_model(model))
    assert [(a.by, a.on) for a in kept.card.approvals] == [("M. Quarmby, Caldicott Guardian", "2026-11-22")]
    assert link(records, on=TODAY, model=kept).model == kept
    with pytest.raises(ModelForAnotherUse, match="for nothing else"):
        link(records, on=TODAY, model=kept, use="deciding who is entitled to a benefit")
    lent = replace(kept, card=replace(kept.card, may_be_used_for="research"))
    with pytest.raises(ModelForAnotherUse):
        link(records, on=TODAY, model=lent)
