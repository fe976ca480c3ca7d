"""What an answer would do: it is obeyed in trial, by the rules of the next run, among the people whom it can touch.

Each answer is tried on a copy of the records that a pair or a person connects to its two, and held against the same
copy with nothing told. What the page promises is what came of it: who would be joined, and who would be torn from whom.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.deciding import IDENTIFIER_BITS, Decisions, decide
from goldenthread.linkage.joining import Numbers
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.shapes import Constraint, Decided, Linked, Outcome
from goldenthread.linkage.weighed import read_pairs

Pair = tuple[RecordKey, RecordKey]

MOST_NEAR = 50
"""Whoever is connected is tried along, the best connected first, until there are so many records. Hardly any two
people are connected to more; where they are, those further off cannot outweigh those that are nearer."""
TRIED_AT_ONCE = 500
SUREST = 0.999999
"""A link is never taken to be surer than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What obeying one answer would do to the people that stand. Unit: pairs of records; of ``loses`` and ``keeps``
    records.

    ``loses_left``: records that are with the left one now and would not be any more; ``keeps_left``: those that still
    would. The same for the right one. ``against``: how surely the surest of the links that it would tear is right, the
    two records' own left out.
    """

    obeyed: bool
    joins: int
    parts: int
    loses_left: int = 0
    keeps_left: int = 0
    loses_right: int = 0
    keeps_right: int = 0
    against: float = 0.0
    people_settled: bool = False
    """It cannot be obeyed because of a ruling."""

    @property
    def changes(self) -> int:
        """How many pairs of records would stand otherwise."""
        return self.joins + self.parts


NO_CHANGE = Foreseen(obeyed=True, joins=0, parts=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What each answer would do. ``in_the_way``: a ruling without which *the same* could be obeyed, where it cannot."""

    same: Foreseen
    apart: Foreseen
    in_the_way: Constraint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """``rows``: the records tried. ``told``: the decision that is tried, on two of them, or none. ``lifted``: a ruling
    that is not heard."""

    rows: tuple[int, ...]
    told: Constraint | None = None
    lifted: Constraint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """Whose each of the rows is in the end, and the links between them: two places among the rows, and how sure."""

    people: Numbers
    links: tuple[tuple[int, int, float], ...]


def foresee(linked: Linked, pairs: Sequence[Pair]) -> list[Answers]:
    """For each pair of records what *the same person* and *two people* would do.

    Raises: KeyError, for no record; ValueError, see ``Linked.in_hand``.
    """
    ground = _Ground(linked)
    near = [ground.near(pair) for pair in pairs]
    untold = [_Trial(rows=rows) for rows in dict.fromkeys(near)]
    before = dict(zip((one.rows for one in untold), ground.tried(untold), strict=True))
    asked = [
        (place, rows, _decision(pair, decided))
        for place, (rows, pair) in enumerate(zip(near, pairs, strict=True))
        for decided in (Decided.LINK, Decided.APART)
        if decided is Decided.LINK or ground.is_one(pair)
    ]
    after = ground.tried([_Trial(rows=rows, told=told) for _, rows, told in asked])
    found = [Answers(same=NO_CHANGE, apart=NO_CHANGE) for _ in pairs]
    for (place, rows, told), then in zip(asked, after, strict=True):
        foreseen = _foreseen(ground, rows, told, before[rows], then)
        if told.decided is Decided.APART:
            found[place] = replace(found[place], apart=foreseen)
        else:
            one = replace(found[place], same=foreseen)
            found[place] = one if foreseen.obeyed else _hindered(one, ground.in_the_way(rows, told))
    return found


def _hindered(one: Answers, ruling: Constraint | None) -> Answers:
    return replace(one, in_the_way=ruling, same=replace(one.same, people_settled=ruling is not None))


