"""Cleaning rules: each turns one value as an agency typed it into the form in which records are compared.

A rule answers ``None`` where the value says nothing: a placeholder, a title alone, "no fixed abode".
Each is run once for every distinct value, and again for the one person whom a practitioner looks up.
"""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from unidecode import unidecode

from goldenthread.linkage.east_asian_names import (
    code_of,
    in_one_piece,
    is_written_east,
    pieces,
    reading_of,
    split_whole_name,
)
from goldenthread.linkage.tables import full_names, listed, nickname_roots, words

UK_POSTCODE = re.compile(r"(GIR0AA|[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2})")
SHORTEST_PHONE_DIGITS = 7
COMPARED_PHONE_DIGITS = 10

_APOSTROPHES = re.compile(r"['’‘`´ʼ.]")
_LETTERS = re.compile(r"[a-z]+")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_DIGIT = re.compile(r"[0-9]")
_LETTERS_OR_DIGITS = re.compile(r"[a-z0-9]+")
_NOT_OF_A_POSTCODE = re.compile(r"[^A-Z0-9]")
_OWN_LETTERS = ("Lo", "Ll", "Lu")
_DIGIT_RUN = re.compile(r"[0-9]+[a-z]?")


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case, plain Latin letters: accents dropped, other alphabets transliterated, look-alikes replaced."""
    lowered = unicodedata.normalize("NFKC", text).casefold()
    if lowered.isascii():
        return lowered
    latin = unidecode(unmask_look_alikes(lowered)).lower()
    return latin if any(map(str.isalnum, latin)) else _by_place_in_alphabet(lowered)


def _by_place_in_alphabet(text: str) -> str:
    """A word in a script that nobody transliterates for us, such as Adlam: each letter stands as one of ours."""
    return "".join(chr(ord("a") + ord(c) % 26) if unicodedata.category(c) in _OWN_LETTERS else " " for c in text)


def unmask_look_alikes(text: str) -> str:
    """Words of letters of two alphabets, all in the one that more of them are of: Latin where neither is more."""
    return " ".join(word if word.isascii() else _in_one_alphabet(word) for word in text.split(" "))


def _in_one_alphabet(word: str) -> str:
    table = words().look_alikes
    latin = sum(c.isascii() and c.isalpha() for c in word)
    others = Counter(name for c in word if not c.isascii() and c.isalpha() and (name := _alphabet(c)) != "LATIN")
    if not latin or not others:
        return word
    ((other, many),) = others.most_common(1)
    if many > latin:
        back = {shown: letter for letter, shown in table.items() if _alphabet(letter) == other}
        return "".join(back.get(c, c) for c in word)
    return "".join(c if c.isascii() else table.get(c, c) for c in word)


def _alphabet(letter: str) -> str:
    """Such as CYRILLIC; letters of ours with an accent are LATIN."""
    return unicodedata.name(letter, "").partition(" ")[0]


@lru_cache(maxsize=200_000)
def name_tokens(text: str) -> tuple[str, ...]:
    """The words of a name: folded, apostrophes closed up, hyphens opened, titles and suffixes dropped."""
    if is_written_east(text):
        return _eastern_tokens(in_one_piece(text))
    folded = _APOSTROPHES.sub("", fold(_lost_letters_closed(text)))
    if _DIGIT.search(folded) and _LETTERS.search(folded):
        folded = "".join(words().look_alikes.get(c, c) if c in "01345" else c for c in folded)
    tokens = tuple(_LETTERS.findall(folded))
    kept = tuple([t for t in tokens if t not in _titles_and_suffixes()]) or tokens
    return () if "".join(kept) in listed("not_a_name") else kept


def _lost_letters_closed(text: str) -> str:
    """A system that has no letter for it writes a question mark: Bü?ra for Büşra is one word, and not Bü and Ra.

    Before a capital letter one stands for a dash: Smith?Jones.
    """
    if "?" not in text and _LOST not in text:
        return text
    return (_LOST_IN_CAPITALS if text.isupper() else _LOST_LETTER).sub("", text)


_LOST = "\ufffd"
_LOST_LETTER = re.compile(r"[?\ufffd]+(?![A-Z])")
_LOST_IN_CAPITALS = re.compile(r"[?\ufffd]+")


def _eastern_tokens(text: str) -> tuple[str, ...]:
    """Each run of characters is one word. No list of Latin words is asked: a syllable may sound like any of them."""
    if text in listed("not_a_name"):
        return ()
    coded = "".join(code_of(part) if is_one else _NOT_LETTERS.sub(" ", fold(part)) for part, is_one in pieces(text))
    # A syllable of one letter, such as the Korean I, is no initial.
    return tuple(word * 2 if len(word) == 1 else word for word in coded.split())


@cache
def _titles_and_suffixes() -> frozenset[str]:
    return listed("titles") | listed("suffixes")


def given_name(text: str) -> str | None:
    """The first forename."""
    tokens = name_tokens(text)
    return tokens[0] if tokens else None


def names_after_the_first(given: str | None, middle: str | None) -> str | None:
    """All that follows the first forename, in whichever field: Jun Hao, Zhi as well as Jun, Hao Zhi is "hao zhi"."""
    later = name_tokens(given)[1:] if given else ()
    others = name_tokens(middle) if middle else ()
    return " ".join(others if others[: len(later)] == later else later + others) or None


def family_name(text: str) -> str | None:
    """The whole family name closed up, so that Smith-Jones, Smith Jones and SMITHJONES are one."""
    return "".join(name_tokens(text)) or None


def family_parts(text: str) -> list[str]:
    """The parts of a family name that can stand alone: not ``de``, ``van``, ``al`` or an initial.

    Ideographs stand as they are and as they are read.
    """
    tokens = name_tokens(text)
    spoken = {*tokens, *map(reading_of, tokens)}
    return sorted({t for t in spoken if t not in listed("particles") and len(t) > 1} or spoken)


def nickname_root(given: str) -> str:
    """The name under which a cleaned forename's nicknames and spellings stand; itself, as heard, if none is known."""
    if not given.islower():
        return reading_of(given)
    heard = as_heard(given)
    return nickname_roots().get(given) or _roots_as_heard().get(heard, heard)


