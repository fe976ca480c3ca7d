"""A number that a whole surgery's records bear is nobody's own."""

from typing import Any

import pyarrow as pa

from goldenthread.linkage import DEFAULT, evaluate, link
from goldenthread.linkage.features import make_features
from goldenthread.linkage.incremental import link_changes, stand
from goldenthread.linkage.naming import name_people
from goldenthread.linkage.shared_numbers import numbers_of_many
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table

Truth = dict[tuple[str, str], str]
THE_SURGERYS = nhs_number(777_777)


def with_a_surgerys_number() -> tuple[pa.Table, Truth]:
    """Every other record of the surgery bears one number, put there by its system."""
    records, truth = area(40, seed=5, numbered=0.6)
    rows: list[dict[str, Any]] = records.to_pylist()
    for place, row in enumerate(rows):
        if row["dataset"] == "surgery" and place % 2:
            row |= THE_SURGERYS
    return table(*rows), truth


def held(*rows: dict[str, Any]) -> list[str]:
    features = make_features(table(*rows), on=TODAY, identifiers=DEFAULT)
    shared: list[str] = numbers_of_many(features, "nhs").to_pylist()
    return shared


def test_a_number_that_many_people_bear_joins_nobody_and_is_told_of() -> None:
    records, truth = with_a_surgerys_number()
    linked = link(records, on=TODAY)
    person_of = {(r["dataset"], r["record_id"]): r["cluster"] for r in linked.people.to_pylist()}
    found = evaluate(person_of, truth)
    assert found.pairs.precision == 1.0
    assert found.pairs.recall > 0.95
    bearing = sum(row["nhs_number"] == THE_SURGERYS["nhs_number"] for row in records.to_pylist())
    assert linked.report["numbers_of_many"] == {"nhs": {"numbers": 1, "records": bearing}}


def test_a_number_of_one_person_stays_a_key_however_much_else_is_mistyped() -> None:
    born = [record()["date_of_birth"].replace(day=day) for day in (17, 17, 18, 19, 20)]
    names = ("Amelia", "Amy", "Ameila", "Ashdown", "Emily")
    rows = [
        record(record_id=str(n), given_name=g, date_of_birth=d, **nhs_number(1))
        for n, (g, d) in enumerate(zip(names, born, strict=True))
    ]
    assert held(*rows) == []


def test_a_number_of_three_is_left_to_people_and_of_a_whole_family_is_nobodys() -> None:
    children = [
        record(record_id=str(n), given_name=g, date_of_birth=record()["date_of_birth"].replace(year=2008 + n, month=n))
        for n, g in enumerate(("Oliver", "Isla", "Theo", "Freya", "Noah"), 1)
    ]
    assert held(*({**child, **nhs_number(1)} for child in children[:3])) == []
    assert held(*({**child, **nhs_number(1)} for child in children)) == [nhs_number(1)["nhs_number"]]


def test_a_later_record_with_the_surgerys_number_is_looked_for_by_all_else() -> None:
    records, _ = with_a_surgerys_number()
    linked = link(records, on=TODAY)
    named = name_people(linked.people)
    standing = stand(linked, records, named=[named[c] for c in linked.people["cluster"].to_pylist()])
    newcomer = record(
        dataset="team", record_id="new", given_name="Xanthe", family_name="Zebedee", postcode="WH9 9ZZ", **THE_SURGERYS
    )
    after = link_changes(standing, table(newcomer), on=TODAY)
    assert after.touched == 1
