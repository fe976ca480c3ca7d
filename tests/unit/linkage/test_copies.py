"""A record that comes two thousand times spoils nothing for the others, and is told of."""

import pyarrow as pa

from goldenthread.linkage import evaluate, link
from goldenthread.linkage.copies import COMPARED_COPIES, MOST_COPIES
from tests.unit.linkage.records_made import TODAY, area, record, table

COPIES = 2_000


def among(copies: int, **differs: str) -> tuple[pa.Table, dict[tuple[str, str], str]]:
    records, truth = area(40, seed=5, numbered=0.0)
    same = [record(record_id=f"copy-{n}", dataset="surgery", **differs) for n in range(copies)]
    return table(*records.to_pylist(), *same), truth


def test_two_thousand_copies_of_a_record_leave_all_other_people_as_they_are() -> None:
    records, truth = among(COPIES)
    linked = link(records, on=TODAY)
    person_of = {(r["dataset"], r["record_id"]): r["cluster"] for r in linked.people.to_pylist()}
    found = evaluate(person_of, truth)
    assert found.pairs.precision == 1.0
    assert found.pairs.recall > 0.95
    assert linked.report["alike_too_often"] == COPIES - COMPARED_COPIES


def test_somebody_who_is_often_in_trouble_is_still_one_person() -> None:
    records, _ = among(MOST_COPIES // 2)
    linked = link(records, on=TODAY)
    copies = {r["cluster"] for r in linked.people.to_pylist() if r["record_id"].startswith("copy-")}
    assert len(copies) == 1
    assert linked.report["alike_too_often"] == 0
