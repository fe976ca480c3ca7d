"""An ordinary record, and small made-up areas in which it is known who is who."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from goldenthread.intake import RECORDS
from goldenthread.vocabulary import Grade, check_nhs_number

TODAY = date(2026, 11, 22)

GIVEN = (
    "Amelia", "Oliver", "Isla", "George", "Ava", "Noah", "Mia", "Arthur", "Ivy", "Leo", "Lily", "Oscar", "Freya",
    "Harry", "Florence", "Archie", "Willow", "Jack", "Rosie", "Theo", "Sienna", "Muhammad", "Fatima", "Aisha",
    "Hassan", "Zofia", "Jakub", "Kacper", "Aleksandra", "Priya", "Arjun", "Chidi", "Ngozi", "Kwame", "Abena", "Mei",
    "Wei",
)  # fmt: skip
FAMILY = (
    "Ashdown", "Barnaby", "Cartmell", "Dunmore", "Eastham", "Fairclough", "Garside", "Hollins", "Ingleby", "Jessop",
    "Kershaw", "Lindley", "Marsden", "Norcross", "Oakden", "Pilling", "Quarmby", "Ramsden", "Saddler", "Thornley",
    "Upton", "Varley", "Whitworth", "Yardley", "Khan", "Ahmed", "Kowalska", "Okafor", "Mensah", "Patel",
)  # fmt: skip
STREETS = ("Mill Lane", "Chapel Road", "High Street", "Orchard Close", "Station Road", "Church Walk", "Moss Bank")


def record(**differs: Any) -> dict[str, Any]:
    """A girl on a school's roll; say what differs."""
    ordinary: dict[str, Any] = dict.fromkeys(RECORDS.names)
    ordinary.update(
        agency="a-school",
        dataset="a-school",
        record_id="1",
        part="pupil",
        person_kind="child",
        in_cohort="seed",
        given_name="Amelia",
        family_name="Ashdown",
        date_of_birth=date(2014, 5, 17),
        date_of_birth_precision="day",
        sex="female",
        address_line="14 Mill Lane",
        postcode="WH1 1AA",
        address_protected=False,
        known_at=TODAY,
    )
    ordinary.update(differs)
    return ordinary


def table(*records: Mapping[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([dict(r) for r in records], schema=RECORDS)


def nhs_number(serial: int) -> dict[str, str]:
    """A made-up number of the range that is never issued, with its grade."""
    for last in range(10):
        number = f"999{serial:06d}{last}"
        if check_nhs_number(number).grade is Grade.WELL_FORMED:
            return {"nhs_number": number, "nhs_number_grade": "well_formed"}
    return nhs_number(serial + 500_000)


def area(families: int, *, seed: int, numbered: float = 0.5) -> tuple[pa.Table, dict[tuple[str, str], str]]:
    """Families of two or three children, each child known to a school, a surgery and a team, with faults.

    Returns the records and, for each, who it is about. ``numbered`` is the share of records with an NHS number.
    """
    chance = random.Random(seed)
    records, truth = [], {}
    for family in range(families):
        name, home = chance.choice(FAMILY), f"{chance.randrange(1, 200)} {chance.choice(STREETS)}"
        postcode = (
            f"WH{chance.randrange(1, 9)} {chance.randrange(1, 9)}{chance.choice('ABDEF')}{chance.choice('GHJLN')}"
        )
        for place, given in enumerate(chance.sample(GIVEN, chance.choice((2, 3)))):
            born = date(2009, 1, 1) + timedelta(days=chance.randrange(5000))
            number = nhs_number(family * 4 + place)
            for dataset in ("school", "surgery", "team"):
                record_id = f"{dataset}-{family}-{place}"
                told = record(
                    agency=dataset,
                    dataset=dataset,
                    record_id=record_id,
                    given_name=_mistyped(given, chance),
                    family_name=_mistyped(name, chance),
                    date_of_birth=born,
                    sex=None,
                    address_line=home,
                    postcode=postcode,
                )
                if chance.random() < numbered:
                    told.update(number)
                records.append(told)
                truth[dataset, record_id] = f"{family}-{place}"
    return table(*records), truth


def namesakes(homes: int, *, seed: int) -> tuple[pa.Table, dict[tuple[str, str], str]]:
    """In one home of six two cousins of one name born a year or two apart, in each other one child; no numbers.

    Each child has two records or more, each with a slip of its own now and then. Returns the records and, for each,
    who it is about.
    """
    chance = random.Random(seed)
    records, truth = [], {}
    for home in range(homes):
        given, name = chance.choice(GIVEN), chance.choice(FAMILY)
        postcode = f"WH{chance.randrange(1, 9)} {chance.randrange(1, 9)}{chance.choice('ABDEF')}{chance.choice('GHJL')}"
        line = f"{chance.randrange(1, 200)} {chance.choice(STREETS)}"
        for child in range(2 if home % 6 == 0 else 1):
            born = date(2009 + child, 1, 2) + timedelta(days=chance.randrange(360))
            for copy in range(chance.choice((2, 3, 4))):
                slipped = born + timedelta(days=chance.choice((-10, -1, 1, 10))) if chance.random() < 0.05 else born
                dataset = ("school", "surgery")[copy % 2]
                told = record(
                    agency=dataset,
                    dataset=dataset,
                    record_id=f"{home}-{child}-{copy}",
                    given_name=_mistyped(given, chance),
                    family_name=_mistyped(name, chance),
                    date_of_birth=slipped,
                    sex=None,
                    address_line=line,
                    postcode=postcode,
                )
                records.append(told)
                truth[dataset, told["record_id"]] = f"{home}-{child}"
    return table(*records), truth


def _mistyped(name: str, chance: random.Random) -> str:
    if chance.random() > 0.08:
        return name
    place = chance.randrange(1, len(name) - 1)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def somebody(chance: random.Random) -> dict[str, Any]:
    """Somebody of any age with a home of their own, as a record tells of them."""
    return {
        "given_name": chance.choice(GIVEN),
        "family_name": chance.choice(FAMILY) + chance.choice(("", "son", "ham", "ley", "ton")),
        "date_of_birth": date(1940, 1, 2) + timedelta(days=chance.randrange(27_000)),
        "sex": None,
        "address_line": f"{chance.randrange(1, 999)} {chance.choice(STREETS)}",
        "postcode": f"WH{chance.randrange(1, 99)} {chance.randrange(1, 9)}A{chance.choice('BDEFGHJL')}",
    }
