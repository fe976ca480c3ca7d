"""A commitment fits one payload and one salt, however the payload is laid out in memory."""

from hashlib import sha256
from typing import Any

import pytest

from goldenthread.audit import NotCanonical, canonical_json, commitment, entry_leaf, leaf_hash

SALT = bytes(range(32))


def test_a_commitment_is_the_hash_of_domain_salt_and_canonical_json() -> None:
    expected = sha256(b"goldenthread/ledger/commitment/v1\n" + SALT + b'{"a":[1,null,true],"b":"\xc3\xa9"}').digest()
    assert commitment({"b": "é", "a": [1, None, True]}, SALT) == expected


def test_a_leaf_holds_the_commitment_and_nothing_else() -> None:
    committed = commitment({}, SALT)
    assert entry_leaf(committed) == leaf_hash(committed)


def test_another_salt_makes_another_commitment() -> None:
    assert commitment({"a": "b"}, SALT) != commitment({"a": "b"}, SALT[::-1])


@pytest.mark.parametrize("salt", [b"", SALT[:31], SALT + b"\x00"])
def test_a_salt_has_32_bytes(salt: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commitment({}, salt)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"name": "Zoe\u0308"}, {"name": "Zoë"}),
        ({"e\u0301": 1}, {"é": 1}),
        ({"list": (1, 2)}, {"list": [1, 2]}),
    ],
)
def test_the_same_payload_written_otherwise_has_the_same_commitment(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert commitment(one, SALT) == commitment(other, SALT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": "1"}),
        ({"a": True}, {"a": 1}),
        ({"a": None}, {}),
        ({"a": ""}, {"a": None}),
        ({"a": [1, 2]}, {"a": [2, 1]}),
        ({"a": {"b": "c"}}, {"a.b": "c"}),
        ({"a": "b "}, {"a": "b"}),
        ({"a": 'b","c":"d'}, {"a": "b", "c": "d"}),
        ({"a": "ﬁ"}, {"a": "fi"}),
    ],
)
def test_payloads_that_differ_have_commitments_that_differ(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert commitment(one, SALT) != commitment(other, SALT)


@pytest.mark.parametrize(
    ("payload", "where"),
    [
        ({"a": 0.5}, r"payload\.a: a float"),
        ({"a": float("nan")}, r"payload\.a: a float"),
        ({"a": [1, {"b": 1e9}]}, r"payload\.a\[1\]\.b: a float"),
        ({"a": 2**53}, r"payload\.a: a int"),
        ({"a": -(2**53)}, r"payload\.a: a int"),
        ({"a": b"bytes"}, r"payload\.a: a bytes"),
        ({"a": {1}}, r"payload\.a: a set"),
        ({1: "a"}, "payload: a key is a int"),
        ({"a": "nul\x00"}, r"payload\.a: text holds"),
        ({"a": "\ud800"}, r"payload\.a: text holds"),
        ({"é": 1, "e\u0301": 2}, "payload: two keys"),
    ],
)
def test_what_programs_write_differently_is_refused_with_its_place(payload: dict[Any, Any], where: str) -> None:
    with pytest.raises(NotCanonical, match=where):
        commitment(payload, SALT)


def test_the_largest_whole_numbers_are_kept_exactly() -> None:
    assert canonical_json({"a": 2**53 - 1, "b": -(2**53) + 1}) == b'{"a":9007199254740991,"b":-9007199254740991}'


def test_a_refusal_never_repeats_what_was_refused() -> None:
    with pytest.raises(NotCanonical) as refused:
        commitment({"name": "Secret Name\x00"}, SALT)
    assert "Secret" not in str(refused.value)
