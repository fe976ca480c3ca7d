"""Turn what happened into 32 bytes that say nothing of it, and yet fit nothing else.

A leaf of the ledger holds only this commitment. What happened (the payload) and its salt are kept beside it: erase
both and the commitment tells nobody anything, while every proof still verifies.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from goldenthread.audit.hashing import leaf_hash

SALT_BYTES = 32
COMMITMENT_DOMAIN = b"goldenthread/ledger/commitment/v1\n"
LARGEST_WHOLE_NUMBER = 2**53 - 1
_CANNOT_BE_STORED = re.compile("[\x00\ud800-\udfff]")


class NotCanonical(ValueError):
    """A payload that two programs could write differently, and so cannot be committed to. Says where, never what."""


def commitment(payload: Mapping[str, Any], salt: bytes) -> bytes:
    """The salted commitment to one payload.

    Unit: 32 bytes; ``salt`` is 32 random bytes, used once.
    Raises: NotCanonical when the payload holds anything but text, whole numbers, truth values, nothing, lists, maps.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, this one {len(salt)}")
    return sha256(COMMITMENT_DOMAIN + salt + canonical_json(payload)).digest()


def entry_leaf(committed: bytes) -> bytes:
    """The leaf hash under which a commitment stands in the tree."""
    return leaf_hash(committed)


def canonical_json(payload: Mapping[str, Any]) -> bytes:
    """The one way to write a payload: keys sorted, no spaces, text in Unicode form NFC, UTF-8.

    Numbers with a fraction are refused, since programs write them differently and databases rewrite them.
    """
    return json.dumps(
        _canonical(payload, "payload"), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")


def _canonical(value: Any, where: str) -> Any:
    match value:
        case None | bool():
            return value
        case int() if abs(value) <= LARGEST_WHOLE_NUMBER:
            return int(value)
        case str():
            return _canonical_text(value, where)
        case Mapping():
            return _canonical_map(value, where)
        case list() | tuple():
            return [_canonical(item, f"{where}[{place}]") for place, item in enumerate(value)]
        case _:
            raise NotCanonical(
                f"{where}: a {type(value).__name__} cannot be sealed. Write it as text or a smaller whole number."
            )


def _canonical_map(value: Mapping[Any, Any], where: str) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise NotCanonical(f"{where}: a key is a {type(key).__name__}. Keys are text.")
        name = _canonical_text(key, where)
        if name in plain:
            raise NotCanonical(f"{where}: two keys are the same text. Keep one.")
        plain[name] = _canonical(item, f"{where}.{name}")
    return plain


def _canonical_text(value: str, where: str) -> str:
    if _CANNOT_BE_STORED.search(value):
        raise NotCanonical(f"{where}: text holds a character that cannot be stored. Remove it.")
    return unicodedata.normalize("NFC", str(value))
