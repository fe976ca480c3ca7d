import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from goldenthread.command.main import app
from tests.unit.linkage.records_made import area

CONTRACT = """
source: "{name}"
record_id: "Id"
columns:
  given_name: "First"
  family_name: "Last"
  date_of_birth: {{column: "Born", format: "%d/%m/%Y"}}
  address_line: "Home"
  postcode: "Postcode"
groups: {{area: "Area"}}
"""


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    """Three agencies' files and contracts, as arguments."""
    records, truth = area(60, seed=11)
    rows = records.to_pylist()
    arguments = []
    for name in ("school", "surgery", "team"):
        with (tmp_path / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["Id", "First", "Last", "Born", "Home", "Postcode", "Area"])
            for r in rows:
                if r["dataset"] == name:
                    born = r["date_of_birth"].strftime("%d/%m/%Y")
                    named = (r["record_id"], r["given_name"], r["family_name"], born)
                    writer.writerow([*named, r["address_line"], r["postcode"], "north"])
        (tmp_path / f"{name}.yaml").write_text(CONTRACT.format(name=name), encoding="utf-8")
        arguments += ["--source", f"{name}={tmp_path / name}.csv:{tmp_path / name}.yaml"]
    with (tmp_path / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "record_id", "entity"])
        writer.writerows([*key, person] for key, person in truth.items())
    return arguments


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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
    run("link", *sources, "--out", str(tmp_path / "one"))
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
    assert told == {"given": 4, "obeyed": 1, "not_obeyed": 1, "unknown_record": 2}
    assert "Decisions obeyed: 1 of 4" in said
    assert "record that is not there" in said
    assert "Of 4 decisions of reviewers" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_column_of_which_no_value_can_be_read_is_told(sources: list[str], tmp_path: Path) -> None:
    contract = tmp_path / "school.yaml"
    contract.write_text(contract.read_text(encoding="utf-8").replace("%d/%m/%Y", "%Y%m%d"), encoding="utf-8")
    code, said = run("link", *sources, "--out", str(tmp_path / "out"))
    assert code == 0
    assert "No value of Born in school could be kept" in said
    assert "none was kept" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_what_is_missed_and_waits_for_a_person_is_told_beside_the_census(sources: list[str], tmp_path: Path) -> None:
    run("link", *sources, "--out", str(tmp_path / "out"))
    truth = ["--truth", str(tmp_path / "truth.csv"), "--into-report"]
    answer = json.loads(run("evaluate", str(tmp_path / "out"), *truth, "--json")[1])
    person_of = {(r["source"], r["record_id"]): r["person_id"] for r in rows(tmp_path / "out" / "people.csv")}
    entity_of = {(r["source"], r["record_id"]): r["entity"] for r in rows(tmp_path / "truth.csv")}
    asked = [r for r in rows(tmp_path / "out" / "links.csv") if r["outcome"] == "review"]
    ends = [((r["source_l"], r["record_id_l"]), (r["source_r"], r["record_id_r"])) for r in asked]
    waiting = [e for e in ends if len({entity_of[k] for k in e}) == 1 and len({person_of[k] for k in e}) == 2]
    assert answer["missed_pairs_to_review"] == len(waiting)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "the Census's machine matched 93.1 %" in page
    assert f"{len(waiting)} wait for a person" in page


