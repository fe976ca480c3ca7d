"""Who is this? One person's details against the whole index, answered at once.

An exact identifier goes first, then every key by which the batch would have compared the two. The weight of each pair
is the batch's own. What is put or taken away is seen by the next look-up.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from goldenthread.linkage.blocking import IDENTIFIER_KEYS, Key
from goldenthread.linkage.deciding import IDENTIFIER_BITS
from goldenthread.linkage.identifier_use import IdentifierUse, default_identifier_use
from goldenthread.linkage.incremental.reference import SHARED_SPACE
from goldenthread.linkage.lookup.details import Details, details_of
from goldenthread.linkage.lookup.scoring import Scored, Scorer
from goldenthread.linkage.lookup.shelf import RECORD_KEY, Shelf, number_of
from goldenthread.linkage.refusing import Refusal
from goldenthread.linkage.shapes import Outcome
from goldenthread.linkage.tables import nickname_roots

MOST_WEIGHED = 16
"""So many records are weighed at most, those first that share an identifier, then those found by the most keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One line of the explanation. Unit: bits, for (above 0) or against."""

    about: str
    says: str
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One person who may be the one sought, by the record of theirs that speaks loudest for it.

    ``outcome``: what the batch would do with the pair; ``None`` is apart. ``against``: the named predicate that speaks
    against joining them.
    """

    person_id: str
    dataset: str
    record_id: str = field(repr=False)
    bits: float
    probability: float
    outcome: Outcome | None
    against: str
    explanation: tuple[Evidence, ...]


class Lookup:
    """Answers look-ups from a shelf and from what was put since."""

    def __init__(
        self, folder: Path, *, on: date, identifiers: IdentifierUse | None = None, most_weighed: int = MOST_WEIGHED
    ) -> None:
        self._shelf = Shelf(folder)
        self._scorer = Scorer(self._shelf.model)
        self._on, self._most = on, most_weighed
        self._identifiers = identifiers or default_identifier_use()
        self._keys = [k for k in self._shelf.keys if k.columns not in IDENTIFIER_KEYS]
        self._identifier_keys = [k for k in self._shelf.keys if k.columns in IDENTIFIER_KEYS]
        self._put: dict[int, Details] = {}
        self._filed: defaultdict[int, list[int]] = defaultdict(list)
        self._gone: set[int] = set()
        self._next = self._shelf.records

    def look_up(self, record: Mapping[str, Any], *, most: int = 5) -> tuple[Hit, ...]:
        """The people who may be the one described, best first; each person once."""
        sought = self._whole(details_of(record, on=self._on, identifiers=self._identifiers))
        best: dict[str, tuple[float, Scored, Details]] = {}
        for row in self._candidates(sought):
            held = self._details(row)
            scored = self._scorer.score(sought, held)
            bits = scored.weight.bits + (IDENTIFIER_BITS if scored.confirmed else 0.0)
            person = held["person_id"]
            if person not in best or bits > best[person][0]:
                best[person] = (bits, scored, held)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:most]
        return tuple(self._hit(person, sought, *found) for person, found in ranked)

    def weigh(self, record: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[Scored, Refusal | None]:
        """The batch's weight of two records, each told whole, and what speaks against joining them."""
        left, right = (self._whole(details_of(r, on=self._on, identifiers=self._identifiers)) for r in (record, other))
        scored = self._scorer.score(left, right)
        return scored, self._scorer.refusal_of(left, right, scored)

    def put(self, record: Mapping[str, Any], *, person_id: str) -> None:
        """File a new or changed record; the one before it is no longer found."""
        self.remove(record["dataset"], record["record_id"])
        details = self._whole(details_of(record, on=self._on, identifiers=self._identifiers))
        row, self._next = self._next, self._next + 1
        self._put[row] = {**details, "person_id": person_id}
        for number in self._numbers((*self._identifier_keys, *self._keys), details):
            self._filed[number].append(row)
        self._filed[_record_number(record["dataset"], record["record_id"])].append(row)

    def remove(self, dataset: str, record_id: str) -> None:
        number = _record_number(dataset, record_id)
        self._gone.update(self._shelf.under([number])[0])
        for row in self._filed.pop(number, []):
            self._put.pop(row, None)

    def _candidates(self, sought: Details) -> list[int]:
        """Rows in the order in which they deserve to be weighed."""
        votes: dict[int, float] = {}
        for keys, worth in ((self._identifier_keys, 1000.0), (self._keys, 1.0)):
            numbers = self._numbers(keys, sought)
            for number, rows in zip(numbers, self._shelf.under(numbers), strict=True):
                for row in (*rows, *self._filed.get(number, ())):
                    # Whoever shares a value with few is likelier the one than who shares it with many.
                    votes[row] = votes.get(row, 0.0) + worth / (4 + len(rows))
        for row in self._gone.intersection(votes):
            del votes[row]
        ranked = sorted(votes, key=lambda row: (-votes[row], row))
        return [row for row in ranked if row < self._shelf.records or row in self._put][: self._most]

    def _numbers(self, keys: Iterable[Key], details: Details) -> list[int]:
        numbers = []
        for key in keys:
            values = [details.get(c) for c in key.columns]
            if None not in values:
                numbers.append(number_of(key.name, "|".join(str(v) for v in values)))
        return numbers

    def _details(self, row: int) -> Details:
        return self._put[row] if row in self._put else self._shelf.details(row)

    def _whole(self, details: Details) -> Details:
        """Add what only the whole can say."""
        given = details["given"]
        known = given in self._shelf.forenames or given in nickname_roots()
        details["given_known"] = None if given is None else "yes" if known else "no"
        details["local_id_space"] = SHARED_SPACE if self._shelf.local_ids_are_shared else details["dataset"]
        for column, shares in self._shelf.shares.items():
            value = details.get(column)
            share = None if value is None else shares.get(value, 1.0 / (self._shelf.filled[column] + 1))
            details[f"tf_{column}"] = share
        return details

    def _hit(self, person: str, sought: Details, bits: float, scored: Scored, held: Details) -> Hit:
        model = self._shelf.model
        refusal = self._scorer.refusal_of(sought, held, scored)
        return Hit(
            person_id=person,
            dataset=held["dataset"],
            record_id=held["record_id"],
            bits=round(bits, 4),
            probability=round(model.probability(bits), 6),
            outcome=self._outcome(scored, refusal),
            against=refusal.name if refusal else "",
            explanation=_explained(self._scorer, scored),
        )

    def _outcome(self, scored: Scored, refusal: Refusal | None) -> Outcome | None:
        model, bits = self._shelf.model, scored.weight.bits
        if refusal is not None:
            from_bits = max(model.review_from_bits, refusal.review_from_bits)
            worth_seeing = refusal.to_review and (scored.confirmed or bits >= from_bits)
            return Outcome.REVIEW if worth_seeing else None
        if scored.confirmed or bits >= model.link_from_bits:
            return Outcome.LINKED
        return Outcome.REVIEW if bits >= model.review_from_bits else None


def _record_number(dataset: str, record_id: str) -> int:
    return number_of(RECORD_KEY, f"{dataset}\0{record_id}")


def _explained(scorer: Scorer, scored: Scored) -> tuple[Evidence, ...]:
    lines: Sequence[Evidence] = [
        Evidence(about=name, says=step.label, bits=round(step.stranger_bits, 2))
        for name, step in scorer.steps_met(scored)
    ]
    if scored.confirmed:
        same = Evidence(about="identifier", says="the same sound identifier", bits=IDENTIFIER_BITS)
        return (same, *lines)
    return tuple(lines)
