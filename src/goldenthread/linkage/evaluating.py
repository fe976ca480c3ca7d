"""How right a linkage was, where the truth is known: pair by pair and person by person."""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from goldenthread.linkage.numbering import Numbers

RecordKey = tuple[str, str]
Truths = NDArray[np.bool_]
Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Clumps:
    """Pairs are no independent witnesses: those of one person are right and wrong together.

    Who has seven records has 21 pairs, and one record that is not found loses six of them at once. The interval of so
    many pairs would be too narrow, and what one person shows would seem beyond chance. So pairs count as fewer: by how
    much more the share that is right varies from person to person than that of independent pairs would. Source: the
    design effect of a survey that asks whole households (Kish, Survey Sampling, 1965).

    Shape: of how many people the pairs are, how many of these lack a pair, and sums over people.
    """

    people: int = 0
    short: int = 0
    pairs: int = 0
    right: int = 0
    pairs_squared: int = 0
    right_squared: int = 0
    both: int = 0

    @classmethod
    def of(cls, people: Iterable[tuple[int, int]]) -> "Clumps":
        """``people``: for each person how many pairs there are, and how many of them are right."""
        told = [(pairs, right) for pairs, right in people if pairs]
        return cls(
            people=len(told),
            short=sum(right < pairs for pairs, right in told),
            pairs=sum(pairs for pairs, _ in told),
            right=sum(right for _, right in told),
            pairs_squared=sum(pairs * pairs for pairs, _ in told),
            right_squared=sum(right * right for _, right in told),
            both=sum(pairs * right for pairs, right in told),
        )

    @classmethod
    def of_each(cls, whose: Numbers, right: Truths) -> "Clumps":
        """``whose``: the number of the person that each pair, or record, is of."""
        _, person = np.unique(whose, return_inverse=True)
        pairs, of_right = np.bincount(person), np.bincount(person, weights=right)
        return cls(
            people=len(pairs),
            short=int(np.count_nonzero(of_right < pairs)),
            pairs=len(whose),
            right=int(np.sum(right)),
            pairs_squared=int(np.sum(pairs * pairs)),
            right_squared=int(np.sum(of_right * of_right)),
            both=int(np.sum(pairs * of_right)),
        )

    def share_95(self, usual: float | None = None) -> tuple[float, float]:
        """The interval of the share that is right. ``usual``: see ``effect``."""
        effect = self.effect(usual)
        low, high = interval(self.right / effect, self.pairs / effect)
        return low, high

    def __add__(self, other: "Clumps") -> "Clumps":
        mine, theirs = astuple(self), astuple(other)
        return Clumps(*(a + b for a, b in zip(mine, theirs, strict=True)))

    def effect(self, usual: float | None = None) -> float:
        """How many pairs say as much as an independent one, and no less than where the pairs of a person are as alike
        as ``usual``, which is what ``likeness`` says of everybody.

        Where all pairs are right, or none, nothing shows how alike they are: then it is the usual, or else as if all
        pairs of a person were one witness.
        """
        least = 1 + (self._together() - 1) * (1.0 if usual is None else usual)
        if not 0 < self.right < self.pairs:
            return least
        return max(self._measured(), least if usual is not None else 1.0)

    def likeness(self) -> float:
        """From 0 to 1: how far the pairs of one person are right and wrong together."""
        return min((self.effect() - 1) / max(self._together() - 1, 1e-9), 1.0)

    def _together(self) -> float:
        """The pairs of the person that a pair is of, on average."""
        return self.pairs_squared / self.pairs if self.pairs else 1.0

    def _measured(self) -> float:
        share = self.right / self.pairs
        squares = self.right_squared - 2 * share * self.both + share * share * self.pairs_squared
        return squares / (self.pairs * share * (1 - share))


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Right answers among those given (precision) and among those there are (recall).

    ``precision_effect``, ``recall_effect``: so many of either say as much as an independent one, as ``Clumps`` has it.
    """

    right: int
    given: int
    wanted: int
    precision_effect: float = 1.0
    recall_effect: float = 1.0

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

    @property
    def precision_95(self) -> list[float]:
        return interval(self.right / self.precision_effect, self.given / self.precision_effect)

    @property
    def recall_95(self) -> list[float]:
        return interval(self.right / self.recall_effect, self.wanted / self.recall_effect)

    def f1_interval(self) -> list[float]:
        """The 95 % interval of the share right among all that was given or wanted, which rises as F1 does, as F1."""
        effect = max(self.precision_effect, self.recall_effect)
        shares = interval(self.right / effect, (self.given + self.wanted - self.right) / effect)
        return [round(2 * share / (1 + share), 6) for share in shares]

    def as_values(self) -> dict[str, float | int | list[float]]:
        return {
            "precision": round(self.precision, 6),
            "precision_95": self.precision_95,
            "recall": round(self.recall, 6),
            "recall_95": self.recall_95,
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
    both = Counter((person_of[key], entity_of[key]) for key in known)
    found, true = (_clumps(both, side) for side in (0, 1))
    return Evaluation(
        records=len(known),
        unknown=len(person_of) - len(known),
        pairs=Score(
            right=true.right,
            given=found.pairs,
            wanted=true.pairs,
            precision_effect=found.effect(),
            recall_effect=true.effect(),
        ),
        people=_people(known, person_of, entity_of),
    )


def _clumps(both: Mapping[tuple[Hashable, Hashable], int], side: int) -> Clumps:
    """The pairs of each person found (``side`` 0) or true (1), and how many of them are right."""
    records, right = Counter[Hashable](), Counter[Hashable]()
    for people, many in both.items():
        records[people[side]] += many
        right[people[side]] += _pairs([many])
    return Clumps.of((_pairs([many]), right[person]) for person, many in records.items())


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


def interval(right: float, of: float) -> list[float]:
    """Wilson's 95 % interval for a share. Of pairs, which clump in people: see ``Clumps``."""
    if not of:
        return [0.0, 1.0]
    share, z2 = right / of, Z_95**2
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return [round(max(centre - half, 0.0), 6), round(min(centre + half, 1.0), 6)]
