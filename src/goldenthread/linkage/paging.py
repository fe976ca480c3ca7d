"""The report of a run as one page that needs nothing else."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2

from goldenthread.linkage.accuracy import LEAST_PAIRS
from goldenthread.linkage.promising import few


def as_page(report: Mapping[str, Any]) -> str:
    """The report as HTML: no script, no font, no other file, and no value of any record."""
    return _template().render(report=report)


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("goldenthread.linkage", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,.0f}"
    environment.filters["of_ten_thousand"] = lambda ends: " to ".join(
        f"{10_000 * (1 - end):,.0f}" for end in ends[::-1]
    )
    environment.globals["least_pairs"] = LEAST_PAIRS
    environment.filters["percent"] = lambda share: f"{100 * share:.2f}\u00a0%"
    environment.filters["few"] = few
    environment.filters["plain"] = lambda number: f"{number:g}"
    environment.filters["about"] = lambda share: f"{100 * share:.1f}\u00a0%"
    environment.filters["words"] = lambda code: str(code).replace("_", " ")
    return environment.get_template("linkage_report.html.jinja")
