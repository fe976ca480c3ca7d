"""A sharing question is read strictly: unknown is left out, and a wrong value is named with what is allowed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goldenthread.disclosure.advice import Case, case_from, read_case, read_case_text
from goldenthread.disclosure.advice.words import Form, Protection, View, Who
from goldenthread.law import Nation, PartyKind
from goldenthread.vocabulary import UnreadableDocument


def test_a_case_with_nothing_known_is_a_case() -> None:
    assert read_case_text("{}") == Case()


def test_null_means_unknown_wherever_it_stands() -> None:
    assert read_case_text("nation: null\nrequest: ~\njudgement: {detriment: {grounds: [], review_on: null}}") == Case()


def test_yaml_and_plain_answers_give_the_same_case(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(
        'asked_on: "2026-10-05"\nnation: england\nsender: {kind: gp, commissioned: true}\n'
        "people: [{who: child, age: 7, view: agrees}]\n"
        "items: [{name: a, about: child, form: flag, protected: address}]\n"
    )
    answers = {
        "asked_on": date(2026, 10, 5),
        "nation": Nation.ENGLAND,
        "sender": {"kind": PartyKind.GP, "commissioned": True, "public_authority": None},
        "people": ({"who": Who.CHILD, "age": 7, "view": "agrees"},),
        "items": [{"name": "a", "about": "child", "form": "flag", "protected": ["address"]}],
    }
    case = read_case(file)
    assert case == case_from(answers)
    assert (case.asked_on, case.people[0].view, case.items[0].form) == (date(2026, 10, 5), View.AGREES, Form.FLAG)
    assert case.items[0].protected == (Protection.ADDRESS,)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("sender: {kind: scholl}", ("this is not one of", "school_academy", "in sender, kind")),
        ("people: [{who: child, view: cross}]", ("agrees, objects, asks_for_secrecy, unknown", "in people 1, view")),
        ("people: [{who: child, competent: maybe}]", ('"true" or "false"', "in people 1, competent")),
        ("people: [{age: 7}]", ("the key who is missing", "in people 1")),
        ("people: [{who: child, age: seven}]", ("a whole number", "in people 1, age")),
        ("asked_on: tomorrow", ("a date such as", "in asked_on")),
        ("senders: {}", ("unknown key senders",)),
        ("items: {name: a}", ("expected a list", "in items")),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_what_is_allowed(wrong: str, said: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableDocument) as fault:
        read_case_text(wrong, name="my.yaml")
    assert str(fault.value).startswith("my.yaml: ")
    for words in said:
        assert words in str(fault.value)


def test_the_repr_of_a_case_shows_nothing_personal() -> None:
    case = case_from(
        {"people": [{"who": "child", "age": 13}], "items": [{"name": "Poppy was hurt", "special": ["health"]}]}
    )
    assert "13" not in repr(case)
    assert "Poppy" not in repr(case)
    assert "health" not in repr(case)


def test_a_path_names_the_person_or_the_list_they_are_missing_from() -> None:
    case = case_from({"people": [{"who": "child"}, {"who": "mother"}]})
    assert case.path_to(Who.MOTHER, "competent") == "people[1].competent"
    assert case.path_to(Who.FATHER, "competent") == "people"


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "Ada has asthma"},
        {"items": [{"name": "it", "special": "Ada has asthma"}]},
        {"people": [{"who": "child", "age": "Ada has asthma"}]},
        {"asked_on": "Ada has asthma"},
        {"nation": ["Ada has asthma"]},
        {"sender": "Ada has asthma"},
    ],
)
def test_an_error_never_repeats_what_was_typed_about_a_child(wrong: dict[str, Any]) -> None:
    with pytest.raises(UnreadableDocument) as fault:
        case_from(wrong)
    assert "(in " in str(fault.value)
    assert "Ada" not in str(fault.value)
