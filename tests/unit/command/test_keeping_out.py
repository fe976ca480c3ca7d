"""Who an adopted child was before is kept out by ``accept`` and ``link`` alike. A row left out is a rejection."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from goldenthread.intake import tokens_of
from goldenthread.linkage.incremental import read_kept
from tests.unit.command.agencies import linked_before, number, rows, run, sources
from tests.unit.linkage.records_made import nhs_number

__all__ = ["sources"]

KEY = b"the adoption team's key"


def tokens(folder: Path, *people: tuple[str, date]) -> list[str]:
    """The adoption team's two files, as arguments."""
    return given_tokens(folder, (token for names, born in people for token in tokens_of(KEY, None, names, born)))


def given_tokens(folder: Path, made: Iterable[str]) -> list[str]:
    (folder / "held_back.json").write_text(json.dumps({"tokens": list(made)}), encoding="utf-8")
    (folder / "adoption.key").write_text(KEY.hex() + "\n", encoding="utf-8")
    return ["--held-back", str(folder / "held_back.json"), "--adoption-key", str(folder / "adoption.key")]


def somebody(folder: Path) -> tuple[str, date]:
    """A person of the school's file."""
    first = rows(folder / "school.csv")[0]
    day, month, year = map(int, first["Born"].split("/"))
    return f"{first['First']} {first['Last']}", date(year, month, day)


def records_of(who: tuple[str, date], folder: Path) -> set[tuple[str, str]]:
    names, born = who
    return {
        (name, row["Id"])
        for name in ("school", "surgery", "team")
        for row in rows(folder / f"{name}.csv")
        if (f"{row['First']} {row['Last']}", row["Born"]) == (names, born.strftime("%d/%m/%Y"))
    }


def linked(folder: Path) -> set[tuple[str, str]]:
    return {(row["source"], row["record_id"]) for row in rows(folder / "people.csv")}


def test_a_former_identity_stands_nowhere_in_what_linking_writes(sources: list[str], tmp_path: Path) -> None:
    who = somebody(tmp_path)
    held = records_of(who, tmp_path)
    code, said = run("link", *sources, *tokens(tmp_path, who), "--out", str(tmp_path / "out"))
    assert code == 1, said
    assert "No held-back tokens" not in said
    assert held
    assert not held & linked(tmp_path / "out")
    told = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert told["records"] == sum(len(rows(tmp_path / f"{n}.csv")) for n in ("school", "surgery", "team")) - len(held)

    code, said = run("link", *sources, "--out", str(tmp_path / "open"))
    assert "No held-back tokens were given" in said
    assert "No held-back tokens were given" in (tmp_path / "open" / "report.html").read_text(encoding="utf-8")
    assert held <= linked(tmp_path / "open")


def test_accepting_keeps_them_out_too_and_says_where_nobody_is_kept_out(sources: list[str], tmp_path: Path) -> None:
    who = somebody(tmp_path)
    held = {record for dataset, record in records_of(who, tmp_path) if dataset == "school"}
    arguments = ["accept", str(tmp_path / "school.csv"), "--contract", str(tmp_path / "school.yaml")]
    code, said = run(*arguments, *tokens(tmp_path, who), "--out", str(tmp_path / "taken"))
    assert code == 1, said
    assert held
    assert not held & set(pq.read_table(tmp_path / "taken" / "accepted.parquet")["record_id"].to_pylist())
    assert "No held-back tokens" not in said
    assert "No held-back tokens were given" in run(*arguments, "--out", str(tmp_path / "open"))[1]


def test_whom_an_earlier_run_kept_out_is_not_taken_in_by_forgetting_the_tokens(
    sources: list[str], tmp_path: Path
) -> None:
    run("link", *sources, *tokens(tmp_path, somebody(tmp_path)), "--out", str(tmp_path / "one"))
    code, said = run("link", *sources, "--previous", str(tmp_path / "one"), "--out", str(tmp_path / "two"))
    assert code == 2
    assert "--adoption-key" in said
    assert not (tmp_path / "two").exists()


def test_where_nobody_can_tell_whether_anybody_was_kept_out_nobody_is_taken_in(
    sources: list[str], tmp_path: Path
) -> None:
    given = tokens(tmp_path, somebody(tmp_path))
    run("link", *sources, *given, "--no-keep", "--out", str(tmp_path / "one"))
    (tmp_path / "one" / "report.json").write_text("{", encoding="utf-8")
    again = ["--previous", str(tmp_path / "one"), "--out", str(tmp_path / "two")]
    code, said = run("link", *sources, *again)
    assert (code, "with it whether held-back tokens were given" in " ".join(said.split())) == (2, True), said
    assert not (tmp_path / "two").exists()


