"""What changed since the shelf was written, laid over it: records put are found, records taken away are not."""

from pathlib import Path
from threading import Lock
from typing import Any

from goldenthread.linkage.lookup.details import Details
from goldenthread.linkage.lookup.filing import RECORD, number_of_record
from goldenthread.linkage.lookup.journal import Change, Journal
from goldenthread.linkage.lookup.numbers import Paths
from goldenthread.linkage.lookup.shelf import Shelf


class Overlay:
    """Rows of records put follow those of the shelf.

    Threads may look up while one catches up: lists are replaced, not changed, and a row's details stay.
    """

    def __init__(self, shelf: Shelf, path: Path, paths: Paths) -> None:
        self._shelf, self._paths, self._journal = shelf, paths, Journal(path)
        self._record_key = shelf.keys.index(RECORD)
        self._next, self._one_at_a_time = shelf.records, Lock()
        self._row_of: dict[tuple[str, str], int] = {}
        self.details: dict[int, Details] = {}
        self.gone: set[int] = set()
        self._filed: dict[tuple[int, int], list[int]] = {}

    def catch_up(self) -> None:
        """Raises: UnreadableShelf, and again each time until the index is whole."""
        with self._one_at_a_time:
            for change in self._journal.news():
                self._apply(change)

    def under(self, place: int, number: int) -> list[int]:
        return self._filed.get((place, number), [])

    def put(self, details: Details, *, person_id: str) -> None:
        self._journal.add({"put": {**details, "person_id": person_id}})

    def remove(self, dataset: str, record_id: str) -> None:
        self._journal.add({"gone": [dataset, record_id]})

    def close(self) -> None:
        self._journal.close()

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
        self.details[row] = details
        for place, number in self._paths.numbers(details):
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
        for place, number in self._paths.numbers(self.details[row]):
            self._filed[place, number] = [other for other in self._filed[place, number] if other != row]
