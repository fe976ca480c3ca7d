"""The plain engine is the referee: given the same model, DuckDB must say the same of every pair and every person."""

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from splink import DuckDBAPI, Linker

from goldenthread.linkage import IGNORED, Constraint, Decided, Mode, Model, link
from goldenthread.linkage.choosing import choose_comparisons
from goldenthread.linkage.comparisons import EVERY_COMPARISON
from goldenthread.linkage.conditions import (
    Alike,
    AnyShared,
    Condition,
    Digits,
    Edits,
    Listed,
    Long,
    OneIn,
    Same,
    SameStart,
    Shared,
    Unasked,
    Within,
)
from goldenthread.linkage.engines.comparing import level_sql, masked, splink_settings
from goldenthread.linkage.features import make_features
from goldenthread.linkage.finer_conditions import (
    AsCommon,
    Exchanged,
    NewYear,
    OneOfWords,
    SameEnd,
    WordShared,
    YearAlone,
)
from goldenthread.linkage.masks import comparable
from goldenthread.linkage.told_twice import for_training, with_told_twice
from tests.unit.linkage.records_made import TODAY, area, namesakes, nhs_number, record, table

ODD = (
    record(dataset="b", record_id="1", given_name=None, family_name="Ashdown"),
    record(dataset="b", record_id="2", given_name="Ashdown", family_name="Amelia"),
    record(dataset="b", record_id="3", date_of_birth=date(1900, 1, 1), full_name="Ashdown, Amelia Rose"),
    record(dataset="b", record_id="4", date_of_birth=date(2014, 1, 1), date_of_birth_precision="year"),
    record(dataset="b", record_id="16", date_of_birth=date(2015, 1, 1), date_of_birth_precision="year"),
    record(dataset="b", record_id="17", date_of_birth=date(1849, 1, 1), date_of_birth_precision="year_too_long_ago"),
    record(dataset="b", record_id="18", date_of_birth=date(2014, 5, 1), date_of_birth_precision="month"),
    record(dataset="b", record_id="5", given_name="Millie", former_family_name="Ashdown", family_name="Garside"),
    record(dataset="b", record_id="6", date_of_birth=date(2014, 7, 5), phone="0191 496 0123", email="a@mail.example"),
    record(dataset="b", record_id="7", phone="+44 191 496 0123", email="a@post.example", local_id="77"),
    record(dataset="b", record_id="8", date_of_birth=date(1985, 5, 17), person_kind="adult"),
    record(dataset="b", record_id="9", part="contact1", row=3, **nhs_number(5)),
    record(dataset="b", record_id="10", row=3, **nhs_number(5)),
    record(dataset="b", record_id="11", address_line="Flat 2, 14 Mill Ln", postcode="WH1 1AB", local_id="78"),
    record(dataset="b", record_id="12", given_name="Jia Jie", middle_names="Wei", family_name="Cui"),
    record(dataset="b", record_id="13", given_name="Cui", family_name="Jia-Jie"),
    record(dataset="b", record_id="14", given_name="Ava", family_name="Cui"),
    record(dataset="b", record_id="19", given_name="Ava JiaJie", family_name="Cui"),
    record(dataset="b", record_id="20", given_name="Jia", middle_names="Jie Ava", family_name="Cui"),
    record(dataset="b", record_id="21", given_name="Cui Jia", family_name="Jie"),
    record(dataset="b", record_id="15", given_name="Avaa", family_name="Cui"),
)
WITH_PASSPORTS = tuple(
    record(
        dataset="b",
        record_id=f"passport-{n}",
        passport_number=number,
        passport_number_grade="no_issuer" if country is None else "well_formed",
        passport_country=country,
        given_name=given,
        family_name="Tesfay",
        date_of_birth=born,
        address_line=f"{n} Church Walk",
        postcode=None,
    )
    for n, (number, country, given, born) in enumerate(
        (
            ("ZX1234567", "ERI", "Luwam", date(2010, 4, 9)),
            ("ZX1234567", "ERI", "Luam", date(2009, 1, 1)),
            ("ZX1234567", "ETH", "Luwam", None),
            ("ZX1234567", None, "Luwam", date(2009, 1, 1)),
            ("ZX7654321", "ERI", "Luwam", date(2010, 4, 9)),
            ("ZX7654321", "ERI", "Semhar", date(2010, 4, 9)),
            ("ZX7654321", "ERI", "Luwam", date(1985, 7, 30)),
            ("ZX7654321", "ERI", None, None),
        )
    )
)
"""Two spellings of one girl, her twin and her father by passports of two countries, with a lead and a bare number."""
WRITTEN = tuple(
    record(
        dataset="b",
        record_id=f"written-{n}",
        date_of_birth=None,
        date_of_birth_precision="",
        date_of_birth_written=written,
        **differs,
    )
    for n, (written, differs) in enumerate(
        (
            ("20140547", {}),
            ("20141705", {}),
            ("20141705", {"given_name": "Ava"}),
            ("29140517", {}),
            ("29140517", {"person_kind": "adult"}),
            ("19850547", {}),
            ("no day", {}),
        )
    )
)
"""One girl, her sister and her mother of one name, by birth dates that cannot be."""


