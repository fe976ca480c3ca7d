"""Which pairs are worth comparing: records that share a key. Enough keys that one wrong field, or two, loses no pair.

A key whose common values would make too many pairs is switched off for those values, never for the rest.
"""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.linkage.choosing import other_column


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Records that agree on all of these columns are compared."""

    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return "key_" + "_".join(self.columns)


IDENTIFIER_KEYS = (("nhs",), ("upn",))

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

MOST_PAIRS_PER_RECORD = 3.0
"""A key may propose this many pairs for each record there is; its commonest values are left out beyond that."""

LEAST_FILLED = 0.01


def choose_keys(filled: Mapping[str, float], others: Mapping[str, str]) -> tuple[Key, ...]:
    """The keys whose columns the records fill; each other column adds two of its own."""
    wanted = [*_KEYS]
    for column in sorted(other_column(c) for c in others):
        wanted += [(column, "given_sound"), (column, "dob_month"), (column, "family_sound", "given_initial")]
        wanted.append((column,))
    return tuple(Key(columns=k) for k in wanted if all(filled.get(c, 0.0) >= LEAST_FILLED for c in k))


def key_sql(key: Key) -> str:
    """The key's value for one record, or NULL where a column is empty."""
    there = " AND ".join(f'"{c}" IS NOT NULL' for c in key.columns)
    value = " || '|' || ".join(f'CAST("{c}" AS VARCHAR)' for c in key.columns)
    return f"CASE WHEN {there} THEN {value} END"


def largest_block_sql(key: Key, table: str) -> str:
    """How many records one value of the key may have so that the key stays within its share of pairs."""
    return f"""
        WITH blocks AS (SELECT count(*) AS size FROM {table} WHERE "{key.name}" IS NOT NULL GROUP BY "{key.name}"),
        sizes AS (SELECT size, sum(size * (size - 1) / 2) AS pairs FROM blocks GROUP BY size),
        running AS (SELECT size, sum(pairs) OVER (ORDER BY size) AS pairs FROM sizes)
        SELECT coalesce(max(size), 1) FROM running
        WHERE pairs <= greatest({MOST_PAIRS_PER_RECORD} * (SELECT count(*) FROM {table}), 20000)
    """
