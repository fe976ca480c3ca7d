"""Which decisions the people of a run do not obey, and what hinders each. They stay: a later run obeys what it can."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from goldenthread.linkage.incremental.standing import NOT_HELD, key_positions, rows_of_records
from goldenthread.linkage.numbers_of_others import holds_number
from goldenthread.linkage.shapes import Constraint, Decided, Mode

ONE_RECORD = "it names one record twice"
NOT_THERE = "a record that it names is not in this run"
ANOTHER_NUMBER = "the record that it names does not hold that number, or not any more"
TWO_NUMBERS = "its records hold two different NHS numbers, and a person has one"
TWO_BIRTHS = "its records are of two of those who were born together, such as Twin 1 and Twin 2"
TWO_OF_ONE_ROW = "two of its records are two people of one row of a file"
TWO_OF_ONE_SOURCE = "two of its records are of one source, which describes each person once"
OTHER_DECISION = "another decision keeps apart whom it would join"
STANDS_WITH_OTHERS = "it stands together with others that cannot be obeyed"
OTHER_RECORDS = "other records of these people speak against it"
_PLAINEST_FIRST = (
    ONE_RECORD, NOT_THERE, ANOTHER_NUMBER, TWO_NUMBERS, TWO_BIRTHS, TWO_OF_ONE_ROW, TWO_OF_ONE_SOURCE, OTHER_DECISION,
    OTHER_RECORDS, STANDS_WITH_OTHERS,
)  # fmt: skip

_OF_A_RECORD = ["dataset", "row", "nhs", "newborn"]
NOBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The records of a run as they were compared, and whose each is. Shape: ``people`` follows ``features``."""

    features: pa.Table = field(repr=False)
    people: pa.Array = field(repr=False)
    mode: Mode


def what_hinders_each(decisions: Sequence[Constraint], held: Held) -> list[str | None]:
    """For each decision what hinders it; none where it is obeyed. Of links that stand together all are, or none."""
    if not decisions:
        return []
    of_pairs = [c for c in decisions if not c.is_of_a_number]
    of_numbers = [c for c in decisions if c.is_of_a_number]
    pairs, numbers = iter(_of_pairs(of_pairs, held)), iter(_of_numbers(of_numbers, held.features))
    return [next(numbers if c.is_of_a_number else pairs) for c in decisions]


def _of_numbers(decisions: Sequence[Constraint], features: pa.Table) -> list[str | None]:
    """A number that is set aside for it, or that counts again, or neither because it is not there."""
    rows = rows_of_records(key_positions(features), [c.left for c in decisions]) if decisions else np.array([])
    found: list[str | None] = []
    for c, row in zip(decisions, rows.tolist(), strict=True):
        if row == NOT_HELD:
            found.append(NOT_THERE)
            continue
        there = holds_number(features.slice(row, 1), c)
        found.append(None if there else ANOTHER_NUMBER)
    return found


def _of_pairs(decisions: Sequence[Constraint], held: Held) -> list[str | None]:
    if not decisions:
        return []
    person = np.append(np.asarray(held.people.dictionary_encode().indices, dtype=np.int64), NOBODY)
    known = key_positions(held.features)
    left = person[rows_of_records(known, [c.left for c in decisions])]
    right = person[rows_of_records(known, [c.right for c in decisions])]
    whose = list(zip(left.tolist(), right.tolist(), strict=True))
    parted = {frozenset(pair) for c, pair in zip(decisions, whose, strict=True) if c.decided is Decided.APART}
    found = [_what_hinders(c, pair) for c, pair in zip(decisions, whose, strict=True)]
    kept_apart = [place for place, why in enumerate(found) if why == OTHER_RECORDS]
    records = _records_of({one for place in kept_apart for one in whose[place]}, person, held.features)
    for place in kept_apart:
        both = [record for one in whose[place] for record in records[one]]
        otherwise = OTHER_DECISION if frozenset(whose[place]) in parted else OTHER_RECORDS
        found[place] = _what_cannot_be(both, held.mode) or otherwise
    return _all_or_none(decisions, found)


def _what_cannot_be(records: Collection[Mapping[str, Any]], mode: Mode) -> str | None:
    """Why these records cannot be one person, whatever else is known of them. Each is a mapping as ``_OF_A_RECORD``."""
    if len({record["nhs"] for record in records} - {None}) > 1:
        return TWO_NUMBERS
    if len({record["newborn"] for record in records} - {None}) > 1:
        return TWO_BIRTHS
    rows = [(record["dataset"], record["row"]) for record in records if record["row"] is not None]
    if len(set(rows)) < len(rows):
        return TWO_OF_ONE_ROW
    if mode is Mode.LINK_ONLY and len({record["dataset"] for record in records}) < len(records):
        return TWO_OF_ONE_SOURCE
    return None


def plainest(found: Iterable[str | None]) -> str | None:
    """Of what hinders several decisions what says most; none where all are obeyed."""
    return min(filter(None, found), key=_PLAINEST_FIRST.index, default=None)


def _what_hinders(c: Constraint, whose: tuple[int, int]) -> str | None:
    if c.names_one_record_twice:
        return ONE_RECORD
    if NOBODY in whose:
        return NOT_THERE
    together = whose[0] == whose[1]
    return None if together is (c.decided is Decided.LINK) else OTHER_RECORDS


def _records_of(people: Collection[int], person: np.ndarray[Any, Any], features: pa.Table) -> dict[int, list[Any]]:
    """The records of these people, each as ``_OF_A_RECORD``."""
    rows = np.flatnonzero(np.isin(person[:-1], list(people)))
    records: dict[int, list[Any]] = defaultdict(list)
    told = features.select(_OF_A_RECORD).take(pa.array(rows)).to_pylist()
    for one, record in zip(person[rows].tolist(), told, strict=True):
        records[one].append(record)
    return records


def _all_or_none(decisions: Sequence[Constraint], found: Sequence[str | None]) -> list[str | None]:
    """Links that stand together with one that cannot be obeyed are not obeyed either."""
    failed: dict[str, set[str]] = defaultdict(set)
    for c, why in zip(decisions, found, strict=True):
        if c.together and why not in (None, ONE_RECORD, NOT_THERE):
            failed[c.together].add(str(why))
    return [_with_others(c, why, failed.get(c.together, set())) for c, why in zip(decisions, found, strict=True)]


def _with_others(c: Constraint, why: str | None, reasons: Collection[str]) -> str | None:
    """``reasons``: what hinders those that it stands together with."""
    if c.decided is Decided.APART or not reasons:
        return why
    plainer = why == OTHER_RECORDS and set(reasons) != {OTHER_RECORDS}
    return STANDS_WITH_OTHERS if why is None or plainer else why
