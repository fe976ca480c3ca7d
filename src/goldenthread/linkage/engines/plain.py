"""The referee: every pair that shares a key, in plain Python, one rule at a time. Small, slow and meant to be read."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Any

import pyarrow as pa
from rapidfuzz.distance import DamerauLevenshtein

from goldenthread.linkage.blocking import Key, most_pairs
from goldenthread.linkage.calibrating import Bin
from goldenthread.linkage.choosing import ANY_OTHER, OTHER
from goldenthread.linkage.comparisons import BIRTH_DATE, BIRTH_YEAR, NOTHING_TO_COMPARE, Comparison
from goldenthread.linkage.conditions import LEVEL_OF
from goldenthread.linkage.counting import rare_columns
from goldenthread.linkage.engines.engine import BIN_BITS, LEAST_BITS, PAIRS
from goldenthread.linkage.model import Model
from goldenthread.linkage.refusing import (
    IDENTIFIER_IN_DOUBT,
    REFUSALS,
    SHARES_AN_IDENTIFIER,
    refuse,
    refuse_without_identifiers,
)
from goldenthread.linkage.shapes import Mode
from goldenthread.linkage.strangers import RandomLevels, Rates, told_apart_by
from goldenthread.linkage.training import RELATIVES_TOLD_APART_BY, Estimate, Expecting, Totals

Record = dict[str, Any]
Pattern = tuple[int, ...]
WeighedRow = tuple[int, int, float, int | None, bool, bool, bool, bool]


class Plain:
    def __init__(self) -> None:
        self._records: list[Record] = []
        self._comparisons: Sequence[Comparison] = ()
        self._levels: dict[tuple[int, int], Pattern] = {}
        self._weighed: list[WeighedRow] = []
        self._mode = Mode.LINK_AND_DEDUPE

    def compare(self, features: pa.Table, comparisons: Sequence[Comparison], keys: Sequence[Key], mode: Mode) -> int:
        self._records, self._comparisons, self._mode = features.to_pylist(), comparisons, mode
        hits: Counter[tuple[int, int]] = Counter()
        for key in keys:
            hits.update(dict.fromkeys(self._pairs_of(key), 1 if key.hints else 2))
        for pair in sorted(p for p, count in hits.items() if count >= 2):
            self._levels[pair] = self._compare(*pair)
        return len(self._levels)

    def _pairs_of(self, key: Key) -> set[tuple[int, int]]:
        blocks: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for record in self._records:
            value = tuple(record[c] for c in key.columns)
            if None not in value:
                blocks[value].append(record["rid"])
        largest = largest_block(Counter(map(len, blocks.values())), len(self._records))
        return {
            pair
            for block in blocks.values()
            if len(block) <= largest
            for pair in combinations(sorted(block), 2)
            if self._may_be_compared(*pair)
        }

    def _may_be_compared(self, left: int, right: int) -> bool:
        same_dataset = self._records[left]["dataset"] == self._records[right]["dataset"]
        match self._mode:
            case Mode.LINK_ONLY:
                return not same_dataset
            case Mode.DEDUPE_ONLY:
                return bool(same_dataset)
            case Mode.LINK_AND_DEDUPE:
                return True

    def _compare(self, left: int, right: int) -> Pattern:
        return tuple(c.level_of(self._records[left], self._records[right]) for c in self._comparisons)

    def random_levels(self) -> RandomLevels:
        """All pairs there are: the referee is for small tables."""
        every: Rates = {c.name: [0.0] * len(c.levels) for c in self._comparisons}
        strangers: Rates = {c.name: [0.0] * len(c.levels) for c in self._comparisons}
        names = [c.name for c in self._comparisons]
        apart = [[names.index(name) for name in told_apart_by(c, self._comparisons)] for c in self._comparisons]
        for left, right in combinations(range(len(self._records)), 2):
            if self._may_be_compared(left, right):
                met = self._compare(left, right)
                for comparison, level, by in zip(self._comparisons, met, apart, strict=True):
                    if level >= 0:
                        every[comparison.name][level] += 1
                        strangers[comparison.name][level] += bool(by) and max(met[i] for i in by) == 0
        return RandomLevels(every=every, strangers=strangers)

    def expecting(self) -> Expecting:
        patterns = Counter(self._levels.values())
        return partial(add_up, comparisons=self._comparisons, patterns=patterns)

    def weigh(self, model: Model) -> None:
        for (left, right), pattern in self._levels.items():
            row = weigh_pair(self._records[left], self._records[right], pattern, self._comparisons, model)
            if row[2] >= LEAST_BITS or row[4]:
                self._weighed.append(row)

    def bins(self) -> list[Bin]:
        answers: dict[tuple[float, bool], list[int]] = defaultdict(lambda: [0, 0, 0])
        doubtful = {rid for row in self._weighed if row[3] in IDENTIFIER_IN_DOUBT for rid in row[:2]}
        for left, right, bits, refusal, confirmed, refuted, plausible, both_born in self._weighed:
            answering = plausible and left not in doubtful and right not in doubtful
            counts = answers[bits // BIN_BITS * BIN_BITS, both_born]
            counts[0] += not confirmed and refusal is None
            counts[1] += confirmed and answering
            counts[2] += refuted and answering
        return [
            Bin(bits=b, open=o, confirmed=c, refuted=r, both_born=born)
            for (b, born), (o, c, r) in sorted(answers.items())
        ]

    def pairs(self, *, from_bits: float) -> pa.Table:
        kept = [row[:5] for row in sorted(self._weighed, key=lambda r: r[:2]) if row[2] >= from_bits or row[4]]
        return pa.Table.from_pylist([dict(zip(PAIRS.names, row, strict=True)) for row in kept], schema=PAIRS)


def weigh_pair(
    left: Record, right: Record, pattern: Sequence[int], comparisons: Sequence[Comparison], model: Model
) -> WeighedRow:
    """The pair's record numbers, its bits, what refuses it, whether an identifier confirms or refutes it."""
    shares = {c: _commoner(left[f"tf_{c}"], right[f"tf_{c}"]) for c in rare_columns(comparisons)}
    levels = dict(zip([c.name for c in comparisons], pattern, strict=True))
    levels_by_column = {LEVEL_OF + name: level for name, level in levels.items()}
    best_other = max([level for name, level in levels.items() if name.startswith(OTHER)], default=-1)
    levels_by_column[LEVEL_OF + ANY_OTHER] = best_other
    weight = model.weigh(levels, shares)
    compared = {**left, **levels_by_column}
    refusal = refuse(compared, right, weight)
    plausible = refuse_without_identifiers(compared, right, weight) is None
    position = REFUSALS.index(refusal) if refusal else None
    confirmed = SHARES_AN_IDENTIFIER.holds(left, right)
    both_born = any(levels.get(c.name, NOTHING_TO_COMPARE) >= 0 for c in (BIRTH_DATE, BIRTH_YEAR))
    return left["rid"], right["rid"], weight.bits, position, confirmed, _refuted(left, right), plausible, both_born


