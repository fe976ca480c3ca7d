"""Records that must never be loaded: keyed tokens that nobody without the key can make or turn round.

Whoever has the key and the tokens can find out by trying, first the birth dates, then the names: the two are kept
apart, and brought together for as long as a file is read.

A child's identity before adoption is kept out of every dataset. The tokens pair nothing with nothing: they say only
"not this one", and what they hold back is counted together with what lies outside the cohort.
"""

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypedDict, Unpack

from goldenthread.intake.readers import Unreadable
from goldenthread.intake.written_otherwise import Pair, days_of, names_on, pairs_of
from goldenthread.vocabulary import CheckedIdentifier, check_nhs_number, check_passport_number, check_upn

_TOKEN = re.compile(r"[0-9a-f]{64}")
_CHECKS: dict[str, Callable[[str], CheckedIdentifier]] = {
    "nhs": check_nhs_number,
    "upn": check_upn,
    "passport": check_passport_number,
}


class OtherNumbers(TypedDict, total=False):
    """By what else than the NHS number a person may be met again."""

    upn: str | None
    passport_number: str | None
    """Whichever country is named beside it: a record may name none, or a wrong one, and two countries' numbers are the
    same for hardly anybody."""
    local_id: tuple[str, str] | None
    """The agency that issued a number of its own, as records name it, and the number: alone it is many people's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """All forenames and all family names that somebody is told of by, former ones too; and names in one text."""

    forenames: str = field(default="", repr=False)
    surnames: str = field(default="", repr=False)
    full_name: str = field(default="", repr=False)

    def pairs(self) -> frozenset[Pair]:
        """Each forename with each family name. In one text the family's is the last, or the one before a comma."""
        before, comma, after = self.full_name.partition(",")
        given, _, family = before.strip().rpartition(" ")
        given, family = (after, before) if comma else (given, family)
        told = ((self.forenames, self.surnames), (given, family))
        return frozenset().union(*(pairs_of(normalised_names(a), normalised_names(b)) for a, b in told))


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is or was, as the adoption team knows it. ``forenames``, ``surnames``: all of them, in any order."""

    forenames: str = field(default="", repr=False)
    surnames: str = field(default="", repr=False)
    born: date | None = field(default=None, repr=False)
    nhs_number: str | None = field(default=None, repr=False)
    upn: str | None = field(default=None, repr=False)
    passport_number: str | None = field(default=None, repr=False)
    local_id: tuple[str, str] | None = field(default=None, repr=False)

    def tokens(self, key: bytes) -> Iterator[str]:
        """Those of ``tokens_of``, and those of a name and a birth date written a little otherwise."""
        numbers = OtherNumbers(upn=self.upn, passport_number=self.passport_number, local_id=self.local_id)
        yield from tokens_of(key, self.nhs_number, f"{self.forenames} {self.surnames}", self.born, **numbers)
        pairs = Named(forenames=self.forenames, surnames=self.surnames).pairs()
        if self.born is not None and pairs:
            for day, made in _tokens_of_days(key, _digits(self.born)).items():
                yield made
                yield from (token(key, f"near:{told}") for told in names_on(pairs, day))


def tokens_to_hold_back(key: bytes, former: Identity, *, spare: Iterable[Identity] = ()) -> frozenset[str]:
    """What keeps ``former`` out, and none of ``spare``: who the child is now, and brothers and sisters of a like name.

    Raises: ValueError where nothing is left by which the former identity could be met.
    """
    made = frozenset(former.tokens(key)).difference(*(one.tokens(key) for one in spare))
    days = frozenset(_tokens_of_days(key, _digits(former.born)).values()) if former.born else frozenset()
    if made <= days:
        raise ValueError("nothing tells this former identity from those to spare. Give a number or other names.")
    return made | days


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """The key and the tokens that the adoption team holds."""

    key: bytes = field(repr=False)
    tokens: frozenset[str] = field(repr=False)

    def holds(
        self,
        nhs_number: str | None,
        names: str,
        born: date | None,
        *,
        named: Named | None = None,
        written: str = "",
        **numbers: Unpack["OtherNumbers"],
    ) -> bool:
        """Whether a person described so is to be held back. ``named``: the same names and more, by what they are.

        ``written``: the digits of a date of birth that is written and cannot be. A slip of one who is held back.
        """
        if any(one in self.tokens for one in tokens_of(self.key, nhs_number, names, born, **numbers)):
            return True
        digits = _digits(born) if born else written
        told_days = _tokens_of_days(self.key, digits) if digits and named else {}
        days = [day for day, made in told_days.items() if made in self.tokens]
        pairs = named.pairs() if named and days else frozenset()
        return any(token(self.key, f"near:{told}") in self.tokens for day in days for told in names_on(pairs, day))

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
    return hmac.digest(key, identity.encode(), hashlib.sha256).hex()


@lru_cache(50_000)
def _tokens_of_days(key: bytes, digits: str) -> dict[str, str]:
    """Most people are born on no day of anybody who is held back, and need not be asked after further."""
    return {day: token(key, f"day:{day}") for day in days_of(digits)}


def _digits(born: date) -> str:
    return born.isoformat().replace("-", "")


def tokens_of(
    key: bytes, nhs_number: str | None, names: str, born: date | None, **numbers: Unpack["OtherNumbers"]
) -> Iterator[str]:
    """The tokens a person has: one of each number, one of all names with the date of birth.

    What stands for no number has none, or everybody of whom a file says ``unknown`` would be held back with one.
    """
    for kind, number in (
        ("nhs", nhs_number),
        ("upn", numbers.get("upn")),
        ("passport", numbers.get("passport_number")),
    ):
        if number and _is_a_number(value := _CHECKS[kind](number).value):
            yield token(key, f"{kind}:{value}")
    if (local := numbers.get("local_id")) and (value := _compact(local[1])):
        yield token(key, f"local:{_compact(local[0])}|{value}")
    if born is not None and (words := normalised_names(names)):
        yield token(key, f"born:{words}|{born.isoformat()}")


def _is_a_number(value: str) -> bool:
    return any(c.isdigit() for c in value) and len(set(value)) > 1


def _compact(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def normalised_names(names: str) -> str:
    """Names in one form: without accents, capitals, order or marks between them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", names) if not unicodedata.combining(c)).casefold()
    words = "".join(c if c.isalpha() else " " for c in plain).split()
    return " ".join(sorted(words))
