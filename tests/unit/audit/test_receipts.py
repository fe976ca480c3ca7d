"""A receipt can be checked by whoever holds it, and can be changed by nobody."""

import json
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import pytest

from goldenthread.audit import (
    Soundness,
    Tree,
    UnusableKey,
    check_receipt,
    entry_leaf,
    inclusion_proof,
    make_receipt,
    signing_key,
)
from tests.unit.audit.ledger_made import LOG_KEY, WITNESSES, Row, head, row, rows

KEYS = [LOG_KEY.verifier, *(witness.verifier for witness in WITNESSES)]


def proof_of(entries: list[Row], index: int) -> list[bytes]:
    nodes = {node[:2]: node.hash for node in Tree().append(entry_leaf(one.commitment) for one in entries).nodes}
    return inclusion_proof(index, len(entries), lambda level, position: nodes[level, position])


def receipt(changes: Mapping[str, Any] = MappingProxyType({}), *, index: int = 2, size: int = 7) -> str:
    entries = rows(size)
    assert entries[index].payload is not None
    made = make_receipt(
        payload=entries[index].payload or {},
        salt=entries[index].salt or b"",
        index=index,
        proof=proof_of(entries, index),
        note=head(entries, size),
        keys=KEYS,
    )
    return json.dumps({**json.loads(made), **changes}, ensure_ascii=False)


def payload(**changes: Any) -> dict[str, Any]:
    return {**(rows(3)[2].payload or {}), **changes}


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (1, 2), (2, 3), (6, 7), (0, 8), (7, 8)])
def test_a_receipt_holds_and_tells_what_happened(index: int, size: int) -> None:
    verdict = check_receipt(receipt(index=index, size=size), log_key=KEYS[0], witness_keys=KEYS[1:])
    assert verdict.is_whole
    assert verdict.told.startswith("A designated safeguarding lead at Riverside Academy looked at this child's page")
    assert [(held.witness, held.size) for held in verdict.held_by] == [(key.name, size) for key in KEYS[1:]]
    assert verdict.keys_were_given


def test_a_receipt_explains_itself_in_plain_words() -> None:
    made = json.loads(receipt())
    assert made["what_happened"] in check_receipt(receipt()).told
    assert "goldenthread ledger check-receipt FILE" in " ".join(made["what_this_is"])
    assert not check_receipt(receipt()).keys_were_given


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "another deed": ({"payload": payload(deed="searched")}, "words"),
    "another child": ({"payload": payload(subject="child-9")}, "does not stand"),
    "another salt": ({"salt": "00" * 32}, "does not stand"),
    "another place": ({"index": 3}, "does not stand"),
    "a place before the first": ({"index": -1}, "does not stand"),
    "a place after the last": ({"index": 7}, "does not stand"),
    "no proof": ({"proof": []}, "does not stand"),
    "another proof": ({"proof": ["00" * 32] * 3}, "does not stand"),
    "other words": ({"what_happened": "Nothing happened."}, "words"),
    "another explanation": ({"what_this_is": ["Trust us."]}, "words"),
    "an unsealed form": ({"payload": payload(subject="nul\u0000")}, "never sealed"),
    "an unsigned head": ({"checkpoint": "westhaven.example/ledger\n7\nAAAA\n"}, "checkpoint"),
    "the head of another time": ({"checkpoint": head(rows(6), 6)}, "does not stand"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_changed_receipt_does_not_hold(name: str) -> None:
    changes, reason = BROKEN[name]
    verdict = check_receipt(receipt(changes))
    assert verdict.soundness is Soundness.BROKEN
    assert reason in verdict.because
    assert verdict.told == ""


UNREADABLE: dict[str, Any] = {
    "format": "goldenthread-receipt/2",
    "what_this_is": "text",
    "what_happened": 7,
    "payload": [],
    "salt": "00",
    "index": True,
    "proof": ["00"],
    "checkpoint": None,
    "log_key": "x",
    "witness_keys": [LOG_KEY.verifier.text],
    "more": 1,
}


@pytest.mark.parametrize("field", UNREADABLE)
def test_what_is_no_receipt_is_unreadable(field: str) -> None:
    assert check_receipt(receipt({field: UNREADABLE[field]})).soundness is Soundness.UNREADABLE


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":"goldenthread-receipt/1"}', "x" * 1_000_001])
def test_other_files_are_unreadable(text: str) -> None:
    assert check_receipt(text).soundness is Soundness.UNREADABLE


@pytest.mark.parametrize("field", ["proof", "witness_keys", "what_this_is"])
def test_a_list_without_end_is_unreadable(field: str) -> None:
    verdict = check_receipt(receipt({field: ["00" * 32] * 65}))
    assert verdict.soundness is Soundness.UNREADABLE
    assert "short list" in verdict.because


def test_a_payload_that_is_no_entry_is_unreadable() -> None:
    assert check_receipt(receipt({"payload": {"a": "b"}})).soundness is Soundness.UNREADABLE


def test_a_receipt_forged_with_another_key_holds_by_itself_and_not_against_the_ledger_s_key() -> None:
    forger = signing_key(b"f" * 32, name=LOG_KEY.name, signs=LOG_KEY.signs)
    entries = rows(1)
    assert entries[0].salt is not None
    forged_payload = payload(detail={"agency_name": "Nobody"})
    forged_rows = [row(forged_payload, entries[0].salt)]
    text = make_receipt(
        payload=forged_payload,
        salt=entries[0].salt,
        index=0,
        proof=[],
        note=head(forged_rows, 1, key=forger, witnesses=()),
        keys=[forger.verifier],
    ).decode()
    assert check_receipt(text).is_whole
    verdict = check_receipt(text, log_key=LOG_KEY.verifier)
    assert verdict.soundness is Soundness.BROKEN
    assert "another key" in verdict.because


@pytest.mark.parametrize(("quorum", "whole"), [(0, True), (1, True), (2, False), (None, False)])
def test_as_many_witnesses_as_asked_for_must_have_cosigned(quorum: int | None, whole: bool) -> None:
    entries = rows(7)
    text = receipt({"checkpoint": head(entries, 7, witnesses=WITNESSES[:1])})
    assert check_receipt(text, witness_keys=KEYS[1:3], quorum=quorum).is_whole == whole


@pytest.mark.parametrize(
    "keys", [[], KEYS[1:], [*KEYS, signing_key(sha256(b"").digest(), name="x", signs=LOG_KEY.signs).verifier]]
)
def test_a_receipt_is_made_with_the_key_of_one_log(keys: list[Any]) -> None:
    with pytest.raises(UnusableKey, match="one log"):
        make_receipt(payload=payload(), salt=b"s" * 32, index=0, proof=[], note="", keys=keys)
