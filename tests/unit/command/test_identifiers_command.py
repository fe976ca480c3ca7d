"""``goldenthread identifiers check`` says what a number is, on a line for people or as JSON."""

import json

import pytest
from typer.testing import CliRunner

from goldenthread.command.main import app

runner = CliRunner()


def check(text: str | bytes, *words: str) -> tuple[int, str]:
    done = runner.invoke(app, ["identifiers", "check", *words], input=text)
    return done.exit_code, done.output


@pytest.mark.requirement("A18")
def test_the_printed_pair_is_judged_number_by_number() -> None:
    code, said = check("485 777 3456\nH801200001001\n")
    first, second = said.splitlines()
    assert code == 1
    assert first.split("\t")[:3] == ["nhs_number", "not valid", "4857773456"]
    assert second.split("\t")[:3] == ["upn", "valid", "H801200001001"]


def test_all_valid_ends_with_0_and_blank_lines_do_not_count() -> None:
    assert check("943 476 5919\n\n  \nH801200001001")[0] == 0


def test_machines_get_a_list_of_objects() -> None:
    code, said = check("nonsense\n9434765919\n", "--json")
    answer = json.loads(said)
    assert code == 1
    assert [(one["kind"], one["valid"], one["normalised"]) for one in answer] == [
        ("unknown", False, "NONSENSE"),
        ("nhs_number", True, "9434765919"),
    ]


def test_nothing_to_check_is_wrong_use() -> None:
    assert check("")[0] == 2


def test_a_line_without_end_is_one_wrong_identifier() -> None:
    code, said = check("9" * 100_000 + "\n9434765919\n")
    assert code == 1
    assert len(said.splitlines()) == 2
    assert len(said) < 1_000


def test_input_that_is_no_text_is_wrong_use() -> None:
    assert check(b"\xff\xfe\n")[0] == 2
