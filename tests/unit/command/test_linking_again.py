"""A later run goes on from an earlier one, and holds to what people decided."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from goldenthread.command.earlier_changes import EARLIER, earlier_changes, write_earlier
from tests.unit.command.agencies import linked_before, rows, run, sources
from tests.unit.command.test_keeping_out import tokens

__all__ = ["sources"]


def test_a_run_over_changes_says_so_and_claims_no_accuracy_of_an_earlier_one(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    linked_before(tmp_path / "one")
    run("evaluate", str(tmp_path / "one"), "--truth", str(tmp_path / "truth.csv"), "--into-report")
    team = tmp_path / "team.csv"
    team.write_text("".join(team.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    code, said = run("link", *sources, "--previous", str(tmp_path / "one"), "--out", str(tmp_path / "two"))
    assert code == 0, said
    report = json.loads((tmp_path / "two" / "report.json").read_text(encoding="utf-8"))
    assert report["accuracy"] is None
    assert sum(report["why"].values()) == len(rows(tmp_path / "two" / "links.csv"))
    page = (tmp_path / "two" / "report.html").read_text(encoding="utf-8")
    assert "0 records new, 0 changed, 1 gone" in page
    assert "How right it was</h2>" not in page


@pytest.mark.parametrize("kept", ["nothing", "an earlier version's"])
def test_what_a_person_separated_stays_so_whatever_a_run_kept(sources: list[str], tmp_path: Path, kept: str) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    decided = "source_l,record_id_l,source_r,record_id_r,decision\nschool,school-0-0,team,team-0-0,apart\n"
    linked_before(two)
    together = {r["record_id"]: r["person_id"] for r in rows(two / "people.csv")}
    assert together["school-0-0"] == together["team-0-0"]
    linked_before(one, *(["--no-keep"] if kept == "nothing" else []), decided=decided)
    if kept != "nothing":
        (one / "decisions.csv").unlink()
        about = json.loads((one / "standing" / "about.json").read_text(encoding="utf-8"))
        (one / "standing" / "about.json").write_text(json.dumps({**about, "format": "another"}), encoding="utf-8")
        report = json.loads((one / "report.json").read_text(encoding="utf-8"))
        del report["digests"]
        (one / "report.json").write_text(json.dumps(report), encoding="utf-8")
    code, said = run("link", *sources, "--previous", str(one), "--out", str(two))
    assert code == 0, said
    person_of = {r["record_id"]: r["person_id"] for r in rows(two / "people.csv")}
    assert person_of["school-0-0"] != person_of["team-0-0"]


def test_a_later_run_links_only_what_changed_keeps_ids_and_tells_what_became_of_people(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 10)
    first, second = linked_before(tmp_path / "first"), tmp_path / "second"
    file = tmp_path / "team.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    moved = lines[1].replace(lines[1].split(",")[4], "1 Nowhere Street")
    file.write_text("\n".join([lines[0], moved, *lines[3:]]) + "\n", encoding="utf-8")
    assert run("link", *sources, "--out", str(second), "--previous", str(first))[0] == 0
    told = json.loads((second / "report.json").read_text(encoding="utf-8"))["went_on_from_an_earlier_run"]
    assert (told["records_new"], told["records_changed"], told["records_gone"]) == (0, 1, 1)
    before = {(r["source"], r["record_id"]): r["person_id"] for r in rows(first / "people.csv")}
    after = {(r["source"], r["record_id"]): r["person_id"] for r in rows(second / "people.csv")}
    assert len(after) == len(before) - 1
    assert sum(before[key] != person for key, person in after.items()) <= 1
    assert rows(second / "links.csv")
    assert set(rows(second / "changes.csv")[0] if rows(second / "changes.csv") else ["kind"]) >= {"kind"}
    assert (second / "standing").stat().st_mode & 0o077 == 0
    only = tmp_path / "third"
    file.write_text("\n".join([lines[0], lines[2]]) + "\n", encoding="utf-8")
    code, _ = run("link", *sources, "--out", str(only), "--previous", str(second), "--changes-only")
    assert code == 0
    assert {(r["source"], r["record_id"]) for r in rows(only / "people.csv")} == set(before)


def test_an_agency_with_nothing_new_on_a_day_hinders_nobody_and_is_named(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file of changes has a heading and no row. One without a heading either came to harm on its way."""
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 10)
    before, after = linked_before(tmp_path / "before"), tmp_path / "after"
    again = ["link", *sources, "--previous", str(before), "--changes-only", "--out", str(after)]
    texts = {name: (tmp_path / f"{name}.csv").read_text(encoding="utf-8") for name in ("school", "surgery", "team")}
    heading, first, *_ = texts["school"].splitlines()
    moved = first.replace(first.split(",")[4], "1 Nowhere Street")
    (tmp_path / "school.csv").write_text(f"{heading}\n{moved}\n", encoding="utf-8")
    (tmp_path / "team.csv").write_text("", encoding="utf-8")
    code, said = run(*again)
    assert (code, "team.csv: the file is empty" in said) == (2, True), said

    for name in ("surgery", "team"):
        (tmp_path / f"{name}.csv").write_text(texts[name].splitlines()[0] + "\n", encoding="utf-8")
    code, said = run(*again)
    assert code == 0, said
    assert "Nothing new from surgery:" in said
    assert "Nothing new from team:" in said
    assert "Nothing new from school" not in said
    told = json.loads((after / "report.json").read_text(encoding="utf-8"))
    assert told["nothing_new_from"] == ["surgery", "team"]
    assert told["went_on_from_an_earlier_run"]["records_changed"] == 1
    assert [r["record_id"] for r in rows(after / "people.csv")] == [r["record_id"] for r in rows(before / "people.csv")]

    (tmp_path / "school.csv").write_text(f"{heading}\n", encoding="utf-8")
    assert run(*again)[0] == 0
    assert (after / "people.csv").read_bytes() == (before / "people.csv").read_bytes()
    whole = [one for one in again if one != "--changes-only"]
    code, said = run(*whole)
    assert (code, "a header and no rows" in said) == (2, True), said


