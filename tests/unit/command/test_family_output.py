"""``goldenthread link`` draws families where a contract declares relationships, and ``evaluate`` says how right."""

import csv
import json
import random
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.unit.command.agencies import KEPT, rows, run
from tests.unit.linkage.records_made import FAMILY, GIVEN, STREETS

SCHOOL = """
source: "school"
record_id: "Id"
people:
  - part: "pupil"
    is: "child"
    columns:
      given_name: "First"
      family_name: "Last"
      date_of_birth: "Born"
      address_line: "Home"
      postcode: "Postcode"
  - part: "mother"
    is: "adult"
    present_when: [ {column: "MotherBorn", is: "present"} ]
    columns: {given_name: "MotherFirst", family_name: "Last", date_of_birth: "MotherBorn", phone: "Phone"}
relations:
  - from: "mother"
    to: "pupil"
    relation: {literal: "mother"}
    since: {column: "Since"}
"""
SURGERY = """
source: "surgery"
record_id: "Id"
people:
  - part: "patient"
    is: "by_age"
    columns:
      given_name: "First"
      family_name: "Last"
      date_of_birth: "Born"
      address_line: "Home"
      postcode: "Postcode"
      phone: "Phone"
"""
HOMES, DECLARED = 60, 48
LEAVES_FAMILIES = {"families.csv", "households.csv"}


def write(path: Path, columns: str, table: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns.split(), *table])


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    return write_homes(tmp_path)


def linked_into(out: Path) -> None:
    """What one run over the ``sources``, as they come, wrote. It was linked once and is copied."""
    shutil.copytree(_linked_once(), out)


@cache
def _linked_once() -> Path:
    place = Path(mkdtemp(dir=KEPT.name))
    code, said = run("link", *write_homes(place), "--out", str(place / "out"))
    assert code == 0, said
    return place / "out"


def write_homes(folder: Path) -> list[str]:
    """Homes of a mother and a child. The surgery has all of them; the school names most of the mothers."""
    chance = random.Random(3)
    names = [(a, b) for a in GIVEN for b in FAMILY]
    chance.shuffle(names)
    pupils, patients, truth, ties, homes = [], [], [], [], []
    for n in range(HOMES):
        (child, last), (mother, _) = names[n], names[HOMES + n]
        home = [f"{n + 1} {chance.choice(STREETS)}", f"WH{n % 9 + 1} {n % 7}AB"]
        born = f"{2012 + n % 6}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        hers = f"{1979 + n % 9}-{n % 11 + 1:02}-{n % 27 + 1:02}"
        phone = f"07700900{n:03}"
        declared = [mother, hers, phone, "2024-09-01"] if n < DECLARED else ["", "", "", ""]
        pupils.append([f"P{n}", child, last, born, *home, *declared])
        patients += [[f"C{n}", child, last, born, *home, ""], [f"M{n}", mother, last, hers, *home, phone]]
        truth += [["school", f"P{n}", f"c{n}"], ["surgery", f"C{n}", f"c{n}"], ["surgery", f"M{n}", f"m{n}"]]
        truth += [["school", f"P{n}#mother", f"m{n}"]] if n < DECLARED else []
        ties.append([f"m{n}", f"c{n}"])
        homes += [[f"m{n}", f"h{n}"], [f"c{n}", f"h{n}"]]
    write(folder / "school.csv", "Id First Last Born Home Postcode MotherFirst MotherBorn Phone Since", pupils)
    write(folder / "surgery.csv", "Id First Last Born Home Postcode Phone", patients)
    write(folder / "truth.csv", "source record_id entity", truth)
    write(folder / "ties.csv", "entity_from entity_to", ties)
    write(folder / "homes.csv", "entity household", homes)
    for name, contract in (("school", SCHOOL), ("surgery", SURGERY)):
        (folder / f"{name}.yaml").write_text(contract, encoding="utf-8")
    return [a for n in ("school", "surgery") for a in ("--source", f"{n}={folder / n}.csv:{folder / n}.yaml")]