class _Ground:
    """What stands, made ready for trials."""

    def __init__(self, linked: Linked) -> None:
        self._model, self._working = linked.model, linked.in_hand()
        names = zip(linked.people["dataset"].to_pylist(), linked.people["record_id"].to_pylist(), strict=True)
        self.place: Mapping[RecordKey, int] = {key: row for row, key in enumerate(names)}
        self._person = linked.people["cluster"].to_numpy()
        weighed = read_pairs(self._working.pairs)
        order = np.lexsort((weighed.right, weighed.left))
        self._pairs = self._working.pairs.take(pa.array(order))
        self._left, self._right = weighed.left[order], weighed.right[order]
        self._given = {one.ends: place for place, one in reversed([*enumerate(self._working.constraints)])}
        self._told = self._told_by_row(self._working.constraints)
        self._members = _grouped(self._person)
        self._ways = self._ways_between(weighed.bits[order] + IDENTIFIER_BITS * weighed.confirmed[order])
        self._near: dict[frozenset[int], tuple[int, ...]] = {}

    def _told_by_row(self, constraints: Iterable[Constraint]) -> dict[int, list[tuple[int, Constraint]]]:
        """Each ruling on two records that are held, under both, with the other."""
        told: dict[int, list[tuple[int, Constraint]]] = defaultdict(list)
        for one in constraints:
            left, right = self.place.get(one.left), self.place.get(one.right)
            if left is not None and right is not None and left != right and not one.is_of_a_number:
                told[left].append((right, one))
                told[right].append((left, one))
        return told

    def _ways_between(self, bits: np.ndarray) -> dict[int, list[tuple[float, int]]]:
        """From each person to every other that a pair or a ruling connects: against how likely that is, and whom."""
        a, b = self._person[self._left], self._person[self._right]
        outside = a != b
        ways: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for one, other, weight in zip(a[outside].tolist(), b[outside].tolist(), bits[outside].tolist(), strict=True):
            ways[one].append((-weight, other))
            ways[other].append((-weight, one))
        for row, told in self._told.items():
            ways[int(self._person[row])] += [(-2 * IDENTIFIER_BITS, int(self._person[other])) for other, _ in told]
        return ways

    def is_one(self, pair: Pair) -> bool:
        """Whether the two are one person now; else *two people* parts nobody."""
        left, right = (self._person[self.place[key]] for key in pair)
        return bool(left == right)

    def near(self, pair: Pair) -> tuple[int, ...]:
        """The records of both people and of whoever is connected to them, in order."""
        people = frozenset(int(self._person[self.place[key]]) for key in pair)
        if people not in self._near:
            inside, waiting = set[int](), [(float("-inf"), person) for person in sorted(people)]
            records = 0
            while waiting and (records < MOST_NEAR or not people <= inside):
                _, person = heapq.heappop(waiting)
                if person not in inside:
                    inside.add(person)
                    records += len(self._members[person])
                    for way in self._ways.get(person, ()):
                        heapq.heappush(waiting, way)
            self._near[people] = tuple(sorted(row for person in inside for row in self._members[person]))
        return self._near[people]

    def tried(self, trials: Sequence[_Trial]) -> Iterator[_Tried]:
        """What each trial comes to, decided by the rules of a run, many at once: no copy has to do with another."""
        for start in range(0, len(trials), TRIED_AT_ONCE):
            some = trials[start : start + TRIED_AT_ONCE]
            sizes = [len(one.rows) for one in some]
            copy = np.repeat(np.arange(len(some)), sizes)
            rows = np.concatenate([np.array(one.rows, dtype=np.int64) for one in some])
            features = self._copied(rows, copy)
            told = [c for number, one in enumerate(some) for c in self._told_in(one, number)]
            pairs = read_pairs(self._pairs_among(rows, copy))
            decided = decide(pairs, features, self._model, constraints=told, mode=self._working.mode)
            yield from _by_copy(decided, copy, np.cumsum([0, *sizes]))

    def _copied(self, rows: Numbers, copy: Numbers) -> pa.Table:
        """These records, under names that tell one copy from another."""
        features = self._working.features.take(pa.array(rows))
        numbers = pa.array(np.arange(len(rows), dtype=np.int64))
        prefix = pa.array(copy).cast(pa.string())
        named = pc.binary_join_element_wise(prefix, features["record_id"].combine_chunks(), "\0")
        features = features.set_column(features.column_names.index("rid"), "rid", numbers)
        return features.set_column(features.column_names.index("record_id"), "record_id", named)

    def _told_in(self, trial: _Trial, number: int) -> Iterator[Constraint]:
        """The rulings on these records as they were given, and what is tried in place of one on the same two."""
        replaced = {one.ends for one in (trial.told, trial.lifted) if one}
        standing = (one for one in self._told_among(trial.rows) if one.ends not in replaced)
        for one in (*standing, *((trial.told,) if trial.told else ())):
            yield replace(
                one,
                record_id_l=f"{number}\0{one.record_id_l}",
                record_id_r=f"{number}\0{one.record_id_r}",
                together=f"{number}\0{one.together}" if one.together else "",
            )

    def _told_among(self, rows: Sequence[int]) -> list[Constraint]:
        """The rulings on two of these records, in the order in which they were given."""
        inside = set(rows)
        told = [one for row in rows for other, one in self._told.get(row, ()) if row < other and other in inside]
        return sorted(told, key=lambda one: self._given[one.ends])

    def _pairs_among(self, rows: Numbers, copy: Numbers) -> pa.Table:
        """The weighed pairs within each copy, by their places, in order."""
        first, last = np.searchsorted(self._left, rows, "left"), np.searchsorted(self._left, rows, "right")
        many = last - first
        of = np.repeat(np.arange(len(rows)), many)
        at = np.repeat(first - np.concatenate([[0], np.cumsum(many)[:-1]]), many) + np.arange(many.sum())
        records = len(self._person)
        held, sought = copy * records + rows, copy[of] * records + self._right[at]
        place = np.searchsorted(held, sought)
        inside = held[np.minimum(place, len(held) - 1)] == sought
        table = self._pairs.take(pa.array(at[inside]))
        for name, ends in (("rid_l", of[inside]), ("rid_r", place[inside])):
            table = table.set_column(table.column_names.index(name), name, pa.array(ends))
        return table

    def in_the_way(self, rows: tuple[int, ...], told: Constraint) -> Constraint | None:
        """The first ruling among these records without which this decision could be obeyed."""
        standing = [one for one in self._told_among(rows) if one.ends != told.ends]
        trials = [_Trial(rows=rows, told=told, lifted=one) for one in standing]
        for trial, after in zip(trials, self.tried(trials), strict=True):
            left, right = (rows.index(self.place[key]) for key in (told.left, told.right))
            if after.people[left] == after.people[right]:
                return trial.lifted
        return None


