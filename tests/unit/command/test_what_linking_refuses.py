"""What linking cannot use, or would lose unseen, it refuses: where, why, and what to do next."""

import json
import shutil
from pathlib import Path

import pytest

from tests.unit.command.agencies import linked_before, rows, run, sources

__all__ = ["sources"]

DECIDED = "source_l,record_id_l,source_r,record_id_r,decision\nschool,school-0-0,team,team-0-0,apart\n"


@pytest.mark.parametrize(
    "spoiled",
    [
        ["--source", "school"],
        ["--source", "school=missing.csv:missing.yaml"],
        ["--engine", "abacus"],
        ["--identifiers", "perhaps"],
        ["--dedupe-only", "--link-only"],
        ["--model", "missing.json"],
        ["--previous", "missing"],
        ["--constraints", "missing.csv"],
    ],
)
def test_what_cannot_be_used_ends_with_two_and_writes_nothing(
    sources: list[str], spoiled: list[str], tmp_path: Path
) -> None:
    code, told = run("link", *sources, *spoiled, "--out", str(tmp_path / "out"))
    assert code == 2
    assert told.strip()
    assert not (tmp_path / "out").exists()


def test_a_model_of_another_make_is_refused(sources: list[str], tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text('{"format": "another"}', encoding="utf-8")
    code, told = run("link", *sources, "--model", str(tmp_path / "model.json"), "--out", str(tmp_path / "out"))
    assert code == 2
    assert "Train it again" in told


def test_changes_only_without_an_earlier_output_is_refused(sources: list[str], tmp_path: Path) -> None:
    code, said = run("link", *sources, "--out", str(tmp_path / "out"), "--changes-only")
    assert code == 2
    assert "--previous" in said


def test_changes_alone_of_so_few_that_they_are_linked_whole_are_refused_for_that(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = linked_before(tmp_path / "one")
    asked = ["link", *sources, "--out", str(tmp_path / "out"), "--changes-only", "--previous", str(one)]
    code, said = run(*asked)
    held = len(rows(one / "people.csv"))
    assert (code, f"goes on from 20,000 records or more, and {one} has {held}." in said) == (2, True), said
    assert "give the whole files, without --changes-only" in said
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", held)
    code, said = run(*asked, "--engine", "plain")
    assert (code, "20,000" in said, "another engine" in said) == (2, False, True), said
    shutil.rmtree(one / "standing")
    code, said = run(*asked)
    assert (code, f"{one} kept nothing" in said) == (2, True), said


def test_linking_into_an_output_never_erases_what_people_decided_in_it(sources: list[str], tmp_path: Path) -> None:
    (tmp_path / "link.csv").write_text(DECIDED.replace("apart", "link"), encoding="utf-8")
    out = linked_before(tmp_path / "out", decided=DECIDED)
    before = {f.name: f.read_bytes() for f in out.iterdir() if f.is_file()}

    code, said = run("link", *sources, "--out", str(out))
    assert code == 2
    assert f"--previous {out}" in said
    assert {f.name: f.read_bytes() for f in out.iterdir() if f.is_file()} == before

    older = linked_before(tmp_path / "older")
    assert run("link", *sources, "--previous", str(older), "--out", str(out))[0] == 2
    for allowed in (["--previous", str(out)], ["--constraints", str(tmp_path / "link.csv")]):
        assert run("link", *sources, *allowed, "--out", str(out))[0] == 0
    assert [row["decision"] for row in rows(out / "decisions.csv")] == ["link"]


def test_linking_into_an_output_whose_decisions_cannot_be_read_is_refused(sources: list[str], tmp_path: Path) -> None:
    linked_before(tmp_path / "out")
    (tmp_path / "out" / "decisions.csv").write_bytes(b"\xff\xfe")
    code, said = run("link", *sources, "--out", str(tmp_path / "out"))
    assert code == 2
    assert "Choose another --out" in said


def test_a_damaged_standing_is_refused_and_another_versions_is_told(sources: list[str], tmp_path: Path) -> None:
    linked_before(tmp_path / "one")
    again = [*sources, "--previous", str(tmp_path / "one"), "--out", str(tmp_path / "two")]
    held = tmp_path / "one" / "standing" / "records.arrow"
    whole = held.read_bytes()
    held.write_bytes(whole[:1000])
    code, said = run("link", *again)
    assert code == 2
    assert "records.arrow was changed" in said
    assert "Restore it, or remove it" in said
    assert not (tmp_path / "two").exists()

    held.write_bytes(whole)
    (tmp_path / "one" / "standing" / "about.json").write_text('{"format": "another"}', encoding="utf-8")
    code, said = run("link", *again)
    assert code == 0
    assert "kept by another version, so that all records are linked anew" in said


def half(content: bytes) -> bytes:
    """Cut off at the end of a line, so that it reads like a shorter file."""
    lines = content.splitlines(keepends=True)
    return b"".join(lines[: len(lines) // 2])


@pytest.mark.parametrize("name", ["people.csv", "decisions.csv"])
@pytest.mark.parametrize("how", ["cut", "another person", "gone"])
@pytest.mark.parametrize("kept", ["--keep", "--no-keep"])
def test_an_earlier_output_that_is_not_as_its_run_wrote_it_is_refused(
    sources: list[str], tmp_path: Path, name: str, how: str, kept: str
) -> None:
    one, two = linked_before(tmp_path / "one", kept, decided=DECIDED), tmp_path / "two"
    whole = (one / name).read_bytes()
    match how:
        case "cut":
            (one / name).write_bytes(half(whole))
        case "another person":
            (one / name).write_bytes(whole.replace(b"school-0-0", b"school-0-1"))
        case "gone":
            (one / name).unlink()
    code, said = run("link", *sources, "--previous", str(one), "--out", str(two))
    assert code == 2, said
    assert f"{one / name}: it {'is missing' if how == 'gone' else 'was changed after its run'}" in said
    assert f"Restore {one} from a copy" in said
    assert not two.exists()


@pytest.mark.parametrize("kept", ["--keep", "--no-keep"])
def test_an_earlier_output_that_is_as_its_run_wrote_it_is_gone_on_from(
    sources: list[str], tmp_path: Path, kept: str
) -> None:
    """Also one that was refused, once its files are back."""
    one = linked_before(tmp_path / "one", kept, decided=DECIDED)
    again = ["link", *sources, "--previous", str(one), "--out", str(tmp_path / "two")]
    whole = {name: (one / name).read_bytes() for name in ("people.csv", "decisions.csv")}
    for name in whole:
        (one / name).unlink()
    assert run(*again)[0] == 2
    for name, content in whole.items():
        (one / name).write_bytes(content)
    assert run(*again)[0] == 0


def test_people_of_one_run_beside_what_stands_of_another_are_refused(sources: list[str], tmp_path: Path) -> None:
    """As a copy that was interrupted leaves them."""
    one, two = tmp_path / "one", tmp_path / "two"
    linked_before(one)
    run("link", *sources[:4], "--out", str(two))
    for file in (one / "standing").iterdir():
        file.replace(two / "standing" / file.name)
    code, said = run("link", *sources, "--previous", str(two), "--out", str(tmp_path / "three"))
    assert code == 2, said
    assert f"{two / 'standing' / 'about.json'}: it was changed after its run" in said
    (two / "report.json").unlink()
    code, said = run("link", *sources, "--previous", str(two), "--out", str(tmp_path / "three"))
    assert (code, "report.json: cannot be read" in said) == (2, True)


def test_an_output_stays_whole_when_its_model_is_measured_and_approved(sources: list[str], tmp_path: Path) -> None:
    one = linked_before(tmp_path / "one")
    assert run("evaluate", str(one), "--truth", str(tmp_path / "truth.csv"), "--into-report")[0] == 0
    assert run("approve", str(one), "--by", "M. Quarmby")[0] == 0
    assert run("link", *sources, "--previous", str(one), "--out", str(tmp_path / "two"))[0] == 0


@pytest.mark.parametrize(
    ("columns", "lines", "why"),
    [
        ("{}", "1,Ada,Lee\n2,Max,Roe\n", "its contract says of no column what it means"),
        ('{given_name: "First", family_name: "Last"}', "1,,\n2, ,\n", "of its 2 rows 2 were rejected"),
        ('{given_name: "First", family_name: "Last"}', "1,Ada\n2,Max\n", "of its 2 rows 2 were rejected"),
    ],
    ids=["no columns", "nothing but ids", "rejected"],
)
def test_where_nobody_is_described_nothing_is_linked_and_each_source_says_why(
    tmp_path: Path, columns: str, lines: str, why: str
) -> None:
    (tmp_path / "team.csv").write_text(f"Id,First,Last\n{lines}", encoding="utf-8")
    contract = f'source: "team"\nrecord_id: "Id"\ncolumns: {columns}\n'
    (tmp_path / "team.yaml").write_text(contract, encoding="utf-8")
    source = f"team={tmp_path / 'team.csv'}:{tmp_path / 'team.yaml'}"
    code, said = run("link", "--source", source, "--out", str(tmp_path / "out"))
    assert code == 2, said
    for told in ("nobody to link", f"team: {why}", "goldenthread accept"):
        assert told in said.replace("\n", " ")
    assert not (tmp_path / "out").exists()


def test_two_sources_of_one_name_are_refused(sources: list[str], tmp_path: Path) -> None:
    code, said = run("link", *sources, *sources[:2], "--out", str(tmp_path / "out"))
    assert (code, "two sources are called school" in said) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_decision_of_another_word_is_refused_and_none_of_its_file_is_obeyed(
    sources: list[str], tmp_path: Path
) -> None:
    told = tmp_path / "told.csv"
    heading = "source_l,record_id_l,source_r,record_id_r,decision\n"
    told.write_text(f"{heading}school,school-0-0,team,team-0-0,apart\nschool,school-1-0,team,team-1-0,maybe\n")
    code, said = run("link", *sources, "--constraints", str(told), "--out", str(tmp_path / "out"))
    assert (code, "line 3: the decision is neither link nor apart" in " ".join(said.split())) == (2, True)
    assert not (tmp_path / "out").exists()


def test_decisions_of_an_earlier_version_that_cannot_be_read_are_not_passed_over(
    sources: list[str], tmp_path: Path
) -> None:
    one = linked_before(tmp_path / "one")
    (one / "decisions.csv").unlink()
    (one / "standing" / "about.json").write_text('{"format": "another", "constraints": [{"decided": "link"}]}')
    report = json.loads((one / "report.json").read_text(encoding="utf-8"))
    (one / "report.json").write_text(json.dumps({k: v for k, v in report.items() if k != "digests"}))
    code, said = run("link", *sources, "--previous", str(one), "--out", str(tmp_path / "two"))
    assert (code, "with it what people decided" in " ".join(said.split())) == (2, True), said
    assert not (tmp_path / "two").exists()


@pytest.mark.parametrize(
    ("line", "empty"),
    [
        (",,,,", "source_l, record_id_l, source_r, record_id_r, decision are empty"),
        (",,,,link", "source_l, record_id_l, source_r, record_id_r are empty"),
        ("school,school-0-0,team, ,apart", "record_id_r is empty"),
        ("school,school-0-0,team,team-0-0,", "decision is empty"),
    ],
)
def test_a_decision_with_something_left_empty_is_told_with_its_line_and_what_is_empty(
    sources: list[str], tmp_path: Path, line: str, empty: str
) -> None:
    told = tmp_path / "told.csv"
    told.write_text(f"{DECIDED}{line}\n", encoding="utf-8")
    code, said = run("link", *sources, "--constraints", str(told), "--out", str(tmp_path / "out"))
    assert (code, f"line 3: {empty}" in said) == (2, True), said
    assert not (tmp_path / "out").exists()
