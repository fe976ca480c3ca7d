"""Ids that last: through a re-run, a merge, a split and a record that moves."""

import pytest

from goldenthread.people import ChangeKind
from goldenthread.vocabulary import PersonId
from tests.unit.people.area import gathered, held, record

P1, P2, P3 = PersonId("P001"), PersonId("P002"), PersonId("P003")


def test_a_person_keeps_their_id_when_they_are_gathered_again() -> None:
    records = [record("school", "1", 1), record("health", "2", 1), record("police", "3", 2)]
    first = gathered(records)
    again = gathered([{**row, "cluster": row["cluster"] + 40} for row in records], previous=held(first), first_new=90)
    assert held(again) == held(first)
    assert again.changes == ()
    assert [change.kind for change in first.changes] == [ChangeKind.NEW, ChangeKind.NEW]


def test_a_merge_keeps_the_id_that_held_most_records() -> None:
    records = [record("school", "1", 1), record("health", "2", 1), record("police", "3", 1)]
    previous = {("school", "1"): P1, ("health", "2"): P2, ("police", "3"): P2}
    index = gathered(records, previous=previous)
    assert set(held(index).values()) == {P2}
    assert [(c.kind, c.person_id, c.other_person_id) for c in index.changes] == [(ChangeKind.MERGED, P2, P1)]
    assert index.changes[0].because == "1 record was held as another person before, and now found to be about this one."


@pytest.mark.parametrize(("one", "other"), [(P1, P2), (P2, P1)])
def test_a_merge_of_equals_keeps_the_first_records_id_whichever_was_drawn(one: PersonId, other: PersonId) -> None:
    records = [record("school", "1", 1), record("health", "2", 1)]
    index = gathered(records, previous={("school", "1"): other, ("health", "2"): one})
    assert set(held(index).values()) == {one}


@pytest.mark.parametrize("first_new", [50, 500])
def test_whoever_a_load_tore_in_two_has_the_old_id_once_it_is_mended(first_new: int) -> None:
    whole = [record("school", "1", 1), record("health", "2", 1)]
    torn = [record("school", "1", 1), record("health", "2", 2)]
    before = dict.fromkeys([("school", "1"), ("health", "2")], PersonId("P100"))
    meanwhile = held(gathered(torn, previous=before, first_new=first_new))
    assert len(set(meanwhile.values())) == 2
    assert held(gathered(whole, previous=meanwhile)) == before


def test_a_split_leaves_the_id_where_most_records_stay() -> None:
    records = [record("school", "1", 1), record("health", "2", 2), record("police", "3", 2)]
    index = gathered(
        records, previous=dict.fromkeys([("school", "1"), ("health", "2"), ("police", "3")], P1), first_new=50
    )
    assert held(index) == {("school", "1"): "P050", ("health", "2"): P1, ("police", "3"): P1}
    assert [(c.kind, c.person_id, c.other_person_id) for c in index.changes] == [(ChangeKind.SPLIT, "P050", P1)]


def test_a_record_that_moves_between_two_people_changes_neither_id() -> None:
    rows = [("a", 1), ("b", 1), ("c", 1), ("d", 2), ("e", 2)]
    records = [record("school", name, cluster) for name, cluster in rows]
    previous = {("school", name): person for name, person in [("a", P1), ("b", P1), ("c", P2), ("d", P2), ("e", P2)]}
    index = gathered(records, previous=previous)
    assert held(index)[("school", "c")] == P1
    assert held(index)[("school", "d")] == P2
    assert [(c.kind, c.person_id, c.other_person_id) for c in index.changes] == [(ChangeKind.MOVED, P1, P2)]


def test_an_id_given_up_by_a_dissolved_person_is_told_to_the_heir_of_most_of_their_records() -> None:
    rows = [
        ("a", 1, P1),
        ("b", 1, P1),
        ("c", 1, P1),
        ("d", 1, P3),
        ("e", 1, P3),
        ("f", 2, P2),
        ("g", 2, P2),
        ("h", 2, P3),
    ]
    index = gathered(
        [record("school", name, cluster) for name, cluster, _ in rows],
        previous={("school", name): person for name, _, person in rows},
    )
    assert [(c.kind, c.person_id, c.other_person_id) for c in index.changes] == [
        (ChangeKind.MERGED, P1, P3),
        (ChangeKind.MOVED, P2, P3),
    ]
