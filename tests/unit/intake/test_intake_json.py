"""JSON as systems write it: a list somewhere in a document, with a header beside it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.intake import Accepted, Contract, Unreadable
from goldenthread.intake.readers.json_lists import ItemsOfList, NoList
from tests.unit.intake.making import ORDINARY, accept_text, contract

PERSON = {"Id": "1", "Forename": "Elowen", "Surname": "Tregarthen", "DOB": "06/10/2014"}
HEADED = ORDINARY + 'known_at: {column: "/extract/madeOn"}\nformat: {kind: "json", row_path: "data/people"}\n'


def headed(folder: Path) -> Contract:
    return contract(folder, HEADED)


def accept_json(folder: Path, document: object) -> Accepted:
    text = document if isinstance(document, str) else json.dumps(document)
    return accept_text(folder, text, headed(folder), name="sent.json")


def test_a_date_that_stands_before_the_rows_holds_for_each_of_them(tmp_path: Path) -> None:
    people = [PERSON, {**PERSON, "Id": "2"}]
    accepted = accept_json(tmp_path, {"extract": {"madeOn": "2026-11-01"}, "data": {"count": 2, "people": people}})
    assert accepted.records.column("known_at").to_pylist() == [date(2026, 11, 1)] * 2
    assert accepted.report.remarks == ()


def test_a_value_that_is_not_before_the_rows_is_missed_aloud(tmp_path: Path) -> None:
    accepted = accept_json(tmp_path, {"data": {"people": [PERSON]}, "extract": {"madeOn": "2026-11-01"}})
    assert accepted.records.column("known_at").to_pylist() == [None]
    assert any("/extract/madeOn" in remark for remark in accepted.report.remarks)


@pytest.mark.parametrize(
    "document",
    [
        {"data": {"persons": [PERSON]}},
        {"data": [PERSON]},
        {"data": {"people": PERSON}},
        [PERSON],
        '{"data": {"people": [{}]}, "data": {"people": [{}]}}',
        '{"data": {"people": [{}], "people": [{}]}}',
    ],
)
def test_a_document_without_the_one_list_of_rows_is_refused(tmp_path: Path, document: object) -> None:
    with pytest.raises(Unreadable, match="has no list at data/people"):
        accept_json(tmp_path, document)


@pytest.mark.parametrize("behind", ["", "]", "}}}", '}, "more": }', "}} trailing", ', "x"}}'])
def test_what_is_not_json_is_refused_even_behind_the_rows(tmp_path: Path, behind: str) -> None:
    with pytest.raises(Unreadable, match="is not JSON at line 1, column"):
        accept_json(tmp_path, '{"data": {"people": [' + json.dumps(PERSON) + "]" + behind)


def test_a_value_outside_the_rows_that_is_no_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="outside the rows: A value is NaN"):
        accept_json(tmp_path, '{"extract": {"madeOn": NaN}, "data": {"people": [{}]}}')


def items(text: str, path: str) -> list[Any]:
    return list(ItemsOfList(text, path, decode=json.JSONDecoder().raw_decode, wanted=frozenset()))


NAMES = st.sampled_from(["a", "b", "/", 'q"', "é", ""])
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
)


@given(
    rows=st.lists(VALUES, max_size=4), before=st.dictionaries(NAMES, VALUES), indent=st.sampled_from([None, 1, "\t"])
)
def test_the_items_are_those_of_the_whole_document(rows: list[Any], before: dict[str, Any], indent: Any) -> None:
    document = {**before, "data": {"count": len(rows), "people": rows, "more": before}}
    assert items(json.dumps(document, indent=indent), "data/people") == rows
    assert items(json.dumps(rows, indent=indent), "") == rows


@given(text=st.text(alphabet='{}[]:,"ab 1', max_size=12))
def test_nothing_is_taken_for_json_that_is_none(text: str) -> None:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        with pytest.raises((NoList, json.JSONDecodeError)):
            items(text, "a")
        return
    listed = isinstance(whole, dict) and isinstance(whole.get("a"), list)
    if not listed:
        with pytest.raises(NoList):
            items(text, "a")
    elif text.count('"a"') == 1:
        assert items(text, "a") == whole["a"]
