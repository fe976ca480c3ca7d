"""What was taken off a model's card is seen by the report beside it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.command.agencies import linked_before, run, sources

__all__ = ["sources"]


def card_of(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the card in ``model.json`` alone."""
    tree = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    change(tree["card"])
    (folder / "model.json").write_text(json.dumps(tree), encoding="utf-8")


@pytest.fixture
def approved(sources: list[str], tmp_path: Path) -> Path:
    """An output whose model was approved, measured, and approved again."""
    folder = linked_before(tmp_path / "one")
    assert run("approve", str(folder), "--by", "First")[0] == 0
    assert run("evaluate", str(folder), "--truth", str(tmp_path / "truth.csv"), "--into-report")[0] == 0
    assert run("approve", str(folder), "--by", "Second")[0] == 0
    return folder


def ways(sources: list[str], folder: Path, tmp_path: Path) -> dict[str, list[str]]:
    """Every way in which a model is used or added to."""
    model, to = str(folder / "model.json"), ["--out", str(tmp_path / "two")]
    return {
        "given": ["link", *sources, "--model", model, *to],
        "gone on from": ["link", *sources, "--previous", str(folder), *to],
        "measured": ["evaluate", str(folder), "--truth", str(tmp_path / "truth.csv"), "--into-report"],
        "approved": ["approve", str(folder), "--by", "Third"],
    }


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("way", ["given", "gone on from", "measured", "approved"])
@pytest.mark.parametrize(
    ("take_off", "what"),
    [
        (lambda card: card["approvals"].pop(), "approvals"),
        (lambda card: card.update(approvals=[]), "approvals"),
        (lambda card: card.update(approvals=card["approvals"][:1], measured=[]), "approvals"),
    ],
    ids=["the last", "all", "with the figures"],
)
def test_an_approval_taken_off_the_card_is_missed(
    sources: list[str],
    approved: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    take_off: Callable[[dict[str, Any]], None],
    what: str,
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    card_of(approved, take_off)
    code, said = run(*ways(sources, approved, tmp_path)[way])
    assert (code, f"lacks {what} of which report.json beside it tells" in " ".join(said.split())) == (2, True), said
    assert not (tmp_path / "two").exists()


def test_a_measurement_taken_off_the_card_is_missed_where_nobody_approved_of_it(
    sources: list[str], tmp_path: Path
) -> None:
    folder = linked_before(tmp_path / "one")
    run("evaluate", str(folder), "--truth", str(tmp_path / "truth.csv"), "--into-report")
    card_of(folder, lambda card: card.update(measured=[]))
    code, said = run("approve", str(folder), "--by", "First")
    assert (code, "lacks measurements" in " ".join(said.split())) == (2, True), said


@pytest.mark.parametrize("lost", ["taken away", "damaged", "another's"])
def test_a_later_run_does_not_lose_approvals_with_the_file_they_stand_in(
    sources: list[str], approved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    path = approved / "model.json"
    match lost:
        case "taken away":
            path.unlink()
        case "damaged":
            path.write_text("{", encoding="utf-8")
        case _:
            run("link", *sources[:4], "--out", str(tmp_path / "other"))
            shutil.copy(tmp_path / "other" / "model.json", path)
    code, said = run(*ways(sources, approved, tmp_path)["gone on from"])
    assert (code, str(path) in said.replace("\n", "")) == (2, True), said
    assert not (tmp_path / "two").exists()


def test_a_model_away_from_its_report_or_beside_anothers_is_used_as_it_is(
    sources: list[str], approved: Path, tmp_path: Path
) -> None:
    card_of(approved, lambda card: card["approvals"].pop())
    alone, beside = tmp_path / "alone", tmp_path / "beside"
    alone.mkdir()
    shutil.copy(approved / "model.json", alone)
    run("link", *sources[:4], "--out", str(beside))
    shutil.copy(approved / "model.json", beside)
    for number, folder in enumerate((alone, beside)):
        more = ["--model", str(folder / "model.json"), "--out", str(tmp_path / f"scored-{number}")]
        assert run("link", *sources, *more)[0] == 0


@pytest.fixture
def swapped(sources: list[str], tmp_path: Path) -> Path:
    """An output that holds the model of another run."""
    folder = linked_before(tmp_path / "one")
    run("link", *sources[:4], "--out", str(tmp_path / "other"))
    shutil.copy(tmp_path / "other" / "model.json", folder)
    return folder


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("way", ["measured", "approved"])
def test_nothing_is_put_on_the_card_of_a_model_that_did_not_do_the_work(
    sources: list[str], swapped: Path, tmp_path: Path, way: str
) -> None:
    before = {path.name: path.read_bytes() for path in swapped.iterdir() if path.is_file()}
    code, said = run(*ways(sources, swapped, tmp_path)[way])
    assert (code, f"{swapped / 'model.json'}: it is not the model that this run linked with" in said) == (2, True), said
    assert "link again" in said
    assert before == {name: (swapped / name).read_bytes() for name in before}


def test_what_does_not_go_on_a_card_is_measured_whatever_model_lies_there(
    sources: list[str], swapped: Path, tmp_path: Path
) -> None:
    code, said = run("evaluate", str(swapped), "--truth", str(tmp_path / "truth.csv"))
    assert (code, "model.json" in said) == (0, False), said


@pytest.mark.parametrize("way", ["measured", "approved"])
def test_of_an_output_without_its_models_digest_it_is_said_that_nobody_could_check(
    sources: list[str], swapped: Path, tmp_path: Path, way: str
) -> None:
    report = json.loads((swapped / "report.json").read_text(encoding="utf-8"))
    del report["digests"]["model.json"]
    (swapped / "report.json").write_text(json.dumps(report), encoding="utf-8")
    code, said = run(*ways(sources, swapped, tmp_path)[way])
    assert (code, "whether model.json is the model of this run could not be checked" in said) == (0, True), said


@pytest.mark.parametrize("way", ["given", "gone on from"])
def test_a_model_that_had_figures_and_approvals_is_still_the_one_of_a_later_run(
    sources: list[str], approved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    assert run(*ways(sources, approved, tmp_path)[way])[0] == 0
    for again in ("measured", "approved", "measured"):
        code, said = run(*ways(sources, tmp_path / "two", tmp_path)[again])
        assert (code, "could not be checked" in said) == (0, False), said


@pytest.mark.parametrize("report", ["{", "[]", "{}", '{"model": {"card": []}}'])
def test_nothing_is_approved_or_measured_beside_a_damaged_report(
    sources: list[str], approved: Path, tmp_path: Path, report: str
) -> None:
    model = (approved / "model.json").read_bytes()
    (approved / "report.json").write_text(report, encoding="utf-8")
    for way in ("approved", "measured"):
        code, said = run(*ways(sources, approved, tmp_path)[way])
        assert (code, "report.json: cannot be read" in said.replace("\n", "")) == (2, True), said
        assert (approved / "model.json").read_bytes() == model