def test_what_a_person_separated_stays_apart_until_a_person_joins_it(sources: list[str], tmp_path: Path) -> None:
    linked_before(tmp_path / "before")
    one = next(r for r in rows(tmp_path / "before" / "links.csv") if r["outcome"] == "linked")
    ends = [one[c] for c in ("source_l", "record_id_l", "source_r", "record_id_r")]

    def together(out: str) -> bool:
        held = {(r["source"], r["record_id"]): r["person_id"] for r in rows(tmp_path / out / "people.csv")}
        return held[ends[0], ends[1]] == held[ends[2], ends[3]]

    def again(previous: str, out: str, decision: str = "") -> None:
        arguments = ["--previous", str(tmp_path / previous), "--out", str(tmp_path / out)]
        if decision:
            told = tmp_path / f"{decision}.csv"
            told.write_text(f"source_l,record_id_l,source_r,record_id_r,decision\n{','.join(ends)},{decision}\n")
            arguments += ["--constraints", str(told)]
        assert run("link", *sources, *arguments)[0] == 0

    again("before", "parted", "apart")
    again("parted", "still")
    again("still", "joined", "link")
    assert [together(out) for out in ("before", "parted", "still", "joined")] == [True, False, False, True]


def test_what_became_of_people_is_told_alike_whether_or_not_a_run_kept_what_stood(
    sources: list[str], tmp_path: Path
) -> None:
    ends = {"link": "surgery,surgery-0-0,school,school-1-1", "apart": "school,school-2-0,team,team-2-0"}
    told = ["source_l,record_id_l,source_r,record_id_r,decision", *(f"{e},{d}" for d, e in ends.items())]
    (tmp_path / "told.csv").write_text("\n".join(told) + "\n", encoding="utf-8")
    for kept in ("--keep", "--no-keep"):
        linked_before(tmp_path / f"monday{kept}", kept)
    team = tmp_path / "team.csv"
    lines = team.read_text(encoding="utf-8").splitlines()
    team.write_text("\n".join([*lines[:-4], "new,Zuleika,Dobson,03/04/2015,1 Nowhere Street,AB1 2CD,north\n"]))
    for before, kept in (("--keep", "--keep"), ("--no-keep", "--keep"), ("--keep", "--no-keep")):
        again = ["--previous", str(tmp_path / f"monday{before}"), "--constraints", str(tmp_path / "told.csv")]
        assert run("link", *sources, *again, kept, "--out", str(tmp_path / f"{before}{kept}"))[0] == 0
    changes = (tmp_path / "--keep--keep" / "changes.csv").read_bytes()
    assert {"joined", "split", "new"} <= {line.split(b",")[0].decode() for line in changes.splitlines()}
    assert (tmp_path / "--no-keep--keep" / "changes.csv").read_bytes() == changes
    assert (tmp_path / "--keep--no-keep" / "changes.csv").read_bytes() == changes


