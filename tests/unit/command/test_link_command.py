"""What ``goldenthread link`` writes, tells and records."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from goldenthread.command.main import app
from tests.unit.command.agencies import linked_before, rows, run, sources, write_agencies

__all__ = ["sources"]


def test_linking_writes_what_others_rely_on_and_evaluating_reads_it(sources: list[str], tmp_path: Path) -> None:
    code, _ = run("link", *sources, "--out", str(tmp_path / "out"))
    assert code == 0
    assert {f.name for f in (tmp_path / "out").iterdir()} == {
        "people.csv",
        "links.csv",
        "model.json",
        "report.html",
        "report.json",
        "changes.csv",
        "decisions.csv",
        "standing",
    }
    people, links = rows(tmp_path / "out" / "people.csv"), rows(tmp_path / "out" / "links.csv")
    assert list(people[0]) == ["source", "record_id", "person_id"]
    assert len(people) == len(rows(tmp_path / "truth.csv"))
    assert ",".join(links[0]) == "source_l,record_id_l,source_r,record_id_r,weight_bits,probability,outcome"
    assert {r["outcome"] for r in links} <= {"linked", "review"}

    code, told = run("evaluate", str(tmp_path / "out"), "--truth", str(tmp_path / "truth.csv"), "--json")
    assert code == 0
    assert json.loads(told)["pairwise"]["precision"] >= 0.99


def test_the_model_scores_again_alike_and_people_keep_their_ids(sources: list[str], tmp_path: Path) -> None:
    linked_before(tmp_path / "one")
    for engine in ("duckdb", "plain"):
        again = ["--model", str(tmp_path / "one" / "model.json"), "--previous", str(tmp_path / "one")]
        code, _ = run("link", *sources, *again, "--engine", engine, "--out", str(tmp_path / engine))
        assert code == 0
        for name in ("people.csv", "links.csv", "model.json"):
            assert (tmp_path / engine / name).read_bytes() == (tmp_path / "one" / name).read_bytes()


def test_reviewers_decisions_are_read(sources: list[str], tmp_path: Path) -> None:
    decided = "source_l,record_id_l,source_r,record_id_r,decision\nschool,school-0-0,team,team-0-0,apart\n"
    (tmp_path / "decided.csv").write_text(decided, encoding="utf-8")
    code, _ = run("link", *sources, "--constraints", str(tmp_path / "decided.csv"), "--out", str(tmp_path / "out"))
    person_of = {r["record_id"]: r["person_id"] for r in rows(tmp_path / "out" / "people.csv")}
    assert code == 0
    assert person_of["school-0-0"] != person_of["team-0-0"]


def test_decisions_that_come_to_nothing_are_told(sources: list[str], tmp_path: Path) -> None:
    decided = (
        "source_l,record_id_l,source_r,record_id_r,decision\n"
        "school,school-0-0,team,team-0-0,apart\n"
        "school,school-0-0,team,team-0-0,link\n"
        "school,school-0-0,team,nobody,link\n"
        "school,school-0-0,school,school-0-0,link\n"
    )
    (tmp_path / "decided.csv").write_text(decided, encoding="utf-8")
    code, said = run("link", *sources, "--constraints", str(tmp_path / "decided.csv"), "--out", str(tmp_path / "out"))
    told = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["decisions"]
    assert code == 0
    assert {name: told[name] for name in ("given", "obeyed", "not_obeyed", "unknown_record")} == {
        "given": 4,
        "obeyed": 1,
        "not_obeyed": 1,
        "unknown_record": 2,
    }
    assert "Decisions obeyed: 1 of 4" in said
    whys = ["it names one record twice", "a record that it names is not in this run", "another decision keeps apart"]
    for why, line in zip(whys, (": ", " (decisions.csv, line 3): ", ": "), strict=True):
        assert f"Not obeyed, 1{line}{why}" in said
    assert "Of 4 decisions of reviewers" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_column_of_which_no_value_can_be_read_is_told(sources: list[str], tmp_path: Path) -> None:
    contract = tmp_path / "school.yaml"
    contract.write_text(contract.read_text(encoding="utf-8").replace("%d/%m/%Y", "%Y%m%d"), encoding="utf-8")
    code, said = run("link", *sources, "--out", str(tmp_path / "out"))
    assert code == 0
    assert "No value of Born in school could be kept" in said
    assert "none was kept" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.requirement("A16")
def test_why_records_are_linked_is_recorded_with_each_run_and_carried_on_to_none(
    sources: list[str], tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    school = tmp_path / "school.yaml"
    school.write_text(school.read_text(encoding="utf-8") + 'authority: {default: "ca2004_s10"}\n', encoding="utf-8")
    why = "Review of <siblings> in care, decided by the partnership on 3 November 2026"
    code, said = run("link", *sources, "--because", why, "--out", str(one))
    assert (code, "Nobody has recorded why" in said) == (0, False)
    told = json.loads((one / "report.json").read_text(encoding="utf-8"))["justification"]
    assert told["because"] == why
    use = json.loads((one / "report.json").read_text(encoding="utf-8"))["model"]["card"]["may_be_used_for"]
    only = f"<p>The model may be used only for {use}; whoever gave this reason answers for it.</p>"
    assert only in (one / "report.html").read_text(encoding="utf-8")
    assert told["sources"][0] == {"source": "school", "contract": "school", "authority": ["ca2004_s10"]}
    assert [s["authority"] for s in told["sources"][1:]] == [[], []]
    page = (one / "report.html").read_text(encoding="utf-8")
    assert "Review of &lt;siblings&gt; in care, decided by the partnership" in page
    assert "Children Act 2004, s. 10: Co-operation to improve well-being" in page
    code, said = run("link", *sources, "--previous", str(one), "--out", str(two))
    assert (code, "Nobody has recorded why these records are linked" in said) == (0, True)
    told = json.loads((two / "report.json").read_text(encoding="utf-8"))["justification"]
    assert (told["reason_given"], told["because"]) == (False, None)
    assert "Nobody has recorded why." in (two / "report.html").read_text(encoding="utf-8")
    code, said = run("link", *sources, "--because", " ", "--out", str(tmp_path / "three"))
    assert (code, "--because is empty" in said) == (2, True)


@pytest.mark.requirement("A16")
def test_whoever_answers_for_the_use_approves_a_model_and_later_runs_carry_it(
    sources: list[str], tmp_path: Path
) -> None:
    one, two, model = tmp_path / "one", tmp_path / "two", tmp_path / "one" / "model.json"
    linked_before(one)
    assert "Nobody has approved it" in (one / "report.html").read_text(encoding="utf-8")
    assert run("approve", str(one), "--by", " ")[0] == 2
    card = (one / "model.json").read_bytes()
    for two_lines in ("M. Quarmby\nApprovals on its card: 9", "M. Quarmby\r", "M. Q\u2028T. S", "M. \x1b[8mQuarmby"):
        code, said = run("approve", str(one), "--by", two_lines)
        assert (code, "Give name and office in one line" in said, "Quarmby" in said) == (2, True, False), said
    assert (one / "model.json").read_bytes() == card
    code, said = run("approve", str(one), "--by", "M. Quarmby, Caldicott Guardian")
    assert code == 0, said
    assert "Approved for it by M. Quarmby" in (one / "report.html").read_text(encoding="utf-8")
    assert run("link", *sources, "--model", str(model), "--out", str(two))[0] == 0
    assert "Approved for it by M. Quarmby" in (two / "report.html").read_text(encoding="utf-8")
    assert run("approve", str(one), "--by", "T. Second")[0] == 0
    page = (one / "report.html").read_text(encoding="utf-8")
    assert "Approved for it by M. Quarmby" in page
    assert "Approved for it by T. Second" in page
    lent = json.loads(model.read_text(encoding="utf-8"))
    lent["card"]["may_be_used_for"] = "deciding who is entitled to a benefit"
    model.write_text(json.dumps(lent), encoding="utf-8")
    code, said = run("link", *sources, "--model", str(model), "--out", str(tmp_path / "three"))
    assert (code, "changed after it was approved" in said) == (2, True)
    lent["card"]["approvals"] = []
    model.write_text(json.dumps(lent), encoding="utf-8")
    code, said = run("link", *sources, "--model", str(model), "--out", str(tmp_path / "three"))
    assert (code, "for nothing else" in said) == (2, True)
    assert not (tmp_path / "three").exists()


def test_a_model_that_nobody_approved_is_said_to_be_so_on_standard_error_until_somebody_does(
    sources: list[str], tmp_path: Path
) -> None:
    def said_of(*more: str, out: str = "my output") -> tuple[str, str]:
        done = CliRunner().invoke(app, ["link", *sources, *more, "--out", str(tmp_path / out)])
        assert done.exit_code == 0, done.output
        return done.stdout, done.stderr

    answer, aside = said_of()
    assert "approve" not in answer
    assert aside.count("\n") == 1
    (told,) = re.findall(r"runs: goldenthread (.+)$", aside)
    asked = shlex.split(told.strip())
    assert asked == ["approve", str(tmp_path / "my output"), "--by", "Name, office"]
    model = ["--model", str(tmp_path / "my output" / "model.json")]
    assert "nobody has approved" in said_of(*model, out="two")[1]
    answer, aside = said_of("--json", out="three")
    assert json.loads(answer)["model"]["card"]["approvals"] == []
    assert aside == ""

    assert run(*asked)[0] == 0
    assert said_of(*model, out="four")[1] == ""
    trained_anew = "a new model was trained, for which no approval of the earlier one counts: nobody has approved it"
    aside = said_of("--previous", str(tmp_path / "my output"), out="five")[1]
    assert (aside.count("\n"), trained_anew in aside) == (1, True)
    assert said_of("--previous", str(tmp_path / "my output"), *model, out="six")[1] == ""
    assert trained_anew not in said_of(out="seven")[1]


def test_the_answer_asks_for_as_many_looks_as_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question about two records that are one person by a third waits for nobody."""
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    sources, decided = write_agencies(tmp_path, families=150), tmp_path / "decided.csv"
    code, said = run("link", *sources, "--out", str(tmp_path / "one"))
    assert code == 0, said
    person_of, asked = _people_and_questions(tmp_path / "one")
    assert f"To review: {len(asked):,}. " in said
    pairs = ((k, two) for one, two in asked for k in person_of if k != one and person_of[k] == person_of[one])
    third, two = next(pairs)
    columns = "source_l,record_id_l,source_r,record_id_r,decision"
    decided.write_text(f"{columns}\n{','.join((*third, *two))},link\n", encoding="utf-8")
    for out, more in (("two", []), ("three", ["--previous", str(tmp_path / "one")])):
        code, said = run("link", *sources, "--constraints", str(decided), *more, "--out", str(tmp_path / out))
        person_of, asked = _people_and_questions(tmp_path / out)
        settled = sum(person_of[one] == person_of[two] for one, two in asked)
        assert settled
        waiting, more_are = len(asked) - settled, "more is" if settled == 1 else "more are"
        assert f"To review: {waiting:,} ({settled:,} {more_are} one person by other records)." in said
        assert f"asks a person to look at {waiting:,}." in (tmp_path / out / "report.html").read_text(encoding="utf-8")