def test_a_run_over_changes_says_so_and_claims_no_accuracy_of_an_earlier_one(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    run("link", *sources, "--out", str(tmp_path / "one"))
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


@pytest.mark.requirement("A16")
def test_why_records_are_linked_is_recorded_with_each_run_and_carried_on_to_none(
    sources: list[str], tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    school = tmp_path / "school.yaml"
    school.write_text(school.read_text(encoding="utf-8") + 'authority: {default: "ca2004_s10"}\n', encoding="utf-8")
    why = "Review of <siblings> in care, decided by the partnership on 3 November 2026"
    assert run("link", *sources, "--because", why, "--out", str(one))[0] == 0
    told = json.loads((one / "report.json").read_text(encoding="utf-8"))["justification"]
    assert told["because"] == why
    assert told["sources"][0] == {"source": "school", "contract": "school", "authority": ["ca2004_s10"]}
    assert [s["authority"] for s in told["sources"][1:]] == [[], []]
    page = (one / "report.html").read_text(encoding="utf-8")
    assert "Review of &lt;siblings&gt; in care, decided by the partnership" in page
    assert run("link", *sources, "--previous", str(one), "--out", str(two))[0] == 0
    assert json.loads((two / "report.json").read_text(encoding="utf-8"))["justification"]["because"] is None
    assert "Nobody has recorded why." in (two / "report.html").read_text(encoding="utf-8")
    code, said = run("link", *sources, "--because", " ", "--out", str(tmp_path / "three"))
    assert (code, "--because is empty" in said) == (2, True)


@pytest.mark.requirement("A16")
def test_whoever_answers_for_the_use_approves_a_model_and_later_runs_carry_it(
    sources: list[str], tmp_path: Path
) -> None:
    one, two, model = tmp_path / "one", tmp_path / "two", tmp_path / "one" / "model.json"
    run("link", *sources, "--out", str(one))
    assert "Nobody has approved it" in (one / "report.html").read_text(encoding="utf-8")
    assert run("approve", str(one), "--by", " ")[0] == 2
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


NUMBERED = """
source: "{name}"
record_id: "Id"
columns: {{given_name: "First", family_name: "Last", nhs_number: "NHS"}}
"""
SWITCHES = """
switches:
  - {{kind: "nhs_number", dataset: "*", may_be_key: "true", since: "2000-01-01", because: "health and social care"}}
  - {{kind: "nhs_number", dataset: "school", may_be_key: "{may}", since: "{since}", {until}because: "2016 undertaking"}}
"""


@pytest.fixture
def numbered(tmp_path: Path) -> list[str]:
    """A school and a surgery that hold a number of one child, and little else that is alike."""
    for name, first, last in (("school", "Zofia", "Nowak"), ("surgery", "Zofia", "Khan")):
        rest = "".join(f"{n},{f},{last}son,\n" for n, f in enumerate(("Tom", "Ella", "Sam", "Ada", "Max"), 2))
        (tmp_path / f"{name}.csv").write_text(f"Id,First,Last,NHS\n1,{first},{last},9990000018\n{rest}")
        (tmp_path / f"{name}.yaml").write_text(NUMBERED.format(name=name), encoding="utf-8")
    return [a for n in ("school", "surgery") for a in ("--source", f"{n}={tmp_path / n}.csv:{tmp_path / n}.yaml")]


@pytest.mark.requirement("A17")
@pytest.mark.parametrize(
    ("may", "since", "until", "joined"),
    [
        ("true", "2001-01-01", "", True),
        ("false", "2001-01-01", "", False),
        ("false", "2999-01-01", "", True),
        ("false", "2001-01-01", 'until: "2002-01-01", ', True),
    ],
)
def test_a_dated_switch_says_whether_the_schools_nhs_numbers_join_records(
    numbered: list[str], tmp_path: Path, may: str, since: str, until: str, joined: bool
) -> None:
    switches, out = tmp_path / "switches.yaml", tmp_path / "out"
    switches.write_text(SWITCHES.format(may=may, since=since, until=until), encoding="utf-8")
    code, said = run("link", *numbered, "--identifiers", str(switches), "--out", str(out))
    assert code == 0, said
    person_of = {(r["source"], r["record_id"]): r["person_id"] for r in rows(out / "people.csv")}
    assert (person_of["school", "1"] == person_of["surgery", "1"]) is joined
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))["identifiers_in_use"]["nhs_number"]
    assert told == {"school": joined, "surgery": True}
    page = (out / "report.html").read_text(encoding="utf-8")
    assert ("NHS numbers may join records of surgery, and not those of school." in page) is not joined


