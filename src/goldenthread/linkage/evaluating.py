"""How right a linkage was, where the truth is known: pair by pair and person by person."""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

RecordKey = tuple[str, str]
Z_95 = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Right answers among those given (precision) and among those there are (recall)."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.given + self.wanted
        return 2 * self.right / both if both else 1.0

    def f1_interval(self) -> list[float]:
        """The 95 % interval of the share right among all that was given or wanted, which rises as F1 does, as F1."""
        shares = interval(self.right, self.given + self.wanted - self.right)
        return [round(2 * share / (1 + share), 6) for share in shares]

    def as_values(self) -> dict[str, float | int | list[float]]:
        return {
            "precision": round(self.precision, 6),
            "precision_95": interval(self.right, self.given),
            "recall": round(self.recall, 6),
            "recall_95": interval(self.right, self.wanted),
            "f1": round(self.f1, 6),
            "f1_95": self.f1_interval(),
            "right": self.right,
            "given": self.given,
            "wanted": self.wanted,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """``pairs``: any two records of one person. ``people``: persons whose records are exactly the right ones."""

    records: int
    unknown: int
    pairs: Score
    people: Score


def evaluate(person_of: Mapping[RecordKey, Hashable], entity_of: Mapping[RecordKey, Hashable]) -> Evaluation:
    """Compare people found with the truth, over the records that both know. ``unknown``: records without a truth."""
    known = [key for key in person_of if key in entity_of]
    found, true, both = Counter[Hashable](), Counter[Hashable](), Counter[Hashable]()
    for key in known:
        found[person_of[key]] += 1
        true[entity_of[key]] += 1
        both[person_of[key], entity_of[key]] += 1
    return Evaluation(
        records=len(known),
        unknown=len(person_of) - len(known),
        pairs=Score(right=_pairs(both.values()), given=_pairs(found.values()), wanted=_pairs(true.values())),
        people=_people(known, person_of, entity_of),
    )


def _people(
    known: Iterable[RecordKey], person_of: Mapping[RecordKey, Hashable], entity_of: Mapping[RecordKey, Hashable]
) -> Score:
    found: dict[Hashable, set[RecordKey]] = defaultdict(set)
    true: dict[Hashable, set[RecordKey]] = defaultdict(set)
    for key in known:
        found[person_of[key]].add(key)
        true[entity_of[key]].add(key)
    right = {frozenset(keys) for keys in found.values()} & {frozenset(keys) for keys in true.values()}
    return Score(right=len(right), given=len(found), wanted=len(true))


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def interval(right: int, of: int) -> list[float]:
    """Wilson's 95 % interval for a share."""
    if not of:
        return [0.0, 1.0]
    share, z2 = right / of, Z_95**2
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return [round(max(centre - half, 0.0), 6), round(min(centre + half, 1.0), 6)]
