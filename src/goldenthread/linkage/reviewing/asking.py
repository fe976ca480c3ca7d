"""Which pairs a person should see, the most valuable first.

A question's value is what its answer is expected to set right, in pairs of records: for each of the two answers how
likely it is, times the pairs that obeying it would join or part. Both are foreseen by trial. A second question about
the same people is worth half of that, a third a third, since the first answer often settles the rest.

Where either answer would tear records from people they are joined to, it is right only if those links are wrong: that
is weighed against how sure they are. Two records of which the answer could not be obeyed are not asked about; if a
ruling stands in the way, that is asked about again.
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
from goldenthread.linkage.reviewing.foreseeing import SUREST, Answers, foresee
from goldenthread.linkage.reviewing.reasons import STANDS_IN_THE_WAY
from goldenthread.linkage.shapes import Linked, Outcome

Pair = tuple[RecordKey, RecordKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One pair for people to look at. ``by_chance``: drawn at random, so that it counts in the estimate.

    ``hangs_on_it``: pairs of records that stand otherwise after the answer that changes more.
    """

    left: RecordKey
    right: RecordKey
    outcome: Outcome
    why: str
    bits: float
    probability: float
    together: bool
    answers: Answers
    value: float
    by_chance: bool
    weighing: Weighing

    @property
    def pair(self) -> Pair:
        return self.left, self.right

    @property
    def hangs_on_it(self) -> int:
        return max(self.answers.same.changes, self.answers.apart.changes)


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
    open_pairs = [one for one in linked.links.to_pylist() if _is_open(one, settled, only)]
    chance = _drawn(open_pairs, wanted_by_chance or {})
    asked = [one for one in open_pairs if one["outcome"] == Outcome.REVIEW or _pair(one) in chance]
    made = _made(linked, asked, by_chance=chance)
    in_the_way = {_as_asked(one.answers.in_the_way.ends) for one in made if one.answers.in_the_way is not None}
    held = [pair for pair in in_the_way if only is None or (pair[0] in only and pair[1] in only)]
    again = asked_again(linked, held, why=STANDS_IN_THE_WAY)
    worth_asking = [one for one in made if one.by_chance or one.together or one.answers.same.obeyed]
    return _ordered([*worth_asking, *again], linked)


def asked_again(linked: Linked, pairs: Collection[Pair], *, why: str) -> tuple[Question, ...]:
    """Questions about these pairs, whatever was decided about them, each with the machine's own guess.

    A pair of which either record is gone is left out. Shape: in the order of their records.
    """
    features, person = linked.in_hand().features, _person_of(linked)
    held = sorted({pair for pair in pairs if pair[0] in person and pair[1] in person})
    rows = feature_rows(features, {key for pair in held for key in pair})
    asked = []
    for left, right in held:
        bits = weighing(rows[left], rows[right], linked.model).bits
        probability = round(linked.model.probability(bits), 6)
        one = {"dataset_l": left[0], "record_id_l": left[1], "dataset_r": right[0], "record_id_r": right[1]}
        asked.append({**one, "outcome": Outcome.REVIEW, "why": why, "weight_bits": bits, "probability": probability})
    return tuple(_made(linked, asked))


def likeliest(linked: Linked, groups: Sequence[Collection[Pair]]) -> list[Pair | None]:
    """Of each of these groups of pairs the one that the most speaks for; the first of those alike, or none.

    Raises: ValueError, see ``Linked.in_hand``.
    """
    wanted = {key for pairs in groups for pair in pairs for key in pair}
    rows = feature_rows(linked.in_hand().features, wanted) if wanted else {}
    known = [sorted(pair for pair in pairs if pair[0] in rows and pair[1] in rows) for pairs in groups]
    return [
        max(pairs, key=lambda pair: weighing(rows[pair[0]], rows[pair[1]], linked.model).bits, default=None)
        for pairs in known
    ]


def _made(linked: Linked, asked: Sequence[Mapping[str, Any]], *, by_chance: Collection[Pair] = ()) -> list[Question]:
    """The questions about these pairs, each with what its answers would do."""
    features, person = linked.in_hand().features, _person_of(linked)
    pairs = [_pair(one) for one in asked]
    rows = feature_rows(features, {key for pair in pairs for key in pair})
    return [
        Question(
            left=left,
            right=right,
            outcome=Outcome(one["outcome"]),
            why=one["why"],
            bits=one["weight_bits"],
            probability=one["probability"],
            together=person[left] == person[right],
            answers=answers,
            value=value_of(one["probability"], answers),
            by_chance=(left, right) in by_chance,
            weighing=weighing(rows[left], rows[right], linked.model),
        )
        for one, (left, right), answers in zip(asked, pairs, foresee(linked, pairs), strict=True)
    ]


def _person_of(linked: Linked) -> dict[RecordKey, int]:
    dataset, record_id, person = (linked.people[name].to_pylist() for name in ("dataset", "record_id", "cluster"))
    return dict(zip(zip(dataset, record_id, strict=True), person, strict=True))


def _ordered(made: Iterable[Question], linked: Linked) -> tuple[Question, ...]:
    """The most valuable first, each question about the same people worth less than the one before it."""
    person = _person_of(linked)
    asked_of: Counter[frozenset[int]] = Counter()
    worth = []
    for question in sorted(made, key=lambda q: (-q.value, q.pair)):
        people = frozenset(person[key] for key in question.pair)
        asked_of[people] += 1
        worth.append(replace(question, value=round(question.value / asked_of[people], 4)))
    return tuple(sorted(worth, key=lambda q: (-q.value, q.pair)))


def value_of(probability: float, answers: Answers) -> float:
    """What the answer is expected to set right. Unit: pairs of records."""
    same = _if_links_are_torn(probability, answers.same.against)
    apart = _if_links_are_torn(1 - probability, answers.apart.against)
    return round(same * answers.same.changes + apart * answers.apart.changes, 4)


def _if_links_are_torn(probability: float, against: float) -> float:
    """The chance of an answer that can be only if links are wrong, of which the surest is so likely right.

    Both cannot be: of the three that are left, this answer right, those right, or neither, each as likely as its odds.
    """
    if not against:
        return probability
    this, those = (min(p, SUREST) / (1 - min(p, SUREST)) for p in (probability, against))
    return this / (this + those + 1)


def doubt(probability: float) -> float:
    """1 at even odds, 0 when certain either way."""
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return -(p * math.log2(p) + (1 - p) * math.log2(1 - p))


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


def _as_asked(ends: frozenset[RecordKey]) -> Pair:
    left, right = sorted(ends)
    return left, right


def _pair(one: Mapping[str, Any]) -> Pair:
    return (one["dataset_l"], one["record_id_l"]), (one["dataset_r"], one["record_id_r"])