def test_when_other_numbers_may_join_records_everything_is_linked_anew(
    numbered: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    one, two = tmp_path / "one", ["--previous", str(tmp_path / "one"), "--out", str(tmp_path / "two")]
    run("link", *numbered, "--out", str(one))
    assert run("link", *numbered, "--identifiers", "ignore", *two)[0] == 0
    report = json.loads((tmp_path / "two" / "report.json").read_text(encoding="utf-8"))
    assert "went_on_from_an_earlier_run" not in report
    person_of = {(r["source"], r["record_id"]): r["person_id"] for r in rows(tmp_path / "two" / "people.csv")}
    assert person_of["school", "1"] != person_of["surgery", "1"]
    code, said = run("link", *numbered, "--identifiers", "ignore", *two, "--changes-only")
    assert (code, "other identifiers in use" in said) == (2, True)
    assert run("link", *numbered, *two, "--changes-only")[0] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SWITCHES.format(may="perhaps", since="2001-01-01", until=""), "in switches 2, may_be_key"),
        (SWITCHES.format(may="true", since="2001-01-01", until='until: "2001-01-01", '), "no later than it begins"),
        (SWITCHES.format(may="true", since="2001-01-01", until="").replace("2016 undertaking", " "), "says not why"),
        (
            SWITCHES.format(may="true", since="2001-01-01", until="").replace("nhs_number", "local_id"),
            "not for local_id",
        ),
        ("switch: []", "did you mean switches?"),
    ],
)
def test_switches_that_cannot_be_meant_are_refused(numbered: list[str], tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "switches.yaml").write_text(text.replace("{{", "{").replace("}}", "}"), encoding="utf-8")
    switches = ["--identifiers", str(tmp_path / "switches.yaml")]
    code, told = run("link", *numbered, *switches, "--out", str(tmp_path / "out"))
    assert (code, said in told) == (2, True), told


