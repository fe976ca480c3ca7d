"""A question about an adult and a child shows the parent's name as the child's record gives it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from goldenthread.people import link_families
from goldenthread.service.actions.linking.families import named_by_records
from goldenthread.service.actions.linking.rows import Records, read_records
from tests.unit.people.area import adult, declares, gathered, held, record, tables

NO_MORE_THAN_A_NAME: dict[str, Any] = {"date_of_birth": None, "date_of_birth_precision": None, "address_line": None}


def _named(hidden: bool = False) -> dict[tuple[str, str], list[dict[str, str]]]:
    """By the record ids of adult and child: a school names a mother, and a surgery knows one adult of that name."""
    records = [
        record("school", "ann", 1),
        adult("school", "NAMED", 2, **NO_MORE_THAN_A_NAME, given_name="Sana Wren"),
        adult("gp", "SANA", 3, in_cohort="seed", given_name="Sana"),
        adult("gp", "OTHER", 4, in_cohort="seed", given_name="Ruth"),
    ]
    relations = [declares("school", "NAMED", "ann")]
    index = gathered(records, relations)
    person_of = {record_id: person for (_, record_id), person in held(index).items()}
    table = tables(records, relations)[0].append_column("phone", pa.nulls(len(records), pa.string()))
    links = link_families(table, index)
    assert any(one.is_possible for one in links)
    shown: Records = read_records(table, index, matching_only={}, at=datetime(2026, 11, 22, tzinfo=UTC))
    if hidden:
        shown = replace(shown, hidden={**shown.hidden, person_of["NAMED"]: frozenset({"gp"})})
    record_of = {person: record_id for record_id, person in person_of.items()}
    return {
        (record_of[adult_id], record_of[child_id]): said
        for (adult_id, child_id), said in named_by_records(index, shown, links).items()
    }


def test_the_name_stands_as_the_child_s_record_writes_it_with_what_it_calls_them() -> None:
    ((pair, said),) = _named().items()
    assert pair == ("SANA", "ann")
    assert [one["relation"] for one in said] == ["mother"]
    assert said[0]["name"].startswith("Sana Wren ")


def test_nobody_who_is_hidden_is_named() -> None:
    assert _named(hidden=True) == {("SANA", "ann"): []}
