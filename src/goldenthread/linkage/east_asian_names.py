"""Names in Chinese, Japanese and Korean writing: a run of characters is one name, and the family name comes first.

Different ideographs often sound alike, and Japan reads them otherwise than China, so that a reading alone would make
two names one. Each ideograph is therefore compared as itself, by a code in plain letters; its Chinese reading stands
behind that as a spelling does. Kana and hangul say how a name sounds and are compared by that.
"""

import re
import unicodedata
from functools import lru_cache

from unidecode import unidecode

from goldenthread.linkage.tables import listed

_IDEOGRAPH = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_KANA, _HANGUL = "\u3041-\u3096\u30a1-\u30fa", "\uac00-\ud7a3"
_WRITTEN_EAST = re.compile(f"[{_IDEOGRAPH}{_KANA}{_HANGUL}]")
_OF_ONE_NAME = re.compile(f"[{_IDEOGRAPH}{_KANA}{_HANGUL}々ー]+")
_IDEOGRAPHS = re.compile(f"([{_IDEOGRAPH}])")
_SPACED = re.compile(rf"(?<=[{_IDEOGRAPH}{_HANGUL}])\s+(?=[{_IDEOGRAPH}{_HANGUL}])")
_REPEATED = re.compile(f"([{_IDEOGRAPH}])々")
_KANA_FIRST = re.compile(f"[{_KANA}]")
_IDEOGRAPHS_THEN_KANA = re.compile(f"([{_IDEOGRAPH}]+)([{_KANA}].*)")

_SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
"""No cleaned name in another script holds a capital or a digit."""
_CODE = re.compile("[A-Z0-9]{3}")
_CODES = len(_SYMBOLS) ** 3
_FIRST_CODED = 0x3400
_SPREAD = 17_389
"""Has no divisor in common with ``_CODES``: neighbours get unlike codes, and none of the first 46,656 the same."""
_SPREAD_BACK = pow(_SPREAD, -1, _CODES)


def is_written_east(text: str) -> bool:
    return not text.isascii() and bool(_WRITTEN_EAST.search(text))


def in_one_piece(text: str) -> str:
    """The name without spaces between its characters, and with those written out that a mark repeats or lengthens."""
    whole = _SPACED.sub("", unicodedata.normalize("NFKC", text).strip())
    return _REPEATED.sub(r"\1\1", whole).replace("ー", "")


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text in order: its ideographs one by one, each marked, and what stands between them."""
    return [(part, place % 2 == 1) for place, part in enumerate(_IDEOGRAPHS.split(text)) if part]


def code_of(ideograph: str) -> str:
    """Three capitals or digits. A rare ideograph beyond the first 46,656 has the code, and the reading, of another."""
    number = (ord(ideograph) - _FIRST_CODED) * _SPREAD % _CODES
    (high, low), last = divmod(number // 36, 36), number % 36
    return _SYMBOLS[high] + _SYMBOLS[low] + _SYMBOLS[last]


@lru_cache(maxsize=200_000)
def reading_of(name: str) -> str:
    """A cleaned name with its ideographs as they are read in Chinese; any other name as it is."""
    return name if name.islower() and name.isalpha() else _CODE.sub(_read, name)


def _read(code: re.Match[str]) -> str:
    number = 0
    for symbol in code[0]:
        number = number * 36 + _SYMBOLS.index(symbol)
    read = unidecode(chr(number * _SPREAD_BACK % _CODES + _FIRST_CODED)).strip().lower()
    return read if read.isalpha() else code[0]


def split_whole_name(text: str) -> tuple[str, str] | None:
    """Forenames and family name of a whole name in these scripts; none where another script is beside them.

    The family name comes first, but last in a foreign name, which has a dot between its words. Without a space, a
    family name that is listed is believed; else it is the ideographs before kana, two of four or more, or one.
    """
    foreign = [word.strip() for word in re.split("[・·]", unicodedata.normalize("NFKC", text)) if word.strip()]
    words = foreign if len(foreign) > 1 else [part for word in foreign for part in re.split("[ ,]+", word) if part]
    if not words or not all(map(_OF_ONE_NAME.fullmatch, words)):
        return None
    if len(foreign) > 1:
        return " ".join(words[:-1]), words[-1]
    return (" ".join(words[1:]), words[0]) if len(words) > 1 else _split_unspaced(words[0])


def _split_unspaced(whole: str) -> tuple[str, str]:
    for length in (3, 2):
        if whole[:length] in listed("family_names_of_several_characters"):
            return whole[length:], whole[:length]
    if mixed := _IDEOGRAPHS_THEN_KANA.fullmatch(whole):
        return mixed[2], mixed[1]
    if _KANA_FIRST.match(whole):
        return "", whole
    length = 2 if len(whole) >= 4 and _IDEOGRAPHS.match(whole) else 1
    return whole[length:], whole[:length]
