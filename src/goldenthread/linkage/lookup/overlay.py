"""What changed since the shelf was written, laid over it: records put are found, records taken away are not."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from goldenthread.linkage.lookup.details import Details
from goldenthread.linkage.lookup.filing import RECORD, number_of_record
from goldenthread.linkage.lookup.folding import LEAST_CHANGES, Filed, Standing, as_told, read_folded, write_folded
from goldenthread.linkage.lookup.journal import Change, Journal
from goldenthread.linkage.lookup.numbers import Paths
from goldenthread.linkage.lookup.shelf import Shelf
from goldenthread.linkage.lookup.wholeness import UnreadableShelf


class Overlay:
    """Rows of records put follow those of the shelf.

    Threads may look up while one catches up: lists are replaced, not changed, and a row's details stay.
    """

    def __init__(self, shelf: Shelf, path: Path, paths: Paths) -> None:
        self._shelf, self._paths, self._journal, self._folder = shelf, paths, Journal(path), path.parent
        self._record_key = shelf.keys.index(RECORD)
        self._one_at_a_time = Lock()
        self._folded = folded = read_folded(self._folder, self._journal.text())
        self._journal.take(folded.read)
        self._next, self._since, self._put = shelf.records + len(folded.told), 0, 0
        self._row_of = {key: shelf.records + row for key, row in folded.row_of.items()}
        self.gone: set[int] = set(folded.gone)
        self._details: dict[int, Details] = {}
        self._numbers: dict[int, Filed] = {}
        self._filed: dict[tuple[int, int], list[int]] = {}

    def catch_up(self) -> None:
        """Raises: UnreadableShelf, and again each time until the index is whole."""
        with self._one_at_a_time:
            for change in self._journal.news():
                self._apply(change)
                self._since += 1
            if self._folded.is_outgrown(self._since):
                self._fold()

    @property
    def holds_any(self) -> bool:
        return bool(self._details or self._folded.told)

    def details(self, row: int) -> Details:
        if row not in self._details:
            self._details[row] = self._folded.details(row - self._shelf.records)
        return self._details[row]

    def under(self, place: int, number: int) -> list[int]:
        first = self._shelf.records
        folded = [first + row for row in self._folded.under(place, number)]
        return folded + self._filed.get((place, number), [])

    def put(self, details: Details, *, person_id: str) -> None:
        self._add({"put": {**details, "person_id": person_id}})

    def remove(self, dataset: str, record_id: str) -> None:
        self._add({"gone": [dataset, record_id]})

    def close(self) -> None:
        self._journal.close()

    def _add(self, change: Change) -> None:
        """Whoever puts many folds them, so that nobody who asks first has to take them one by one."""
        self._journal.add(change)
        self._put += 1
        if self._put >= LEAST_CHANGES:
            self._put = 0
            with suppress(UnreadableShelf):  # the change is kept, and each look-up says what is wrong
                self.catch_up()

    def _fold(self) -> None:
        """Keep what all changes come to for whoever begins later. What this process knows stays as it is."""
        first, told, filed = self._shelf.records, self._folded.told, self._folded.filed()
        standing: list[Standing] = []
        for key, row in sorted(self._row_of.items(), key=lambda one: one[1]):
            if row - first < len(told):
                standing.append((key, told[row - first], filed[row - first]))
            else:
                standing.append((key, as_told(self._details[row]), self._numbers[row]))
        gone = [row for row in self.gone if row < first]
        changes, keys = self._folded.changes + self._since, len(self._shelf.keys)
        write_folded(self._folder, self._journal.taken(), changes=changes, gone=gone, records=standing, keys=keys)
        self._folded, self._since = replace(self._folded, changes=changes), 0

    def _apply(self, change: Change) -> None:
        match change:
            case {"put": dict(details)}:
                self._take_away(details["dataset"], details["record_id"])
                self._file(details)
            case {"gone": [str(dataset), str(record_id)]}:
                self._take_away(dataset, record_id)
            case _:
                raise self._journal.not_understood()

    def _file(self, details: dict[str, Any]) -> None:
        row, self._next = self._next, self._next + 1
        self._row_of[details["dataset"], details["record_id"]] = row
        self._details[row] = details
        self._numbers[row] = self._paths.numbers(details)
        for place, number in self._numbers[row]:
            self._filed[place, number] = [*self._filed.get((place, number), []), row]

    def _take_away(self, dataset: str, record_id: str) -> None:
        for filed in self._shelf.under(self._record_key, number_of_record(dataset, record_id)):
            held = self._shelf.details(filed)
            # A stranger may stand under the same number, and must stay.
            if (held["dataset"], held["record_id"]) == (dataset, record_id):
                self.gone.add(filed)
        row = self._row_of.pop((dataset, record_id), None)
        if row is None:
            return
        if row < self._shelf.records + len(self._folded.told):
            self.gone.add(row)
            return
        for place, number in self._numbers.pop(row):
            self._filed[place, number] = [other for other in self._filed[place, number] if other != row]
