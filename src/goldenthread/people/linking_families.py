"""Families as a layer of its own, once linkage has said who is one person: which adults belong to which children.

Three kinds of ground, kept apart: what an agency declares; what a record of the child names; and what the two merely
share. The last makes a link that is possible and no more. Nothing here ever adds to a link between records.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import pyarrow as pa

from goldenthread.people.index import Confidence, FamilyLink, Ground, Index, Person, Relationship
from goldenthread.people.kinship import FAMILY_ON_THE_SIDE, PARENT_OR_CARER
from goldenthread.people.nearness import Near, Pair, is_plausible, nearness
from goldenthread.people.weighing import earliest, latest
from goldenthread.vocabulary import DatasetId, PersonId

OF_A_CHILD = PARENT_OR_CARER | FAMILY_ON_THE_SIDE | {"foster_carer"}
"""Relations that say an adult belongs to a child, as one of the family or in its place."""
LEAST_SHARE_DECLARED = 0.5
"""Pairs with grounds that agencies bear out less often than this are no possible links: nobody could check them all."""
LEAST_PAIRS = 20
MOST_OTHERS = 2

Likeness = tuple[frozenset[Ground], int]
"""What makes two pairs alike: their grounds, and how many other adults are declared for the child."""


def link_families(records: pa.Table, index: Index) -> tuple[FamilyLink, ...]:
    """Say which adults belong to which children, on what grounds, from when until when, and how sure that is.

    ``records`` are those the index was gathered from. Shape: one link an adult and child, sorted.
    """
    said: dict[Pair, list[Relationship]] = defaultdict(list)
    for one in index.relationships:
        said[(one.from_person, one.to_person)].append(one)
    declared = {pair: found for pair, rows in said.items() if (found := [r for r in rows if r.relation in OF_A_CHILD])}
    known = _known_by_more_than_a_name(index)
    links = [_declared(pair, rows, is_known=pair[0] in known) for pair, rows in declared.items()]
    near = nearness(records, index)
    named = _of_the_same_name(declared, near, known, {one.person_id: one for one in index.persons})
    links += [_same_name(pair, rows) for pair, rows in named.items()]
    unsaid = {pair: found for pair, found in near.items() if pair not in said and pair not in named}
    links += _possible(unsaid, near, declared)
    return tuple(sorted(links, key=lambda link: (link.adult, link.child)))


def _known_by_more_than_a_name(index: Index) -> set[PersonId]:
    born = {one.person_id for one in index.persons if one.date_of_birth is not None}
    return born | {one.person_id for one in index.identifiers if one.is_key}


def _declared(pair: Pair, rows: Sequence[Relationship], *, is_known: bool) -> FamilyLink:
    because = sorted({row.because for row in rows})
    named = "" if is_known else " The records of the child give a name and how to reach them, and no more."
    return FamilyLink(
        adult=pair[0],
        child=pair[1],
        relations=tuple(sorted({row.relation for row in rows})),
        grounds=(Ground.DECLARED if is_known else Ground.NAMED,),
        datasets=tuple(sorted({row.dataset for row in rows})),
        since=earliest(row.since for row in rows),
        until=None if any(row.until is None for row in rows) else latest(row.until for row in rows),
        is_possible=False,
        confidence=_least({row.confidence for row in rows}),
        share_declared=None,
        because=f"{because[0]}{named}",
    )


def _least(found: set[Confidence]) -> Confidence:
    doubtful_first = (Confidence.DISPUTED, Confidence.DECLARED_BY_ONE, Confidence.DECLARED_BY_SEVERAL)
    return next(one for one in doubtful_first if one in found)


def _of_the_same_name(
    declared: Mapping[Pair, Sequence[Relationship]],
    near: Mapping[Pair, Near],
    known: set[PersonId],
    people: Mapping[PersonId, Person],
) -> dict[Pair, Sequence[Relationship]]:
    """Whom a record of the child means, where it only names a parent: the one adult around the child of that name."""
    around: dict[PersonId, set[PersonId]] = defaultdict(set)
    for adult, child in (*declared, *near):
        around[child].add(adult)
    found: dict[Pair, Sequence[Relationship]] = {}
    for (adult, child), rows in declared.items():
        if adult in known or not (called := _name(people[adult])):
            continue
        alike = [one for one in around[child] & known if _name(people[one]) == called]
        if len(alike) == 1 and (alike[0], child) not in declared and is_plausible(people[alike[0]], people[child]):
            found[(alike[0], child)] = rows
    return found


def _name(person: Person) -> str:
    if not (person.given_name and person.family_name):
        return ""
    return f"{person.given_name.split()[0]} {person.family_name}".casefold()


def _same_name(pair: Pair, rows: Sequence[Relationship]) -> FamilyLink:
    return FamilyLink(
        adult=pair[0],
        child=pair[1],
        relations=tuple(sorted({row.relation for row in rows})),
        grounds=(Ground.SAME_NAME,),
        datasets=tuple(sorted({row.dataset for row in rows})),
        since=earliest(row.since for row in rows),
        until=None,
        is_possible=True,
        confidence=None,
        share_declared=None,
        because="A record of the child names a parent or carer, and one adult alone around the child has that name.",
    )


def _possible(
    unsaid: Mapping[Pair, Near], near: Mapping[Pair, Near], declared: Mapping[Pair, Sequence[Relationship]]
) -> list[FamilyLink]:
    """Links that nobody declares, where agencies declare most of the pairs that have the same in common."""
    adults_of = Counter(child for _, child in declared)

    def likeness(pair: Pair) -> Likeness:
        others = adults_of[pair[1]] - (pair in declared)
        return frozenset(near[pair].grounds), min(others, MOST_OTHERS)

    pairs = Counter(map(likeness, near))
    borne_out = Counter(likeness(pair) for pair in near if pair in declared)
    links = []
    for pair, found in unsaid.items():
        alike = likeness(pair)
        share = borne_out[alike] / pairs[alike]
        if pairs[alike] >= LEAST_PAIRS and share >= LEAST_SHARE_DECLARED:
            links.append(_shared(pair, found, borne_out[alike], pairs[alike]))
    return links


def _shared(pair: Pair, found: Near, borne_out: int, of: int) -> FamilyLink:
    datasets: tuple[DatasetId, ...] = tuple(sorted(found.datasets))
    return FamilyLink(
        adult=pair[0],
        child=pair[1],
        relations=(),
        grounds=tuple(sorted(found.grounds)),
        datasets=datasets,
        since=None,
        until=None,
        is_possible=True,
        confidence=None,
        share_declared=borne_out / of,
        because=f"Nobody declares it. Of {of:,} pairs here with as much in common, agencies declare {borne_out:,}.",
    )
