"""Whether an undo can be obeyed wholly, tried on what stands before anything is written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pyarrow as pa

from goldenthread.linkage.incremental.history import KEY, Change
from goldenthread.linkage.incremental.reasons import ends_of
from goldenthread.linkage.incremental.relinking import try_out
from goldenthread.linkage.incremental.standing import NOT_HELD, Standing, key_positions, rows_holding
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.shapes import Constraint, Decided, Mode

TWO_NUMBERS = "its records hold two different NHS numbers, and a person has one"
TWO_OF_ONE_ROW = "two of its records are two people of one row of a file"
TWO_OF_ONE_SOURCE = "two of its records are of one source, which describes each person once"
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
        wrong = [one for one in told if not _is_obeyed([now.get(key, key) for key in ends_of(one)], one)]
        if wrong:
            return change, _why({key for one in told for key in ends_of(one)}, standing)
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
    keys = pa.array([f"{dataset}\0{record}" for dataset, record in records], pa.string())
    rows = rows_holding(key_positions(standing.features), keys)
    held = standing.features.select(["dataset", "row", "nhs"]).take(pa.array(rows[rows != NOT_HELD])).to_pylist()
    if len({row["nhs"] for row in held} - {None}) > 1:
        return TWO_NUMBERS
    if len({(row["dataset"], row["row"]) for row in held}) < len(held):
        return TWO_OF_ONE_ROW
    if standing.mode is Mode.LINK_ONLY and len({row["dataset"] for row in held}) < len(held):
        return TWO_OF_ONE_SOURCE
    return OTHER_DECISIONS
