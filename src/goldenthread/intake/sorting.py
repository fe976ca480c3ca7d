"""Sort the rows of a dataset as they come: into records, relations and facts, or into rejections. None is lost.

``accepted + rejected + outside = read`` holds after every row.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pyarrow as pa

from goldenthread.intake.compiling import Layout, Notes, all_hold, take_day, take_id, take_text
from goldenthread.intake.contract import Contract
from goldenthread.intake.describing import AT, Describe, Person, describe
from goldenthread.intake.held_back import HeldBack
from goldenthread.intake.readers import Broken, Cells, Row, Wanted
from goldenthread.intake.reasons import SENTENCES, Effect, Reason, Rejected, effect_of, mask
from goldenthread.intake.shapes import FACTS, RECORDS, RELATIONS
from goldenthread.intake.telling import Relate, Tell, relate, tell
from goldenthread.intake.values import LONGEST_ID_CHARACTERS, clean_text

LONGEST_RECORD_ID_CHARACTERS = 2 * LONGEST_ID_CHARACTERS

_NAMES = tuple(AT[name] for name in ("full_name", "given_name", "family_name"))


class Sorter:
    """Holds what has come so far. ``begin`` a file, then ``take`` each of its rows."""

    def __init__(self, contract: Contract, *, on: date, held_back: HeldBack | None) -> None:
        self.contract = contract
        self.on = on
        self.held_back = held_back
        self.read = self.accepted = self.outside = 0
        self.counts: Counter[Reason] = Counter()
        self.rejected: list[Rejected] = []
        self._people: list[Person] = []
        self._relations: dict[tuple[str, str, str], tuple[object, ...]] = {}
        self._facts: list[tuple[object, ...]] = []
        self._rows: dict[str, int] = {}
        """Each row's record id with a hash of its cells, to tell a repeated row from a reused id."""
        self._told: dict[str, Person] = {}
        self._file = ""
        self._main = next((block.part for block in contract.people if not block.record_id), "")

    def begin(self, file: str, columns: Wanted, layout: Layout) -> None:
        """Make ready for the rows of one file."""
        contract = self.contract
        self._file = file
        self._id = take_id(contract.record_id, layout) if contract.record_id else None
        self._agency = take_text(contract.agency, layout) if contract.agency else None
        self._known_at = take_day(contract.known_at, layout)
        self._seeds = [all_hold(conditions, layout) for conditions in contract.cohort.seeds]
        self._describe: list[tuple[str, bool, Describe]] = [
            (block.part, bool(block.record_id), describe(block, contract, layout, on=self.on))
            for block in contract.people
        ]
        self._relate: list[Relate] = [relate(block, layout) for block in contract.relations]
        groups = {path: (place, layout.with_more(names)) for place, (path, names) in enumerate(columns.groups)}
        self._tell: list[tuple[int, str, Tell]] = []
        for fact in contract.facts:
            place, inner = groups[fact.each] if fact.each else (-1, layout)
            about = fact.record_of.dataset if fact.record_of else contract.contract
            self._tell.append((place, about, tell(fact, inner)))

    def take(self, row: Row) -> None:
        """Sort one row."""
        number, cells, groups = row
        self.read += 1
        if isinstance(cells, Broken):
            self._reject(number, "", Reason(cells.reason), "", sentence=cells.sentence)
            return
        notes: Notes = []
        problem = self._take_cells(number, cells, groups, notes)
        if problem is Reason.OUTSIDE_COHORT:
            self.outside += 1
            return  # what is left out leaves no other trace, not even of its faults
        if problem is not None:
            self._reject(number, self.contract.record_id, problem, "")
        else:
            self.accepted += 1
        for column, reason, raw in dict.fromkeys(notes) if notes else ():
            self._reject(number, column, reason, raw)

    def _take_cells(self, number: int, cells: Cells, groups: tuple[list[Cells], ...], notes: Notes) -> Reason | None:
        cohort = self._cohort(cells, notes)
        if cohort is None:
            return Reason.OUTSIDE_COHORT
        record_id = self._id(cells) if self._id else str(number)
        if problem := self._unusable(record_id, cells, groups):
            return problem
        agency = self._agency(cells, notes) if self._agency else self.contract.source
        if not agency:
            return Reason.NO_AGENCY
        known = self._known_at(cells, notes)
        people = self._describe_all(record_id, cells, notes, known or self.on)
        if self.contract.people and not people:
            return Reason.NOBODY_TO_IDENTIFY
        if self.held_back is not None and any(self._is_held_back(person) for person in people):
            return Reason.OUTSIDE_COHORT
        self._rows[record_id] = hash((cells, tuple(map(tuple, groups))))
        ids = {str(person[AT["part"]]): str(person[AT["record_id"]]) for person in people}
        for person in people:
            self._keep(person, number, agency, cohort, known, notes)
        self._keep_relations(agency, cells, ids, known, notes)
        self._keep_facts(agency, cells, groups, ids, notes)
        return None

    def _cohort(self, cells: Cells, notes: Notes) -> str | None:
        if not self._seeds or any(test is None or test(cells, notes) for test in self._seeds):
            return "seed"
        return "follow" if self.contract.cohort.follow else None

    def _unusable(self, record_id: str, cells: Cells, groups: tuple[list[Cells], ...]) -> Reason | None:
        if not record_id:
            return Reason.NO_RECORD_ID
        if len(record_id) > LONGEST_RECORD_ID_CHARACTERS or clean_text(record_id)[0] != record_id:
            return Reason.UNUSABLE_RECORD_ID
        if record_id not in self._rows:
            return None
        same = self._rows[record_id] == hash((cells, tuple(map(tuple, groups))))
        return Reason.DUPLICATE_ROW if same else Reason.DUPLICATE_RECORD_ID

    def _describe_all(self, record_id: str, cells: Cells, notes: Notes, known: date) -> list[Person]:
        people = []
        for part, has_own_id, describe_one in self._describe:
            person = describe_one(cells, notes, known)
            if person is None:
                continue
            if not has_own_id:
                person[AT["record_id"]] = record_id if part == self._main else f"{record_id}#{part}"
            elif not person[AT["record_id"]]:
                person[AT["record_id"]] = f"{record_id}#{part}"
            people.append(person)
        return people

    def _is_held_back(self, person: Person) -> bool:
        names = " ".join(str(person[place]) for place in _NAMES if person[place])
        born, nhs_number = person[AT["date_of_birth"]], person[AT["nhs_number"]]
        return self.held_back is not None and self.held_back.holds(
            str(nhs_number) if nhs_number else None, names, born if isinstance(born, date) else None
        )

    def _keep(self, person: Person, number: int, agency: str, cohort: str, known: date | None, notes: Notes) -> None:
        record_id = str(person[AT["record_id"]])
        body = person[AT["given_name"] : AT["known_at"]]
        earlier = self._told.get(record_id)
        if earlier is not None:
            if earlier[AT["given_name"] : AT["known_at"]] != body:
                notes.append((str(person[AT["part"]]), Reason.TOLD_TWICE_DIFFERENTLY, ""))
            if cohort == "seed":
                earlier[AT["in_cohort"]] = "seed"
            return
        self._told[record_id] = person
        person[AT["agency"]], person[AT["dataset"]], person[AT["row"]] = agency, self.contract.contract, number
        person[AT["in_cohort"]], person[AT["known_at"]] = cohort, known
        person[AT["address_protected"]] = bool(person[AT["address_protected"]])
        self._people.append(person)

    def _keep_relations(self, agency: str, cells: Cells, ids: dict[str, str], known: date | None, notes: Notes) -> None:
        for relate_one in self._relate:
            found = relate_one(cells, ids, notes)
            if found is not None:
                row = (agency, self.contract.contract, *found, known)
                self._relations.setdefault(found[:3], row)

    def _keep_facts(
        self, agency: str, cells: Cells, groups: tuple[list[Cells], ...], ids: dict[str, str], notes: Notes
    ) -> None:
        for place, about, tell_one in self._tell:
            every: Iterable[Cells] = [cells] if place < 0 else [cells + more for more in groups[place]]
            for one in every:
                found = tell_one(one, ids, notes)
                if found is not None:
                    self._facts.append((agency, about, *found, self.contract.contract))

    def _reject(self, number: int, column: str, reason: Reason, raw: str, *, sentence: str = "") -> None:
        effect = effect_of(reason)
        if reason is Reason.NOBODY_TO_IDENTIFY or (reason is Reason.NOT_A_NUMBER and not column):
            effect = Effect.ROW_REJECTED
        self.counts[reason] += 1
        self.rejected.append(
            Rejected(
                row=number,
                field=column,
                reason=reason,
                sentence=sentence or SENTENCES[reason],
                masked=mask(raw) if raw else "",
                effect=effect,
                file=self._file,
            )
        )

    def records(self) -> pa.Table:
        return _table(self._people, RECORDS)

    def relations(self) -> pa.Table:
        return _table(list(self._relations.values()), RELATIONS)

    def facts(self) -> pa.Table:
        return _table(self._facts, FACTS)


def _table(rows: list[list[object]] | list[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    if not rows:
        return schema.empty_table()
    columns = zip(*rows, strict=True)
    return pa.table(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
