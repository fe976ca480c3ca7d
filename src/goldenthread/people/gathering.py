"""Gather linked records into people, families and households."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import TypeVar

import pyarrow as pa

from goldenthread.people.addresses import Place, addresses_of
from goldenthread.people.cohort import within_cohort
from goldenthread.people.continuity import continue_ids
from goldenthread.people.describing import Gathered, describe, matching_only_of, memberships_of, person_of
from goldenthread.people.households import households
from goldenthread.people.identities import KeyAllowed, identifiers_of
from goldenthread.people.index import Address, Index, Relationship, Shielded
from goldenthread.people.kinship import families, lift
from goldenthread.people.naming import names_of
from goldenthread.people.reading import Described, RecordKey, read_clusters, read_declared
from goldenthread.people.shielding import Home, protected_places, shield
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
    declared = read_declared(relations)
    cohort = within_cohort(read_clusters(records, people), declared)
    ids, changes = continue_ids(cohort.kept, previous, new_id)
    gathered = [describe(person, cluster, on=on) for person, cluster in zip(ids, cohort.kept, strict=True)]
    lifted = lift(declared, {(r.dataset, r.record_id): one.person for one in gathered for r in one.records}.get)
    addresses, hidden = _addresses(gathered, lifted.relationships, shielded or {})
    apart = {a.person_id for a in addresses if a.is_protected} | {entry.person_id for entry in hidden}
    identifiers = (found for one in gathered for found in identifiers_of(one.person, one.records, key_allowed))
    matching = (found for one in gathered for found in matching_only_of(one, purge_after or {}, on))
    names = (found for one in gathered for found in names_of(one.person, one.records, one.called))
    return Index(
        persons=_in_order((person_of(one, key_allowed) for one in gathered), "person_id"),
        names=_in_order(names, "person_id", "dataset", "use", "family_name", "given_name"),
        addresses=_in_order(addresses, "person_id", "dataset", "line", "postcode"),
        identifiers=_in_order(identifiers, "person_id", "kind", "dataset", "value", "grade", "obtained"),
        memberships=_in_order(
            (m for one in gathered for m in memberships_of(one)), "person_id", "dataset", "record_id"
        ),
        relationships=lifted.relationships,
        families=families(lifted.relationships),
        households=households({one.person: one.lives_at for one in gathered}, apart),
        changes=changes,
        dropped=cohort.dropped_people,
        matching_only=_in_order(matching, "person_id", "dataset", "field", "value", "purge_on"),
        shielded=hidden,
        dropped_records=cohort.dropped_records,
        unplaced_relations=lifted.unplaced,
        relations_to_self=lifted.to_self,
    )


def _addresses(
    gathered: Iterable[Gathered], relationships: tuple[Relationship, ...], asked: Mapping[RecordKey, str]
) -> tuple[list[Address], tuple[Shielded, ...]]:
    """Find who is hidden, and every address with its protection: all of a hidden person's are protected."""
    homes = {one.person: Home(one.records, one.lives_at, one.kind is not PersonKind.ADULT) for one in gathered}
    hidden = shield(homes, relationships, asked)
    hidden_people = {entry.person_id for entry in hidden}
    protected = protected_places(homes, relationships)

    def addresses(person: PersonId, home: Home) -> list[Address]:
        places = protected.get(person, set())

        def is_protected(where: Place | None, record: Described) -> bool:
            return person in hidden_people or bool(record.address_protected) or where in places

        return addresses_of(person, home.records, home.current, is_protected)

    return [address for person, home in homes.items() for address in addresses(person, home)], hidden


def _in_order(found: Iterable[T], *by: str) -> tuple[T, ...]:
    return tuple(sorted(found, key=attrgetter(*by)))
