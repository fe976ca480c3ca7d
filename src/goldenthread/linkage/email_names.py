"""A person's own names as their e-mail address spells them: no clerk's slip is in them, and an old surname may be."""

import re

from rapidfuzz.distance import JaroWinkler

from goldenthread.linkage.cleaning import may_be_short_for, nickname_root

SHORTEST_WORD = 3
ALIKE = 0.75
_BETWEEN_WORDS = re.compile(r"[^a-z]+")


def names_in_address(email: str | None, given: str | None) -> tuple[str | None, str | None]:
    """The forename and the family name in a cleaned address, where one of its words is the forename or much like it.

    An address without such a word may be anybody's, such as a mother's on her child's record, and says nothing.
    """
    if not email or not given:
        return None, None
    words = [word for word in _BETWEEN_WORDS.split(email.partition("@")[0]) if len(word) >= SHORTEST_WORD]
    own = next((word for word in words if _is_written_for(given, word)), None)
    others = [word for word in words if word != own]
    return own, (others[0] if own and len(others) == 1 else None)


def _is_written_for(given: str, word: str) -> bool:
    if given == word or nickname_root(given) == nickname_root(word) or word in may_be_short_for(given):
        return True
    return given[0] == word[0] and (JaroWinkler.similarity(given, word) >= ALIKE or _is_left_of(given, word))


def _is_left_of(short: str, word: str) -> bool:
    """Whether ``word`` with letters lost is ``short``."""
    rest = iter(word)
    return len(short) > 1 and all(letter in rest for letter in short)
