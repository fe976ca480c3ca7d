"""Which pairs a person should see, the most valuable first.

A question's value is how unsure the machine is, times how much hangs on the answer. How unsure: the entropy of its
probability, 1 at even odds and 0 when certain. How much: where the two are two people now, the pairs of records that a
*yes* would join; where other records hold them together, the pairs that a *no* would part at the least. A second
question about the same people is worth half of that, a third a third, since the first answer often settles the rest.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from goldenthread.linkage.deciding import REVIEWER_LINKED
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.reviewing.explaining import Weighing, weighing
from goldenthread.linkage.shapes import Linked, Outcome

Pair = tuple[RecordKey, RecordKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One pair for people to look at. ``by_chance``: drawn at random, so that it counts in the estimate.

    ``hangs_on_it``: pairs of records that the answer would join or part.
    """

    left: RecordKey
    right: RecordKey
    outcome: Outcome
    why: str
    bits: float
    probability: float
    together: bool
    hangs_on_it: int
    value: float
    by_chance: bool
    weighing: Weighing

    @property
    def pair(self) -> Pair:
        return self.left, self.right


def questions(
    linked: Linked,
    *,
    settled: Collection[Pair] = (),
    wanted_by_chance: Mapping[Outcome, int] | None = None,
    only: Collection[RecordKey] | None = None,
) -> tuple[Question, ...]:
    """Every pair to review that is not settled, and as many at random of each outcome as wanted.

    ``only`` leaves out pairs of other records, such as those of people outside the cohort.
    Shape: the most valuable first; ties in the order of their records. Raises: ValueError, see ``Linked.in_hand``.
    """
    features = linked.in_hand().features
    open_pairs = [one for one in linked.links.to_pylist() if _is_open(one, settled, only)]
    chance = _drawn(open_pairs, wanted_by_chance or {})
    asked = [one for one in open_pairs if one["outcome"] == Outcome.REVIEW or _pair(one) in chance]
    person = _person_of(linked)
    sizes = Counter(person.values())
    rows = feature_rows(features, {key for one in asked for key in _pair(one)})
    made = []
    for one in asked:
        left, right = _pair(one)
        told = weighing(rows[left], rows[right], linked.model)
        made.append(_question(one, person[left], person[right], sizes, told, by_chance=(left, right) in chance))
    return _ordered(made, person)


def asked_again(linked: Linked, pairs: Collection[Pair], *, why: str) -> tuple[Question, ...]:
    """Questions about these pairs, whatever was decided about them, each with the machine's own guess.

    A pair of which either record is gone is left out. Shape: in the order of their records.
    """
    features, person = linked.in_hand().features, _person_of(linked)
    sizes = Counter(person.values())
    held = sorted({pair for pair in pairs if pair[0] in person and pair[1] in person})
    rows = feature_rows(features, {key for pair in held for key in pair})
    made = []
    for left, right in held:
        told = weighing(rows[left], rows[right], linked.model)
        bits = told.bits
        probability = round(linked.model.probability(bits), 6)
        one = {"dataset_l": left[0], "record_id_l": left[1], "dataset_r": right[0], "record_id_r": right[1]}
        guessed = {"outcome": Outcome.REVIEW, "why": why, "weight_bits": bits, "probability": probability}
        made.append(_question({**one, **guessed}, person[left], person[right], sizes, told, by_chance=False))
    return tuple(made)


def _person_of(linked: Linked) -> dict[RecordKey, int]:
    dataset, record_id, person = (linked.people[name].to_pylist() for name in ("dataset", "record_id", "cluster"))
    return dict(zip(zip(dataset, record_id, strict=True), person, strict=True))


def _ordered(made: Iterable[Question], person: Mapping[RecordKey, int]) -> tuple[Question, ...]:
    """The most valuable first, each question about the same people worth less than the one before it."""
    asked_of: Counter[frozenset[int]] = Counter()
    worth = []
    for question in sorted(made, key=lambda q: (-q.value, q.pair)):
        people = frozenset(person[key] for key in question.pair)
        asked_of[people] += 1
        worth.append(replace(question, value=round(question.value / asked_of[people], 4)))
    return tuple(sorted(worth, key=lambda q: (-q.value, q.pair)))


def value_of(probability: float, hangs_on_it: int) -> float:
    """Unit: pairs of records, weighed by doubt."""
    return round(doubt(probability) * hangs_on_it, 4)


def doubt(probability: float) -> float:
    """1 at even odds, 0 when certain either way."""
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return -(p * math.log2(p) + (1 - p) * math.log2(1 - p))


def _question(
    one: Mapping[str, Any], person_l: int, person_r: int, sizes: Counter[int], told: Weighing, *, by_chance: bool
) -> Question:
    together = person_l == person_r
    hangs = sizes[person_l] - 1 if together else sizes[person_l] * sizes[person_r]
    left, right = _pair(one)
    return Question(
        left=left,
        right=right,
        outcome=Outcome(one["outcome"]),
        why=one["why"],
        bits=one["weight_bits"],
        probability=one["probability"],
        together=together,
        hangs_on_it=hangs,
        value=value_of(one["probability"], hangs),
        by_chance=by_chance,
        weighing=told,
    )


def _is_open(one: Mapping[str, Any], settled: Collection[Pair], only: Collection[RecordKey] | None) -> bool:
    pair = _pair(one)
    return (
        one["why"] != REVIEWER_LINKED
        and pair not in settled
        and (only is None or (pair[0] in only and pair[1] in only))
    )


def _drawn(open_pairs: Iterable[Mapping[str, Any]], wanted: Mapping[Outcome, int]) -> set[Pair]:
    """The same pairs at every run over the same records: chance is a digest of who they are, not of what they say."""
    by_outcome: dict[str, list[Pair]] = {}
    for one in open_pairs:
        by_outcome.setdefault(one["outcome"], []).append(_pair(one))
    return {
        pair
        for outcome, most in wanted.items()
        for pair in sorted(by_outcome.get(outcome, ()), key=_lot)[: max(most, 0)]
    }


def _lot(pair: Pair) -> bytes:
    text = "\0".join((*pair[0], *pair[1]))
    return hashlib.blake2b(text.encode(), digest_size=16, person=b"review sample").digest()


def feature_rows(features: pa.Table, wanted: Collection[RecordKey]) -> dict[RecordKey, dict[str, Any]]:
    """What the wanted records were weighed by."""
    keys: Sequence[RecordKey] = list(
        zip(features["dataset"].to_pylist(), features["record_id"].to_pylist(), strict=True)
    )
    at = [i for i, key in enumerate(keys) if key in wanted]
    return {keys[i]: row for i, row in zip(at, features.take(pa.array(at, pa.int64())).to_pylist(), strict=True)}


def _pair(one: Mapping[str, Any]) -> Pair:
    return (one["dataset_l"], one["record_id_l"]), (one["dataset_r"], one["record_id_r"])
