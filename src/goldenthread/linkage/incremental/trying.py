"""Whether an undo can be obeyed wholly, tried on what stands before anything is written."""

from collections import defaultdict
from collections.abc import Sequence

import pyarrow as pa

from goldenthread.linkage.incremental.hindering import Held, plainest, what_hinders_each
from goldenthread.linkage.incremental.history import Change
from goldenthread.linkage.incremental.relinking import try_out
from goldenthread.linkage.incremental.standing import Standing
from goldenthread.linkage.shapes import Constraint

OTHERS_PARTED = "it would part people whom it does not concern"


def what_hinders(
    undone: Sequence[tuple[Change, Sequence[Constraint]]], standing: Standing
) -> tuple[Change, str] | None:
    """The first of these changes that these decisions would not wholly undo, and why not."""
    every = [one for _, decisions in undone for one in decisions]
    after, touched = try_out(standing, every)
    hindered = iter(what_hinders_each(every, Held(features=after.features, people=after.people, mode=after.mode)))
    for change, decisions in undone:
        if why := plainest([next(hindered) for _ in decisions]):
            return change, why
    before, now = (people.take(pa.array(touched)).to_pylist() for people in (standing.people, after.people))
    concerned = {person for change, _ in undone for person in (change.person_id, change.other_person_id)}
    parts: dict[str, set[str]] = defaultdict(set)
    for was, person in zip(before, now, strict=True):
        parts[was].add(person)
    if any(len(people) > 1 for was, people in parts.items() if was not in concerned):
        return undone[0][0], OTHERS_PARTED
    return None