@cache
def odd_ones(seed: int) -> tuple[pa.Table, Model]:
    """Ordinary families, and whoever is hard to tell, with a model learned from them."""
    records = pa.concat_tables([area(25, seed=seed)[0], table(*ODD, *WITH_PASSPORTS, *WRITTEN)])
    return records, link(records, on=TODAY).model


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("seed", [1, 2])
def test_plain_and_duckdb_agree_on_every_pair_and_person(seed: int, mode: Mode) -> None:
    records, model = odd_ones(seed)
    fast, plain = (link(records, on=TODAY, engine=e, model=model, mode=mode) for e in ("duckdb", "plain"))
    assert fast.links.equals(plain.links)
    assert fast.people.equals(plain.people)
    assert len(fast.links) > 0 or mode is Mode.DEDUPE_ONLY


def numbers_of_others(records: pa.Table) -> list[Constraint]:
    """Of every fourth record that has an NHS number people found that it is somebody else's."""
    numbered = [r for r in records.select(["dataset", "record_id", "nhs_number"]).to_pylist() if r["nhs_number"]]
    return [
        Constraint(
            dataset_l=r["dataset"],
            record_id_l=r["record_id"],
            dataset_r="nhs_number",
            record_id_r=r["nhs_number"],
            decided=Decided.NOT_THEIRS,
        )
        for r in numbered[::4]
    ]


def test_plain_and_duckdb_agree_where_numbers_are_somebody_else_s() -> None:
    records, model = odd_ones(1)
    told = numbers_of_others(records)
    fast, plain = (link(records, on=TODAY, engine=e, model=model, constraints=told) for e in ("duckdb", "plain"))
    assert fast.links.equals(plain.links)
    assert fast.people.equals(plain.people)
    assert not fast.links.equals(link(records, on=TODAY, model=model).links)


def test_plain_and_duckdb_agree_where_relatives_of_one_name_are_commoner_than_was_learned() -> None:
    """Father and son of one name and home: were they as rare as this model has them, they would be linked."""
    home = {"given_name": "Xanthe", "family_name": "Zeal", "address_line": "3 Lower Yard", "postcode": "WH9 9ZZ"}
    born = enumerate((date(2014, 5, 17), date(2005, 2, 26)))
    two = [record(dataset="b", record_id=str(n), date_of_birth=day, phone="0191 496 0124", **home) for n, day in born]
    records = pa.concat_tables([area(25, seed=1)[0], table(*two)])
    model = link(records, on=TODAY).model
    best, *rest = model.steps["given_name"]
    rarer = replace(model, steps=model.steps | {"given_name": (replace(best, relative=best.stranger / 2**14), *rest)})
    assert rarer.unlearned_bits == pytest.approx(14)
    fast, plain = (link(records, on=TODAY, engine=e, model=rarer) for e in ("duckdb", "plain"))
    assert fast.links.equals(plain.links)
    assert "cousins_of_one_name_born_years_apart_are_two_people" in fast.links["why"].to_pylist()


def test_plain_and_duckdb_count_the_same_pairs_by_weight() -> None:
    records = area(40, seed=5, numbered=0.8)[0]
    model = link(records, on=TODAY).model
    fast, plain = (link(records, on=TODAY, engine=e, model=model).report["weights"] for e in ("duckdb", "plain"))
    assert fast == plain


@pytest.mark.parametrize("records", [area(30, seed=4)[0], namesakes(homes=25, seed=4)[0]])
def test_both_engines_train_on_the_same_patterns(records: pa.Table) -> None:
    fast, plain = (link(records, on=TODAY, engine=e, identifiers=IGNORED).model for e in ("duckdb", "plain"))
    assert fast.comparisons == plain.comparisons
    # On so few records DuckDB, too, looks at every random pair.
    assert fast.steps == plain.steps


