"""Decisions of earlier runs that can no longer be obeyed are told with their reason, kept, and obeyed again."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.command.agencies import linked_before, number, rows, run, sources
from tests.unit.linkage.records_made import nhs_number

__all__ = ["sources"]

HEADING = "source_l,record_id_l,source_r,record_id_r,decision\n"
Key = tuple[str, str]
GOING_ON = pytest.mark.parametrize("least", [1, 20_000], ids=["what changed", "everything"])


def person_of(folder: Path) -> dict[Key, str]:
    return {(r["source"], r["record_id"]): r["person_id"] for r in rows(folder / "people.csv")}


def decided(path: Path, *told: tuple[Key, Key, str]) -> list[str]:
    path.write_text(HEADING + "".join(f"{','.join((*a, *b, said))}\n" for a, b, said in told), encoding="utf-8")
    return ["--constraints", str(path)]


def linked(folder: Path, sources: list[str], *more: str) -> tuple[dict[str, Any], str]:
    """What the run's report says of decisions, and what was said on the terminal."""
    code, said = run("link", *sources, *more, "--out", str(folder))
    assert code == 0, said
    told: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))["decisions"]
    return told, " ".join(said.split())


def two_people(folder: Path) -> tuple[Key, Key]:
    """A record of the school's and one of the team's that are two people."""
    people = person_of(folder)
    school = ("school", "school-0-0")
    return school, next(key for key in sorted(people) if key[0] == "team" and people[key] != people[school])


