"""``goldenthread undo``: whatever a linking joined or split is undone by a decision that the next one obeys."""

import json
from pathlib import Path

import pytest

from tests.unit.command.agencies import linked_before, number, rows, run, sources
from tests.unit.linkage.records_made import nhs_number

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


@pytest.mark.requirement("A9")
def test_what_a_reviewer_ordered_is_told_as_theirs_and_not_as_the_machines(sources: list[str], tmp_path: Path) -> None:
    """One person's record goes to another: it is split from the first by one decision and joined by the other."""

    def link(out: str, *more: str) -> Path:
        assert run("link", *sources, "--out", str(tmp_path / out), *more)[0] == 0
        return tmp_path / out

    def decisions(name: str, *told: tuple[str, str, str, str, str]) -> str:
        lines = ["source_l,record_id_l,source_r,record_id_r,decision", *(",".join(one) for one in told)]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(tmp_path / name)

    before = pairs(linked_before(tmp_path / "before"))
    one, two = sorted((sorted(p) for p in before if len(p) == 3), key=str)[:2]
    ordered = decisions("together.csv", (*one[0], *two[0], "link"))
    joined = link("joined", "--previous", str(tmp_path / "before"), "--constraints", ordered)
    (line,) = [c for c in rows(joined / "changes.csv") if c["kind"] == "joined"]
    assert line["because"] == "a reviewer said that they are one person"

    apart = [(*one[0], *other, "apart") for other in one[1:]]
    ordered = decisions("moved.csv", *apart, (*one[0], *two[0], "link"))
    moved = link("moved", "--previous", str(tmp_path / "before"), "--constraints", ordered)
    assert {frozenset({one[0], *two}), frozenset(one[1:])} <= pairs(moved)
    told = {c["kind"]: c for c in rows(moved / "changes.csv")}
    assert told["joined"]["because"] == "a reviewer said that they are one person"
    assert told["split"]["because"] == "a reviewer said that they are two people"
    assert told["joined"]["records"] == told["split"]["records"]
    for word in ("person_id", "other_person_id"):
        assert told["joined"][word] == told["split"][word]

    undone = tmp_path / "undone.csv"
    lines = [word for kind in ("joined", "split") for word in ("--change", line_of(moved, kind))]
    assert run("undo", str(moved), *lines, "--out", str(undone))[0] == 0
    assert pairs(link("undone", "--previous", str(moved), "--constraints", str(undone))) == before


def test_a_join_by_the_machine_names_the_link_between_the_two_and_no_other(sources: list[str], tmp_path: Path) -> None:
    """The strongest link of a record that came may be one to another that came with it."""
    linked_before(tmp_path / "whole")
    weight = {
        frozenset({(r["source_l"], r["record_id_l"]), (r["source_r"], r["record_id_r"])}): float(r["weight_bits"])
        for r in rows(tmp_path / "whole" / "links.csv")
        if r["outcome"] == "linked"
    }
    person, late = next(
        (person, strongest)
        for person in sorted(pairs(tmp_path / "whole"), key=sorted)
        if len(person) == 3 and len(within := {ends: bits for ends, bits in weight.items() if ends <= person}) == 3
        for strongest in [max(within, key=lambda ends: within[ends])]
        if within[strongest] > sorted(within.values())[1]
    )
    whole = {name: (tmp_path / f"{name}.csv").read_text(encoding="utf-8") for name, _ in late}
    for name, record in late:
        kept = [line for line in whole[name].splitlines(keepends=True) if not line.startswith(f"{record},")]
        (tmp_path / f"{name}.csv").write_text("".join(kept), encoding="utf-8")
    model = ["--model", str(tmp_path / "whole" / "model.json")]
    run("link", *sources, *model, "--out", str(tmp_path / "monday"))
    for name, text in whole.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    run("link", *sources, *model, "--previous", str(tmp_path / "monday"), "--out", str(tmp_path / "tuesday"))
    (line,) = [c for c in rows(tmp_path / "tuesday" / "changes.csv") if c["kind"] == "joined"]
    assert {tuple(key) for key in json.loads(line["records"])} == late
    between = max(bits for ends, bits in weight.items() if ends <= person and ends != late)
    assert f"({between:.1f} bits)" in line["because"]


