"""Who is this? One person's details against the whole index, answered at once.

An exact identifier goes first, then every key by which the batch would have compared the two. The weight of each pair
is the batch's own. What is put or taken away is seen by the next look-up, in this process and in every other.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from heapq import nlargest
from pathlib import Path
from typing import Any

from goldenthread.linkage.blocking import IDENTIFIER_KEYS
from goldenthread.linkage.comparisons import BIRTH_DATE, GIVEN_NAME, NOTHING_TO_COMPARE
from goldenthread.linkage.deciding import IDENTIFIER_BITS
from goldenthread.linkage.identifier_use import IdentifierUse, default_identifier_use
from goldenthread.linkage.incremental.reference import SHARED_SPACE
from goldenthread.linkage.key_columns import PARTS, key_parts
from goldenthread.linkage.lookup.details import Details, details_of
from goldenthread.linkage.lookup.filing import PERSON, RECORD
from goldenthread.linkage.lookup.journal import SINCE
from goldenthread.linkage.lookup.numbers import NOTHING, Paths, Way, joined, number_of
from goldenthread.linkage.lookup.other_records import what_speaks_against
from goldenthread.linkage.lookup.overlay import Overlay
from goldenthread.linkage.lookup.scoring import Scored, Scorer, Weighing
from goldenthread.linkage.lookup.shape import hold_to_name, hold_to_shape, hold_to_texts
from goldenthread.linkage.lookup.shelf import Shelf
from goldenthread.linkage.numbers_of_others import details_without
from goldenthread.linkage.refusal import Refusal
from goldenthread.linkage.shapes import Outcome

MOST_WEIGHED = 12
"""So many records are weighed at most beside those that share an identifier, first those found by the rarest keys."""
MOST_WEIGHED_OF_FEW = 48
"""Where the batch found records few enough to try parts of names and dates as well: a part finds more strangers."""
LEAST_BITS = -10.0
"""Whoever is less likely than one in a thousand is not named: a practitioner is shown nobody for a surname alone."""
SURE_BITS = 10.0
"""So far above the line of the batch, a thousand times likelier, one who is found leaves little to look for."""
BORN = "dob_any_order"
"""The keys that ask for a birth date find few records, and among them nearly everybody: they are walked first."""
NEAREST_WEIGHED = 4
"""So many of those born on the same day are weighed before it is asked whether one of them is sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One line of the explanation. Unit: bits, for (above 0) or against one person: rather than two strangers, and
    rather than two of one family, of whom an address or a family name tells little."""

    about: str
    says: str
    bits: float
    relative_bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One person who may be the one sought, by the record of theirs that speaks loudest for it.

    ``bits``: against strangers, relatives and namesakes together, so at most about what the likeliest of them leaves.
    ``outcome``: what the batch would do with the pair; ``None`` is apart. Where it would link and another record of
    the person keeps the two apart, it is for review. ``against``: the named predicate that speaks against joining.
    """

    person_id: str
    dataset: str
    record_id: str = field(repr=False)
    bits: float
    probability: float
    outcome: Outcome | None
    against: str
    explanation: tuple[Evidence, ...]


class Searched(StrEnum):
    """How far a look-up went."""

    IDENTIFIER = "only records with the same identifier: one agrees in forename and birth date as well"
    LIKENESS = "only records born on the same day: one agrees beyond doubt and nothing speaks against it"
    EVERY_PATH = "every path by which records are compared"
    NOTHING = "nothing: no record is found by the fields that were given, whatever they hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The people who may be the one described, best first, each once; and how far was searched for them."""

    hits: tuple[Hit, ...]
    searched: Searched


@dataclass(slots=True)
class _Candidate:
    """One person's record that speaks loudest so far. What speaks against it is asked once, and only if need be."""

    sought: Mapping[str, Any] = field(repr=False)
    held: Mapping[str, Any] = field(repr=False)
    scored: Scored
    asked: bool = False
    against: Refusal | None = None

    def refusal(self, scorer: Scorer) -> Refusal | None:
        if not self.asked:
            self.against, self.asked = scorer.refusal_of(self.sought, self.held, self.scored), True
        return self.against


_Found = dict[str, _Candidate]


