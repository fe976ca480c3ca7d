"""Read the tables of intake and linkage once, as rows that gathering can walk through."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

import pyarrow as pa

from goldenthread.intake import TOO_LONG_AGO

RecordKey = tuple[str, str]
"""A dataset and the record's own id in it."""


class UnlinkedRecord(Exception):
    """The records and the clusters that linkage made of them do not match. Says how many, and what to do next."""


class Described(NamedTuple):
    """One record that describes a person, as intake gives it. A missing value is None."""

    dataset: str
    record_id: str
    agency: str
    person_kind: str | None
    in_cohort: str | None
    given_name: str | None
    family_name: str | None
    full_name: str | None
    known_as: str | None
    former_family_name: str | None
    date_of_birth: date | None
    date_of_birth_precision: str | None
    sex: str | None
    address_line: str | None
    postcode: str | None
    former_address_line: str | None
    former_postcode: str | None
    address_protected: bool | None
    nhs_number: str | None
    nhs_number_grade: str | None
    nhs_number_obtained: str | None
    upn: str | None
    upn_grade: str | None
    upn_obtained: str | None
    local_id: str | None
    local_id_obtained: str | None
    passport_number: str | None
    passport_number_grade: str | None
    passport_number_obtained: str | None
    passport_country: str | None
    passport_issued: date | None
    passport_expires: date | None
    nhs_number_issuer: str | None
    upn_issuer: str | None
    local_id_issuer: str | None
    known_at: date | None

    def __repr__(self) -> str:
        return f"Described(dataset={self.dataset!r})"


class Declared(NamedTuple):
    """One relation that an agency declares between two of its records."""

    agency: str
    dataset: str
    record_id_from: str
    record_id_to: str
    relation: str
    parental_responsibility: str | None
    since: date | None
    until: date | None
    known_at: date | None

    def __repr__(self) -> str:
        return f"Declared(dataset={self.dataset!r}, relation={self.relation!r})"


def read_clusters(records: pa.Table, people: pa.Table) -> list[list[Described]]:
    """Read the records as one list a person, whatever order the tables came in.

    Shape: records sorted by dataset and id inside a cluster, clusters by their first record.
    Raises: UnlinkedRecord when a record stands twice or linkage did not place it.
    """
    rows = list(map(_believed, map(Described._make, zip(*_columns(records, Described._fields), strict=True))))
    rows.sort(key=attrgetter("dataset", "record_id"))
    cluster_of = _cluster_of(people)
    clusters: dict[int, list[Described]] = {}
    unplaced = 0
    for row in rows:
        cluster = cluster_of.pop((row.dataset, row.record_id), None)
        if cluster is None:
            unplaced += 1
        else:
            clusters.setdefault(cluster, []).append(row)
    if unplaced or cluster_of:
        raise UnlinkedRecord(
            f"{unplaced:,} records stand twice or were not placed by linkage, and linkage placed {len(cluster_of):,}"
            " that are not among the records. Link exactly the records that are gathered, then gather again."
        )
    return list(clusters.values())


def _believed(row: Described) -> Described:
    """A birth date that lies too long ago serves to link records of the dead; of nobody in the index is it true."""
    return row._replace(date_of_birth=None) if (row.date_of_birth_precision or "").endswith(TOO_LONG_AGO) else row


def read_declared(relations: pa.Table) -> list[Declared]:
    """Read the declared relations, each once.

    Shape: sorted, so that nothing depends on the order of the table.
    """
    rows = {Declared(*row) for row in zip(*_columns(relations, Declared._fields), strict=True)}
    return sorted(rows, key=lambda row: tuple("" if value is None else str(value) for value in row))


def _cluster_of(people: pa.Table) -> dict[RecordKey, int]:
    dataset, record_id, cluster = _columns(people, ("dataset", "record_id", "cluster"))
    return dict(zip(zip(dataset, record_id, strict=True), cluster, strict=True))


def _columns(table: pa.Table, names: Sequence[str]) -> list[list[Any]]:
    there = set(table.column_names)
    return [table.column(name).to_pylist() if name in there else [None] * table.num_rows for name in names]
