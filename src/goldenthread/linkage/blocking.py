"""Which pairs are worth comparing: records that share a key. Enough keys that one wrong field, or two, loses no pair.

A key whose common values would make too many pairs is switched off for those values, never for the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, product

from goldenthread.linkage.choosing import other_column


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Records that agree on all of these columns are compared."""

    columns: tuple[str, ...]
    hints: bool = False
    """Too little by itself: only records that agree on two such keys are compared."""

    @property
    def name(self) -> str:
        return "key_" + "_".join(self.columns)


IDENTIFIER_KEYS = (("nhs",), ("upn",), ("passport",))

_KEYS: tuple[tuple[str, ...], ...] = (
    *IDENTIFIER_KEYS,
    ("local_id",),
    ("dob_any_order", "name_pair"),
    ("dob_any_order", "given_root"),
    ("dob_any_order", "family_sound"),
    ("dob_any_order", "postcode"),
    ("dob_any_order", "given_sound"),
    ("dob", "house_number"),
    ("email",),
    ("phone", "given_root"),
    ("phone", "dob_month"),
    ("name_pair", "born_year"),
    ("name_pair", "dob_month"),
    ("name_pair", "dob_day"),
    ("name_pair", "sector"),
    ("name_pair", "postcode"),
    ("given_root", "address"),
    ("given_root", "postcode", "house_number"),
    ("given_root", "family_sound", "house_number"),
    ("given_sound", "family_sound", "born_year"),
    ("given_sound", "family_sound", "dob_day"),
    ("given_sound", "postcode"),
    ("given_initial", "family_sound", "postcode"),
    ("given_initial", "dob_month", "postcode"),
    ("given_initial", "dob_day", "postcode"),
    ("given_initial", "family_sound", "dob_month"),
    ("given_initial", "family_sound", "dob_day"),
    ("family", "address"),
    ("family_sound", "postcode"),
    ("given_initial", "address"),
    ("address", "born_year"),
    ("dob",),
    ("name_pair",),
    ("given_root", "dob_month"),
    ("given_root", "dob_day"),
    ("given_sound", "family_sound"),
    ("phone",),
)

_HINTS: tuple[tuple[str, ...], ...] = (
    ("given_start", "family_start"),
    ("given_end", "family_end"),
    ("sound_pair",),
    ("given_start", "birthday"),
    ("given_end", "birthday"),
    ("family_start", "birthday"),
    ("family_end", "birthday"),
    ("given_start", "dob_month"),
    ("given_end", "dob_month"),
    ("family_start", "dob_month"),
    ("family_end", "dob_month"),
    ("given_start", "dob_day"),
    ("family_start", "dob_day"),
    ("given_end", "dob_day"),
    ("family_end", "dob_day"),
    ("given_start", "born_year"),
    ("given_end", "born_year"),
    ("family_start", "born_year"),
    ("family_end", "born_year"),
    ("postcode", "born_year"),
    ("postcode", "birthday"),
    ("postcode", "given_initial"),
    ("postcode", "given_end"),
    ("postcode", "family_end"),
    ("postcode", "house_number"),
    ("postcode", "street"),
    ("street", "house_number"),
    ("street", "born_year"),
    ("street", "birthday"),
    ("street", "given_start"),
    ("street", "given_end"),
    ("street", "family_start"),
    ("street", "family_end"),
    ("sector", "birthday"),
    ("sector", "given_sound"),
    ("sector", "family_sound"),
    ("house_number", "given_start", "family_start"),
    ("email_name",),
    ("address",),
    ("postcode",),
    ("family",),
)
"""Tried as well where the records are few enough for it."""
WIDE_UP_TO_RECORDS = 60_000
HINTS_SUFFICE_UP_TO_RECORDS = 30_000

MOST_PAIRS_PER_RECORD = 3.0
"""A key may propose this many pairs for each record there is; its commonest values are left out beyond that."""
MOST_PAIRS_OF_FEW = 400_000
"""Where records are few, a key may propose more."""
MOST_PAIRS_PER_FEW = 40.0

LEAST_FILLED = 0.01
"""But an identifier is looked under however few hold one, or none yet: nothing else finds those few as surely, and what
is linked later by these keys may be the first to hold one."""


_BESIDE_ANOTHER = (
    "given_start", "given_end", "family_start", "family_end", "birthday", "born_year", "postcode", "street"
)  # fmt: skip


def choose_keys(
    filled: Mapping[str, float], others: Mapping[str, str], records: int = WIDE_UP_TO_RECORDS + 1
) -> tuple[Key, ...]:
    """The keys whose columns the records fill; each other column adds some of its own, more where records are few."""
    wanted = [*_KEYS]
    columns = sorted(other_column(c) for c in others)
    for column in columns:
        wanted += [(column, "given_sound"), (column, "dob_month"), (column, "family_sound", "given_initial")]
        wanted.append((column,))
    hinting: list[tuple[str, ...]] = []
    if records <= WIDE_UP_TO_RECORDS:
        hinting = [*_HINTS, *product(columns, _BESIDE_ANOTHER), *combinations(columns, 2)]
    return tuple(
        Key(columns=k, hints=hints)
        for keys, hints in ((wanted, False), (hinting, records > HINTS_SUFFICE_UP_TO_RECORDS))
        for k in keys
        if all(filled.get(c, 0.0) >= LEAST_FILLED for c in k) or (k in IDENTIFIER_KEYS and k[0] in filled)
    )


def most_pairs(records: int) -> float:
    """How many pairs one key may propose."""
    return max(MOST_PAIRS_PER_RECORD * records, min(MOST_PAIRS_PER_FEW * records, MOST_PAIRS_OF_FEW), 20_000)
