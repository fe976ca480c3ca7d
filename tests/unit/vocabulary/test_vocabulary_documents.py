"""A document is read strictly: nothing is guessed, and every error says where it stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

import pytest

from goldenthread.vocabulary import Role, UnreadableDocument, read_document, read_text


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    BARE_TEXT_IS: ClassVar[str] = "name"

    name: str
    size: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    from_: str = ""
    colour: Colour = Colour.RED
    since: date | None = None
    sure: bool = False
    leaves: tuple[Leaf, ...] = ()


def read(text: str) -> Tree:
    return read_text(text, Tree, name="tree")


def test_a_key_that_python_reserves_can_be_written() -> None:
    assert read('from: "here"').from_ == "here"


def test_nothing_is_turned_into_another_type_on_the_way() -> None:
    assert read("from: 47_9").from_ == "47_9"
    assert read("from: on").from_ == "on"


def test_a_bare_text_stands_for_the_field_a_class_names() -> None:
    assert read('leaves: ["oak", {name: "ash", size: "3"}]').leaves == (Leaf(name="oak"), Leaf(name="ash", size=3))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colour: "green"', "this is not one of: red, blue (in colour)"),
        ('form: "x"', "unknown key form: did you mean from? (at the top)"),
        ('height: "x"', "unknown key height: the keys here are from"),
        ('leaves: [{name: oak}, {name: ash, sise: "3"}]', "unknown key sise: did you mean size? (in leaves 2)"),
        ("leaves: oak", 'expected a list, such as ["one", "two"], found a text (in leaves)'),
        ("leaves: {name: oak}", 'expected a list, such as ["one", "two"], found keys and values (in leaves)'),
        ("leaves: [{size: two, name: x}]", "expected a whole number"),
        ("leaves: [{size: '1'}]", "the key name is missing: add it (in leaves 1"),
        ("since: 31/12/2026", "expected a date such as"),
        ("sure: yes", 'expected "true" or "false"'),
        ("from: [a]", "expected a text in quotation marks, found a list (in from)"),
        ("from: a\nfrom: b", "line 2, column 1: 'from' stands twice. Check indents"),
        ("from: &a x\ncolour: *a", "aliases are not read"),
        ("from: !!python/object/apply:os.getcwd []", "not readable as YAML"),
        ("- a", 'expected keys and values, such as key: "value", found a list (at the top)'),
        ("[" * 3000, "nested too deeply"),
        ("? [a]\n: b", "a key must be plain text"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(UnreadableDocument, match="tree") as refusal:
        read(text)
    assert said in str(refusal.value)


def test_every_shared_word_is_checked_at_the_door() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Asked:
        role: Role
        words: tuple[Colour, ...] = ()

    assert read_text('role: "gp"\nwords: ["red"]', Asked, name="asked").role is Role.GP
    with pytest.raises(UnreadableDocument, match="is not one of"):
        read_text('role: "doctor"', Asked, name="asked")
    with pytest.raises(UnreadableDocument, match="is not one of"):
        read_text('role: "gp"\nwords: ["green"]', Asked, name="asked")


def test_a_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"nowhere\.yaml"):
        read_document(tmp_path / "nowhere.yaml", Tree)


def test_a_document_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes('from: "Zoë"'.encode("latin-1"))
    with pytest.raises(UnreadableDocument, match="UTF-8"):
        read_document(path, Tree)
