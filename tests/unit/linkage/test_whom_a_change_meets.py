"""A changed record meets whoever shares a key with it, and nobody under a value that too many have."""

import pyarrow as pa
import pytest

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.incremental.meeting import meetings
from goldenthread.linkage.incremental.reference import Reference

NAME, BOTH = Key(columns=("given",)), Key(columns=("given", "dob"))
FEATURES = pa.table(
    {
        "rid": pa.array(range(5), pa.int64()),
        "given": pa.array(["amy", "zuleika", "amy", "zuleika", "amy"]),
        "dob": pa.array(["20140101", "20140202", "20140101", "20140303", "20140404"]),
    }
)


def reference(common: dict[str, list[str]]) -> Reference:
    values = {key.name: pa.array(common.get(key.name, []), pa.string()) for key in (NAME, BOTH)}
    return Reference(records=5, keys=(NAME, BOTH), shares={}, filled={}, forenames=pa.array([]), common=values)


@pytest.mark.parametrize(
    ("common", "met"),
    [
        ({}, [[0, 2], [0, 4], [1, 3], [2, 4]]),
        ({NAME.name: ["amy"]}, [[0, 2], [1, 3]]),
        ({NAME.name: ["amy"], BOTH.name: ["amy|20140101"]}, [[1, 3]]),
    ],
    ids=["nothing is common", "a name is", "a name with a birth date is"],
)
def test_nobody_is_met_under_a_value_that_too_many_have(common: dict[str, list[str]], met: list[list[int]]) -> None:
    assert sorted(meetings(FEATURES, 2, reference(common)).tolist()) == met


def test_records_that_stand_do_not_meet_each_other() -> None:
    assert sorted(meetings(FEATURES, 4, reference({})).tolist()) == [[0, 4], [2, 4]]
    assert meetings(FEATURES, 5, reference({})).shape == (0, 2)
