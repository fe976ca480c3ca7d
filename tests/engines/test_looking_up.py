"""A look-up gives each pair the batch's own weight, finds who is sought, and sees a change at once."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest

from goldenthread.linkage import default_identifier_use, link, name_people
from goldenthread.linkage.features import make_features
from goldenthread.linkage.incremental import Standing, stand
from goldenthread.linkage.incremental.reference import apply_reference
from goldenthread.linkage.lookup import Lookup, write_shelf
from goldenthread.linkage.lookup.details import details_of
from tests.engines.test_engines_agree import ODD
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table

Row = dict[str, Any]


@cache
def everybody() -> tuple[pa.Table, Standing]:
    records = pa.concat_tables([area(60, seed=12, numbered=0.5)[0], table(*ODD)])
    linked = link(records, on=TODAY)
    named = name_people(linked.people)
    return records, stand(linked, records, named=[named[c] for c in linked.people["cluster"].to_pylist()])


@pytest.fixture(scope="module")
def index() -> Iterator[Lookup]:
    _, standing = everybody()
    with TemporaryDirectory() as folder:
        write_shelf(standing, Path(folder), keys=standing.reference.keys)
        yield Lookup(Path(folder), on=TODAY)


def persons() -> dict[tuple[str, str], str]:
    _, standing = everybody()
    keys = zip(standing.features["dataset"].to_pylist(), standing.features["record_id"].to_pylist(), strict=True)
    return dict(zip(keys, standing.people.to_pylist(), strict=True))


def test_one_person_s_details_are_cleaned_as_a_table_of_records_is() -> None:
    records, _ = everybody()
    made = make_features(records, on=TODAY, identifiers=default_identifier_use()).to_pylist()
    by_key = {(r["dataset"], r["record_id"]): r for r in records.to_pylist()}
    for wanted in made:
        told = details_of(
            by_key[wanted["dataset"], wanted["record_id"]], on=TODAY, identifiers=default_identifier_use()
        )
        assert told == {name: wanted[name] for name in told}


def test_a_look_up_weighs_every_pair_of_the_batch_as_the_batch_does(index: Lookup) -> None:
    records, standing = everybody()
    by_key = {(r["dataset"], r["record_id"]): r for r in records.to_pylist()}
    names = standing.features.select(["dataset", "record_id"]).to_pylist()
    keys = [(n["dataset"], n["record_id"]) for n in names]
    pairs = standing.pairs.to_pylist()
    assert len(pairs) > 300
    for pair in pairs:
        scored, refusal = index.weigh(by_key[keys[pair["rid_l"]]], by_key[keys[pair["rid_r"]]])
        assert scored.weight.bits == pytest.approx(pair["bits"], abs=2e-6)
        assert scored.confirmed == pair["confirmed"]
        assert (refusal is None) == (pair["refusal"] is None)


def test_what_is_filed_is_what_was_compared(index: Lookup) -> None:
    _, standing = everybody()
    whole = apply_reference(standing.features, standing.reference).to_pylist()
    for row, wanted in enumerate(whole):
        held = index._shelf.details(row)
        for name, value in held.items():
            if name != "person_id":
                assert value == (pytest.approx(wanted[name]) if name.startswith("tf_") else wanted[name]), name


@pytest.mark.requirement("A7")
def test_the_person_sought_is_among_the_first_five_for_99_in_100_records(index: Lookup) -> None:
    records, _ = everybody()
    whose = persons()
    found = asked = 0
    for row in records.to_pylist():
        if row["dataset"] != "team":
            continue
        sought = {**row, "record_id": "sought", "dataset": "sought"}
        asked += 1
        found += whose[row["dataset"], row["record_id"]] in [hit.person_id for hit in index.look_up(sought)]
    assert asked > 100
    assert found >= 0.99 * asked


def test_a_sound_identifier_goes_before_any_likeness_and_says_so(index: Lookup) -> None:
    records, _ = everybody()
    row = next(r for r in records.to_pylist() if r["nhs_number"] and r["dataset"] == "school")
    sought = record(dataset="sought", given_name=row["given_name"], family_name="Zebedee", address_line=None,
        postcode=None, date_of_birth=row["date_of_birth"], nhs_number=row["nhs_number"],
        nhs_number_grade="well_formed")  # fmt: skip
    first = index.look_up(sought)[0]
    assert first.person_id == persons()["school", row["record_id"]]
    assert first.explanation[0].about == "identifier"


def test_a_record_put_is_found_by_the_next_look_up_and_one_removed_is_not() -> None:
    _, standing = everybody()
    with TemporaryDirectory() as folder:
        write_shelf(standing, Path(folder), keys=standing.reference.keys)
        index = Lookup(Path(folder), on=TODAY)
        child = record(dataset="new", record_id="9", given_name="Zuleika", family_name="Dobson", **nhs_number(950))
        assert "ZD" not in [hit.person_id for hit in index.look_up(child)]
        index.put(child, person_id="ZD")
        assert index.look_up({**child, "dataset": "sought"})[0].person_id == "ZD"
        index.put({**child, "given_name": "Mary", "family_name": "Jones"}, person_id="MJ")
        assert "ZD" not in [hit.person_id for hit in index.look_up(child)]
        index.remove("new", "9")
        assert "MJ" not in [hit.person_id for hit in index.look_up(child)]
        of_the_shelf = next(iter(persons()))
        index.remove(*of_the_shelf)
        assert of_the_shelf not in [(h.dataset, h.record_id) for h in index.look_up(everybody()[0].to_pylist()[0])]
