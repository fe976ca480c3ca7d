"""``goldenthread undo``: whatever a linking joined or split is undone by a decision that the next one obeys."""

from pathlib import Path

import pytest

from tests.unit.command.test_link_command import rows, run, sources

__all__ = ["sources"]


def pairs(folder: Path) -> set[frozenset[tuple[str, str]]]:
    """The people, each by their records."""
    people: dict[str, set[tuple[str, str]]] = {}
    for row in rows(folder / "people.csv"):
        people.setdefault(row["person_id"], set()).add((row["source"], row["record_id"]))
    return {frozenset(records) for records in people.values()}


def line_of(folder: Path, kind: str) -> str:
    changes = rows(folder / "changes.csv")
    assert all(change["because"] for change in changes)
    return next(str(n) for n, change in enumerate(changes, 2) if change["kind"] == kind)


@pytest.mark.requirement("A9")
def test_a_join_and_a_split_are_told_with_their_reason_and_each_is_undone(sources: list[str], tmp_path: Path) -> None:
    def link(out: str, previous: str = "", decisions: str = "") -> Path:
        more = ["--previous", str(tmp_path / previous)] if previous else []
        more += ["--constraints", str(tmp_path / decisions)] if decisions else []
        assert run("link", *sources, *more, "--out", str(tmp_path / out))[0] == 0
        return tmp_path / out

    def undo(folder: Path, kind: str, out: str) -> None:
        done, said = run("undo", str(folder), "--change", line_of(folder, kind), "--out", str(tmp_path / out))
        assert done == 0, said

    whole = (tmp_path / "team.csv").read_text(encoding="utf-8")
    lines = whole.splitlines(keepends=True)
    late = next(line for line in lines[1:] if _is_known_elsewhere(line, tmp_path))
    (tmp_path / "team.csv").write_text("".join(line for line in lines if line != late), encoding="utf-8")
    link("monday")
    (tmp_path / "team.csv").write_text(whole, encoding="utf-8")
    joined = link("tuesday", "monday")
    key = ("team", late.split(",")[0])
    assert next(person for person in pairs(joined) if key in person) != {key}
    undo(joined, "joined", "apart.csv")
    parted = link("wednesday", "tuesday", "apart.csv")
    assert {key} in pairs(parted)
    assert {key} in pairs(link("thursday", "wednesday"))
    undo(parted, "split", "together.csv")
    assert pairs(link("friday", "wednesday", "together.csv")) == pairs(joined)


def _is_known_elsewhere(line: str, folder: Path) -> bool:
    """Whether another source has somebody of just this name and birthday."""
    who = line.split(",")[1:4]
    return any(row.split(",")[1:4] == who for row in (folder / "school.csv").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("line", ["1", "0", "99999", "-3"])
def test_a_line_that_is_not_there_is_refused(sources: list[str], tmp_path: Path, line: str) -> None:
    (tmp_path / "people.csv").write_text("source,record_id,person_id\na,1,p\n")
    (tmp_path / "changes.csv").write_text("kind,person_id,other_person_id,because,records\n")
    code, said = run("undo", str(tmp_path), "--change", line, "--out", str(tmp_path / "out.csv"))
    assert code == 2
    assert "there is no line" in said


def test_somebody_new_is_nothing_to_undo(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("source,record_id,person_id\na,1,p\n")
    (tmp_path / "changes.csv").write_text(
        'kind,person_id,other_person_id,because,records\nnew,p,,x,"[[""a"", ""1""]]"\n'
    )
    code, said = run("undo", str(tmp_path), "--change", "2", "--out", str(tmp_path / "out.csv"))
    assert code == 2
    assert "joined or split" in said
    assert not (tmp_path / "out.csv").exists()
