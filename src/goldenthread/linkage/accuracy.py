"""How right a linkage was for each group of people, where the truth is known: nobody's children are missed more often.

A pair belongs to a group when either of its records does.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from goldenthread.linkage.evaluating import RecordKey, Score, interval

EVERYBODY = ("everybody", "")
LEAST_PAIRS = 20
WARN_BELOW_POINTS = 0.01
"""A group whose recall is more than a point below the whole is warned about."""

Group = tuple[str, str]
Pair = tuple[RecordKey, RecordKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """``by_pair_alone``: true pairs that the two records link by themselves; the score also counts those that the
    other records of the person bring together. ``beyond_chance``: so many pairs would hardly be missed by chance where
    the group's recall is no more than a point below the whole."""

    group: str
    value: str
    score: Score
    by_pair_alone: int
    warned: bool
    beyond_chance: bool = False

    def as_values(self) -> dict[str, Any]:
        alone = Score(right=self.by_pair_alone, given=self.by_pair_alone, wanted=self.score.wanted)
        return {
            "group": self.group,
            "value": self.value,
            **self.score.as_values(),
            "recall_by_pair_alone": round(alone.recall, 6),
            "warned": self.warned,
            "beyond_chance": self.beyond_chance,
        }


def accuracy_by_group(
    person_of: Mapping[RecordKey, Hashable],
    entity_of: Mapping[RecordKey, Hashable],
    groups_of: Mapping[RecordKey, Collection[Group]],
    linked: Iterable[Pair] = (),
) -> list[Accuracy]:
    """Everybody first, then each group with at least ``LEAST_PAIRS`` true pairs, in order."""
    known = [key for key in person_of if key in entity_of]
    true, given = _pairs(known, entity_of), _pairs(known, person_of)
    alone = {(min(pair), max(pair)) for pair in linked}
    wanted, found, right, by_itself = (Counter[Group]() for _ in range(4))
    for pair in true:
        groups = _groups(pair, groups_of)
        wanted.update(groups)
        right.update(groups if person_of[pair[0]] == person_of[pair[1]] else ())
        by_itself.update(groups if pair in alone else ())
    for pair in given:
        found.update(_groups(pair, groups_of))
    usual = right[EVERYBODY] / wanted[EVERYBODY] if wanted[EVERYBODY] else 1.0
    return [
        Accuracy(
            group=group[0],
            value=group[1],
            score=Score(right=right[group], given=found[group], wanted=wanted[group]),
            by_pair_alone=by_itself[group],
            warned=right[group] / wanted[group] < usual - WARN_BELOW_POINTS,
            beyond_chance=interval(right[group], wanted[group])[1] < usual - WARN_BELOW_POINTS,
        )
        for group in sorted(wanted, key=lambda g: (g != EVERYBODY, *in_order(g)))
        if wanted[group] >= LEAST_PAIRS
    ]


def in_order(group: Group) -> tuple[str, float, str]:
    """Where a group stands among others: by name, then as one counts: "under 1", "1 to 4", "adult"."""
    name, value = group
    found = _COUNTED.match(value)
    return name, int(found[2]) - bool(found[1]) / 2 if found else math.inf, value


_COUNTED = re.compile(r"\s*(under|below|less than|<)?\s*(\d+)", re.IGNORECASE)


def _pairs(records: Iterable[RecordKey], owner_of: Mapping[RecordKey, Hashable]) -> list[Pair]:
    owned: dict[Hashable, list[RecordKey]] = defaultdict(list)
    for record in records:
        owned[owner_of[record]].append(record)
    return [pair for together in owned.values() for pair in combinations(sorted(together), 2)]


def _groups(pair: Pair, groups_of: Mapping[RecordKey, Collection[Group]]) -> set[Group]:
    return {EVERYBODY, *groups_of.get(pair[0], ()), *groups_of.get(pair[1], ())}
