"""Nobody who comes out is what cannot be, whatever pairs weigh, wherever the lines lie, whatever people say:
two NHS numbers, two people of one row, two of those who were born together, or two whom people called two.

Three quarters of the babies here are twins whom their records call by their numbers alone, of one name and home, and
some of them are born after midnight. They weigh as one person, and less than the line wherever it is drawn high.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.linkage import Constraint, Decided, Linked, Model, link, name_people
from goldenthread.linkage.incremental import link_changes, stand
from goldenthread.linkage.naming import RecordKey
from tests.unit.linkage.records_in_doubt import area_in_doubt
from tests.unit.linkage.records_made import FAMILY, TODAY, nhs_number, record, table

SEEDS = st.integers(0, 10_000)
LINES = st.sampled_from([(-30.0, -40.0), (0.0, -5.0), (6.0, 2.0), (25.0, 20.0), (60.0, 60.0)])
"""From where on pairs are linked, and from where on they are seen."""
SOURCES = ("maternity", "practice", "nursery", "school")


@cache
def trained() -> Model:
    return link(area_in_doubt(40, seed=5)[0], on=TODAY).model


@cache
def wards(seed: int, births: int = 12) -> pa.Table:
    """Twins and lone babies in several sources, beside an area in doubt; a maternity row tells of both twins."""
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for birth in range(births):
        family, born = chance.choice(FAMILY), date(2024, 1, 1) + timedelta(days=chance.randrange(300))
        home = {"address_line": f"{chance.randrange(1, 90)} Mill Lane", "postcode": f"WH1 {birth % 9}AA"}
        twins = ("Twin 1", "Twin II") if chance.random() < 0.75 else ("Baby",)
        for number, name in enumerate(twins):
            serial = 300_000 + seed % 100 * 1_000 + birth * 2 + number
            for source in chance.sample(SOURCES, chance.randrange(2, 5)):
                same = {"family_name": family, "given_name": name, "sex": None, **home}
                rows.append(
                    record(
                        **same,
                        dataset=source,
                        agency=source,
                        record_id=f"{birth}-{number}",
                        part=f"baby{number}",
                        row=birth if source == "maternity" else None,
                        date_of_birth=born + timedelta(days=number * (chance.random() < 0.3)),
                        **(nhs_number(serial - (chance.random() < 0.2)) if chance.random() < 0.4 else {}),
                    )
                )
    return pa.concat_tables([table(*rows), area_in_doubt(5, seed=seed)[0]])


def drawn_at(lines: tuple[float, float]) -> Model:
    return replace(trained(), link_from_bits=lines[0], review_from_bits=lines[1])


def said_of(records: pa.Table, chance: random.Random, *, most: int) -> list[Constraint]:
    """On any two: mostly of one family name, and as often wrong as right."""
    rows = records.select(["dataset", "record_id", "family_name"]).to_pylist()
    told = []
    for _ in range(most):
        one = chance.choice(rows)
        other = chance.choice([row for row in rows if row["family_name"] == one["family_name"]])
        told.append(
            Constraint(
                dataset_l=one["dataset"],
                record_id_l=one["record_id"],
                dataset_r=other["dataset"],
                record_id_r=other["record_id"],
                decided=chance.choice((Decided.LINK, Decided.LINK, Decided.APART)),
            )
        )
    return told


def what_cannot_be(features: pa.Table, people: Sequence[object], told: Sequence[Constraint]) -> list[str]:
    """Each thing that one of these people is and cannot be."""
    held: dict[object, list[dict[str, Any]]] = {}
    person_of: dict[RecordKey, object] = {}
    columns = ["dataset", "record_id", "row", "nhs", "newborn"]
    for one, person in zip(features.select(columns).to_pylist(), people, strict=True):
        held.setdefault(person, []).append(one)
        person_of[one["dataset"], one["record_id"]] = person
    found = []
    for records in held.values():
        rows = [(one["dataset"], one["row"]) for one in records if one["row"] is not None]
        found += ["two of one row"] * (len(set(rows)) < len(rows))
        found += ["two numbers"] * (len({one["nhs"] for one in records} - {None}) > 1)
        found += ["two births"] * (len({one["newborn"] for one in records} - {None}) > 1)
    apart = {c.ends for c in told if c.decided is Decided.APART}
    return found + ["told apart"] * sum(len({person_of[end] for end in ends}) == 1 for ends in apart if len(ends) > 1)


def people_of(linked: Linked) -> list[object]:
    return list(linked.people["cluster"].to_pylist())


@settings(max_examples=8, deadline=None)
@given(SEEDS, LINES, st.integers(0, 40))
def test_nobody_is_what_cannot_be(seed: int, lines: tuple[float, float], many: int) -> None:
    records = wards(seed)
    told = said_of(records, random.Random(seed), most=many)
    linked = link(records, on=TODAY, model=drawn_at(lines), constraints=told)
    assert what_cannot_be(linked.in_hand().features, people_of(linked), told) == []


@settings(max_examples=3, deadline=None)
@given(SEEDS, LINES, st.integers(1, 20))
def test_nobody_is_after_days_of_changes_either(seed: int, lines: tuple[float, float], many: int) -> None:
    records, chance = wards(seed), random.Random(seed)
    some = records.filter(pa.array([chance.random() < 0.6 for _ in range(len(records))]))
    linked = link(some, on=TODAY, model=drawn_at(lines))
    named = name_people(linked.people)
    standing = stand(linked, some, named=[named[c] for c in linked.people["cluster"].to_pylist()])
    for arriving in (records, table()):
        told = said_of(some, chance, most=many)
        standing = link_changes(standing, arriving, on=TODAY, constraints=told).standing
        assert what_cannot_be(standing.features, standing.people.to_pylist(), standing.constraints) == []


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
def test_twins_who_are_told_by_their_numbers_alone_are_two_by_every_engine(engine: str) -> None:
    """Though three rulings say otherwise, and no pair of theirs is weighed above the line."""
    records = table(
        *(
            record(dataset=source, agency=source, record_id=name, given_name=name, date_of_birth=date(2024, 3, day))
            for source, name, day in (
                ("maternity", "Twin 1", 4), ("maternity", "Twin 2", 5), ("school", "Noor", 4), ("practice", "Noor", 5)
            )
        )
    )  # fmt: skip
    told = [
        Constraint(dataset_l=a, record_id_l=m, dataset_r=b, record_id_r=n, decided=Decided.LINK)
        for a, m, b, n in (
            ("maternity", "Twin 1", "school", "Noor"),
            ("school", "Noor", "practice", "Noor"),
            ("practice", "Noor", "maternity", "Twin 2"),
        )
    ]
    for lines in ((-40.0, -50.0), (60.0, 60.0)):
        linked = link(records, on=TODAY, model=drawn_at(lines), constraints=told, engine=engine)
        assert what_cannot_be(linked.in_hand().features, people_of(linked), told) == []


def test_such_wards_would_hold_what_cannot_be_if_nothing_forbade_it() -> None:
    """Else nothing above would be shown: by family name alone all of it is there."""
    records, told = wards(3), said_of(wards(3), random.Random(3), most=40)
    features = link(records, on=TODAY, model=drawn_at((-30.0, -40.0))).in_hand().features
    found = what_cannot_be(features, features["family"].to_pylist(), told)
    assert {"two of one row", "two numbers", "two births", "told apart"} <= set(found)