def test_a_run_that_keeps_nothing_leaves_nothing_of_an_earlier_one_in_its_folder(
    sources: list[str], tmp_path: Path
) -> None:
    out = linked_before(tmp_path / "out")
    assert run("link", *sources, "--no-keep", "--out", str(out))[0] == 0
    assert {f.name for f in out.iterdir()}.isdisjoint({"standing", "changes.csv"})
    assert run("link", *sources, "--previous", str(out), "--out", str(out))[0] == 0


NEWCOMER = "{source}-99-0,Zebedee,Quuxley,01/02/1999,9 Far Lane,ZZ1 1ZZ,north\n"


def test_what_became_of_people_stays_told_where_each_run_is_written_over_the_one_before(
    sources: list[str], tmp_path: Path
) -> None:
    out = linked_before(tmp_path / "out")
    again = ["link", *sources, "--previous", str(out), "--out", str(out)]
    file = tmp_path / "team.csv"
    all_of_them = file.read_text(encoding="utf-8")
    file.write_text(all_of_them + NEWCOMER.format(source="team"), encoding="utf-8")
    assert run(*again)[0] == 0
    first = rows(out / "changes.csv")
    assert first
    assert not (out / "changes-earlier.csv").exists()
    assert run(*again)[0] == 0
    assert rows(out / "changes.csv") == []
    ran_on = json.loads((out / "report.json").read_text(encoding="utf-8"))["ran_on"]
    assert rows(out / "changes-earlier.csv") == [{"ran_on": ran_on, **change} for change in first]
    file.write_text(all_of_them, encoding="utf-8")
    assert run(*again)[0] == 0
    assert rows(out / "changes-earlier.csv") == [{"ran_on": ran_on, **change} for change in first]
    second = rows(out / "changes.csv")
    assert second
    assert run(*again)[0] == 0
    assert rows(out / "changes-earlier.csv") == [{"ran_on": ran_on, **change} for change in (*first, *second)]
    # Another output is not this one's past.
    assert run("link", *sources, "--previous", str(out), "--out", str(tmp_path / "other"))[0] == 0
    assert not (tmp_path / "other" / "changes-earlier.csv").exists()