def test_what_is_measured_and_who_approved_goes_with_the_model(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    one, truth = tmp_path / "one", ["--truth", str(tmp_path / "truth.csv"), "--into-report"]
    run("link", *sources, "--out", str(one))
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


@pytest.mark.parametrize("gone", ["model.json", "report.json"])
def test_figures_are_put_on_no_card_that_cannot_be_read(sources: list[str], tmp_path: Path, gone: str) -> None:
    run("link", *sources, "--out", str(tmp_path / "one"))
    (tmp_path / "one" / gone).write_text("[]", encoding="utf-8")
    truth = ["--truth", str(tmp_path / "truth.csv"), "--into-report"]
    code, said = run("evaluate", str(tmp_path / "one"), *truth)
    assert code == 2
    assert gone in said


@pytest.mark.parametrize("kept", ["nothing", "an earlier version's"])
def test_what_a_person_separated_stays_so_whatever_a_run_kept(sources: list[str], tmp_path: Path, kept: str) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    decided = "source_l,record_id_l,source_r,record_id_r,decision\nschool,school-0-0,team,team-0-0,apart\n"
    (tmp_path / "decided.csv").write_text(decided, encoding="utf-8")
    told = ["--constraints", str(tmp_path / "decided.csv")]
    run("link", *sources, "--out", str(two))
    together = {r["record_id"]: r["person_id"] for r in rows(two / "people.csv")}
    assert together["school-0-0"] == together["team-0-0"]
    run("link", *sources, *told, "--out", str(one), *(["--no-keep"] if kept == "nothing" else []))
    if kept != "nothing":
        (one / "decisions.csv").unlink()
        about = json.loads((one / "standing" / "about.json").read_text(encoding="utf-8"))
        (one / "standing" / "about.json").write_text(json.dumps({**about, "format": "another"}), encoding="utf-8")
    code, said = run("link", *sources, "--previous", str(one), "--out", str(two))
    assert code == 0, said
    person_of = {r["record_id"]: r["person_id"] for r in rows(two / "people.csv")}
    assert person_of["school-0-0"] != person_of["team-0-0"]


def test_where_nothing_changed_there_is_nothing_to_undo(sources: list[str], tmp_path: Path) -> None:
    run("link", *sources, "--out", str(tmp_path / "one"))
    code, said = run("undo", str(tmp_path / "one"), "--change", "2", "--out", str(tmp_path / "undone.csv"))
    assert (code, "nothing to undo" in said) == (2, True)


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


def test_a_later_run_links_only_what_changed_keeps_ids_and_tells_what_became_of_people(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 10)
    first, second = tmp_path / "first", tmp_path / "second"
    assert run("link", *sources, "--out", str(first))[0] == 0
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


def test_changes_only_without_an_earlier_output_is_refused(sources: list[str], tmp_path: Path) -> None:
    code, said = run("link", *sources, "--out", str(tmp_path / "out"), "--changes-only")
    assert code == 2
    assert "--previous" in said


def test_what_a_person_separated_stays_apart_until_a_person_joins_it(sources: list[str], tmp_path: Path) -> None:
    run("link", *sources, "--out", str(tmp_path / "before"))
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


def test_linking_into_an_output_never_erases_what_people_decided_in_it(sources: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    decided = "source_l,record_id_l,source_r,record_id_r,decision\nschool,school-0-0,team,team-0-0,{}\n"
    for decision in ("apart", "link"):
        (tmp_path / f"{decision}.csv").write_text(decided.format(decision), encoding="utf-8")
    run("link", *sources, "--constraints", str(tmp_path / "apart.csv"), "--out", str(out))
    before = {f.name: f.read_bytes() for f in out.iterdir() if f.is_file()}

    code, said = run("link", *sources, "--out", str(out))
    assert code == 2
    assert f"--previous {out}" in said
    assert {f.name: f.read_bytes() for f in out.iterdir() if f.is_file()} == before

    run("link", *sources, "--out", str(tmp_path / "older"))
    assert run("link", *sources, "--previous", str(tmp_path / "older"), "--out", str(out))[0] == 2
    for allowed in (["--previous", str(out)], ["--constraints", str(tmp_path / "link.csv")]):
        assert run("link", *sources, *allowed, "--out", str(out))[0] == 0
    assert [row["decision"] for row in rows(out / "decisions.csv")] == ["link"]


def test_linking_into_an_output_whose_decisions_cannot_be_read_is_refused(sources: list[str], tmp_path: Path) -> None:
    run("link", *sources, "--out", str(tmp_path / "out"))
    (tmp_path / "out" / "decisions.csv").write_bytes(b"\xff\xfe")
    code, said = run("link", *sources, "--out", str(tmp_path / "out"))
    assert code == 2
    assert "Choose another --out" in said


def test_a_damaged_standing_is_refused_and_another_versions_is_told(sources: list[str], tmp_path: Path) -> None:
    run("link", *sources, "--out", str(tmp_path / "one"))
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


@pytest.mark.parametrize(
    ("line", "why", "what_next"),
    [
        ("school,school-0-0,{entity}", "", ""),
        ("school,school-0-0,another", "the record has another entity in line 2", "Take out the wrong line"),
        ("school,school-0-0,", "the entity is empty", "leave the line out"),
        ("school,school-0-0, ", "the entity is empty", "leave the line out"),
        ("school,school-0-0", "the entity is empty", "leave the line out"),
        ("school,,somebody", "the record_id is empty", "leave the line out"),
        (",school-0-0,somebody", "the source is empty", "leave the line out"),
    ],
    ids=["said twice", "two entities", "empty", "blank", "missing", "no record id", "no source"],
)
def test_a_truth_that_says_nobody_or_two_of_a_record_is_refused(
    sources: list[str], tmp_path: Path, line: str, why: str, what_next: str
) -> None:
    run("link", *sources[:2], "--out", str(tmp_path / "out"))
    truth = tmp_path / "truth.csv"
    told = sorted(rows(truth), key=lambda row: (row["source"], row["record_id"]) != ("school", "school-0-0"))
    lines = ["source,record_id,entity", *(",".join(row.values()) for row in told)]
    lines.append(line.format(entity=told[0]["entity"]))
    truth.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, said = run("evaluate", str(tmp_path / "out"), "--truth", str(truth))
    assert code == (2 if why else 0), said
    if why:
        assert f"{truth}, line {len(lines)}: {why}" in said
        assert what_next in said
        assert "school-0-0" not in said
