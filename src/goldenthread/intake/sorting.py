"""Sort the rows of a dataset as they come: into records, relations and facts, or into rejections. None is lost.

``accepted + rejected + outside = read`` holds after every batch. Notes are made column by column; a stable sort by row
brings them into the order in which a reader of each row would have made them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.intake.compiling import Layout, all_hold, take_day, take_id, take_text
from goldenthread.intake.contract import Contract, Value
from goldenthread.intake.describing import People, describe
from goldenthread.intake.frames import Batch, Frame, Notes
from goldenthread.intake.gathering import Facts, Records, Relations, Rows
from goldenthread.intake.held_back import HeldBack, Named
from goldenthread.intake.readers import Wanted
from goldenthread.intake.reasons import SENTENCES, Effect, Reason, Rejected, effect_of, mask
from goldenthread.intake.telling import Tell, relate, tell, tell_of_each
from goldenthread.intake.values import LONGEST_ID_CHARACTERS, are_plain, clean_text

LONGEST_RECORD_ID_CHARACTERS = 2 * LONGEST_ID_CHARACTERS

Fates = dict[int, Reason]
"""Why a row of the batch is not accepted; those that are accepted are not in it."""


class Sorter:
    """Holds what has come so far. ``begin`` a file, then ``take`` its rows batch by batch."""

    def __init__(self, contract: Contract, *, on: date, held_back: HeldBack | None, changes: bool = False) -> None:
        self.contract = contract
        self.on = on
        self.held_back = held_back
        self.read = self.accepted = self.outside = 0
        self.counts: Counter[Reason] = Counter()
        self.rejected: list[Rejected] = []
        self.records = Records(contract.contract)
        self.relations = Relations(contract.contract)
        self.facts = Facts(contract.contract)
        self.rows_kept_out: set[str] = set()
        """The record ids of rows that tell of somebody held back."""
        self.people_kept_out: set[str] = set()
        """The record ids of people held back whom other rows may tell of as well, and more sparingly."""
        self._read_ids: set[str] | None = set() if changes else None
        """The record id of every row, whatever became of it. Asked for of a file of changes alone: it is short."""
        self._rows: dict[str, int] = {}
        """Each row's record id with a hash of its cells, to tell a repeated row from a reused id."""
        self._file = ""
        self._main = next((block.part for block in contract.people if not block.record_id), "")

    def begin(self, file: str, columns: Wanted, layout: Layout) -> None:
        """Make ready for the rows of one file."""
        contract = self.contract
        self._file = file
        self._id = take_id(contract.record_id, layout) if contract.record_id else None
        self._agency = take_text(contract.agency or Value(literal=contract.source), layout)
        self._known_at = take_day(contract.known_at, layout)
        self._seeds = [all_hold(conditions, layout) for conditions in contract.cohort.seeds]
        self._describe = [describe(block, contract, layout, on=self.on) for block in contract.people]
        self._relate = [relate(block, layout) for block in contract.relations]
        groups = {path: (place, layout.with_more(names)) for place, (path, names) in enumerate(columns.groups)}
        self._tell: list[Tell] = []
        for fact in contract.facts:
            place, inner = groups[fact.each] if fact.each else (-1, layout)
            told = tell(fact, inner, dataset=contract.contract)
            self._tell.append(tell_of_each(told, place) if fact.each else told)

    def take(self, batch: Batch) -> None:
        """Sort the rows of one batch."""
        fates: Fates = {}
        early: Notes = []
        late: Notes = []
        rows = Rows.of(batch)
        everything = batch.frame()
        if self._read_ids is not None:
            self._read_ids.update(self._ids_of(everything, rows))
        usable = self._with_usable_id(self._in_cohort(everything, rows, fates, early), rows, fates)
        known = self._with_agency(usable, rows, fates, late)
        people = self._describe_all(known, rows, fates, late)
        repeated = self._repeated(usable, rows, batch.contents(), fates)
        if repeated:  # of a row that comes again only the repetition is told
            late = [note for note in late if note[0] not in repeated]
        self._keep(known.where([row not in fates for row in known.rows]), people, rows, late)
        self._reckon(batch, fates, [*early, *late])

    def _in_cohort(self, frame: Frame, rows: Rows, fates: Fates, notes: Notes) -> Frame:
        """The rows to load at all. What is left out leaves no other trace, not even of its faults."""
        undecided = frame
        for holds in self._seeds:
            found = holds(undecided, notes) if holds else range(len(undecided))
            seeds = frozenset(map(undecided.rows.__getitem__, found))
            for row in seeds:
                rows.cohorts[row] = "seed"
            undecided = undecided.where([row not in seeds for row in undecided.rows])
        if not self._seeds or self.contract.cohort.follow:
            word = "follow" if self._seeds else "seed"
            for row in undecided.rows:
                rows.cohorts[row] = word
            return frame
        fates.update(dict.fromkeys(undecided.rows, Reason.OUTSIDE_COHORT))
        return frame.where(rows.cohorts)

    def _with_usable_id(self, frame: Frame, rows: Rows, fates: Fates) -> Frame:
        record_ids = self._ids_of(frame, rows)
        plain = all(record_ids) and are_plain(record_ids, longest=LONGEST_RECORD_ID_CHARACTERS)
        for row, record_id in zip(frame.rows, record_ids, strict=True):
            rows.record_ids[row] = record_id
            if plain:
                continue
            if not record_id:
                fates[row] = Reason.NO_RECORD_ID
            elif len(record_id) > LONGEST_RECORD_ID_CHARACTERS or clean_text(record_id)[0] != record_id:
                fates[row] = Reason.UNUSABLE_RECORD_ID
        return frame.where([row not in fates for row in frame.rows])

    def _ids_of(self, frame: Frame, rows: Rows) -> Sequence[str]:
        return self._id(frame) if self._id else [str(rows.numbers[row]) for row in frame.rows]

    def _with_agency(self, frame: Frame, rows: Rows, fates: Fates, notes: Notes) -> Frame:
        agencies = self._agency(frame, notes)
        for row, agency in zip(frame.rows, agencies, strict=True):
            rows.agencies[row] = agency or ""
            if not agency:
                fates[row] = Reason.NO_AGENCY
        frame = frame.where(agencies)
        for row, known_at in zip(frame.rows, self._known_at(frame, notes), strict=True):
            rows.known_at[row] = known_at
        return frame

    def _describe_all(self, frame: Frame, rows: Rows, fates: Fates, notes: Notes) -> list[People]:
        days = [day or self.on for day in rows.known_at]
        everyone = [describe_some(frame, notes, days) for describe_some in self._describe]
        out: set[int] = set()
        for people in everyone:
            self._name(people, rows)
            if self.held_back is not None:
                held = list(_held_back(people, rows, self.held_back))
                self._kept_out_of(people).update(people.fields["record_id"][place] for place in held)
                out.update(people.rows[place] for place in held)
        fates.update(dict.fromkeys(out, Reason.OUTSIDE_COHORT))
        for people in (people for people in everyone if out and not people.has_own_id):
            told = zip(people.rows, people.fields["record_id"], strict=True)
            self.rows_kept_out.update(record_id for row, record_id in told if row in out)
        if everyone:
            described = frozenset(chain.from_iterable(people.rows for people in everyone))
            fates.update((row, Reason.NOBODY_TO_IDENTIFY) for row in frame.rows if row not in described)
        return everyone

    def _kept_out_of(self, people: People) -> set[str]:
        return self.people_kept_out if people.has_own_id else self.rows_kept_out

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table]:
        """Records, relations and facts. Whom one row showed to be held back is in none of them by another row."""
        return (
            self._without(self.records.table(), "record_id"),
            self._without(self.relations.table(), "record_id_from", "record_id_to"),
            self._without(self.facts.table(), "record_id"),
        )

    def left_out(self, records: pa.Table) -> frozenset[str]:
        """The records that rows of this file tell of no longer, if an earlier version of the row did.

        Whoever has an id of their own may be told of by rows that did not change, and is not among them.
        """
        tails = [
            "" if block.part == self._main and not block.record_id else f"#{block.part}"
            for block in self.contract.people
        ]
        could_be = {f"{record_id}{tail}" for record_id in self._read_ids or () for tail in tails}
        return frozenset(could_be.difference(records["record_id"].to_pylist()))

    def _without(self, table: pa.Table, *columns: str) -> pa.Table:
        """The rows in which no column names somebody of this dataset who is kept out."""
        out = pa.array(sorted(self.people_kept_out), pa.string())
        for column in columns if len(out) else ():
            ours = pc.equal(table["dataset"], self.contract.contract)
            table = table.filter(pc.invert(pc.and_(ours, pc.is_in(table[column], value_set=out))))
        return table

    def _name(self, people: People, rows: Rows) -> None:
        """Give every person a record id: the part's own, or the row's with the part behind it."""
        own = people.fields["record_id"] if people.has_own_id else [""] * len(people.rows)
        tail = "" if people.part == self._main and not people.has_own_id else f"#{people.part}"
        people.fields["record_id"] = [
            record_id or rows.record_ids[row] + tail for record_id, row in zip(own, people.rows, strict=True)
        ]

    def _repeated(self, usable: Frame, rows: Rows, contents: Sequence[int], fates: Fates) -> frozenset[int]:
        """The rows whose record id an accepted row before them has."""
        repeated = []
        for row in usable.rows:
            record_id = rows.record_ids[row]
            if record_id in self._rows:
                same = self._rows[record_id] == contents[row]
                fates[row] = Reason.DUPLICATE_ROW if same else Reason.DUPLICATE_RECORD_ID
                repeated.append(row)
            elif row not in fates:
                self._rows[record_id] = contents[row]
        return frozenset(repeated)

    def _keep(self, frame: Frame, everyone: Sequence[People], rows: Rows, notes: Notes) -> None:
        ids: dict[str, list[str]] = {}
        for people in everyone:
            ids[people.part] = of_part = [""] * len(rows.numbers)
            for row, record_id in zip(people.rows, people.fields["record_id"], strict=True):
                of_part[row] = record_id
        self.records.keep(everyone, rows, taken=frozenset(frame.rows), notes=notes)
        self.relations.keep([tell_some(frame, ids, notes) for tell_some in self._relate], rows)
        self.facts.keep([tell_some(frame, ids, notes) for tell_some in self._tell], rows)

    def _reckon(self, batch: Batch, fates: Fates, notes: Notes) -> None:
        """Count every row of the batch, and list what was not taken as it stood, row by row."""
        outside = sum(fate is Reason.OUTSIDE_COHORT for fate in fates.values())
        self.read += len(batch)
        self.outside += outside
        self.accepted += len(batch.numbers) - len(fates)
        found = [
            self._rejected(number, "", Reason(broken.reason), "", sentence=broken.sentence)
            for number, broken in batch.broken
        ]
        for row, fate in fates.items():
            if fate is not Reason.OUTSIDE_COHORT:
                found.append(self._rejected(batch.numbers[row], self.contract.record_id, fate, ""))
        for row, column, reason, raw in dict.fromkeys(notes):
            if fates.get(row) is not Reason.OUTSIDE_COHORT:
                found.append(self._rejected(batch.numbers[row], column, reason, raw))
        self.rejected.extend(sorted(found, key=attrgetter("row")))

    def _rejected(self, number: int, column: str, reason: Reason, raw: str, *, sentence: str = "") -> Rejected:
        effect = effect_of(reason)
        if reason is Reason.NOBODY_TO_IDENTIFY or (reason is Reason.NOT_A_NUMBER and not column):
            effect = Effect.ROW_REJECTED
        self.counts[reason] += 1
        return Rejected(
            row=number,
            field=column,
            reason=reason,
            sentence=sentence or SENTENCES[reason],
            masked=mask(raw) if raw else "",
            effect=effect,
            file=self._file,
        )


_MET_BY = (
    "nhs_number", "date_of_birth", "date_of_birth_written", "upn", "passport_number", "local_id", "local_id_issuer"
)  # fmt: skip
_NAMED_BY = ("full_name", "given_name", "middle_names", "known_as", "family_name", "former_family_name")


def _held_back(people: People, rows: Rows, held_back: HeldBack) -> Iterator[int]:
    """The places of the people who are never to be loaded."""
    fields, names = (zip(*map(people.field_of_each, told), strict=True) for told in (_MET_BY, _NAMED_BY))
    for place, ((nhs_number, born, written, upn, passport, local_id, issuer), named) in enumerate(
        zip(fields, names, strict=True)
    ):
        local = (issuer or rows.agencies[people.rows[place]], local_id) if local_id else None
        full, given, middle, known_as, family, former = (name or "" for name in named)
        if held_back.holds(
            nhs_number or None,
            f"{full} {given} {family}",
            born,
            written=written or "",
            named=Named(forenames=f"{given} {middle} {known_as}", surnames=f"{family} {former}", full_name=full),
            upn=upn,
            passport_number=passport,
            local_id=local,
        ):
            yield place
