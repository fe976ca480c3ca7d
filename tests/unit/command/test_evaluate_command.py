"""How right a linkage is where the truth is known, and which truths are refused."""

import csv
import html
import json
from pathlib import Path

import pytest

from goldenthread.linkage import calibration
from tests.unit.command.agencies import linked_before, rows, run, sources

__all__ = ["sources"]


@pytest.mark.parametrize("gone", ["model.json", "report.json"])
def test_figures_are_put_on_no_card_that_cannot_be_read(sources: list[str], tmp_path: Path, gone: str) -> None:
    linked_before(tmp_path / "one")
    (tmp_path / "one" / gone).write_text("[]", encoding="utf-8")
    truth = ["--truth", str(tmp_path / "truth.csv"), "--into-report"]
    code, said = run("evaluate", str(tmp_path / "one"), *truth)
    assert code == 2
    assert gone in said


@pytest.mark.parametrize("file", ["people.csv", "links.csv"])
def test_what_was_changed_after_its_run_is_not_measured_and_gets_on_no_card(
    sources: list[str], tmp_path: Path, file: str
) -> None:
    out = linked_before(tmp_path / "out")
    before = {name: (out / name).read_bytes() for name in ("model.json", "report.json")}
    lines = (out / file).read_text(encoding="utf-8").splitlines(keepends=True)
    (out / file).write_text("".join(lines[:-1]), encoding="utf-8")
    for more in ([], ["--into-report"]):
        code, said = run("evaluate", str(out), "--truth", str(tmp_path / "truth.csv"), *more)
        assert (code, f"{out / file}: it was changed after its run" in said) == (2, True), said
    (out / file).unlink()
    code, said = run("evaluate", str(out), "--truth", str(tmp_path / "truth.csv"), "--into-report")
    assert (code, f"{out / file}: it is missing" in said) == (2, True), said
    assert before == {name: (out / name).read_bytes() for name in before}


def test_an_output_of_an_earlier_version_is_measured_and_said_not_to_be_checked(
    sources: list[str], tmp_path: Path
) -> None:
    out = linked_before(tmp_path / "out")
    truth = ("--truth", str(tmp_path / "truth.csv"))
    assert "could not be checked" not in run("evaluate", str(out), *truth)[1]
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    del report["digests"]["links.csv"]
    (out / "report.json").write_text(json.dumps(report), encoding="utf-8")
    code, said = run("evaluate", str(out), *truth)
    assert (code, "whether links.csv is as its run wrote it could not be checked" in said) == (0, True), said
    del report["digests"]
    (out / "report.json").write_text(json.dumps(report), encoding="utf-8")
    code, said = run("evaluate", str(out), *truth, "--into-report")
    assert (code, "whether people.csv and links.csv is as" in said) == (0, True), said


