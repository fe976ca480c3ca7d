"""``goldenthread law``: looked up, checked, and asked what changed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from goldenthread.command.main import app
from goldenthread.command.provisions_named import provisions_named
from goldenthread.law import read_register

runner = CliRunner()
SWITCHES = """
switches:
  - provision: "ca2004_s16LA"
    standing: "confirmed"
    starts_on: "2026-09-30"
    instrument: "an instrument that was read"
    by: "A. Administrator"
    on: "2026-11-22"
"""


def law(*words: str) -> tuple[int, str]:
    done = runner.invoke(app, ["law", *words])
    return done.exit_code, done.output


@pytest.fixture
def switches(tmp_path: Path) -> str:
    (tmp_path / "switches.yaml").write_text(SWITCHES, encoding="utf-8")
    return str(tmp_path / "switches.yaml")


@pytest.mark.requirement("G8")
def test_law_is_listed_by_who_shares_with_whom_and_what_for() -> None:
    code, said = law("list", "--from", "police", "--to", "school_maintained", "--kind", "duty", "--json")
    assert code == 0
    assert "daa2021_s49A" in {one["id"] for one in json.loads(said)}
    code, said = law("list", "--from", "police", "--to", "gp", "--kind", "duty", "--json")
    assert "daa2021_s49A" not in {one["id"] for one in json.loads(said)}


def test_a_word_that_no_list_holds_is_refused_with_those_that_it_holds() -> None:
    code, said = law("list", "--from", "the_school")
    assert code == 2
    assert "--from the_school: not one of la_csc" in said


def test_nothing_found_ends_with_1() -> None:
    assert law("list", "magna", "carta")[0] == 1


def test_a_provision_is_shown_in_plain_words_first(switches: str) -> None:
    code, said = law("show", "ca2004_s16LA", "--on", "2026-10-05")
    assert code == 0
    assert said.startswith("Duty to share information\nCouncils, health bodies, police")
    assert "On 2026-10-05: uncertain, confirmed" in said
    assert "On 2026-10-05: in force" in law("show", "ca2004_s16LA", "--on", "2026-10-05", "--switches", switches)[1]


def test_a_provision_is_shown_to_a_machine_in_the_words_of_its_file() -> None:
    one = json.loads(law("show", "ca2004_s16LA", "--on", "2026-09-29", "--json")[1])
    assert one["force"] == "not_in_force"
    assert one["in_force"][0]["from"] == "unknown"
    assert set(one["who_to_whom"]) == {"from", "to"}


def test_a_provision_that_is_not_held_is_said_so_with_what_to_do() -> None:
    code, said = law("show", "magna_carta")
    assert code == 2
    assert "List the ids: goldenthread law list" in said


def test_the_register_and_whatever_rests_on_it_is_in_order() -> None:
    pathway = Path(__file__).parents[3] / "examples" / "westhaven" / "pathways" / "westhaven-children.yaml"
    code, said = law("check", "--on", "2026-11-22", "--pathway", str(pathway))
    assert (code, said.splitlines()[-1][-12:]) == (0, "no problems.")


def test_the_register_is_checked_as_of_a_day() -> None:
    code, said = law("check", "--on", "2026-11-20")
    assert code == 1
    assert "which is still to come" in said


def test_an_agreement_that_names_what_the_register_lacks_fails_the_check(tmp_path: Path) -> None:
    pathway = Path(__file__).parents[3] / "examples" / "westhaven" / "pathways" / "westhaven-children.yaml"
    text = pathway.read_text(encoding="utf-8")
    assert '"ca2004_s10"' in text
    (tmp_path / "spoilt.yaml").write_text(text.replace('"ca2004_s10"', '"ca2004_s99"'), encoding="utf-8")
    code, said = law("check", "--pathway", str(tmp_path / "spoilt.yaml"))
    assert code == 1
    assert "ca2004_s99: is named in" in said


def test_a_rule_or_a_contract_that_names_what_the_register_lacks_is_found(tmp_path: Path) -> None:
    for room in ("agreements", "disclosure", "flags", "intake"):
        (tmp_path / room).mkdir()
    (tmp_path / "disclosure" / "rules.py").write_text('REPORT = ("ca2004_s99", "a sentence")', encoding="utf-8")
    named_alone = 'ProvisionId("a_rule_of_no_act")\nProvisionId("")\nProvisionId(given)\n'
    (tmp_path / "disclosure" / "grounds.py").write_text(named_alone, encoding="utf-8")
    (tmp_path / "intake" / "one.yaml").write_text('authority: {default: "sch1_p99"}', encoding="utf-8")
    named = set(provisions_named((p.id for p in read_register()), tmp_path))
    assert named == {
        ("ca2004_s99", "disclosure/rules.py"),
        ("a_rule_of_no_act", "disclosure/grounds.py"),
        ("sch1_p99", "intake/one.yaml"),
    }


def test_changes_are_listed_from_the_day_asked_about(switches: str) -> None:
    code, said = law("changes", "--since", "2026-09-01")
    assert code == 0
    assert "2026-09-30 announced  ca2004_s16LA" in said
    assert "art6_1_ea" not in said
    assert "2026-09-30 begins     ca2004_s16LA" in law("changes", "--since", "2026-09-01", "--switches", switches)[1]
    assert {one["change"] for one in json.loads(law("changes", "--since", "2026-02-01", "--json")[1])} >= {"reworded"}


@pytest.mark.parametrize(
    "verb", [("list",), ("show", "ca2004_s16LA"), ("check",), ("changes", "--since", "2026-01-01")]
)
def test_a_switch_that_fits_nothing_stops_every_verb(verb: tuple[str, ...], tmp_path: Path) -> None:
    unfit = SWITCHES.replace("confirmed", "perhaps")
    (tmp_path / "unfit.yaml").write_text(unfit, encoding="utf-8")
    code, said = law(*verb, "--switches", str(tmp_path / "unfit.yaml"))
    assert code == 2
    assert "is not one of: confirmed, announced" in said
