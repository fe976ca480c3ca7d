"""Sources of the earlier run that a run goes on from and has not: withdrawn, or called otherwise now.

Records are known by source and id. Under another name all of a source's records are new, and whoever has no others
loses their id.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pyarrow as pa

from goldenthread.command.linked_input import UnreadableInput, people_of, report_of

SOURCES_GONE = "sources_gone"
"""What ``report.json`` calls it."""


def sources_gone(previous: Path, sources: Collection[str], people: pa.Table) -> dict[str, Any] | None:
    """Which are gone, and how many people have no record left for it; ``None`` where all are there.

    ``people``: each record of this run, in ``dataset`` and ``record_id``. Raises: UnreadableInput.
    """
    gone = sorted(_sources_of(previous) - set(sources))
    if not gone:
        return None
    here = set(zip(people["dataset"].to_pylist(), people["record_id"].to_pylist(), strict=True))
    before = people_of(previous)
    lost = {person for (source, _), person in before.items() if source in gone}
    left = {person for key, person in before.items() if key in here}
    told = {"sources": gone, "people": len(lost - left)}
    return {**told, "in_words": _in_words(gone, len(lost - left))}


def _sources_of(previous: Path) -> set[str]:
    """As its report tells, which is quickly read; an output need not have one."""
    try:
        told = report_of(previous).get("sources")
    except UnreadableInput:
        told = None
    return set(told) if isinstance(told, dict) else {source for source, _ in people_of(previous)}


def _in_words(gone: list[str], people: int) -> str:
    *others, last = gone
    named = f"{', '.join(others)} and {last}" if others else last
    have = "person has" if people == 1 else "people have"
    return (
        f"Of the previous run's sources {named} {'are' if others else 'is'} not in this run: {people:,} {have} no "
        "record left. Was a source renamed? Called as before, its people keep their ids."
    )
