"""``--link-only`` says that no source describes anybody twice; where one does, the run says what waits for it."""

import json
from pathlib import Path

import pytest

from tests.unit.command.agencies import rows, run, sources

__all__ = ["sources"]

TWICE = 12


@pytest.fixture
def with_duplicates(sources: list[str], tmp_path: Path) -> list[str]:
    """The school has every fifth pupil twice, under another number."""
    file = tmp_path / "school.csv"
    heading, *lines = file.read_text(encoding="utf-8").splitlines()
    again = [f"again-{line}" for line in lines[::5][:TWICE]]
    file.write_text("\n".join([heading, *lines, *again]) + "\n", encoding="utf-8")
    return sources


def test_pairs_that_wait_because_a_source_holds_duplicates_are_told_with_what_to_do(
    with_duplicates: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    code, said = run("link", *with_duplicates, "--link-only", "--out", str(out))
    assert code == 0, said
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))["kept_apart_by_link_only"]
    person_of = {(r["source"], r["record_id"]): r["person_id"] for r in rows(out / "people.csv")}
    sources_of = {p: {source for (source, _), q in person_of.items() if q == p} for p in person_of.values()}
    ends = [
        [person_of[r[f"source_{side}"], r[f"record_id_{side}"]] for side in "lr"]
        for r in rows(out / "links.csv")
        if r["outcome"] == "review"
    ]
    of_school = sum("school" in sources_of[left] & sources_of[right] for left, right in ends)
    assert told["sources"]["school"] == of_school >= TWICE
    assert f"{told['pairs']:,} pairs wait for a person that agree enough to be linked" in " ".join(said.split())
    assert "leave --link-only out" in " ".join(said.split())
    assert "leave <code>--link-only</code> out" in (out / "report.html").read_text(encoding="utf-8")


def test_nothing_is_said_where_no_source_holds_duplicates_or_none_is_promised(
    with_duplicates: list[str], tmp_path: Path
) -> None:
    code, said = run("link", *with_duplicates, "--out", str(tmp_path / "all"))
    assert code == 0, said
    assert "link-only" not in said
    told = json.loads((tmp_path / "all" / "report.json").read_text(encoding="utf-8"))
    assert told["kept_apart_by_link_only"] is None
    file = tmp_path / "school.csv"
    once = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("again-")]
    file.write_text("\n".join(once) + "\n", encoding="utf-8")
    code, said = run("link", *with_duplicates, "--link-only", "--out", str(tmp_path / "once"))
    assert code == 0, said
    assert "leave --link-only out" not in " ".join(said.split())


def test_between_sources_nothing_is_to_be_linked_where_there_is_one(sources: list[str], tmp_path: Path) -> None:
    code, said = run("link", *sources[:2], "--link-only", "--out", str(tmp_path / "out"))
    assert (code, "--link-only links between sources, and needs two" in " ".join(said.split())) == (2, True), said
    assert not (tmp_path / "out").exists()


def test_changes_of_one_source_are_linked_with_the_others_that_stand(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    one = tmp_path / "one"
    assert run("link", *sources, "--link-only", "--out", str(one))[0] == 0
    again = ["--link-only", "--changes-only", "--previous", str(one), "--out", str(tmp_path / "two")]
    code, said = run("link", *sources[:2], *again)
    assert code == 0, said
    assert (tmp_path / "two" / "people.csv").read_bytes() == (one / "people.csv").read_bytes()
