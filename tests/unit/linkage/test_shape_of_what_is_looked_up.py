"""A record that is not of the shape that a look-up hears is refused by its field, and no value is shown."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from goldenthread.linkage import link, name_people
from goldenthread.linkage.incremental import stand
from goldenthread.linkage.lookup import Lookup, MisshapenRecord, Searched, write_shelf
from goldenthread.linkage.lookup.shape import hold_to_shape
from tests.unit.linkage.records_made import TODAY, area, record


@pytest.mark.parametrize(
    ("field", "value", "belongs"),
    [
        ("date_of_birth", "2014-05-17", "is a str, and a day"),
        ("date_of_birth", datetime(2014, 5, 17, tzinfo=UTC), "is a datetime, and a day"),
        ("given_name", 4711, "is a int, and a text"),
        ("family_name", b"Ashdown", "is a bytes, and a text"),
        ("postcode", ["WH1 1AA"], "is a list, and a text"),
        ("row", True, "is a bool, and a whole number"),
    ],
)
def test_a_field_of_another_kind_is_named_with_what_belongs_there(field: str, value: Any, belongs: str) -> None:
    with pytest.raises(MisshapenRecord) as refused:
        hold_to_shape(record(**{field: value}))
    told = str(refused.value)
    assert f"the record's {field} {belongs}" in told
    assert not any(secret in told for secret in ("4711", "2014", "Ashdown", "WH1"))


def test_what_is_missing_is_not_refused() -> None:
    hold_to_shape({"given_name": None, "date_of_birth": date(2014, 5, 17)})


@pytest.mark.parametrize(
    ("field", "told"), [("famly_name", "is family_name meant?"), ("height", "none of that name. The fields")]
)
def test_a_field_that_no_accepted_record_has_is_refused_rather_than_not_heard(field: str, told: str) -> None:
    with pytest.raises(MisshapenRecord) as refused:
        hold_to_shape({"given_name": "Amelia", field: "Ashdown"})
    assert f"a field '{field}'" in str(refused.value)
    assert told in str(refused.value)
    assert not any(secret in str(refused.value) for secret in ("Amelia", "Ashdown"))


def test_looking_up_and_filing_refuse_alike_and_an_ordinary_record_is_answered(tmp_path: Path) -> None:
    records = area(10, seed=3)[0]
    linked = link(records, on=TODAY)
    named = name_people(linked.people)
    standing = stand(linked, records, named=[named[c] for c in linked.people["cluster"].to_pylist()])
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    wrong = record(date_of_birth="17/05/2014")
    with pytest.raises(MisshapenRecord, match="date_of_birth"):
        index.look_up(wrong)
    with pytest.raises(MisshapenRecord, match="date_of_birth"):
        index.put(wrong, person_id="P")
    with pytest.raises(MisshapenRecord, match="a mapping of field names"):
        index.look_up("Amelia Ashdown")
    assert index.look_up(records.to_pylist()[0]).hits
    for nothing in ({}, {"given_name": None}, {"sex": "F"}):
        assert (index.look_up(nothing).hits, index.look_up(nothing).searched) == ((), Searched.NOTHING)
    nobody = {"given_name": "Zzyzx", "family_name": "Qwghlm", "date_of_birth": date(1901, 2, 3)}
    assert (index.look_up(nobody).hits, index.look_up(nobody).searched) == ((), Searched.EVERY_PATH)
