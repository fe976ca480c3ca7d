"""Made-up areas whose records are so faulty that much of them goes to a person."""

import random
from datetime import timedelta

import pyarrow as pa

from tests.unit.linkage.records_made import FAMILY, GIVEN, STREETS, area, nhs_number, table

FAULTS = 0.35
"""How often each thing that a record says is wrong."""


def area_in_doubt(families: int, *, seed: int) -> tuple[pa.Table, dict[tuple[str, str], str]]:
    """The records and, for each, who it is about: names, births, homes and numbers are wrong in many of them."""
    records, truth = area(families, seed=seed, numbered=0.3)
    chance = random.Random(seed)
    rows = []
    for row in records.to_pylist():
        if chance.random() < FAULTS:
            row["family_name"] = chance.choice(FAMILY)
        if chance.random() < FAULTS / 3:
            row["given_name"] = chance.choice(GIVEN)
        if chance.random() < FAULTS and row["date_of_birth"]:
            row["date_of_birth"] += timedelta(days=chance.choice((1, 9, 31, 365)))
        if chance.random() < FAULTS:
            row["address_line"] = f"{chance.randrange(1, 200)} {chance.choice(STREETS)}"
            row["postcode"] = None
        if chance.random() < FAULTS / 3:
            row.update(nhs_number(200_000 + chance.randrange(50_000)))
        rows.append(row)
    return table(*rows), truth
