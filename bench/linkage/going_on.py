"""The rest of what the manual says linking costs: a day's changes, and one person looked up."""

from collections.abc import Iterator, Mapping, Sequence

from bench.linkage.figures import Figures

DAILY = ("Records", "Changed", "Decided anew", "Linking all, s", "Linking what changed, s", "Ratio", "Whole run, s",
    "Whole run of the changes, s", "Ratio", "Load")  # fmt: skip
LOOKUP = ("People", "Records", "p50 ms", "p99 ms", "By the clock: p50 ms", "p99 ms", "Every path: p50 ms", "p99 ms",
    "Splink 5: p50 ms", "Peak GB", "Its own, GB", "On disk, GB", "Bytes a record", "Among the first five",
    "Load")  # fmt: skip


def more_of(told: Mapping[str, Figures]) -> str:
    """The sections for which there are figures."""
    return "".join([*_daily(told.get("daily", {})), *_lookup(told.get("lookup", {}))])


def _daily(figures: Figures) -> Iterator[str]:
    if not figures:
        return
    yield """
## A day's changes

Made by `python -m bench.linkage.daily`: a hundredth of the records come again, nine in ten of them moved to another
home of the area and one in ten new. Linking is reading what stands and linking what changed, beside linking all; the
whole run is from the file to the people written and what is kept for the next day. Seconds are of processor time.

"""
    yield _table(DAILY, [_day(int(size), told) for size, told in figures.items()])


def _day(size: int, told: Mapping[str, float]) -> Sequence[str]:
    linking, whole = (
        told["changed_s"] / told["everything_s"],
        told["changed_from_file_s"] / told["everything_from_file_s"],
    )
    return (
        f"{size:,}",
        f"{told['changed']:,}",
        f"{told['decided_anew']:,}",
        f"{told['everything_s']:.1f}",
        f"{told['changed_s']:.1f}",
        f"{linking:.3f}",
        f"{told['everything_from_file_s']:.1f}",
        f"{told['changed_from_file_s']:.1f}",
        f"{whole:.3f}",
        f"{told['load']:.0f}",
    )


def _lookup(figures: Figures) -> Iterator[str]:
    if not figures:
        return
    yield """
## One person, now

Made by `python -m bench.linkage.lookup`: 3,000 people whom the index knows by other records are looked up in one
process, most of them with a fault or more; with `--beside-splink` 60 of them by Splink 5 as well, in the same run.
Milliseconds are of processor time where the clock is not named. Through the portal, with decision and ledger, it takes
[some milliseconds more](../adr/0007-found-by-likeness.md). The peak counts what the process has
mapped of the index with every path walked, which other processes share and the kernel takes back when it is needed;
what is its own it keeps. Memory grows with records, not with people: a nation known by several records each needs as
many times the bytes.

"""
    yield _table(LOOKUP, [_looked_up(int(size), told) for size, told in figures.items()])


def _looked_up(people: int, told: Mapping[str, float]) -> Sequence[str]:
    times = ("p50_ms", "p99_ms", "clock_p50_ms", "clock_p99_ms", "every_path_p50_ms", "every_path_p99_ms")
    return (
        f"{people:,}",
        f"{told['records']:,}",
        *(f"{told[name]:.2f}" if name in told else "" for name in times),
        f"{told['splink_p50_ms']:.0f}" if "splink_p50_ms" in told else "",
        f"{told['peak_gb']:.2f}",
        f"{told['own_gb']:.2f}" if "own_gb" in told else "",
        f"{told['on_disk_gb']:.2f}",
        f"{told['on_disk_gb'] * 1e9 / told['records']:.0f}",
        f"{told['found']:.4f}",
        f"{told['load']:.0f}",
    )


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = (headings, ["---"] * len(headings), *rows)
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)
