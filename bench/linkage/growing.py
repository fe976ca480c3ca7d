"""What a linkage costs as its records grow, beside stock Splink on the same files: a table and a chart for the docs.

``python -m bench.linkage.growing [RECORDS ...]`` measures these sizes, keeps their figures beside those of earlier
runs, and draws everything anew; ``draw`` in place of sizes only draws. A size may be measured again; the last figures
stand.
"""

import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from bench.linkage.comparing import Result, both_on, ours_on
from bench.linkage.figures import DOCS, MACHINE, Figures, keep_figures, read_figures
from bench.linkage.going_on import more_of
from bench.linkage.population import population
from goldenthread.linkage.blocking import WIDE_UP_TO_RECORDS

STOCK_GB_A_MILLION = 7.5
"""What stock Splink held at the peak for a million records: where that is more than there is, ours is run alone."""
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 4_000_000)
PAGE, CHART = (DOCS / f"linkage-cost.{kind}" for kind in ("md", "svg"))
OURS, STOCK = "ours", "stock Splink"
COLOURS = {OURS: "#1d70b8", STOCK: "#505a5f"}
MARKS = {OURS: "Golden Thread", STOCK: "stock Splink"}
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 420, 80, 60, 30, 170

HEADINGS = (
    "Records", "Clock s, ours", "stock", "Ratio", "Processor s, ours", "stock", "Ratio", "s a million, ours",
    "Peak GB, ours", "stock", "Recall, ours", "stock", "Precision, ours", "stock", "Load",
)  # fmt: skip


def main(sizes: Sequence[int]) -> None:
    for size in sizes:
        made = population(size, folder=Path(gettempdir()) / "golden-thread-population")
        with TemporaryDirectory() as folder:
            if size / 1e6 * STOCK_GB_A_MILLION > memory_gb():
                remark = f"stock Splink would ask for more than this machine's {memory_gb():.0f} GB, and was not run."
                keep(size, ours_on(made, Path(folder)), remark=remark)
            else:
                keep(size, both_on(made, Path(folder)))
        print(f"{size:,} records: see {PAGE}")


def memory_gb() -> float:
    """Of the whole machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def keep(size: int, results: Mapping[str, Result], *, remark: str = "") -> None:
    """Put the figures of one size among those there are, and draw them all."""
    figures: dict[str, Any] = {
        name: {**r.cost, "precision": round(r.precision, 5), "recall": round(r.recall, 4)}
        for name, r in results.items()
    } | {"machine": MACHINE, "load": round(os.getloadavg()[1], 1)}
    keep_figures("whole", size, figures | ({"remark": remark} if remark else {}))
    draw()


def draw() -> None:
    """The page and its chart, anew."""
    told = read_figures()
    PAGE.write_text(page(told["whole"]) + more_of(told), encoding="utf-8")
    CHART.write_text(chart(told["whole"]), encoding="utf-8")


def page(figures: Figures) -> str:
    """The figures as a page of the manual."""
    rows = "\n".join(_row(int(size), told) for size, told in figures.items())
    machines = " and ".join(dict.fromkeys(told["machine"] for told in figures.values()))
    return f"""# What linking costs as records grow

Made by `python -m bench.linkage.growing`, which links files of the demonstration's people with this linkage and with
stock Splink 5, each in a process of its own, from reading the file to the people it holds. Do not edit it.

![Processor seconds against records, both on a logarithmic scale](linkage-cost.svg)

{_line(HEADINGS)}
{_line(["---"] * len(HEADINGS))}
{rows}

