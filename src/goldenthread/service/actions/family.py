"""A child's family as agencies declared it: the same members for the list and for the picture."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from goldenthread.people import Place, place
from goldenthread.service.actions.identity import birth_shown, name_shown
from goldenthread.service.actions.shapes import FamilyMember, Practitioner
from goldenthread.service.actions.wording import age_in_words, years_old
from goldenthread.service.statements import asked_often
from goldenthread.service.store.models import FamilyFound, GroupMember, Person, PersonAddress, Relationship
from goldenthread.vocabulary import AgencyCard, AgencyId, PersonKind

ADULT_AGE = 18
SHARPER_THAN_PARENT = frozenset({"mother", "father", "step_parent"})
RELATION_WORDS = {
    "mother": "mother",
    "father": "father",
    "parent": "parent",
    "step_parent": "step-parent",
    "grandparent": "grandparent",
    "kinship_carer": "kinship carer",
    "foster_carer": "foster carer",
    "carer": "carer",
    "sibling": "brother or sister",
    "partner": "parent's partner",
    "household_member": "lives in the household",
    "other": "known to the child",
}
RESPONSIBILITY_WORDS = {
    "yes": "has parental responsibility",
    "no": "does not have parental responsibility",
    "unknown": "parental responsibility not known",
}
THEY_DIFFER = "agencies do not agree on parental responsibility: check"
ONLY_NAMED = "Only a name is known of them"
FOUND_BY_PEOPLE = "no agency says so: two people compared the records and found it likely. Check"
ELSEWHERE = "another organisation"
PARENTAL = frozenset({"mother", "father", "parent", "step_parent", "kinship_carer", "carer", "grandparent"})

_ties = asked_often(lambda person: Relationship.objects.filter(person_id=person).order_by("relation", "id"))
_other_children = asked_often(
    lambda person, parents: (
        Relationship.objects.filter(adult_id__among=parents, relation__in=PARENTAL)
        .exclude(person_id=person)
        .order_by("person_id")
    )
)
_found = asked_often(lambda person: FamilyFound.objects.filter(person_id=person).order_by("adult_id"))
_people = asked_often(lambda people: Person.objects.filter(id__among=people))
_sharing_a_household = asked_often(
    lambda person, people: GroupMember.objects.filter(
        kind="household",
        group_id__in=GroupMember.objects.filter(kind="household", person_id=person).values("group_id"),
        person_id__among=people,
    ).values_list("person_id")
)


def members(
    child: Person,
    agencies: Mapping[AgencyId, AgencyCard],
    *,
    by: Practitioner,
    whole: bool,
    named: frozenset[AgencyId],
    on: date,
) -> tuple[FamilyMember, ...]:
    """The child, the adults declared for them, and the children declared for those same adults.

    Who said so is named only where the page already names that agency at work with this child: a name here would
    otherwise tell of a call-out or a treatment that the reader may not see, or who said that a child cares for someone.
    """
    told = [tie for tie in _ties(person=child.id) if whole or tie.agency_id == by.agency]
    siblings = _siblings(child, told, by=by, whole=whole)
    seen = _found_by_people(child, told) if whole else {}
    wanted = {*(t.adult_id for t in told), *siblings, *seen}
    people = {p.id: p for p in _people(people=list(wanted))} if wanted else {}
    home = _household(child.id, {*people}) if whole else _own_household(child.id, {*people}, by=by)
    said_by = {str(card.id): card.name for card in agencies.values() if card.id in named | {by.agency}}
    names = {p.id: name_shown(p, by=by, whole=whole) for p in (child, *people.values())}
    ages = {p.id: _age(p, birth_shown(p, by=by, whole=whole), on=on) for p in people.values()}
    born = birth_shown(child, by=by, whole=whole)
    found: list[FamilyMember] = [_the_child(names[child.id], age_in_words(born, on=on))]
    for adult_id, tied in _by_adult(told).items():
        if adult_id in people:
            lives = _lives(adult_id, home)
            by_name = whole and not people[adult_id].date_of_birth
            one = _adult(len(found), names[adult_id], ages[adult_id], tied, lives=lives, agencies=said_by)
            found.append(replace(one, how_sure=f"{one.how_sure}. {ONLY_NAMED}") if by_name else one)
    for adult_id, relations in seen.items():
        if adult_id in people and adult_id not in siblings:
            lives = _lives(adult_id, home)
            found.append(_not_declared(len(found), names[adult_id], ages[adult_id], relations, lives=lives))
    for sibling_id in siblings:
        if sibling_id in people:
            found.append(_sibling(len(found), names[sibling_id], ages[sibling_id], lives=_lives(sibling_id, home)))
    return tuple(found)


def _siblings(child: Person, told: list[Relationship], *, by: Practitioner, whole: bool) -> list[str]:
    parents = {t.adult_id for t in told if t.relation in PARENTAL}
    ties = _other_children(person=child.id, parents=list(parents)) if parents else []
    already = {t.adult_id for t in told}
    known = dict.fromkeys(tie.person_id for tie in ties if whole or tie.agency_id == by.agency)
    return [person for person in known if person not in already]


def _found_by_people(child: Person, told: list[Relationship]) -> dict[str, list[str]]:
    """Adults whom two people found to belong to the child, with what a record of the child calls them, if any does."""
    declared = {t.adult_id for t in told}
    return {row.adult_id: row.relations for row in _found(person=child.id) if row.adult_id not in declared}


def _household(child_id: str, others: set[str]) -> frozenset[str]:
    """Those of ``others`` who share the child's current address, as far as it may be known."""
    shared = _sharing_a_household(person=child_id, people=list(others)) if others else []
    return frozenset(person for (person,) in shared)


