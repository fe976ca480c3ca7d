"""The tables that cleaning reads: nicknames, words, look-alike letters."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from goldenthread.vocabulary import read_document

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nicknames:
    groups: tuple[str, ...]
    short_forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that cleaning drops, replaces or takes to mean that nothing was recorded."""

    titles: str
    suffixes: str
    particles: str
    not_a_name: str
    newborn: str
    newborn_for_sure: str
    newborn_beside: str
    family_names_of_several_characters: str
    no_address: str
    no_postcode: str
    no_email: str
    no_birth_date: str
    address_words: dict[str, str]
    look_alikes: dict[str, str]


@cache
def words() -> Words:
    return read_document(HERE / "words.yaml", Words)


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one list, such as ``titles``."""
    return frozenset(getattr(words(), name).split())


@cache
def _nicknames() -> _Nicknames:
    return read_document(HERE / "nicknames.yaml", _Nicknames)


@cache
def nickname_roots() -> dict[str, str]:
    """Each known forename to the name its group goes under. A forename in two groups keeps the first."""
    roots: dict[str, str] = {}
    for group in _nicknames().groups:
        names = group.split()
        for name in names:
            roots.setdefault(name, names[0])
    return roots


@cache
def full_names() -> dict[str, tuple[str, ...]]:
    """Each short form to the full names that it may stand for: Millie to Amelia, Camilla, Emily and more."""
    full: dict[str, set[str]] = {}
    for line in _nicknames().short_forms:
        name, *short_forms = line.split()
        for short in short_forms:
            full.setdefault(short, set()).add(name)
    return {short: tuple(sorted(names)) for short, names in full.items()}
