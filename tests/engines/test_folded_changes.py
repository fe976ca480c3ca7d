"""Changes that were folded answer as the changes themselves, and whoever begins need not take them one by one."""

import random
from pathlib import Path
from typing import Any

import pytest

from goldenthread.linkage.lookup import Answer, Lookup, UnreadableShelf, write_shelf
from goldenthread.linkage.lookup.folding import FOLDED, LEAST_CHANGES
from goldenthread.linkage.lookup.journal import SINCE
from goldenthread.linkage.lookup.overlay import Overlay
from tests.engines.everybody_filed import everybody, persons
from tests.unit.linkage.records_made import TODAY, area

Row = dict[str, Any]


def changed(shelf: Path, *, seed: int, times: int) -> list[Row]:
    """Records put, put again and taken away, of the index and of those put; all that were ever put."""
    chance, index = random.Random(seed), Lookup(shelf, on=TODAY)
    rows: list[Row] = [{**row, "dataset": "new"} for row in area(20, seed=seed, numbered=0.5)[0].to_pylist()]
    of_the_index = sorted(persons())
    for number in range(times):
        row = chance.choice(rows)
        if chance.random() < 0.2:
            index.remove(*chance.choice([("new", row["record_id"]), chance.choice(of_the_index)]))
        else:
            index.put({**row, "postcode": chance.choice((row["postcode"], "WH9 9ZZ"))}, person_id=f"P{number}")
    index.close()
    return rows


def answers(index: Lookup, rows: list[Row]) -> list[Answer]:
    sought = [{**row, "dataset": "sought"} for row in (*rows, *everybody()[0].to_pylist()[:40])]
    return [index.look_up(row, every_path=True) for row in sought]


def by_the_changes_alone(shelf: Path, rows: list[Row]) -> list[Answer]:
    kept = (shelf / FOLDED).read_bytes()
    (shelf / FOLDED).unlink()
    try:
        return answers(Lookup(shelf, on=TODAY), rows)
    finally:
        (shelf / FOLDED).write_bytes(kept)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    _, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    return tmp_path / "shelf"


def test_folded_changes_answer_as_the_changes_do_also_those_that_come_after(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three times over: the second and third fold stand on the one before."""
    taken: list[object] = []
    apply = Overlay._apply
    monkeypatch.setattr(Overlay, "_apply", lambda self, change: (taken.append(change), apply(self, change))[1])
    for seed in (1, 2, 3):
        rows = changed(shelf, seed=seed, times=LEAST_CHANGES + 40)
        alone = by_the_changes_alone(shelf, rows)
        taken.clear()
        assert answers(Lookup(shelf, on=TODAY), rows) == alone
        assert len(taken) < LEAST_CHANGES
    assert any(hit.dataset == "new" for answer in alone for hit in answer.hits)
    assert (shelf / FOLDED).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("how", ["changed", "cut", "empty", "of other changes", "of another index"])
def test_what_was_not_folded_of_these_changes_is_passed_over(shelf: Path, tmp_path: Path, how: str) -> None:
    rows = changed(shelf, seed=4, times=LEAST_CHANGES)
    alone, folded = by_the_changes_alone(shelf, rows), (shelf / FOLDED).read_bytes()
    if how.startswith("of"):
        _, standing = everybody()
        keys = standing.reference.keys[: None if how == "of other changes" else -1]
        write_shelf(standing, tmp_path / "other", keys=keys)
        changed(tmp_path / "other", seed=5 if how == "of other changes" else 4, times=LEAST_CHANGES)
        spoiled = (tmp_path / "other" / FOLDED).read_bytes()
    else:
        half = len(folded) // 2
        flipped = folded[:half] + bytes([folded[half] ^ 1]) + folded[half + 1 :]
        spoiled = {"changed": flipped, "cut": folded[:half], "empty": b""}[how]
    (shelf / FOLDED).write_bytes(spoiled)
    assert answers(Lookup(shelf, on=TODAY), rows) == alone


def test_a_change_that_was_altered_is_refused_although_it_was_folded(shelf: Path) -> None:
    rows = changed(shelf, seed=6, times=LEAST_CHANGES)
    journal = bytearray((shelf / SINCE).read_bytes())
    journal[len(journal) // 2] ^= 1
    (shelf / SINCE).write_bytes(journal)
    with pytest.raises(UnreadableShelf, match=r"since\.jsonl is not as it was written"):
        Lookup(shelf, on=TODAY).look_up(rows[0])


def test_where_nothing_can_be_folded_changes_are_kept_all_the_same(shelf: Path) -> None:
    (shelf / FOLDED).mkdir()
    rows = changed(shelf, seed=7, times=LEAST_CHANGES)
    assert any(hit.dataset == "new" for answer in answers(Lookup(shelf, on=TODAY), rows) for hit in answer.hits)
    assert not [path.name for path in shelf.iterdir() if path.name.startswith(f"{FOLDED}.")]
