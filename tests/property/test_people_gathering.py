"""What holds of every gathering: nobody is lost, nothing depends on order, ids outlive every re-linking."""

from collections import Counter
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.people import ChangeKind, Index, gather
from goldenthread.vocabulary import PersonId
from tests.unit.people.area import ON, declares, gathered, held, record, tables

DATASETS = ("care", "school", "health")
RELATIONS = ("mother", "father", "sibling", "foster_carer", "household_member", "grandparent")

clusters = st.lists(st.integers(0, 8), min_size=1, max_size=24)


@st.composite
def areas(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Records in a few clusters, some outside the cohort, and relations between any two of one dataset."""
    rows = [
        record(
            draw(st.sampled_from(DATASETS)),
            f"r{n}",
            cluster,
            in_cohort=draw(st.sampled_from(["seed", "follow", "follow"])),
            given_name=draw(st.sampled_from(["Amira", "AMIRA", "Bo"])),
            address_line=draw(st.sampled_from(["1 High St", "2 High St", None])),
            address_protected=draw(st.sampled_from([None, False, True])),
        )
        for n, cluster in enumerate(draw(clusters))
    ]
    pairs = [(a, b) for a in rows for b in rows if a["dataset"] == b["dataset"] and a is not b]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=12)) if pairs else []
    relations = [
        declares(a["dataset"], a["record_id"], b["record_id"], draw(st.sampled_from(RELATIONS))) for a, b in chosen
    ]
    return rows, relations


@given(areas())
@settings(max_examples=150, deadline=None)
def test_every_record_is_in_exactly_one_person_or_counted_as_dropped(
    area: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    rows, relations = area
    index = gathered(rows, relations)
    placed = [(m.dataset, m.record_id) for m in index.memberships]
    assert len(placed) == len(set(placed))
    assert len(placed) + index.dropped_records == len(rows)
    assert len(index.persons) + index.dropped == len({row["cluster"] for row in rows})
    _whoever_is_named_is_a_person(index)


@given(areas(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_gathering_does_not_depend_on_the_order_or_numbering_of_anything(
    area: tuple[list[dict[str, Any]], list[dict[str, Any]]], chance: Random
) -> None:
    rows, relations = area
    first = gathered(rows, relations, shielded={("care", "r0"): "care"})
    renumbered = [{**row, "cluster": 100 - row["cluster"]} for row in rows]
    chance.shuffle(renumbered)
    shuffled = chance.sample(relations, len(relations))
    assert gathered(renumbered, shuffled, shielded={("care", "r0"): "care"}) == first


@given(clusters, st.data())
@settings(max_examples=150, deadline=None)
def test_after_any_relinking_each_id_stays_with_a_cluster_that_held_most_of_its_claims(
    before: list[int], data: st.DataObject
) -> None:
    after = data.draw(st.lists(st.integers(0, 8), min_size=len(before), max_size=len(before)))
    old = gathered([record("care", f"r{n}", cluster) for n, cluster in enumerate(before)])
    rows = [record("care", f"r{n}", cluster) for n, cluster in enumerate(after)]
    new = gathered(rows, previous=held(old), first_new=500)
    was, now = held(old), held(new)
    for person in set(now.values()):
        own = Counter(was[key] for key in now if now[key] == person)
        if person in own:
            better = [other for other, count in own.items() if count > own[person]]
            # A cluster passes over a better claimed id only if another cluster holds at least as many of its records.
            for other in better:
                rival = sum(was[key] == other and now[key] == other for key in now)
                assert rival >= own[other]
        else:
            assert person >= "P500"
            assert set(own) <= set(now.values()), "a new id though an old one was free"
    again = gathered(rows, previous=now, first_new=900)
    assert held(again) == now
    assert again.changes == ()


@given(clusters, st.data())
@settings(max_examples=100, deadline=None)
def test_what_became_of_every_id_is_told(before: list[int], data: st.DataObject) -> None:
    after = data.draw(st.lists(st.integers(0, 8), min_size=len(before), max_size=len(before)))
    was = held(gathered([record("care", f"r{n}", cluster) for n, cluster in enumerate(before)]))
    new = gathered([record("care", f"r{n}", c) for n, c in enumerate(after)], previous=was, first_new=500)
    gone = set(was.values()) - set(held(new).values())
    merged = [change.other_person_id for change in new.changes if change.kind is ChangeKind.MERGED]
    assert sorted(gone) == sorted(person for person in merged if person is not None)
    moved = {(held(new)[key], was[key]) for key in was if held(new)[key] != was[key]}
    assert moved == {(change.person_id, change.other_person_id) for change in new.changes}


def test_an_empty_area_gathers_to_an_empty_index() -> None:
    index = gather(*tables([]), previous={}, new_id=lambda: PersonId("P"), on=ON)
    assert index.persons == ()
    assert index.dropped == 0


def _whoever_is_named_is_a_person(index: Index) -> None:
    people = {person.person_id for person in index.persons}
    named = [
        *(n.person_id for n in index.names),
        *(a.person_id for a in index.addresses),
        *(f.person_id for f in index.families),
        *(h.person_id for h in index.households),
        *(person for r in index.relationships for person in (r.from_person, r.to_person)),
    ]
    assert set(named) <= people
