"""What is put on a look-up index or taken away is so at once, for every process."""

import stat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from goldenthread.linkage.lookup import Filing, Lookup, MisshapenRecord, UnreadableShelf, overlay, write_shelf
from goldenthread.linkage.lookup.filing import number_of_record
from tests.engines.everybody_filed import everybody, persons
from tests.unit.linkage.records_made import TODAY, nhs_number, record


def test_a_record_put_is_found_by_the_next_look_up_and_one_removed_is_not() -> None:
    _, standing = everybody()
    with TemporaryDirectory() as folder:
        write_shelf(standing, Path(folder) / "shelf", keys=standing.reference.keys)
        index = Lookup(Path(folder) / "shelf", on=TODAY)
        child = record(dataset="new", record_id="9", given_name="Zuleika", family_name="Dobson", **nhs_number(950))
        assert "ZD" not in [hit.person_id for hit in index.look_up(child).hits]
        index.put(child, person_id="ZD")
        assert index.look_up({**child, "dataset": "sought"}).hits[0].person_id == "ZD"
        index.put({**child, "given_name": "Mary", "family_name": "Jones"}, person_id="MJ")
        assert "ZD" not in [hit.person_id for hit in index.look_up(child).hits]
        index.remove("new", "9")
        assert "MJ" not in [hit.person_id for hit in index.look_up(child).hits]
        of_the_shelf = next(iter(persons()))
        index.remove(*of_the_shelf)
        assert of_the_shelf not in [(h.dataset, h.record_id) for h in index.look_up(everybody()[0].to_pylist()[0]).hits]


def test_what_was_put_is_seen_by_every_process_and_outlives_them(tmp_path: Path) -> None:
    _, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    one, other = (Lookup(tmp_path / "shelf", on=TODAY) for _ in range(2))
    child = record(dataset="new", record_id="9", given_name="Zuleika", family_name="Dobson", **nhs_number(950))
    gone = next(iter(persons()))
    one.put(child, person_id="ZD")
    one.remove(*gone)
    for index in (one, other, Lookup(tmp_path / "shelf", on=TODAY)):
        assert index.look_up(child).hits[0].person_id == "ZD"
        told = next(r for r in everybody()[0].to_pylist() if (r["dataset"], r["record_id"]) == gone)
        assert gone not in [(h.dataset, h.record_id) for h in index.look_up(told, every_path=True).hits]


def test_a_change_cut_short_is_passed_over_and_spoils_none_after_it(tmp_path: Path) -> None:
    _, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    since = tmp_path / "shelf" / "since.jsonl"
    since.write_text('0a1b2c3d {"put": {"dataset": "new", "record')
    index = Lookup(tmp_path / "shelf", on=TODAY)
    child = record(dataset="new", record_id="9", given_name="Zuleika", family_name="Dobson")
    assert "ZD" not in [hit.person_id for hit in index.look_up(child).hits]
    index.put(child, person_id="ZD")
    assert index.look_up(child).hits[0].person_id == "ZD"


def test_a_shelf_is_for_its_owner_alone_and_is_never_written_over(tmp_path: Path) -> None:
    _, standing = everybody()
    shelf = tmp_path / "shelf"
    write_shelf(standing, shelf, keys=standing.reference.keys)
    Lookup(shelf, on=TODAY).remove("nobody", "1")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (shelf, *shelf.iterdir())} == {0o700, 0o600}
    with pytest.raises(FileExistsError):
        write_shelf(standing, shelf, keys=standing.reference.keys)


def test_a_stranger_under_the_same_number_stays_when_a_record_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    gone, stranger = list(persons())[:2]
    number_of_stranger = number_of_record(*stranger)
    monkeypatch.setattr(overlay, "number_of_record", lambda *_: number_of_stranger)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    index.remove(*gone)
    index._overlay.catch_up()
    assert not index._overlay.gone
    index.remove(*stranger)
    index._overlay.catch_up()
    assert [index._shelf.details(row)["record_id"] for row in index._overlay.gone] == [stranger[1]]


def test_an_index_of_nobody_finds_nobody_until_somebody_is_put(tmp_path: Path) -> None:
    _, standing = everybody()
    with Filing(tmp_path / "shelf", standing.model, keys=standing.reference.keys) as filing:
        filing.finish(standing.reference)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    child = record(dataset="new", record_id="9", given_name="Zuleika", family_name="Dobson")
    assert not index.look_up(child).hits
    index.put(child, person_id="ZD")
    assert [hit.person_id for hit in index.look_up({**child, "dataset": "sought"}).hits] == ["ZD"]


def test_a_change_that_cannot_be_taken_is_refused_each_time_and_never_passed_over(tmp_path: Path) -> None:
    """The record that is to be taken away is damaged, so that nobody can say whether it is the one."""
    _, standing = everybody()
    shelf, first = tmp_path / "shelf", next(iter(persons()))
    write_shelf(standing, shelf, keys=standing.reference.keys)
    row = list(zip(*(standing.features[name].to_pylist() for name in ("dataset", "record_id")), strict=True)).index(
        first
    )
    sound = Lookup(shelf, on=TODAY)
    begins, ends = sound._shelf._starts[row], sound._shelf._starts[row + 1]
    details = bytearray((shelf / "details").read_bytes())
    details[begins:ends] = bytes(ends - begins)
    (shelf / "details").write_bytes(details)
    index = Lookup(shelf, on=TODAY)
    child = record(dataset="new", record_id="9", given_name="Zuleika", family_name="Dobson", **nhs_number(950))
    index.put(child, person_id="ZD")
    index.remove(*first)
    for _ in range(3):
        with pytest.raises(UnreadableShelf, match="a record in it is damaged"):
            index.look_up(child)


def test_a_change_of_another_kind_is_refused(tmp_path: Path) -> None:
    _, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    index._overlay._journal.add({"merged": ["a", "b"]})
    with pytest.raises(UnreadableShelf, match=r"since\.jsonl holds a change that this version does not know"):
        index.look_up(record(dataset="sought", record_id="1"))


@pytest.mark.parametrize("missing", ["dataset", "record_id"])
def test_a_record_that_could_be_told_from_no_other_is_not_filed(tmp_path: Path, missing: str) -> None:
    _, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    child = record(dataset="new", record_id="9", given_name="Zuleika", family_name="Dobson")
    for nothing in (None, ""):
        with pytest.raises(MisshapenRecord, match=f"the record has no {missing}"):
            index.put({**child, missing: nothing}, person_id="ZD")
    assert (tmp_path / "shelf" / "since.jsonl").read_bytes() == b""


@pytest.mark.parametrize("nobody", [7, None, "", ["ZD"]])
def test_nothing_is_written_that_no_look_up_could_read(tmp_path: Path, nobody: Any) -> None:
    _, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    child = record(dataset="new", record_id="9", given_name="Zuleika", family_name="Dobson")
    with pytest.raises(MisshapenRecord, match="the person_id is"):
        index.put(child, person_id=nobody)
    for dataset, record_id, named in ((nobody, "9", "dataset"), ("new", nobody, "record_id")):
        with pytest.raises(MisshapenRecord, match=f"the {named} is"):
            index.remove(dataset, record_id)
    assert (tmp_path / "shelf" / "since.jsonl").read_bytes() == b""
    index.put(child, person_id="ZD")
    assert index.look_up(child).hits[0].person_id == "ZD"
