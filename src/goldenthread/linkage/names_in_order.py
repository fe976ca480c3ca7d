"""One person's names in another order: Vivian YiJie Li, Yi Jie Vivian Li, Li Yi Jie.

Who fills in a form parts a name of several words in their own way, closes it up or hyphenates it, and puts a second
name of another language before or after it; and in much of the world the family name comes first. What is compared is
therefore the words closed up, in each order that begins elsewhere. That the letters are the same would not do: Amy and
May, Dylan and Lynda are two people.
"""

MOST_WORDS = 5
"""Of a name of more words only the first so many are turned."""


def closed_up(given: str | None, middle: str | None) -> str | None:
    """All given names as one word, without initials: "yijievivian". None where the first is an initial alone."""
    return "".join(_words(given, middle)) or None


def runs_of(given: str | None, middle: str | None) -> str | None:
    """Each run of neighbouring given names as one word, the first following the last. None of one name alone.

    Shape: words with a space between them, each once: "jie jievivian jievivianyi vivian vivianyi ...".
    """
    words = _words(given, middle)
    many = len(words)
    if many < 2:
        return None
    turned = words * 2
    runs = {"".join(turned[at : at + long]) for at in range(many) for long in range(1, many + 1)}
    return " ".join(sorted(runs))


def letters_of(given: str | None, middle: str | None, family: str | None) -> str | None:
    """The letters of all names, given and family names alike, in order. None where one of the two is missing."""
    words = _words(given, middle)
    return "".join(sorted("".join((*words, family)))) if words and family else None


def _words(given: str | None, middle: str | None) -> list[str]:
    if given is None or len(given) == 1:
        return []
    later = middle.split(" ") if middle else []
    return [given, *(word for word in later if len(word) > 1)][:MOST_WORDS]