def test_what_became_of_people_is_never_written_over_by_a_run_that_does_not_go_on_from_it(
    sources: list[str], tmp_path: Path
) -> None:
    out, other = linked_before(tmp_path / "out"), linked_before(tmp_path / "other")
    file = tmp_path / "team.csv"
    file.write_text(file.read_text(encoding="utf-8") + NEWCOMER.format(source="team"), encoding="utf-8")
    anew, again = ["link", *sources, "--out", str(out)], ["--previous", str(out)]
    assert run(*anew, *again)[0] == 0
    for kept in ("changes.csv", "changes-earlier.csv"):
        assert rows(out / kept)
        before = {f.name: f.read_bytes() for f in out.iterdir() if f.is_file()}
        code, said = run(*anew)
        assert (code, f"({kept})" in said, f"Add --previous {out}" in " ".join(said.split())) == (2, True, True), said
        # Made once more from where it went on from before it loses nothing; a past of several runs it would lose.
        assert run(*anew, "--previous", str(other))[0] == (0 if kept == "changes.csv" else 2)
        assert kept == "changes.csv" or before == {f.name: f.read_bytes() for f in out.iterdir() if f.is_file()}
        assert run(*anew, *again)[0] == 0
    (out / "changes-earlier.csv").write_text("no such columns\n", encoding="utf-8")
    code, said = run(*anew)
    assert (code, "cannot be read, so linking into it would erase it" in " ".join(said.split())) == (2, True), said


@pytest.mark.parametrize("least", [1, 20_000], ids=["what changed", "everything"])
@pytest.mark.parametrize(
    ("kept", "named"),
    [
        (("surgery",), "school and team are"),
        (("school", "surgery"), "team is"),
    ],
)
def test_a_source_of_the_earlier_run_that_is_missing_is_told_with_whoever_has_no_record_left(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int, kept: tuple[str, ...], named: str
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", least)
    for name in ("school", "surgery"):
        file = tmp_path / f"{name}.csv"
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(x for x in lines if not x.startswith((f"{name}-2-", f"{name}-3-"))), encoding="utf-8")
    one, two = tmp_path / "one", tmp_path / "two"
    assert run("link", *sources, "--out", str(one))[0] == 0
    given = [
        word for at, name in enumerate(("school", "surgery", "team")) if name in kept for word in sources[2 * at :][:2]
    ]
    before = rows(one / "people.csv")
    left = {r["person_id"] for r in before if r["source"] in kept}
    lost = len({r["person_id"] for r in before} - left)
    assert lost > 1
    code, said = run("link", *given, "--previous", str(one), "--out", str(two))
    assert code == 0, said
    told = f"Of the previous run's sources {named} not in this run: {lost:,} people have no record left. Was a source"
    assert told in " ".join(said.split())
    report = json.loads((two / "report.json").read_text(encoding="utf-8"))
    assert report["sources_gone"]["people"] == lost
    assert told.partition(": ")[2] in (two / "report.html").read_text(encoding="utf-8")
    assert "not in this run" not in run("link", *given, "--previous", str(two), "--out", str(two))[1]


