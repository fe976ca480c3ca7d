"""A look-up gives each pair the batch's own weight and finds who is sought."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from splink import DuckDBAPI, Linker

from goldenthread.linkage import Constraint, Decided, Mode, Outcome, default_identifier_use, link, name_people
from goldenthread.linkage.blocking import IDENTIFIER_KEYS
from goldenthread.linkage.comparisons import EVERY_COMPARISON
from goldenthread.linkage.engines.comparing import masked, splink_settings
from goldenthread.linkage.features import make_features
from goldenthread.linkage.incremental import Standing, stand
from goldenthread.linkage.incremental.reference import apply_reference
from goldenthread.linkage.key_columns import key_parts
from goldenthread.linkage.lookup import Lookup, Searched, write_shelf
from goldenthread.linkage.lookup.checks import check_of
from goldenthread.linkage.lookup.details import details_of
from goldenthread.linkage.lookup.looking import LEAST_BITS
from goldenthread.linkage.lookup.packing import Packing, sample_of
from goldenthread.linkage.lookup.scoring import Weighing
from goldenthread.linkage.refusing import REFUSALS
from tests.engines.everybody_filed import everybody, persons
from tests.engines.test_engines_agree import ODD, WITH_PASSPORTS, WRITTEN
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table

Row = dict[str, Any]


@pytest.fixture(scope="module")
def index() -> Iterator[Lookup]:
    _, standing = everybody()
    with TemporaryDirectory() as folder:
        write_shelf(standing, Path(folder) / "shelf", keys=standing.reference.keys)
        yield Lookup(Path(folder) / "shelf", on=TODAY)


def test_one_person_s_details_are_cleaned_as_a_table_of_records_is() -> None:
    records = pa.concat_tables([everybody()[0], table(*WRITTEN)])
    made = make_features(records, on=TODAY, identifiers=default_identifier_use()).to_pylist()
    by_key = {(r["dataset"], r["record_id"]): r for r in records.to_pylist()}
    for wanted in made:
        told = details_of(
            by_key[wanted["dataset"], wanted["record_id"]], on=TODAY, identifiers=default_identifier_use()
        )
        told |= key_parts(told)
        assert told == {name: wanted[name] for name in told}


def test_a_birth_date_that_cannot_be_is_weighed_in_a_look_up_as_in_the_batch(tmp_path: Path) -> None:
    told = {r["record_id"]: r for r in WRITTEN}
    records = pa.concat_tables([area(20, seed=12)[0], table(*WRITTEN)])
    linked = link(records, on=TODAY)
    named = name_people(linked.people)
    standing = stand(linked, records, named=[named[c] for c in linked.people["cluster"].to_pylist()])
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    ids = standing.features["record_id"].to_pylist()
    pairs = [p for p in standing.pairs.to_pylist() if {ids[p["rid_l"]], ids[p["rid_r"]]} <= told.keys()]
    assert len({pair["bits"] for pair in pairs}) == 3
    for pair in pairs:
        scored, refusal = index.weigh(told[ids[pair["rid_l"]]], told[ids[pair["rid_r"]]])
        assert scored.weight.bits == pytest.approx(pair["bits"], abs=2e-6)
        assert (refusal and refusal.name) == (None if pair["refusal"] is None else REFUSALS[pair["refusal"]].name)
    assert index.look_up({**told["written-0"], "dataset": "sought"}).hits[0].record_id == "written-0"


def test_a_passport_is_filed_weighed_and_found_as_the_batch_links_by_it(tmp_path: Path) -> None:
    told = {r["record_id"]: r for r in WITH_PASSPORTS}
    records = pa.concat_tables([area(20, seed=12)[0], table(*WITH_PASSPORTS)])
    linked = link(records, on=TODAY)
    named = name_people(linked.people)
    standing = stand(linked, records, named=[named[c] for c in linked.people["cluster"].to_pylist()])
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    made = {
        r["record_id"]: r for r in make_features(records, on=TODAY, identifiers=default_identifier_use()).to_pylist()
    }
    for record_id, row in told.items():
        details = details_of(row, on=TODAY, identifiers=default_identifier_use())
        assert details == {name: made[record_id][name] for name in details}
    ids = standing.features["record_id"].to_pylist()
    of_passports = [p for p in standing.pairs.to_pylist() if {ids[p["rid_l"]], ids[p["rid_r"]]} <= told.keys()]
    assert {p["confirmed"] for p in of_passports} == {True, False}
    for pair in of_passports:
        scored, refusal = index.weigh(told[ids[pair["rid_l"]]], told[ids[pair["rid_r"]]])
        assert scored.weight.bits == pytest.approx(pair["bits"], abs=2e-6)
        assert (scored.confirmed, refusal is None) == (pair["confirmed"], pair["refusal"] is None)
    sought = {**told["passport-0"], "record_id": "s", "dataset": "sought", "given_name": "Lwam", "family_name": "Gide"}
    hit = index.look_up(sought).hits[0]
    assert (hit.record_id, hit.outcome) == ("passport-0", Outcome.LINKED)
    assert hit.explanation[0].says == "the same sound identifier"
    elsewhere = index.look_up({**sought, "passport_country": "SYR", "date_of_birth": date(1999, 1, 1)}).hits
    assert "passport-0" not in [one.record_id for one in elsewhere if one.outcome is Outcome.LINKED]


def test_a_number_that_people_found_to_be_somebody_else_s_finds_nobody_and_weighs_nothing(tmp_path: Path) -> None:
    """As filed, and as put again with that number since; the number that its source puts in its place is found."""
    wrong, right = nhs_number(900_001), nhs_number(900_002)
    girl = record(dataset="clinic", record_id="9", given_name="Clementine", family_name="Quarmby", **wrong)
    other = record(dataset="school", record_id="9", given_name="Barnaby", family_name="Saddler", **wrong)
    told = Constraint(
        dataset_l="clinic",
        record_id_l="9",
        dataset_r="nhs_number",
        record_id_r=wrong["nhs_number"],
        decided=Decided.NOT_THEIRS,
    )
    records = pa.concat_tables([area(20, seed=12)[0], table(girl, other)])
    linked = link(records, on=TODAY, constraints=[told])
    named = name_people(linked.people)
    people = [named[c] for c in linked.people["cluster"].to_pylist()]
    standing = stand(linked, records, named=people, constraints=[told])
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    index = Lookup(tmp_path / "shelf", on=TODAY)

    def found(number: dict[str, str]) -> list[str]:
        sought = {"dataset": "sought", "record_id": "s", **number}
        return [hit.dataset for hit in index.look_up(sought, every_path=True).hits]

    assert found(wrong) == ["school"]
    assert [index.weigh(girl, one)[0].confirmed for one in (other, {**girl, "record_id": "10"})] == [False, False]
    index.put(girl, person_id="a-girl")
    assert found(wrong) == ["school"]
    index.put({**girl, **right}, person_id="a-girl")
    assert (found(wrong), found(right)) == (["school"], ["clinic"])
    index.close()


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
        for name in (name for columns in index._shelf.groups for name in columns if name != "person_id"):
            assert held[name] == wanted[name], name


@pytest.mark.requirement("A7")
def test_whoever_the_index_knows_by_other_records_is_among_the_first_five_for_99_in_100(tmp_path: Path) -> None:
    records, truth = area(120, seed=31, numbered=0.3)
    known = records.filter(pc.not_equal(records["dataset"], "team"))
    persons_of: defaultdict[str, set[str]] = defaultdict(set)
    for person, key in index_of(known, tmp_path / "shelf"):
        persons_of[truth[key]].add(person)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    sought = [r for r in records.to_pylist() if r["dataset"] == "team"]
    answers = [(persons_of[truth["team", r["record_id"]]], index.look_up(r).hits) for r in sought]
    assert sum(not {h.person_id for h in hits}.isdisjoint(persons) for persons, hits in answers) >= 0.99 * len(sought)
    assert all(0 < h.probability <= 1 and h.explanation for _, hits in answers for h in hits)


def test_whom_the_batch_finds_by_parts_of_names_and_dates_a_look_up_finds_too(tmp_path: Path) -> None:
    known = table(*area(40, seed=5)[0].to_pylist(), record(dataset="team", record_id="x", given_name="Guinevere",
        family_name="Featherstonehaugh", date_of_birth=date(2011, 8, 23), postcode="QQ9 9QQ", sex=None))  # fmt: skip
    index_of(known, tmp_path / "shelf")
    sought = record(dataset="sought", given_name="Xhinevere", family_name="Peatherstonehaugh", sex=None,
        date_of_birth=date(2017, 8, 23), postcode="QQ2 1QQ", address_line="3 Harbour Row")  # fmt: skip
    (hit,) = Lookup(tmp_path / "shelf", on=TODAY).look_up(sought).hits
    assert hit.record_id == "x"


def index_of(records: pa.Table, folder: Path) -> list[tuple[str, tuple[str, str]]]:
    """Link and file these records; the person id of each, with its dataset and id."""
    linked = link(records, on=TODAY)
    named = name_people(linked.people)
    persons = [named[c] for c in linked.people["cluster"].to_pylist()]
    standing = stand(linked, records, named=persons)
    write_shelf(standing, folder, keys=standing.reference.keys)
    keys = zip(linked.people["dataset"].to_pylist(), linked.people["record_id"].to_pylist(), strict=True)
    return list(zip(persons, keys, strict=True))


def test_a_sound_identifier_goes_before_any_likeness_and_says_so(index: Lookup) -> None:
    records, _ = everybody()
    row = next(r for r in records.to_pylist() if r["nhs_number"] and r["dataset"] == "school")
    sought = record(dataset="sought", given_name=row["given_name"], family_name="Zebedee", address_line=None,
        postcode=None, date_of_birth=row["date_of_birth"], nhs_number=row["nhs_number"],
        nhs_number_grade="well_formed")  # fmt: skip
    first = index.look_up(sought).hits[0]
    assert first.person_id == persons()["school", row["record_id"]]
    assert first.explanation[0].about == "identifier"


def test_an_identifier_that_name_and_birth_date_bear_out_is_enough_and_the_answer_says_so(index: Lookup) -> None:
    records, _ = everybody()
    row = next(r for r in records.to_pylist() if r["nhs_number"] and r["dataset"] == "school")
    sought = {**row, "dataset": "sought"}
    at_once, every = index.look_up(sought), index.look_up(sought, every_path=True)
    assert (at_once.searched, every.searched) == (Searched.IDENTIFIER, Searched.EVERY_PATH)
    assert at_once.hits[0] == every.hits[0]
    another = {**sought, "given_name": "Zuleika", "full_name": None}
    assert index.look_up(another).searched is Searched.EVERY_PATH
    assert index.look_up({**sought, "nhs_number": None}).searched is not Searched.IDENTIFIER


def test_a_likeness_beyond_doubt_is_enough_unless_something_speaks_against_it(index: Lookup) -> None:
    ended: defaultdict[Searched, int] = defaultdict(int)
    for row in everybody()[0].to_pylist():
        sought = {**row, "dataset": "sought", "nhs_number": None}
        told, every = index.look_up(sought), index.look_up(sought, every_path=True)
        ended[told.searched] += 1
        assert every.searched is Searched.EVERY_PATH
        if told.searched is Searched.LIKENESS:
            # Other paths may lead to another record of that person, which is more like still.
            assert told.hits[0].person_id == every.hits[0].person_id
            assert any(hit.outcome is Outcome.LINKED and not hit.against for hit in told.hits)
    assert ended[Searched.LIKENESS] > 100
    assert ended[Searched.EVERY_PATH] > 2


def found_by_keys(index: Lookup, row: Mapping[str, Any]) -> set[int]:
    values = index._paths.values(row)
    return set(index._rows(index._every_other, values, index._rows(index._born, values)))


def test_nobody_is_named_who_is_less_likely_than_one_in_a_thousand(index: Lookup) -> None:
    left_out = 0
    for row in everybody()[0].to_pylist()[:60]:
        hits = index.look_up({**row, "dataset": "sought"}, most=99, every_path=True).hits
        assert all(hit.bits >= LEAST_BITS for hit in hits)
        found = found_by_keys(index, index._told(row))
        left_out += len({index._shelf.details(r)["person_id"] for r in found}) > len(hits)
    assert left_out > 30


def test_conditions_made_ready_say_what_the_conditions_say() -> None:
    _, standing = everybody()
    rows = standing.features.to_pylist()
    asked = {level.when for c in EVERY_COMPARISON for level in c.levels} | {c.nothing_when for c in EVERY_COMPARISON}
    chance = random.Random(5)
    pairs = [(a, b) for a in rows[-len(ODD) :] for b in rows[-len(ODD) :]]
    pairs += [tuple(chance.sample(rows, 2)) for _ in range(300)]
    for condition in [*filter(None, asked), *(r.holds_when for r in REFUSALS)]:
        check = check_of(condition)
        assert all(bool(check(*pair)) == condition.holds(*pair) for pair in pairs), condition


def test_a_pair_is_given_up_only_if_it_weighs_less_than_is_asked_for(index: Lookup) -> None:
    chance = random.Random(8)
    given_up = 0
    for row in chance.sample(everybody()[0].to_pylist(), 25):
        sought = index._told(row)
        weighing = Weighing(index._scorer, sought)
        for other in chance.sample(range(index._shelf.records), 60):
            least = chance.uniform(-60, 20)
            held = index._shelf.details(other)
            scored = weighing.score_if(held, at_least=least)
            alone = Weighing(index._scorer, sought).score({**everything_of(index, held)})
            given_up += scored is None
            assert scored == alone if scored else alone.bits < least
    assert given_up > 100


def everything_of(index: Lookup, held: Mapping[str, Any]) -> Row:
    return {name: held[name] for columns in index._shelf.groups for name in columns}


@pytest.mark.parametrize("most", [2, 12])
def test_whoever_shares_a_key_that_is_not_too_common_is_found(tmp_path: Path, most: int) -> None:
    _, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys, most_under_one_value=most)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    rows = standing.features.to_pylist()
    keys = [k for k in standing.reference.keys if k.columns not in IDENTIFIER_KEYS]
    assert any(k.columns == ("given_end", "birthday") for k in keys)
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    left_out = 0
    for key in keys:
        blocks = defaultdict(set)
        for place, row in enumerate(rows):
            if None not in (value := tuple(row[c] for c in key.columns)):
                blocks[value].add(place)
        for block in blocks.values():
            left_out += len(block) > most
            for place in block if len(block) <= most else ():
                wanted[place] |= block
    assert left_out > 10
    for place, row in enumerate(rows):
        assert found_by_keys(index, row) == wanted[place]


def test_a_look_up_weighs_against_strangers_as_splink_does(index: Lookup) -> None:
    records, standing = everybody()
    by_key = {(r["dataset"], r["record_id"]): r for r in records.to_pylist()}
    predicted = splink_weights(standing)
    assert len(predicted) > 200
    rare = 0
    for row in predicted[:: max(len(predicted) // 200, 1)]:
        left, right = (by_key[row[f"dataset_{side}"], row[f"record_id_{side}"]] for side in "lr")
        scored, _ = index.weigh(left, right)
        rare += row["tf_given_l"] == row["tf_given_r"]
        assert scored.stranger_bits == pytest.approx(row["match_weight"], abs=1e-6)
    assert rare


def splink_weights(standing: Standing) -> list[Row]:
    """Pairs that Splink weighs with the same steps, rare names counting for more."""
    model = standing.model
    wanted = splink_settings(model.chosen(), (), Mode.LINK_AND_DEDUPE).create_settings_dict("duckdb")
    wanted["probability_two_random_records_match"] = 1 / (1 + 2**-model.against_stranger_bits)
    wanted["retain_matching_columns"] = True
    wanted["additional_columns_to_retain"] = ["dataset", "record_id"]
    for comparison, told in zip(model.chosen(), wanted["comparisons"], strict=True):
        for step, level, ours in zip(
            model.steps[comparison.name], told["comparison_levels"][1:], comparison.levels, strict=True
        ):
            level["m_probability"], level["u_probability"] = step.match, step.stranger
            if ours.rare_in:
                level["tf_adjustment_column"] = ours.rare_in
    wanted["blocking_rules_to_generate_predictions"] = [
        {"blocking_rule": "l.family_sound = r.family_sound", "sql_dialect": "duckdb"}
    ]
    engine = duckdb.connect()
    engine.register("arrived", masked(standing.features.drop_columns(["tf_given", "tf_family"])))
    engine.execute("CREATE TABLE features AS SELECT * FROM arrived")
    linker = Linker(DuckDBAPI(engine).register("features"), wanted, log_level=None)
    predicted = linker.inference.predict(warning_mode="never").physical_name
    rows: list[Row] = engine.sql(f"SELECT * FROM {predicted} ORDER BY rid_l, rid_r").to_arrow_table().to_pylist()
    return rows


def test_columns_without_a_meaning_of_their_own_are_looked_up_as_they_were_compared(tmp_path: Path) -> None:
    kinds = {"Town": "text", "Ref no.": "exact", "Weight": "number"}
    records = area(20, seed=3, numbered=0.3)[0]
    told = [
        f'{{"Town": "Town {i % 7}", "Ref no.": "AB{i // 3:05d}", "Weight": "{i % 50}"}}' for i in range(len(records))
    ]
    records = records.set_column(records.column_names.index("other"), "other", pa.array(told, pa.string()))
    linked = link(records, on=TODAY, others=kinds)
    named = name_people(linked.people)
    standing = stand(linked, records, named=[named[c] for c in linked.people["cluster"].to_pylist()])
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    by_key = {(r["dataset"], r["record_id"]): r for r in records.to_pylist()}
    keys = [(n["dataset"], n["record_id"]) for n in standing.features.select(["dataset", "record_id"]).to_pylist()]
    for pair in standing.pairs.to_pylist():
        scored, _ = index.weigh(by_key[keys[pair["rid_l"]]], by_key[keys[pair["rid_r"]]])
        assert scored.weight.bits == pytest.approx(pair["bits"], abs=2e-6)
    sought = record(dataset="sought", family_name=None, given_name="Amelia", other='{"Ref no.": "ab00007"}')
    alike = found_by_keys(index, index._told(sought))
    assert {keys[row] for row in alike} >= {k for k, r in by_key.items() if '"AB00007"' in r["other"]}


@given(st.lists(st.text()), st.lists(st.text()))
def test_a_packed_record_is_unpacked_as_it_was(like: list[str], lines: list[str]) -> None:
    packing = Packing(sample_of([line.encode() for line in like]))
    assert [packing.unpack(memoryview(packing.pack(line.encode()))) for line in lines] == lines