def _foreseen(ground: _Ground, rows: Sequence[int], told: Constraint, before: _Tried, after: _Tried) -> Foreseen:
    left, right = (rows.index(ground.place[key]) for key in (told.left, told.right))
    were, are = before.people, after.people
    still = _pairs_in(were * (int(are.max()) + 1) + are)
    others = [link for link in before.links if {link[0], link[1]} != {left, right}]
    return Foreseen(
        obeyed=bool(are[left] == are[right]) is (told.decided is Decided.LINK),
        joins=_pairs_in(are) - still,
        parts=_pairs_in(were) - still,
        loses_left=int(np.sum((were == were[left]) & (are != are[left]))),
        keeps_left=int(np.sum((were == were[left]) & (are == are[left]))) - 1,
        loses_right=int(np.sum((were == were[right]) & (are != are[right]))),
        keeps_right=int(np.sum((were == were[right]) & (are == are[right]))) - 1,
        against=min(max((sure for a, b, sure in others if are[a] != are[b]), default=0.0), SUREST),
    )


def _by_copy(decided: Decisions, copy: Numbers, starts: Numbers) -> Iterator[_Tried]:
    """Each copy's people, and its links between records of one person."""
    links: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    columns = (decided.pairs[name].to_pylist() for name in ("rid_l", "rid_r", "probability", "outcome"))
    for left, right, sure, outcome in zip(*columns, strict=True):
        if outcome == Outcome.LINKED and decided.person_of[left] == decided.person_of[right]:
            number = int(copy[left])
            links[number].append((left - int(starts[number]), right - int(starts[number]), sure))
    for number, (start, end) in enumerate(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)):
        yield _Tried(people=decided.person_of[start:end], links=tuple(links[number]))


def _pairs_in(groups: Numbers) -> int:
    """How many pairs stand in one group."""
    _, sizes = np.unique(groups, return_counts=True)
    return int((sizes * (sizes - 1) // 2).sum())


def _grouped(person: Numbers) -> list[list[int]]:
    """The rows of each person."""
    members: list[list[int]] = [[] for _ in range(int(person.max(initial=-1)) + 1)]
    for row, one in enumerate(person.tolist()):
        members[one].append(row)
    return members


def _decision(pair: Pair, decided: Decided) -> Constraint:
    (left, left_id), (right, right_id) = pair
    return Constraint(dataset_l=left, record_id_l=left_id, dataset_r=right, record_id_r=right_id, decided=decided)
