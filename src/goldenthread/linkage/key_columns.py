"""Parts of names, dates and addresses by which records are found though much else in them is wrong.

A slip at the front of a name spoils its beginning and its sound, but not its end; one in the year spoils no birthday.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

START_LETTERS = 3
END_LETTERS = 3
STREET_LETTERS = 5
PARTS = frozenset(
    ("given_start", "given_end", "family_start", "family_end", "sound_pair", "birthday", "street")
)  # fmt: skip


def with_key_columns(features: pa.Table) -> pa.Table:
    """Add the parts. Each is null where what it is part of is null or too short."""
    parts = {
        "given_start": _start(features["given"], START_LETTERS),
        "given_end": _end(features["given"]),
        "family_start": _start(features["family"], START_LETTERS),
        "family_end": _end(features["family"]),
        "sound_pair": _in_any_order(features["given_sound"], features["family_sound"]),
        "birthday": _birthday(features["dob"]),
        "street": _street(features["address_tokens"]),
    }
    for name, values in parts.items():
        features = features.append_column(name, values)
    return features


def _start(values: pa.ChunkedArray, letters: int) -> pa.ChunkedArray:
    return pc.if_else(
        pc.greater_equal(pc.utf8_length(values), letters), pc.utf8_slice_codeunits(values, 0, letters), None
    )


def _end(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(
        pc.greater(pc.utf8_length(values), END_LETTERS), pc.utf8_slice_codeunits(values, -END_LETTERS), None
    )


def _birthday(dob: pa.ChunkedArray) -> pa.ChunkedArray:
    """Month and day of a whole date."""
    return pc.if_else(pc.equal(pc.utf8_length(dob), 8), pc.utf8_slice_codeunits(dob, 4), None)


def _in_any_order(a: pa.ChunkedArray, b: pa.ChunkedArray) -> pa.ChunkedArray:
    ordered = pc.binary_join_element_wise(a, b, "|")
    return pc.if_else(pc.less_equal(a, b), ordered, pc.binary_join_element_wise(b, a, "|"))


def _street(tokens: pa.ChunkedArray) -> pa.Array:
    """The beginning of the longest word of an address: a street's own name more often than not."""
    coded = pc.binary_join(tokens, " ").combine_chunks().dictionary_encode()
    streets = [_street_of(text.split()) for text in coded.dictionary.to_pylist()]
    return pa.array(streets, pa.string()).take(coded.indices)


def key_parts(details: Mapping[str, Any]) -> dict[str, str | None]:
    """The same parts of one record's details, without the cost of a table."""
    given, family, dob = details["given"], details["family"], details["dob"]
    sounds = (details["given_sound"], details["family_sound"])
    return {
        "given_start": given[:START_LETTERS] if given and len(given) >= START_LETTERS else None,
        "given_end": given[-END_LETTERS:] if given and len(given) > END_LETTERS else None,
        "family_start": family[:START_LETTERS] if family and len(family) >= START_LETTERS else None,
        "family_end": family[-END_LETTERS:] if family and len(family) > END_LETTERS else None,
        "sound_pair": "|".join(sorted(sounds)) if None not in sounds else None,
        "birthday": dob[4:] if dob and len(dob) == 8 else None,
        "street": _street_of(details["address_tokens"] or ()),
    }


def _street_of(tokens: Iterable[str]) -> str | None:
    return max((t for t in tokens if t.isalpha()), key=len, default="")[:STREET_LETTERS] or None
