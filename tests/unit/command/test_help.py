"""``--help`` says what each command does and what each of its options is for."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from goldenthread.command.main import app


def commands(at: Any, *words: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it."""
    yield words, at
    for name, below in getattr(at, "commands", {}).items():
        yield from commands(below, *words, name)


COMMANDS = dict(commands(typer.main.get_command(app)))


def shown(*words: str) -> str:
    done = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words) or "goldenthread")
def test_every_option_is_explained_in_words_without_marks(words: tuple[str, ...]) -> None:
    asked = [one for one in COMMANDS[words].params if one.name != "help"]
    assert [one.name for one in asked if not (getattr(one, "help", None) or "").strip()] == []
    assert "`" not in shown(*words)


def test_a_sentence_is_not_broken_where_its_source_is() -> None:
    assert "one that was changed since is refused." in shown("approve")
    assert "No later linking overturns these decisions until a person does." in shown("undo")
