"""File children so that they are found by likeness: what a search may find them by, and nothing else.

What serves matching alone is left out, and so is every place that is protected or no longer held. Of somebody hidden
no place is filed at all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import pyarrow as pa

from goldenthread.linkage import Linked, write_model
from goldenthread.linkage.lookup import columns_filed, common_of, file_described
from goldenthread.linkage.lookup.describing import reference_of
from goldenthread.people import Index
from goldenthread.service.actions.pouring import empty, pour
from goldenthread.service.actions.search_keys import normal_postcode
from goldenthread.service.store.models import SearchModel, SearchNumber, SearchRecord
from goldenthread.vocabulary import PersonKind

FOUND_BY = (
    "given_name",
    "middle_names",
    "family_name",
    "full_name",
    "known_as",
    "former_family_name",
    "date_of_birth",
    "date_of_birth_precision",
    "postcode",
)
Said = tuple[str, tuple[Any, ...]]
"""A child, and what a record says of them in the order of ``FOUND_BY``."""


def file_children(
    linked: Linked, records: pa.Table, index: Index, *, matching_only: Mapping[str, Collection[str]], on: date
) -> None:
    """Replace everything by which children are found by likeness. Runs inside the caller's transaction."""
    assert linked.working is not None, "a load links everything"
    hidden: dict[str, str] = {s.person_id: s.custodian for s in index.shielded}
    said = _said(records, index, matching_only)
    columns = {name: [what[i] for _, what in said] for i, name in enumerate(FOUND_BY)}
    told = pa.table(columns, schema=pa.schema([records.schema.field(name) for name in FOUND_BY]))
    reference = reference_of(linked.working.features, linked.model)
    filed = file_described(told, linked.model, reference, on=on)
    people = [person for person, _ in said]
    empty(SearchNumber, SearchRecord, SearchModel)
    pour(
        SearchRecord,
        ("id", "person_id", "custodian_id", "agencies", "told"),
        (
            (place, person, hidden.get(person), sorted(agencies), line)
            for place, ((person, _), agencies, line) in enumerate(zip(said, said.values(), filed.lines, strict=True))
        ),
    )
    pour(
        SearchNumber,
        ("number", "record_id", "custodian_id"),
        ((number, row, hidden.get(people[row])) for number, row in zip(filed.numbers, filed.rows, strict=True)),
    )
    seen = {(m.dataset, m.record_id) for m in index.memberships if m.person_id not in hidden}
    common = common_of(reference, _rows_of(linked.working.features, seen))
    SearchModel.objects.create(
        version=uuid4(),
        model=write_model(linked.model),
        common={
            "shares": common.shares,
            "filled": common.filled,
            "forenames": sorted(common.forenames),
            "columns": columns_filed(linked.model),
        },
    )


def _said(records: pa.Table, index: Index, matching_only: Mapping[str, Collection[str]]) -> dict[Said, set[str]]:
    """What is known of each child, each once, with the agencies that say so."""
    children = {p.person_id for p in index.persons if p.kind is PersonKind.CHILD}
    whose = {(m.dataset, m.record_id): m for m in index.memberships if m.person_id in children}
    places = _places(index)
    said: defaultdict[Said, set[str]] = defaultdict(set)
    for dataset, record_id, *values in _rows(records, ("dataset", "record_id", *FOUND_BY)):
        if (member := whose.get((dataset, record_id))) is None:
            continue
        told = dict(zip(FOUND_BY, values, strict=True)) | dict.fromkeys(matching_only.get(dataset, ()))
        if (member.person_id, normal_postcode(told["postcode"] or "")) not in places:
            told["postcode"] = None
        said[member.person_id, tuple(told[name] for name in FOUND_BY)].add(member.agency)
    return said


def _places(index: Index) -> set[tuple[str, str]]:
    """Where each person may be found."""
    hidden = {s.person_id for s in index.shielded}
    open_, protected = set(), set()
    for a in index.addresses:
        place = (str(a.person_id), normal_postcode(a.postcode))
        if a.is_protected:
            protected.add(place)
        elif (a.is_current or a.until is None) and a.person_id not in hidden:
            open_.add(place)
    return open_ - protected


def _rows(table: pa.Table, names: Collection[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def _rows_of(features: pa.Table, keys: Collection[tuple[str, str]]) -> pa.Table:
    return features.filter(pa.array([key in keys for key in _rows(features, ("dataset", "record_id"))]))
