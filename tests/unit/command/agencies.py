"""Three agencies with a contract each, and the command as somebody types it."""

import csv
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

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


KEPT = TemporaryDirectory()
"""What was linked once in this process. It goes with the process."""


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    """Three agencies' files and contracts, as arguments."""
    return write_agencies(tmp_path)


def write_agencies(folder: Path, *, families: int = 24) -> list[str]:
    """Three agencies' files and contracts, as arguments, and beside them the truth."""
    records, truth = area(families, seed=11)
    rows = records.to_pylist()
    arguments = []
    for name in ("school", "surgery", "team"):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["Id", "First", "Last", "Born", "Home", "Postcode", "Area"])
            for r in rows:
                if r["dataset"] == name:
                    born = r["date_of_birth"].strftime("%d/%m/%Y")
                    named = (r["record_id"], r["given_name"], r["family_name"], born)
                    writer.writerow([*named, r["address_line"], r["postcode"], "north"])
        (folder / f"{name}.yaml").write_text(CONTRACT.format(name=name), encoding="utf-8")
        arguments += ["--source", f"{name}={folder / name}.csv:{folder / name}.yaml"]
    with (folder / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "record_id", "entity"])
        writer.writerows([*key, person] for key, person in truth.items())
    return arguments


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


def linked_before(out: Path, *more: str, decided: str = "") -> Path:
    """Puts into ``out`` what one run over the ``sources``, as they come, wrote. It was linked once and is copied.

    ``decided`` is what stands in its file of decisions, ``more`` what else was on the command line.
    """
    shutil.copytree(_linked_once(*more, decided=decided), out)
    return out


@cache
def _linked_once(*more: str, decided: str) -> Path:
    place = Path(mkdtemp(dir=KEPT.name))
    (place / "decided.csv").write_text(decided, encoding="utf-8")
    told = ["--constraints", str(place / "decided.csv")] if decided else []
    code, said = run("link", *write_agencies(place), *more, *told, "--out", str(place / "out"))
    assert code == 0, said
    return place / "out"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(folder: Path, numbers: dict[tuple[str, str], str]) -> None:
    """Give every source a column of NHS numbers, with these in it."""
    for name in ("school", "surgery", "team"):
        heading, *lines = (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        heading = heading.removesuffix(",NHS")
        lines = [",".join(line.split(",")[: heading.count(",") + 1]) for line in lines]
        told = [f"{line},{numbers.get((name, line.split(',')[0]), '')}" for line in lines]
        (folder / f"{name}.csv").write_text("\n".join([f"{heading},NHS", *told]) + "\n", encoding="utf-8")
        contract = (folder / f"{name}.yaml").read_text(encoding="utf-8")
        if "nhs_number" not in contract:
            contract = contract.replace("columns:\n", 'columns:\n  nhs_number: "NHS"\n')
        (folder / f"{name}.yaml").write_text(contract, encoding="utf-8")
