"""``goldenthread advise`` answers a question in words or as JSON, and its exit code says whether anything may go."""

import json
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from goldenthread.command.main import MODULE_OF, app, app_of
from tests.spec.asking import ORDINARY

runner = CliRunner()


@pytest.fixture
def ordinary(tmp_path: Path) -> Path:
    return written(tmp_path / "ordinary.yaml")


def written(file: Path, **differs: object) -> Path:
    file.write_text(yaml.safe_dump(ORDINARY | differs), encoding="utf-8")
    return file


def ask(*words: object) -> tuple[int, str]:
    done = runner.invoke(app, ["advise", *map(str, words)])
    return done.exit_code, done.output


def test_something_may_go_ends_with_0(ordinary: Path) -> None:
    code, said = ask(ordinary)
    assert code == 0
    assert said.startswith("YOU MUST SHARE\nYou must share this: ")
    assert "The law as at 2026-10-05. This is advice: you decide" in said
    assert "Not verified: Duty to share information [ca2004_s16LA]" in said


def test_nothing_goes_yet_ends_with_1(tmp_path: Path) -> None:
    file = written(tmp_path / "refused.yaml", purpose="immigration_control")
    code, said = ask(file, "--json")
    assert code == 1
    assert json.loads(said)["answer"] == "do_not_share"


def test_json_has_every_key_of_the_contract_and_no_other(ordinary: Path) -> None:
    answer = json.loads(ask(ordinary, "--json")[1])
    assert list(answer) == [
        "answer",
        "duty",
        "gateways",
        "lawful_basis",
        "conditions",
        "rejected",
        "items",
        "tell",
        "confidentiality",
        "seek_advice_from",
        "find_out",
        "then",
        "because",
        "law_as_at",
        "unverified_law",
    ]
    assert set(answer["items"][0]) == {"name", "answer", "strength", "conditions", "because"}
    assert set(answer["tell"][0]) == {"who", "answer", "by_whom", "because"}
    assert set(answer["because"][0]) == {"step", "says", "sources"}
    assert answer["law_as_at"] == "2026-10-05"


def test_a_question_that_cannot_be_read_ends_with_2_and_names_what_is_allowed(tmp_path: Path) -> None:
    file = written(tmp_path / "wrong.yaml", immediacy="soonish")
    code, said = ask(file, "--json")
    assert code == 2
    assert "this is not one of: immediate_danger, urgent, routine (in immediacy)" in said
    assert ask(tmp_path / "absent.yaml")[0] == 2


def test_a_switch_moves_the_start_of_the_duty(ordinary: Path, tmp_path: Path) -> None:
    switches = tmp_path / "switches.yaml"
    switches.write_text(
        "switches:\n  - {provision: ca2004_s16LA, standing: confirmed, starts_on: '2026-11-01',"
        " instrument: 'S.I. 2026/1', by: 'legal', on: '2026-10-20'}\n"
    )
    answer = json.loads(ask(ordinary, "--json", "--switches", switches)[1])
    assert (answer["answer"], answer["duty"]) == ("should_share", [])
    switches.write_text(switches.read_text().replace("2026-11-01", "2026-10-01"))
    answer = json.loads(ask(ordinary, "--json", "--switches", switches)[1])
    assert answer["answer"] == "must_share"
    assert "ca2004_s16LA" not in answer["unverified_law"]


def test_a_switch_that_does_not_fit_ends_with_2(ordinary: Path, tmp_path: Path) -> None:
    switches = tmp_path / "switches.yaml"
    switches.write_text(
        "switches:\n  - {provision: art6_1_c, standing: confirmed, starts_on: '2026-11-01',"
        " instrument: 'none', by: 'me', on: '2026-10-20'}\n"
    )
    assert ask(ordinary, "--switches", switches)[0] == 2


def test_several_questions_give_a_list_in_their_order(ordinary: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "other.yaml", purpose="statistics")
    code, said = ask(ordinary, other, "--json")
    assert code == 1
    assert [one["answer"] for one in json.loads(said)] == ["must_share", "do_not_share"]
    assert f"== {other}" in ask(ordinary, other)[1]


def test_a_question_without_a_day_is_answered_by_the_law_of_today(tmp_path: Path) -> None:
    asked = {key: value for key, value in ORDINARY.items() if key != "asked_on"}
    file = tmp_path / "undated.yaml"
    file.write_text(yaml.safe_dump(asked))
    assert "asked_on" in json.loads(ask(file, "--json")[1])["find_out"]


def test_every_verb_is_found_by_its_own_module_alone() -> None:
    every = typer.main.get_command(app_of())
    assert set(every.commands) == set(MODULE_OF)  # type: ignore[attr-defined]
    for verb, module in MODULE_OF.items():
        assert verb in typer.main.get_command(app_of(module)).commands  # type: ignore[attr-defined]
