"""What ``--link-only`` keeps apart: it says that no source describes anybody twice, and where one does, pairs wait."""

from collections import Counter, defaultdict
from typing import Any

from goldenthread.linkage import Linked, Mode, Outcome
from goldenthread.linkage.deciding import NOT_INTO_ONE_PERSON

KEPT_APART = "kept_apart_by_link_only"
"""What ``report.json`` calls it."""


def kept_apart(linked: Linked, mode: Mode) -> dict[str, Any] | None:
    """The pairs that would be linked, but for records of one source on both sides; ``None`` where there are none.

    ``sources``: for each source of which both sides hold records, how many of these pairs. One may count for several.
    """
    if mode is not Mode.LINK_ONLY:
        return None
    person_of, sources_of = {}, defaultdict[int, set[str]](set)
    for dataset, record_id, person in zip(*(c.to_pylist() for c in linked.people.columns[:3]), strict=True):
        person_of[dataset, record_id] = person
        sources_of[person].add(dataset)
    pairs, sources = 0, Counter[str]()
    names = ("dataset_l", "record_id_l", "dataset_r", "record_id_r", "outcome", "why")
    for *ends, outcome, why in zip(*(linked.links[name].to_pylist() for name in names), strict=True):
        if outcome == Outcome.REVIEW and why == NOT_INTO_ONE_PERSON:
            left, right = person_of[ends[0], ends[1]], person_of[ends[2], ends[3]]
            both = sources_of[left] & sources_of[right]
            pairs += bool(both)
            sources.update(both)
    return {"pairs": pairs, "sources": dict(sorted(sources.items()))} if pairs else None


def in_words(told: dict[str, Any]) -> str:
    """What waits, why, and what to do."""
    pairs, sources = told["pairs"], told["sources"]
    of = ", ".join(f"{name} {times:,}" for name, times in sources.items())
    waits, agrees = ("pair waits", "agrees") if pairs == 1 else ("pairs wait", "agree")
    return (
        f"{pairs:,} {waits} for a person that {agrees} enough to be linked, because --link-only says that no source "
        f"describes anybody twice and both sides have records of one source ({of}). If a source does hold duplicates, "
        "leave --link-only out."
    )
