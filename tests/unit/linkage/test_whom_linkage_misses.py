"""A warning in the report's tables of whom linkage would miss counts what the table shows beside it."""

import re
from typing import Any

import numpy as np
import pytest

from goldenthread.linkage import IGNORED, as_page, link
from goldenthread.linkage.evaluating import Clumps, interval
from tests.unit.linkage.records_made import TODAY, area, table

WARNING = "Warning: not linked more than a point more often than"


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    """Of people of whom every fourth record in one source has another surname, forename and home."""
    rows = area(80, seed=3, numbered=1.0)[0].to_pylist()
    for number, row in enumerate(rows):
        if row["dataset"] == "team" and number % 4 == 0:
            row |= {"family_name": "Zebedee", "given_name": "Xanthe", "postcode": "ZE1 0AA", "address_line": "1 Quay"}
    return link(table(*rows), on=TODAY).report


def shown(page: str, heading: str) -> list[tuple[bool, float, float]]:
    """Of each row whether it is warned about, the share shown as missed, and the share shown as not linked."""
    (part,) = re.findall(rf"<h2>{heading}</h2>.*?</table>", page, re.DOTALL)
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", part, re.DOTALL)
    shares = [re.findall(r">([\d.]+)\s% \(([\d.]+)\s% to ([\d.]+)\s%\)", row) for row in rows]
    assert all(len(two) == 2 for two in shares)
    assert all(float(low) <= float(share) <= float(high) for two in shares for share, low, high in two)
    return [(WARNING in row, *(float(one[0]) for one in two)) for row, two in zip(rows, shares, strict=True)]


@pytest.mark.scenario("S08")
@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("Whom linkage would miss without identifiers", "miss_rates"),
        ("What a changed surname costs", "name_changes"),
    ],
)
def test_what_a_row_is_warned_about_stands_in_it(report: dict[str, Any], heading: str, told: str) -> None:
    rows = shown(as_page(report), heading)
    usual = rows[0][2]
    assert [warned for warned, _, _ in rows] == [not_linked > usual + 1 for _, _, not_linked in rows]
    assert any(warned for warned, _, _ in rows)
    for (_, missed, not_linked), rate in zip(rows, report[told], strict=True):
        assert missed == pytest.approx(100 * rate["missed"] / rate["pairs"], abs=0.01)
        assert not_linked == pytest.approx(100 * (rate["missed"] + rate["review"]) / rate["pairs"], abs=0.01)


@pytest.mark.scenario("S08")
def test_where_no_identifier_shows_what_a_changed_surname_costs_the_report_says_how_to_learn_it(
    report: dict[str, Any],
) -> None:
    unseen = link(area(20, seed=3)[0], on=TODAY, identifiers=IGNORED).report
    assert unseen["name_changes"] == []
    told = as_page(unseen).partition("What a changed surname costs")[2].partition("<h2>")[0]
    assert "This is not known of this run" in told
    assert "goldenthread evaluate --into-report" in told
    assert "This is not known of this run" not in as_page(report)
    without_surnames = {name: share for name, share in unseen["filled"].items() if name != "family"}
    assert "What a changed surname costs" not in as_page({**unseen, "filled": without_surnames})


def test_pairs_that_are_missed_together_are_one_witness(report: dict[str, Any]) -> None:
    """Of those whom a source knows by another name all pairs with that record are missed at once."""
    everybody, *_ = report["miss_rates"]
    assert everybody["people"] < everybody["pairs"]
    low, high = interval(everybody["missed"], everybody["pairs"])
    assert everybody["missed_95"][0] < low
    assert everybody["missed_95"][1] > high
    assert "drawn by people" in as_page(report)


def test_counted_in_columns_people_are_as_counted_one_by_one() -> None:
    whose = np.array([7, 3, 7, 3, 3, 9, 7])
    right = np.array([True, False, False, True, True, True, False])
    people = {n: (int(np.sum(whose == n)), int(np.sum(right[whose == n]))) for n in (3, 7, 9)}
    assert Clumps.of_each(whose, right) == Clumps.of(people.values())
    assert Clumps.of_each(whose[:0], right[:0]) == Clumps()
