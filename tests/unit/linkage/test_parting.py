"""Nobody is one person by links that are each likelier wrong than right."""

import numpy as np
import pytest

from goldenthread.linkage import Linked, Outcome, link
from goldenthread.linkage.parting import CLOSER_TO_OTHERS, held_without
from tests.unit.linkage.records_made import TODAY
from tests.unit.linkage.test_years_of_birth import census

LEFT, RIGHT = np.array([0, 1, 2, 3]), np.array([1, 2, 3, 4])
ONE_PERSON = np.zeros(5, dtype=np.int64)
YES = np.ones(4, dtype=bool)


@pytest.mark.parametrize(
    ("doubted", "people"),
    [
        ([], [0, 0, 0, 0, 0]),
        ([1], [0, 0, 1, 1, 1]),
        ([0, 3], [0, 1, 1, 1, 2]),
    ],
)
def test_doubted_links_hold_nobody(doubted: list[int], people: list[int]) -> None:
    assert held_without(LEFT, RIGHT, YES, np.array(doubted, dtype=np.int64), ONE_PERSON).tolist() == people


def test_a_doubted_link_beside_others_parts_nobody() -> None:
    left, right = np.array([0, 0, 1]), np.array([1, 2, 2])
    assert held_without(left, right, YES[:3], np.array([1]), ONE_PERSON[:3]).tolist() == [0, 0, 0]


RECORDS, _ = census(6, of_age=0.3)


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(RECORDS, on=TODAY)


def test_only_one_name_and_birth_hold_two_together_by_a_link_likelier_wrong(linked: Linked) -> None:
    told = {(r["dataset"], r["record_id"]): (r["given_name"], r["date_of_birth"]) for r in RECORDS.to_pylist()}
    person = {(r["dataset"], r["record_id"]): r["cluster"] for r in linked.people.to_pylist()}
    links = [row for row in linked.links.to_pylist() if row["outcome"] == Outcome.LINKED]
    ends = [((row["dataset_l"], row["record_id_l"]), (row["dataset_r"], row["record_id_r"])) for row in links]
    assert all(person[left] == person[right] for left, right in ends)
    unlikely = [both for row, both in zip(links, ends, strict=True) if row["probability"] < 0.5]
    assert all(told[left] == told[right] for left, right in unlikely)


def test_who_is_parted_goes_to_a_person(linked: Linked) -> None:
    parted = [row for row in linked.links.to_pylist() if row["why"] == CLOSER_TO_OTHERS]
    assert parted
    assert all(row["outcome"] == Outcome.REVIEW and row["probability"] < 0.5 for row in parted)
