"""Where names are few, strangers agree in several things at once: they must not be learned as a kind of match."""

import random
from itertools import count
from typing import Any

import pyarrow as pa
import pytest

from goldenthread.linkage import link, training
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


def test_of_few_names_strangers_are_not_learned_as_one_person() -> None:
    records, truth = parish_lists(3_000, seed=5)
    linked = link(records, on=TODAY)
    both = len(truth) - len(set(truth.values()))
    right, _ = right_and_found(linked, truth)
    assert both / 2 < linked.model.card.expected_matches < 1.2 * both
    assert right >= 0.9


def test_a_forename_that_tells_the_sex_leaves_it_nothing_to_say() -> None:
    records, _ = parish_lists(300, seed=5)
    said = {step.label: step.stranger_bits for step in link(records, on=TODAY).model.steps["sex_of_one_forename"]}
    assert said["the same sex"] == pytest.approx(0.0, abs=0.1)


def test_a_forename_of_both_sexes_leaves_it_what_it_says() -> None:
    records, _ = parish_lists(300, seed=5)
    anybody = records.set_column(
        records.column_names.index("given_name"), "given_name", pa.array(["Harpreet"] * len(records))
    )
    model = link(anybody, on=TODAY).model
    said = {step.label: step.stranger_bits for step in model.steps["sex_of_one_forename"]}
    assert said["the same sex"] > 0.8
    assert said["another sex"] < -2


def test_the_referee_learns_the_same_from_likely_pairs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    records, _ = parish_lists(100, seed=3)
    of_all = link(records, on=TODAY).model.card.expected_matches
    asked = count()
    monkeypatch.setattr(training, "_are_likely", lambda totals: next(asked) % 2 == 1)
    learned = [link(records, on=TODAY, engine=engine).model for engine in ("plain", "duckdb")]
    of_forenames = [[step.match for step in model.steps["given_name"]] for model in learned]
    assert of_forenames[0] == pytest.approx(of_forenames[1], rel=1e-3)
    assert learned[0].card.expected_matches != pytest.approx(of_all, rel=1e-3)


def test_what_likely_pairs_teach_is_not_believed_where_it_is_no_likelier(monkeypatch: pytest.MonkeyPatch) -> None:
    records, _ = parish_lists(100, seed=3)
    of_all = link(records, on=TODAY).model.card.expected_matches
    monkeypatch.setattr(training, "_are_likely", lambda totals: False)
    assert link(records, on=TODAY).model.card.expected_matches == of_all
