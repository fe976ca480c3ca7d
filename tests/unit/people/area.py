"""Small areas to gather: say only what differs from an ordinary record."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count
from typing import Any

import pyarrow as pa

from goldenthread.people import Index, Person, gather
from goldenthread.vocabulary import PersonId

ON = date(2026, 11, 22)
KNOWN_AT = date(2026, 10, 1)

RECORD_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("agency", "dataset", "record_id", "person_kind", "in_cohort")),
        *((name, pa.string()) for name in ("given_name", "family_name", "full_name", "known_as", "former_family_name")),
        ("date_of_birth", pa.date32()),
        ("date_of_birth_precision", pa.string()),
        *((name, pa.string()) for name in ("sex", "address_line", "postcode")),
        *((name, pa.string()) for name in ("former_address_line", "former_postcode")),
        ("address_protected", pa.bool_()),
        *((name, pa.string()) for name in ("nhs_number", "nhs_number_grade", "upn", "upn_grade", "local_id")),
        *((name, pa.string()) for name in ("passport_number", "passport_number_grade", "passport_country")),
        *((name, pa.date32()) for name in ("passport_issued", "passport_expires")),
        *((name, pa.string()) for name in ("nhs_number_issuer", "upn_issuer", "local_id_issuer")),
        ("known_at", pa.date32()),
    ]
)
RELATION_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("agency", "dataset", "record_id_from", "record_id_to", "relation")),
        ("parental_responsibility", pa.string()),
        *((name, pa.date32()) for name in ("since", "until", "known_at")),
    ]
)


def record(dataset: str, record_id: str, cluster: int, **differs: Any) -> dict[str, Any]:
    """An ordinary seed record of a child in one dataset, and the cluster that linkage put it in."""
    ordinary = {
        "agency": f"the-{dataset}",
        "dataset": dataset,
        "record_id": record_id,
        "person_kind": "child",
        "in_cohort": "seed",
        "given_name": "Amira",
        "family_name": "Khan",
        "date_of_birth": date(2015, 3, 4),
        "date_of_birth_precision": "day",
        "sex": "female",
        "address_line": "14 High Street",
        "postcode": "WH1 2AB",
        "known_at": KNOWN_AT,
    }
    return {**ordinary, **differs, "cluster": cluster}


def adult(dataset: str, record_id: str, cluster: int, **differs: Any) -> dict[str, Any]:
    """An ordinary record of a mother, kept only for her child's sake."""
    ordinary = {
        "person_kind": "adult",
        "in_cohort": "follow",
        "given_name": "Sana",
        "date_of_birth": date(1988, 7, 9),
    }
    return record(dataset, record_id, cluster, **{**ordinary, **differs})


def declares(dataset: str, start: str, end: str, relation: str = "mother", **differs: Any) -> dict[str, Any]:
    ordinary = {
        "agency": f"the-{dataset}",
        "dataset": dataset,
        "record_id_from": start,
        "record_id_to": end,
        "relation": relation,
        "parental_responsibility": "unknown",
    }
    return {**ordinary, **differs}


def tables(
    records: Iterable[Mapping[str, Any]], relations: Iterable[Mapping[str, Any]] = ()
) -> tuple[pa.Table, pa.Table, pa.Table]:
    rows = list(records)
    people = [{"dataset": row["dataset"], "record_id": row["record_id"], "cluster": row["cluster"]} for row in rows]
    clusters = pa.schema([("dataset", pa.string()), ("record_id", pa.string()), ("cluster", pa.int64())])
    return (
        pa.Table.from_pylist(rows, schema=RECORD_SCHEMA),
        pa.Table.from_pylist(people, schema=clusters),
        pa.Table.from_pylist(list(relations), schema=RELATION_SCHEMA),
    )


def gathered(
    records: Iterable[Mapping[str, Any]],
    relations: Iterable[Mapping[str, Any]] = (),
    *,
    previous: Mapping[tuple[str, str], PersonId] | None = None,
    first_new: int = 1,
    **more: Any,
) -> Index:
    """Gather with ids P001, P002 … in the order in which they are asked for."""
    numbers = count(first_new)
    return gather(
        *tables(records, relations),
        previous=previous or {},
        new_id=lambda: PersonId(f"P{next(numbers):03}"),
        on=ON,
        **more,
    )


def held(index: Index) -> dict[tuple[str, str], PersonId]:
    """Who holds each record, as the next gathering is told."""
    return {(m.dataset, m.record_id): m.person_id for m in index.memberships}


def person_with(index: Index, dataset: str, record_id: str) -> Person:
    wanted = held(index)[(dataset, record_id)]
    return next(person for person in index.persons if person.person_id == wanted)
