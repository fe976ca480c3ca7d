"""What a run expects of its links, within what chance explains."""

import numpy as np
import pyarrow as pa
import pytest

from goldenthread.linkage import as_page, link
from goldenthread.linkage.deciding import ENOUGH_EVIDENCE
from goldenthread.linkage.promising import by_chance, promise
from goldenthread.linkage.shapes import DECISIONS
from tests.unit.linkage.records_made import TODAY, area


def decided(*chances: float, outcome: str = "linked") -> pa.Table:
    rows = [
        {
            "rid_l": 2 * n, "rid_r": 2 * n + 1, "weight_bits": 9.0, "probability": p, "outcome": outcome,
            "why": ENOUGH_EVIDENCE,
        }
        for n, p in enumerate(chances)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=DECISIONS)


def test_links_are_told_by_how_sure_they_are() -> None:
    told = promise(decided(1.0, 0.999, 0.998, 0.96, 0.5, 0.6), np.arange(12)).as_values()
    assert [(one["pairs"], one["wrong"]) for one in told["by_sureness"]] == [
        (2, 0.0), (1, 0.0), (1, 0.0), (0, 0.0), (2, 0.9)
    ]  # fmt: skip
    assert (told["pairs"], told["wrong"]) == (6, 0.9)
    none = promise(decided(0.3, outcome="review"), np.arange(2)).as_values()
    assert (none["pairs"], none["in_words"]) == (0, "this run made no link")


def test_so_many_are_wrong_by_chance_as_drawing_them_shows() -> None:
    chance = np.random.default_rng(5)
    wrong = chance.beta(0.2, 20, 5_000)
    drawn = (chance.random((2_000, 5_000)) < wrong).sum(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    assert by_chance(wrong, np.arange(5_000)) == (pytest.approx(low, abs=3), pytest.approx(high, abs=3))


def test_pairs_of_one_person_that_are_wrong_together_make_the_interval_wider() -> None:
    wrong, whose = np.full(6_000, 0.01), np.repeat(np.arange(1_000), 6)
    chance = np.random.default_rng(6)
    drawn = 6 * (chance.random((4_000, 1_000)) < 0.01).sum(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    assert by_chance(wrong, whose) == (pytest.approx(low, abs=6), pytest.approx(high, abs=6))
    alone = by_chance(wrong, np.arange(6_000))
    assert alone[0] > low
    assert alone[1] < high


def test_certain_links_are_wrong_by_no_chance() -> None:
    assert by_chance(np.zeros(4), np.arange(4)) == (0.0, 0.0)


def test_the_page_says_of_what_the_interval_is_and_frightens_nobody_with_even_odds() -> None:
    report = link(area(25, seed=3)[0], on=TODAY).report
    page = as_page(report)
    assert report["promised"]["in_words"][1:] in page
    assert "That is chance alone" in page
    assert "The least sure link" not in page
    low, high = report["promised"]["precision_95"]
    assert low <= 1 - report["promised"]["wrong"] / report["promised"]["pairs"] <= high
    promised = {**report["promised"], "pairs": 0}
    assert "That is chance alone" not in as_page({**report, "promised": promised})
