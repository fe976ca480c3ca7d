"""Records that must never be loaded: keyed tokens that only the adoption team can make, and nobody can turn round.

A child's identity before adoption is kept out of every dataset. The tokens pair nothing with nothing: they say only
"not this one", and what they hold back is counted together with what lies outside the cohort.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from goldenthread.vocabulary import check_nhs_number


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """The key and the tokens that the adoption team holds."""

    key: bytes = field(repr=False)
    tokens: frozenset[str] = field(repr=False)

    def holds(self, nhs_number: str | None, names: str, born: date | None) -> bool:
        """Whether a person described so is to be held back."""
        return any(token in self.tokens for token in tokens_of(self.key, nhs_number, names, born))


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
