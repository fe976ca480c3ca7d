"""How many of the matches a run found, by all that it says itself."""

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from goldenthread.linkage import IGNORED, Linked, as_page, evaluate, link
from goldenthread.linkage.calibrating import Bin
from goldenthread.linkage.deciding import ENOUGH_EVIDENCE, NOT_ENOUGH_EVIDENCE
from goldenthread.linkage.reckoning import Reckoned, reckon
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.shapes import DECISIONS
from goldenthread.linkage.weighed import NOT_REFUSED, Weighed
from tests.unit.linkage.records_in_doubt import area_in_doubt
from tests.unit.linkage.records_made import TODAY, area

PLACE = {refusal.name: place for place, refusal in enumerate(REFUSALS)}
SIBLINGS = PLACE["siblings_share_everything_but_forename_and_birth_date"]
TWO_NUMBERS = PLACE["two_different_nhs_numbers_are_two_people"]
PARENT = PLACE["a_parent_and_a_child_of_one_name_are_two_people"]
TWINS = PLACE["twins_of_two_known_forenames_are_two_people"]


@pytest.fixture(scope="module")
def doubted() -> tuple[Linked, dict[tuple[str, str], str]]:
    records, truth = area_in_doubt(150, seed=4)
    return link(records, on=TODAY, identifiers=IGNORED), truth


@pytest.fixture(scope="module")
def plain() -> Linked:
    return link(area(12, seed=2)[0], on=TODAY)


def weighed(*told: tuple[int, int, float, int]) -> Weighed:
    left, right, bits, refusal = (np.array(column) for column in zip(*told, strict=True))
    no = np.zeros(len(told), dtype=bool)
    return Weighed(left=left, right=right, bits=bits, refusal=refusal, confirmed=no, believed=no)


def test_what_is_joined_what_is_asked_and_what_is_held_apart_all_count(plain: Linked) -> None:
    """Records 0, 1 and 2 are one person, 3 and 4 are two more. Nobody is asked of brothers, of two numbers, and of a
    parent of one name unless more speaks for it."""
    model = replace(plain.model, calibration=(), link_from_bits=3.0, review_from_bits=-2.0)
    decided = pa.Table.from_pylist(
        [
            {"rid_l": a, "rid_r": b, "weight_bits": 9.0, "probability": p, "outcome": outcome, "why": why}
            for a, b, p, outcome, why in (
                (0, 1, 0.99, "linked", ENOUGH_EVIDENCE),
                (0, 4, 0.5, "review", REFUSALS[TWINS].name),
                (1, 2, 0.97, "linked", ENOUGH_EVIDENCE),
                (2, 3, 0.25, "review", NOT_ENOUGH_EVIDENCE),
                (3, 4, 0.1, "review", REFUSALS[PARENT].name),
            )
        ],
        schema=DECISIONS,
    )
    pairs = weighed(
        (0, 1, 9.0, NOT_REFUSED), (2, 3, -1.5, NOT_REFUSED), (0, 4, 3.0, TWINS), (1, 4, 0.0, SIBLINGS),
        (2, 4, 9.0, TWO_NUMBERS), (1, 3, 0.0, PARENT), (3, 4, 0.0, PARENT),
    )  # fmt: skip
    bins = [Bin(bits=9.0, open=2), Bin(bits=-1.5, open=1), Bin(bits=-3.0, open=9)]
    told = reckon(decided, np.array([0, 0, 0, 1, 2]), pairs, bins, model)
    assert (told.joined_pairs, told.asked_pairs) == (3, 3)
    assert told.joined == pytest.approx(0.99 + 0.97 + 0.98)
    assert told.asked == pytest.approx(0.85)
    assert told.apart == pytest.approx(0.5 + 0.5 + 9 / 9)
    shares = told.as_values()
    assert sum(shares[f"share_{part}"] for part in ("joined", "asked", "apart")) == pytest.approx(1, abs=1e-5)


def test_a_run_does_not_say_that_it_found_what_it_only_asks_about(
    doubted: tuple[Linked, dict[tuple[str, str], str]],
) -> None:
    linked, truth = doubted
    columns = (linked.people[name].to_pylist() for name in ("dataset", "record_id", "cluster"))
    found = evaluate({(d, r): person for d, r, person in zip(*columns, strict=True)}, truth).pairs
    reckoned = linked.report["reckoned"]
    assert found.recall < 0.7
    assert found.recall - 0.02 < reckoned["share_joined"] < found.recall + 0.2
    assert reckoned["asked"] > 0.05 * reckoned["joined"]
    assert reckoned["joined"] == pytest.approx(found.right, rel=0.05)


def test_where_the_lines_could_be_drawn_counts_the_same_matches(
    doubted: tuple[Linked, dict[tuple[str, str], str]],
) -> None:
    report = doubted[0].report
    shares = [line["recall"] for line in report["lines"]]
    assert shares == sorted(shares)
    drawn = [line["recall"] for line in report["lines"] if line["bits"] >= report["link_from_bits"]]
    assert max(drawn) <= report["reckoned"]["share_joined"] + 0.01


def test_the_page_says_first_how_much_was_found_and_what_it_cannot_count(
    doubted: tuple[Linked, dict[tuple[str, str], str]],
) -> None:
    report: dict[str, Any] = doubted[0].report
    page = as_page(report)
    joined = f"{100 * report['reckoned']['share_joined']:.1f}"
    assert f"it joined {joined}\u00a0%" in page.partition("<h2>")[0]
    assert report["reckoned"]["in_words"][1:] in page
    assert "it cannot count those that it never compared" in page
    before = {name: told for name, told in report.items() if name != "reckoned"}
    assert "By its own reckoning" not in as_page(before)


def test_a_run_that_knows_of_no_match_says_so() -> None:
    told = Reckoned(joined_pairs=0, joined=0.0, asked_pairs=0, asked=0.0, apart=0.0).as_values()
    assert told["in_words"] == "this run knows of no match"
    assert "share_joined" not in told