def _own_household(child_id: str, others: set[str], *, by: Practitioner) -> frozenset[str]:
    """Those of ``others`` whom the reader's own agency has at the address at which it has the child."""
    held = PersonAddress.objects.filter(agency_id=by.agency, until=None, is_protected=False)
    places: dict[str, set[Place]] = {}
    for row in held.filter(person_id__in={child_id, *others}):
        if where := place(row.line, row.postcode):
            places.setdefault(row.person_id, set()).add(where)
    there = places.get(child_id, set())
    return frozenset(other for other in others if places.get(other, set()) & there)


def _by_adult(told: list[Relationship]) -> dict[str, list[Relationship]]:
    found: dict[str, list[Relationship]] = {}
    for tie in told:
        found.setdefault(tie.adult_id, []).append(tie)
    return found


def _the_child(name: str, age: str) -> FamilyMember:
    return FamilyMember(
        key=0,
        name=name,
        relation="this child",
        age=age,
        lives_with_child="",
        parental_responsibility="",
        how_sure="",
        said_by="",
        is_child_looked_at=True,
    )


def _adult(
    key: int, name: str, age: str, tied: list[Relationship], *, lives: str, agencies: dict[str, str]
) -> FamilyMember:
    told = {t.relation for t in tied}
    sharper = told - {"parent"} if told & SHARPER_THAN_PARENT else told
    relations = sorted(RELATION_WORDS.get(relation, relation) for relation in sharper)
    return FamilyMember(
        key=key,
        name=name,
        relation=" and ".join(relations),
        age=age,
        lives_with_child=lives,
        parental_responsibility=_responsibility({t.parental_responsibility for t in tied}),
        how_sure=_how_sure(tied),
        said_by=_said_by(tied, agencies),
    )


def _not_declared(key: int, name: str, age: str, relations: list[str], *, lives: str) -> FamilyMember:
    words = sorted(RELATION_WORDS.get(relation, relation) for relation in relations)
    return FamilyMember(
        key=key,
        name=name,
        relation=" and ".join(words) or "parent or carer",
        age=age,
        lives_with_child=lives,
        parental_responsibility=RESPONSIBILITY_WORDS["unknown"],
        how_sure=FOUND_BY_PEOPLE,
        said_by="",
    )


def _responsibility(said: set[str]) -> str:
    """What those who know say; whoever does not know takes nothing away from it."""
    known = said - {"unknown"}
    return THEY_DIFFER if len(known) > 1 else RESPONSIBILITY_WORDS.get(next(iter(known), "unknown"), "")


def _how_sure(tied: list[Relationship]) -> str:
    """Only from the ties that this reader may see."""
    if len({t.agency_id for t in tied}) == 1:
        return "said by one agency"
    disputed = any(t.confidence == "disputed" for t in tied)
    return "agencies do not agree: check" if disputed else "said by more than one agency"


def _said_by(tied: list[Relationship], agencies: dict[str, str]) -> str:
    names = dict.fromkeys(agencies.get(t.agency_id, ELSEWHERE) for t in tied)
    return ", ".join(sorted(names, key=lambda name: name == ELSEWHERE))


def _sibling(key: int, name: str, age: str, *, lives: str) -> FamilyMember:
    return FamilyMember(
        key=key,
        name=name,
        relation="brother or sister: shares a parent or carer",
        age=age,
        lives_with_child=lives,
        parental_responsibility="",
        how_sure="worked out from declared parents and carers",
        said_by="",
    )


def _lives(person_id: str, home: frozenset[str]) -> str:
    return "lives at the child's address" if person_id in home else "not known to live with the child"


def _age(person: Person, born: date | None, *, on: date) -> str:
    """A child's age in years; of an adult only that they are one, since no more is needed here."""
    years = years_old(born, on=on)
    is_adult = person.kind == PersonKind.ADULT.value if years is None else years >= ADULT_AGE
    return "adult" if is_adult else age_in_words(born, on=on)
