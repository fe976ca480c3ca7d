import pyarrow as pa
import pytest

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


def _as_held(clusters: pa.Table, named: dict[int, str]) -> dict[tuple[str, str], str]:
    columns = (clusters[c].to_pylist() for c in ("dataset", "record_id", "cluster"))
    return {(dataset, record): named[number] for dataset, record, number in zip(*columns, strict=True)}


@pytest.mark.parametrize("errors", [(0, 1, 2, 3, 4, 5, 6, 7), (0, 0, 0, 0, 1, 1, 1, 1), (0, 1, 1, 2, 3, 0, 2, 4)])
def test_whoever_one_extract_tore_or_joined_is_called_as_before_when_the_next_is_right_again(
    errors: tuple[int, ...],
) -> None:
    monday, tuesday = people(0, 0, 1, 1, 2, 2, 3, 3), people(*errors)
    # Many files, for the alphabet is right by chance half the time.
    for file in range(20):
        monday, tuesday = (t.set_column(0, "dataset", pa.array([f"{file}"] * 8)) for t in (monday, tuesday))
        first = _as_held(monday, name_people(monday))
        second = _as_held(tuesday, name_people(tuesday, first))
        assert _as_held(monday, name_people(monday, second)) == first


def test_of_two_ids_that_hold_as_many_the_first_records_stays_whatever_their_letters() -> None:
    for one, other in (("P", "Q"), ("Q", "P")):
        assert name_people(people(0, 0), before(one, other)) == {0: one}
        assert name_people(people(0, 1), before(one, one))[0] == one


def test_merges_splits_and_newcomers_are_counted() -> None:
    changed = what_changed(people(0, 0, 1, 2), before("P", "Q", "Q"))
    assert (changed.kept, changed.new, changed.merged, changed.split, changed.gone) == (2, 1, 1, 1, 0)
