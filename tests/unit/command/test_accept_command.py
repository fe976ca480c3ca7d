"""``goldenthread accept`` writes everything or nothing, and its exit code says how it went."""

import csv
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from goldenthread.command import folders
from goldenthread.command.main import app
from tests.unit.intake.making import ORDINARY, as_csv, row

FIXTURES = Path(__file__).parents[2] / "fixtures"
WRITTEN = {
    "accepted.parquet",
    "accepted-relations.parquet",
    "accepted-facts.parquet",
    "rejected.csv",
    "marked.csv",
    "report.html",
    "report.json",
}
runner = CliRunner()


def run(*words: str | Path) -> tuple[int, str]:
    done = runner.invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def ordinary(folder: Path, *rows: tuple[str, ...], more: str = "") -> tuple[Path, Path]:
    """An ordinary file and its contract."""
    (folder / "c.yaml").write_text(ORDINARY + more)
    (folder / "sent.csv").write_text(as_csv(rows))
    return folder / "sent.csv", folder / "c.yaml"


def test_all_taken_ends_with_0_and_everything_is_written(tmp_path: Path) -> None:
    file, contract = ordinary(tmp_path, row("1"), row("2"))
    code, said = run("accept", file, "--contract", contract, "--out", tmp_path / "out")
    assert code == 0, said
    assert {path.name for path in (tmp_path / "out").iterdir()} == WRITTEN
    assert pq.read_table(tmp_path / "out" / "accepted.parquet").num_rows == 2


def test_a_rejection_ends_with_1_and_is_listed_with_its_row_field_and_reason(tmp_path: Path) -> None:
    file, contract = ordinary(tmp_path, row("1", DOB="31/02/2014"), row(""))
    code, _ = run("accept", file, "--contract", contract, "--out", tmp_path / "out")
    assert code == 1
    with (tmp_path / "out" / "rejected.csv").open(newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert [(one["row"], one["field"], one["reason"]) for one in lines] == [
        ("1", "DOB", "not_a_date"),
        ("2", "Id", "no_record_id"),
    ]
    assert lines[0]["value"] == "10 characters: digits, other characters"


def test_the_answer_for_machines_is_one_json_document(tmp_path: Path) -> None:
    file, contract = ordinary(tmp_path, row("1"), row("1"))
    code, said = run("accept", file, "--contract", contract, "--out", tmp_path / "out", "--json")
    answer = json.loads(said)
    assert code == 1
    assert answer["rows"] == {"read": 2, "accepted": 1, "rejected": 1, "outside_cohort": 0}
    assert json.loads((tmp_path / "out" / "report.json").read_text())["rows"] == answer["rows"]


def test_several_files_find_their_own_contracts(tmp_path: Path) -> None:
    files = [FIXTURES / "family-context" / f"{name}.csv" for name in ("person", "school", "housing", "police")]
    code, said = run("accept", *files, "--out", tmp_path / "out", "--json")
    datasets = [one["dataset"] for one in json.loads(said)["datasets"]]
    assert code == 1  # one birthday in the fixture does not exist
    assert datasets == [f"family-context-{name}" for name in ("person", "school", "housing", "police")]
    facts = pq.read_table(tmp_path / "out" / "accepted-facts.parquet")
    assert set(facts.column("told_by").to_pylist()) == set(datasets[1:])


def test_a_file_that_no_contract_fits_ends_with_2_and_names_the_choices(tmp_path: Path) -> None:
    file, _ = ordinary(tmp_path, row("1"))
    code, said = run("accept", file, "--out", tmp_path / "out")
    assert code == 2
    assert "ssda903-header" in said
    assert not (tmp_path / "out").exists()


def test_an_unreadable_second_file_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    file, contract = ordinary(tmp_path, row("1"))
    other = tmp_path / "other.csv"
    other.write_text(as_csv([row("2", Surname='"Tregarthen')]))
    code, said = run("accept", file, other, "--contract", contract, "--out", tmp_path / "out")
    assert code == 2
    assert "other.csv: a quotation mark" in said
    assert "Tregarthen" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.yaml", "other.csv", "sent.csv"]


@pytest.mark.parametrize("named", ["nothing-of-the-kind", "nowhere.yaml"])
def test_a_contract_that_is_not_there_ends_with_2(tmp_path: Path, named: str) -> None:
    file, _ = ordinary(tmp_path, row("1"))
    assert run("accept", file, "--contract", named, "--out", tmp_path / "out")[0] == 2


def test_an_earlier_output_stays_whole_when_the_next_run_fails(tmp_path: Path) -> None:
    file, contract = ordinary(tmp_path, row("1"))
    run("accept", file, "--contract", contract, "--out", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    file.write_text(as_csv([row("1"), row("2", Surname='"Tregarthen')]))
    assert run("accept", file, "--contract", contract, "--out", tmp_path / "out")[0] == 2
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    file, contract = ordinary(tmp_path, row("1"), row("2", UPN="Z201230010004"))
    outputs = []
    for _ in range(2):
        run("accept", file, "--contract", contract, "--out", tmp_path / "out")
        outputs.append({path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()})
    assert outputs[0] == outputs[1]


def test_a_file_that_may_have_been_cut_is_said_on_the_terminal_with_what_to_do(tmp_path: Path) -> None:
    file, contract = ordinary(tmp_path, row("1"), row("2"))
    file.write_text(file.read_text().rstrip("\n")[:-1])
    _, said = run("accept", file, "--contract", contract, "--out", tmp_path / "out")
    assert "the last row may be cut" in said
    assert "Ask the sender how many rows there are" in said


def test_without_a_count_it_is_said_that_a_cut_at_the_end_of_a_row_cannot_be_seen(tmp_path: Path) -> None:
    file, contract = ordinary(tmp_path, row("1"), row("2"))
    _, said = run("accept", file, "--contract", contract, "--out", tmp_path / "out")
    assert "a CSV cut off at the end of a row looks whole. Ask the sender for the number of rows" in said
    file, contract = ordinary(tmp_path, row("1"), row("2"), more='manifest_rows: {rows: "2"}\n')
    _, said = run("accept", file, "--contract", contract, "--out", tmp_path / "again")
    assert "looks whole" not in said
    assert "The sender says 2 rows, and so many came." in said


def test_a_full_disk_leaves_nothing_half_done(tmp_path: Path) -> None:
    file, contract = ordinary(tmp_path, *(row(str(number), NHS="12") for number in range(3_000)))
    words = ["accept", str(file), "--contract", str(contract), "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from goldenthread.command.main import run; run()", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)),
    )
    assert done.returncode == 2, done.stderr
    assert "no room to write" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.yaml", "sent.csv"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with (
        pytest.raises(folders.NotWritten, match="cannot be written"),
        folders.whole_folder(tmp_path / "taken" / "out"),
    ):
        pass


def test_the_output_of_personal_data_is_for_its_owner_only(tmp_path: Path) -> None:
    file, contract = ordinary(tmp_path, row("1"))
    run("accept", file, "--contract", contract, "--out", tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_no_child_shows_in_what_the_command_says_or_reports(tmp_path: Path) -> None:
    file, contract = ordinary(tmp_path, row("1", DOB="x", NHS="485 777 3456"))
    _, said = run("accept", file, "--contract", contract, "--out", tmp_path / "out")
    texts = [said, *((tmp_path / "out" / name).read_text() for name in WRITTEN if not name.endswith("parquet"))]
    assert not any(value in text for text in texts for value in ("Elowen", "Tregarthen", "4857773456", "WH1"))
