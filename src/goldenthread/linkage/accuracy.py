"""How right a linkage was for each group of people, where the truth is known: nobody's children are missed more often.

A pair belongs to a group when either of its records does.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from goldenthread.linkage.evaluating import Clumps, RecordKey, Score

EVERYBODY = ("everybody", "")
LEAST_PAIRS = 20
WARN_BELOW_POINTS = 0.01
"""A group whose recall or precision is more than a point below the whole is warned about."""

Group = tuple[str, str]
Pair = tuple[RecordKey, RecordKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """``by_pair_alone``: true pairs that the two records link by themselves; the score also counts those that the
    other records of the person bring together. ``true``: the true pairs by person. ``beyond_chance``: so few people
    would hardly be missed so often by chance where the group's recall is no more than a point below the whole.
    ``confused``: of what was joined, more than a point more than of the whole is wrong."""

    group: str
    value: str
    score: Score
    by_pair_alone: int
    true: Clumps
    warned: bool
    beyond_chance: bool = False
    confused: bool = False
    confused_beyond_chance: bool = False

    def as_values(self) -> dict[str, Any]:
        alone = Score(right=self.by_pair_alone, given=self.by_pair_alone, wanted=self.score.wanted)
        return {
            "group": self.group,
            "value": self.value,
            **self.score.as_values(),
            "recall_by_pair_alone": round(alone.recall, 6),
            "people": self.true.people,
            "people_missed": self.true.short,
            "warned": self.warned,
            "beyond_chance": self.beyond_chance,
            "confused": self.confused,
            "confused_beyond_chance": self.confused_beyond_chance,
        }


def accuracy_by_group(
    person_of: Mapping[RecordKey, Hashable],
    entity_of: Mapping[RecordKey, Hashable],
    groups_of: Mapping[RecordKey, Collection[Group]],
    linked: Iterable[Pair] = (),
) -> list[Accuracy]:
    """Everybody first, then each group with at least ``LEAST_PAIRS`` true pairs, in order."""
    known = [key for key in person_of if key in entity_of]
    alone = {(min(pair), max(pair)) for pair in linked}
    by_itself = Counter[Group]()
    true, given = _Counted(), _Counted()
    for pairs in _pairs(known, entity_of):
        for pair in pairs:
            by_itself.update(_groups(pair, groups_of) if pair in alone else ())
        true.add((_groups(pair, groups_of), person_of[pair[0]] == person_of[pair[1]]) for pair in pairs)
    for pairs in _pairs(known, person_of):
        given.add((_groups(pair, groups_of), entity_of[pair[0]] == entity_of[pair[1]]) for pair in pairs)
    wanted, found = true.clumps(), given.clumps()
    return [
        _accuracy(group, wanted, found, by_itself[group])
        for group in sorted(wanted, key=lambda g: (g != EVERYBODY, *in_order(g)))
        if wanted[group].pairs >= LEAST_PAIRS
    ]


def groups_too_small(
    told: Iterable[Accuracy], of: Iterable[RecordKey], groups_of: Mapping[RecordKey, Collection[Group]]
) -> list[Group]:
    """The groups of these records of which nothing is told, because they have under ``LEAST_PAIRS`` true pairs.

    Shape: in the order of the groups told. A page that left them out unsaid would read as if they were no worse off.
    """
    shown = {(one.group, one.value) for one in told}
    held = {group for record in of for group in groups_of.get(record, ())}
    return sorted(held - shown, key=in_order)


def in_order(group: Group) -> tuple[str, float, str]:
    """Where a group stands among others: by name, then as one counts: "under 1", "1 to 4", "adult"."""
    name, value = group
    found = _COUNTED.match(value)
    return name, int(found[2]) - bool(found[1]) / 2 if found else math.inf, value


_COUNTED = re.compile(r"\s*(under|below|less than|<)?\s*(\d+)", re.IGNORECASE)


class _Counted:
    """For each group, the pairs of each person and how many of them are right."""

    def __init__(self) -> None:
        self._people: dict[Group, list[tuple[int, int]]] = defaultdict(list)

    def add(self, pairs: Iterable[tuple[Collection[Group], bool]]) -> None:
        """The pairs of one person: to which groups each belongs, and whether it is right."""
        of, right = Counter[Group](), Counter[Group]()
        for groups, is_right in pairs:
            of.update(groups)
            right.update(groups if is_right else ())
        for group, many in of.items():
            self._people[group].append((many, right[group]))

    def clumps(self) -> dict[Group, Clumps]:
        return {group: Clumps.of(people) for group, people in self._people.items()}


def _accuracy(group: Group, wanted: Mapping[Group, Clumps], found: Mapping[Group, Clumps], by_itself: int) -> Accuracy:
    true, everybody = wanted[group], wanted[EVERYBODY]
    given, all_given = (found.get(which, Clumps()) for which in (group, EVERYBODY))
    score = Score(
        right=true.right,
        given=given.pairs,
        wanted=true.pairs,
        precision_effect=given.effect(all_given.likeness()),
        recall_effect=true.effect(everybody.likeness()),
    )
    line = everybody.right / everybody.pairs - WARN_BELOW_POINTS
    line_of_given = all_given.right / max(all_given.pairs, 1) - WARN_BELOW_POINTS
    return Accuracy(
        group=group[0],
        value=group[1],
        score=score,
        by_pair_alone=by_itself,
        true=true,
        warned=score.recall < line,
        beyond_chance=score.recall_95[1] < line,
        confused=score.precision < line_of_given,
        confused_beyond_chance=score.precision_95[1] < line_of_given,
    )


def _pairs(records: Iterable[RecordKey], owner_of: Mapping[RecordKey, Hashable]) -> Iterator[list[Pair]]:
    """The pairs of each owner's records."""
    owned: dict[Hashable, list[RecordKey]] = defaultdict(list)
    for record in records:
        owned[owner_of[record]].append(record)
    for together in owned.values():
        yield list(combinations(sorted(together), 2))


def _groups(pair: Pair, groups_of: Mapping[RecordKey, Collection[Group]]) -> set[Group]:
    return {EVERYBODY, *groups_of.get(pair[0], ()), *groups_of.get(pair[1], ())}
