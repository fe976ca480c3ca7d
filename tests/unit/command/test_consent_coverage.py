"""What a linkage that rests on consent would leave out, from the contract's words to the run's report."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.command.agencies import CONTRACT, rows, run, write_agencies

ANSWERS = {
    ("Black", "2", "30", "3"): 5,
    ("White", "1", "30", "3"): 6,
    ("White", "2", "19", "3"): 6,
    ("White", "2", "30", "6"): 6,
    ("White", "2", "30", "4"): 9,
}
"""Ethnic group, adults in the family, the mother's age and people at home, and how many of ten say yes."""
GROUPS = """groups:
  consent: {column: "Agreed", map: {"Y": "yes", "N": "no", "": "unknown"}}
  ethnic group: "Ethnic"
  family: {column: "Adults", map: {"1": "lone parent", "2": "two parents"}}
  parent: {column: "Age", map: {"19": "under 25"}, otherwise: "25 or over"}
  household: {column: "Home of", map: {"6": "five or more"}, otherwise: "up to four"}
"""


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """The school's file with an answer to consent and four groups in each row, and the surgery's, which asks nobody."""
    sources = write_agencies(tmp_path, families=60)
    school = rows(tmp_path / "school.csv")
    kinds = list(ANSWERS)
    for number, row in enumerate(school):
        kind = kinds[number % len(kinds)]
        row["Agreed"] = "y" if number // len(kinds) % 10 < ANSWERS[kind] else "N"
        row.update(zip(("Ethnic", "Adults", "Age", "Home of"), kind, strict=True))
    with (tmp_path / "school.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(school[0]))
        writer.writeheader()
        writer.writerows(school)
    contract(tmp_path, GROUPS)
    return sources[:4]


def contract(folder: Path, groups: str) -> None:
    told = CONTRACT.format(name="school").split("groups:")[0]
    (folder / "school.yaml").write_text(told + groups, encoding="utf-8")


def coverage(out: Path) -> dict[tuple[str, str], dict[str, Any]]:
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))["consent"]
    return {(one["group"], one["value"]): one for one in told}


@pytest.mark.requirement("ZA1", "ZA2")
@pytest.mark.scenario("S27")
def test_the_report_of_a_run_shows_who_agrees_less_often_by_the_words_of_the_contract(
    asked: list[str], tmp_path: Path
) -> None:
    code, said = run("link", *asked, "--out", str(tmp_path / "out"))
    assert code == 0, said
    school = rows(tmp_path / "school.csv")
    found = coverage(tmp_path / "out")
    black = [row for row in school if row["Ethnic"] == "Black"]
    assert found["everybody", ""]["records"] == len(school)
    assert found["ethnic group", "Black"]["records"] == len(black) >= 20
    assert found["ethnic group", "Black"]["agreed"] == sum(row["Agreed"] == "y" for row in black)
    warned = {value for (_, value), one in found.items() if one["warned"]}
    assert warned == {"Black", "lone parent", "under 25", "five or more"}
    agreed = found["everybody", ""]["agreed"]
    assert f"Agreed to be linked: {agreed} of {len(school)} records. 4 groups agreed" in said
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Whom consent would leave out" in page
    assert page.count("Warning: more than a point below everybody") == 4
    assert "answer neither yes" not in page
    assert "no record says yes" not in page


def test_codes_of_consent_that_the_contract_does_not_explain_are_told_and_agree_to_nothing(
    asked: list[str], tmp_path: Path
) -> None:
    contract(tmp_path, 'groups: {consent: "Agreed"}\n')
    code, said = run("link", *asked, "--out", str(tmp_path / "out"))
    everybody = coverage(tmp_path / "out")["everybody", ""]
    records = len(rows(tmp_path / "school.csv"))
    assert code == 0
    assert (everybody["agreed"], everybody["unclear"]) == (0, records)
    assert f"neither yes, no nor unknown: {records}." in said
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert f"{records} of {records} records answer neither yes, no nor unknown" in page


def test_that_no_record_says_yes_is_told(asked: list[str], tmp_path: Path) -> None:
    contract(tmp_path, 'groups: {consent: {column: "Agreed", map: {"Y": "no", "N": "no"}}}\n')
    assert "No record says yes to being linked" in run("link", *asked, "--out", str(tmp_path / "out"))[1]
    assert "Warning: no record says yes" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_contract_that_maps_consent_to_another_word_is_refused(asked: list[str], tmp_path: Path) -> None:
    contract(tmp_path, 'groups: {consent: {column: "Agreed", map: {"Y": "agreed", "N": "no"}}}\n')
    code, said = run("link", *asked, "--out", str(tmp_path / "out"))
    assert code == 2
    assert "the group consent is yes, no or unknown" in said
