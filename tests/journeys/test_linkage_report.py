"""The report of a linkage on a telephone: nothing is cut, and no label runs into the next."""

import csv
import itertools
from pathlib import Path
from typing import Any

import pytest

from tests.unit.command.agencies import rows, run, sources

__all__ = ["sources"]

NARROW = 320
_BOXES = "of => [...document.querySelectorAll(of)].map(e => { const b = e.getBoundingClientRect(); return "


@pytest.fixture
def report(sources: list[str], tmp_path: Path) -> Path:
    """Of a run of which the truth is known, by group."""
    run("link", *sources, "--out", str(tmp_path / "out"))
    truth = [row | {"town": ("north", "south")[n % 2]} for n, row in enumerate(rows(tmp_path / "truth.csv"))]
    with (tmp_path / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, truth[0])
        writer.writeheader()
        writer.writerows(truth)
    code, said = run("evaluate", str(tmp_path / "out"), "--truth", str(tmp_path / "truth.csv"), "--into-report")
    assert code == 0, said
    return tmp_path / "out" / "report.html"


def test_the_report_of_a_linkage_can_be_read_320_pixels_wide(browser: Any, report: Path) -> None:
    page = browser.new_page(viewport={"width": NARROW, "height": 720})
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    captions = page.evaluate(_BOXES + "[e.textContent, b.left, b.right] })", "caption")
    assert "By group. A pair belongs to a group when either of its records does" in [told for told, *_ in captions]
    assert all(left >= 0 and right <= NARROW for _, left, right in captions)
    labels = page.evaluate(_BOXES + "[b.left, b.right, e.scrollWidth > e.clientWidth] })", ".ends > *")
    shown = [label for label in labels if label[1] > label[0]]
    assert len(shown) >= 2
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(shown))
    assert not any(runs_over for *_, runs_over in shown)
    page.close()
