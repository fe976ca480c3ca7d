"""Decisions that stand or fall together: an undo puts back all it names, or nothing.

Half an undo would take records out of a person whom nobody questioned. So before anything is joined it is tried whether
all that belongs together can be one person beside the decisions before it; if not, none of it is obeyed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from goldenthread.linkage.joining import NOBODY, Limits
from goldenthread.linkage.shapes import Constraint, Decided

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obeyed:
    """``firm``: the pairs that are joined before any other. ``left_out``: the names of what cannot wholly be."""

    firm: frozenset[Pair]
    left_out: frozenset[str]


@dataclass(slots=True, kw_only=True)
class _Person:
    records: set[int]
    own: set[int]
    one_each: list[tuple[int, int]]
    barred: set[int] = field(default_factory=set)

    def may_be(self) -> bool:
        once = len(set(self.one_each)) == len(self.one_each)
        return once and len(self.own) <= 1 and self.barred.isdisjoint(self.records)


def obey(told: Mapping[Pair, Constraint], limits: Limits) -> Obeyed:
    """Which decisions to link can be obeyed, those given first before the others, each with all it stands with."""
    links = [pair for pair, one in told.items() if one.decided is Decided.LINK]
    people = _people({record for pair in links for record in pair}, limits)
    firm: set[Pair] = set()
    left_out: set[str] = set()
    for together, pairs in _in_order(links, told).items():
        if (joined := _joined(pairs, people)) is not None:
            people |= joined
            firm.update(pairs)
        elif together[0]:
            left_out.add(together[0])
    return Obeyed(firm=frozenset(firm), left_out=frozenset(left_out))


def _in_order(links: Iterable[Pair], told: Mapping[Pair, Constraint]) -> dict[tuple[str, Pair | None], list[Pair]]:
    """Those that stand together by what they are called; each of the others alone."""
    sets: dict[tuple[str, Pair | None], list[Pair]] = {}
    for pair in links:
        name = told[pair].together
        sets.setdefault((name, None if name else pair), []).append(pair)
    return sets


def _people(records: Iterable[int], limits: Limits) -> dict[int, _Person]:
    """Each record by itself."""
    people = {
        record: _Person(
            records={record},
            own={int(limits.own[record])} - {NOBODY},
            one_each=[
                (kind, int(groups[record])) for kind, groups in enumerate(limits.one_each) if groups[record] != NOBODY
            ],
        )
        for record in sorted(records)
    }
    known = np.array(list(people), dtype=np.int64)
    for left, right in limits.barred[np.isin(limits.barred, known).all(axis=1)].tolist():
        people[left].barred.add(right)
        people[right].barred.add(left)
    return people


def _joined(pairs: Iterable[Pair], people: Mapping[int, _Person]) -> dict[int, _Person] | None:
    """Whose each record is with these pairs joined; none where that would make one person of what cannot be one."""
    now: dict[int, _Person] = {}
    for left, right in pairs:
        a, b = (now.get(record, people[record]) for record in (left, right))
        if a is b:
            continue
        both = _Person(
            records=a.records | b.records,
            own=a.own | b.own,
            one_each=a.one_each + b.one_each,
            barred=a.barred | b.barred,
        )
        if not both.may_be():
            return None
        now |= dict.fromkeys(both.records, both)
    return now


def constraints_by_pair(features: pa.Table, constraints: Sequence[Constraint]) -> dict[Pair, Constraint]:
    if not constraints:
        return {}
    records = zip(features["dataset"].to_pylist(), features["record_id"].to_pylist(), strict=True)
    rid = {record: i for i, record in enumerate(records)}
    told: dict[Pair, Constraint] = {}
    for c in constraints:
        left, right = rid.get((c.dataset_l, c.record_id_l)), rid.get((c.dataset_r, c.record_id_r))
        if left is None or right is None or left == right:
            continue
        pair = (min(left, right), max(left, right))
        # Of two decisions on one pair the careful one stands.
        if pair not in told or told[pair].decided is not Decided.APART:
            told[pair] = c
    return told
