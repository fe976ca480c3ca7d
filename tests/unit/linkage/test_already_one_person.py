"""Nobody is asked of two records that other records hold together as surely as a link would."""

from pathlib import Path

import pytest

from bench.linkage.dirty import KINDS, make_sample
from bench.linkage.sets import link_sample
from goldenthread.linkage import Linked, Outcome
from goldenthread.linkage.deciding import ALREADY_ONE
from goldenthread.linkage.refusing import REFUSALS

CONTRADICTS = {refusal.name for refusal in REFUSALS if refusal.contradicts}


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    german = next(kind for kind in KINDS if kind.name == "german")
    folder: Path = tmp_path_factory.mktemp("german")
    return link_sample(make_sample(german, folder, records=1_000, seed=41))


def pairs_of(linked: Linked) -> list[dict[str, object]]:
    """Each pair with whether its two records are one person."""
    person = {(one["dataset"], one["record_id"]): one["cluster"] for one in linked.people.to_pylist()}
    return [
        {**row, "one": person[row["dataset_l"], row["record_id_l"]] == person[row["dataset_r"], row["record_id_r"]]}
        for row in linked.links.to_pylist()
    ]


def test_a_person_is_asked_only_what_could_join_or_part(linked: Linked) -> None:
    sure = linked.model.probability(linked.model.link_from_bits)
    asked = [row for row in pairs_of(linked) if row["outcome"] == Outcome.REVIEW]
    assert asked
    assert not [row for row in asked if row["one"] and row["probability"] >= sure and row["why"] not in CONTRADICTS]


def test_what_other_records_hold_together_is_linked_by_them_and_says_so(linked: Linked) -> None:
    held = [row for row in pairs_of(linked) if row["why"] == ALREADY_ONE]
    assert held
    assert all(row["one"] and row["outcome"] == Outcome.LINKED for row in held)
