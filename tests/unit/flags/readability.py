"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by rule.

Counting syllables by rule errs by a few in a hundred words, mostly upwards, so that a text which passes here would
seldom fail a count by hand. The grade is of American schools: a child in grade N is about N + 5 years old.
"""

import re

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE_END = re.compile(r"[.!?:]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_ENDING = re.compile(r"(?:[^laeiouy]e|[^dtaeiouy]ed|[^sxzcgh]es)$")


def syllables(word: str) -> int:
    """Count the syllables of one word: its groups of vowels, less a silent ending."""
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    groups = len(_VOWELS.findall(plain))
    if groups > 1 and _SILENT_ENDING.search(plain):
        groups -= 1
    return max(groups, 1)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text. Source: Kincaid and others, 1975."""
    words = _WORD.findall(text)
    sentences = max(len(_SENTENCE_END.findall(text)), 1)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def reading_age(text: str) -> float:
    return grade(text) + 5
