"""What an adult and a child have in common besides what anybody declares: a telephone, a mailbox, a home, a sibling.

None of it makes a parent. A lodger has the same address, a grandmother the same telephone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from goldenthread.people.households import LARGEST_HOUSEHOLD
from goldenthread.people.index import Ground, Index, Person, Relationship
from goldenthread.people.kinship import PARENT_OR_CARER, SIBLING
from goldenthread.people.reading import RecordKey
from goldenthread.vocabulary import DatasetId, PersonId, PersonKind

YOUNGEST_PARENT_YEARS = 14
OLDEST_CARER_YEARS = 60
DAYS_A_YEAR = 365.25
Pair = tuple[PersonId, PersonId]
"""An adult and a child."""


class Near(NamedTuple):
    """The grounds a pair has, and the datasets whose records give them."""

    grounds: set[Ground]
    datasets: set[DatasetId]


def nearness(records: pa.Table, index: Index) -> dict[Pair, Near]:
    """Every pair of an adult and a child with something in common and an age between them that could be.

    Shape: nobody who is hidden, or has a protected address, is in any pair.
    """
    apart = {one.person_id for one in index.shielded} | {a.person_id for a in index.addresses if a.is_protected}
    people = {one.person_id: one for one in index.persons if one.person_id not in apart}
    found: dict[PersonId, dict[PersonId, Near]] = defaultdict(dict)

    def note(adult: PersonId, child: PersonId, ground: Ground, datasets: Iterable[DatasetId]) -> None:
        near = found[adult].setdefault(child, Near(set(), set()))
        near.grounds.add(ground)
        near.datasets.update(datasets)

    for ground, sharing in _sharing(records, index):
        here = {person: datasets for person, datasets in sharing.items() if person in people}
        if 1 < len(here) <= LARGEST_HOUSEHOLD:
            for adult, child in _pairs([people[person] for person in here]):
                note(adult, child, ground, here[adult] | here[child])
    for adult, child, said in _of_siblings(index.relationships):
        if adult in people and child in people and is_plausible(people[adult], people[child]):
            note(adult, child, Ground.OF_A_SIBLING, said)
    return {(adult, child): near for adult, children in found.items() for child, near in children.items()}


def is_plausible(adult: Person, child: Person) -> bool:
    """Whether the one could be a parent or carer of the other, by their ages."""
    if adult.kind is not PersonKind.ADULT or child.kind is not PersonKind.CHILD:
        return False
    years = _years_between(adult.date_of_birth, child.date_of_birth)
    return years is not None and YOUNGEST_PARENT_YEARS <= years <= OLDEST_CARER_YEARS


def _years_between(older: date | None, younger: date | None) -> float | None:
    return (younger - older).days / DAYS_A_YEAR if older and younger else None


def _pairs(people: list[Person]) -> Iterable[Pair]:
    children = [one for one in people if one.kind is PersonKind.CHILD]
    for adult in people:
        for child in children:
            if is_plausible(adult, child):
                yield adult.person_id, child.person_id


def _sharing(records: pa.Table, index: Index) -> Iterable[tuple[Ground, Mapping[PersonId, set[DatasetId]]]]:
    """Each telephone, mailbox and home, with the people who have it and the datasets that say so."""
    person_of: dict[RecordKey, PersonId] = {(m.dataset, m.record_id): m.person_id for m in index.memberships}
    yield from ((Ground.SHARED_PHONE, one) for one in _by_value(records, "phone", person_of))
    yield from ((Ground.SHARED_EMAIL, one) for one in _by_value(records, "email", person_of))
    placed: dict[PersonId, set[DatasetId]] = defaultdict(set)
    for address in index.addresses:
        placed[address.person_id].add(address.dataset)
    homes: dict[str, dict[PersonId, set[DatasetId]]] = defaultdict(dict)
    for member in index.households:
        homes[member.household_id][member.person_id] = placed[member.person_id]
    yield from ((Ground.SHARED_HOME, one) for one in homes.values())


def _by_value(
    records: pa.Table, column: str, person_of: Mapping[RecordKey, PersonId]
) -> Iterable[Mapping[PersonId, set[DatasetId]]]:
    if column not in records.column_names:
        return ()
    held: dict[str, dict[PersonId, set[DatasetId]]] = defaultdict(lambda: defaultdict(set))
    keys = zip(records["dataset"].to_pylist(), records["record_id"].to_pylist(), strict=True)
    for key, value in zip(keys, records[column].to_pylist(), strict=True):
        person = person_of.get(key)
        like = "".join(c for c in (value or "").casefold() if c.isalnum() or c in "@.+")
        if like and person is not None:
            held[like][person].add(DatasetId(key[0]))
    return held.values()


def _of_siblings(relationships: Iterable[Relationship]) -> Iterable[tuple[PersonId, PersonId, set[DatasetId]]]:
    """Each adult with the siblings of the children they are declared for, and the datasets that say so."""
    children_of: dict[PersonId, dict[PersonId, set[DatasetId]]] = defaultdict(lambda: defaultdict(set))
    adults_of: dict[PersonId, set[PersonId]] = defaultdict(set)
    siblings: dict[PersonId, set[PersonId]] = defaultdict(set)
    for one in relationships:
        if one.relation == SIBLING:
            siblings[one.from_person].add(one.to_person)
            siblings[one.to_person].add(one.from_person)
        elif one.relation in PARENT_OR_CARER:
            children_of[one.from_person][one.to_person].add(one.dataset)
            adults_of[one.to_person].add(one.from_person)
    for adult, children in children_of.items():
        if len(children) > LARGEST_HOUSEHOLD:
            continue
        for child, datasets in children.items():
            others = {other for parent in adults_of[child] - {adult} for other in children_of[parent]}
            for sibling in (others | siblings[child]) - {child}:
                yield adult, sibling, datasets
