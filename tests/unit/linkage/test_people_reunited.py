"""Two people whom no two records join, and all of them together do; and what keeps them two all the same."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from goldenthread.linkage import IGNORED, Model, link
from goldenthread.linkage.counting import with_term_frequencies
from goldenthread.linkage.features import make_features
from goldenthread.linkage.joining import NOBODY, Limits
from goldenthread.linkage.reuniting import SURER_BITS, Between, Reunited, reunite
from tests.unit.linkage.records_made import TODAY, area, record, table

NOWHERE = {"address_line": None, "postcode": None}
CLINIC, PRACTICE, SCHOOL, AGAIN = range(4)
OPEN, APART = "open", "apart"

Pair = tuple[int, int, str]


@cache
def model() -> Model:
    return link(area(120, seed=3)[0], on=TODAY).model


def lower_line() -> Model:
    """The line of the made-up area is high for so few columns."""
    return replace(model(), link_from_bits=model().link_from_bits - 2 * SURER_BITS)


def named(given_name: str | None, **differs: Any) -> dict[str, Any]:
    return record(**({"given_name": given_name, "sex": None} | differs))


def with_a_slip(name: str = "Amelia", slip: str = "Amleia") -> list[dict[str, Any]]:
    """A practice spells her wrongly and knows where she lives; a clinic spells her rightly and does not; and a school
    knows no birth date."""
    school = named(name, date_of_birth=None)
    return [named(name, **NOWHERE), named(slip), school, school]


def reunited(
    records: Sequence[dict[str, Any]],
    person_of: Sequence[int],
    *pairs: Pair,
    own: Sequence[int] | None = None,
    one_each: Sequence[int] | None = None,
    parted: Sequence[tuple[int, int]] = (),
    by: Model | None = None,
) -> Reunited:
    told = table(*(one | {"record_id": str(i), "dataset": f"d{i}"} for i, one in enumerate(records)))
    # How common names are is as in the area that the model knows.
    whole = make_features(area(120, seed=3)[0], on=TODAY, identifiers=IGNORED)
    features = make_features(told, on=TODAY, identifiers=IGNORED)
    shares = with_term_frequencies(whole, model().chosen())
    for column in ("given", "family"):
        known = dict(zip(shares[column].to_pylist(), shares[f"tf_{column}"].to_pylist(), strict=True))
        features = features.append_column(f"tf_{column}", [[known.get(v) for v in features[column].to_pylist()]])
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    between = Between(
        left=left,
        right=right,
        bits=np.zeros(len(pairs)),
        apart=np.array([pair[2] == APART for pair in pairs]),
        open=np.array([pair[2] == OPEN for pair in pairs]),
        parted=np.array(parted, dtype=np.int64).reshape(-1, 2),
    )
    none = [NOBODY] * len(records)
    limits = Limits(
        barred=np.zeros((0, 2), dtype=np.int64),
        own=(np.array(own or none, dtype=np.int64),),
        one_each=(np.array(one_each or none, dtype=np.int64),),
    )
    return reunite(np.array(person_of, dtype=np.int64), between, features, by or lower_line(), limits)


TWO = (0, 0, 1, 1)


def test_what_one_record_knows_and_what_another_knows_join_a_third_together() -> None:
    found = reunited(with_a_slip(), TWO, (CLINIC, SCHOOL, OPEN), (PRACTICE, SCHOOL, OPEN))
    assert found.person_of.tolist() == [0, 0, 0, 0]
    assert found.pairs.tolist() == [0]
    assert found.bits[0] >= lower_line().link_from_bits + SURER_BITS


def test_two_people_must_be_surer_than_a_pair_of_records_need_be() -> None:
    found = reunited(with_a_slip(), TWO, (CLINIC, SCHOOL, OPEN), (PRACTICE, SCHOOL, OPEN))
    its_own = replace(model(), link_from_bits=float(found.bits[0]))
    assert reunited(with_a_slip(), TWO, (CLINIC, SCHOOL, OPEN), by=its_own).person_of.tolist() == [*TWO]


def test_people_between_whom_nothing_was_found_are_not_looked_at() -> None:
    assert reunited(with_a_slip(), TWO).person_of.tolist() == [*TWO]


def test_what_one_faulty_copy_contradicts_keeps_nobody_apart_where_the_rest_agrees() -> None:
    contradicted = (PRACTICE, SCHOOL, "twins")
    assert reunited(with_a_slip(), TWO, (CLINIC, SCHOOL, OPEN), contradicted).person_of.tolist() == [0, 0, 0, 0]


def test_where_every_pair_contradicts_nobody_is_joined() -> None:
    found = reunited(with_a_slip(), TWO, (CLINIC, SCHOOL, "twins"), (PRACTICE, SCHOOL, "twins"))
    assert found.person_of.tolist() == [*TWO]


def test_what_keeps_two_records_apart_keeps_their_people_apart() -> None:
    found = reunited(with_a_slip(), TWO, (CLINIC, SCHOOL, OPEN), (PRACTICE, AGAIN, APART))
    assert found.person_of.tolist() == [*TWO]


def test_what_a_reviewer_parts_stays_parted() -> None:
    found = reunited(with_a_slip(), TWO, (CLINIC, SCHOOL, OPEN), parted=[(AGAIN, PRACTICE)])
    assert found.person_of.tolist() == [*TWO]


@pytest.mark.parametrize("limit", ["own", "one_each"])
def test_what_a_person_has_one_of_keeps_two_people_two(limit: str) -> None:
    different, same = [1, NOBODY, 2, NOBODY], [1, NOBODY, 1, NOBODY]
    limits = {"own": (different, same), "one_each": (same, different)}[limit]
    found = [reunited(with_a_slip(), TWO, (CLINIC, SCHOOL, OPEN), **{limit: held}) for held in limits]
    assert [one.person_of.tolist() for one in found] == [[*TWO], [0, 0, 0, 0]]


def test_a_sisters_record_among_a_childs_is_no_bridge_to_the_sister() -> None:
    amelia, isla = named("Amelia"), named("Isla")
    found = reunited([amelia, amelia, isla, isla, isla], (0, 0, 0, 1, 1), (2, 3, OPEN))
    assert found.person_of.tolist() == [0, 0, 0, 1, 1]
    right = reunited([amelia, amelia, amelia, amelia, amelia], (0, 0, 0, 1, 1), (2, 3, OPEN))
    assert right.person_of.tolist() == [0] * 5


def test_a_name_alone_joins_no_people_unless_it_is_rare() -> None:
    school = named("Amelia", date_of_birth=None, **NOWHERE)
    found = reunited([named("Amelia"), named("Amelia"), school, school], TWO, (0, 2, OPEN))
    assert found.person_of.tolist() == [*TWO]


def test_a_third_who_may_be_one_with_either_is_not_joined_to_both_where_these_are_two() -> None:
    child = named("Amelia")
    records = [child] * 6
    pairs = ((0, 2, OPEN), (2, 4, OPEN), (1, 5, APART))
    person_of = reunited(records, (0, 0, 1, 1, 2, 2), *pairs).person_of.tolist()
    assert person_of == [0, 0, 0, 0, 1, 1]