@pytest.mark.requirement("A9")
@GOING_ON
def test_a_decision_on_a_record_that_vanished_is_told_kept_and_holds_when_it_comes_back(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", least)
    days = [tmp_path / name for name in ("before", "monday", "tuesday", "wednesday", "thursday")]
    linked_before(days[0])
    ours, theirs = two_people(days[0])
    told, said = linked(days[1], sources, "--previous", str(days[0]), *decided(tmp_path / "d", (ours, theirs, "link")))
    assert (told["given"], told["obeyed"], told["of_earlier_runs"], told["hindered"]) == (1, 1, 0, [])
    assert person_of(days[1])[ours] == person_of(days[1])[theirs]

    team = tmp_path / "team.csv"
    whole = team.read_text(encoding="utf-8")
    team.write_text("".join(x for x in whole.splitlines(keepends=True) if not x.startswith(f"{theirs[1]},")))
    told, said = linked(days[2], sources, "--previous", str(days[1]))
    assert (told["given"], told["of_earlier_runs"], told["of_earlier_runs_obeyed"]) == (0, 1, 0)
    (why,) = told["hindered"]
    assert (why["why"], why["lines"]) == ("a record that it names is not in this run", [2])
    assert "Decisions of earlier runs obeyed: 0 of 1." in said
    assert "decisions.csv, line 2): a record that it names is not in this run. If its source took it back" in said
    page = (days[2] / "report.html").read_text(encoding="utf-8")
    assert "A record that it names is not in this run" in page
    assert why["do"] in page
    for secret in (ours[1], theirs[1]):
        assert secret not in said + page
    linked(days[3], sources, "--previous", str(days[2]))
    assert rows(days[3] / "decisions.csv") == rows(days[1] / "decisions.csv")

    team.write_text(whole, encoding="utf-8")
    told, said = linked(days[4], sources, "--previous", str(days[3]))
    assert (told["of_earlier_runs"], told["of_earlier_runs_obeyed"], told["hindered"]) == (1, 1, [])
    assert "Decisions of earlier runs" not in said
    assert person_of(days[4])[ours] == person_of(days[4])[theirs]


@GOING_ON
def test_a_decision_that_two_numbers_contradict_is_told_and_holds_once_they_are_mended(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", least)
    number(tmp_path, {})
    linked(tmp_path / "before", sources)
    ours, theirs = two_people(tmp_path / "before")
    again = ["--model", str(tmp_path / "before" / "model.json"), "--previous"]
    order = decided(tmp_path / "d", (ours, theirs, "link"))
    linked(tmp_path / "monday", sources, *again, str(tmp_path / "before"), *order)
    number(tmp_path, {key: nhs_number(700 + n)["nhs_number"] for n, key in enumerate((ours, theirs))})
    told, said = linked(tmp_path / "tuesday", sources, *again, str(tmp_path / "monday"))
    assert [one["why"] for one in told["hindered"]] == [
        "its records hold two different NHS numbers, and a person has one"
    ]
    assert "Ask their sources which number is right" in said
    assert person_of(tmp_path / "tuesday")[ours] != person_of(tmp_path / "tuesday")[theirs]
    number(tmp_path, {})
    told, _ = linked(tmp_path / "wednesday", sources, *again, str(tmp_path / "tuesday"))
    assert told["hindered"] == []
    assert person_of(tmp_path / "wednesday")[ours] == person_of(tmp_path / "wednesday")[theirs]


def test_of_decisions_that_contradict_each_other_the_one_not_obeyed_is_told(sources: list[str], tmp_path: Path) -> None:
    linked_before(tmp_path / "before")
    ours, theirs = two_people(tmp_path / "before")
    people = person_of(tmp_path / "before")
    mate = next(key for key, person in people.items() if person == people[ours] and key != ours)
    first = decided(tmp_path / "first", (ours, theirs, "link"), (ours, mate, "link"))
    linked(tmp_path / "monday", sources, "--previous", str(tmp_path / "before"), *first)
    second = decided(tmp_path / "second", (mate, theirs, "apart"))
    told, said = linked(tmp_path / "tuesday", sources, "--previous", str(tmp_path / "monday"), *second)
    assert (told["obeyed"], told["of_earlier_runs"], told["of_earlier_runs_obeyed"]) == (1, 2, 1)
    (why,) = told["hindered"]
    assert why["why"] == "another decision keeps apart whom it would join"
    assert "Decisions of earlier runs obeyed: 1 of 2." in said
    assert len(rows(tmp_path / "tuesday" / "decisions.csv")) == 3


def test_the_lines_of_many_are_shown_in_part_and_kept_whole(sources: list[str], tmp_path: Path) -> None:
    gone = [(("school", "school-0-0"), ("team", f"nobody-{n}"), "link") for n in range(12)]
    told, said = linked(tmp_path / "out", sources, *decided(tmp_path / "d", *gone))
    (why,) = told["hindered"]
    assert why["lines"] == list(range(2, 14))
    assert "lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more)" in said
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more" in page


def test_what_decides_nothing_is_told_once_and_not_carried_on(sources: list[str], tmp_path: Path) -> None:
    ours = ("school", "school-0-0")
    told, said = linked(tmp_path / "one", sources, *decided(tmp_path / "d", (ours, ours, "link")))
    assert (told["unknown_record"], told["hindered"][0]["lines"]) == (1, [])
    assert "it names one record twice. Check source and record id." in said
    assert rows(tmp_path / "one" / "decisions.csv") == []
    told, _ = linked(tmp_path / "one", sources, "--previous", str(tmp_path / "one"))
    assert told["hindered"] == []


@pytest.mark.requirement("A9")
@GOING_ON
def test_that_a_number_is_somebody_elses_is_obeyed_kept_told_to_its_source_and_taken_back(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", least)
    days = [tmp_path / name for name in ("before", "monday", "tuesday", "wednesday", "thursday")]
    number(tmp_path, {})
    linked(days[0], sources)
    ours, theirs = two_people(days[0])
    right, wrong = (nhs_number(700 + n)["nhs_number"] for n in range(2))
    number(tmp_path, {ours: right, theirs: wrong})
    again = ["--model", str(days[0] / "model.json"), "--previous"]
    whose = ("nhs_number", f"{wrong[:3]} {wrong[3:]}")
    both = decided(tmp_path / "d", (ours, theirs, "link"), (theirs, whose, "not_theirs"))
    told, said = linked(days[1], sources, *again, str(days[0]), *both)
    assert (told["given"], told["obeyed"], told["hindered"]) == (2, 2, [])
    assert person_of(days[1])[ours] == person_of(days[1])[theirs]
    (correction,) = rows(days[1] / "corrections.csv")
    assert (correction["source"], correction["record_id"], correction["field"]) == (*theirs, "nhs_number")
    assert wrong not in (days[1] / "corrections.csv").read_text() + (days[1] / "report.html").read_text() + said

    told, _ = linked(days[2], sources, *again, str(days[1]))
    assert (told["of_earlier_runs"], told["of_earlier_runs_obeyed"]) == (2, 2)
    assert person_of(days[2])[ours] == person_of(days[2])[theirs]
    told, _ = linked(
        days[2], sources, *again, str(days[2]), *decided(tmp_path / "back", (theirs, ("nhs_number", wrong), "theirs"))
    )
    assert [one["why"] for one in told["hindered"]] == [
        "its records hold two different NHS numbers, and a person has one"
    ]
    assert person_of(days[2])[ours] != person_of(days[2])[theirs]
    assert not (days[2] / "corrections.csv").exists()

    number(tmp_path, {ours: right, theirs: right})
    told, said = linked(days[3], sources, *again, str(days[1]))
    assert person_of(days[3])[ours] == person_of(days[3])[theirs]
    assert "If its source mended it there is nothing to do" in said
    assert not (days[3] / "corrections.csv").exists()


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (("house_number", "9990000018"), "source_r is no kind of number. There are: nhs_number, upn, passport_number."),
        (("nhs_number", " "), "there is no number in record_id_r"),
    ],
)
def test_a_decision_of_a_number_says_which(sources: list[str], tmp_path: Path, told: Key, why: str) -> None:
    order = decided(tmp_path / "d", (("school", "school-0-0"), told, "not_theirs"))
    code, said = run("link", *sources, *order, "--out", str(tmp_path / "out"))
    assert (code, why in " ".join(said.split())) == (2, True)