def largest_block(blocks: Mapping[int, int], records: int) -> int:
    """The largest block with which all up to it stay within the key's share of pairs, of so many blocks of a size."""
    allowed = most_pairs(records)
    pairs, largest = 0, 1
    for size, many in sorted(blocks.items()):
        pairs += many * size * (size - 1) // 2
        if pairs > allowed:
            break
        largest = size
    return largest


def _commoner(left: float | None, right: float | None) -> float | None:
    known = [share for share in (left, right) if share is not None]
    return max(known) if known else None


def _refuted(left: Record, right: Record) -> bool:
    a, b = left["nhs"], right["nhs"]
    return a is not None and b is not None and DamerauLevenshtein.distance(a, b) > 2


def add_up(
    estimate: Estimate, *, comparisons: Sequence[Comparison], patterns: Counter[Pattern], likely_only: bool
) -> Totals:
    match: Rates = {c.name: [0.0] * len(c.levels) for c in comparisons}
    relative: Rates = {c.name: [0.0] * len(c.levels) for c in comparisons}
    matches = relatives = namesakes = likely = 0.0
    telling = [i for i, c in enumerate(comparisons) if c.name in RELATIVES_TOLD_APART_BY]
    for pattern, count in sorted(patterns.items()):
        m, r, k, s = estimate.matches, estimate.relatives, estimate.namesakes, estimate.strangers
        for comparison, level in zip(comparisons, pattern, strict=True):
            if level >= 0:
                m *= estimate.match[comparison.name][level]
                r *= estimate.relative[comparison.name][level]
                k *= estimate.namesake(comparison)[level]
                s *= estimate.stranger[comparison.name][level]
        share = count / (m + r + k + s)
        matches, relatives, namesakes = matches + share * m, relatives + share * r, namesakes + share * k
        of_likely = share * m if m > r + k + s else 0.0
        likely += of_likely
        taught = of_likely if likely_only else share * m
        told_apart = not telling or any(pattern[i] >= 0 for i in telling)
        for comparison, level in zip(comparisons, pattern, strict=True):
            if level >= 0:
                match[comparison.name][level] += taught
                relative[comparison.name][level] += share * r if told_apart else 0.0
    return Totals(
        matches=matches,
        likely=likely,
        relatives=relatives,
        namesakes=namesakes,
        match_levels=match,
        relative_levels=relative,
    )
