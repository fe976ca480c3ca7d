"""What a run kept is gone on from only as it was written: not a byte less, and not another."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from goldenthread.linkage import link, name_people
from goldenthread.linkage.incremental import KeptByAnotherVersion, NothingKept, keep, read_kept, stand
from tests.unit.linkage.records_made import TODAY, area


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    records, _ = area(12, seed=4)
    linked = link(records, on=TODAY)
    names = name_people(linked.people)
    folder = tmp_path_factory.mktemp("kept") / "standing"
    keep(stand(linked, records, named=[names[c] for c in linked.people["cluster"].to_pylist()]), folder)
    return folder


def copied(folder: Path, to: Path) -> Path:
    to.mkdir()
    for file in folder.iterdir():
        (to / file.name).write_bytes(file.read_bytes())
    return to


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def change(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def test_what_was_kept_is_read_as_it_was_written(written: Path, tmp_path: Path) -> None:
    first, again = read_kept(written), tmp_path / "again"
    keep(first, again)
    assert {f.name: f.read_bytes() for f in again.iterdir()} == {f.name: f.read_bytes() for f in written.iterdir()}


@pytest.mark.parametrize("spoil", [cut, change, Path.unlink])
def test_a_file_that_was_cut_changed_or_lost_is_found_whichever_it_is(
    written: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    for number, name in enumerate(sorted(f.name for f in written.iterdir())):
        folder = copied(written, tmp_path / str(number))
        spoil(folder / name)
        with pytest.raises(NothingKept, match="not as it was written") as told:
            read_kept(folder)
        assert not isinstance(told.value, KeptByAnotherVersion)


def test_a_decision_that_was_typed_in_is_found(written: Path, tmp_path: Path) -> None:
    about = copied(written, tmp_path / "typed") / "about.json"
    told = json.loads(about.read_text(encoding="utf-8"))
    about.write_text(json.dumps({**told, "records": told["records"] + 1}), encoding="utf-8")
    with pytest.raises(NothingKept, match=r"about\.json was changed"):
        read_kept(about.parent)


@pytest.mark.parametrize("content", ["[]", "null", "{}", '{"format": "another"}'])
def test_something_else_in_its_place_is_refused(written: Path, tmp_path: Path, content: str) -> None:
    about = copied(written, tmp_path / "else") / "about.json"
    about.write_text(content, encoding="utf-8")
    with pytest.raises(NothingKept):
        read_kept(about.parent)