def test_of_changes_alone_no_source_is_missed(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    again = ["--previous", str(linked_before(tmp_path / "one")), "--changes-only", "--out", str(tmp_path / "two")]
    code, said = run("link", *sources[2:], *again)
    assert code == 0, said
    assert "not in this run" not in said


def test_a_first_run_that_is_made_again_says_whose_ids_are_gone(sources: list[str], tmp_path: Path) -> None:
    out = linked_before(tmp_path / "out")
    code, said = run("link", *sources, "--out", str(out))
    assert (code, "named anew" in said) == (0, False), said
    before = {r["person_id"] for r in rows(out / "people.csv")}
    file = tmp_path / "school.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("\nschool-", "\npupil-"), encoding="utf-8")
    code, said = run("link", *sources, "--out", str(out))
    lost = before - {r["person_id"] for r in rows(out / "people.csv")}
    assert code == 0, said
    assert lost
    assert f"people are named anew: {len(lost):,} of the {len(before):,} ids that stood in" in " ".join(said.split())


def test_nobody_who_is_held_back_stands_in_what_became_of_people_before(sources: list[str], tmp_path: Path) -> None:
    nobody, newcomer = ("Nobody Atall", date(1990, 1, 1)), ("Zebedee Quuxley", date(1999, 2, 1))
    out, file = tmp_path / "out", tmp_path / "school.csv"
    without = file.read_text(encoding="utf-8")
    again = ["link", *sources, "--previous", str(out), "--out", str(out)]
    assert run("link", *sources, *tokens(tmp_path, nobody), "--out", str(out))[0] == 0
    for said in (without + NEWCOMER.format(source="school"), without):
        file.write_text(said, encoding="utf-8")
        assert run(*again, *tokens(tmp_path, nobody))[0] == 0
    assert "school-99-0" in (out / "changes-earlier.csv").read_text(encoding="utf-8")
    assert run(*again, *tokens(tmp_path, newcomer))[0] == 0
    # The tokens are others: whoever they are of may be in no file any more.
    assert not (out / "changes-earlier.csv").exists()


def test_a_record_that_is_held_back_later_takes_its_person_out_of_what_became_before(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text('{"ran_on": "2026-11-02"}', encoding="utf-8")
    (tmp_path / "people.csv").write_text("source,record_id,person_id\na,1,P\na,2,P\nb,3,Q\n", encoding="utf-8")
    told = [("joined", "P", "R", '[["a", "2"]]'), ("split", "S", "P", '[["c", "7"]]'), ("new", "Q", "", '[["b", "3"]]')]
    with (tmp_path / "changes.csv").open("w", encoding="utf-8", newline="") as file:
        changes = csv.writer(file)
        changes.writerow(["kind", "person_id", "other_person_id", "because", "records"])
        changes.writerows((kind, person, other, "Why", records) for kind, person, other, records in told)
    kept = earlier_changes(tmp_path, tmp_path, held_back={("a", "1")}, tokens=None)
    assert [row[:4] for row in kept] == [("2026-11-02", "new", "Q", "")]
    # A run was killed when it had put them there, and had not yet told its own.
    everything = earlier_changes(tmp_path, tmp_path, held_back=(), tokens=None)
    write_earlier(everything, tmp_path / EARLIER)
    assert earlier_changes(tmp_path, tmp_path, held_back=(), tokens=None) == everything


def test_a_changed_row_that_is_outside_the_cohort_now_takes_the_persons_record_out(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So does one that describes nobody any more; whatever else is in the file of changes stays or comes."""
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 10)
    cohort = 'cohort: {statement: "Of the north.", follow: "false", seeds: [ [ {column: "Area", equals: "north"} ] ]}\n'
    contract, file = tmp_path / "team.yaml", tmp_path / "team.csv"
    contract.write_text(contract.read_text(encoding="utf-8") + cohort, encoding="utf-8")
    assert run("link", *sources, "--out", str(tmp_path / "one"))[0] == 0
    heading, *lines = file.read_text(encoding="utf-8").splitlines()
    left, nobody, moved, *same = lines
    left, moved = left.replace(",north", ",south"), moved.replace(moved.split(",")[4], "1 Nowhere Street")
    nobody = ",".join([nobody.split(",")[0], "", "", "", "", "", "north"])
    file.write_text("\n".join([heading, left, nobody, moved]) + "\n", encoding="utf-8")
    only = ["--previous", str(tmp_path / "one"), "--changes-only"]
    code, said = run("link", *sources, *only, "--out", str(tmp_path / "changes"))
    assert code == 1, said
    file.write_text("\n".join([heading, left, nobody, moved, *same]) + "\n", encoding="utf-8")
    run("link", *sources, "--previous", str(tmp_path / "one"), "--out", str(tmp_path / "whole"))
    held = [rows(tmp_path / out / "people.csv") for out in ("one", "changes", "whole")]
    assert held[1] == held[2]
    assert len(held[0]) - len(held[1]) == 2
    gone = {("team", line.split(",")[0]) for line in (left, nobody)}
    assert not gone & {(r["source"], r["record_id"]) for r in held[1]}