Key = tuple[str, str]


def _people_and_questions(out: Path) -> tuple[dict[Key, str], list[tuple[Key, Key]]]:
    person_of = {(r["source"], r["record_id"]): r["person_id"] for r in rows(out / "people.csv")}
    asked = [r for r in rows(out / "links.csv") if r["outcome"] == "review"]
    return person_of, [((r["source_l"], r["record_id_l"]), (r["source_r"], r["record_id_r"])) for r in asked]


def test_what_is_measured_and_who_approved_goes_with_the_model(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    one, truth = tmp_path / "one", ["--truth", str(tmp_path / "truth.csv"), "--into-report"]
    linked_before(one)
    for _ in range(2):
        code, said = run("evaluate", str(one), *truth, "--json")
        assert code == 0, said
    assert run("approve", str(one), "--by", "M. Quarmby")[0] == 0
    assert "with the first 1 of the measurements" in (one / "report.html").read_text(encoding="utf-8")
    for name, how in (("again", []), ("scored", ["--model", str(one / "model.json")])):
        code, _ = run("link", *sources, "--previous", str(one), *how, "--out", str(tmp_path / name))
        assert code == 0
        for card in (
            json.loads((tmp_path / name / "model.json").read_text(encoding="utf-8"))["card"],
            json.loads((tmp_path / name / "report.json").read_text(encoding="utf-8"))["model"]["card"],
        ):
            assert [a["by"] for a in card["approvals"]] == ["M. Quarmby"]
            assert [m["precision"] for m in card["measured"]] == [json.loads(said)["pairwise"]["precision"]]
            assert [m["sources"] for m in card["measured"]] == [["school", "surgery", "team"]]
    assert "went_on_from_an_earlier_run" in json.loads((tmp_path / "scored" / "report.json").read_text("utf-8"))
