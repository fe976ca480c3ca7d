"""One person's names and birth date written a little otherwise, for tokens that are the same or not and never alike.

Of two words with a letter wrong, too many or exchanged with the next, each without some letter is the same; so are two
dates of which one digit differs, without that digit. One slip is allowed for: a letter of the forename or of the family
name, or the birth date, never two at once. Further names make no difference, for one forename and one family name are
enough; which of them is in which column makes none either.
"""

from collections.abc import Collection, Iterable, Iterator

LEAST_LETTERS = 3
"""Shorter words, such as al and de, are a part of a name: they count only where there is no longer one."""
LEAST_FOR_A_SLIP = 4
"""A shorter word without a letter is too many people's."""

Pair = tuple[str, str]


def pairs_of(forenames: str, surnames: str) -> frozenset[Pair]:
    """Each forename with each family name. Both as ``normalised_names`` has them."""
    return frozenset((given, family) for given in _words(forenames) for family in _words(surnames))


def _words(names: str) -> Collection[str]:
    words = names.split()
    return [word for word in words if len(word) >= LEAST_LETTERS] or words


def days_of(told: str) -> tuple[str, ...]:
    """The date as it stands, and with one slip: day and month in either order, or one digit open.

    ``told``: year, month and day in eight digits, whether they are a day or not.
    """
    either_way = f"{told[:4]} {' '.join(sorted((told[4:6], told[6:])))}"
    return (told, either_way, *(f"{told[:place]}?{told[place + 1 :]}" for place in range(len(told))))


def names_on(pairs: Iterable[Pair], day: str) -> Iterator[str]:
    """What is told of each pair of names with this day: with a slip in one of the two where the day has none."""
    for given, family in pairs:
        yield _told(given, family, day)
        if day.isdigit():
            yield from (_told(other, family, day) for other in _without_a_letter(given))
            yield from (_told(given, other, day) for other in _without_a_letter(family))


def _without_a_letter(word: str) -> Iterable[str]:
    if len(word) < LEAST_FOR_A_SLIP:
        return ()
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _told(given: str, family: str, day: str) -> str:
    return f"{'+'.join(sorted((given, family)))}|{day}"