def test_where_nothing_changed_there_is_nothing_to_undo(sources: list[str], tmp_path: Path) -> None:
    linked_before(tmp_path / "one")
    code, said = run("undo", str(tmp_path / "one"), "--change", "2", "--out", str(tmp_path / "undone.csv"))
    assert (code, "nothing to undo" in said) == (2, True)


@pytest.mark.requirement("A9")
@pytest.mark.parametrize("kept", ["--keep", "--no-keep"])
def test_a_split_that_can_only_partly_be_undone_is_not_undone_at_all(
    sources: list[str], tmp_path: Path, kept: str
) -> None:
    """Two of a person's three records have two NHS numbers, so the third may go with one of them only."""
    number(tmp_path, {})
    run("link", *sources, kept, "--out", str(tmp_path / "before"))
    one = next(sorted(p) for p in sorted(pairs(tmp_path / "before"), key=sorted) if len({s for s, _ in p}) == 3)
    number(tmp_path, {key: nhs_number(700 + n)["nhs_number"] for n, key in enumerate(one[:2])})
    monday = ["--model", str(tmp_path / "before" / "model.json"), "--previous", str(tmp_path / "before")]
    assert run("link", *sources, kept, *monday, "--out", str(tmp_path / "monday"))[0] == 0
    split = line_of(tmp_path / "monday", "split")
    assert not any(set(one) <= person for person in pairs(tmp_path / "monday"))
    undone = tmp_path / "undone.csv"
    code, said = run("undo", str(tmp_path / "monday"), "--change", split, "--out", str(undone))
    if kept == "--keep":
        assert (code, undone.exists()) == (2, False)
        for told in (f"line {split}", "two different NHS numbers", "Nothing is written", "--constraints"):
            assert told.lower() in said.lower().replace("\n", " ")
        return
    assert code == 0
    assert "puts back none" in said
    decided = rows(undone)
    assert len(decided) == 2
    assert len({row["together"] for row in decided}) == 1
    tuesday = ["--model", str(tmp_path / "before" / "model.json"), "--previous", str(tmp_path / "monday")]
    code, said = run("link", *sources, *tuesday, "--constraints", str(undone), "--out", str(tmp_path / "tuesday"))
    assert code == 0
    assert "Not obeyed, 2 (decisions.csv, lines 2, 3)" in said
    assert pairs(tmp_path / "tuesday") == pairs(tmp_path / "monday")
    assert rows(tmp_path / "tuesday" / "decisions.csv") == decided

    # The wrong number is mended at its source: now the same decisions put all back.
    number(tmp_path, {one[0]: nhs_number(700)["nhs_number"]})
    later = ["--model", str(tmp_path / "before" / "model.json"), "--previous", str(tmp_path / "tuesday")]
    assert run("link", *sources, *later, "--out", str(tmp_path / "later"))[0] == 0
    assert any(set(one) <= person for person in pairs(tmp_path / "later"))


@pytest.mark.parametrize("records", ["{", "[1]", '"a"', '[["a"]]'])
def test_a_damaged_change_is_refused(tmp_path: Path, records: str) -> None:
    (tmp_path / "people.csv").write_text("source,record_id,person_id\na,1,p\n")
    quoted = records.replace('"', '""')
    (tmp_path / "changes.csv").write_text(f'kind,person_id,other_person_id,because,records\njoined,p,q,x,"{quoted}"\n')
    code, said = run("undo", str(tmp_path), "--change", "2", "--out", str(tmp_path / "out.csv"))
    assert (code, "not as goldenthread link writes it" in " ".join(said.split())) == (2, True), said
    assert not (tmp_path / "out.csv").exists()


def test_decisions_that_cannot_be_written_are_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("source,record_id,person_id\na,1,p\nb,2,p\n")
    (tmp_path / "changes.csv").write_text(
        'kind,person_id,other_person_id,because,records\njoined,p,q,x,"[[""a"", ""1""]]"\n'
    )
    code, said = run("undo", str(tmp_path), "--change", "2", "--out", str(tmp_path / "nowhere" / "out.csv"), "--json")
    assert (code, "cannot be written" in said) == (2, True)
    code, said = run("undo", str(tmp_path), "--change", "2", "--out", str(tmp_path / "out.csv"), "--json")
    assert (code, json.loads(said)["decisions"], json.loads(said)["tried"]) == (0, 1, False)