def test_families_follow_from_what_contracts_declare_and_the_truth_says_how_right_they_are(
    sources: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    code, said = run("link", *sources, "--out", str(out))
    assert code == 0
    assert "Adults linked to children: 48. Possible: 12." in said
    families = rows(out / "families.csv")
    assert list(families[0]) == [
        "adult",
        "child",
        "relationship",
        "grounds",
        "source",
        "since",
        "until",
        "confidence",
        "share_declared",
        "outcome",
        "because",
    ]
    person_of = {(r["source"], r["record_id"]): r["person_id"] for r in rows(out / "people.csv")}
    by_pair = {(r["adult"], r["child"]): r for r in families}
    linked = by_pair[person_of["surgery", "M0"], person_of["school", "P0"]]
    assert (linked["relationship"], linked["grounds"], linked["source"]) == ("mother", "declared", "school")
    assert (linked["since"], linked["confidence"], linked["outcome"]) == ("2024-09-01", "declared_by_one", "linked")
    possible = by_pair[person_of["surgery", "M59"], person_of["school", "P59"]]
    assert (possible["relationship"], possible["confidence"], possible["outcome"]) == ("", "", "possible")
    assert "shared_home" in possible["grounds"].split(";")
    assert float(possible["share_declared"]) == pytest.approx(DECLARED / HOMES)

    truth = ["--truth", str(tmp_path / "truth.csv"), "--families", str(tmp_path / "ties.csv")]
    code, told = run("evaluate", str(out), *truth, "--households", str(tmp_path / "homes.csv"), "--json")
    assert code == 0
    found = json.loads(told)["families"]
    assert found["families, linked"]["precision"] == 1.0
    assert found["families, linked"]["recall"] == pytest.approx(DECLARED / HOMES)
    assert found["families, and possible"]["recall"] == 1.0
    assert found["households"]["f1"] == 1.0

    page = (out / "report.html").read_text(encoding="utf-8")
    assert "48 adults are linked to children because somebody declares or names them" in page
    assert "How right the families are" not in page
    code, told = run("evaluate", str(out), *truth, "--households", str(tmp_path / "homes.csv"), "--into-report")
    assert code == 0
    assert "families, linked: precision 1.00000 (0.92590 to 1.00000), recall 0.80000 (0.68218 to 0.88172)" in told
    shown = (out / "report.html").read_text(encoding="utf-8").partition("How right the families are")[2]
    assert 'Families, linked</th><td class="number">60</td>' in shown
    assert "80.00\u00a0% (68.22\u00a0% to 88.17\u00a0%)" in shown


@pytest.mark.parametrize(
    ("name", "option", "line", "why"),
    [
        ("ties", "--families", "M0,", "the entity_to is empty"),
        ("ties", "--families", " ,P0", "the entity_from is empty"),
        ("ties", "--families", "M0", "the entity_to is empty"),
        ("homes", "--households", ",H0", "the entity is empty"),
        ("homes", "--households", "M0, ", "the household is empty"),
    ],
)
def test_a_truth_of_families_with_an_empty_field_is_refused_with_its_line_and_column(
    sources: list[str], tmp_path: Path, name: str, option: str, line: str, why: str
) -> None:
    out, told = tmp_path / "out", tmp_path / f"{name}.csv"
    linked_into(out)
    text = told.read_text(encoding="utf-8")
    told.write_text(f"{text}\n{line}\n", encoding="utf-8")  # after an empty line, which counts
    code, said = run("evaluate", str(out), "--truth", str(tmp_path / "truth.csv"), option, str(told))
    assert code == 2, said
    assert f"{told}, line {len(text.splitlines()) + 2}: {why}" in said
    assert "leave the line out" in said


@pytest.mark.parametrize("option", ["--families", "--households"])
def test_a_truth_of_families_that_can_measure_nothing_is_refused(
    sources: list[str], tmp_path: Path, option: str
) -> None:
    out, truth = tmp_path / "out", ["--truth", str(tmp_path / "truth.csv")]
    strangers = tmp_path / "strangers.csv"
    strangers.write_text("entity_from,entity_to,entity,household\nX,Y,X,H\n", encoding="utf-8")
    linked_into(out)
    code, said = run("evaluate", str(out), *truth, option, str(strangers))
    assert (code, "Check its entities" in said) == (2, True), said
    run("link", *sources, "--no-families", "--out", str(out))
    code, said = run("evaluate", str(out), *truth, option, str(strangers))
    assert (code, "the run drew no families" in said) == (2, True), said


@pytest.mark.requirement("B3")
def test_a_household_is_a_file_of_its_own_and_makes_nobody_family(sources: list[str], tmp_path: Path) -> None:
    """A lodger at the first home stands in its household, and in no family."""
    with (tmp_path / "surgery.csv").open("a", newline="", encoding="utf-8") as file:
        home = rows(tmp_path / "school.csv")[0]
        csv.writer(file).writerow(["L", "Ezekiel", "Trott", "1999-02-03", home["Home"], home["Postcode"], ""])
    out = tmp_path / "out"
    assert run("link", *sources, "--out", str(out))[0] == 0
    person_of = {(r["source"], r["record_id"]): r["person_id"] for r in rows(out / "people.csv")}
    home_of = {r["person_id"]: r["household_id"] for r in rows(out / "households.csv")}
    lodger, child = person_of["surgery", "L"], person_of["school", "P0"]
    assert home_of[lodger] == home_of[child]
    assert lodger not in {r["adult"] for r in rows(out / "families.csv") if r["outcome"] == "linked"}


def test_families_keep_their_people_s_ids_through_a_later_run(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 10)
    first, second = tmp_path / "first", tmp_path / "second"
    linked_into(first)
    assert run("link", *sources, "--out", str(second), "--previous", str(first))[0] == 0
    assert (second / "families.csv").read_text() == (first / "families.csv").read_text()
    # Changes alone do not say who everybody's parents are, so what an earlier run drew is not left standing.
    code, _ = run("link", *sources, "--out", str(second), "--previous", str(first), "--changes-only")
    assert code == 0
    assert not LEAVES_FAMILIES & {file.name for file in second.iterdir()}


def test_no_family_is_drawn_unasked_or_where_no_contract_declares_any(sources: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    for arguments in ([*sources, "--no-families"], sources[2:]):
        assert run("link", *arguments, "--out", str(out))[0] == 0
        assert not LEAVES_FAMILIES & {file.name for file in out.iterdir()}
    truth = ["--truth", str(tmp_path / "truth.csv"), "--families", str(tmp_path / "ties.csv")]
    code, told = run("evaluate", str(out), *truth)
    assert code == 2
    assert "families.csv" in told
