"""``families.csv`` and ``households.csv``: which adults belong to which linked children, and who lives together.

Written where a contract declares relationships. They come after linkage and add nothing to a link between records.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pyarrow as pa

from goldenthread.intake import RECORDS
from goldenthread.linkage import IdentifierUse, Linked
from goldenthread.people import FamilyLink, HouseholdMember, gather, link_families
from goldenthread.vocabulary import PersonId

FAMILIES, HOUSEHOLDS = "families.csv", "households.csv"
FAMILY_COLUMNS = (
    "adult",
    "child",
    "relationship",
    "grounds",
    "source",
    "since",
    "until",
    "confidence",
    "share_declared",
    "outcome",
    "because",
)
HOUSEHOLD_COLUMNS = ("household_id", "person_id")
BETWEEN = ";"
"""Between several relationships, grounds or sources of one link."""
LINKED, POSSIBLE = "linked", "possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Families:
    """``unplaced``: declared relationships of which an end is no record here."""

    links: tuple[FamilyLink, ...]
    households: tuple[HouseholdMember, ...]
    unplaced: int

    def as_values(self) -> dict[str, int]:
        possible = sum(one.is_possible for one in self.links)
        return {
            "linked": len(self.links) - possible,
            "possible": possible,
            "households": len({one.household_id for one in self.households}),
            "relationships_without_both_people": self.unplaced,
        }


def draw_families(
    linked: Linked,
    records: pa.Table,
    relations: pa.Table,
    named: Mapping[int, str],
    *,
    on: date,
    identifiers: IdentifierUse,
) -> Families:
    """The families of the linked people, under their ids in ``people.csv``.

    ``identifiers``: where a person's numbers may say who somebody is.
    """
    index = gather(
        _of_everybody(records),
        linked.people,
        relations,
        previous=_held_as(linked, named),
        new_id=_nobody_is_new,
        on=on,
        key_allowed=lambda kind, dataset: identifiers.may_be_key(kind, dataset, on=on),
    )
    return Families(links=link_families(records, index), households=index.households, unplaced=index.unplaced_relations)


def write_families(families: Families, folder: Path) -> None:
    _write(folder / FAMILIES, FAMILY_COLUMNS, map(_family_row, families.links))
    _write(folder / HOUSEHOLDS, HOUSEHOLD_COLUMNS, map(_household_row, families.households))


def _of_everybody(records: pa.Table) -> pa.Table:
    """Whoever is linked has a family here: which of them an area may hold is not linkage's to say."""
    seeds = pa.array(["seed"] * len(records), pa.string())
    return records.set_column(RECORDS.get_field_index("in_cohort"), "in_cohort", seeds)


def _held_as(linked: Linked, named: Mapping[int, str]) -> dict[tuple[str, str], PersonId]:
    columns = (linked.people[name].to_pylist() for name in ("dataset", "record_id", "cluster"))
    return {(dataset, record): PersonId(named[n]) for dataset, record, n in zip(*columns, strict=True)}


def _nobody_is_new() -> NoReturn:
    raise AssertionError("every linked person has an id already")


def _family_row(one: FamilyLink) -> tuple[Any, ...]:
    return (
        one.adult,
        one.child,
        BETWEEN.join(one.relations),
        BETWEEN.join(one.grounds),
        BETWEEN.join(one.datasets),
        one.since or "",
        one.until or "",
        one.confidence or "",
        "" if one.share_declared is None else f"{one.share_declared:.4f}",
        POSSIBLE if one.is_possible else LINKED,
        one.because,
    )


def _household_row(one: HouseholdMember) -> tuple[str, str]:
    return one.household_id, one.person_id


def _write(path: Path, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
