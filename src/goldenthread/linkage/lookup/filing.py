"""File records for looking up, a part of them at a time, so that a nation needs no more memory than its longest key.

A value that too many share is not filed; whoever shares it is filed under the keys that ask for more. A record is not
filed under a key where a coarser one finds it already: each pair that shares a key that is not too common still meets.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.feather as feather

from goldenthread.linkage.blocking import IDENTIFIER_KEYS, Key
from goldenthread.linkage.incremental.reference import Reference
from goldenthread.linkage.incremental.standing import Standing
from goldenthread.linkage.lookup.checks import columns_asked
from goldenthread.linkage.lookup.journal import SINCE
from goldenthread.linkage.lookup.numbers import (
    NOTHING,
    Numbers,
    coarser_keys,
    joined_columns,
    number_of,
    numbers_of,
)
from goldenthread.linkage.lookup.packing import ENTRIES_A_BEGINNING_BITS, Packing, pack_entries, sample_of
from goldenthread.linkage.lookup.wholeness import seal
from goldenthread.linkage.model import Model
from goldenthread.linkage.model_file import write_model
from goldenthread.linkage.numbers_of_others import COLUMN_OF, of_others
from goldenthread.linkage.shapes import Constraint

GROUP, FIELD, ITEM = "\x1d", "\x1f", "\x1e"
MOST_UNDER_ONE_VALUE = 60
"""A value that more records share says too little to be looked under."""
RECORD = Key(columns=("record",))
"""Under this key stands each record's own id, so that it can be taken away."""
PERSON = Key(columns=("person_id",))
"""Under this key stand the records of one person, so that all of them can be heard."""
ROWS_AT_ONCE = 200_000
NUMBERS_OF_OTHERS = "numbers_of_others"
WHOSE = ("person_id", "dataset", "record_id")
_IDENTIFIERS = tuple(column for columns in IDENTIFIER_KEYS for column in columns)


def write_shelf(
    standing: Standing, folder: Path, *, keys: Sequence[Key], most_under_one_value: int = MOST_UNDER_ONE_VALUE
) -> None:
    """File every record of ``standing``, in the order of its rows. ``folder`` must be new: a shelf may be in use."""
    with Filing(folder, standing.model, keys=keys, most_under_one_value=most_under_one_value) as filing:
        for start in range(0, len(standing.features), ROWS_AT_ONCE):
            filing.add(standing.features.slice(start, ROWS_AT_ONCE), standing.people.slice(start, ROWS_AT_ONCE))
        filing.finish(standing.reference, standing.constraints)