def test_new_tokens_are_not_given_with_changes_only_because_whom_they_hold_back_would_stand_on(
    sources: list[str], tmp_path: Path
) -> None:
    linked_before(tmp_path / "one")
    who = somebody(tmp_path)
    again = [*sources, "--previous", str(tmp_path / "one"), *tokens(tmp_path, who)]
    code, said = run("link", *again, "--changes-only", "--out", str(tmp_path / "two"))
    assert code == 2
    assert "without --changes-only" in said
    assert run("link", *again, "--out", str(tmp_path / "two"))[0] == 1
    assert not records_of(who, tmp_path) & linked(tmp_path / "two")


def test_whom_a_change_shows_to_be_held_back_goes_from_what_stands(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tokens are of an NHS number, which the file gives on the second day alone."""
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    number(tmp_path, {})
    held, given = ("school", "school-0-0"), nhs_number(700)["nhs_number"]
    by_number = given_tokens(tmp_path, tokens_of(KEY, given, "", None))
    assert run("link", *sources, *by_number, "--out", str(tmp_path / "one"))[0] == 0
    assert held in linked(tmp_path / "one")
    number(tmp_path, {held: given})
    again = ["--previous", str(tmp_path / "one"), "--changes-only", "--out", str(tmp_path / "two")]
    assert run("link", *sources, *by_number, *again)[0] == 1
    assert linked(tmp_path / "two") == linked(tmp_path / "one") - {held}
    assert held[1] not in read_kept(tmp_path / "two" / "standing").features["record_id"].to_pylist()
    assert held[1] not in (tmp_path / "two" / "changes.csv").read_text(encoding="utf-8")


def test_no_name_of_whom_new_tokens_hold_back_stays_among_the_values_that_were_counted(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a value weighs is counted once and kept: a name that only the former identity had would stand there."""
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    one, two, school = tmp_path / "one", tmp_path / "two", tmp_path / "school.csv"
    who = ("Zephyrine Quillfeather", somebody(tmp_path)[1])
    heading, first, *others = school.read_text(encoding="utf-8").splitlines()
    first = ",".join([first.split(",")[0], *who[0].split(" "), *first.split(",")[3:]])
    school.write_text("\n".join([heading, first, *others]) + "\n", encoding="utf-8")
    assert run("link", *sources, "--out", str(one))[0] == 0
    assert "zephyrine" in values_counted(one)
    code, said = run("link", *sources, *tokens(tmp_path, who), "--previous", str(one), "--out", str(two))
    assert code == 1, said
    assert not {"zephyrine", "quillfeather"} & values_counted(two)
    before, after = (
        {(r["source"], r["record_id"]): r["person_id"] for r in rows(f / "people.csv")} for f in (one, two)
    )
    assert after.items() < before.items()


def values_counted(folder: Path) -> set[str]:
    shares = read_kept(folder / "standing").reference.shares
    return {value for told in shares.values() for value in told["value"].to_pylist()}


@pytest.mark.parametrize("least", [1, 20_000], ids=["what changed", "everything"])
@pytest.mark.parametrize("kept", ["--keep", "--no-keep"])
def test_a_decision_that_would_pair_who_a_child_was_with_who_it_is_stands_nowhere_any_more(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int, kept: str
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", least)
    told = tmp_path / "decided.csv"
    heading = "source_l,record_id_l,source_r,record_id_r,decision\n"
    pair, others = "school,school-0-0,team,team-3-0,link\n", "school,school-1-0,team,team-2-0,apart\n"
    told.write_text(heading + pair + others, encoding="utf-8")
    one = linked_before(tmp_path / "one", kept, decided=told.read_text(encoding="utf-8"))
    again = [*tokens(tmp_path, somebody(tmp_path)), "--previous", str(one), "--constraints", str(told)]
    code, said = run("link", *sources, kept, *again, "--out", str(one))
    assert code == 1, said
    assert (one / "decisions.csv").read_text(encoding="utf-8").splitlines() == (heading + others).splitlines()
    assert b"school-0-0" not in b"".join(file.read_bytes() for file in one.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("held_back.json", "{"),
        ("held_back.json", '{"token": []}'),
        ("held_back.json", '{"tokens": ["secret"]}'),
        ("held_back.json", '{"tokens": {}}'),
        ("adoption.key", "secret"),
        ("adoption.key", ""),
    ],
)
def test_tokens_that_cannot_be_read_stop_the_run_and_are_not_quoted(
    sources: list[str], tmp_path: Path, name: str, content: str
) -> None:
    given = tokens(tmp_path, somebody(tmp_path))
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, said = run("link", *sources, *given, "--out", str(tmp_path / "out"))
    assert code == 2
    assert str(tmp_path / name) in said
    assert "Ask the adoption team" in said
    assert "secret" not in said
    assert run("link", *sources, *given[:2], "--out", str(tmp_path / "out"))[0] == 2
    assert not (tmp_path / "out").exists()