def as_heard(given: str) -> str:
    """One ending for those that sound alike: Rosie, Rosy and Rosi; Ashley and Ashlee; Jai and Jay.

    Who writes down what was said writes the one or the other, and nobody names twins so: of the 1,000 forenames on the
    list of nicknames only Mattie and Matty differ in nothing else and are two names. Not of Wenji and Wenjie, nor of Li
    and Lie, which are two names in China.
    """
    return _ENDINGS_ALIKE.sub("y", given)


_ENDINGS_ALIKE = re.compile(r"(?<=[a-z]{2})(?:(?<![jqx])ie|ey|ee|i|y)$")


def may_be_short_for(given: str) -> tuple[str, ...]:
    """The full names for which a cleaned forename may stand: Sadie, or Sady, for Sarah."""
    return full_names().get(given) or _full_names_as_heard().get(as_heard(given), ())


@cache
def _full_names_as_heard() -> dict[str, tuple[str, ...]]:
    return {as_heard(short): names for short, names in full_names().items()}


@cache
def _roots_as_heard() -> dict[str, str]:
    roots: dict[str, str] = {}
    for name, root in nickname_roots().items():
        roots.setdefault(as_heard(name), root)
    return roots


def split_full_name(text: str) -> tuple[str, str]:
    """Forenames and family name of a name written in one field: ``Jones, Mary`` or ``Mary Jones``."""
    if is_written_east(text) and (eastern := split_whole_name(text)):
        return eastern
    if "," in text:
        family, _, given = text.partition(",")
        return given.strip(), family.strip()
    *given_words, family = text.split() or [""]
    return " ".join(given_words), family


_SOUNDS = (
    ("ph", "f"), ("gh", "g"), ("kh", "k"), ("ck", "k"), ("sch", "s"), ("sh", "s"), ("ch", "k"), ("th", "t"),
    ("dz", "s"), ("cz", "k"), ("sz", "s"), ("wr", "r"), ("kn", "n"), ("x", "ks"), ("q", "k"), ("c", "k"),
    ("z", "s"), ("v", "f"), ("w", "f"), ("j", "g"), ("d", "t"), ("b", "p"),
)  # fmt: skip


@lru_cache(maxsize=200_000)
def sound_of(name: str) -> str:
    """The consonants of a cleaned name as they sound, for finding candidates only: vowels cost nothing."""
    sound = reading_of(name)
    for written, heard in _SOUNDS:
        sound = sound.replace(written, heard)
    head = "a" if sound[:1] in "aeiouyh" else sound[:1]
    kept = [head]
    for letter in sound[1:]:
        if letter not in "aeiouyh" and letter != kept[-1]:
            kept.append(letter)
    return "".join(kept)


def postcode(text: str) -> str | None:
    """Upper case without spaces; O and I read as 0 and 1, and back, where only that makes a UK postcode."""
    value = _NOT_OF_A_POSTCODE.sub("", fold(text).upper())
    if not value or value in listed("no_postcode") or value.lower() in listed("no_address"):
        return None
    if UK_POSTCODE.fullmatch(value) or not 5 <= len(value) <= 7 or not any(c.isalpha() for c in value):
        return value
    inward = value[-3].replace("O", "0").replace("I", "1").replace("L", "1").replace("S", "5")
    inward += value[-2:].replace("0", "O").replace("1", "I")
    outward = value[:1].replace("0", "O").replace("1", "I") + value[1:-3]
    for candidate in (outward + inward, outward[:2] + outward[2:].replace("O", "0").replace("I", "1") + inward):
        if UK_POSTCODE.fullmatch(candidate):
            return candidate
    return value


def address_tokens(text: str) -> list[str]:
    """The words of an address line, abbreviations written out, in the order written."""
    written_out = words().address_words
    tokens = [written_out.get(t, t) for t in _LETTERS_OR_DIGITS.findall(_APOSTROPHES.sub("", fold(text)))]
    # "St" before a name is a saint's street more often than a street: only the last words are abbreviated.
    return [] if "".join(tokens) in listed("no_address") else tokens


def house_number(tokens: list[str]) -> str | None:
    """The last number of the first run of numbers, so that "Flat 2, 14 High Street" gives 14."""
    found: str | None = None
    for token in tokens:
        if _DIGIT_RUN.fullmatch(token):
            found = token
        elif found and token != "flat":  # noqa: S105 - an address word, not a secret
            break
    return found


def phone(text: str) -> str | None:
    """The last ten digits, so that +44 7700 900123 and 07700 900123 are one."""
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) < SHORTEST_PHONE_DIGITS or len(set(digits)) <= 2:
        return None
    return digits[-COMPARED_PHONE_DIGITS:]


def email(text: str) -> str | None:
    value = fold(text.strip())
    if "@" not in value[1:-1] or value in listed("no_email"):
        return None
    return value


def plain_text(text: str) -> str | None:
    """Any other column: folded, single spaces."""
    return " ".join(_LETTERS_OR_DIGITS.findall(fold(text))) or None
