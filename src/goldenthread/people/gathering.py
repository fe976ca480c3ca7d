"""Gather linked records into people, families and households."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import TypeVar

import pyarrow as pa

from goldenthread.people.addresses import addresses_of
from goldenthread.people.cohort import within_cohort
from goldenthread.people.continuity import continue_ids
from goldenthread.people.describing import Gathered, describe, matching_only_of, memberships_of, person_of
from goldenthread.people.homes import homes_of
from goldenthread.people.households import households
from goldenthread.people.identities import KeyAllowed, identifiers_of
from goldenthread.people.index import Address, Index, Relationship, Shielded
from goldenthread.people.kinship import families, lift
from goldenthread.people.naming import names_of
from goldenthread.people.reading import Described, RecordKey, read_clusters, read_declared
from goldenthread.people.shielding import Home, Protected, protected_places, shield
from goldenthread.vocabulary import DatasetId, IdentifierKind, PersonId, PersonKind

T = TypeVar("T")


def _wherever_it_passes_its_check(kind: IdentifierKind, dataset: DatasetId) -> bool:
    return True


def gather(
    records: pa.Table,
    people: pa.Table,
    relations: pa.Table,
    *,
    previous: Mapping[RecordKey, PersonId],
    new_id: Callable[[], PersonId],
    on: date,
    shielded: Mapping[RecordKey, str] | None = None,
    purge_after: Mapping[str, int] | None = None,
    key_allowed: KeyAllowed = _wherever_it_passes_its_check,
) -> Index:
    """Make an area's index of people from its linked records, whatever order they come in.

    ``previous`` gives the person each record was held as, ``shielded`` the agency that hides a record's person,
    ``purge_after`` the days for which a dataset's matching-only fields are kept.

    Shape: every record is in one membership or counted in ``dropped_records``.
    Raises: UnlinkedRecord when the records and the clusters do not match.
    """
    with _collection_paused():
        declared = read_declared(relations)
        cohort = within_cohort(read_clusters(records, people), declared)
        ids, changes = continue_ids(cohort.kept, previous, new_id)
        placed = sorted(zip(ids, cohort.kept, strict=True), key=itemgetter(0))
        gathered = [describe(person, cluster, key_allowed=key_allowed, on=on) for person, cluster in placed]
        lifted = lift(declared, {(r.dataset, r.record_id): one.person for one in gathered for r in one.records}.get)
        addresses, hidden = _addresses(gathered, lifted.relationships, shielded or {})
        apart = {a.person_id for a in addresses if a.is_protected} | {entry.person_id for entry in hidden}
        return Index(
            persons=tuple(person_of(one) for one in gathered),
            names=_each(gathered, lambda one: names_of(one.person, one.records, one.called)),
            addresses=addresses,
            identifiers=_each(gathered, lambda one: identifiers_of(one.person, one.records, one.given)),
            memberships=_each(gathered, memberships_of),
            relationships=lifted.relationships,
            families=families(lifted.relationships),
            households=households(homes_of({one.person: one.records for one in gathered}, lifted.relationships), apart),
            changes=changes,
            dropped=cohort.dropped_people,
            matching_only=_each(gathered, lambda one: matching_only_of(one, purge_after or {}, on)),
            shielded=hidden,
            dropped_records=cohort.dropped_records,
            unplaced_relations=lifted.unplaced,
            relations_to_self=lifted.to_self,
        )


def _addresses(
    gathered: Iterable[Gathered], relationships: tuple[Relationship, ...], asked: Mapping[RecordKey, str]
) -> tuple[tuple[Address, ...], tuple[Shielded, ...]]:
    """Find who is hidden, and every address with its protection: all of a hidden person's are protected."""
    homes = {one.person: Home(one.records, one.lives_at, one.kind is not PersonKind.ADULT) for one in gathered}
    hidden = shield(homes, relationships, asked)
    hidden_people = {entry.person_id for entry in hidden}
    protected = protected_places(homes, relationships)

    def addresses(person: PersonId, home: Home) -> list[Address]:
        apart = protected.get(person, Protected())

        def is_protected(record: Described) -> bool:
            return person in hidden_people or bool(record.address_protected) or apart.covers(record)

        return addresses_of(person, home.records, home.current, is_protected)

    return tuple(address for person, home in homes.items() for address in addresses(person, home)), hidden


def _each(gathered: Iterable[Gathered], found: Callable[[Gathered], Iterable[T]]) -> tuple[T, ...]:
    return tuple(chain.from_iterable(map(found, gathered)))


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Hold back the garbage collector: nothing made here is in a cycle, and walking it all took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
