"""Who is declared to be whose mother, father, carer or sibling, and the families that follow from it.

A family is children who share a declared parent or carer, or are declared siblings, with those adults. It is
drawn through children only, and some adults do not draw it together:

* A foster carer cares for children of many families. They are shown as the child's foster carer, and belong to no
  birth family: neither family should learn of the other, or where a child is placed, from a picture.
* A grandparent belongs to each grandchild's family, but cousins stay in families of their own.
* An adult declared for more children than any real parent has is a worker or a placeholder, and joins nobody.
* Somebody who only shares an address is household, never family.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from goldenthread.people.index import Confidence, FamilyId, FamilyMember, Relationship
from goldenthread.people.joining import first_of, join
from goldenthread.people.reading import Declared, RecordKey
from goldenthread.people.weighing import earliest, latest
from goldenthread.vocabulary import AgencyId, DatasetId, PersonId

PARENT_OR_CARER = frozenset({"mother", "father", "parent", "step_parent", "kinship_carer", "carer"})
"""Relations by which an adult draws the children they care for into one family."""
FAMILY_ON_THE_SIDE = frozenset({"grandparent"})
"""Relations by which an adult belongs to a child's family without joining two families."""
SIBLING = "sibling"
SYMMETRIC = frozenset({SIBLING, "partner", "household_member"})
MOST_CHILDREN_OF_ONE_ADULT = 15

_SAID_LOOSELY = {
    "parent": frozenset({"mother", "father", "step_parent"}),
    "carer": frozenset({"kinship_carer", "foster_carer", "grandparent", "step_parent"}),
    "kinship_carer": frozenset({"grandparent"}),
}
"""A looser word for the same relation: an agency that uses it does not disagree with one that is more exact."""
_NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}
_FAMILY_ID_CHARACTERS = 26


class Lifted(NamedTuple):
    """The relations that hold between people, and how many could not be lifted from records to people."""

    relationships: tuple[Relationship, ...]
    unplaced: int
    to_self: int


def lift(declared: Iterable[Declared], person_of: Callable[[RecordKey], PersonId | None]) -> Lifted:
    """Lift relations between records to relationships between people, each once for each dataset that declares it."""
    between: dict[tuple[PersonId, PersonId], list[Declared]] = defaultdict(list)
    unplaced = to_self = 0
    for one in declared:
        start, end = person_of((one.dataset, one.record_id_from)), person_of((one.dataset, one.record_id_to))
        if start is None or end is None:
            unplaced += 1
        elif start == end:
            to_self += 1
        else:
            pair = (min(start, end), max(start, end)) if one.relation in SYMMETRIC else (start, end)
            between[pair].append(one)
    found = [relationship for pair, said in sorted(between.items()) for relationship in _relationships(*pair, said)]
    return Lifted(tuple(found), unplaced, to_self)


def families(relationships: Sequence[Relationship]) -> tuple[FamilyMember, ...]:
    """Draw the families. Shape: one entry a person and family, sorted; the id follows the family's first child."""
    children_of: dict[PersonId, set[PersonId]] = defaultdict(set)
    first: dict[PersonId, PersonId] = {}
    for one in relationships:
        if one.relation in PARENT_OR_CARER:
            children_of[one.from_person].add(one.to_person)
        elif one.relation == SIBLING:
            join(first, one.from_person, one.to_person)
    for children in children_of.values():
        join(first, *(children if len(children) <= MOST_CHILDREN_OF_ONE_ADULT else ()))
    members: set[tuple[FamilyId, PersonId]] = set()
    for one in relationships:
        is_family = one.relation in PARENT_OR_CARER and (
            len(children_of[one.from_person]) <= MOST_CHILDREN_OF_ONE_ADULT
        )
        if is_family or one.relation in FAMILY_ON_THE_SIDE or one.relation == SIBLING:
            family = _family_id(first_of(first, one.to_person))
            members |= {(family, one.from_person), (family, one.to_person)}
    return tuple(FamilyMember(family_id=family, person_id=person) for family, person in sorted(members))


def _relationships(start: PersonId, end: PersonId, said: Sequence[Declared]) -> list[Relationship]:
    agencies_by_relation: dict[str, set[str]] = defaultdict(set)
    grouped: dict[tuple[str, str, str], list[Declared]] = defaultdict(list)
    for one in said:
        agencies_by_relation[one.relation].add(one.agency)
        grouped[(one.relation, one.agency, one.dataset)].append(one)
    found = []
    for (relation, agency, dataset), rows in sorted(grouped.items()):
        confidence, because = _confidence(relation, agencies_by_relation)
        found.append(
            Relationship(
                from_person=start,
                to_person=end,
                relation=relation,
                parental_responsibility=_responsibility(rows),
                agency=AgencyId(agency),
                dataset=DatasetId(dataset),
                since=earliest(row.since for row in rows),
                until=None if any(row.until is None for row in rows) else latest(row.until for row in rows),
                confidence=confidence,
                because=because,
            )
        )
    return found


def _confidence(relation: str, agencies_by_relation: Mapping[str, set[str]]) -> tuple[Confidence, str]:
    agreeing: set[str] = set()
    others: list[str] = []
    for other, agencies in agencies_by_relation.items():
        if _agree(relation, other):
            agreeing |= agencies
        elif "household_member" not in (relation, other) and "other" not in (relation, other):
            others.append(other)
    if others:
        say = " or ".join(sorted(_plain(other) for other in others))
        return Confidence.DISPUTED, f"Agencies disagree: {_plain(relation)}, or {say}. Ask before you rely on it."
    if len(agreeing) > 1:
        return Confidence.DECLARED_BY_SEVERAL, f"Declared by {_NUMBERS.get(len(agreeing), len(agreeing))} agencies."
    return Confidence.DECLARED_BY_ONE, "Declared by one agency."


def _agree(one: str, other: str) -> bool:
    return one == other or one in _SAID_LOOSELY.get(other, ()) or other in _SAID_LOOSELY.get(one, ())


def _plain(relation: str) -> str:
    return relation.replace("_", " ")


def _responsibility(rows: Sequence[Declared]) -> str:
    stated = {row.parental_responsibility for row in rows} & {"yes", "no"}
    return str(stated.pop()) if len(stated) == 1 else "unknown"


def _family_id(first_child: PersonId) -> FamilyId:
    return FamilyId(hashlib.sha256(f"family {first_child}".encode()).hexdigest()[:_FAMILY_ID_CHARACTERS])
