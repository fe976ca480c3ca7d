"""Where names are few, strangers agree in several things at once: they must not be learned as a kind of match."""

import random
from typing import Any

import pyarrow as pa
import pytest

from goldenthread.linkage import link
from tests.unit.linkage.records_made import FAMILY, TODAY, record, table
from tests.unit.linkage.test_years_of_birth import born, right_and_found

FORENAMES = {
    "male": ("John", "William", "Thomas", "George", "James", "Joseph", "Henry", "Robert"),
    "female": ("Mary", "Elizabeth", "Sarah", "Ann", "Jane", "Hannah", "Ellen", "Martha"),
}
PARISHES = ("Upper Dean", "Lower Dean", "Millbank", "Chapelry", "Crossways", "Moorside")
COMMON_FIRST = (16, 9, 6, 4, 3, 2, 1, 1)


def parish_lists(people: int, *, seed: int) -> tuple[pa.Table, dict[tuple[str, str], str]]:
    """Two lists ten years apart: few forenames, family names and parishes, births by a year that is often one off."""
    chance = random.Random(seed)
    records, truth = [], {}
    for one in range(people):
        sex = chance.choice(("male", "female"))
        parish = chance.randrange(len(PARISHES))
        year = chance.randrange(1800, 1855)
        person: dict[str, Any] = {
            "sex": sex,
            "given_name": chance.choices(FORENAMES[sex], COMMON_FIRST)[0],
            "family_name": chance.choice(FAMILY[:20]),
        }
        for dataset in ("first", "second"):
            if chance.random() < 0.15:
                continue
            told = year + chance.choice((0, 0, 0, 1, -1))
            lives = PARISHES[parish if chance.random() < 0.8 else chance.randrange(len(PARISHES))]
            key = {"dataset": dataset, "record_id": str(one)}
            place = {"address_line": lives, "postcode": None}
            records.append(record(agency=dataset, **key, **person, **place, **born(str(told))))
            truth[dataset, str(one)] = str(one)
    return table(*records), truth


@pytest.mark.parametrize("seed", [1, 2])
def test_of_few_names_strangers_are_not_learned_as_one_person(seed: int) -> None:
    records, truth = parish_lists(2_000, seed=seed)
    linked = link(records, on=TODAY)
    both = len(truth) - len(set(truth.values()))
    right, _ = right_and_found(linked, truth)
    assert linked.model.card.expected_matches <= both
    assert right >= 0.9


def test_the_referee_learns_the_same_from_likely_pairs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    records, _ = parish_lists(100, seed=3)
    of_all = link(records, on=TODAY).model.card.expected_matches
    monkeypatch.setattr("goldenthread.linkage.training.LEAST_LIKELY", 1.0)
    learned = [link(records, on=TODAY, engine=engine).model for engine in ("plain", "duckdb")]
    of_forenames = [[step.match for step in model.steps["given_name"]] for model in learned]
    assert of_forenames[0] == pytest.approx(of_forenames[1], rel=1e-3)
    assert learned[0].card.expected_matches != pytest.approx(of_all, rel=1e-3)
