"""Whether an undo can be obeyed wholly, tried on what stands before anything is written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pyarrow as pa

from goldenthread.linkage.incremental.hindering import OF_A_RECORD, what_cannot_be
from goldenthread.linkage.incremental.history import KEY, Change
from goldenthread.linkage.incremental.relinking import try_out
from goldenthread.linkage.incremental.standing import NOT_HELD, Standing, key_positions, rows_of_records
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.shapes import Constraint, Decided

OTHER_DECISIONS = "other decisions, or whoever they join, speak against it"
OTHERS_PARTED = "it would part people whom it does not concern"


def what_hinders(
    undone: Sequence[tuple[Change, Sequence[Constraint]]], standing: Standing
) -> tuple[Change, str] | None:
    """The first of these changes that these decisions would not wholly undo, and why not."""
    after, touched = try_out(standing, [one for _, told in undone for one in told])
    table = standing.features.select(KEY).take(pa.array(touched))
    keys = list(zip(table["dataset"].to_pylist(), table["record_id"].to_pylist(), strict=True))
    before = dict(zip(keys, standing.people.take(pa.array(touched)).to_pylist(), strict=True))
    now = dict(zip(keys, after.people.take(pa.array(touched)).to_pylist(), strict=True))
    for change, told in undone:
        wrong = [one for one in told if not _is_obeyed([now.get(key, key) for key in one.ends], one)]
        if wrong:
            return change, _why({key for one in told for key in one.ends}, standing)
    concerned = {person for change, _ in undone for person in (change.person_id, change.other_person_id)}
    parts: dict[str, set[str]] = defaultdict(set)
    for key, person in before.items():
        parts[person].add(now[key])
    if any(len(people) > 1 for person, people in parts.items() if person not in concerned):
        return undone[0][0], OTHERS_PARTED
    return None


def _is_obeyed(people: Sequence[object], told: Constraint) -> bool:
    return (len(set(people)) == 1) is (told.decided is Decided.LINK)


def _why(records: Iterable[RecordKey], standing: Standing) -> str:
    rows = rows_of_records(key_positions(standing.features), records)
    held = standing.features.select(OF_A_RECORD).take(pa.array(rows[rows != NOT_HELD])).to_pylist()
    return what_cannot_be(held, standing.mode) or OTHER_DECISIONS