class Lookup:
    """Answers look-ups from a shelf and from what was put since."""

    def __init__(
        self, folder: Path, *, on: date, identifiers: IdentifierUse | None = None, most_weighed: int | None = None
    ) -> None:
        self._shelf = Shelf(folder)
        self._scorer = Scorer(self._shelf.model, self._shelf.common.share_of, self._shelf.groups, self._shelf.read)
        self._on = on
        self._identifiers = identifiers or default_identifier_use()
        keys = self._shelf.keys
        self._paths = Paths([k for k in keys if k != RECORD])
        self._of_person = keys.index(PERSON)
        in_order = [path for path in self._paths.in_order if path[0] != self._of_person]
        self._identifiers_first = [path for path in in_order if path[1] in IDENTIFIER_KEYS]
        others = [path for path in in_order if path[1] not in IDENTIFIER_KEYS]
        # A record is filed under the coarser key alone where it is under both.
        asked = {place for place, columns, coarser in others if BORN in columns for place in (place, *coarser)}
        self._born = [path for path in others if path[0] in asked]
        self._every_other = [path for path in others if path[0] not in asked]
        self._by_parts = any(PARTS.intersection(k.columns) for k in keys)
        self._most = most_weighed or (MOST_WEIGHED_OF_FEW if self._by_parts else MOST_WEIGHED)
        self._overlay = Overlay(self._shelf, folder / SINCE, self._paths)
        self._lines = _lines(self._scorer)

    def look_up(self, record: Mapping[str, Any], *, most: int = 5, every_path: bool = False) -> Answer:
        """Stops where the identifier or a sure likeness settles it, unless ``every_path`` is to be walked.

        Shape: ``record`` maps fields of an accepted record (``intake.RECORDS``) to texts, and dates to
        ``datetime.date``; any may be missing or ``None``. Raises: MisshapenRecord, UnreadableShelf.
        """
        self._overlay.catch_up()
        sought = self._told(record)
        weighing = Weighing(self._scorer, sought)
        values = self._paths.values(sought)
        found: _Found = {}
        first = self._rows(self._identifiers_first, values)
        self._weigh(weighing, first, found, most)
        searched = Searched.IDENTIFIER
        if every_path or not any(self._settles(one) for one in found.values()):
            searched = self._walk(weighing, values, first, found, most, every_path=every_path)
        ranked = sorted(found.items(), key=lambda item: (-item[1].scored.bits, item[0]))[:most]
        return Answer(hits=tuple(self._hit(person, one, weighing) for person, one in ranked), searched=searched)

    def _walk(
        self,
        weighing: Weighing,
        values: Mapping[str, int],
        weighed: Collection[int],
        found: _Found,
        most: int,
        *,
        every_path: bool,
    ) -> Searched:
        """Weigh those that the keys find: of the same birth date first, then all."""
        votes = self._rows(self._born, values)
        near = _most_voted(votes, weighed, NEAREST_WEIGHED)
        self._weigh(weighing, near, found, most)
        if not every_path and any(self._is_sure(one) for one in found.values()):
            return Searched.LIKENESS
        self._rows(self._every_other, values, votes)
        rest = _most_voted(votes, {*weighed, *near}, self._most - len(near))
        self._weigh(weighing, rest, found, most)
        return Searched.EVERY_PATH if votes or weighed or self._leads_anywhere(values) else Searched.NOTHING

    def _leads_anywhere(self, values: Mapping[str, int]) -> bool:
        paths = (*self._identifiers_first, *self._born, *self._every_other)
        return any(joined(columns, values) != NOTHING for _, columns, _ in paths)

    def weigh(self, record: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[Scored, Refusal | None]:
        """The batch's weight of two records, each told whole, and what speaks against joining them."""
        left, right = self._told(record), self._told(other)
        scored = Weighing(self._scorer, left).score(right)
        return scored, self._scorer.refusal_of(left, right, scored)

    def put(self, record: Mapping[str, Any], *, person_id: str) -> None:
        """File a new or changed record; the one before it is no longer found. Raises: MisshapenRecord."""
        told = self._told(record)
        hold_to_name(told)
        hold_to_texts(person_id=person_id)
        self._overlay.put(told, person_id=person_id)

    def remove(self, dataset: str, record_id: str) -> None:
        """Found no more; who was never filed is not missed. Raises: MisshapenRecord."""
        hold_to_texts(dataset=dataset, record_id=record_id)
        self._overlay.remove(dataset, record_id)

    def close(self) -> None:
        self._overlay.close()

    def _rows(
        self, paths: Iterable[Way], values: Mapping[str, int], votes: dict[int, float] | None = None
    ) -> dict[int, float]:
        """The rows found, each with what speaks for weighing it: a value that few share more than one of many.

        ``votes``: of the paths walked before.
        """
        votes = {} if votes is None else votes
        walked: set[int] = set()
        shelf, overlay = self._shelf.under, self._overlay.under if self._overlay.holds_any else None
        for place, columns, coarser in paths:
            # Whoever a finer key would find has been found already.
            if not walked.isdisjoint(coarser):
                continue
            number = joined(columns, values)
            if number == NOTHING:
                continue
            rows = shelf(place, number)
            worth = 1.0 / (4 + len(rows))
            if rows:
                walked.add(place)
                for row in rows:
                    votes[row] = votes.get(row, 0.0) + worth
            for row in overlay(place, number) if overlay else ():
                votes[row] = votes.get(row, 0.0) + worth
        for row in self._overlay.gone and self._overlay.gone.intersection(votes):
            del votes[row]
        return votes

    def _weigh(self, weighing: Weighing, rows: Iterable[int], found: _Found, most: int) -> None:
        """Add those who may be among the ``most``; who cannot be any more is not weighed to the end."""
        floor = LEAST_BITS
        for row in rows:
            held = self._details(row)
            scored = weighing.score_if(held, at_least=floor)
            if scored is None or scored.bits < floor:
                continue
            weighing.weighed[row] = held, scored
            person = held["person_id"]
            if person in found and found[person].scored.bits >= scored.bits:
                continue
            found[person] = _Candidate(weighing.sought, held, scored)
            if len(found) >= most:
                floor = nlargest(most, (one.scored.bits for one in found.values()))[-1]

    def _is_sure(self, one: _Candidate) -> bool:
        line = self._shelf.model.link_from_bits + SURE_BITS
        return one.scored.weight.bits >= line and one.refusal(self._scorer) is None

    def _settles(self, one: _Candidate) -> bool:
        """The same sound identifier, and forename and birth date agree as well."""
        levels = one.scored.levels
        return (
            one.scored.confirmed
            and levels.get(GIVEN_NAME.name, NOTHING_TO_COMPARE) >= _FORENAME_AGREES
            and levels.get(BIRTH_DATE.name, NOTHING_TO_COMPARE) == _SAME_BIRTH_DATE
            and one.refusal(self._scorer) is None
        )

    def _details(self, row: int) -> Details:
        return self._overlay.details(row) if row >= self._shelf.records else self._shelf.details(row)

    def _told(self, record: Mapping[str, Any]) -> Details:
        """The record's details, with what only the whole can say. Raises: MisshapenRecord."""
        hold_to_shape(record)
        details = details_of(record, on=self._on, identifiers=self._identifiers, others=self._shelf.model.others)
        details |= self._shelf.common.told_of(details)
        if self._by_parts:
            details |= key_parts(details)
        details["local_id_space"] = SHARED_SPACE if self._shelf.local_ids_are_shared else details["dataset"]
        return details_without(details, self._shelf.numbers_of_others)

    def _others_of(
        self, person: str, best: Mapping[str, Any], weighing: Weighing
    ) -> Iterator[tuple[Mapping[str, Any], Scored | None]]:
        """The person's records but for the ``best``, with what each weighed where it was weighed."""
        number = joined(PERSON.columns, {name: number_of(person) for name in PERSON.columns})
        overlay = self._overlay.under(self._of_person, number) if self._overlay.holds_any else ()
        for row in (*self._shelf.under(self._of_person, number), *overlay):
            if row in self._overlay.gone:
                continue
            held, scored = weighing.weighed.get(row) or (self._details(row), None)
            # A stranger may stand under the same number.
            if held is not best and held["person_id"] == person:
                yield held, scored

    def _hit(self, person: str, one: _Candidate, weighing: Weighing) -> Hit:
        scored, held, refusal = one.scored, one.held, one.refusal(self._scorer)
        outcome = self._outcome(scored, refusal)
        if outcome is Outcome.LINKED:
            others = self._others_of(person, held, weighing)
            refusal = what_speaks_against(self._scorer, weighing, held, scored, others)
            outcome = Outcome.REVIEW if refusal else outcome
        levels = scored.levels.items()
        explanation = tuple([self._lines[told] for told in levels if told[1] != NOTHING_TO_COMPARE])
        return Hit(
            person_id=person,
            dataset=held["dataset"],
            record_id=held["record_id"],
            bits=round(scored.bits, 4),
            probability=round(self._shelf.model.probability(scored.bits), 6),
            outcome=outcome,
            against=refusal.name if refusal else "",
            explanation=(_SAME_IDENTIFIER, *explanation) if scored.confirmed else explanation,
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


_FORENAME_AGREES = GIVEN_NAME.level_labelled("a nickname or spelling of it")
_SAME_BIRTH_DATE = BIRTH_DATE.level_labelled("the same date of birth")
_SAME_IDENTIFIER = Evidence(
    about="identifier", says="the same sound identifier", bits=IDENTIFIER_BITS, relative_bits=IDENTIFIER_BITS
)


def _most_voted(votes: Mapping[int, float], weighed: Collection[int], most: int) -> list[int]:
    """Of those not weighed yet, the ones for whom most speaks."""
    return sorted([row for row in votes if row not in weighed], key=votes.__getitem__, reverse=True)[:most]


def _lines(scorer: Scorer) -> Mapping[tuple[str, int], Evidence]:
    """The line of each level that a comparison may meet, said once."""
    return {
        (c.name, level): Evidence(
            about=c.name,
            says=step.label,
            bits=round(step.stranger_bits, 2),
            relative_bits=round(step.relative_bits, 2),
        )
        for c in scorer.comparisons
        for level, step in enumerate(reversed(scorer.model.steps[c.name]))
    }