def test_a_linkage_of_another_programme_is_measured_and_no_card_is_written(sources: list[str], tmp_path: Path) -> None:
    out, truth = tmp_path / "out", tmp_path / "truth.csv"
    linked_before(out)
    (out / "report.json").unlink()
    card = (out / "model.json").read_bytes()
    lines = (out / "people.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (out / "people.csv").write_text("".join(lines[:-1]), encoding="utf-8")
    code, said = run("evaluate", str(out), "--truth", str(truth))
    assert (code, "could not be checked" in said) == (0, False), said
    assert run("evaluate", str(out), "--truth", str(truth), "--into-report")[0] == 2
    assert (out / "model.json").read_bytes() == card


@pytest.mark.parametrize("line", ["school,another", "school,another,somebody,more", "school,another,", ",,"])
def test_a_line_of_people_that_is_none_is_refused_with_its_number(
    sources: list[str], tmp_path: Path, line: str
) -> None:
    out = linked_before(tmp_path / "out")
    (out / "report.json").unlink()
    lines = (out / "people.csv").read_text(encoding="utf-8").splitlines()
    (out / "people.csv").write_text("\n".join((*lines, line)) + "\n", encoding="utf-8")
    code, said = run("evaluate", str(out), "--truth", str(tmp_path / "truth.csv"))
    assert (code, f"people.csv, line {len(lines) + 1}: " in said) == (2, True), said
    assert "another" not in said


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
    linked_before(tmp_path / "out")
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


def test_what_is_missed_and_waits_for_a_person_is_told_beside_the_census(sources: list[str], tmp_path: Path) -> None:
    linked_before(tmp_path / "out")
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


def test_how_sure_is_sure_is_told_beside_what_chance_would_show(sources: list[str], tmp_path: Path) -> None:
    linked_before(tmp_path / "out")
    truth = ["--truth", str(tmp_path / "truth.csv"), "--into-report"]
    answer = json.loads(run("evaluate", str(tmp_path / "out"), *truth, "--json")[1])
    entity_of = {(r["source"], r["record_id"]): r["entity"] for r in rows(tmp_path / "truth.csv")}
    said = [
        (float(r["probability"]), len({entity_of[r[f"source_{s}"], r[f"record_id_{s}"]] for s in ("l", "r")}) == 1)
        for r in rows(tmp_path / "out" / "links.csv")
    ]
    assert answer["calibration"] == calibration(said).as_values()
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert f"{answer['calibration']['by_chance']:.4f} by chance" in page
    assert "by chance, and up to" in run("evaluate", str(tmp_path / "out"), *truth)[1]


def test_a_probability_that_is_no_number_is_told(sources: list[str], tmp_path: Path) -> None:
    linked_before(tmp_path / "out")
    links = rows(tmp_path / "out" / "links.csv")
    links[0]["probability"] = "likely"
    lines = [",".join(links[0]), *(",".join(row.values()) for row in links)]
    (tmp_path / "out" / "links.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "out" / "report.json").unlink()
    code, told = run("evaluate", str(tmp_path / "out"), "--truth", str(tmp_path / "truth.csv"))
    assert code == 2
    assert "a probability is no number. Link again." in told


@pytest.mark.parametrize("wrong", [False, True])
def test_a_claim_that_the_truth_refutes_is_marked_beside_it_everywhere(
    sources: list[str], tmp_path: Path, *, wrong: bool
) -> None:
    """Where each record is said to be somebody else, every link that the run was sure of is wrong."""
    out = linked_before(tmp_path / "out")
    truth = rows(tmp_path / "truth.csv")
    with (tmp_path / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(truth[0])
        writer.writerows([r["source"], r["record_id"], n if wrong else r["entity"]] for n, r in enumerate(truth))
    code, said = run("evaluate", str(out), "--truth", str(tmp_path / "truth.csv"), "--into-report")
    assert code == 0
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    page = html.unescape((out / "report.html").read_text(encoding="utf-8"))
    trusted = page.split("How far it can be trusted", 1)[1].split("</p>", 1)[0]
    claim = report["accuracy"]["claim"]
    linked = [float(r["probability"]) for r in rows(out / "links.csv") if r["outcome"] == "linked"]
    assert (claim["pairs"], claim["expected"]) == (len(linked), pytest.approx(sum(linked) / len(linked), abs=1e-6))
    assert report["rests_on_measured"] == claim["in_words"]
    alike = report["accuracy"]["reliability"]
    assert sum(one["pairs"] for one in alike if one["outcome"] == "linked") == len(linked)
    assert any(one["missed"] for one in alike if one["outcome"] == "linked") is wrong
    chart = page.split('class="square"', 1)[1].split("</svg>", 1)[0]
    assert chart.count("<rect") + chart.count("<circle") == len(alike)
    assert page.split("<caption>What it said against what is true", 1)[1].split("</table>")[0].count("<tr>") == 1 + len(
        alike
    )
    assert claim["in_words"] in said
    assert claim["too_high"] is wrong
    for told in (trusted, said, report["rests_on_measured"]):
        assert ("REFUTED BY MEASUREMENT" in told) is wrong
    assert ('class="warn"' in trusted) is wrong
    # A later linking measures nothing, and carries no figure of an earlier one on.
    run("link", *sources, "--previous", str(out), "--out", str(tmp_path / "later"))
    later = json.loads((tmp_path / "later" / "report.json").read_text(encoding="utf-8"))
    assert (later["accuracy"], later["rests_on_measured"]) == (None, None)
