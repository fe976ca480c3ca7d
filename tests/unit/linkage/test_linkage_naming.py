import pyarrow as pa

from goldenthread.linkage.naming import ID_LENGTH, name_people, what_changed
from goldenthread.linkage.shapes import PEOPLE


def people(*clusters: int) -> pa.Table:
    rows = [{"dataset": "a", "record_id": str(i), "cluster": c} for i, c in enumerate(clusters)]
    return pa.Table.from_pylist(rows, schema=PEOPLE)


def before(*ids: str) -> dict[tuple[str, str], str]:
    return {("a", str(i)): person_id for i, person_id in enumerate(ids)}


def test_an_id_says_nothing_and_is_the_same_in_the_next_run() -> None:
    named = name_people(people(0, 0, 1))
    assert named == name_people(people(0, 0, 1))
    assert {len(i) for i in named.values()} == {ID_LENGTH}
    assert len(set(named.values())) == 2


def test_a_person_keeps_the_id_that_most_of_their_records_had() -> None:
    assert name_people(people(0, 0, 0), before("P", "P", "Q")) == {0: "P"}


def test_when_a_person_is_split_the_larger_part_keeps_the_id() -> None:
    named = name_people(people(0, 0, 1), before("P", "P", "P"))
    assert named[0] == "P"
    assert named[1] != "P"


def test_merges_splits_and_newcomers_are_counted() -> None:
    changed = what_changed(people(0, 0, 1, 2), before("P", "Q", "Q"))
    assert (changed.kept, changed.new, changed.merged, changed.split, changed.gone) == (2, 1, 1, 1, 0)