On {machines}; seconds of processor time are of all cores together. Where the load was above 2 other
work shared the machine: that costs every process more, and by the clock far more, so the ratios say more than the
seconds. Precision and recall are of the pairs that the people imply. Up to {WIDE_UP_TO_RECORDS:,} records more keys
are tried, because they are few enough for it: there a record costs more.{_growth(figures)}{_remarks(figures)}
"""


def _growth(figures: Figures) -> str:
    """How processor time grows with records where no more keys are tried: 1 would be linear."""
    sizes = [int(size) for size in figures if int(size) > WIDE_UP_TO_RECORDS]
    if len(sizes) < 2:
        return ""
    least, most = min(sizes), max(sizes)
    cost = [figures[str(size)][OURS]["processor_s"] for size in (least, most)]
    power = math.log(cost[1] / cost[0]) / math.log(most / least)
    return f" From {least:,} to\n{most:,} records processor time grows as their number to the power of {power:.2f}."


def _remarks(figures: Figures) -> str:
    """What somebody wrote beside the figures of a size, by hand, because it was not measured as the others were."""
    told = [f"\n\n{int(size):,} records: {of['remark']}" for size, of in figures.items() if "remark" in of]
    return "".join(told)


def _row(size: int, told: Mapping[str, Any]) -> str:
    ours, stock = told[OURS], told.get(STOCK)
    cells = [f"{size:,}"]
    for of in ("clock_s", "processor_s"):
        cells += [
            f"{ours[of]:.1f}",
            f"{stock[of]:.1f}" if stock else "not run",
            f"{ours[of] / stock[of]:.2f}" if stock else "",
        ]
    cells += [
        f"{1e6 * ours['processor_s'] / size:.0f}",
        f"{ours['peak_gb']:.2f}",
        f"{stock['peak_gb']:.2f}" if stock else "",
    ]
    for figure in ("recall", "precision"):
        cells += [f"{ours[figure]:.4f}", f"{stock[figure]:.4f}" if stock else ""]
    cells.append(f"{told['load']:.0f}")
    return _line(cells)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def chart(figures: Figures) -> str:
    """Processor seconds against records, both axes logarithmic: on it a straight slope of one is linear growth."""
    sizes = [int(size) for size in figures]
    seconds = [told[name]["processor_s"] for told in figures.values() for name in (OURS, STOCK) if name in told]
    across, up = _scale(sizes, LEFT, WIDTH - RIGHT), _scale(seconds, HEIGHT - BOTTOM, TOP)
    parts = [*_axes(across, up)]
    for name, colour in COLOURS.items():
        points = [(across.at(int(s)), up.at(told[name]["processor_s"])) for s, told in figures.items() if name in told]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in points]
        key = TOP + 24 * (1 + [*COLOURS].index(name))
        parts.append(f'<text x="{WIDTH - RIGHT + 20}" y="{key}" fill="{colour}">{MARKS[name]}</text>')
    said = "; ".join(f"{int(size):,} records {told[OURS]['processor_s']:.0f} seconds" for size, told in figures.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="Arial, sans-serif" font-size="14">\n<title>What linking costs: {said}</title>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


class _Scale:
    """A logarithmic axis from ``least`` to ``most``, drawn from ``start`` to ``end``."""

    def __init__(self, least: int, most: int, start: float, end: float) -> None:
        self.powers = range(least, most + 1)
        self._least, self._many, self._start, self._end = least, max(most - least, 1), start, end

    def at(self, value: float) -> float:
        return self._start + (math.log10(value) - self._least) / self._many * (self._end - self._start)


def _scale(values: Sequence[float], start: float, end: float) -> _Scale:
    return _Scale(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))), start, end)


def _axes(across: _Scale, up: _Scale) -> Iterator[str]:
    for power in up.powers:
        y = up.at(10**power)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#b1b4b6"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{10**power:,g} s</text>'
    for power in across.powers:
        x = across.at(10**power)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#b1b4b6"/>'
        yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{10**power:,}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text x="{middle:.0f}" y="{HEIGHT - 12}" text-anchor="middle">records</text>'
    yield f'<text x="{LEFT}" y="{TOP - 12}">seconds of processor time</text>'


if __name__ == "__main__":
    draw() if sys.argv[1:] == ["draw"] else main([int(size) for size in sys.argv[1:]] or SIZES)
