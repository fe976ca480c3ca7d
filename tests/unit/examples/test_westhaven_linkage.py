"""A small area linked unattended: what a change of name costs, how sure is sure, and the families that it leads to."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest

from bench.linkage import families
from examples.westhaven import Area
from goldenthread.intake import Accepted
from goldenthread.linkage import Linked, Score, accuracy_by_group, as_page, evaluate, link
from goldenthread.people import Index, gather
from goldenthread.vocabulary import PersonId, PersonKind
from tests.unit.examples.conftest import TODAY

RecordKey = tuple[str, str]
MOST_CALIBRATION_ERROR = 0.02
"""The goal is 0.01. What is said is too low rather than too high: of pairs said to be right 98 times, 100 are."""
LEAST_PROBABILITY = 0.01
BINS = 20


@pytest.fixture(scope="module")
def records(accepted: dict[str, Accepted]) -> pa.Table:
    """Every record of the area, as of somebody in a cohort."""
    together = pa.concat_tables([one.records for one in accepted.values()])
    everybody = pa.array(["seed"] * len(together), pa.string())
    return together.set_column(together.schema.get_field_index("in_cohort"), "in_cohort", everybody)


@pytest.fixture(scope="module")
def linked(records: pa.Table) -> Linked:
    return link(records, on=TODAY)


@pytest.fixture(scope="module")
def truth(area: Area) -> dict[RecordKey, dict[str, str]]:
    """What the truth says of each record, as ``goldenthread evaluate`` reads it."""
    with (area.truth / "records.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["source"], row["record_id"]): row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def index(accepted: dict[str, Accepted], records: pa.Table, linked: Linked) -> Index:
    return gathered(records, linked, pa.concat_tables([one.relations for one in accepted.values()]))


def gathered(records: pa.Table, linked: Linked, relations: pa.Table) -> Index:
    numbers = iter(range(1_000_000))

    def new_id() -> PersonId:
        return PersonId(f"{next(numbers):026d}")

    return gather(records, linked.people, relations, previous={}, new_id=new_id, on=TODAY)


def entities(truth: Mapping[RecordKey, Mapping[str, str]]) -> dict[RecordKey, str]:
    return {key: row["entity"] for key, row in truth.items()}


def persons(linked: Linked) -> dict[RecordKey, int]:
    return {(r["dataset"], r["record_id"]): r["cluster"] for r in linked.people.to_pylist()}


def not_linked(rate: Mapping[str, Any]) -> float:
    return float((rate["review"] + rate["missed"]) / rate["pairs"])


@pytest.mark.scenario("S08")
@pytest.mark.requirement("A11")
def test_the_report_tells_what_a_changed_surname_costs_before_and_after_former_names_are_looked_at(
    linked: Linked,
) -> None:
    same, before, after = linked.report["name_changes"]
    assert "not looked at" in before["value"]
    assert before["pairs"] == after["pairs"] >= 20
    assert not_linked(same) <= not_linked(after) <= not_linked(before)
    assert "What a changed surname costs" in as_page(linked.report)


@pytest.mark.requirement("A11")
def test_children_whose_name_changed_are_joined_as_the_others_are(
    linked: Linked, truth: dict[RecordKey, dict[str, str]]
) -> None:
    changed = {key: {("name", row["name_changed"])} for key, row in truth.items() if row["age_band"] != "adult"}
    found = {one.value: one.score for one in accuracy_by_group(persons(linked), entities(truth), changed)}
    assert found["yes"].recall >= found["no"].recall - 0.01


@pytest.mark.requirement("A11")
def test_every_group_of_the_truth_is_reported_with_its_interval(
    linked: Linked, truth: dict[RecordKey, dict[str, str]]
) -> None:
    named = ("name_changed", "name_origin", "ethnic_group", "no_fixed_address", "no_nhs_number", "age_band")
    groups = {key: {(name, row[name]) for name in named} for key, row in truth.items()}
    found = accuracy_by_group(persons(linked), entities(truth), groups)
    assert {one.group for one in found} == {"everybody", *named}
    assert all(low <= one.score.recall <= high for one in found for low, high in [one.as_values()["recall_95"]])


def test_what_is_said_of_a_pair_is_right_as_often_as_it_says_to_two_in_a_hundred(
    linked: Linked, truth: dict[RecordKey, dict[str, str]]
) -> None:
    points = []
    for row in linked.links.to_pylist():
        left, right = (row["dataset_l"], row["record_id_l"]), (row["dataset_r"], row["record_id_r"])
        if left in truth and right in truth and row["probability"] > LEAST_PROBABILITY:
            points.append((row["probability"], truth[left]["entity"] == truth[right]["entity"]))
    assert len(points) > 1_000
    assert expected_calibration_error(sorted(points)) <= MOST_CALIBRATION_ERROR


def expected_calibration_error(points: list[tuple[float, bool]]) -> float:
    """Over bins of equally many pairs, how far what was said is from what is true, on average."""
    total = len(points)
    bins = [points[n * total // BINS : (n + 1) * total // BINS] for n in range(BINS)]
    return sum(abs(sum(said for said, _ in one) - sum(true for _, true in one)) for one in bins) / total


@pytest.mark.requirement("B4")
def test_every_adult_declared_of_a_child_is_told_with_the_type_the_source_and_the_dates(
    accepted: dict[str, Accepted], records: pa.Table, linked: Linked
) -> None:
    """Of the whole area, had its agencies given dates: who says so is kept apart, with since when and until when."""
    relations = dated(pa.concat_tables([one.relations for one in accepted.values()]))
    index = gathered(records, linked, relations)
    person_of = {(m.dataset, m.record_id): m.person_id for m in index.memberships}
    adults = {person.person_id for person in index.persons if person.kind is PersonKind.ADULT}
    declared: dict[tuple[str, str, str, str], list[tuple[date, date]]] = defaultdict(list)
    for one in relations.to_pylist():
        adult, child = (person_of.get((one["dataset"], one[f"record_id_{end}"])) for end in ("from", "to"))
        if adult in adults and child and child not in adults:
            declared[adult, child, one["relation"], one["dataset"]].append((one["since"], one["until"]))
    told = {(r.from_person, r.to_person, r.relation, r.dataset): r for r in index.relationships}
    assert len({dataset for *_, dataset in declared}) > 3
    assert declared.keys() <= told.keys()
    assert all(told[key].agency for key in declared)
    once = {key: days[0] for key, days in declared.items() if len(days) == 1}
    assert len(once) > len(declared) / 2
    assert {key: (told[key].since, told[key].until) for key in once} == once


def dated(relations: pa.Table) -> pa.Table:
    """Each relationship since another day, for a year."""
    days = [date(2015, 1, 1) + timedelta(days=place) for place in range(len(relations))]
    for name, values in (("since", days), ("until", [day + timedelta(days=365) for day in days])):
        relations = relations.set_column(relations.column_names.index(name), name, pa.array(values, pa.date32()))
    return relations


def test_families_and_households_beat_the_rules_of_address_and_age(area: Area, index: Index, records: pa.Table) -> None:
    measured = families.compare(index, records, area.truth)

    def f1(scores: Mapping[str, Score], start: str) -> float:
        return next(score.f1 for name, score in scores.items() if name.startswith(start))

    assert f1(measured.families, "all ties: and possible") > f1(measured.families, "all ties: peer")
    assert f1(measured.families, "at home: and possible") > f1(measured.families, "at home: peer")
    assert f1(measured.households, "drawn") > f1(measured.households, "peer, exact address, one each")


def test_the_whole_area_is_linked_with_hardly_a_mistake(linked: Linked, truth: dict[RecordKey, dict[str, str]]) -> None:
    found = evaluate(persons(linked), entities(truth))
    assert found.pairs.precision >= 0.999
    assert found.pairs.recall >= 0.97
