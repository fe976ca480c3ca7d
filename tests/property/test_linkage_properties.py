"""What holds of any linkage, whatever the records."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.linkage import Constraint, Decided, Model, link
from goldenthread.linkage.clustering import Edge, Rules, cluster
from goldenthread.linkage.comparisons import GIVEN_NAME
from goldenthread.linkage.strangers import RandomLevels, usual
from goldenthread.linkage.training import Totals, steps_of, train
from tests.unit.linkage.records_made import TODAY, area, table

_TRAINED: list[Model] = []


def trained() -> Model:
    if not _TRAINED:
        _TRAINED.append(link(area(25, seed=1)[0], on=TODAY).model)
    return _TRAINED[0]


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    records = area(6, seed=seed)[0]
    rows = records.to_pylist()
    random.Random(seed).shuffle(rows)
    one, other = link(records, on=TODAY, model=trained()), link(table(*rows), on=TODAY, model=trained())
    assert one.links.equals(other.links)
    assert one.people.equals(other.people)


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000))
def test_no_person_has_two_nhs_numbers_and_no_constraint_is_broken(seed: int) -> None:
    records, truth = area(6, seed=seed, numbered=0.9)
    keys = sorted(truth)
    left, right = keys[seed % len(keys)], keys[(seed * 7 + 1) % len(keys)]
    apart = Constraint(
        dataset_l=left[0], record_id_l=left[1], dataset_r=right[0], record_id_r=right[1], decided=Decided.APART
    )
    told = link(records, on=TODAY, model=trained(), constraints=(apart,))
    person_of = {(r["dataset"], r["record_id"]): r["cluster"] for r in told.people.to_pylist()}
    numbers: dict[int, set[str]] = {}
    for row in records.to_pylist():
        if row["nhs_number"]:
            numbers.setdefault(person_of[row["dataset"], row["record_id"]], set()).add(row["nhs_number"])
    assert all(len(n) == 1 for n in numbers.values())
    assert left == right or person_of[left] != person_of[right]


edges = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(-8, 20)), max_size=40)


@given(edges, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_clusters_never_hold_what_is_barred_and_hold_every_record_once(
    told: list[tuple[int, int, float]], bars: list[tuple[int, int]]
) -> None:
    best = {(min(a, b), max(a, b)): bits for a, b, bits in told if a != b}
    barred = frozenset((min(a, b), max(a, b)) for a, b in bars if a != b)
    ordered = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    person_of, refused = cluster(10, [Edge(pair=p, bits=b, joins=b > 0) for p, b in ordered], Rules(barred=barred))
    assert len(person_of) == 10
    assert all(person_of[a] != person_of[b] for a, b in barred)
    assert all(person_of[a] != person_of[b] for a, b in refused)


pairs_by_level = st.lists(st.floats(0, 5_000), min_size=len(GIVEN_NAME.levels), max_size=len(GIVEN_NAME.levels))


@given(pairs_by_level, pairs_by_level)
def test_no_fault_of_a_forename_tells_more_between_one_person_and_two_relatives_than_none(
    of_one_person: list[float], of_relatives: list[float]
) -> None:
    """Whatever is met by matches and by relatives, from no agreement up."""
    name = GIVEN_NAME.name
    kinds = {"matches": 1000.0, "likely": 1000.0, "relatives": 1000.0, "namesakes": 1.0}
    totals = Totals(**kinds, match_levels={name: of_one_person}, relative_levels={name: of_relatives})
    random_levels = {name: [1e6 * share for share in usual(GIVEN_NAME)]}
    estimate = train(
        (GIVEN_NAME,),
        records=1000,
        possible_pairs=499_500.0,
        random_levels=RandomLevels(every=random_levels, strangers=random_levels),
        expecting=lambda _, *, likely_only: totals,
    )
    without_fault, *faults = (step.relative_bits for step in steps_of(GIVEN_NAME, estimate))
    assert max(faults) <= without_fault + 1e-4
