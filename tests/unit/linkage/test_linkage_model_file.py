"""A model is read without trust: each value of its kind and in its range, and as it was when it was approved."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from goldenthread.linkage import UnreadableModel, approve, link, read_model, write_model
from goldenthread.linkage.cards import Measured
from goldenthread.linkage.model_file import digest_of, with_figures
from tests.unit.linkage.records_made import TODAY, area

LATER = date(2026, 12, 1)
FIGURES = Measured(
    on="2026-11-30",
    sources=("school",),
    records=24,
    precision=0.999,
    precision_95=(0.99, 1.0),
    recall=0.98,
    recall_95=(0.97, 0.99),
    f1=0.989,
)


@pytest.fixture(scope="module")
def text() -> str:
    return write_model(link(area(8, seed=1)[0], on=TODAY).model)


def spoiled(text: str, spoil: Callable[[dict[str, Any]], object]) -> str:
    tree = json.loads(text)
    spoil(tree)
    return json.dumps(tree)


def in_first_step(name: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda tree: next(iter(tree["steps"].values()))[0].__setitem__(name, value)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (in_first_step("match", 5), "above 0 to 1 belongs"),
        (in_first_step("match", 0), "above 0 to 1 belongs"),
        (in_first_step("stranger", "0.5"), "above 0 to 1 belongs"),
        (in_first_step("relative", True), "above 0 to 1 belongs"),
        (in_first_step("label", 3), "a text belongs"),
        (in_first_step("bits", 3), "which nothing reads"),
        (lambda tree: tree.update(link_from_bits="7"), "at link_from_bits a number belongs"),
        (lambda tree: tree.update(link_from_bits=float("nan")), "at link_from_bits a number belongs"),
        (lambda tree: tree.update(against_relative_bits=float("inf")), "a number belongs"),
        (lambda tree: tree.update(review_from_bits=tree["link_from_bits"] + 1), "is above link_from_bits"),
        (lambda tree: tree.update(calibration=[[1.0, 0.5], [2.0, 1.5]]), "0 to 1 belongs"),
        (lambda tree: tree.update(calibration=[[1.0, 0.9], [2.0, 0.5]]), "must not fall"),
        (lambda tree: tree.update(calibration=[[1.0]]), "a list of 2 belongs"),
        (lambda tree: tree.update(calibration={}), "a list belongs"),
        (lambda tree: tree.update(comparisons=[*tree["comparisons"], "shoe_size"]), "shoe_size is none"),
        (lambda tree: tree.update(comparisons=[]), "at least one"),
        (lambda tree: tree.update(steps={}), "steps and comparisons"),
        (lambda tree: tree.update(others={"Shoe": "smell"}), "one of exact, text, date, number belongs"),
        (lambda tree: tree.pop("rests_on"), "has no rests_on"),
        (lambda tree: tree.update(card=[]), "at card names with their values belong"),
        (lambda tree: tree["card"].update(records=-1), "a whole number from 0 belongs"),
        (lambda tree: tree["card"].update(trained_on="yesterday"), "a day such as"),
        (lambda tree: tree["card"].update(approved_by="Somebody"), "bound to nothing"),
    ],
)
def test_a_value_that_does_not_belong_is_refused_with_its_place(
    text: str, spoil: Callable[[dict[str, Any]], object], said: str
) -> None:
    with pytest.raises(UnreadableModel, match=said) as refused:
        read_model(spoiled(text, spoil))
    assert "link without --model" in str(refused.value)


@pytest.mark.parametrize("torn", ["", "[]", "{", "null", "3", "[" * 100_000])
def test_what_is_no_model_at_all_is_refused(torn: str) -> None:
    with pytest.raises(UnreadableModel):
        read_model(torn)


def test_a_name_that_stands_twice_is_refused(text: str) -> None:
    with pytest.raises(UnreadableModel, match="link_from_bits stands twice"):
        read_model(text.replace('"link_from_bits"', '"link_from_bits": -50, "link_from_bits"', 1))


def test_an_empty_approval_of_an_earlier_version_is_none(text: str) -> None:
    early = spoiled(text, lambda tree: tree["card"].update(approved_by="", approved_on=""))
    assert read_model(early).card.approvals == ()


def test_every_approval_is_kept_in_order(text: str) -> None:
    twice = approve(approve(read_model(text), by="First", on=TODAY), by="Second", on=LATER)
    assert [(a.by, a.on) for a in read_model(write_model(twice)).card.approvals] == [
        ("First", TODAY.isoformat()),
        ("Second", LATER.isoformat()),
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tree: tree.update(link_from_bits=-50.0, review_from_bits=-60.0),
        in_first_step("match", 0.123),
        lambda tree: tree["card"].update(may_be_used_for="deciding who is entitled to a benefit"),
        lambda tree: tree["card"].update(records=1),
        lambda tree: tree["card"]["measured"][0].update(precision=1.0),
        lambda tree: tree["card"].update(measured=[]),
        lambda tree: tree["card"]["approvals"][0].update(digest="0" * 64),
        lambda tree: tree["card"]["approvals"][0].update(figures=0),
        lambda tree: tree["card"]["approvals"][0].update(by="The King"),
        lambda tree: tree["card"]["approvals"].insert(0, dict(tree["card"]["approvals"][0])),
    ],
)
def test_a_model_that_was_changed_after_it_was_approved_is_refused(
    text: str, spoil: Callable[[dict[str, Any]], object]
) -> None:
    approved = approve(with_figures(read_model(text), FIGURES), by="First", on=TODAY)
    read_model(write_model(approved))
    with pytest.raises(UnreadableModel, match="changed after it was approved on 2026-11-22"):
        read_model(spoiled(write_model(approved), spoil))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda given: given[0].update(by="The King"),
        lambda given: given[1].update(by="The King"),
        lambda given: given[1].update(on="2020-01-01"),
        lambda given: given.pop(0),
        lambda given: given.reverse(),
    ],
)
def test_an_approval_is_bound_to_who_gave_it_to_when_and_to_those_before_it(
    text: str, spoil: Callable[[list[dict[str, Any]]], object]
) -> None:
    twice = approve(approve(read_model(text), by="First", on=TODAY), by="Second", on=LATER)
    with pytest.raises(UnreadableModel, match="changed after it was approved"):
        read_model(spoiled(write_model(twice), lambda tree: spoil(tree["card"]["approvals"])))


def test_an_approval_of_an_earlier_version_bound_neither_to_name_nor_day_is_refused_and_says_so(text: str) -> None:
    model = read_model(text)
    unbound = {"by": "First", "on": TODAY.isoformat(), "figures": 0, "digest": digest_of(model)}
    with pytest.raises(UnreadableModel, match=r"neither to who gave it nor to when.*approved again"):
        read_model(spoiled(text, lambda tree: tree["card"].update(approvals=[unbound])))


def test_what_is_measured_later_leaves_an_approval_standing_and_is_not_approved_by_it(text: str) -> None:
    approved = approve(read_model(text), by="First", on=TODAY)
    later = read_model(write_model(with_figures(approved, FIGURES)))
    assert later.card.measured == (FIGURES,)
    assert [a.figures for a in approve(later, by="Second", on=LATER).card.approvals] == [0, 1]
    assert digest_of(later, 1) != digest_of(approved)
    assert with_figures(later, FIGURES) == later
