"""Nobody is one person by links that are each likelier wrong than right."""

import numpy as np
import pytest

from goldenthread.linkage import Linked, Outcome, link
from goldenthread.linkage.parting import CLOSER_TO_OTHERS, held_by_likely_links
from tests.unit.linkage.records_made import TODAY
from tests.unit.linkage.test_years_of_birth import census

LEFT, RIGHT = np.array([0, 1, 2, 3]), np.array([1, 2, 3, 4])
ONE_PERSON = np.zeros(5, dtype=np.int64)
YES = np.ones(4, dtype=bool)


@pytest.mark.parametrize(
    ("chance", "people"),
    [
        ((0.9, 0.5, 0.9, 0.7), [0, 0, 0, 0, 0]),
        ((0.9, 0.4, 0.9, 0.7), [0, 0, 1, 1, 1]),
        ((0.4, 0.9, 0.9, 0.4), [0, 1, 1, 1, 2]),
    ],
)
def test_a_likely_link_holds_and_an_unlikely_one_does_not(chance: tuple[float, ...], people: list[int]) -> None:
    assert held_by_likely_links(LEFT, RIGHT, YES, np.array(chance), ONE_PERSON).tolist() == people


def test_an_unlikely_link_beside_likely_ones_parts_nobody() -> None:
    left, right = np.array([0, 0, 1]), np.array([1, 2, 2])
    chance = np.array([0.9, 0.2, 0.9])
    assert held_by_likely_links(left, right, YES[:3], chance, ONE_PERSON[:3]).tolist() == [0, 0, 0]


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(census(6, of_age=0.3)[0], on=TODAY)


def test_no_two_are_one_person_by_links_likelier_wrong(linked: Linked) -> None:
    person = {(r["dataset"], r["record_id"]): r["cluster"] for r in linked.people.to_pylist()}
    links = [row for row in linked.links.to_pylist() if row["outcome"] == Outcome.LINKED]
    assert links
    assert all(row["probability"] >= 0.5 for row in links)
    assert all(
        person[row["dataset_l"], row["record_id_l"]] == person[row["dataset_r"], row["record_id_r"]] for row in links
    )


def test_who_is_parted_goes_to_a_person(linked: Linked) -> None:
    parted = [row for row in linked.links.to_pylist() if row["why"] == CLOSER_TO_OTHERS]
    assert parted
    assert all(row["outcome"] == Outcome.REVIEW and row["probability"] < 0.5 for row in parted)