# Features are plain ASCII once cleaned: the unit tests of cleaning hold them to it.
words = st.one_of(
    st.none(),
    st.text("abcde", min_size=1, max_size=9),
    st.sampled_from(["20140517", "20140715", "20410517", "201405", "20140101"]),
    st.sampled_from(["a b", "b c d", "c"]),
)
lists = st.one_of(st.none(), st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5))
ENGINE = duckdb.connect()
CONDITIONS: tuple[Condition, ...] = (
    Same("w"),
    Same("w", "v"),
    Alike("w", 0.82),
    Alike("w", 0.93),
    Edits("w", 1, 3),
    Edits("w", 2),
    Digits("w", 1),
    Digits("w", 2),
    Digits("w", 1, 5),
    Long("w", 6),
    Listed("w", frozenset({"a", "ab", "abc"})),
    Unasked(),
    SameStart("w"),
    SameStart("w", 2),
    Shared("ws", 0.4),
    AnyShared("ws"),
    OneIn("w", "ws"),
    Alike("w", 0.82, "v"),
    Within("n", 12),
    SameEnd("w", 4),
    SameEnd("w", 1),
    Exchanged("w", 2),
    Exchanged("w", 0),
    WordShared("w"),
    OneOfWords("v", "w"),
    YearAlone("w"),
    NewYear("w"),
    AsCommon("n", 10.0),
)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(words, words, lists, st.one_of(st.none(), st.integers(0, 30))), min_size=2, max_size=6))
def test_each_condition_means_the_same_in_sql_and_in_python(told: list[tuple[Any, ...]]) -> None:
    rows = [dict(zip(("w", "v", "ws", "n"), one, strict=True)) for one in told]
    shape = pa.schema([("w", pa.string()), ("v", pa.string()), ("ws", pa.list_(pa.string())), ("n", pa.int64())])
    engine = ENGINE
    rows = [row | {"tf_n": None if row["n"] is None else row["n"] / 30} for row in rows]
    shape = shape.append(pa.field("tf_n", pa.float64()))
    told_rows = pa.Table.from_pylist(rows, schema=shape).append_column("i", pa.array(range(len(rows))))
    engine.register("rows", comparable(told_rows, ("w", "v")))
    for condition in CONDITIONS:
        said = engine.execute(
            f"SELECT l.i, r.i, coalesce({condition.sql('l.{}', 'r.{}')}, false) FROM rows l, rows r"
        ).fetchall()
        answers = {(a, b): answer for a, b, answer in said}
        for (i, left), (j, right) in product(enumerate(rows), repeat=2):
            assert answers[i, j] == condition.holds(left, right), (condition, left, right)


def test_the_weight_against_strangers_is_splink_s_match_weight() -> None:
    records = area(40, seed=9)[0]
    told = link(records, on=TODAY, identifiers=IGNORED)
    features = make_features(records, on=TODAY, identifiers=IGNORED)
    comparisons = told.model.chosen()
    wanted = splink_settings(comparisons, (), Mode.LINK_AND_DEDUPE).create_settings_dict("duckdb")
    wanted["retain_matching_columns"] = True
    wanted["probability_two_random_records_match"] = 1 / (1 + 2**-told.model.against_stranger_bits)
    for comparison, settings_ in zip(comparisons, wanted["comparisons"], strict=True):
        for step, level in zip(told.model.steps[comparison.name], settings_["comparison_levels"][1:], strict=True):
            level["m_probability"], level["u_probability"] = step.match, step.stranger
    wanted["blocking_rules_to_generate_predictions"] = [
        {"blocking_rule": "l.family_sound = r.family_sound", "sql_dialect": "duckdb"}
    ]
    engine = duckdb.connect()
    engine.register("arrived", masked(features))
    engine.execute("CREATE TABLE features AS SELECT * FROM arrived")
    linker = Linker(DuckDBAPI(engine).register("features"), wanted, log_level=None)
    predicted = linker.inference.predict(warning_mode="never").physical_name
    rows = engine.sql(f"SELECT * FROM {predicted}").to_arrow_table().to_pylist()
    assert len(rows) > 50
    for row in rows:
        ours = told.model.against_stranger_bits
        for comparison in comparisons:
            if (level := row[f"gamma_{comparison.name}"]) >= 0:
                ours += told.model.step(comparison, level).stranger_bits
        assert row["match_weight"] == pytest.approx(ours, abs=1e-6)


def test_a_level_is_the_same_in_sql_and_in_python_for_every_comparison() -> None:
    features = make_features(pa.concat_tables([area(6, seed=8)[0], table(*ODD)]), on=TODAY, identifiers=IGNORED)
    features = with_told_twice(features)
    rows = features.to_pylist()
    engine = duckdb.connect()
    engine.register("rows", masked(features))
    for comparison in (*EVERY_COMPARISON, *for_training(EVERY_COMPARISON)):
        said = engine.execute(f"SELECT l.rid, r.rid, {level_sql(comparison)} FROM rows l, rows r").fetchall()
        for left, right, level in said:
            assert level == comparison.level_of(rows[left], rows[right]), comparison.name


def test_other_columns_compare_the_same_by_their_kinds() -> None:
    kinds = {"Town": "text", "Ref no.": "exact", "Enrolled": "date", "Weight": "number"}
    told = [
        record(record_id=str(i), other=text)
        for i, text in enumerate(
            [
                '{"Town": "Leeds", "Ref no.": "AB12345", "Enrolled": "01/09/2020", "Weight": "41.5"}',
                '{"Town": "Leads", "Ref no.": "AB12354", "Enrolled": "01/09/2021", "Weight": "42"}',
                '{"Town": "", "Ref no.": "AB12345", "Weight": "x"}',
            ]
        )
    ]
    features = make_features(table(*told), on=TODAY, identifiers=IGNORED, others=kinds)
    rows = features.to_pylist()
    engine = duckdb.connect()
    engine.register("rows", masked(features))
    for comparison in choose_comparisons(dict.fromkeys(features.column_names, 1.0), kinds):
        for left, right, level in engine.execute(
            f"SELECT l.rid, r.rid, {level_sql(comparison)} FROM rows l, rows r"
        ).fetchall():
            assert level == comparison.level_of(rows[left], rows[right]), comparison.name
