"""Dated switches say whose numbers may join records."""

import json
from pathlib import Path

import pytest

from tests.unit.command.agencies import rows, run

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


@pytest.mark.requirement("A16")
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
    reasons = json.loads((out / "report.json").read_text(encoding="utf-8"))["justification"]["identifiers"]
    of_school = next(r for r in reasons if r["kind"] == "nhs_number" and "school" in r["sources"])
    in_force = since < "2999" and not until
    assert of_school["because"] == ("2016 undertaking" if in_force else "health and social care")
    assert (of_school["may_join"], of_school["sources"] == ["school"]) == (joined, in_force)
    page = (out / "report.html").read_text(encoding="utf-8")
    assert f"<td>{of_school['because']}</td>" in page
    assert ("NHS numbers may join records of surgery, and not those of school." in page) is not joined


@pytest.mark.requirement("A17")
def test_a_switch_that_names_no_source_of_the_run_is_told_with_the_name_that_was_probably_meant(
    numbered: list[str], tmp_path: Path
) -> None:
    """By one letter its ban is void. Another source of the area may be meant, and so it is not refused."""
    mistyped = SWITCHES.format(may="false", since="2016-07-01", until="").replace('dataset: "school"', '"{}"')
    for name, meant in (("schol", " Did you mean school?"), ("library", ""), ("school", None)):
        switches, out = tmp_path / "switches.yaml", tmp_path / name
        switches.write_text(mistyped.replace('"{}"', f'dataset: "{name}"'), encoding="utf-8")
        code, said = run("link", *numbered, "--identifiers", str(switches), "--out", str(out))
        assert code == 0, said
        told = f"The switch of 2016-07-01 for nhs_number names {name}, which is no source of this run"
        assert [told in " ".join(said.split()), "Did you mean" in said] == [meant is not None, bool(meant)]
        report = json.loads((out / "report.json").read_text(encoding="utf-8"))
        words = [f"{told}, and changes nothing in it.{meant}"] if meant is not None else []
        assert [one["in_words"] for one in report["switches_of_no_source"]] == words
        assert all(one in (out / "report.html").read_text(encoding="utf-8") for one in words)


def test_a_switch_that_is_over_or_of_a_source_that_stands_is_not_spoken_of(
    numbered: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.command.relinking.LEAST_RECORDS", 1)
    switches, one = tmp_path / "switches.yaml", tmp_path / "one"
    over = 'until: "2017-07-01", '
    text = SWITCHES.format(may="false", since="2016-07-01", until=over).replace('"school"', '"library"')
    school = SWITCHES.format(may="false", since="2016-07-01", until="").splitlines()[-1]
    switches.write_text(f"{text}{school}\n", encoding="utf-8")
    told = ["--identifiers", str(switches)]
    run("link", *numbered, *told, "--out", str(one))
    changes = ["--previous", str(one), "--changes-only", "--out", str(tmp_path / "two")]
    code, said = run("link", *numbered[2:], *told, *changes)
    assert code == 0, said
    assert "which is no source" not in said


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


def test_only_numbers_that_a_source_has_are_spoken_of(numbered: list[str], tmp_path: Path) -> None:
    contract = tmp_path / "school.yaml"
    contract.write_text(contract.read_text(encoding="utf-8").replace(', nhs_number: "NHS"', ""), encoding="utf-8")
    for use, told in (("use", "NHS numbers may join records of surgery."), ("ignore", "NHS numbers join no records")):
        run("link", *numbered, "--identifiers", use, "--out", str(tmp_path / use))
        page = (tmp_path / use / "report.html").read_text(encoding="utf-8")
        assert told in page
        assert "UPN" not in page
        assert "passport number" not in page.casefold()
        report = json.loads((tmp_path / use / "report.json").read_text(encoding="utf-8"))
        assert report["identifiers_held"] == {"nhs_number": ["surgery"], "upn": [], "passport_number": []}
