"""Which comparisons suit the records: those whose columns are filled, and one for each column named besides."""

import zlib
from collections.abc import Mapping

from goldenthread.linkage.comparisons import EVERY_COMPARISON, Comparison, Evidence, Level
from goldenthread.linkage.conditions import Alike, Digits, Edits, Missing, Same, Within, either

_NEEDS = {
    "given_name": ("given",),
    "family_name": ("family",),
    "date_of_birth": ("dob",),
    "year_of_birth": ("dob",),
    "sex_of_two_forenames": ("sex",),
    "sex_of_one_forename": ("sex",),
    "middle_names": ("middle",),
    "place": ("address", "postcode"),
    "phone": ("phone",),
    "email": ("email",),
    "local_id": ("local_id",),
}
EVERY_COLUMN = tuple(column for columns in _NEEDS.values() for column in columns)

LEAST_COMPLETE = 0.02
"""A column filled in fewer records than this share is left out: there is nothing to train on."""


def choose_comparisons(
    filled: Mapping[str, float], others: Mapping[str, str], own: frozenset[str] = frozenset()
) -> tuple[Comparison, ...]:
    """The comparisons for records whose columns are ``filled`` to these shares; ``others`` names their kinds.

    ``own`` names those of the others whose values hardly anybody shares: a person's own, not a household's. Shape: at
    least one, though the records hold nothing to compare.
    """
    chosen = [c for c in EVERY_COMPARISON if max(filled.get(n, 0.0) for n in _NEEDS[c.name]) >= LEAST_COMPLETE]
    for column, kind in sorted(others.items()):
        if filled.get(other_column(column), 0.0) >= LEAST_COMPLETE:
            evidence = Evidence.PERSON if column in own else Evidence.HOUSEHOLD
            chosen.append(_other(other_column(column), kind, evidence))
    return tuple(chosen) or EVERY_COMPARISON[:1]


OTHER = "other_"
ANY_OTHER = "any_other"
"""Stands for the best level among all columns without a meaning of their own."""


def other_column(column: str) -> str:
    """The feature that holds a column without a meaning of its own: a plain name that can clash with no other."""
    plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in column.lower())
    mark = "" if plain == column else f"_{zlib.crc32(column.encode()):08x}"
    return f"{OTHER}{plain}{mark}"


def _other(column: str, kind: str, evidence: Evidence) -> Comparison:
    same = Level(label="the same", when=Same(column), match=0.8, rare_in=column)
    steps: dict[str, tuple[Level, ...]] = {
        "exact": (
            Level(label="the same but for a letter", when=Edits(column, 1, 5), match=0.06, relative=0.2),
            Level(label="the same but for two letters", when=Edits(column, 2, 7), match=0.03, relative=0.1),
        ),
        "text": (
            Level(
                label="one letter apart, or nearly the same",
                when=either(Edits(column, 1, 4), Alike(column, 0.93)),
                match=0.08,
            ),
            Level(label="alike", when=Alike(column, 0.84), match=0.04),
        ),
        "date": (
            Level(label="one digit apart", when=Digits(column, 1), match=0.06),
            Level(label="two digits apart", when=Digits(column, 2), match=0.03),
        ),
        "number": (Level(label="nearly the same", when=Within(column, 1.0), match=0.05),),
    }
    last = Level(label="another", when=None, match=0.08)
    levels = (same, *steps.get(kind, ()), last)
    return Comparison(name=column, evidence=evidence, nothing_when=Missing((column,)), levels=levels)
