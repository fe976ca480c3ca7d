"""Dirty sets made up from nothing that the code was fitted to, small: the benches measure them at size."""

import math
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bench.linkage.dirty import KINDS, Kind, make_sample
from bench.linkage.sets import Sample, link_sample, persons
from goldenthread.linkage import Linked, Outcome, evaluate
from goldenthread.linkage.claiming import claim_of

LEAST_PRECISION = 0.97
"""At this size; nothing is trained on more than 1,000 records."""


@cache
def linked(kind: str) -> tuple[Sample, Linked]:
    with TemporaryDirectory() as folder:
        sample = make_sample(next(one for one in KINDS if one.name == kind), Path(folder), records=1_000, seed=41)
        return sample, link_sample(sample)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_what_is_linked_of_a_dirty_set_is_right(kind: Kind) -> None:
    sample, found_people = linked(kind.name)
    found = evaluate(persons(found_people), sample.entity_of)
    assert found.unknown == 0
    assert found.pairs.right > 0
    assert found.pairs.precision >= LEAST_PRECISION


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_no_more_is_claimed_of_what_is_linked_than_is_true(kind: Kind) -> None:
    sample, found = linked(kind.name)
    links = found.links
    wrong = [
        sample.entity_of[row["dataset_l"], row["record_id_l"]] != sample.entity_of[row["dataset_r"], row["record_id_r"]]
        for row in links.to_pylist()
        if row["outcome"] == Outcome.LINKED
    ]
    claim = claim_of(links)
    expected = len(wrong) * (1 - claim.precision)
    assert claim.linked == len(wrong) > 0
    assert sum(wrong) <= expected + 3 * math.sqrt(expected + 1)


def test_the_same_seed_gives_the_same_set(tmp_path: Path) -> None:
    one, two = (make_sample(KINDS[0], tmp_path, records=50, seed=seed).files[0].read_bytes() for seed in (7, 7))
    assert one == two
