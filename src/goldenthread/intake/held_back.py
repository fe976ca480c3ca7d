"""Records that must never be loaded: keyed tokens that only the adoption team can make, and nobody can turn round.

A child's identity before adoption is kept out of every dataset. The tokens pair nothing with nothing: they say only
"not this one", and what they hold back is counted together with what lies outside the cohort.
"""

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from goldenthread.intake.readers import Unreadable
from goldenthread.vocabulary import check_nhs_number

_TOKEN = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """The key and the tokens that the adoption team holds."""

    key: bytes = field(repr=False)
    tokens: frozenset[str] = field(repr=False)

    def holds(self, nhs_number: str | None, names: str, born: date | None) -> bool:
        """Whether a person described so is to be held back."""
        return any(token in self.tokens for token in tokens_of(self.key, nhs_number, names, born))

    @property
    def fingerprint(self) -> str:
        """The same for the same tokens, and says nothing of them."""
        return hashlib.sha256("\n".join(sorted(self.tokens)).encode()).hexdigest()


def read_held_back(tokens: Path, key: Path) -> HeldBack:
    """Read the adoption team's two files: ``{"tokens": [...]}``, and the key in hexadecimal digits.

    Raises: Unreadable. No message quotes either.
    """
    try:
        told = json.loads(tokens.read_text(encoding="utf-8"))
        held = told["tokens"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise Unreadable(
            _why(tokens, fault, "an object with a list of tokens, as the adoption team makes it")
        ) from fault
    if not isinstance(held, list) or not all(isinstance(one, str) and _TOKEN.fullmatch(one) for one in held):
        raise Unreadable(
            f"{tokens}: one of the tokens is not 64 hexadecimal digits. Ask the adoption team for it anew."
        )
    try:
        secret = bytes.fromhex(key.read_text(encoding="utf-8").strip())
    except (OSError, ValueError) as fault:
        raise Unreadable(_why(key, fault, "the adoption team's key in hexadecimal digits")) from fault
    if not secret:
        raise Unreadable(f"{key}: the key is empty. Ask the adoption team for it anew.")
    return HeldBack(key=secret, tokens=frozenset(held))


def _why(path: Path, fault: Exception, wanted: str) -> str:
    if isinstance(fault, OSError):
        return f"{path}: cannot be opened ({fault.strerror}). Check the path."
    return f"{path}: is not {wanted}. Ask the adoption team for it anew."


def token(key: bytes, identity: str) -> str:
    """The keyed token of one normalised identity: see ``tokens_of``."""
    return hmac.new(key, identity.encode(), hashlib.sha256).hexdigest()


def tokens_of(key: bytes, nhs_number: str | None, names: str, born: date | None) -> Iterator[str]:
    """The tokens a person has: one of the NHS number, one of all names with the date of birth."""
    if nhs_number:
        yield token(key, f"nhs:{check_nhs_number(nhs_number).value}")
    if born is not None and (words := normalised_names(names)):
        yield token(key, f"born:{words}|{born.isoformat()}")


def normalised_names(names: str) -> str:
    """Names in one form: without accents, capitals, order or marks between them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", names) if not unicodedata.combining(c)).casefold()
    words = "".join(c if c.isalpha() else " " for c in plain).split()
    return " ".join(sorted(words))