class Filing:
    """A shelf in the making."""

    def __init__(
        self, folder: Path, model: Model, *, keys: Sequence[Key], most_under_one_value: int = MOST_UNDER_ONE_VALUE
    ) -> None:
        folder.mkdir(mode=0o700, parents=True)
        self._folder, self._model, self._most = folder, model, most_under_one_value
        self._keys = (*keys, PERSON, RECORD)
        self._groups = groups_of(model)
        self._drafts = {c: self._open(_draft(c)) for k in self._keys for c in k.columns}
        self._details, self._starts = self._open("details"), self._open("starts")
        self._packing = Packing(b"")
        self._records = self._written = 0
        self._starts.write(np.zeros(1, dtype=np.uint64).tobytes())

    def __enter__(self) -> "Filing":
        return self

    def __exit__(self, fault: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        for column, file in self._drafts.items():
            file.close()
            (self._folder / _draft(column)).unlink()
        self._details.close()
        self._starts.close()

    def _open(self, name: str) -> BinaryIO:
        return (self._folder / name).open("wb")

    def add(self, features: pa.Table, people: pa.Array) -> None:
        """File these records under the rows that come next. ``people`` says whose each is."""
        told = features.append_column("person_id", people)
        self._write_records([line.encode() for line in lines_of(told, self._groups).to_pylist()])
        for column, file in self._drafts.items():
            numbers = _record_numbers(features) if column in RECORD.columns else numbers_of(told[column])
            file.write(numbers.tobytes())
        self._records += len(features)

    def _write_records(self, lines: list[bytes]) -> None:
        if not self._records:
            self._packing = Packing(sample_of(lines))
        packed = [self._packing.pack(line) for line in lines]
        ends = self._written + np.cumsum([len(one) for one in packed], dtype=np.uint64)
        self._details.write(b"".join(packed))
        self._starts.write(ends.tobytes())
        self._written += sum(map(len, packed))

    def finish(self, reference: Reference, constraints: Sequence[Constraint] = ()) -> None:
        """What says that the index is whole is written last. Of ``constraints`` those of a number are kept: they hold
        for a record that is put later, too."""
        for file in (*self._drafts.values(), self._details, self._starts):
            file.flush()
        about = {
            "groups": self._groups,
            "keys": [list(k.columns) for k in self._keys],
            "sections": self._write_entries(),
            "filled": dict(reference.filled),
            "local_ids_are_shared": reference.local_ids_are_shared,
            "records": self._records,
            NUMBERS_OF_OTHERS: {kind: sorted(of_others(constraints, kind)) for kind in COLUMN_OF},
        }
        self._write_reference(reference)
        (self._folder / "sample").write_bytes(self._packing.sample)
        (self._folder / "model.json").write_text(write_model(self._model), encoding="utf-8")
        drafts = {_draft(column) for column in self._drafts}
        seal(self._folder, about, {path.name for path in self._folder.iterdir()} - drafts)
        (self._folder / SINCE).touch()
        for path in self._folder.iterdir():
            path.chmod(0o600)

    def _write_reference(self, reference: Reference) -> None:
        feather.write_feather(pa.table({"forename": reference.forenames}), self._folder / "forenames.arrow")
        for column, shares in reference.shares.items():
            feather.write_feather(shares, self._folder / f"shares-{column}.arrow")

    def _write_entries(self) -> list[tuple[int, int, int]]:
        """For each key where its directory and its entries begin, and how many bits of a number the directory reads."""
        sections, at_directory, at_entries = {}, 0, 0
        with self._open("directory") as directory_file, self._open("entries") as entries_file:
            for place, rows, kept in entries_of(self._keys, self._numbers_of, most=self._most):
                bits, directory = _directory(kept)
                directory_file.write(directory.tobytes())
                entries_file.write(pack_entries(rows, kept))
                sections[place] = (at_directory, at_entries, bits)
                at_directory, at_entries = at_directory + len(directory), at_entries + len(kept)
        return [sections[place] for place in range(len(self._keys))]

    def _numbers_of(self, key: Key) -> Numbers:
        return joined_columns([np.fromfile(self._folder / _draft(c), np.uint64) for c in key.columns])


def _draft(column: str) -> str:
    return f"draft-{column}"


def entries_of(
    keys: Sequence[Key], numbers_of_key: Callable[[Key], Numbers], *, most: int
) -> Iterator[tuple[int, Numbers, Numbers]]:
    """For each key its place, the rows filed under it and their numbers, in the order of the numbers."""
    coarser, filed = coarser_keys(keys), dict[int, Numbers]()
    needed = {c for places in coarser.values() for c in places}
    for place in sorted(coarser, key=lambda p: len(coarser[p])):
        numbers = numbers_of_key(keys[place])
        for other in coarser[place]:
            numbers[filed[other]] = NOTHING
        rows, kept = _not_too_common(numbers, most)
        if place in needed:
            filed[place] = np.zeros(len(numbers), dtype=bool)
            filed[place][rows] = True
        yield place, rows, kept


def lines_of(features: pa.Table, groups: Sequence[Sequence[str]]) -> pa.ChunkedArray:
    """Each record in one text, as ``Layout`` reads it."""
    return _joined([_joined([_texts(features[c]) for c in columns], FIELD) for columns in groups], GROUP)


def _not_too_common(numbers: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """Rows and their numbers, in the order of the numbers."""
    rows = np.flatnonzero(numbers)
    rows = rows[np.argsort(numbers[rows], kind="stable")]
    ordered = numbers[rows]
    ends = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True)) + 1 if len(ordered) else np.zeros(0, np.int64)
    sizes = np.diff(ends, prepend=0)
    kept = np.repeat(sizes <= most, sizes)
    return rows[kept].astype(np.uint64), ordered[kept]


def _directory(ordered: Numbers) -> tuple[int, Numbers]:
    """Where the numbers with each beginning start."""
    bits = max(len(ordered).bit_length() - 1 - ENTRIES_A_BEGINNING_BITS, 1)
    beginnings = (ordered >> np.uint64(64 - bits)).astype(np.int64)
    counts = np.bincount(beginnings, minlength=1 << bits)
    return bits, np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)


def groups_of(model: Model) -> tuple[tuple[str, ...], ...]:
    """The columns in the order filed: whose record it is, then those that are compared together, then the rest."""
    asked = columns_asked(model).difference(WHOSE, _IDENTIFIERS)
    groups: list[frozenset[str]] = []
    for comparison in model.chosen():
        columns = comparison.columns()
        overlapping = [g for g in groups if g & columns]
        groups = [g for g in groups if g not in overlapping] + [columns.union(*overlapping)]
    rest = asked.difference(*groups)
    return (WHOSE, _IDENTIFIERS, *(tuple(sorted(g)) for g in groups), tuple(sorted(rest)))


def _joined(texts: Sequence[pa.ChunkedArray], by: str) -> pa.ChunkedArray:
    between = pa.scalar(by, pa.large_string())
    return pc.binary_join_element_wise(*texts, between, null_handling="replace", null_replacement="")


def _texts(values: pa.ChunkedArray) -> pa.ChunkedArray:
    joins = pa.types.is_list(values.type)
    return (pc.binary_join(values, ITEM) if joins else values).cast(pa.large_string())


def _record_numbers(features: pa.Table) -> Numbers:
    named = zip(features["dataset"].to_pylist(), features["record_id"].to_pylist(), strict=True)
    return np.array([number_of_record(*name) for name in named], dtype=np.uint64)


def number_of_record(dataset: str, record_id: str) -> int:
    return number_of(f"{dataset}\0{record_id}")
