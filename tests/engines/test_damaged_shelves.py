"""A look-up index that is not as it was written is refused, and says what to do."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from goldenthread.linkage.lookup import Lookup, UnreadableShelf, check_shelf, write_shelf
from goldenthread.linkage.lookup.wholeness import MAPPED, read_about, seal
from tests.engines.everybody_filed import everybody
from tests.unit.linkage.records_made import TODAY, record


def of_the_form_before(shelf: Path) -> None:
    about = json.loads((shelf / "about.json").read_text(encoding="utf-8"))
    del about["format"]
    (shelf / "about.json").write_text(json.dumps(about), encoding="utf-8")


def never_finished(shelf: Path) -> None:
    (shelf / "about.json").unlink()


def told_otherwise(shelf: Path) -> None:
    about = json.loads((shelf / "about.json").read_text(encoding="utf-8"))
    (shelf / "about.json").write_text(json.dumps({**about, "local_ids_are_shared": None}), encoding="utf-8")


def of_no_kind(shelf: Path) -> None:
    (shelf / "about.json").write_text("[]", encoding="utf-8")


def finished_in_part(shelf: Path) -> None:
    about = shelf / "about.json"
    about.write_bytes(about.read_bytes()[:-9])


def cut_short(shelf: Path) -> None:
    with (shelf / "details").open("r+b") as file:
        file.truncate(1000)


def of_a_model_before(shelf: Path) -> None:
    model = json.loads((shelf / "model.json").read_text(encoding="utf-8"))
    model["steps"]["given_name"] = model["steps"]["given_name"][:-1]
    (shelf / "model.json").write_text(json.dumps(model), encoding="utf-8")
    about = read_about(shelf)
    seal(shelf, {name: told for name, told in about.items() if name not in ("format", "files")}, about["files"])


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (of_the_form_before, "in another form than this version's"),
        (never_finished, "was not finished"),
        (finished_in_part, "was not finished"),
        (told_otherwise, "about.json is not as it was written"),
        (of_no_kind, "in another form"),
        (cut_short, "details is not as it was written"),
        (of_a_model_before, "given_name in other steps than this version"),
    ],
)
def test_a_shelf_that_cannot_be_read_aright_is_refused_and_says_what_to_do(
    tmp_path: Path, spoil: Callable[[Path], None], why: str
) -> None:
    _, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    spoil(tmp_path / "shelf")
    with pytest.raises(UnreadableShelf, match=why) as refused:
        Lookup(tmp_path / "shelf", on=TODAY)
    assert "Write the index anew" in str(refused.value)


def flipped(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 0x15
    path.write_bytes(data)


FILES = (
    "about.json",
    "details",
    "directory",
    "entries",
    "forenames.arrow",
    "model.json",
    "sample",
    "shares-family.arrow",
    "shares-given.arrow",
    "since.jsonl",
    "starts",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    _, standing = everybody()
    shelf = tmp_path_factory.mktemp("whole") / "shelf"
    write_shelf(standing, shelf, keys=standing.reference.keys)
    child = record(dataset="new", record_id="9", given_name="Zuleika", family_name="Dobson")
    Lookup(shelf, on=TODAY).put(child, person_id="ZD")
    check_shelf(shelf)
    assert {path.name for path in shelf.iterdir()} == {*FILES, *(p.name for p in shelf.glob("shares-*"))}
    return shelf


def spoil(path: Path, how: str) -> None:
    match how:
        case "gone":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        case "folder":
            path.unlink()
            path.mkdir()


@pytest.mark.parametrize("how", ["gone", "empty", "cut", "folder"])
@pytest.mark.parametrize("name", sorted(set(FILES) - {"since.jsonl"}))
def test_a_file_that_is_gone_or_cut_is_refused_at_opening(whole: Path, tmp_path: Path, name: str, how: str) -> None:
    shelf = Path(shutil.copytree(whole, tmp_path / "shelf"))
    spoil(shelf / name, how)
    with pytest.raises(UnreadableShelf, match="Write the index anew"):
        Lookup(shelf, on=TODAY)


@pytest.mark.parametrize("name", sorted(set(FILES) - {"since.jsonl"}))
def test_a_changed_byte_is_refused_at_opening_save_in_what_is_mapped_and_there_by_reading_it_through(
    whole: Path, tmp_path: Path, name: str
) -> None:
    for at in (0, 700, -1):
        shelf = Path(shutil.copytree(whole, tmp_path / f"shelf{at}"))
        flipped(shelf / name, at)
        with pytest.raises(UnreadableShelf):
            check_shelf(shelf)
        if name not in MAPPED:
            with pytest.raises(UnreadableShelf):
                Lookup(shelf, on=TODAY)


def test_a_shelf_without_its_changes_is_refused_and_so_is_a_change_that_was_altered(
    whole: Path, tmp_path: Path
) -> None:
    shelf = Path(shutil.copytree(whole, tmp_path / "shelf"))
    child = record(dataset="sought", record_id="9", given_name="Zuleika", family_name="Dobson")
    index = Lookup(shelf, on=TODAY)
    assert index.look_up(child).hits[0].person_id == "ZD"
    for at in (3, 40, -2):
        changed = Path(shutil.copytree(whole, tmp_path / f"shelf{at}"))
        flipped(changed / "since.jsonl", at)
        spoiled = Lookup(changed, on=TODAY)
        for _ in range(2):
            with pytest.raises(UnreadableShelf, match=r"since\.jsonl is not as it was written"):
                spoiled.look_up(child)
    (shelf / "since.jsonl").write_bytes(b"")
    with pytest.raises(UnreadableShelf, match="shorter than it was"):
        index.look_up(child)
    (shelf / "since.jsonl").unlink()
    with pytest.raises(UnreadableShelf, match=r"since\.jsonl cannot be opened"):
        Lookup(shelf, on=TODAY)


@pytest.mark.parametrize("name", MAPPED)
def test_a_look_up_in_spoiled_files_answers_nothing_made_up_and_raises_nothing_else(
    whole: Path, tmp_path: Path, name: str
) -> None:
    """Whoever is named is named with their own weight; where a record cannot be read aright, that is said."""
    asked = everybody()[0].to_pylist()[:60]
    sound = Lookup(whole, on=TODAY)
    refused = 0
    for seed in range(4):
        shelf = Path(shutil.copytree(whole, tmp_path / f"shelf{seed}"))
        path, chance = shelf / name, random.Random(seed)
        data = bytearray(path.read_bytes())
        for _ in range(len(data) // 20):
            data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        path.write_bytes(data)
        index = Lookup(shelf, on=TODAY)
        for one in asked:
            known = {(h.person_id, h.record_id): h.bits for h in sound.look_up(one, most=100, every_path=True).hits}
            try:
                hits = index.look_up(one, every_path=True).hits
            except UnreadableShelf:
                refused += 1
                continue
            assert all(known.get((h.person_id, h.record_id), h.bits) == h.bits for h in hits)
    assert refused > 0 or name in ("entries", "directory")


def test_a_damaged_record_is_said_to_be_damaged(tmp_path: Path) -> None:
    _, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    with (tmp_path / "shelf" / "details").open("r+b") as file:
        file.write(b"\xff" * 9)
    with pytest.raises(UnreadableShelf, match="damaged"):
        Lookup(tmp_path / "shelf", on=TODAY)._shelf.details(0)
