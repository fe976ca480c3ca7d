"""Where the figures of linkage stand that the manual shows: one file, kept by what was measured and at which size."""

import json
import os
import platform
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs" / "reference"
FIGURES = DOCS / "linkage-cost.json"
MACHINE = f"{os.cpu_count()} cores, {platform.machine()}"

Figures = dict[str, dict[str, Any]]
"""By size, as text."""


def read_figures() -> dict[str, Figures]:
    """By what was measured: ``whole``, ``daily``, ``lookup``."""
    told: dict[str, Figures] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    return told


def keep_figures(measured: str, size: int, figures: dict[str, Any]) -> None:
    """Put the figures of one size among those there are; the last ones of a size stand."""
    told = read_figures()
    sizes = {**told.get(measured, {}), str(size): figures}
    told[measured] = dict(sorted(sizes.items(), key=lambda item: int(item[0])))
    FIGURES.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
